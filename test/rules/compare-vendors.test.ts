import { expect, test } from 'vitest'
import type { Contact, VendorFacts } from '#contract/vendors.ts'
import { compareVendors } from '../../client/features/vendors/compare.ts'

const contact = (id: string, name: string, more: Partial<Contact> = {}): Contact => ({
  id,
  name,
  role: '',
  notes: '',
  ...more,
})
const ada = contact('c1', 'Ada Brook', { role: 'Field engineer', phone: '01632 960 119' })
const ben = contact('c2', 'Ben Hale')
const base: VendorFacts = {
  format: 'vendor/1',
  phone: '01632 960 118',
  phoneNote: '',
  accounts: [
    { label: 'Circuit', value: 'BRL-77120' },
    { label: 'Customer', value: '4471' },
  ],
  sla: 'Fix in 5 h',
  contacts: [ada, ben],
  notes: '',
}

test.each<[string, Partial<VendorFacts>, [name: string, before: string, after: string][]]>([
  ['nothing', {}, []],
  ['the number to call', { phone: '01632 960 200' }, [['Number to call', '01632 960 118', '01632 960 200']]],
  ['a portal that was not known', { portal: 'https://portal.example' }, [['Portal', '', 'https://portal.example']]],
  ['the support PIN', { pin: 'CR-40' as never }, [['Support PIN', '', 'CR-40']]],
  [
    'a number under its label',
    { accounts: [{ label: 'Circuit', value: 'BRL-90000' }, ...base.accounts.slice(1)] },
    [['Circuit', 'BRL-77120', 'BRL-90000']],
  ],
  [
    'a number more and a number less',
    { accounts: [base.accounts[0] as never, { label: 'Site', value: '12' }] },
    [
      ['Site', '', '12'],
      ['Customer', '4471', ''],
    ],
  ],
  [
    'a second number of one label',
    { accounts: [...base.accounts, { label: 'Circuit', value: 'BRL-2' }] },
    [['Circuit (2)', '', 'BRL-2']],
  ],
  [
    'the order of the numbers',
    { accounts: base.accounts.toReversed() },
    [['Order of the numbers', 'Circuit, Customer', 'Customer, Circuit']],
  ],
  [
    'the hours',
    {
      hours: {
        timeZone: 'Europe/London',
        always: false,
        spans: [1, 2, 3].map((day) => ({ day, from: '08:00', to: '18:00' })),
        note: 'Closed on bank holidays',
      },
    },
    [['Hours', '', 'Monday to Wednesday 08:00–18:00; Europe/London; Closed on bank holidays']],
  ],
  ['the service level', { sla: 'Fix in 8 h' }, [['Service level', 'Fix in 5 h', 'Fix in 8 h']]],
  [
    'what is said of a contact',
    { contacts: [{ ...ada, phone: '01632 960 500', confirmedOn: '2026-03-02' as never }, ben] },
    [
      ['Ada Brook, phone', '01632 960 119', '01632 960 500'],
      ['Ada Brook, last confirmed', '', '2 Mar 2026'],
    ],
  ],
  [
    'the name of a contact',
    { contacts: [{ ...ada, name: 'Ada Stone' }, ben] },
    [['Contact', 'Ada Brook', 'Ada Stone']],
  ],
  [
    'who left and who came',
    { contacts: [ben, contact('c3', 'Cleo Wu', { role: 'Manager' })] },
    [
      ['Contact', '', 'Cleo Wu, Manager'],
      ['Contact', 'Ada Brook, Field engineer, 01632 960 119', ''],
    ],
  ],
  [
    'whom to call first',
    { contacts: [ben, ada] },
    [['Escalation order', 'Ada Brook, then Ben Hale', 'Ben Hale, then Ada Brook']],
  ],
])('what changed of a vendor: %s', (_, after, expected) => {
  const changes = compareVendors(base, { ...base, ...after })
  expect(changes.map(({ name, before, after }) => [name, before, after])).toEqual(expected)
})

test('whoever leaves or comes does not change the order of those who stay', () => {
  const cleo = contact('c3', 'Cleo Wu')
  const names = (after: Contact[]) => compareVendors(base, { ...base, contacts: after }).map(({ name }) => name)
  expect(names([cleo, ada, ben])).toEqual(['Contact'])
  expect(names([ben])).toEqual(['Contact'])
})

test('long texts are told from short ones', () => {
  const [change] = compareVendors(base, { ...base, notes: 'One line\nand another' })
  expect(change).toEqual({ name: 'Notes', before: '', after: 'One line\nand another', isText: true })
})
