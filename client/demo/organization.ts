/**
 * The demo organizations as plain data (DESIGN-LANGUAGE.md §14). The demo maker reads this and does every act through
 * the API, oldest first, with the clock set back; nothing here computes a date.
 *
 * Times are whole calendar days before today in the organization's zone: `daysAgo: 0` is today. Acts of one document on
 * the same day happen in the order: save, verify, flag, resolve, archive. States follow from PRODUCT.md, "Freshness,
 * exactly": an interval of 90 days verified 84 days ago is due in 6. `test/rules/demo-data.test.ts` holds the result.
 *
 * Systems come first, then runbooks, each numbered from 1 without a gap, each created no earlier than the one before it
 * and relating only to such: going through the acts with the clock gives exactly these references.
 */

export type Reference = `${'RB' | 'SY' | 'CR' | 'VN' | 'DG'}-${number}`
export type Criticality = 'low' | 'normal' | 'high' | 'critical'
export type Role = 'owner' | 'admin' | 'editor' | 'reader' | 'auditor' | 'technician'
export type Side = 'in_house' | 'partner' | 'outside'
export type Level = 'view' | 'edit'

/** People who have an account; one account may be a member of several organizations. */
export const people = {
  priya: { name: 'Priya Nandakumar', email: 'priya@calderwick.example.com' },
  tom: { name: 'Tom Ashworth', email: 'tom@calderwick.example.com' },
  elena: { name: 'Elena Marsh', email: 'elena@calderwick.example.com' },
  graham: { name: 'Graham Pike', email: 'graham@calderwick.example.com' },
  marcus: { name: 'Marcus Oyelaran', email: 'marcus@northlight.example.net' },
  joanna: { name: 'Joanna Kessel', email: 'joanna@northlight.example.net' },
  frances: { name: 'Frances Quill', email: 'frances@hollinmutual.example.org' },
  ruth: { name: 'Ruth Fennel', email: 'ruth@fennelrye.example.com' },
  samir: { name: 'Samir Haddad', email: 'samir@orchardrow.example.com' },
  bethan: { name: 'Bethan Price', email: 'bethan@orchardrow.example.com' },
} as const satisfies Record<string, { name: string; email: string }>
export type PersonKey = keyof typeof people

/** Somebody did something, so many days ago. */
export interface Act {
  daysAgo: number
  by: PersonKey
  note?: string
}

/** How a text differed from the file of today; `asItWas` turns one into the other. */
export interface Earlier {
  /** Sections (`## …`) and steps (`- [ ] …`, their beginning is enough) that did not exist yet. */
  without?: readonly string[]
  /** Words of today, each occurring once in the file, and what stood in their place. */
  instead?: readonly (readonly [today: string, then: string])[]
}

/** One saved text. The last revision of a document has no `earlier`: it is the file as it stands. */
export interface Revision extends Act {
  earlier?: Earlier
}

export interface Flag extends Act {
  sentence: string
  resolved?: Act
}

/** What records of all kinds have. */
export interface DemoRecord {
  reference: Reference
  title: string
  summary: string
  collection: string
  tags: readonly string[]
  /** What it relates to; the first is the system that it belongs to. */
  related: readonly Reference[]
  /** May have left since; then the record has no owner. */
  owner: PersonKey
  deputy?: PersonKey
  criticality: Criticality
}

/** A text of the demo; its title is the first heading of the file, `textPath`. */
export interface DemoDocument extends DemoRecord {
  intervalDays: number
  /** Oldest first. The first one creates the document. */
  revisions: readonly [Revision, ...Revision[]]
  /** Oldest first. Empty: never verified. */
  verified: readonly Act[]
  flags?: readonly Flag[]
  archived?: Act
  /** On which days who opened it, within the last 90. */
  opened?: Partial<Record<PersonKey, readonly number[]>>
  pinnedBy?: readonly PersonKey[]
}

export interface DemoMember {
  person: PersonKey
  party: string
  role: Role
  joinedDaysAgo: number
  leftDaysAgo?: number
}

/** Standing access. Grants on collections come before the documents are written, grants on documents after. */
export interface DemoGrant {
  to: PersonKey
  by: PersonKey
  on: { collection: string } | { document: Reference }
  level: Level
  givenDaysAgo: number
  /** Days from today. A technician's grant always has an end. */
  endsInDays?: number
}

export interface DemoOrganization {
  name: string
  slug: string
  timeZone: string
  /** Whether searches without a result are kept with their words. */
  keepsSearchTexts: boolean
  parties: readonly { name: string; side: Side }[]
  /** The first member makes the organization and owns it; the others are invited by the first. */
  members: readonly [DemoMember, ...DemoMember[]]
  collections: readonly { name: string; description: string; restricted: boolean }[]
  grants: readonly DemoGrant[]
  documents: readonly DemoDocument[]
  /** Searches that found nothing. */
  missedSearches: readonly { by: PersonKey; daysAgo: number; text: string }[]
}

/** Where the Markdown of a document lies, from this folder. */
export const textPath = (organization: Pick<DemoOrganization, 'slug'>, document: Pick<DemoDocument, 'reference'>) =>
  `texts/${organization.slug}/${document.reference}.md`

/**
 * The text of an earlier revision, from the text of today.
 * @throws Error when something named in `earlier` does not stand exactly once in the text.
 */
export function asItWas(text: string, earlier: Earlier): string {
  for (const [today, then] of earlier.instead ?? []) {
    if (text.split(today).length !== 2) throw new Error(`Not exactly once in the text: ${today}`)
    text = text.replace(today, () => then)
  }
  for (const start of earlier.without ?? []) {
    const lines = text.split('\n')
    const first = lines.findIndex((line) => line.startsWith(start))
    if (first < 0) throw new Error(`Not in the text: ${start}`)
    // A section ends at the next one; a step at the next step, or at the blank line after the list.
    const ends = start.startsWith('#') ? /^#{1,2} / : /^(?:- |#|$)/
    const rest = lines.slice(first + 1).findIndex((line) => ends.test(line))
    lines.splice(first, rest < 0 ? lines.length : rest + 1)
    text = lines.join('\n')
  }
  return `${text.trimEnd()}\n`
}

// --- Calder & Wick ---------------------------------------------------------------------------------------------------

const infrastructure = 'Infrastructure'
const applications = 'Business applications'
const workplace = 'Workplace'
const continuity = 'Security and continuity'

