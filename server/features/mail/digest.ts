import { listDeadlines, type Deadline } from '#contract/dates.ts'
import type { Endpoint, OutputOf, ParsedInputOf } from '#contract/endpoint.ts'
import { deadlineAt, deadlineSays } from '#contract/feed.ts'
import { home, listReviews } from '#contract/reviews.ts'
import { listLateReaders, listReadingLists } from '#contract/reading-lists.ts'
import { dayWords } from '#contract/sentences.ts'
import { kinds, type AccountId, type SessionId, type Slug } from '#contract/values.ts'
import { operationOf } from '../../http/route.ts'
import type { Room } from './compose.ts'
import { mailQueries } from './queries.ts'

type Read = <E extends Endpoint>(endpoint: E, input: ParsedInputOf<E>) => Promise<OutputOf<E>>

/**
 * Asks the reader process what the person would be answered: the guard, the reach and the rules are those of the pages,
 * and a long list keeps nobody waiting.
 */
export function readAs({ clock, origins, readElsewhere }: Room, accountId: AccountId): Read {
  const now = clock.now()
  const session = { id: '' as SessionId, accountId, tokenHash: '', authenticatedAt: now }
  const origin = { requestId: '', address: '', agent: 'digest' }
  return async (endpoint, input) => {
    const answer = await readElsewhere(operationOf(endpoint), { now, input, session, origin, origins: origins() })
    return JSON.parse(answer) as OutputOf<typeof endpoint>
  }
}

/** So many of a kind are named, the rest is counted. */
const mostNamed = 10
const mostAsked = 200
/** What is to be read is told of so long before. */
const readingLeadDays = 14

interface Member {
  organizationId: string
  organization: string
  slug: Slug
  role: string
  titles: boolean
}

/**
 * What waits for a member of an organization, as a part of the digest; `count` is of how many things.
 * @param read as the member.
 */
export async function digestParts({ db, clock }: Room, read: Read, member: Member, origin: string) {
  const { slug, organization, organizationId, titles } = member
  const at = (path: string) => `  ${origin}/o/${slug}${path}`
  const isKeyHolder = member.role === 'owner' || member.role === 'admin'
  const requests = isKeyHolder ? (mailQueries(db).requestsWaiting({ organizationId, now: clock.now() })?.count ?? 0) : 0
  const { waiting } = await read(home, { slug })
  const mine = { slug, scope: 'mine', limit: mostAsked } as const
  const deadlines = (await read(listDeadlines, { ...mine, state: 'work', reviews: false })).items
  const reviews = waiting > 0 ? (await read(listReviews, { ...mine, limit: mostNamed })).items : []
  const lists = (await read(listReadingLists, { slug, scope: 'mine', archived: false, limit: mostAsked })).items
  const reading = lists.filter(
    ({ read: done, items, daysLeft }) => done < items && daysLeft !== undefined && daysLeft <= readingLeadDays,
  )
  const writes = isKeyHolder || member.role === 'editor'
  const late = writes ? (await read(listLateReaders, { slug, scope: 'mine' })).items : []

  const blocks: string[] = []
  const add = (heading: string, count: number, lines: readonly string[], more: string) => {
    if (count === 0) return
    const rest = lines.length > 0 ? count - lines.length : 0
    blocks.push([`${heading}: ${count}`, ...lines, ...(rest > 0 ? [`  and ${rest} more`] : []), more].join('\n'))
  }
  add('Access requests that wait', requests, [], at('/access'))
  for (const [kind, heading] of headings) {
    const found = deadlines.filter((one) => one.kind === kind)
    const lines = found.slice(0, mostNamed).map((one) => lineOf(one, member, origin))
    add(heading, found.length, lines, at(placeOf[kind] ?? ''))
  }
  const reviewLines = reviews.map(({ kind, reference, title, reasons }) => {
    const words = `${reference}${titles ? ` ${title}` : ''}`
    return `  ${words}: ${reasons.join(', ')}\n    ${origin}/o/${slug}/${kinds[kind].many}/${reference}`
  })
  add('Reviews', waiting, reviewLines, `  ${origin}/reviews`)
  const named = ({ reference, title }: { reference: string; title: string }) =>
    `${reference}${titles ? ` ${title}` : ''}`
  const readingLines = reading.slice(0, mostNamed).map(({ reference, title, read: done, items, daysLeft = 0 }) => {
    const words = `${named({ reference, title })}: ${done} of ${items} read, due ${inDays(daysLeft)}`
    return `  ${words}\n    ${at(`/reading/${reference}`).trim()}`
  })
  add('For you to read', reading.length, readingLines, at('/reading'))
  const lateLines = late.slice(0, mostNamed).map(({ list, title, person, dueOn, read: done, items }) => {
    const words = `${person.name} has read ${done} of ${items} of ${named({ reference: list, title })}`
    return `  ${words}, due ${dayWords(dueOn)}\n    ${at(`/reading/${list}?tab=people`).trim()}`
  })
  add('Not read yet of what you gave', late.length, lateLines, at('/reading'))
  return {
    count: requests + deadlines.length + waiting + reading.length + late.length,
    text: [`${organization}\n${'='.repeat(organization.length)}`, ...blocks].join('\n\n'),
  }
}

const headings = [
  ['notice', 'Notice to be given'],
  ['contract_end', 'Contracts that end'],
  ['rotation', 'Secrets to be changed'],
  ['watched', 'Dates to watch'],
  ['follow_up', 'Left to do after incidents'],
  ['lane_review', 'Responsibilities to confirm'],
] as const

/** Where more of a kind is; Home has what is left. */
const placeOf: Partial<Record<Deadline['kind'], string>> = {
  notice: '/renewals',
  contract_end: '/renewals',
  follow_up: '/incidents',
  lane_review: '/responsibilities',
}

function lineOf(deadline: Deadline, { slug, titles }: Member, origin: string): string {
  return `  ${deadlineSays(deadline, { titles })}, ${inDays(deadline.daysLeft)}\n    ${origin}${deadlineAt(slug, deadline)}`
}

function inDays(days: number): string {
  if (days === 0) return 'today'
  const count = Math.abs(days) === 1 ? '1 day' : `${Math.abs(days)} days`
  return days > 0 ? `in ${count}` : `${count} ago`
}
