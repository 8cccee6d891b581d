import type { Contact, OpenHours, VendorFacts } from '#contract/vendors.ts'
import { formatDay } from '../../ui/format.ts'
import { hoursInWords } from './open-hours.ts'

/** One thing that differs between two versions of a vendor; empty where nothing was said. */
export interface VendorChange {
  /** "Number to call", "Circuit", "Ada Brook, mobile". */
  name: string
  before: string
  after: string
  /** Long texts are shown line by line. */
  isText?: boolean
}

/** Field by field, in the order of the page. Pure. */
export function compareVendors(before: VendorFacts, after: VendorFacts): VendorChange[] {
  return [
    ...differing([
      ['Number to call', before.phone, after.phone],
      ['About the number', before.phoneNote, after.phoneNote],
      ['Mail', before.email, after.email],
      ['Portal', before.portal, after.portal],
      ['Website', before.website, after.website],
    ]),
    ...accountChanges(before.accounts, after.accounts),
    ...differing([
      ['Support PIN', before.pin, after.pin],
      ['Hours', hoursWords(before.hours), hoursWords(after.hours)],
    ]),
    ...texts('Service level', before.sla, after.sla),
    ...contactChanges(before.contacts, after.contacts),
    ...texts('Notes', before.notes, after.notes),
  ]
}

type Row = readonly [name: string, before: string | undefined, after: string | undefined]

const differing = (rows: readonly Row[]): VendorChange[] =>
  rows.flatMap(([name, before = '', after = '']) => (before === after ? [] : [{ name, before, after }]))

const texts = (name: string, before: string, after: string): VendorChange[] =>
  differing([[name, before, after]]).map((change) => ({ ...change, isText: true }))

/** Numbers are told apart by their label; of several with one label, by which of them it is. */
function accountChanges(before: VendorFacts['accounts'], after: VendorFacts['accounts']): VendorChange[] {
  const [old, now] = [byLabel(before), byLabel(after)]
  const names = [...now.keys(), ...[...old.keys()].filter((name) => !now.has(name))]
  const changes = differing(names.map((name) => [name, old.get(name), now.get(name)]))
  const isReordered = changes.length === 0 && ![...old.keys()].every((name, at) => [...now.keys()][at] === name)
  const order = (accounts: ReadonlyMap<string, string>) => [...accounts.keys()].join(', ')
  return isReordered ? [{ name: 'Order of the numbers', before: order(old), after: order(now) }] : changes
}

function byLabel(accounts: VendorFacts['accounts']): Map<string, string> {
  const found = new Map<string, string>()
  for (const { label, value } of accounts) {
    let name = label
    for (let at = 2; found.has(name); at += 1) name = `${label} (${at})`
    found.set(name, value)
  }
  return found
}

function hoursWords(hours: OpenHours | undefined): string {
  if (!hours) return ''
  return [...hoursInWords(hours), hours.timeZone, hours.note].filter(Boolean).join('; ')
}

/** A contact is the same person for as long as the entry keeps its id, whatever is changed about it. */
function contactChanges(before: readonly Contact[], after: readonly Contact[]): VendorChange[] {
  const old = new Map(before.map((contact) => [contact.id, contact]))
  const kept = new Set(after.map(({ id }) => id))
  const changes = after.flatMap((contact): VendorChange[] => {
    const was = old.get(contact.id)
    if (!was) return [{ name: 'Contact', before: '', after: inOneLine(contact) }]
    return differing(contactRows(was, contact))
  })
  const gone = before.filter(({ id }) => !kept.has(id))
  const stayed = (contacts: readonly Contact[]) => contacts.filter(({ id }) => old.has(id) && kept.has(id))
  const order = (contacts: readonly Contact[]) => stayed(contacts).map(({ id }) => id)
  const isReordered = order(before).some((id, at) => order(after)[at] !== id)
  const names = (contacts: readonly Contact[]) => stayed(contacts).map(({ name }) => name)
  return [
    ...changes,
    ...gone.map((contact) => ({ name: 'Contact', before: inOneLine(contact), after: '' })),
    ...(isReordered
      ? [{ name: 'Escalation order', before: names(before).join(', then '), after: names(after).join(', then ') }]
      : []),
  ]
}

const contactRows = (before: Contact, after: Contact): Row[] => [
  ['Contact', before.name, after.name],
  [`${after.name}, role`, before.role, after.role],
  [`${after.name}, phone`, before.phone, after.phone],
  [`${after.name}, mobile`, before.mobile, after.mobile],
  [`${after.name}, mail`, before.email, after.email],
  [`${after.name}, notes`, before.notes, after.notes],
  [`${after.name}, last confirmed`, dayWords(before.confirmedOn), dayWords(after.confirmedOn)],
]

const dayWords = (day: string | undefined) => day && formatDay(day)

const inOneLine = ({ name, role, phone, mobile, email }: Contact): string =>
  [name, role, phone, mobile, email].filter(Boolean).join(', ')
