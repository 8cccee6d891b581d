import { expect, test } from 'vitest'
import { VendorFacts } from '#contract/vendors.ts'
import { added, planVendors } from '../../client/features/vendors/import/plan-vendors.ts'
import { readVendorFile, vendorsOfTable } from '../../client/features/vendors/import/read-vendors.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const fromTable = async (text: string) => {
  const file = await readVendorFile(bytes(text))
  if (file.is !== 'table') throw new Error('not a table')
  return vendorsOfTable(file.rows, file.hasHeader, file.roles)
}

test('ITFlow’s columns are recognized', async () => {
  const [vendor] = await fromTable(
    'Name,Description,Contact Name,Phone,Website,Account Number,Notes\nBrightline Fibre,Leased line,Ada Brook,01632 960118,brightline.example.com,BRL-77120,"Ask for Ada,\nnot Colm"\n',
  )
  expect(vendor).toMatchObject({
    title: 'Brightline Fibre',
    summary: 'Leased line',
    facts: {
      phone: '01632 960118',
      website: 'https://brightline.example.com',
      accounts: [{ label: 'Account', value: 'BRL-77120' }],
      contacts: [{ name: 'Ada Brook' }],
      notes: 'Ask for Ada,\nnot Colm',
    },
    notes: [],
  })
})

test('rows of one vendor become one, with a contact each', async () => {
  const vendors = await fromTable(
    'Vendor;Contact;Contact phone\nTarn;Jo;01632 960165\ntarn;Sam;01632 960166\nOther;;\n',
  )
  expect(vendors.map(({ title, facts }) => [title, facts.contacts.map(({ name }) => name)])).toEqual([
    ['Tarn', ['Jo', 'Sam']],
    ['Other', []],
  ])
})

test('what does not fit its field goes into the notes, and is told', async () => {
  const [vendor] = await fromTable('Name,Phone,Website\nTarn,ask at reception,javascript:alert(1)\n')
  expect(vendor?.facts).not.toHaveProperty('phone')
  expect(vendor?.facts).not.toHaveProperty('website')
  expect(vendor?.facts.notes).toBe('Phone: ask at reception\n\nWebsite: javascript:alert(1)')
  expect(vendor?.notes).toHaveLength(2)
})

test('people of vCards become contacts of their organization, which is the vendor', async () => {
  const file = await readVendorFile(
    bytes(
      [
        'BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ada Brook\r\nORG:Brightline Fibre;Field\r\nTITLE:Field engineer\r\nTEL;TYPE=WORK,VOICE:01632 960119\r\nTEL;TYPE=CELL:07700 900231\r\nEMAIL:Ada@Brightline.example.com\r\nEND:VCARD',
        'BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Brightline Fibre\r\nORG:Brightline Fibre\r\nTEL;VALUE=uri:tel:01632-960118\r\nURL:https://brightline.example.com\r\nEND:VCARD',
      ].join('\r\n'),
    ),
  )
  expect(file).toMatchObject({
    is: 'cards',
    vendors: [
      {
        title: 'Brightline Fibre',
        facts: {
          phone: '01632-960118',
          website: 'https://brightline.example.com',
          contacts: [
            {
              name: 'Ada Brook',
              role: 'Field engineer',
              phone: '01632 960119',
              mobile: '07700 900231',
              email: 'ada@brightline.example.com',
            },
          ],
        },
      },
    ],
  })
})

test('everything that is read is taken by the server', async () => {
  const wild = `Name,Phone,Website,Account Number,Contact Name,Notes\n${'x'.repeat(500)},${'1'.repeat(90)},"ht tp://",${'9'.repeat(500)},"${'n'.repeat(300)}",${'z'.repeat(60_000)}\n`
  for (const { facts } of await fromTable(wild)) expect(VendorFacts.safeParse(facts).error?.issues).toBeUndefined()
})

test('a vendor that is known is added to, never overwritten', async () => {
  const [given] = await fromTable('Name,Phone,Contact Name,Account Number\nTarn Networks,01632 960999,Jo,TN-1\n')
  const known = { title: 'Tarn Networks Ltd.', reference: 'VN-04' }
  expect(planVendors([given as never], [known as never])).toMatchObject([{ outcome: 'adds', known }])
  const before = VendorFacts.parse({ format: 'vendor/1', phone: '01632 960163', contacts: [{ id: 'c1', name: 'Ann' }] })
  const after = added(before, (given as NonNullable<typeof given>).facts)
  expect(after).toMatchObject({
    phone: '01632 960163',
    accounts: [{ value: 'TN-1' }],
    contacts: [{ name: 'Ann' }, { name: 'Jo' }],
  })
  expect(new Set(after?.contacts.map(({ id }) => id)).size).toBe(2)
  expect(added(after as VendorFacts, (given as NonNullable<typeof given>).facts)).toBeUndefined()
})

test.each([
  ['nothing', ''],
  ['a broken vCard', 'BEGIN:VCARD\r\nFN'],
  ['an open quotation mark', 'Name,Phone\n"Tarn,1'],
])('%s is refused in words', async (_what, text) => {
  await expect(readVendorFile(bytes(text))).rejects.toMatchObject({ name: 'ImportError' })
})
