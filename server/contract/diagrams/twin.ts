import type { Device, Drawing, Group, GroupKind, Medium, Shape } from '../diagrams.ts'

/**
 * The text twin: everything a drawing says, as Markdown, one line per device and link. It is the body of the document:
 * found by search, compared, printed, read aloud. What a device is bound to is cited, so that the usual links back work.
 */
export function twinOf(drawing: Drawing): string {
  const names = new Map([...drawing.groups, ...drawing.devices].map((element) => [element.id, element]))
  const nameOf = (id: string) => plain(labelOf(names.get(id)))
  const parts: string[] = []
  if (drawing.notes.trim()) parts.push(drawing.notes.trim())
  if (drawing.groups.length > 0)
    parts.push(
      `## Sites and subnets\n\n${drawing.groups.map((group) => lineOf(group, groupNames[group.kind], names)).join('\n')}`,
    )
  if (drawing.devices.length > 0)
    parts.push(
      `## Devices\n\n${drawing.devices.map((device) => lineOf(device, shapeNames[device.shape], names)).join('\n')}`,
    )
  if (drawing.links.length > 0) {
    const lines = drawing.links.map((link) => {
      const from = nameOf(link.from) + (link.fromPort && ` (${plain(link.fromPort)})`)
      const to = nameOf(link.to) + (link.toPort && ` (${plain(link.toPort)})`)
      const facts = [link.label, mediumNames[link.medium], link.speed, firstLine(link.notes)].filter(Boolean).map(plain)
      return `- ${from} to ${to}: ${facts.join(', ')}`
    })
    parts.push(`## Links\n\n${lines.join('\n')}`)
  }
  return parts.join('\n\n')
}

function lineOf(element: Device | Group, what: string, names: ReadonlyMap<string, Device | Group>): string {
  const label = plain(labelOf(element))
  const facts = [
    `**${label}** (${what})`,
    ...element.addresses.map((address) => `\`${address.replaceAll('`', "'")}\``),
    ...(element.group === undefined ? [] : [`in ${plain(labelOf(names.get(element.group)))}`]),
    ...element.bound.map((reference) => `[[${reference}]]`),
    ...(element.notes.trim() ? [plain(firstLine(element.notes))] : []),
  ]
  return `- ${facts.join(' · ')}`
}

/** What an element is called; one without a label by what it is. */
export function labelOf(element: Device | Group | undefined): string {
  if (!element) return 'Unknown'
  if (element.label) return element.label
  return 'shape' in element ? shapeNames[element.shape] : groupNames[element.kind]
}

const firstLine = (notes: string): string => notes.trim().split('\n')[0] ?? ''
/** A label is no Markdown and cites nothing: what a device is bound to is said apart. */
const plain = (text: string): string => text.replace(/[\\`*[\]<>#|]/g, (sign) => `\\${sign}`)

export const shapeNames: Record<Shape, string> = {
  internet: 'Internet',
  firewall: 'Firewall',
  router: 'Router',
  switch: 'Switch',
  access_point: 'Access point',
  load_balancer: 'Load balancer',
  server: 'Server',
  vm: 'Virtual machine',
  storage: 'Storage',
  database: 'Database',
  pc: 'PC',
  laptop: 'Laptop',
  phone: 'Phone',
  printer: 'Printer',
  camera: 'Camera',
  ups: 'UPS',
  cloud: 'Cloud service',
  person: 'Person',
  device: 'Device',
  note: 'Note',
}
export const groupNames: Record<GroupKind, string> = { site: 'Site', subnet: 'Subnet', rack: 'Rack', area: 'Area' }
export const mediumNames: Record<Medium, string> = {
  copper: 'copper',
  fibre: 'fibre',
  wireless: 'wireless',
  vpn: 'VPN',
  other: 'link',
}