const calderWick: DemoOrganization = {
  name: 'Calder & Wick',
  slug: 'calder-wick',
  timeZone: 'Europe/London',
  keepsSearchTexts: true,
  parties: [
    { name: 'Calder & Wick', side: 'in_house' },
    { name: 'Northlight IT', side: 'partner' },
    { name: 'Hollin Mutual Insurance', side: 'outside' },
  ],
  members: [
    { person: 'priya', party: 'Calder & Wick', role: 'owner', joinedDaysAgo: 540 },
    { person: 'tom', party: 'Calder & Wick', role: 'admin', joinedDaysAgo: 535 },
    // Retired: what was his and nobody took over has no owner (RB-30).
    { person: 'graham', party: 'Calder & Wick', role: 'editor', joinedDaysAgo: 530, leftDaysAgo: 75 },
    { person: 'marcus', party: 'Northlight IT', role: 'technician', joinedDaysAgo: 520 },
    { person: 'joanna', party: 'Northlight IT', role: 'technician', joinedDaysAgo: 515 },
    { person: 'frances', party: 'Hollin Mutual Insurance', role: 'auditor', joinedDaysAgo: 210 },
    // The new hire: reads everything that is not restricted, and reports what is unclear.
    { person: 'elena', party: 'Calder & Wick', role: 'reader', joinedDaysAgo: 12 },
  ],
  collections: [
    {
      name: infrastructure,
      description: 'Network, servers, backup and power. Shared with Northlight.',
      restricted: false,
    },
    { name: applications, description: 'Microsoft 365, the ERP, website and domains.', restricted: false },
    {
      name: workplace,
      description: 'Joiners and leavers, laptops, phones, printers, doors. In-house only.',
      restricted: false,
    },
    {
      name: 'Passwords and keys',
      description: 'Everything that opens something. Northlight asks for what it needs.',
      restricted: false,
    },
    {
      name: continuity,
      description: 'Ransomware, data requests: only for those who are named.',
      restricted: true,
    },
  ],
  grants: [
    {
      to: 'marcus',
      by: 'priya',
      on: { collection: infrastructure },
      level: 'edit',
      givenDaysAgo: 520,
      endsInDays: 130,
    },
    { to: 'marcus', by: 'priya', on: { collection: applications }, level: 'edit', givenDaysAgo: 520, endsInDays: 130 },
    { to: 'joanna', by: 'priya', on: { collection: infrastructure }, level: 'view', givenDaysAgo: 515, endsInDays: 41 },
    // They see what there is, and ask for what a ticket needs.
    ...(['marcus', 'joanna'] as const).map((to) => ({
      to,
      by: 'priya' as const,
      on: { collection: 'Passwords and keys' },
      level: 'view' as const,
      givenDaysAgo: 510,
      endsInDays: 130,
    })),
    // Northlight is called in the first hour, so its lead reads that one page of a restricted collection.
    { to: 'marcus', by: 'priya', on: { document: 'RB-17' }, level: 'view', givenDaysAgo: 330, endsInDays: 130 },
    { to: 'joanna', by: 'tom', on: { document: 'RB-11' }, level: 'view', givenDaysAgo: 60, endsInDays: 9 },
    { to: 'elena', by: 'priya', on: { document: 'RB-17' }, level: 'view', givenDaysAgo: 10 },
  ],
  missedSearches: [
    { by: 'elena', daysAgo: 9, text: 'showroom projector' },
    { by: 'elena', daysAgo: 6, text: 'cnc dongle' },
    { by: 'tom', daysAgo: 20, text: 'cnc dongle' },
    { by: 'marcus', daysAgo: 14, text: 'ipv6' },
    { by: 'tom', daysAgo: 33, text: 'parking barrier' },
  ],
  documents: [
    {
      reference: 'SY-01',
      title: 'Internet and firewall',
      summary: 'Brightline line, FortiGate, 4G router and the tunnels to works and depot.',
      collection: infrastructure,
      tags: ['network', 'firewall', 'head-office', 'works', 'depot'],
      related: [],
      owner: 'priya',
      deputy: 'tom',
      criticality: 'critical',
      intervalDays: 365,
      revisions: [
        {
          daysAgo: 512,
          by: 'priya',
          earlier: {
            without: ['## What breaks first', '## Depends on'],
            instead: [['FortiGate 100F', 'FortiGate 60E']],
          },
        },
        {
          daysAgo: 312,
          by: 'marcus',
          note: 'New firewall at head office',
          earlier: { without: ['## What breaks first'] },
        },
        { daysAgo: 97, by: 'priya', note: 'What breaks first, after the outage' },
      ],
      verified: [
        { daysAgo: 490, by: 'priya' },
        { daysAgo: 97, by: 'priya', note: 'Walked the rack with Marcus' },
      ],
      opened: { priya: [3, 19, 44], tom: [1, 8, 22, 61], marcus: [8, 40], elena: [3, 9] },
      pinnedBy: ['priya', 'tom'],
    },
    {
      reference: 'SY-02',
      title: 'Microsoft 365',
      summary: 'Mail, Teams, files, Intune and sign-in for 320 seats.',
      collection: applications,
      tags: ['microsoft-365', 'mail', 'identity', 'cloud'],
      related: [],
      owner: 'tom',
      deputy: 'priya',
      criticality: 'critical',
      intervalDays: 365,
      revisions: [
        { daysAgo: 511, by: 'tom', earlier: { without: ['## Good to know'] } },
        { daysAgo: 131, by: 'tom', note: 'Scanners and guests' },
      ],
      verified: [{ daysAgo: 130, by: 'tom' }],
      opened: { tom: [2, 7, 16, 30], marcus: [4, 15, 37], elena: [10] },
    },
    {
      reference: 'SY-03',
      title: 'Backup',
      summary: 'Veeam for servers and Microsoft 365, a locked repository here, a copy at Stonehaven.',
      collection: infrastructure,
      tags: ['backup', 'veeam', 'continuity'],
      related: [],
      owner: 'marcus',
      deputy: 'priya',
      criticality: 'critical',
      intervalDays: 365,
      revisions: [
        { daysAgo: 510, by: 'marcus', earlier: { without: ['## Goals'] } },
        { daysAgo: 79, by: 'marcus', note: 'Goals agreed with the directors' },
      ],
      verified: [{ daysAgo: 78, by: 'marcus' }],
      opened: { marcus: [3, 12, 33, 64], priya: [12], tom: [41] },
    },
    {
      reference: 'SY-04',
      title: 'ERP',
      summary: 'Sablefield ERP: orders, stock, production and ledger. The works stops two hours after it does.',
      collection: applications,
      tags: ['erp', 'sql', 'sablefield', 'works'],
      related: [],
      owner: 'tom',
      deputy: 'priya',
      criticality: 'high',
      intervalDays: 365,
      revisions: [{ daysAgo: 509, by: 'tom' }],
      verified: [{ daysAgo: 160, by: 'tom' }],
      opened: { tom: [5, 28, 58], priya: [28], elena: [8] },
    },
    {
      reference: 'SY-05',
      title: 'Wi-Fi and switching',
      summary: 'UniFi switches and access points at the three sites.',
      collection: infrastructure,
      tags: ['network', 'wifi', 'unifi', 'switching'],
      related: ['SY-01'],
      owner: 'marcus',
      deputy: 'joanna',
      criticality: 'high',
      intervalDays: 365,
      revisions: [{ daysAgo: 508, by: 'marcus' }],
      verified: [{ daysAgo: 210, by: 'marcus' }],
      opened: { marcus: [9, 46], joanna: [9, 24], tom: [17] },
    },
    {
      reference: 'SY-06',
      title: 'Files and identity',
      summary: 'Two domain controllers and the file server: accounts, groups, name lookup, shares.',
      collection: infrastructure,
      tags: ['active-directory', 'files', 'identity', 'servers'],
      related: ['SY-02'],
      owner: 'priya',
      deputy: 'tom',
      criticality: 'critical',
      intervalDays: 365,
      revisions: [{ daysAgo: 507, by: 'priya' }],
      verified: [{ daysAgo: 64, by: 'priya' }],
      opened: { priya: [6, 35], tom: [4, 18, 50], marcus: [22], elena: [7] },
    },
    {
      reference: 'SY-07',
      title: 'Printing',
      summary: 'Nine office machines and two label printers, queues on CW-PRN1, paid per page to Penrose.',
      collection: workplace,
      tags: ['printing', 'works', 'depot'],
      related: ['SY-04'],
      owner: 'tom',
      deputy: 'priya',
      criticality: 'normal',
      intervalDays: 365,
      revisions: [{ daysAgo: 506, by: 'graham' }],
      verified: [{ daysAgo: 350, by: 'tom' }], // due in 15 days
      opened: { tom: [14], elena: [5] },
    },
    {
      reference: 'SY-08',
      title: 'Doors and cameras',
      summary: 'Three door controllers, eleven doors, 22 cameras and one recorder, by Gateward.',
      collection: workplace,
      tags: ['doors', 'cameras', 'building'],
      related: ['SY-05'],
      owner: 'tom',
      deputy: 'priya',
      criticality: 'normal',
      intervalDays: 365,
      revisions: [{ daysAgo: 505, by: 'graham' }],
      verified: [{ daysAgo: 240, by: 'tom' }],
      opened: { tom: [38] },
    },
    {
      reference: 'SY-09',
      title: 'Phones',
      summary: 'Copperline Voice: 140 desk phones and the app on mobiles.',
      collection: workplace,
      tags: ['phones', 'voip', 'copperline'],
      related: ['SY-01', 'SY-05'],
      owner: 'tom',
      deputy: 'priya',
      criticality: 'high',
      intervalDays: 365,
      revisions: [{ daysAgo: 504, by: 'tom' }],
      verified: [{ daysAgo: 119, by: 'tom' }],
      opened: { tom: [26, 70], elena: [6] },
    },
    {
      reference: 'SY-10',
      title: 'Website and domains',
      summary: 'calderwick.example.com with its DNS and website, at Tidewell Hosting.',
      collection: applications,
      tags: ['dns', 'website', 'certificates'],
      related: ['SY-02'],
      owner: 'priya',
      deputy: 'tom',
      criticality: 'normal',
      intervalDays: 365,
      revisions: [{ daysAgo: 503, by: 'priya' }],
      verified: [{ daysAgo: 180, by: 'priya' }],
      opened: { priya: [52] },
    },
    {
      reference: 'SY-11',
      title: 'Laptops',
      summary: '190 laptops and 45 tablets, Windows 11, run by Intune and Autopilot.',
      collection: workplace,
      tags: ['laptops', 'intune', 'autopilot'],
      related: ['SY-02'],
      owner: 'tom',
      deputy: 'priya',
      criticality: 'normal',
      intervalDays: 365,
      revisions: [{ daysAgo: 502, by: 'tom' }],
      verified: [{ daysAgo: 45, by: 'tom' }],
      opened: { tom: [1, 13], elena: [11, 4] },
    },
    {
      reference: 'SY-12',
      title: 'Server room, hosts and power',
      summary: 'One rack at head office: two Hyper-V hosts, the UPS under them, the cooling.',
      collection: infrastructure,
      tags: ['servers', 'hyper-v', 'ups', 'head-office'],
      related: ['SY-03', 'SY-04', 'SY-06'],
      owner: 'priya',
      deputy: 'marcus',
      criticality: 'critical',
      intervalDays: 365,
      revisions: [{ daysAgo: 501, by: 'priya' }],
      verified: [{ daysAgo: 52, by: 'priya' }],
      opened: { priya: [21], marcus: [21, 55], elena: [9] },
    },
    {
      reference: 'RB-01',
      title: 'Server room: power cut or UPS alarm',
      summary: 'What to switch off, in which order, and how to start again.',
      collection: infrastructure,
      tags: ['power', 'ups', 'servers', 'outage'],
      related: ['SY-12', 'SY-06'],
      owner: 'priya',
      deputy: 'tom',
      criticality: 'critical',
      intervalDays: 90,
      revisions: [
        { daysAgo: 495, by: 'priya', earlier: { without: ['## Alarm without a power cut'] } },
        { daysAgo: 38, by: 'priya', note: 'Order proven in a test; alarms added' },
      ],
      verified: [
        { daysAgo: 210, by: 'tom' },
        { daysAgo: 122, by: 'priya' },
        { daysAgo: 38, by: 'priya' },
      ],
      opened: { priya: [38], tom: [12, 38], elena: [5] },
    },
    {
      reference: 'RB-02',
      title: 'Swap the weekly USB backup disk',
      summary: 'The Friday disk in the works safe, before there was an offsite copy.',
      collection: infrastructure,
      tags: ['backup'],
      related: ['SY-03'],
      owner: 'priya',
      deputy: 'tom',
      criticality: 'low',
      intervalDays: 180,
      revisions: [{ daysAgo: 494, by: 'graham' }],
      verified: [{ daysAgo: 460, by: 'priya' }],
      archived: { daysAgo: 300, by: 'priya' },
    },
    {
      reference: 'RB-03',
      title: 'Restore a file server from Veeam',
      summary: 'One folder in 15 minutes, or the whole of CW-FS1 running from the backup.',
      collection: infrastructure,
      tags: ['backup', 'veeam', 'files', 'restore'],
      related: ['SY-03', 'SY-06'],
      owner: 'tom',
      deputy: 'marcus',
      criticality: 'critical',
      intervalDays: 90,
      revisions: [
        {
          daysAgo: 490,
          by: 'tom',
          earlier: { without: ['## The backup asks for a password, or is gone', '## Afterwards'] },
        },
        {
          daysAgo: 224,
          by: 'marcus',
          note: 'Instant recovery instead of a full restore',
          earlier: { without: ['- [ ] Check that trust with the domain holds.'] },
        },
        { daysAgo: 41, by: 'tom', note: 'Trust with the domain broke in the test' },
      ],
      verified: [
        { daysAgo: 130, by: 'tom' },
        { daysAgo: 41, by: 'tom', note: 'Done for real in the restore test' },
      ],
      opened: { tom: [2, 18, 41], marcus: [18, 41, 66], priya: [41], elena: [4] },
      pinnedBy: ['tom'],
    },
    {
      reference: 'RB-04',
      title: 'Quarterly restore test',
      summary: 'Prove a machine, a file and a mailbox from the backup, with times, for the insurer.',
      collection: infrastructure,
      tags: ['backup', 'veeam', 'insurer', 'restore'],
      related: ['SY-03'],
      owner: 'marcus',
      deputy: 'tom',
      criticality: 'critical',
      intervalDays: 90,
      revisions: [{ daysAgo: 486, by: 'marcus' }],
      verified: [
        { daysAgo: 170, by: 'marcus' },
        { daysAgo: 78, by: 'marcus' }, // due in 12 days
      ],
      opened: { marcus: [41, 78], tom: [41], priya: [40] },
    },
    {
      reference: 'RB-05',
      title: 'Close the month end',
      summary: 'Keep the ERP still, take a copy, let accounts close ledger, stock and payroll.',
      collection: applications,
      tags: ['erp', 'finance', 'sql', 'monthly'],
      related: ['SY-04'],
      owner: 'tom',
      deputy: 'priya',
      criticality: 'high',
      intervalDays: 180,
      revisions: [
        {
          daysAgo: 484,
          by: 'tom',
          earlier: { without: ['## Take a copy to return to', '- [ ] It stands still for more than 20 minutes?'] },
        },
        { daysAgo: 255, by: 'tom', note: 'Copy before the close', earlier: { instead: [['25 GB', '15 GB']] } },
        { daysAgo: 71, by: 'tom', note: 'The log grew' },
      ],
      verified: [{ daysAgo: 70, by: 'tom' }],
      opened: { tom: [19, 49, 80], priya: [49], marcus: [49] },
    },
    {
      reference: 'RB-06',
      title: 'ERP will not start',
      summary: 'Services, database or client: find which, start in order.',
      collection: applications,
      tags: ['erp', 'sql', 'outage', 'sablefield'],
      related: ['SY-04'],
      owner: 'tom',
      deputy: 'priya',
      criticality: 'high',
      intervalDays: 180,
      revisions: [
        { daysAgo: 482, by: 'graham', earlier: { without: ['## Client'] } },
        { daysAgo: 96, by: 'tom', note: 'Client now comes from Intune' },
      ],
      verified: [{ daysAgo: 96, by: 'tom' }],
      opened: { tom: [11, 34, 58], priya: [34], elena: [8] },
    },
    {
      reference: 'RB-07',
      title: 'Mover: change of job or site',
      summary: 'The old rights go on the day the new ones come.',
      collection: workplace,
      tags: ['people', 'identity', 'joiners-movers-leavers'],
      related: ['SY-06', 'SY-02'],
      owner: 'tom',
      deputy: 'priya',
      criticality: 'normal',
      intervalDays: 180,
      revisions: [{ daysAgo: 480, by: 'tom' }],
      verified: [{ daysAgo: 110, by: 'tom' }],
      opened: { tom: [25, 69] },
    },
    {
      reference: 'RB-08',
      title: 'Leaver',
      summary: 'Shut the door first, then keep what belongs to the firm.',
      collection: workplace,
      tags: ['people', 'identity', 'joiners-movers-leavers', 'security'],
      related: ['SY-06', 'SY-02'],
      owner: 'priya',
      deputy: 'tom',
      criticality: 'high',
      intervalDays: 180,
      revisions: [
        { daysAgo: 478, by: 'priya', earlier: { without: ['## What they knew'] } },
        { daysAgo: 66, by: 'priya', note: 'What they knew: learned when Graham retired' },
      ],
      verified: [{ daysAgo: 66, by: 'priya' }],
      opened: { tom: [3, 29, 54, 75], priya: [75], elena: [11] },
    },
    {
      reference: 'RB-09',
      title: 'Restore a mailbox',
      summary: 'Mails, a folder or a whole mailbox, from Exchange Online or from the backup.',
      collection: applications,
      tags: ['microsoft-365', 'exchange', 'mail', 'restore'],
      related: ['SY-02', 'SY-03'],
      owner: 'tom',
      deputy: 'priya',
      criticality: 'high',
      intervalDays: 180,
      revisions: [
        {
          daysAgo: 476,
          by: 'tom',
          earlier: {
            without: ['## From the backup'],
            instead: [['everything older comes from the Veeam backup of Microsoft 365.', 'everything older is gone.']],
          },
        },
        {
          daysAgo: 201,
          by: 'marcus',
          note: 'Restore from the Veeam backup',
          earlier: { without: ['- [ ] Somebody asks for another person'] },
        },
        { daysAgo: 62, by: 'tom', note: 'Ask before opening other people’s mail' },
      ],
      verified: [{ daysAgo: 61, by: 'tom' }],
      flags: [
        {
          daysAgo: 2,
          by: 'elena',
          sentence:
            'From the backup: there is no Explore button on the organization any more since the update, only Restore. Which one is meant?',
        },
      ],
      opened: { tom: [2, 15, 33, 60], elena: [2, 3], priya: [2], marcus: [33] },
    },
    {
      reference: 'RB-10',
      title: 'Reset a lost MFA method',
      summary: 'Two checks of who it is, then a Temporary Access Pass.',
      collection: workplace,
      tags: ['mfa', 'identity', 'microsoft-365', 'security'],
      related: ['SY-02'],
      owner: 'tom',
      deputy: 'priya',
      criticality: 'high',
      intervalDays: 180,
      revisions: [{ daysAgo: 475, by: 'tom' }],
      verified: [{ daysAgo: 27, by: 'tom' }],
      opened: { tom: [1, 4, 9, 17, 27, 36, 48], elena: [4, 1], priya: [27] },
      pinnedBy: ['elena'],
    },
    {
      reference: 'RB-11',
      title: 'Account compromised: contain it',
      summary: 'Block, end sessions, undo rules and forwarding, find out, let the person back in.',
      collection: applications,
      tags: ['security', 'microsoft-365', 'identity', 'incident'],
      related: ['SY-02'],
      owner: 'marcus',
      deputy: 'priya',
      criticality: 'critical',
      intervalDays: 90,
      revisions: [
        {
          daysAgo: 474,
          by: 'marcus',
          earlier: { without: ['- [ ] List apps that were allowed', '- [ ] Outgoing mail bounces'] },
        },
        {
          daysAgo: 104,
          by: 'marcus',
          note: 'Apps',
          earlier: { instead: [['Get-MessageTraceV2', 'Get-MessageTrace']] },
        },
        { daysAgo: 15, by: 'marcus', note: 'Message trace has a new cmdlet' },
      ],
      verified: [
        { daysAgo: 103, by: 'marcus' },
        { daysAgo: 15, by: 'marcus' },
      ],
      opened: { marcus: [6, 15, 43], joanna: [6, 30], tom: [6, 43], priya: [6], elena: [10] },
    },
    {
      reference: 'RB-12',
      title: 'New starter',
      summary: 'From the form of HR to the first working day.',
      collection: workplace,
      tags: ['people', 'identity', 'joiners-movers-leavers'],
      related: ['SY-06', 'SY-02', 'SY-11'],
      owner: 'tom',
      deputy: 'priya',
      criticality: 'normal',
      intervalDays: 180,
      revisions: [
        {
          daysAgo: 473,
          by: 'graham',
          earlier: {
            without: ['- [ ] Issue a Temporary Access Pass', '## After two weeks'],
            instead: [['Order or build the laptop, [[RB-25]].', 'Order or build the laptop.']],
          },
        },
        {
          daysAgo: 128,
          by: 'tom',
          note: 'Temporary Access Pass, Autopilot',
          earlier: { without: ['- [ ] Give them the reading list'] },
        },
        // After the last verification: "edited since".
        { daysAgo: 5, by: 'tom', note: 'Reading list on the first day' },
      ],
      verified: [{ daysAgo: 40, by: 'tom' }],
      opened: { tom: [5, 13, 40, 72], priya: [13], elena: [11] },
    },
    {
      reference: 'RB-13',
      title: 'VPN will not connect',
      summary: 'One person or everybody; what FortiClient says and what it means.',
      collection: infrastructure,
      tags: ['vpn', 'firewall', 'remote-work'],
      related: ['SY-01'],
      owner: 'tom',
      deputy: 'marcus',
      criticality: 'high',
      intervalDays: 180,
      revisions: [{ daysAgo: 472, by: 'tom' }],
      verified: [{ daysAgo: 88, by: 'tom' }],
      opened: { tom: [3, 10, 16, 24, 45], marcus: [10, 24], elena: [7, 2] },
    },
    {
      reference: 'RB-14',
      title: 'Internet down at head office',
      summary: 'Nobody at head office reaches the internet and the firewall still has power.',
      collection: infrastructure,
      tags: ['network', 'firewall', 'outage', 'head-office', 'brightline'],
      related: ['SY-01'],
      owner: 'priya',
      deputy: 'tom',
      criticality: 'critical',
      intervalDays: 90,
      revisions: [
        {
          daysAgo: 470,
          by: 'priya',
          earlier: {
            without: ['## The line answers, but nobody can browse', '## Tell people', '## When the line is back'],
            instead: [['Still down after 10 minutes?', 'Still down after 30 minutes?']],
          },
        },
        {
          daysAgo: 391,
          by: 'tom',
          note: 'Call Brightline sooner',
          earlier: { without: ['## The line answers, but nobody can browse', '## Tell people'] },
        },
        {
          daysAgo: 268,
          by: 'priya',
          note: 'Works and depot were not told last time',
          earlier: { without: ['## The line answers, but nobody can browse'] },
        },
        {
          daysAgo: 176,
          by: 'marcus',
          note: 'What to check when the line is fine',
          earlier: {
            without: ['- [ ] Read the link monitor.'],
            instead: [
              [
                'Ask both domain controllers for an outside name, from any server. **Expect:** an address from each. No answer from either means name lookup is the fault: go to [[RB-16]].\n      `Resolve-DnsName outlook.office365.com -Server 198.51.100.34`\n      `Resolve-DnsName outlook.office365.com -Server 198.51.100.35`',
                'Ask for an outside name, from any server. **Expect:** an address.\n      `Resolve-DnsName outlook.office365.com`',
              ],
            ],
          },
        },
        {
          daysAgo: 95,
          by: 'marcus',
          note: 'Link monitor',
          earlier: { instead: [['**Expect:** 5 replies.', '**Expect:** replies.']] },
        },
        { daysAgo: 84, by: 'priya', note: 'How many replies' },
      ],
      verified: [
        { daysAgo: 391, by: 'tom' },
        { daysAgo: 268, by: 'priya' },
        { daysAgo: 172, by: 'priya' },
        { daysAgo: 84, by: 'priya', note: 'Called Brightline, the number and the circuit are right' }, // due in 6 days
      ],
      flags: [
        {
          daysAgo: 96,
          by: 'marcus',
          sentence: 'The ping step does not say how many replies are enough. Two of five is a bad line.',
          resolved: { daysAgo: 84, by: 'priya', note: 'It says five now.' },
        },
      ],
      opened: { priya: [2, 8, 31, 57, 84], tom: [1, 8, 22, 47], marcus: [8, 40], joanna: [8], elena: [3, 9] },
      pinnedBy: ['priya', 'tom', 'elena'],
    },
    {
      reference: 'RB-15',
      title: 'Server patch weekend',
      summary: 'Third weekend of the month: order of machines, checks, when to stop.',
      collection: infrastructure,
      tags: ['patching', 'servers', 'monthly'],
      related: ['SY-12', 'SY-06'],
      owner: 'marcus',
      deputy: 'tom',
      criticality: 'high',
      intervalDays: 180,
      revisions: [{ daysAgo: 468, by: 'marcus' }],
      verified: [{ daysAgo: 159, by: 'marcus' }], // due in 21 days
      opened: { marcus: [20, 50, 79], tom: [20, 50, 79], joanna: [20] },
    },
    {
      reference: 'RB-16',
      title: 'Domain controller down',
      summary: 'One down, both down, back again, or not coming back today.',
      collection: infrastructure,
      tags: ['active-directory', 'servers', 'outage', 'identity'],
      related: ['SY-06'],
      owner: 'priya',
      deputy: 'marcus',
      criticality: 'critical',
      intervalDays: 90,
      revisions: [
        { daysAgo: 466, by: 'priya', earlier: { without: ['## It will not come back today'] } },
        { daysAgo: 21, by: 'marcus', note: 'What to do if it stays down' },
      ],
      verified: [{ daysAgo: 20, by: 'priya' }],
      opened: { priya: [20], marcus: [21, 62], tom: [44], joanna: [62] },
    },
    {
      reference: 'RB-17',
      title: 'Ransomware: first hour',
      summary: 'Stop the spread, call, hold the ground. Nothing is restored in the first hour.',
      collection: continuity,
      tags: ['security', 'incident', 'ransomware', 'insurer'],
      related: ['SY-06', 'SY-03', 'SY-01'],
      owner: 'priya',
      deputy: 'tom',
      criticality: 'critical',
      intervalDays: 90,
      revisions: [
        { daysAgo: 464, by: 'priya', earlier: { without: ['## Do not', '- [ ] Save the backups'] } },
        {
          daysAgo: 120,
          by: 'tom',
          note: 'Pull the cable of the repository',
          earlier: { without: ['## Do not'] },
        },
        { daysAgo: 33, by: 'priya', note: 'After the exercise with Hollin Mutual' },
      ],
      verified: [
        { daysAgo: 119, by: 'priya' },
        { daysAgo: 33, by: 'priya', note: 'Exercise with Hollin: 48 minutes' },
      ],
      opened: { priya: [7, 33, 71], tom: [33], marcus: [33], elena: [8] },
      pinnedBy: ['priya'],
    },
    {
      reference: 'RB-18',
      title: 'Renew a TLS certificate',
      summary: 'For the VPN and the ERP, by hand, once a year.',
      collection: infrastructure,
      tags: ['certificates', 'vpn', 'erp', 'yearly'],
      related: ['SY-10', 'SY-01', 'SY-04'],
      owner: 'priya',
      deputy: 'tom',
      criticality: 'normal',
      intervalDays: 180,
      revisions: [{ daysAgo: 460, by: 'priya' }],
      verified: [{ daysAgo: 121, by: 'priya' }],
      opened: { priya: [65] },
    },
    {
      reference: 'RB-19',
      title: 'Phones: no calls in or out',
      summary: 'Whose fault is it, and how to send the calls elsewhere meanwhile.',
      collection: workplace,
      tags: ['phones', 'voip', 'outage', 'copperline'],
      related: ['SY-09', 'SY-01'],
      owner: 'tom',
      deputy: 'priya',
      criticality: 'high',
      intervalDays: 180,
      revisions: [{ daysAgo: 455, by: 'tom' }],
      verified: [{ daysAgo: 100, by: 'tom' }],
      opened: { tom: [26, 70], priya: [26], elena: [6] },
    },
    {
      reference: 'RB-20',
      title: 'Build a laptop from the USB image',
      summary: 'The blue stick with Windows 10. Replaced by RB-25.',
      collection: workplace,
      tags: ['laptops'],
      related: ['SY-11'],
      owner: 'graham',
      criticality: 'normal',
      intervalDays: 180,
      revisions: [{ daysAgo: 452, by: 'graham' }],
      verified: [{ daysAgo: 330, by: 'graham' }],
      // Cited by RB-22 and archived after RB-22 was verified: that makes RB-22 suspect.
      archived: { daysAgo: 12, by: 'tom' },
      opened: { tom: [12] },
    },
    {
      reference: 'RB-21',
      title: 'Failover to the 4G router',
      summary: 'Move head office to 4G when Brightline is down, and back again.',
      collection: infrastructure,
      tags: ['network', 'firewall', 'outage', '4g', 'head-office'],
      related: ['SY-01'],
      owner: 'priya',
      deputy: 'tom',
      criticality: 'critical',
      intervalDays: 90,
      revisions: [
        { daysAgo: 448, by: 'priya', earlier: { without: ['## Move it back', '- [ ] Cut guest Wi-Fi'] } },
        { daysAgo: 188, by: 'marcus', note: 'Moving back', earlier: { without: ['- [ ] Read how much data'] } },
        { daysAgo: 94, by: 'priya', note: 'The bill of the last failover' },
      ],
      verified: [
        { daysAgo: 187, by: 'priya' },
        { daysAgo: 94, by: 'priya' }, // overdue 4 days
      ],
      opened: { priya: [8, 31], tom: [8, 22], marcus: [8], elena: [9] },
    },
    {
      reference: 'RB-22',
      title: 'Lost or stolen laptop',
      summary: 'End the sessions, find it or wipe it, tell whom it must be told.',
      collection: workplace,
      tags: ['laptops', 'security', 'incident', 'intune'],
      related: ['SY-11', 'SY-02'],
      owner: 'tom',
      deputy: 'priya',
      criticality: 'high',
      intervalDays: 180,
      revisions: [{ daysAgo: 446, by: 'tom' }],
      verified: [{ daysAgo: 50, by: 'tom' }],
      opened: { tom: [14, 50], priya: [14], elena: [4] },
    },
    {
      reference: 'RB-23',
      title: 'Guest Wi-Fi for a visitor',
      summary: 'Vouchers for a day, a week or a device without a screen.',
      collection: infrastructure,
      tags: ['wifi', 'unifi', 'visitors'],
      related: ['SY-05'],
      owner: 'tom',
      deputy: 'priya',
      criticality: 'low',
      intervalDays: 180,
      revisions: [{ daysAgo: 444, by: 'graham' }],
      verified: [{ daysAgo: 75, by: 'tom' }],
      opened: { tom: [18, 32], elena: [10, 6] },
    },
    {
      reference: 'RB-24',
      title: 'Office printer offline',
      summary: 'Panel, queue, spooler: in this order.',
      collection: workplace,
      tags: ['printing', 'spooler'],
      related: ['SY-07'],
      owner: 'tom',
      deputy: 'priya',
      criticality: 'normal',
      intervalDays: 180,
      revisions: [
        { daysAgo: 442, by: 'graham', earlier: { without: ['- [ ] `0x0000011b`'] } },
        { daysAgo: 5, by: 'tom', note: 'Error codes that Elena met' },
      ],
      verified: [
        { daysAgo: 150, by: 'tom' },
        { daysAgo: 5, by: 'tom' },
      ],
      flags: [
        {
          daysAgo: 6,
          by: 'elena',
          sentence: 'Nothing here for error 0x0000011b when adding a printer.',
          resolved: { daysAgo: 5, by: 'tom', note: 'Added, with the way around it.' },
        },
      ],
      opened: { tom: [5, 12, 37, 66], elena: [6, 5] },
    },
    {
      reference: 'RB-25',
      title: 'Build a new laptop',
      summary: 'Autopilot, checks and handing over. No sticks, no image.',
      collection: workplace,
      tags: ['laptops', 'autopilot', 'intune'],
      related: ['SY-11'],
      owner: 'tom',
      deputy: 'priya',
      criticality: 'high',
      intervalDays: 180,
      revisions: [{ daysAgo: 400, by: 'tom' }],
      verified: [{ daysAgo: 30, by: 'tom' }],
      opened: { tom: [1, 13, 30, 55], elena: [11, 8] },
    },
    {
      reference: 'RB-26',
      title: 'Data request: find what we hold on a person',
      summary: 'Subject access and disclosure: freeze, search, hand over within a month.',
      collection: continuity,
      tags: ['data-protection', 'compliance', 'mail'],
      related: ['SY-02', 'SY-06'],
      owner: 'priya',
      deputy: 'tom',
      criticality: 'high',
      intervalDays: 180,
      revisions: [{ daysAgo: 340, by: 'priya' }],
      verified: [{ daysAgo: 90, by: 'priya' }],
      opened: { priya: [23] },
    },
    {
      reference: 'RB-27',
      title: 'Replace a failed UniFi access point',
      summary: 'Is it dead, put the new one up, check the coverage.',
      collection: infrastructure,
      tags: ['wifi', 'unifi', 'hardware'],
      related: ['SY-05'],
      owner: 'marcus',
      deputy: 'joanna',
      criticality: 'normal',
      intervalDays: 180,
      revisions: [{ daysAgo: 335, by: 'marcus' }],
      verified: [],
      opened: { marcus: [35], joanna: [24], tom: [17] },
    },
    {
      reference: 'RB-28',
      title: 'Access for a supplier',
      summary: 'One named person, one system, an end.',
      collection: infrastructure,
      tags: ['suppliers', 'security', 'vpn'],
      related: ['SY-01', 'SY-06'],
      owner: 'priya',
      deputy: 'tom',
      criticality: 'high',
      intervalDays: 180,
      revisions: [{ daysAgo: 330, by: 'priya' }],
      verified: [{ daysAgo: 58, by: 'priya' }],
      opened: { priya: [16, 58], tom: [16] },
    },
    {
      reference: 'RB-29',
      title: 'Site move checklist',
      summary: 'From twelve weeks ahead to the third morning.',
      collection: infrastructure,
      tags: ['projects', 'network', 'building'],
      related: ['SY-01', 'SY-05', 'SY-08', 'SY-09'],
      owner: 'priya',
      deputy: 'tom',
      criticality: 'low',
      intervalDays: 365,
      revisions: [{ daysAgo: 325, by: 'priya' }],
      verified: [{ daysAgo: 140, by: 'priya' }],
    },
    {
      reference: 'RB-30',
      title: 'Works label printer offline',
      summary: 'No job labels at the beam saw: printer, network, queue.',
      collection: workplace,
      tags: ['printing', 'works', 'labels', 'erp'],
      related: ['SY-07', 'SY-04'],
      owner: 'graham', // left 75 days ago: no owner
      criticality: 'normal',
      intervalDays: 180,
      revisions: [
        { daysAgo: 320, by: 'graham', earlier: { without: ['## Stop and call'] } },
        { daysAgo: 221, by: 'graham', note: 'Whom to call' },
      ],
      verified: [{ daysAgo: 220, by: 'graham' }], // overdue 40 days
      opened: { tom: [4, 37], elena: [4] },
    },
    {
      reference: 'RB-31',
      title: 'Website or domain down',
      summary: 'Name, certificate or server, and whether mail is hit too.',
      collection: applications,
      tags: ['website', 'dns', 'outage', 'certificates'],
      related: ['SY-10'],
      owner: 'priya',
      deputy: 'tom',
      criticality: 'normal',
      intervalDays: 180,
      revisions: [{ daysAgo: 290, by: 'priya' }],
      verified: [{ daysAgo: 101, by: 'priya' }],
      opened: { priya: [52], tom: [52] },
    },
    {
      reference: 'RB-32',
      title: 'Disk full on a server',
      summary: 'Room at once, more disk, and why.',
      collection: infrastructure,
      tags: ['servers', 'storage', 'sql', 'hyper-v'],
      related: ['SY-12', 'SY-06'],
      owner: 'marcus',
      deputy: 'tom',
      criticality: 'high',
      intervalDays: 180,
      revisions: [{ daysAgo: 270, by: 'marcus' }],
      verified: [{ daysAgo: 22, by: 'marcus' }],
      opened: { marcus: [22, 63], tom: [22, 39], joanna: [63] },
    },
    {
      reference: 'RB-33',
      title: 'Door controller stuck',
      summary: 'A door that stays locked or open, or a controller that does not answer.',
      collection: workplace,
      tags: ['doors', 'building'],
      related: ['SY-08'],
      owner: 'tom',
      criticality: 'normal',
      intervalDays: 180,
      revisions: [{ daysAgo: 60, by: 'tom' }],
      verified: [],
      opened: { tom: [38] },
    },
  ],
}

