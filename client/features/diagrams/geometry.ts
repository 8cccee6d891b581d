import type { Device, Drawing, Group, Shape } from '#contract/diagrams.ts'
import { labelOf } from '#contract/diagrams/twin.ts'
import { letters, lineHeights, widthOf, wrapped } from './shapes/text-lines.ts'

/**
 * Where everything of a drawing stands: one answer for the editor, the page that shows it, print and exports. Pure; all
 * numbers are pixels at zoom 1, from the upper left, as kept.
 */
export interface Point {
  x: number
  y: number
}
export interface Size {
  width: number
  height: number
}
export interface Box extends Point, Size {}

/** Elements snap to it. */
export const step = 8
/** Above what stands in a group: its name. */
export const groupHead = 32

const icon: Size = { width: 48, height: 48 }
/** How large a shape is where nobody made it larger. */
export const usualSize = (shape: Shape): Size =>
  shape === 'device' ? { width: 128, height: 48 } : shape === 'note' ? { width: 160, height: 80 } : icon

/** Its label stands inside its box; that of any other shape under its picture. */
export const isBoxed = (shape: Shape): boolean => shape === 'device' || shape === 'note'

export function boxOf(element: Device | Group): Box {
  const usual = 'shape' in element ? usualSize(element.shape) : icon
  return { x: element.x, y: element.y, width: element.width ?? usual.width, height: element.height ?? usual.height }
}

export const centerOf = (box: Box): Point => ({ x: box.x + box.width / 2, y: box.y + box.height / 2 })
export const contains = (box: Box, { x, y }: Point): boolean =>
  x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height
export const grown = (box: Box, by: number): Box => ({
  x: box.x - by,
  y: box.y - by,
  width: box.width + 2 * by,
  height: box.height + 2 * by,
})

/** The smallest box around all; nothing for no boxes. */
export function around(boxes: readonly Box[]): Box | undefined {
  const [first] = boxes
  if (!first) return undefined
  let [left, top, right, bottom] = [first.x, first.y, first.x, first.y]
  for (const { x, y, width, height } of boxes) {
    left = Math.min(left, x)
    top = Math.min(top, y)
    right = Math.max(right, x + width)
    bottom = Math.max(bottom, y + height)
  }
  return { x: left, y: top, width: right - left, height: bottom - top }
}

/** One line of words: `x` is the middle where centered, else the left; `y` the base line. */
export interface TextLine extends Point {
  text: string
  isMono: boolean
}

export interface DeviceLayout {
  box: Box
  /** Where the outline's 48 × 48 units are drawn; none for boxes, which are drawn around their label. */
  picture: Box | undefined
  isCentered: boolean
  label: TextLine[]
  addresses: TextLine[]
  /** What its words cover under its picture: links end there, too. Nothing where the words stand inside. */
  words: Box | undefined
  /** All that it covers. */
  whole: Box
}

const mostAddresses = 2
const labelWidth = 128

/** Where picture, label and the first addresses of a device stand. */
export function layoutOf(device: Device): DeviceLayout {
  return isBoxed(device.shape) ? boxed(device) : pictured(device)
}

/** The first addresses, and how many more there are. */
function addressesOf({ addresses }: Device, most: number): string[] {
  if (addresses.length <= most) return [...addresses]
  if (most < 1) return []
  const shown = addresses.slice(0, most)
  return [...shown.slice(0, -1), `${shown.at(-1) ?? ''} +${addresses.length - most}`]
}

function pictured(device: Device): DeviceLayout {
  const box = boxOf(device)
  const side = Math.min(box.width, box.height)
  const picture = {
    x: box.x + (box.width - side) / 2,
    y: box.y + (box.height - side) / 2,
    width: side,
    height: side,
  }
  const middle = box.x + box.width / 2
  const width = Math.max(labelWidth, box.width)
  let y = box.y + box.height + 4
  const label = wrapped(labelOf(device), letters.label, width, 3).map((text) => {
    y += lineHeights.label
    return { text, x: middle, y: y - 4, isMono: false }
  })
  const addresses = addressesOf(device, mostAddresses).map((text) => {
    y += lineHeights.small
    return { text, x: middle, y: y - 3, isMono: true }
  })
  const widest = widestOf([...label, ...addresses])
  const top = box.y + box.height
  const words = { x: middle - widest / 2 - 2, y: top, width: widest + 4, height: y - top + 2 }
  return { box, picture, isCentered: true, label, addresses, words, whole: around([box, words]) ?? box }
}

