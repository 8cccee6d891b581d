import type { DocumentLine } from '#contract/documents.ts'
import type { VendorFacts } from '#contract/vendors.ts'
import type { ImportedVendor } from './imported-vendor.ts'

export type VendorPlan = {
  vendor: ImportedVendor
  known: DocumentLine | undefined
  outcome: 'new' | 'adds' | 'refused'
  why?: string
}

/** By name, as people compare names. What is known already is added to, never overwritten. */
export function planVendors(vendors: readonly ImportedVendor[], existing: readonly DocumentLine[]): VendorPlan[] {
  const byName = new Map(existing.map((line) => [folded(line.title), line]))
  return vendors.map((vendor): VendorPlan => {
    const known = byName.get(folded(vendor.title))
    if (vendor.title === '') return { vendor, known: undefined, outcome: 'refused', why: 'It has no name' }
    return { vendor, known, outcome: known ? 'adds' : 'new' }
  })
}

const folded = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{Mark}/gu, '')
    .replace(/\b(?:ltd|limited|gmbh|inc|llc|plc|ag|bv|co)\b\.?/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

/** Fills what was empty and adds who was not there: what stands there stays as it is. Undefined where nothing is new. */
export function added(known: VendorFacts, given: VendorFacts): VendorFacts | undefined {
  const people = new Set(known.contacts.map(({ name }) => name.toLowerCase()))
  const numbers = new Set(known.accounts.map(({ value }) => value.toLowerCase()))
  const ids = new Set(known.contacts.map(({ id }) => id))
  const contacts = given.contacts
    .filter(({ name }) => !people.has(name.toLowerCase()))
    .map((contact, index) => ({
      ...contact,
      id: ids.has(contact.id) ? `i${Date.now().toString(36)}${index}` : contact.id,
    }))
  const accounts = given.accounts.filter(({ value }) => !numbers.has(value.toLowerCase()))
  const isNewNote = given.notes !== '' && !known.notes.includes(given.notes)
  const merged: VendorFacts = {
    ...given,
    ...known,
    sla: known.sla || given.sla,
    accounts: [...known.accounts, ...accounts].slice(0, 40),
    contacts: [...known.contacts, ...contacts].slice(0, 60),
    notes: isNewNote ? [known.notes, given.notes].filter(Boolean).join('\n\n').slice(0, 50_000) : known.notes,
  }
  return JSON.stringify(sorted(merged)) === JSON.stringify(sorted(known)) ? undefined : merged
}

const sorted = (facts: VendorFacts) => Object.entries(facts).sort(([a], [b]) => (a < b ? -1 : 1))
