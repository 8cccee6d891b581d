import type { Cost, NoticePeriod } from '#contract/contracts.ts'
import { emptyVendor, type Contact, type OpenHours, type VendorFacts } from '#contract/vendors.ts'
import type { Act, DemoRecord, PersonKey, Reference } from './organization.ts'

/** A vendor of the demo, with its contracts and dates. Days are counted from today: notice must be given in so many. */
export interface DemoVendor extends DemoRecord {
  facts: VendorFacts
  created: Act
  verified: readonly Act[]
  contracts: readonly DemoContract[]
}

export interface DemoContract {
  title: string
  number: string
  /** Notice must be given by then; the term ends its notice period later. Absent: it runs on until ended. */
  noticeInDays?: number
  notice?: NoticePeriod
  renewalMonths?: number
  cost: Cost
  owner: PersonKey
  fallback: PersonKey
  notes?: string
}

/** Something of a system that runs out. */
export interface DemoDate {
  on: Reference
  kind: 'domain' | 'certificate' | 'licence' | 'warranty'
  name: string
  inDays: number
  leadDays: number
  owner: PersonKey
}

const infrastructure = 'Infrastructure'
const applications = 'Business applications'
const workplace = 'Workplace'

const weekdays = (from: string, to: string): OpenHours => ({
  timeZone: 'Europe/London',
  always: false,
  spans: [1, 2, 3, 4, 5].map((day) => ({ day, from, to })),
  note: '',
})
const always: OpenHours = { timeZone: 'Europe/London', always: true, spans: [], note: '' }

const contact = (id: string, name: string, role: string, rest: Partial<Contact> = {}): Contact => ({
  id,
  name,
  role,
  notes: '',
  ...rest,
})
const facts = (known: Partial<VendorFacts>): VendorFacts => ({ ...emptyVendor(), ...known })
const days = (amount: number, channel: string): NoticePeriod => ({ amount, unit: 'days', channel })
const pounds = (amount: number, per: Cost['per'], note = ''): Cost => ({
  minorUnits: Math.round(amount * 100),
  currency: 'GBP',
  per,
  note,
})

