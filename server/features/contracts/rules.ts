import type { Contract, listContracts, openContract, previewContract } from '#contract/contracts.ts'
import { contractNumber, formatContract, type ContractReference } from '#contract/contracts.ts'
import { Problem } from '#contract/problems.ts'
import { levels } from '#contract/values.ts'
import type { CallOf, MemberCall } from '../../access/call.ts'
import { reachDocument } from '../../access/guard.ts'
import { cursorOf, readCursor } from '../../platform/cursor.ts'
import { checkTerms } from './check-terms.ts'
import { contractQueries, type ContractRow } from './queries.ts'
import { contractOn, holidaysOf } from './standing.ts'
import { standingOn } from './terms.ts'

/** Deadlines come from contracts, too. */
export { livingContracts } from './standing.ts'
export { daysBetween } from './terms.ts'

/**
 * Contracts of the vendors that the caller can open. What they come to today is computed, so they are sorted here: an
 * organization has hundreds of them, not hundreds of thousands.
 */
export function list(call: CallOf<typeof listContracts>) {
  const { db, actor, input, now } = call
  const vendor = input.vendor === undefined ? undefined : reachDocument(call, input.vendor, 'view')
  const holidays = holidaysOf(db, actor.organizationId)
  const found = contractQueries(db)
    .list({
      memberId: actor.id,
      now,
      documentId: vendor?.id,
      archived: input.archived,
      text: input.text ? `%${input.text.replaceAll(/[!%_]/g, '!$&')}%` : undefined,
    })
    .map((row) => contractOn(call, row, holidays))
    .filter((contract) => isAskedFor(contract, call))
    .map((contract) => ({ contract, key: keys[input.sort](contract) }))
    .sort((a, b) => (input.descending ? -1 : 1) * compare(a, b))
  const after = input.after === undefined ? undefined : readCursor(input.after, 'pair')
  const start = after
    ? found.findIndex(({ contract, key }) => {
        const order = compare({ contract, key }, { contract: { id: after[1] }, key: String(after[0]) })
        return input.descending ? order < 0 : order > 0
      })
    : 0
  const rest = start === -1 ? [] : found.slice(start)
  const items = rest.slice(0, input.limit)
  const last = items.at(-1)
  return {
    items: items.map(({ contract }) => contract),
    ...(rest.length > input.limit && last && { next: cursorOf([last.key, last.contract.id]) }),
  }
}

/** Every filter but those that the query knows. */
function isAskedFor(contract: Contract, { actor, input }: CallOf<typeof listContracts>): boolean {
  const { state, owner, from, until } = input
  if (state !== undefined && contract.state !== state) return false
  if (owner === 'none' && !contract.noOwner) return false
  if (owner === 'me' && contract.owner?.id !== actor.id && contract.fallback?.id !== actor.id) return false
  if (owner !== undefined && owner !== 'none' && owner !== 'me' && contract.owner?.id !== owner) return false
  const on = dayThatCounts(contract)
  return (
    (from === undefined || (on !== undefined && on >= from)) &&
    (until === undefined || (on !== undefined && on <= until))
  )
}

/** By when something is to be said: until the notice deadline, or, where none is agreed, until the end. */
const dayThatCounts = ({ noticeBy, termEndsOn }: Contract) => noticeBy ?? termEndsOn

const perYear = { month: 12, quarter: 4, year: 1, term: 0, once: 0, use: 0 } as const
const last = '\u{10ffff}'
const keys: Record<CallOf<typeof listContracts>['input']['sort'], (contract: Contract) => string> = {
  notice: (contract) => dayThatCounts(contract) ?? last,
  end: ({ termEndsOn }) => termEndsOn ?? last,
  title: ({ title }) => title.toLowerCase(),
  /** Within its currency, by what it costs in a year; what has no yearly cost comes before what has. */
  cost: ({ cost }) =>
    cost ? `${cost.currency}${String(cost.minorUnits * perYear[cost.per]).padStart(16, '0')}` : last,
}
type Keyed = { contract: Pick<Contract, 'id'> | { id: string }; key: string }
const compare = (a: Keyed, b: Keyed): number =>
  a.key === b.key ? order(a.contract.id, b.contract.id) : order(a.key, b.key)
const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

export function open(call: CallOf<typeof openContract>) {
  const { db, actor, input } = call
  const row = reachContract(call, input.contract, 'view')
  const found = contractQueries(db)
  return {
    ...contractOn(call, row, holidaysOf(db, actor.organizationId)),
    decisions: found.decisions({ contractId: row.id }),
    revisions: found.revisions({ contractId: row.id }),
  }
}

/** What terms would come to today, before anybody saves them. */
export function preview({ db, actor, input, today }: CallOf<typeof previewContract>) {
  const { noticeAmount, noticeUnit, ...agreed } = input
  const notice = noticeAmount === undefined ? undefined : { amount: noticeAmount, unit: noticeUnit }
  checkTerms({ ...agreed, notice })
  return standingOn(today, { ...agreed, notice }, [], holidaysOf(db, actor.organizationId))
}

/**
 * The contract behind a reference, for somebody who needs to `view`, `edit` or `decide` it.
 * @throws Problem 'not-found' where the vendor cannot be opened, the same as for a made-up reference; 'not-permitted' in
 * reach, but not that far.
 */
export function reachContract(
  call: MemberCall,
  reference: ContractReference,
  need: 'view' | 'edit' | 'decide',
): ContractRow {
  const { db, actor, now } = call
  const number = contractNumber(reference)
  const found = number === undefined ? undefined : contractQueries(db).one({ memberId: actor.id, now, number })
  if (!found) throw new Problem('not-found')
  const isKeeper = found.owner?.id === actor.id || found.fallback?.id === actor.id
  if (need === 'view' || found.level >= levels.edit || (need === 'decide' && isKeeper)) return found
  const who = found.owner?.name
  const deed = need === 'edit' ? 'change' : 'decide about'
  throw new Problem('not-permitted', {
    detail: `You can see ${formatContract(found.number)} but not ${deed} it.${who ? ` ${who} owns it.` : ''}`,
    facts: { level: found.level, ...(who && { owner: who }) },
  })
}
