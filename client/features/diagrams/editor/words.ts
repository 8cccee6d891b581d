import type { Drawing, GroupKind, Link, Medium, Shape } from '#contract/diagrams.ts'
import { groupNames, labelOf, shapeNames } from '#contract/diagrams/twin.ts'
import { plural } from '../../../ui/format.ts'
import { isDevice, placedAt, type Placed } from './deeds.ts'

export const mediumWords: Record<Medium, string> = {
  copper: 'Copper',
  fibre: 'Fibre',
  wireless: 'Wireless',
  vpn: 'VPN',
  other: 'Other',
}

export const nameOf = (of: Shape | GroupKind): string =>
  of in shapeNames ? shapeNames[of as Shape] : groupNames[of as GroupKind]

/** What the palette offers, in its order, with words that somebody may look for instead. */
export const palette: readonly { heading: string; items: readonly { of: Shape | GroupKind; also: string }[] }[] = [
  {
    heading: 'Network',
    items: [
      { of: 'internet', also: 'wan web world globe' },
      { of: 'firewall', also: 'fortigate utm gateway security' },
      { of: 'router', also: 'gateway cpe modem 4g lte' },
      { of: 'switch', also: 'lan ethernet ports poe' },
      { of: 'access_point', also: 'wifi wi-fi wireless wlan ap' },
      { of: 'load_balancer', also: 'proxy' },
      { of: 'cloud', also: 'saas microsoft 365 azure aws service' },
    ],
  },
  {
    heading: 'Servers',
    items: [
      { of: 'server', also: 'host rack tower hypervisor' },
      { of: 'vm', also: 'virtual guest container' },
      { of: 'storage', also: 'nas san disk backup tape' },
      { of: 'database', also: 'sql db' },
    ],
  },
  {
    heading: 'Things and people',
    items: [
      { of: 'pc', also: 'desktop computer workstation client' },
      { of: 'laptop', also: 'notebook computer' },
      { of: 'phone', also: 'mobile voip handset tablet' },
      { of: 'printer', also: 'label copier scanner' },
      { of: 'camera', also: 'cctv video door' },
      { of: 'ups', also: 'battery power' },
      { of: 'person', also: 'user people staff' },
      { of: 'device', also: 'box other generic' },
      { of: 'note', also: 'text comment' },
    ],
  },
  {
    heading: 'Groups',
    items: [
      { of: 'site', also: 'building office location group' },
      { of: 'subnet', also: 'vlan network range group' },
      { of: 'rack', also: 'cabinet group' },
      { of: 'area', also: 'zone dmz frame group' },
    ],
  },
]

/** "Firewall FortiGate 100F, 203.0.113.10, in Head office, 3 links". */
export function describe(drawing: Drawing, element: Placed): string {
  const links = drawing.links.filter(({ from, to }) => from === element.id || to === element.id).length
  const within = drawing.groups.find(({ id }) => id === element.group)
  const what = nameOf(isDevice(element) ? element.shape : element.kind)
  return [
    element.label ? `${what} ${element.label}` : what,
    ...element.addresses.slice(0, 2),
    within && `in ${labelOf(within)}`,
    links > 0 && plural(links, 'link'),
  ]
    .filter(Boolean)
    .join(', ')
}

export function describeLink(drawing: Drawing, link: Link): string {
  const [from, to] = [placedAt(drawing, link.from), placedAt(drawing, link.to)]
  const ends = `Link from ${labelOf(from)} to ${labelOf(to)}`
  return [ends, mediumWords[link.medium], link.label, link.speed].filter(Boolean).join(', ')
}
