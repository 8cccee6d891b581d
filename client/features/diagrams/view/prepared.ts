import type { Drawing } from '#contract/diagrams.ts'
import { around, boundsOf, boxOf, groupLayoutOf, grown, layoutOf, outerFirst, type Box } from '../geometry.ts'
import { boundsOfLinks, linkPathsOf, type LinkPath } from '../link-paths.ts'
import { letters, widthOf } from '../shapes/text-lines.ts'
import { readingOrder, type Placed } from './reading-order.ts'

/** A drawing made ready to be shown: worked out once, however often it is moved about. */
export interface Prepared {
  drawing: Drawing
  /** Devices and groups as they are read. */
  order: readonly Placed[]
  /** The outer ones first. */
  groups: Drawing['groups']
  paths: ReadonlyMap<string, LinkPath>
  /** All that is drawn; a little room where nothing is. */
  bounds: Box
}

export function prepared(drawing: Drawing): Prepared {
  const paths = linkPathsOf(drawing)
  const all = [boundsOf(drawing), boundsOfLinks(paths.values())].filter((box) => box !== undefined)
  return {
    drawing,
    order: readingOrder(drawing),
    groups: outerFirst(drawing.groups),
    paths,
    bounds: around(all) ?? { x: 0, y: 0, width: 320, height: 160 },
  }
}

/** What of an element can be pressed: a device with its words, of a group its name. */
export function pressable(element: Placed): Box {
  if ('shape' in element) return grown(layoutOf(element).whole, 3)
  const { sign, label, address } = groupLayoutOf(element)
  const end = address
    ? address.x + widthOf(address.text, letters.small, true)
    : label.x + widthOf(label.text, letters.label) * 1.06
  return { x: sign.x - 6, y: sign.y - 4, width: Math.max(end - sign.x + 12, 32), height: 24 }
}

/** What is brought into view of an element, and framed while it is open. */
export const framed = (element: Placed): Box =>
  'shape' in element ? grown(layoutOf(element).whole, 4) : boxOf(element)