// --- Fennel & Rye Foods ----------------------------------------------------------------------------------------------

const bakery = 'Bakery and office'
const foodSafety = 'Food safety'

const fennelRye: DemoOrganization = {
  name: 'Fennel & Rye Foods',
  slug: 'fennel-rye',
  timeZone: 'Europe/London',
  keepsSearchTexts: false,
  parties: [
    { name: 'Fennel & Rye Foods', side: 'in_house' },
    { name: 'Northlight IT', side: 'partner' },
  ],
  members: [
    { person: 'ruth', party: 'Fennel & Rye Foods', role: 'owner', joinedDaysAgo: 400 },
    { person: 'joanna', party: 'Northlight IT', role: 'technician', joinedDaysAgo: 398 },
    { person: 'marcus', party: 'Northlight IT', role: 'technician', joinedDaysAgo: 398 },
  ],
  collections: [
    { name: bakery, description: 'What the office and the packing hall work with.', restricted: false },
    { name: foodSafety, description: 'Cold store and labels: the auditor reads along.', restricted: false },
  ],
  grants: [
    { to: 'joanna', by: 'ruth', on: { collection: bakery }, level: 'edit', givenDaysAgo: 397, endsInDays: 210 },
    { to: 'joanna', by: 'ruth', on: { collection: foodSafety }, level: 'edit', givenDaysAgo: 397, endsInDays: 210 },
    { to: 'marcus', by: 'ruth', on: { collection: bakery }, level: 'view', givenDaysAgo: 397, endsInDays: 210 },
  ],
  missedSearches: [],
  documents: [
    {
      reference: 'SY-01',
      title: 'Internet and Wi-Fi',
      summary: 'One line, one FortiGate, six access points.',
      collection: bakery,
      tags: ['network', 'wifi'],
      related: [],
      owner: 'joanna',
      deputy: 'ruth',
      criticality: 'high',
      intervalDays: 365,
      revisions: [{ daysAgo: 390, by: 'joanna' }],
      verified: [{ daysAgo: 120, by: 'joanna' }],
      opened: { joanna: [11, 52], marcus: [52] },
    },
    {
      reference: 'SY-02',
      title: 'Microsoft 365',
      summary: '58 seats; no servers of their own.',
      collection: bakery,
      tags: ['microsoft-365', 'mail'],
      related: ['SY-01'],
      owner: 'joanna',
      deputy: 'ruth',
      criticality: 'high',
      intervalDays: 365,
      revisions: [{ daysAgo: 388, by: 'joanna' }],
      verified: [{ daysAgo: 200, by: 'joanna' }],
      opened: { joanna: [27] },
    },
    {
      reference: 'SY-03',
      title: 'Cold store monitoring',
      summary: 'Fourteen sensors, one gateway, alarms at any hour.',
      collection: foodSafety,
      tags: ['cold-store', 'food-safety'],
      related: ['SY-01'],
      owner: 'ruth',
      deputy: 'joanna',
      criticality: 'critical',
      intervalDays: 365,
      revisions: [{ daysAgo: 386, by: 'ruth' }],
      verified: [{ daysAgo: 44, by: 'ruth' }],
      opened: { ruth: [10, 44], joanna: [10] },
    },
    {
      reference: 'RB-01',
      title: 'Internet down at the bakery',
      summary: 'Get the line back, save the orders, watch the cold store.',
      collection: bakery,
      tags: ['network', 'outage'],
      related: ['SY-01'],
      owner: 'joanna',
      deputy: 'ruth',
      criticality: 'critical',
      intervalDays: 90,
      revisions: [
        { daysAgo: 384, by: 'joanna', earlier: { without: ['## After'] } },
        { daysAgo: 31, by: 'joanna', note: 'The gap in the cold store record' },
      ],
      verified: [{ daysAgo: 31, by: 'joanna' }],
      opened: { joanna: [11, 31], ruth: [11], marcus: [52] },
    },
    {
      reference: 'RB-02',
      title: 'Cold store alarm',
      summary: 'Is it warm, or is it the sensor?',
      collection: foodSafety,
      tags: ['cold-store', 'food-safety', 'alarm'],
      related: ['SY-03'],
      owner: 'ruth',
      deputy: 'joanna',
      criticality: 'critical',
      intervalDays: 90,
      revisions: [{ daysAgo: 382, by: 'ruth' }],
      verified: [{ daysAgo: 80, by: 'ruth' }], // due in 10 days
      opened: { ruth: [10, 29], joanna: [10, 29] },
    },
    {
      reference: 'RB-03',
      title: 'Packing line label printer',
      summary: 'Wrong, faint or missing labels on line 1 or 2.',
      collection: foodSafety,
      tags: ['printing', 'labels', 'food-safety'],
      related: ['SY-02'],
      owner: 'joanna',
      deputy: 'ruth',
      criticality: 'high',
      intervalDays: 180,
      revisions: [{ daysAgo: 378, by: 'joanna' }],
      verified: [],
      opened: { joanna: [25], ruth: [9] },
    },
    {
      reference: 'RB-04',
      title: 'New starter',
      summary: 'Office people and bakery or drivers.',
      collection: bakery,
      tags: ['people', 'joiners-movers-leavers'],
      related: ['SY-02'],
      owner: 'joanna',
      deputy: 'ruth',
      criticality: 'normal',
      intervalDays: 180,
      revisions: [{ daysAgo: 370, by: 'joanna' }],
      verified: [{ daysAgo: 60, by: 'joanna' }],
      opened: { joanna: [20, 60] },
    },
    {
      reference: 'RB-05',
      title: 'Restore a deleted SharePoint folder',
      summary: 'Recycle bins, version history, whole library.',
      collection: bakery,
      tags: ['microsoft-365', 'sharepoint', 'restore'],
      related: ['SY-02'],
      owner: 'joanna',
      deputy: 'ruth',
      criticality: 'normal',
      intervalDays: 180,
      revisions: [{ daysAgo: 365, by: 'joanna' }],
      verified: [{ daysAgo: 130, by: 'joanna' }],
      opened: { joanna: [47] },
    },
    {
      reference: 'RB-06',
      title: 'Leaver',
      summary: 'Sign-in, mailbox, back door and alarm list.',
      collection: bakery,
      tags: ['people', 'joiners-movers-leavers', 'security'],
      related: ['SY-02'],
      owner: 'joanna',
      deputy: 'ruth',
      criticality: 'high',
      intervalDays: 180,
      revisions: [{ daysAgo: 360, by: 'joanna' }],
      verified: [{ daysAgo: 189, by: 'joanna' }], // overdue 9 days
      opened: { joanna: [20], ruth: [20] },
    },
  ],
}

