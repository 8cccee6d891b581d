import { emptyDrawing, type Device, type Drawing, type Group, type Link } from '#contract/diagrams.ts'
import type { Reference as AnyReference } from '#contract/values.ts'
import type { Act, DemoRecord, PersonKey, Reference } from './organization.ts'

/** A diagram of the demo; it is drawn once and looked at now and then. */
export interface DemoDiagram extends DemoRecord {
  intervalDays: number
  drawing: Drawing
  drawn: Act
  verified: readonly Act[]
  opened?: Partial<Record<PersonKey, readonly number[]>>
}

const infrastructure = 'Infrastructure'
const applications = 'Business applications'

type DeviceFacts = Partial<Omit<Device, 'bound'>> & { bound?: readonly Reference[] }
const device = (
  id: string,
  shape: Device['shape'],
  label: string,
  x: number,
  y: number,
  { bound = [], ...facts }: DeviceFacts = {},
): Device => ({ id, shape, label, x, y, addresses: [], notes: '', bound: bound as unknown as AnyReference[], ...facts })
const group = (
  id: string,
  kind: Group['kind'],
  label: string,
  [x, y, width, height]: readonly [number, number, number, number],
  facts: Partial<Group> = {},
): Group => ({ id, kind, label, x, y, width, height, addresses: [], notes: '', bound: [], ...facts })
const link = (from: string, to: string, medium: Link['medium'], facts: Partial<Link> = {}): Link => ({
  id: `${from}-${to}`,
  from,
  to,
  medium,
  label: '',
  speed: '',
  fromPort: '',
  toPort: '',
  notes: '',
  points: [],
  ...facts,
})

const sites: Drawing = {
  ...emptyDrawing(),
  notes: 'Three sites. Works and depot reach files and the ERP only through head office.',
  groups: [
    group('ho', 'site', 'Head office', [40, 260, 360, 300], { addresses: ['198.51.100.0/24'] }),
    group('wk', 'site', 'Works', [480, 260, 240, 300]),
    group('dp', 'site', 'Depot', [800, 260, 240, 300]),
  ],
  devices: [
    device('net', 'internet', 'Internet', 560, 60),
    device('m365', 'cloud', 'Microsoft 365', 860, 60, { bound: ['SY-02'] }),
    device('fwho', 'firewall', 'FW-HO', 180, 310, {
      group: 'ho',
      addresses: ['203.0.113.10', '198.51.100.1'],
      bound: ['SY-01', 'CR-31'],
    }),
    device('sw1', 'switch', 'SW-1 core', 180, 440, {
      group: 'ho',
      addresses: ['198.51.100.2'],
      bound: ['SY-05', 'CR-22'],
    }),
    device('4g', 'router', '4G router', 60, 310, { group: 'ho', addresses: ['192.0.2.25'], bound: ['RB-21'] }),
    device('apho', 'access_point', 'AP-01 to AP-14', 300, 440, { group: 'ho', bound: ['RB-27'] }),
    device('fwwk', 'firewall', 'FW-WK', 560, 310, { group: 'wk', addresses: ['192.0.2.65'], bound: ['SY-01'] }),
    device('apwk', 'access_point', '4 access points', 510, 440, { group: 'wk' }),
    device('labels', 'printer', 'Label printers', 620, 440, { group: 'wk', bound: ['RB-30'] }),
    device('fwdp', 'firewall', 'FW-DP', 880, 310, { group: 'dp', addresses: ['192.0.2.49'], bound: ['SY-01'] }),
    device('apdp', 'access_point', '2 access points', 880, 440, { group: 'dp' }),
  ],
  links: [
    link('net', 'fwho', 'fibre', { label: 'Brightline', speed: '1 Gbit/s', toPort: 'wan1' }),
    link('net', '4g', 'wireless', { speed: '4G' }),
    link('4g', 'fwho', 'copper', { toPort: 'wan2' }),
    link('net', 'fwwk', 'copper', { speed: '80 Mbit/s', toPort: 'wan1' }),
    link('net', 'fwdp', 'copper', { speed: '80 Mbit/s', toPort: 'wan1' }),
    link('fwho', 'fwwk', 'vpn', { label: 'Tunnel works' }),
    link('fwho', 'fwdp', 'vpn', {
      label: 'Tunnel depot',
      points: [
        { x: 130, y: 610 },
        { x: 1000, y: 610 },
      ],
    }),
    link('fwho', 'sw1', 'copper', { fromPort: 'port1', toPort: '24' }),
    link('sw1', 'apho', 'copper'),
    link('fwwk', 'apwk', 'copper'),
    link('fwwk', 'labels', 'copper'),
    link('fwdp', 'apdp', 'copper'),
    link('net', 'm365', 'other'),
  ],
}