function boxed(device: Device): DeviceLayout {
  const box = boxOf(device)
  const isNote = device.shape === 'note'
  const pad = isNote ? 10 : 8
  const room = box.width - 2 * pad
  const size = isNote ? letters.small : letters.label
  const height = isNote ? lineHeights.small + 1 : lineHeights.label
  const mostLines = Math.max(1, Math.floor((box.height - 8) / height))
  // A note is what it says; a device may be called shortly and noted at length.
  const words = isNote ? [device.label, device.notes].filter(Boolean).join('\n') || labelOf(device) : labelOf(device)
  const texts = wrapped(words, size, room, mostLines)
  const left = box.height - 8 - texts.length * height
  const fitting = Math.min(mostAddresses, Math.floor(left / lineHeights.small))
  const mono = isNote ? [] : addressesOf(device, fitting)
  const used = texts.length * height + mono.length * lineHeights.small
  let y = isNote ? box.y + pad - 2 : box.y + (box.height - used) / 2
  const x = isNote ? box.x + pad : box.x + box.width / 2
  const label = texts.map((text) => {
    y += height
    return { text, x, y: y - 4, isMono: false }
  })
  const addresses = mono.map((text) => {
    y += lineHeights.small
    return { text, x, y: y - 3, isMono: true }
  })
  return { box, picture: undefined, isCentered: !isNote, label, addresses, words: undefined, whole: box }
}

const widestOf = (lines: readonly TextLine[]): number =>
  Math.max(0, ...lines.map(({ text, isMono }) => widthOf(text, isMono ? letters.small : letters.label, isMono)))

/** Where a group's sign, name and address stand: at its upper left. */
export interface GroupLayout {
  box: Box
  sign: Box
  label: TextLine
  address: TextLine | undefined
}

export function groupLayoutOf(group: Group): GroupLayout {
  const box = boxOf(group)
  const sign = { x: box.x + 10, y: box.y + 9, width: 16, height: 16 }
  const start = sign.x + sign.width + 6
  const room = Math.max(box.x + box.width - start - 8, 24)
  const text = wrapped(labelOf(group), letters.label, room, 1)[0] ?? ''
  const label = { text, x: start, y: box.y + 22, isMono: false }
  const after = start + widthOf(text, letters.label) * 1.06 + 10
  const address = addressOf(group)
  const fits = address !== undefined && after + widthOf(address, letters.small, true) <= box.x + box.width - 8
  return { box, sign, label, address: fits ? { text: address, x: after, y: box.y + 22, isMono: true } : undefined }
}

function addressOf({ addresses }: Group): string | undefined {
  const [first] = addresses
  return first !== undefined && addresses.length > 1 ? `${first} +${addresses.length - 1}` : first
}

/** All that a drawing covers with its words, but not its links' words; nothing of an empty drawing. */
export function boundsOf(drawing: Drawing): Box | undefined {
  return around([
    ...(drawing.picture ? [{ x: 0, y: 0, width: drawing.picture.width, height: drawing.picture.height }] : []),
    ...drawing.groups.map(boxOf),
    ...drawing.devices.map((device) => layoutOf(device).whole),
    ...drawing.links.flatMap(({ points }) => points.map(({ x, y }) => ({ x, y, width: 0, height: 0 }))),
  ])
}

/** Groups before what stands in them, so that the inner ones are drawn above the outer. */
export function outerFirst(groups: readonly Group[]): Group[] {
  const byId = new Map(groups.map((group) => [group.id, group]))
  const depthOf = (group: Group): number => {
    let depth = 0
    for (let at = group.group; at !== undefined && depth <= groups.length; at = byId.get(at)?.group) depth += 1
    return depth
  }
  return [...groups].sort((one, other) => depthOf(one) - depthOf(other))
}