// --- Orchard Row Dental ----------------------------------------------------------------------------------------------

const practice = 'Practice'

const orchardRow: DemoOrganization = {
  name: 'Orchard Row Dental',
  slug: 'orchard-row',
  timeZone: 'Europe/London',
  keepsSearchTexts: false,
  parties: [
    { name: 'Orchard Row Dental', side: 'in_house' },
    { name: 'Northlight IT', side: 'partner' },
  ],
  members: [
    { person: 'samir', party: 'Orchard Row Dental', role: 'owner', joinedDaysAgo: 380 },
    { person: 'bethan', party: 'Orchard Row Dental', role: 'admin', joinedDaysAgo: 378 },
    { person: 'marcus', party: 'Northlight IT', role: 'technician', joinedDaysAgo: 376 },
    { person: 'joanna', party: 'Northlight IT', role: 'technician', joinedDaysAgo: 376 },
  ],
  collections: [{ name: practice, description: 'Everything that the practice runs on.', restricted: false }],
  grants: [
    { to: 'marcus', by: 'samir', on: { collection: practice }, level: 'edit', givenDaysAgo: 375, endsInDays: 170 },
    { to: 'joanna', by: 'bethan', on: { collection: practice }, level: 'view', givenDaysAgo: 375, endsInDays: 170 },
  ],
  missedSearches: [],
  documents: [
    {
      reference: 'SY-01',
      title: 'Practice software',
      summary: 'Appointments, records and charting, on one server behind reception.',
      collection: practice,
      tags: ['practice-software', 'server'],
      related: [],
      owner: 'marcus',
      deputy: 'bethan',
      criticality: 'critical',
      intervalDays: 365,
      revisions: [{ daysAgo: 370, by: 'marcus' }],
      verified: [{ daysAgo: 100, by: 'marcus' }],
      opened: { marcus: [16], bethan: [4, 16] },
    },
    {
      reference: 'SY-02',
      title: 'X-ray imaging',
      summary: 'A sensor in each surgery and one panoramic machine.',
      collection: practice,
      tags: ['imaging'],
      related: ['SY-01'],
      owner: 'bethan',
      deputy: 'marcus',
      criticality: 'high',
      intervalDays: 365,
      revisions: [{ daysAgo: 368, by: 'marcus' }],
      verified: [{ daysAgo: 150, by: 'bethan' }],
      opened: { bethan: [4] },
    },
    {
      reference: 'SY-03',
      title: 'Internet and phones',
      summary: 'One line, one router, six cloud phones.',
      collection: practice,
      tags: ['network', 'phones'],
      related: [],
      owner: 'marcus',
      deputy: 'bethan',
      criticality: 'high',
      intervalDays: 365,
      revisions: [{ daysAgo: 366, by: 'marcus' }],
      verified: [{ daysAgo: 340, by: 'marcus' }], // due in 25 days
      opened: { marcus: [33], joanna: [33] },
    },
    {
      reference: 'RB-01',
      title: 'Practice software will not open',
      summary: 'One chair or all, server or database.',
      collection: practice,
      tags: ['practice-software', 'outage'],
      related: ['SY-01'],
      owner: 'marcus',
      deputy: 'bethan',
      criticality: 'critical',
      intervalDays: 90,
      revisions: [{ daysAgo: 364, by: 'marcus' }],
      verified: [{ daysAgo: 26, by: 'marcus' }],
      opened: { bethan: [4, 16, 26], marcus: [16, 26], samir: [16] },
    },
    {
      reference: 'RB-02',
      title: 'X-ray sensor not detected',
      summary: 'Plug, driver, space; never a second picture to try.',
      collection: practice,
      tags: ['imaging'],
      related: ['SY-02'],
      owner: 'bethan',
      deputy: 'marcus',
      criticality: 'normal',
      intervalDays: 180,
      revisions: [{ daysAgo: 362, by: 'bethan' }],
      verified: [{ daysAgo: 70, by: 'bethan' }],
      flags: [
        {
          daysAgo: 4,
          by: 'samir',
          sentence: 'The new sensor in surgery 3 has a blue dot when it is ready, not green.',
        },
      ],
      opened: { bethan: [4, 21], samir: [4] },
    },
    {
      reference: 'RB-03',
      title: 'Internet or phones down in surgery hours',
      summary: 'Keep treating, divert the phones, take cards by SIM.',
      collection: practice,
      tags: ['network', 'phones', 'outage'],
      related: ['SY-03'],
      owner: 'bethan',
      deputy: 'marcus',
      criticality: 'high',
      intervalDays: 180,
      revisions: [{ daysAgo: 360, by: 'marcus' }],
      verified: [{ daysAgo: 60, by: 'bethan' }],
      opened: { bethan: [33], marcus: [33] },
    },
    {
      reference: 'RB-04',
      title: 'Server did not restart after a power cut',
      summary: 'UPS, button, services, disks.',
      collection: practice,
      tags: ['power', 'server', 'outage'],
      related: ['SY-01'],
      owner: 'marcus',
      deputy: 'bethan',
      criticality: 'high',
      intervalDays: 180,
      revisions: [{ daysAgo: 240, by: 'marcus' }],
      verified: [{ daysAgo: 12, by: 'marcus' }],
      opened: { marcus: [12], bethan: [12] },
    },
    {
      reference: 'RB-05',
      title: "Restore last night's practice data",
      summary: 'Only when Dr Haddad says so; entries since then are typed again.',
      collection: practice,
      tags: ['backup', 'restore', 'practice-software'],
      related: ['SY-01', 'SY-02'],
      owner: 'marcus',
      deputy: 'samir',
      criticality: 'critical',
      intervalDays: 90,
      revisions: [{ daysAgo: 235, by: 'marcus' }],
      verified: [{ daysAgo: 121, by: 'marcus' }], // overdue 31 days
      opened: { marcus: [88] },
    },
  ],
}

/** In the order in which they are made. */
export const organizations: readonly DemoOrganization[] = [calderWick, fennelRye, orchardRow]