const wan: Drawing = {
  ...emptyDrawing(),
  groups: [
    group('comms', 'area', 'Comms room', [40, 250, 640, 480]),
    group('mgmt', 'subnet', 'Management', [780, 300, 240, 80], { addresses: ['198.51.100.0/27'] }),
    group('srv', 'subnet', 'Servers', [780, 400, 240, 80], { addresses: ['198.51.100.32/27'] }),
    group('staff', 'subnet', 'Staff and Wi-Fi', [780, 500, 240, 80], {
      addresses: ['198.51.100.64/26', '198.51.100.128/26'],
    }),
    group('other', 'subnet', 'Cameras, doors, guests', [780, 600, 240, 80], {
      addresses: ['198.51.100.192/27', '198.51.100.224/27'],
    }),
  ],
  devices: [
    device('line', 'internet', 'Brightline gateway', 120, 60, { addresses: ['203.0.113.9'], bound: ['VN-07'] }),
    device('mobile', 'internet', 'Mobile network', 500, 60),
    device('ntu', 'device', 'Grey box, Brightline', 100, 310, {
      group: 'comms',
      notes: 'Theirs. Do not switch it off unless they ask.',
      bound: ['VN-07'],
    }),
    device('lte', 'router', '4G router', 500, 310, {
      group: 'comms',
      addresses: ['192.0.2.25'],
      bound: ['RB-21', 'VN-04'],
    }),
    device('fw1', 'firewall', 'FW-HO, FortiGate 100F', 290, 440, {
      group: 'comms',
      addresses: ['203.0.113.10', '192.0.2.26', '198.51.100.1'],
      notes: 'Rack, unit 20. Reboot takes four minutes.',
      bound: ['SY-01', 'CR-31', 'RB-14'],
    }),
    device('sw1', 'switch', 'SW-1, core', 290, 620, {
      group: 'comms',
      addresses: ['198.51.100.2'],
      notes: 'Port 24 is the firewall, port 23 the backup, ports 1 to 4 the hosts. Do not move them.',
      bound: ['SY-05', 'CR-22', 'VN-04'],
    }),
    device('con', 'server', 'UniFi console', 500, 620, {
      group: 'comms',
      addresses: ['198.51.100.5'],
      bound: ['CR-22'],
    }),
  ],
  links: [
    link('line', 'ntu', 'fibre', { label: 'BRL-77120', speed: '1 Gbit/s' }),
    link('ntu', 'fw1', 'copper', { toPort: 'wan1' }),
    link('mobile', 'lte', 'wireless', { speed: '4G' }),
    link('lte', 'fw1', 'copper', { toPort: 'wan2' }),
    link('fw1', 'sw1', 'fibre', { fromPort: 'port1', toPort: '24', speed: '10 Gbit/s' }),
    link('sw1', 'con', 'copper'),
    link('fw1', 'mgmt', 'other', { label: 'VLAN 1' }),
    link('fw1', 'srv', 'other', { label: 'VLAN 20' }),
    link('fw1', 'staff', 'other', { label: 'VLAN 30, 40' }),
    link('fw1', 'other', 'other', { label: 'VLAN 50, 60' }),
  ],
}

const rackDevice = (id: string, shape: Device['shape'], label: string, unit: number, facts: DeviceFacts = {}): Device =>
  device(id, shape, label, 120, 60 + (22 - unit) * 28, { group: 'rack', width: 220, height: 44, ...facts })

