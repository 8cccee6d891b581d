import type { Device, Drawing, Group, Link } from '#contract/diagrams.ts'

/** Parts of drawings with nothing to them but what a test says. */

export const aDevice = (id: string, more: Partial<Device> = {}): Device => ({
  id,
  shape: 'server',
  label: id,
  addresses: [],
  notes: '',
  bound: [],
  x: 0,
  y: 0,
  ...more,
})

export function aGroup(id: string, more: Partial<Group> = {}): Group {
  const { shape: _shape, ...rest } = aDevice(id)
  return { ...rest, kind: 'site', width: 400, height: 300, ...more }
}

export const aLink = (id: string, from: string, to: string, more: Partial<Link> = {}): Link => ({
  id,
  from,
  to,
  label: '',
  medium: 'copper',
  speed: '',
  fromPort: '',
  toPort: '',
  notes: '',
  points: [],
  ...more,
})

export const aDrawing = (more: Partial<Drawing>): Drawing => ({
  format: 'diagram/1',
  notes: '',
  groups: [],
  devices: [],
  links: [],
  ...more,
})