export const vendors: Readonly<Record<string, readonly DemoVendor[]>> = {
  'calder-wick': [
    {
      reference: 'VN-01',
      title: 'Holt & Sons Electrical',
      summary: 'Duty electrician: power, UPS supply and cooling of the server room.',
      collection: infrastructure,
      tags: ['power', 'head-office'],
      related: ['SY-12'],
      owner: 'tom',
      deputy: 'priya',
      criticality: 'high',
      facts: facts({
        phone: '01632 960 248',
        phoneNote: 'Say: server room, board B',
        accounts: [{ label: 'Customer', value: 'HS-0417' }],
        hours: always,
        sla: 'On site within two hours, day and night.',
        contacts: [contact('ray', 'Ray Holt', 'Owner', { mobile: '07700 900 448' })],
      }),
      created: { daysAgo: 500, by: 'tom' },
      verified: [{ daysAgo: 120, by: 'tom', note: 'Called the night number' }],
      contracts: [],
    },
    {
      reference: 'VN-02',
      title: 'Larkfield Cloud',
      summary: 'Microsoft licences and first line of Microsoft cases.',
      collection: applications,
      tags: ['microsoft-365', 'licences'],
      related: ['SY-02', 'SY-11'],
      owner: 'priya',
      deputy: 'tom',
      criticality: 'critical',
      facts: facts({
        phone: '01632 960 134',
        phoneNote: 'Choose 1 for a case that is open with Microsoft',
        accounts: [
          { label: 'Customer', value: 'LC-10418' },
          { label: 'Tenant', value: 'calderwick.example.com' },
        ],
        portal: 'https://portal.larkfield.example.com',
        email: 'support@larkfield.example.com',
        hours: weekdays('07:00', '19:00'),
        sla: 'Severity A: answer in 30 minutes. New seats within one working day.',
        contacts: [
          contact('imogen', 'Imogen Vale', 'Account manager', {
            phone: '01632 960 136',
            email: 'imogen.vale@larkfield.example.com',
          }),
          contact('desk', 'Duty lead', 'Escalation, level 2', { phone: '01632 960 137' }),
        ],
        notes:
          'They open the Microsoft case and stay on the call. Ask for the case number of **Microsoft**, not theirs.',
      }),
      created: { daysAgo: 499, by: 'priya' },
      verified: [{ daysAgo: 64, by: 'priya' }],
      contracts: [
        {
          title: 'Microsoft 365 E3, 320 seats',
          number: 'LC-10418/3',
          noticeInDays: 140,
          notice: days(30, 'In the portal, Subscriptions, Do not renew'),
          renewalMonths: 12,
          cost: pounds(11_840, 'month', '320 seats'),
          owner: 'priya',
          fallback: 'tom',
        },
      ],
    },
    {
      reference: 'VN-03',
      title: 'Sablefield ERP',
      summary: 'Maintenance of the ERP and its database.',
      collection: applications,
      tags: ['erp'],
      related: ['SY-04'],
      owner: 'tom',
      deputy: 'priya',
      criticality: 'critical',
      facts: facts({
        phone: '01632 960 152',
        phoneNote: 'Until 18:00; month end until 22:00',
        accounts: [
          { label: 'Contract', value: 'SF-CW-88' },
          { label: 'Version', value: '14.2' },
        ],
        portal: 'https://help.sablefield.example.com',
        hours: { ...weekdays('08:00', '18:00'), note: 'The last two working days of a month until 22:00' },
        sla: 'ERP down: answer in one hour, somebody connected in two.',
        contacts: [
          contact('nadia', 'Nadia Ferris', 'Consultant, finance', {
            phone: '01632 960 154',
            email: 'n.ferris@sablefield.example.com',
          }),
          contact('owen', 'Owen Thrale', 'Database', { phone: '01632 960 155', notes: 'Knows the stock interface.' }),
          contact('hana', 'Hana Brecht', 'Escalation: head of support', { mobile: '07700 900 556' }),
        ],
      }),
      created: { daysAgo: 498, by: 'tom' },
      verified: [{ daysAgo: 210, by: 'tom' }],
      contracts: [
        {
          title: 'ERP maintenance and support',
          number: 'SF-CW-88',
          noticeInDays: 71,
          notice: days(180, 'Letter to Sablefield, Kiln Lane 4, received by the day'),
          renewalMonths: 12,
          cost: pounds(41_200, 'year'),
          owner: 'priya',
          fallback: 'tom',
          notes: 'Price rises with the index in February. Ask for three years at a fixed price.',
        },
      ],
    },
    {
      reference: 'VN-04',
      title: 'Tarn Networks',
      summary: 'Firewall, switches, access points and the 4G router: hardware and warranty.',
      collection: infrastructure,
      tags: ['network', 'wifi', 'hardware'],
      related: ['SY-01', 'SY-05'],
      owner: 'priya',
      deputy: 'tom',
      criticality: 'high',
      facts: facts({
        phone: '01632 960 163',
        accounts: [{ label: 'Customer', value: 'TN-2290' }],
        portal: 'https://tickets.tarn.example.com',
        hours: weekdays('08:00', '18:00'),
        sla: 'Replacement on site the next working day; 4G router the same day before noon.',
        contacts: [contact('jo', 'Jo Whitlock', 'Stock and replacement', { phone: '01632 960 165' })],
      }),
      created: { daysAgo: 497, by: 'priya' },
      verified: [{ daysAgo: 140, by: 'priya' }],
      contracts: [
        {
          title: 'Hardware replacement, network',
          number: 'TN-2290-R',
          noticeInDays: 205,
          notice: { amount: 1, unit: 'months', channel: 'Mail to contracts@tarn.example.com' },
          renewalMonths: 12,
          cost: pounds(3_150, 'year'),
          owner: 'priya',
          fallback: 'tom',
        },
      ],
    },
    {
      reference: 'VN-05',
      title: 'Stonehaven Offsite',
      summary: 'The copy of our backups that is somewhere else.',
      collection: infrastructure,
      tags: ['backup'],
      related: ['SY-03'],
      owner: 'tom',
      deputy: 'priya',
      criticality: 'critical',
      facts: facts({
        phone: '01632 960 141',
        phoneNote: 'Say: restore by courier',
        accounts: [{ label: 'Customer', value: 'SO-5521' }],
        portal: 'https://vault.stonehaven.example.com',
        hours: always,
        sla: 'A disk by courier within six hours. Over the line about 60 GB an hour.',
        contacts: [contact('duty', 'Restore desk', 'Day and night', { phone: '01632 960 142' })],
      }),
      created: { daysAgo: 496, by: 'tom' },
      verified: [{ daysAgo: 48, by: 'tom', note: 'With the restore test' }],
      contracts: [
        {
          title: 'Offsite copy, 12 TB',
          number: 'SO-5521',
          noticeInDays: 60,
          notice: days(60, 'In the portal, and a confirmation by mail'),
          renewalMonths: 12,
          cost: pounds(485, 'month', '12 TB'),
          owner: 'tom',
          fallback: 'priya',
        },
      ],
    },
    {
      reference: 'VN-06',
      title: 'Copperline Voice',
      summary: 'Telephone numbers, trunks and mobile contracts.',
      collection: workplace,
      tags: ['telephony'],
      related: ['SY-09'],
      owner: 'tom',
      criticality: 'high',
      facts: facts({
        phone: '01632 960 192',
        accounts: [{ label: 'Account', value: 'CW-2207' }],
        hours: always,
        contacts: [contact('lee', 'Lee Amsel', 'Number porting', { email: 'porting@copperline.example.com' })],
      }),
      created: { daysAgo: 495, by: 'tom' },
      verified: [],
      contracts: [
        {
          title: 'Trunks and 40 mobiles',
          number: 'CW-2207',
          noticeInDays: 318,
          notice: days(90, 'Letter'),
          renewalMonths: 24,
          cost: pounds(1_290, 'month'),
          owner: 'tom',
          fallback: 'priya',
        },
      ],
    },
    {
      reference: 'VN-07',
      title: 'Brightline Fibre',
      summary: 'The leased line of head office.',
      collection: infrastructure,
      tags: ['network', 'internet', 'head-office'],
      related: ['SY-01'],
      owner: 'priya',
      deputy: 'tom',
      criticality: 'critical',
      facts: facts({
        phone: '01632 960 118',
        phoneNote: 'Choose 2 for faults, then the circuit number',
        accounts: [
          { label: 'Circuit', value: 'BRL-77120' },
          { label: 'Account', value: '40-11873' },
        ],
        portal: 'https://my.brightline.example.com',
        email: 'faults@brightline.example.com',
        hours: always,
        sla: 'Fault: answer in 15 minutes, repair in 5 hours, day and night.',
        contacts: [
          contact('ada', 'Ada Brook', 'Field engineer for our area', { mobile: '07700 900 231' }),
          contact('noc', 'Duty manager', 'Escalation after 2 hours', { phone: '01632 960 120' }),
          contact('colm', 'Colm Reyes', 'Account manager', {
            phone: '01632 960 121',
            email: 'colm.reyes@brightline.example.com',
          }),
        ],
        notes:
          'They ask for the circuit, the name on the account (Priya Nandakumar) and the PIN.\n\nThe grey box on the wall is theirs: do not switch it off unless they ask.',
      }),
      created: { daysAgo: 494, by: 'priya' },
      verified: [{ daysAgo: 97, by: 'priya' }],
      contracts: [
        {
          title: 'Leased line 1 Gbit/s, head office',
          number: '40-11873-HO',
          noticeInDays: 21,
          notice: days(90, 'Registered letter to Brightline, Contracts, or in the portal'),
          renewalMonths: 12,
          cost: pounds(9_480, 'year'),
          owner: 'priya',
          fallback: 'tom',
          notes: 'Two other offers came in below £8,000 last year.',
        },
      ],
    },
    {
      reference: 'VN-08',
      title: 'Gateward Security',
      summary: 'Doors, alarm and cameras.',
      collection: workplace,
      tags: ['doors', 'cameras'],
      related: ['SY-08'],
      owner: 'tom',
      deputy: 'priya',
      criticality: 'high',
      facts: facts({
        phone: '01632 960 185',
        accounts: [{ label: 'Site', value: 'GW-3140' }],
        hours: always,
        sla: 'Door cannot be locked: somebody on site in three hours.',
        contacts: [contact('mina', 'Mina Orlov', 'Technician', { mobile: '07700 900 687' })],
      }),
      created: { daysAgo: 493, by: 'tom' },
      verified: [{ daysAgo: 20, by: 'tom' }],
      contracts: [
        {
          title: 'Maintenance of doors and cameras',
          number: 'GW-3140',
          noticeInDays: 250,
          notice: days(60, 'Mail'),
          renewalMonths: 12,
          cost: pounds(2_640, 'year'),
          owner: 'tom',
          fallback: 'priya',
        },
      ],
    },
    {
      reference: 'VN-09',
      title: 'Penrose Print',
      summary: 'Copiers, printers and label printers, by the page.',
      collection: workplace,
      tags: ['printing'],
      related: ['SY-07'],
      owner: 'tom',
      criticality: 'normal',
      facts: facts({
        phone: '01632 960 177',
        phoneNote: 'Have the number on the yellow sticker ready',
        accounts: [{ label: 'Customer', value: 'PP-7719' }],
        hours: weekdays('08:00', '17:30'),
        sla: 'Label printers: four hours on site. All others: next working day.',
        contacts: [],
      }),
      created: { daysAgo: 492, by: 'tom' },
      verified: [{ daysAgo: 380, by: 'tom' }],
      contracts: [
        {
          title: 'Printing by the page',
          number: 'PP-7719/2',
          noticeInDays: -3,
          notice: days(90, 'Letter'),
          renewalMonths: 12,
          cost: pounds(0.03, 'use', 'per page, about 14,000 a month'),
          owner: 'tom',
          fallback: 'priya',
        },
      ],
    },
    {
      reference: 'VN-10',
      title: 'Tidewell Hosting',
      summary: 'Website, domains and their DNS.',
      collection: applications,
      tags: ['website', 'domains', 'dns'],
      related: ['SY-10'],
      owner: 'priya',
      criticality: 'high',
      facts: facts({
        phone: '01632 960 196',
        accounts: [{ label: 'Customer', value: 'TW-66014' }],
        portal: 'https://panel.tidewell.example.com',
        hours: weekdays('08:00', '20:00'),
        sla: 'Website down: answer in one hour.',
        contacts: [contact('desk', 'Abuse and registrar desk', 'Registrar lock', { phone: '01632 960 197' })],
        notes: 'The registrar lock is on. They call Priya back before they lift it.',
      }),
      created: { daysAgo: 491, by: 'priya' },
      verified: [{ daysAgo: 150, by: 'priya' }],
      contracts: [
        {
          title: 'Website hosting and four domains',
          number: 'TW-66014',
          cost: pounds(58, 'month'),
          owner: 'priya',
          fallback: 'tom',
        },
      ],
    },
  ],
}

export const dates: Readonly<Record<string, readonly DemoDate[]>> = {
  'calder-wick': [
    { on: 'SY-10', kind: 'domain', name: 'calderwick.example.com', inDays: 34, leadDays: 45, owner: 'priya' },
    {
      on: 'SY-01',
      kind: 'certificate',
      name: 'VPN certificate, vpn.calderwick.example.com',
      inDays: 12,
      leadDays: 21,
      owner: 'tom',
    },
    {
      on: 'SY-12',
      kind: 'warranty',
      name: 'Dell ProSupport, CW-HV1 and CW-HV2',
      inDays: 402,
      leadDays: 90,
      owner: 'tom',
    },
    { on: 'SY-01', kind: 'licence', name: 'FortiGate 100F, UTP bundle', inDays: 168, leadDays: 60, owner: 'priya' },
  ],
}
