import type { CredentialClass } from '#contract/credentials.ts'
import type { Act, DemoRecord, PersonKey, Reference } from './organization.ts'

/** A credential of the demo. What is secret in it is made anew with every demo, and nobody knows it. */
export interface DemoCredential extends DemoRecord {
  address: string
  class: CredentialClass
  username: string
  /** Whether it has one-time codes; a note; an SSH key or another field by name. */
  hasCodes?: true
  note?: string
  custom?: { label: string; kind: 'text' | 'secret' | 'key' }
  rotationDays: number
  /** Oldest first: when its secret was changed, by whom and why. The first keeps it. */
  changed: readonly [Act, ...Act[]]
  verified: readonly Act[]
}

/** Somebody opened it by standing right. */
export interface DemoReveal extends Act {
  reference: Reference
  reason?: string
  ticket?: string
}

/** Somebody asked, and, where `by` is there, was let in; `opened` counts how often it was used. */
export interface DemoRequest {
  from: PersonKey
  reference: Reference
  daysAgo: number
  minutes: number
  ticket: string
  reason: string
  by?: PersonKey
  opened?: number
}

export interface DemoSecrets {
  credentials: readonly DemoCredential[]
  reveals: readonly DemoReveal[]
  requests: readonly DemoRequest[]
}

const vault = 'Passwords and keys'
const kept = (daysAgo: number): Act => ({ daysAgo, by: 'priya', note: 'Out of the spreadsheet' })

