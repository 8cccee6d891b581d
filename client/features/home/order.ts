import type { Membership } from '#contract/accounts.ts'
import type { OutputOf } from '#contract/endpoint.ts'
import type { home } from '#contract/reviews.ts'
import { isKeyHolder } from '../../platform/session.ts'

/** What the first page is made of. */
export type Part =
  | 'incidents'
  | 'systems'
  | 'access'
  | 'requests'
  | 'duties'
  | 'handovers'
  | 'reviews'
  | 'followUps'
  | 'deadlines'
  | 'recovery'
  | 'reading'
  | 'proof'
  | 'freshness'
  | 'pinned'
  | 'recent'

/** For whom it is: the people of PRODUCT.md, told apart by what they may do and by what waits for them. */
export type Reader = 'manager' | 'technician' | 'starter' | 'auditor' | 'engineer'

export type Also = OutputOf<typeof home>['also']

/**
 * Where somebody is more than one of them in several organizations, keys come before visits. Somebody new has something
 * to read and little else.
 */
export function readerOf(
  within: readonly Pick<Membership, 'role'>[],
  { also, waiting }: { also: Also; waiting: number },
): Reader {
  if (within.some(isKeyHolder)) return 'manager'
  const { reading, access, followUps } = also
  if (reading > 0 && waiting + access + followUps === 0 && !within.some(({ role }) => role === 'auditor'))
    return 'starter'
  if (within.some(({ role }) => role === 'technician')) return 'technician'
  return within.every(({ role }) => role === 'auditor') ? 'auditor' : 'engineer'
}

/** The first that a reader needs comes first: in one column all of them, in two those at the side go by themselves. */
const orders: Record<Reader, readonly Part[]> = {
  manager: [
    'incidents',
    'systems',
    'requests',
    'duties',
    'handovers',
    'reviews',
    'followUps',
    'deadlines',
    'recovery',
    'reading',
    'access',
    'freshness',
    'pinned',
    'recent',
  ],
  technician: [
    'incidents',
    'access',
    'systems',
    'reading',
    'duties',
    'followUps',
    'reviews',
    'deadlines',
    'handovers',
    'freshness',
    'pinned',
    'recent',
  ],
  starter: [
    'incidents',
    'reading',
    'systems',
    'duties',
    'reviews',
    'followUps',
    'deadlines',
    'access',
    'handovers',
    'pinned',
    'recent',
  ],
  auditor: [
    'incidents',
    'freshness',
    'duties',
    'proof',
    'handovers',
    'reading',
    'systems',
    'reviews',
    'followUps',
    'deadlines',
    'access',
    'pinned',
    'recent',
  ],
  engineer: [
    'incidents',
    'systems',
    'duties',
    'reviews',
    'followUps',
    'deadlines',
    'reading',
    'access',
    'handovers',
    'freshness',
    'pinned',
    'recent',
  ],
}

/** At night, on a phone, the systems stand where the thumb is. */
export function partsFor(reader: Reader, isPhone: boolean): readonly Part[] {
  const parts = orders[reader]
  return isPhone ? ['systems', ...parts.filter((part) => part !== 'systems')] : parts
}

const beside: Record<Reader, readonly Part[]> = {
  manager: ['duties', 'handovers', 'followUps', 'deadlines', 'recovery', 'reading'],
  technician: ['reading', 'duties', 'followUps', 'deadlines', 'handovers', 'pinned', 'recent'],
  starter: ['systems', 'duties', 'followUps', 'deadlines', 'handovers', 'access'],
  auditor: ['proof', 'handovers', 'reading', 'followUps', 'deadlines', 'access'],
  engineer: ['duties', 'followUps', 'deadlines', 'reading', 'handovers', 'recent'],
}

/** The same parts for a wide screen: two columns, and above or below them what needs the whole width. */
export function columnsFor(reader: Reader) {
  const parts = partsFor(reader, false)
  const isBeside = (part: Part) => beside[reader].includes(part)
  const across = parts.filter((part) => part === 'freshness')
  const others = parts.filter((part) => part !== 'freshness')
  const isFirst = reader === 'auditor'
  return {
    above: isFirst ? across : [],
    main: others.filter((part) => !isBeside(part)),
    side: others.filter(isBeside),
    below: isFirst ? [] : across,
  }
}
