import type { HandoverItems, HandoverStep } from '#contract/handovers.ts'
import { formatList } from '#contract/reading-lists.ts'
import type { MemberId, PartyId } from '#contract/values.ts'
import type { MemberCall } from '../../access/call.ts'
import { listsOpenTo } from '../reading-lists/rules.ts'
import { lanesNaming } from '../responsibilities/rules.ts'
import { contractReference, handoverQueries } from './queries.ts'

/** Who leaves: one person, or everybody whom a partner ever had here. */
export interface Leaving {
  memberId?: MemberId | undefined
  partyId?: PartyId | undefined
}

/** @returns their ids, those who were removed before too: what they left behind is still theirs. */
export const peopleOf = ({ db, actor }: MemberCall, { memberId, partyId }: Leaving): MemberId[] =>
  handoverQueries(db)
    .membersOf({ organizationId: actor.organizationId, leavingId: memberId, partyId })
    .map(({ id }) => id)

/** Everything that is still theirs today, as far as the caller sees it. */
export function itemsOf(call: MemberCall, leaving: Leaving): HandoverItems {
  const { db, actor, now, today } = call
  const { organizationId } = actor
  const people = peopleOf(call, leaving)
  const members = JSON.stringify(people)
  const asking = { memberId: actor.id, now, today, members }
  const rows = handoverQueries(db)
  const access = rows.access({ organizationId, now, members })
  if (!access) throw new Error('A count always has a row')
  const given = rows.reading({ organizationId, members })
  const lists = listsOpenTo(
    call,
    given.map(({ id }) => id),
  )
  return {
    documents: rows.documents(asking),
    contracts: rows
      .contracts(asking)
      .map(({ number, ...contract }) => ({ ...contract, reference: contractReference(number) })),
    dates: rows.dates(asking),
    lanes: lanesNaming(call, { people, partyId: leaving.partyId }),
    contacts: contactsOf(call, asking),
    reading: given
      .filter(({ id }) => lists.has(id))
      .map(({ number, ...list }) => ({ ...list, reference: formatList(number) })),
    secrets: rows.secrets(asking),
    access: { ...access, members: rows.members({ members }) },
  }
}

/** Whom a vendor's card names, and as what: people who leave stay in address books for years. */
function contactsOf(
  { db }: MemberCall,
  asking: { memberId: MemberId; now: MemberCall['now']; today: MemberCall['today']; members: string },
): HandoverItems['contacts'] {
  const rows = handoverQueries(db)
  const named = rows.named({ members: asking.members })
  const isNamed = ({ name, email }: { name: string; email?: string | undefined }) =>
    named.some(
      (person) => person.name.toLowerCase() === name.toLowerCase() || person.email === email?.trim().toLowerCase(),
    )
  return rows.vendors(asking).flatMap(({ content, ...vendor }) =>
    content.contacts
      .filter(isNamed)
      .slice(0, 1)
      .map(({ name, role }) => ({ ...vendor, says: role ? `${name}, ${role}` : name })),
  )
}

/** Of a partner, several of its people can stand in the same thing: it is moved once. */
const distinct = (some: readonly { id: string }[]): number => new Set(some.map(({ id }) => id)).size

/** How much there is of each step. Secrets count until they are changed, access until it has ended. */
export function countsOf(items: HandoverItems): Record<HandoverStep, number> {
  const { access } = items
  return {
    documents: distinct(items.documents) + items.contracts.length + items.dates.length,
    lanes: distinct(items.lanes),
    contacts: items.contacts.length,
    reading: distinct(items.reading),
    secrets: distinct(items.secrets),
    access: access.members.filter(({ isMember }) => isMember).length + access.grants + access.leases + access.cards,
  }
}