const calderWick: DemoSecrets = {
  credentials: [
    {
      reference: 'CR-01',
      title: 'Emergency global admin',
      summary: 'Microsoft 365, for the day nobody else can sign in.',
      collection: vault,
      address: 'https://admin.microsoft.com',
      class: 'break_glass',
      username: 'emergency@calderwick.example.com',
      note: 'The FIDO key is in the safe at the works.',
      rotationDays: 180,
      tags: ['microsoft-365', 'identity'],
      related: ['SY-02'],
      owner: 'priya',
      deputy: 'tom',
      criticality: 'critical',
      changed: [kept(505), { daysAgo: 140, by: 'tom', note: 'Half-yearly test' }],
      verified: [{ daysAgo: 139, by: 'priya' }],
    },
    {
      reference: 'CR-02',
      title: 'Domain admin',
      summary: 'For the recovery of the domain, and nothing else.',
      collection: 'Security and continuity',
      address: 'cw-dc01.calderwick.example.com',
      class: 'break_glass',
      username: 'CALDERWICK\\da-recovery',
      rotationDays: 180,
      tags: ['identity', 'servers'],
      related: ['SY-06'],
      owner: 'priya',
      deputy: 'tom',
      criticality: 'critical',
      changed: [kept(504), { daysAgo: 150, by: 'priya', note: 'After the audit' }],
      verified: [{ daysAgo: 148, by: 'priya' }],
    },
    {
      reference: 'CR-08',
      title: 'Partner admin',
      summary: 'Northlight’s way into the Microsoft 365 tenant.',
      collection: vault,
      address: 'https://partner.microsoft.com',
      class: 'guarded',
      username: 'northlight-admin@calderwick.example.com',
      hasCodes: true,
      rotationDays: 180,
      tags: ['microsoft-365', 'northlight'],
      related: ['SY-02'],
      owner: 'tom',
      deputy: 'priya',
      criticality: 'high',
      changed: [kept(503), { daysAgo: 150, by: 'tom', note: 'A technician of Northlight left' }],
      verified: [{ daysAgo: 100, by: 'tom' }],
    },
    {
      reference: 'CR-14',
      title: 'Veeam console',
      summary: 'Backup server at head office.',
      collection: vault,
      address: 'https://198.51.100.36:9419',
      class: 'guarded',
      username: 'svc-veeam-admin',
      rotationDays: 180,
      tags: ['backup', 'veeam'],
      related: ['SY-03'],
      owner: 'marcus',
      deputy: 'priya',
      criticality: 'critical',
      changed: [kept(502), { daysAgo: 100, by: 'tom', note: 'Graham had it on his laptop' }],
      verified: [{ daysAgo: 60, by: 'priya' }],
    },
    {
      reference: 'CR-15',
      title: 'Backup encryption key',
      summary: 'Without it no backup opens.',
      collection: vault,
      address: 'Veeam, job settings',
      class: 'break_glass',
      username: '',
      custom: { label: 'Recovery phrase', kind: 'secret' },
      rotationDays: 365,
      tags: ['backup', 'continuity'],
      related: ['SY-03'],
      owner: 'priya',
      criticality: 'critical',
      changed: [kept(501), { daysAgo: 90, by: 'priya', note: 'New repository' }],
      verified: [{ daysAgo: 89, by: 'priya' }],
    },
    {
      reference: 'CR-20',
      title: 'ERP database',
      summary: 'SQL login of the ERP, for support cases with Sablefield.',
      collection: vault,
      address: 'cw-sql01.calderwick.example.com,1433',
      class: 'guarded',
      username: 'erp_support',
      rotationDays: 180,
      tags: ['erp', 'sql'],
      related: ['SY-04'],
      owner: 'tom',
      deputy: 'priya',
      criticality: 'high',
      changed: [kept(500), { daysAgo: 170, by: 'tom', note: 'After the upgrade' }],
      verified: [{ daysAgo: 61, by: 'tom' }],
    },
    {
      reference: 'CR-22',
      title: 'UniFi controller',
      summary: 'Access points and switches of all sites.',
      collection: vault,
      address: 'https://198.51.100.5:8443',
      class: 'standard',
      username: 'cw-netadmin',
      rotationDays: 365,
      tags: ['wi-fi', 'network'],
      related: ['SY-05'],
      owner: 'marcus',
      deputy: 'tom',
      criticality: 'normal',
      changed: [kept(499), { daysAgo: 230, by: 'tom', note: 'New controller' }],
      verified: [{ daysAgo: 120, by: 'tom' }],
    },
    {
      reference: 'CR-31',
      title: 'FortiGate admin, head office',
      summary: 'The firewall: web console and SSH.',
      collection: vault,
      address: 'https://198.51.100.1\nssh://198.51.100.1',
      class: 'guarded',
      username: 'cw-netadmin',
      hasCodes: true,
      note: 'Console cable: left drawer in the comms room. 9600 8N1.',
      custom: { label: 'SSH key', kind: 'key' },
      rotationDays: 180,
      tags: ['firewall', 'network', 'head-office'],
      related: ['SY-01'],
      owner: 'priya',
      deputy: 'tom',
      criticality: 'critical',
      changed: [kept(498), { daysAgo: 171, by: 'priya', note: 'Half-yearly' }],
      verified: [{ daysAgo: 84, by: 'priya', note: 'Signed in with it' }],
    },
    {
      reference: 'CR-32',
      title: 'ISP portal',
      summary: 'Brightline: line tests and faults.',
      collection: vault,
      address: 'https://portal.brightline.example.net',
      class: 'standard',
      username: 'it@calderwick.example.com',
      rotationDays: 365,
      tags: ['network', 'brightline'],
      related: ['SY-01'],
      owner: 'tom',
      deputy: 'priya',
      criticality: 'normal',
      changed: [kept(497), { daysAgo: 200, by: 'tom', note: 'Yearly' }],
      verified: [{ daysAgo: 71, by: 'tom' }],
    },
    {
      reference: 'CR-40',
      title: 'Print server',
      summary: 'Local administrator.',
      collection: vault,
      address: 'cw-print01.calderwick.example.com',
      class: 'standard',
      username: 'print-admin',
      rotationDays: 365,
      tags: ['printing'],
      related: ['SY-07'],
      owner: 'tom',
      criticality: 'low',
      changed: [kept(496), { daysAgo: 400, by: 'tom', note: 'New server' }],
      verified: [{ daysAgo: 92, by: 'tom' }],
    },
    {
      reference: 'CR-44',
      title: 'Camera recorder',
      summary: 'Head office and works.',
      collection: vault,
      address: 'http://198.51.100.200',
      class: 'standard',
      username: 'admin',
      rotationDays: 365,
      tags: ['cameras'],
      related: ['SY-08'],
      owner: 'tom',
      criticality: 'low',
      changed: [kept(495), { daysAgo: 300, by: 'tom', note: 'It still had the maker’s password' }],
      verified: [{ daysAgo: 101, by: 'tom' }],
    },
  ],
  reveals: [
    { reference: 'CR-31', by: 'priya', daysAgo: 84, reason: 'Test: does it still sign in', note: '' },
    { reference: 'CR-32', by: 'tom', daysAgo: 33 },
    { reference: 'CR-31', by: 'tom', daysAgo: 19, reason: 'Planned work: new VLAN for the showroom' },
    { reference: 'CR-20', by: 'tom', daysAgo: 12, reason: 'Ticket: slow reports', ticket: 'SAB-4471' },
    { reference: 'CR-22', by: 'tom', daysAgo: 6 },
  ],
  requests: [
    {
      from: 'marcus',
      reference: 'CR-31',
      daysAgo: 50,
      minutes: 120,
      ticket: 'NL-20544',
      reason: 'Firmware update of the firewall',
      by: 'priya',
      opened: 2,
    },
    {
      from: 'joanna',
      reference: 'CR-14',
      daysAgo: 21,
      minutes: 60,
      ticket: 'NL-20780',
      reason: 'Failed backup job on the file server',
      by: 'tom',
      opened: 1,
    },
    {
      from: 'marcus',
      reference: 'CR-22',
      daysAgo: 0,
      minutes: 220,
      ticket: 'NL-20915',
      reason: 'Access point in the paint shop keeps dropping',
      by: 'tom',
      opened: 1,
    },
    {
      from: 'joanna',
      reference: 'CR-14',
      daysAgo: 0,
      minutes: 120,
      ticket: 'NL-20931',
      reason: 'Restore test did not start last night',
    },
  ],
}

/** By the slug of the organization. */
export const secrets: Readonly<Record<string, DemoSecrets>> = { 'calder-wick': calderWick }
