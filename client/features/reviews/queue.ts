import type { Membership } from '#contract/accounts.ts'
import type { ReviewLine } from '#contract/reviews.ts'
import { formatReference, parseReference, type FreshnessState, type Reference } from '#contract/values.ts'
import type { Order } from './queue-filters.ts'

/** A line of the queue and the organization it is from. */
export interface QueueRow extends ReviewLine {
  slug: string
  organization: string
  timeZone: string
  /** `calder-wick/RB-14`: references count per organization. */
  key: string
}

export const keyOf = (slug: string, reference: string): string => `${slug}/${reference}`

export function readKey(key: string): { slug: string; reference: Reference } | undefined {
  const [slug, written = ''] = key.split('/')
  const parsed = parseReference(written)
  return slug && parsed ? { slug, reference: formatReference(parsed.kind, parsed.number) } : undefined
}

export interface Page {
  items: readonly ReviewLine[]
  next?: string | undefined
}

/**
 * Joins the queues of several organizations, riskiest first. Where one of them has more to come, rows that are less
 * risky than its last one wait: something riskier could still arrive above them.
 */
export function joined(queues: readonly { membership: Membership; pages: readonly Page[] }[]): QueueRow[] {
  const bound = Math.max(
    -Infinity,
    ...queues.map(({ pages }) => (pages.at(-1)?.next === undefined ? -Infinity : (lastOf(pages)?.risk ?? -Infinity))),
  )
  return queues
    .flatMap(({ membership, pages }) => pages.flatMap((page) => page.items.map((line) => rowOf(line, membership))))
    .filter((row) => row.risk >= bound)
    .sort((a, b) => b.risk - a.risk || (a.key < b.key ? -1 : 1))
}

const lastOf = (pages: readonly Page[]) => pages.flatMap((page) => page.items).at(-1)

function rowOf(line: ReviewLine, { slug, organization, timeZone }: Membership): QueueRow {
  return { ...line, slug, organization, timeZone, key: keyOf(slug, line.reference) }
}

const worstFirst: readonly FreshnessState[] = ['suspect', 'overdue', 'unverified', 'due', 'verified']

/** Rows are in the order of risk already; other orders keep it inside of each group. */
export function ordered(rows: readonly QueueRow[], order: Order): readonly QueueRow[] {
  if (order === 'state')
    return rows.toSorted((a, b) => worstFirst.indexOf(a.state) - worstFirst.indexOf(b.state) || b.risk - a.risk)
  if (order === 'owner') return rows.toSorted((a, b) => keeperOf(a).localeCompare(keeperOf(b)) || b.risk - a.risk)
  return rows
}

/** Nobody comes first: that is work for somebody. */
export const keeperOf = ({ owner, deputy }: QueueRow): string => owner?.name ?? deputy?.name ?? ''

/** Why a row stands where it stands, apart from the state, which has a column of its own; short enough for a cell. */
export function furtherReasons({ state, reasons }: Pick<QueueRow, 'state' | 'reasons'>): string {
  const further = state === 'verified' ? reasons : reasons.slice(1)
  const short = further.map((reason) => reason.replace(/ in 90 days$/, ''))
  return short.map((reason, at) => (at === 0 ? reason : lowered(reason))).join(', ')
}

const lowered = (text: string) => text.charAt(0).toLowerCase() + text.slice(1)
