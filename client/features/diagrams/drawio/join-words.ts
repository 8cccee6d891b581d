import type { Box } from '../geometry.ts'
import { centerOf } from '../geometry.ts'
import { areaOf, isBare, isInside, isTable, type Body } from './roles.ts'
import type { Item } from './scene.ts'

/**
 * Words that stand in cells of their own find what they name: the shape that they are part of, the box that they stand
 * in, the picture that they stand under or above, the frame at whose edge they stand. Lines end at what they name, then.
 */
export function joinWords(bodies: readonly Body[]): void {
  const byItem = new Map(bodies.map((body) => [body.item, body]))
  joinTables(bodies)
  const texts = bodies.filter(
    ({ role, item, isOurs }) => role === 'note' && !isOurs && !isTable(item) && item.words !== '',
  )
  const devices = bodies.filter(({ role, isOurs }) => role === 'device' && !isOurs)
  // A box that says nothing itself was taken for decoration: with words in it, it is none.
  const plain = bodies.filter(
    ({ role, isOurs, drawn }) => (role === 'device' || role === 'decoration') && !isOurs && isBare(drawn),
  )
  for (const text of texts) {
    const parent = text.item.parent && byItem.get(text.item.parent)
    if (parent?.role === 'device' && !parent.isOurs) join(text, parent)
    else {
      const boxes = plain.filter(({ item }) => isInside(text.item.box, item.box))
      const smallest = boxes.sort((one, other) => areaOf(one.item.box) - areaOf(other.item.box))[0]
      if (smallest) join(text, smallest)
    }
  }
  joinFrames(texts.filter(isFree), bodies, isInTheMiddle)
  joinNearest(texts.filter(isFree), devices)
  joinFrames(texts.filter(isFree), bodies, () => true)
}

const isFree = ({ role }: Body): boolean => role === 'note'

function join(text: Body, to: Body): void {
  text.role = 'words'
  text.into = to
  if (to.role === 'decoration') to.role = 'device'
  to.more.push(text.item.words)
}

/** Pictures without a name take the words right under them, or right above; the nearest pair first. */
function joinNearest(texts: readonly Body[], devices: readonly Body[]): void {
  const nameless = devices.filter(
    ({ item, more, drawn }) =>
      item.words === '' && more.length === 0 && (drawn.words !== '' || drawn.picture !== undefined),
  )
  const pairs = texts
    .flatMap((text) => nameless.map((device) => ({ text, device, gap: gapOf(text.item.box, device.item.box) })))
    .filter(({ gap }) => gap < 24)
    .sort((one, other) => one.gap - other.gap)
  const taken = new Set<Body>()
  for (const { text, device } of pairs) {
    if (taken.has(text) || taken.has(device)) continue
    taken.add(text).add(device)
    join(text, device)
  }
}

/** Pixels between words and a picture one under the other; endless where they are not. Words above count as further. */
function gapOf(text: Box, picture: Box): number {
  const [middle, other] = [centerOf(text), centerOf(picture)]
  if (Math.abs(middle.x - other.x) > Math.max(12, picture.width / 3)) return Infinity
  const under = text.y - (picture.y + picture.height)
  const above = picture.y - (text.y + text.height)
  if (under >= -text.height && under >= above) return Math.max(0, under)
  return above >= -6 ? Math.max(0, above) + 8 : Infinity
}

/** A frame without a name takes the words at its upper or lower edge. */
function joinFrames(texts: readonly Body[], bodies: readonly Body[], suits: (text: Box, frame: Box) => boolean): void {
  const frames = bodies
    .filter(({ role, item, isOurs }) => role === 'group' && !isOurs && item.words === '')
    .sort((one, other) => areaOf(one.item.box) - areaOf(other.item.box))
  for (const frame of frames) {
    const { box } = frame.item
    const found = texts.filter(isFree).find(({ item }) => {
      const isAtEdge = item.box.y - box.y < 32 || box.y + box.height - (item.box.y + item.box.height) < 32
      return isAtEdge && isInside(item.box, box, 12) && suits(item.box, box)
    })
    if (found) join(found, frame)
  }
}

/** As frames are named: words in the middle of a side, rather than under something that stands there. */
const isInTheMiddle = (text: Box, frame: Box): boolean =>
  Math.abs(centerOf(text).x - centerOf(frame).x) < frame.width / 8

/** A table is read row by row into the note that it becomes. */
function joinTables(bodies: readonly Body[]): void {
  for (const table of bodies) {
    if (table.role !== 'note' || !isTable(table.item)) continue
    const cells = below(table.item).filter(({ words }) => words !== '')
    const rows = new Map<number, Item[]>()
    for (const cell of cells) rows.set(Math.round(cell.box.y), [...(rows.get(Math.round(cell.box.y)) ?? []), cell])
    for (const [, row] of [...rows].sort(([one], [other]) => one - other))
      table.more.push(
        row
          .sort((one, other) => one.box.x - other.box.x)
          .map(({ words }) => words.replaceAll('\n', ' '))
          .join(' | '),
      )
    const inside = new Set(below(table.item))
    for (const body of bodies) if (inside.has(body.item)) body.into = table
  }
}

function below(item: Item): Item[] {
  const all = [...item.children]
  for (let at = 0; at < all.length; at += 1) all.push(...(all[at]?.children ?? []))
  return all
}
