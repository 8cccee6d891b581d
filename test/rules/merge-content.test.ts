import { expect, test } from 'vitest'
import type { VendorFacts } from '#contract/vendors.ts'
import { emptyVendor } from '#contract/vendors.ts'
import { mergeContent } from '../../client/features/documents/editor/merge-content.ts'

const contact = (id: string, name = id) => ({ id, name, role: '', notes: '' })
const vendor = (changes: Partial<VendorFacts>): VendorFacts => ({ ...emptyVendor(), ...changes })
const base = vendor({ phone: '01632 960 118', contacts: [contact('a'), contact('b'), contact('c')] })

test('what only one changed is taken from that one', () => {
  const mine = { ...base, sla: 'Four hours' }
  const theirs = { ...base, phone: '01632 960 555' }
  expect(mergeContent(base, mine, theirs)).toEqual({
    content: { ...base, sla: 'Four hours', phone: '01632 960 555' },
    disputed: [],
  })
})

test('contacts are merged one by one: changed here, added there, taken away there', () => {
  const mine = { ...base, contacts: [contact('a', 'Ada'), contact('b'), contact('c')] }
  const theirs = { ...base, contacts: [contact('a'), contact('c'), contact('d')] }
  const { content, disputed } = mergeContent(base, mine, theirs)
  expect(content.contacts.map(({ name }) => name)).toEqual(['Ada', 'c', 'd'])
  expect(disputed).toEqual([])
})

test('another order is kept, with what the other added', () => {
  const mine = { ...base, contacts: [contact('c'), contact('a'), contact('b')] }
  const theirs = { ...base, contacts: [...base.contacts, contact('d')] }
  expect(mergeContent(base, mine, theirs).content.contacts.map(({ id }) => id)).toEqual(['c', 'a', 'b', 'd'])
})

test('where both changed the same value mine stands, and the place is told', () => {
  const mine = { ...base, phone: '01632 960 001' }
  const theirs = { ...base, phone: '01632 960 002' }
  expect(mergeContent(base, mine, theirs)).toEqual({ content: mine, disputed: ['phone'] })
})

test('what one took away and the other changed stays, and is told', () => {
  const mine = { ...base, contacts: [contact('a'), contact('b', 'Bea'), contact('c')] }
  const theirs = { ...base, contacts: [contact('a'), contact('c')] }
  const { content, disputed } = mergeContent(base, mine, theirs)
  expect(content.contacts.map(({ name }) => name)).toEqual(['a', 'c', 'Bea'])
  expect(disputed).toEqual(['contacts/b'])
})

test('what was emptied by one is empty', () => {
  const { phone: _phone, ...mine } = base
  expect(mergeContent<VendorFacts>(base, mine, { ...base, sla: 'x' }).content).toEqual({ ...mine, sla: 'x' })
})
