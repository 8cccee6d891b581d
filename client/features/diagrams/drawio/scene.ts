import type { Box } from '../geometry.ts'
import type { Cell, XY } from './cells.ts'
import { nothingDropped, textOfHtml, tidyLines } from './html-text.ts'
import type { LeftOutList } from './left-out.ts'
import { marks, withoutPlaceholder } from './our-marks.ts'
import { readStyle, type Style } from './style.ts'

/** A cell with its place on the sheet and its words. */
export interface Item {
  cell: Cell
  style: Style
  /** On the sheet; of lines the corner that their points count from. */
  box: Box
  /** Lines of text. */
  words: string
  parent: Item | undefined
  children: Item[]
  isVisible: boolean
  /** Later ones are drawn over earlier ones. */
  order: number
}

/** Works out where everything stands, what it says and whether it is seen. */
export function sceneOf(cells: readonly Cell[], left: LeftOutList): Item[] {
  const items = cells.map((cell, order): Item => ({
    cell,
    style: readStyle(cell.style),
    box: { x: cell.x, y: cell.y, width: cell.width, height: cell.height },
    words: '',
    parent: undefined,
    children: [],
    isVisible: !cell.isHidden,
    order,
  }))
  const byId = new Map(items.map((item) => [item.cell.id, item]))
  for (const item of items) {
    const parent = item.cell.parent === undefined ? undefined : byId.get(item.cell.parent)
    if (parent && parent !== item) item.parent = parent
  }
  for (const item of items) cutCycle(item)
  for (const item of items) item.parent?.children.push(item)
  for (const item of fromTheTop(items)) place(item, left)
  for (const item of items) if (isThing(item) && item.isVisible) item.words = wordsOf(item, left)
  return items
}

/** A shape or a line, not a layer. */
export const isThing = ({ cell }: Item): boolean => cell.isVertex || cell.isEdge

/** A parent that is below its own child is no parent. */
function cutCycle(item: Item): void {
  const seen = new Set<Item>()
  for (let at: Item | undefined = item; at; at = at.parent) {
    if (seen.has(at)) {
      at.parent = undefined
      return
    }
    seen.add(at)
    // What is known to end is not walked again.
    if (ends.has(at)) break
  }
  for (const each of seen) ends.add(each)
}
const ends = new WeakSet<Item>()

/** Parents before their children, without recursion: a file may nest as deep as it likes. */
function fromTheTop(items: readonly Item[]): Item[] {
  const sorted = items.filter(({ parent }) => !parent)
  for (let at = 0; at < sorted.length; at += 1) sorted.push(...(sorted[at]?.children ?? []))
  return sorted
}

function place(item: Item, left: LeftOutList): void {
  const { cell, parent, style, box } = item
  if (parent && !parent.isVisible) item.isVisible = false
  if (cell.isFolded && cell.unfolded && cell.unfolded.width > 0) {
    Object.assign(box, { width: cell.unfolded.width, height: cell.unfolded.height })
    if (item.isVisible) left.add('unfolded', tidyLines(cell.label))
  }
  const origin = parent && isThing(parent) ? parent.box : { x: 0, y: 0, width: 0, height: 0 }
  if (cell.isEdge) Object.assign(box, { x: origin.x, y: origin.y, width: 0, height: 0 })
  else if (cell.isRelative && parent?.cell.isVertex) {
    box.x = origin.x + cell.x * origin.width + cell.offset.x
    box.y = origin.y + cell.y * origin.height + cell.offset.y
  } else if (!parent?.cell.isEdge) {
    box.x += origin.x
    box.y += origin.y
  }
  if (cell.isVertex) turn(item, Number(style.of('rotation')) || 0, left)
}

/** On its side is as good as upright with width and height changed over; any other angle is lost. */
function turn({ box, isVisible, cell }: Item, degrees: number, left: LeftOutList): void {
  const angle = ((Math.round(degrees) % 360) + 360) % 360
  if (angle === 90 || angle === 270) {
    const { x, y, width, height } = box
    Object.assign(box, { x: x + (width - height) / 2, y: y + (height - width) / 2, width: height, height: width })
  } else if (angle % 180 !== 0 && isVisible) left.add('rotated', tidyLines(cell.label))
}

function wordsOf({ cell, style }: Item, left: LeftOutList): string {
  const hasPlaces = cell.data.get('placeholders') === '1'
  const isOurs = cell.data.has(marks.shape) || cell.data.has(marks.kind)
  const label = !hasPlaces ? cell.label : isOurs ? withoutPlaceholder(cell.label) : filledIn(cell)
  if (!style.is('html')) return tidyLines(label.slice(0, 40_000))
  const dropped = nothingDropped()
  const words = textOfHtml(label, dropped)
  left.add('script', words, dropped.scripts)
  left.add('inLabel', words, dropped.pictures)
  return words
}

/** `%name%` stands for a value of the data. */
const filledIn = ({ label, data }: Cell): string =>
  label.replace(/%([^%{}"'=;\s]{1,100})%/g, (whole, name: string) => data.get(name) ?? whole)

/** A point of a line on the sheet. */
export const onSheet = ({ box }: Pick<Item, 'box'>, point: XY): XY => ({ x: point.x + box.x, y: point.y + box.y })
