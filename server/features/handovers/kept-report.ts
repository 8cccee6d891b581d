import type { HandoverItems } from '#contract/handovers.ts'
import type { MemberCall } from '../../access/call.ts'
import { listsOpenTo } from '../reading-lists/rules.ts'
import { lanesRead } from '../responsibilities/rules.ts'
import { contractNumber } from '#contract/contracts.ts'
import { handoverQueries } from './queries.ts'

/**
 * A report as it stays: written once, by somebody who sees everything, and read for years by people who do not. So what
 * is kept has no titles; each reader is told those that they would find today, and of what they do not see, nothing.
 */

/** Without what things are called: what is erased leaves no title here. */
export function withoutTitles(items: HandoverItems): HandoverItems {
  const nameless = <Item extends { title: string }>(some: readonly Item[]): Item[] =>
    some.map((one) => ({ ...one, title: '' }))
  return {
    ...items,
    documents: nameless(items.documents),
    contracts: nameless(items.contracts),
    dates: items.dates.map((date) => ({ ...date, name: '' })),
    contacts: nameless(items.contacts),
    reading: nameless(items.reading),
    secrets: nameless(items.secrets),
  }
}

/** As far as the caller sees it now. */
export function readAgain(call: MemberCall, items: HandoverItems): HandoverItems {
  const { db, actor, now } = call
  const { documents, contracts, dates, contacts, reading, secrets } = items
  const rows = handoverQueries(db)
  const asking = { memberId: actor.id, now }
  const named = (ids: readonly unknown[]) => ({ ...asking, ids: JSON.stringify([...new Set(ids)]) })
  const seen = new Map<string, { title: string; level: number }>(
    rows
      .documentsNamed(named([...documents, ...contacts, ...secrets].map(({ id }) => id)))
      .map(({ id, ...found }) => [id, found]),
  )
  const agreed = new Map(
    rows
      .contractsNamed(named(contracts.map(({ reference }) => contractNumber(reference))))
      .map(({ number, title }) => [number, title]),
  )
  const watched = new Map<string, string>(
    rows.datesNamed(named(dates.map(({ id }) => id))).map(({ id, name }) => [id, name]),
  )
  const lists = listsOpenTo(
    call,
    reading.map(({ id }) => id),
  )
  const lanes = lanesRead(call)
  const titled = <Item extends { id: string; title: string }>(some: readonly Item[], level = 0): Item[] =>
    some.flatMap((one) => {
      const found = seen.get(one.id)
      return found && found.level >= level ? [{ ...one, title: found.title }] : []
    })
  return {
    ...items,
    documents: titled(documents),
    contracts: contracts.flatMap((one) => {
      const title = agreed.get(contractNumber(one.reference) ?? 0)
      return title === undefined ? [] : [{ ...one, title }]
    }),
    dates: dates.flatMap((one) => {
      const name = watched.get(one.id)
      return name === undefined ? [] : [{ ...one, name }]
    }),
    lanes: items.lanes.filter(({ id }) => lanes.has(id)),
    // Whom a vendor's card names stands in it.
    contacts: titled(contacts, 1),
    reading: reading.flatMap((one) => {
      const title = lists.get(one.id)
      return title === undefined ? [] : [{ ...one, title }]
    }),
    secrets: titled(secrets),
  }
}