const rack: Drawing = {
  ...emptyDrawing(),
  notes: 'Key: key holders, and the green box at reception. The generator does not reach this room.',
  groups: [group('rack', 'rack', 'Rack 1, 22 units', [90, 30, 280, 660])],
  devices: [
    rackDevice('patch', 'device', 'Patch panels', 22),
    rackDevice('fw', 'firewall', 'FW-HO, unit 20', 20, { addresses: ['198.51.100.1'], bound: ['SY-01'] }),
    rackDevice('sw', 'switch', 'SW-1, unit 18', 18, { addresses: ['198.51.100.2'], bound: ['SY-05'] }),
    rackDevice('hv1', 'server', 'CW-HV1, units 12–13', 13, {
      addresses: ['198.51.100.10', 'iDRAC 198.51.100.20'],
      notes: 'CW-DC1, CW-SQL1, CW-FS1',
      bound: ['SY-12', 'RB-01'],
    }),
    rackDevice('hv2', 'server', 'CW-HV2, units 9–10', 10, {
      addresses: ['198.51.100.11', 'iDRAC 198.51.100.21'],
      notes: 'CW-DC2, CW-ERP1, CW-PRN1, CW-VBR1',
      bound: ['SY-12', 'RB-01'],
    }),
    rackDevice('nas', 'storage', 'Backup repository, unit 6', 6, { bound: ['SY-03'] }),
    rackDevice('ups', 'ups', 'UPS 5 kVA, units 1–3', 2, {
      addresses: ['198.51.100.14'],
      notes: '35 minutes at full load; battery of 2024',
      bound: ['SY-12'],
    }),
  ],
  links: [
    link('fw', 'sw', 'fibre', { fromPort: 'port1', toPort: '24', speed: '10 Gbit/s' }),
    link('hv1', 'sw', 'fibre', { toPort: '1, 2' }),
    link('hv2', 'sw', 'fibre', { toPort: '3, 4' }),
    link('nas', 'sw', 'fibre', { toPort: '23' }),
  ],
}

const mail: Drawing = {
  ...emptyDrawing(),
  groups: [group('tenant', 'area', 'Microsoft 365 tenant', [360, 60, 420, 260])],
  devices: [
    device('world', 'internet', 'Senders and receivers', 60, 140),
    device('eop', 'firewall', 'Exchange Online Protection', 400, 140, { group: 'tenant', bound: ['SY-02'] }),
    device('box', 'cloud', 'Mailboxes', 640, 140, { group: 'tenant', bound: ['SY-02', 'RB-09'] }),
    device('scan', 'printer', 'Scan to mail', 400, 400, { addresses: ['203.0.113.10'], bound: ['SY-07'] }),
    device('erp', 'server', 'ERP invoices', 640, 400, { addresses: ['CW-ERP1'], bound: ['SY-04'] }),
    device('dns', 'server', 'DNS, MX and SPF', 60, 400, { bound: ['SY-10', 'VN-10'] }),
  ],
  links: [
    link('world', 'eop', 'other', { label: 'MX' }),
    link('eop', 'box', 'other', { label: 'Clean mail' }),
    link('scan', 'eop', 'other', { label: 'Connector, our address only' }),
    link('erp', 'eop', 'other', { label: 'Connector, our address only' }),
    link('world', 'dns', 'other', { label: 'Look-up' }),
  ],
}

export const diagrams: Readonly<Record<string, readonly DemoDiagram[]>> = {
  'calder-wick': [
    {
      reference: 'DG-01',
      title: 'Sites and links',
      summary: 'Head office, works and depot, and everything that connects them.',
      collection: infrastructure,
      tags: ['network'],
      related: ['SY-01', 'SY-05'],
      owner: 'priya',
      deputy: 'tom',
      criticality: 'high',
      intervalDays: 180,
      drawing: sites,
      drawn: { daysAgo: 480, by: 'priya' },
      verified: [{ daysAgo: 40, by: 'priya' }],
      opened: { tom: [30, 12], marcus: [12] },
    },
    {
      reference: 'DG-02',
      title: 'WAN and firewall, head office',
      summary: 'From the wall to the core switch, with every address.',
      collection: infrastructure,
      tags: ['network', 'firewall', 'head-office'],
      related: ['SY-01'],
      owner: 'marcus',
      deputy: 'priya',
      criticality: 'critical',
      intervalDays: 180,
      drawing: wan,
      drawn: { daysAgo: 310, by: 'marcus' },
      verified: [{ daysAgo: 203, by: 'marcus' }],
      opened: { priya: [42, 9], tom: [9], marcus: [60, 21] },
    },
    {
      reference: 'DG-03',
      title: 'Server room rack',
      summary: 'What is in the rack, unit by unit.',
      collection: infrastructure,
      tags: ['servers', 'head-office'],
      related: ['SY-12'],
      owner: 'tom',
      criticality: 'normal',
      intervalDays: 180,
      drawing: rack,
      drawn: { daysAgo: 305, by: 'tom' },
      verified: [{ daysAgo: 165, by: 'tom' }],
      opened: { tom: [25] },
    },
    {
      reference: 'DG-04',
      title: 'Microsoft 365 mail flow',
      summary: 'Which way mail comes in and goes out.',
      collection: applications,
      tags: ['microsoft-365', 'mail'],
      related: ['SY-02'],
      owner: 'priya',
      criticality: 'normal',
      intervalDays: 180,
      drawing: mail,
      drawn: { daysAgo: 30, by: 'marcus' },
      verified: [],
    },
  ],
}
