import type { DocumentChip } from '#contract/documents.ts'
import type { FreshnessState, Instant, Reference, Side } from '#contract/values.ts'

interface Row {
  reference: string
  title: string
  system: string
  owner: { name: string; side: Side; party: string } | undefined
  state: FreshnessState
  daysLeft?: number
  intervalDays: number
  editedSinceVerified?: boolean
}

const inHouse = (name: string) => ({ name, side: 'in_house' as const, party: 'Calder & Wick' })
const partner = (name: string) => ({ name, side: 'partner' as const, party: 'Northlight IT' })

export const rows: Row[] = [
  {
    reference: 'RB-09',
    title: 'Restore a mailbox from backup',
    system: 'Microsoft 365',
    owner: inHouse('Tom Ashworth'),
    state: 'suspect',
    intervalDays: 180,
  },
  {
    reference: 'RB-30',
    title: 'Works label printer offline',
    system: 'Printing',
    owner: undefined,
    state: 'overdue',
    daysLeft: -40,
    intervalDays: 180,
  },
  {
    reference: 'RB-21',
    title: 'Failover to the 4G router',
    system: 'Internet and firewall',
    owner: inHouse('Priya Nandakumar'),
    state: 'overdue',
    daysLeft: -4,
    intervalDays: 90,
  },
  {
    reference: 'RB-14',
    title: 'Internet down at head office',
    system: 'Internet and firewall',
    owner: inHouse('Priya Nandakumar'),
    state: 'due',
    daysLeft: 6,
    intervalDays: 90,
  },
  {
    reference: 'RB-04',
    title: 'Quarterly restore test, with the list of servers and who signs the result for the insurer',
    system: 'Backup',
    owner: partner('Marcus Oyelaran'),
    state: 'due',
    daysLeft: 12,
    intervalDays: 90,
  },
  {
    reference: 'RB-27',
    title: 'Replace a failed UniFi access point',
    system: 'Wi-Fi and switching',
    owner: partner('Marcus Oyelaran'),
    state: 'unverified',
    intervalDays: 180,
  },
  {
    reference: 'RB-03',
    title: 'Restore a file server from Veeam',
    system: 'Backup',
    owner: inHouse('Tom Ashworth'),
    state: 'verified',
    daysLeft: 60,
    intervalDays: 90,
  },
  {
    reference: 'SY-01',
    title: 'Internet and firewall',
    system: 'Internet and firewall',
    owner: inHouse('Priya Nandakumar'),
    state: 'verified',
    daysLeft: 340,
    intervalDays: 365,
    editedSinceVerified: true,
  },
  {
    reference: 'RB-05',
    title: 'Close the ERP month end',
    system: 'ERP',
    owner: inHouse('Tom Ashworth'),
    state: 'verified',
    daysLeft: 40,
    intervalDays: 180,
  },
]

export const chips: DocumentChip[] = rows.map((row) => ({
  reference: row.reference as Reference,
  kind: row.reference.startsWith('SY') ? 'system' : 'runbook',
  title: row.title,
  state: row.state,
  daysLeft: row.daysLeft,
  intervalDays: row.intervalDays,
  criticality: 'normal',
  updatedAt: '2026-11-02T09:00:00.000Z' as Instant,
  archived: row.reference === 'RB-27',
}))

export const internetDown = `# Internet down at head office

> Use this when nobody at head office can reach the internet and the firewall still has power.

## Get people back online

- [ ] Look at the firewall in the comms room. **Expect:** the WAN1 light is on. Note it if not.
- [ ] Test the line from the firewall. You should see 3 replies from \`203.0.113.9\`.
      \`execute ping 203.0.113.9\`
- [ ] No replies? Sign in with [[CR-31]] and read the port state. **Expect:** wan1 is up.
      \`get system interface physical\`
- [ ] Still down after 10 minutes? **Stop and call** Brightline, circuit \`BRL-77120\`. Then start [[RB-21]], which needs [[SY-01]].

## Afterwards

Write down what you saw. Compare with [[RB-27]] and the [status page](https://status.example.com), or ask [the desk](mailto:it@calderwick.example.com).

| Line | Address | Gateway | Notes |
|------|---------|--------:|-------|
| WAN1 | \`203.0.113.10\` | .9 | Brightline Fibre, circuit BRL-77120, 24 hours |
| 4G   | \`192.0.2.26\` | .25 | Only for failover |

1. Tell everyone it is back.
2. Put the log here:
   - copy the last 200 lines
   - leave nothing secret in it

\`\`\`sh
diagnose debug application pppoed -1
diagnose debug enable   # stop with: diagnose debug disable
\`\`\`

<div onclick="alert(1)">Raw HTML is <b>words</b></div>

A [bad link](javascript:alert(1)), a [relative one](../consul.md), a heading [of this text](#afterwards) and a picture: ![Firewall front](images/fw.png).

> A quote that is only a quote.

### Third level

Last words.
`
