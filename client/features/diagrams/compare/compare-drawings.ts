import type { Device, Drawing, Group, Link } from '#contract/diagrams.ts'
import { deviceFields, groupFields, linkFields, namesIn, type Field } from './element-fields.ts'

/**
 * What differs between two versions of a drawing, element by element: an element is the same one for as long as it keeps
 * its id. Pure.
 */
export type Change = 'added' | 'removed' | 'moved' | 'changed'

/** What is said of an element, before and after; empty where nothing is said. */
export interface FieldChange {
  name: string
  before: string
  after: string
}

interface Changed<Kind extends string, Element> {
  kind: Kind
  id: string
  change: Change
  /** As it was, and as it is: one of them is missing where it was added or removed. */
  before?: Element
  after?: Element
  /** Of what was changed: every field that differs. */
  fields: FieldChange[]
  /** What was changed may have been moved, too. */
  isMoved: boolean
  /** It only went along with the group that it stands in. */
  movedWith?: string
}
export type ElementChange = Changed<'device', Device> | Changed<'group', Group> | Changed<'link', Link>

export interface DrawingChanges {
  /** Groups, devices, links: each in the order of the newer drawing, what was removed at the end. */
  elements: ElementChange[]
  /** How far all that stayed went the same way, in pixels: then nothing of it was moved. Usually not at all. */
  shift: Shift
  /** The text above the drawing. */
  notes: FieldChange | undefined
  /** The picture under the devices. */
  picture: 'added' | 'removed' | 'changed' | undefined
}

export function compareDrawings(before: Drawing, after: Drawing): DrawingChanges {
  const shift = commonShift(before, after)
  const names = [namesIn(before), namesIn(after)] as const
  const groups = pairs(before.groups, after.groups).map((both): Changed<'group', Group> => {
    const fields = fieldChanges(both, ([one, other]) => [groupFields(one, names[0]), groupFields(other, names[1])])
    return { kind: 'group', ...judged(both, fields, ([one, other]) => isElsewhere(one, other, shift)) }
  })
  const devices = pairs(before.devices, after.devices).map((both): Changed<'device', Device> => {
    const fields = fieldChanges(both, ([one, other]) => [deviceFields(one, names[0]), deviceFields(other, names[1])])
    return { kind: 'device', ...judged(both, fields, ([one, other]) => isElsewhere(one, other, shift)) }
  })
  const links = pairs(before.links, after.links).map((both): Changed<'link', Link> => {
    const fields = fieldChanges(both, ([one, other]) => [linkFields(one, names[0]), linkFields(other, names[1])])
    return { kind: 'link', ...judged(both, fields, ([one, other]) => isRerouted(one, other, shift)) }
  })
  noteCompany(groups, [...groups, ...devices])
  return {
    elements: [...groups, ...devices, ...links].filter(({ change, isMoved }) => change !== 'moved' || isMoved),
    shift,
    notes: before.notes === after.notes ? undefined : { name: 'Notes', before: before.notes, after: after.notes },
    picture: pictureChange(before, after),
  }
}

type Both<Element> = { id: string; before?: Element; after?: Element }

/** Those of the newer list in its order, then those that are gone. */
function pairs<Element extends { id: string }>(before: readonly Element[], after: readonly Element[]): Both<Element>[] {
  const old = new Map(before.map((element) => [element.id, element]))
  const kept = new Set(after.map(({ id }) => id))
  return [
    ...after.map((element) => {
      const was = old.get(element.id)
      return { id: element.id, after: element, ...(was && { before: was }) }
    }),
    ...before.filter(({ id }) => !kept.has(id)).map((element) => ({ id: element.id, before: element })),
  ]
}

function fieldChanges<Element>(
  { before, after }: Both<Element>,
  fieldsOf: (both: readonly [Element, Element]) => readonly [Field[], Field[]],
): FieldChange[] {
  if (!before || !after) return []
  const [old, now] = fieldsOf([before, after])
  const byName = new Map(now.map((field) => [field.name, field]))
  return old.flatMap(({ name, key, words }) => {
    const newer = byName.get(name)
    return newer === undefined || newer.key === key ? [] : [{ name, before: words, after: newer.words }]
  })
}

/** What became of an element; what stayed as it was is `moved` without having moved, and is left out in the end. */
function judged<Element>(
  both: Both<Element>,
  fields: FieldChange[],
  isElsewhereNow: (both: readonly [Element, Element]) => boolean,
) {
  const { before, after } = both
  if (!before || !after) return { ...both, change: before ? 'removed' : 'added', fields, isMoved: false } as const
  return {
    ...both,
    change: fields.length > 0 ? 'changed' : 'moved',
    fields,
    isMoved: isElsewhereNow([before, after]),
  } as const
}

/** What stands in a group goes where the group goes: that is one move, and is told once. */
function noteCompany(
  groups: readonly Changed<'group', Group>[],
  placed: readonly Exclude<ElementChange, { kind: 'link' }>[],
) {
  const moved = new Map(groups.filter(({ isMoved }) => isMoved).map((group) => [group.id, group]))
  for (const element of placed) {
    const { before, after } = element
    const group = after?.group === undefined ? undefined : moved.get(after.group)
    if (!element.isMoved || !before || !after || !group?.before || !group.after || before.group !== after.group)
      continue
    const isAlong =
      after.x - before.x === group.after.x - group.before.x && after.y - before.y === group.after.y - group.before.y
    if (isAlong && sizeOf(before) === sizeOf(after)) element.movedWith = group.id
  }
}

export interface Shift {
  x: number
  y: number
}
const none: Shift = { x: 0, y: 0 }

/** How far all that stayed stands from where it stood, if all went the same way. */
function commonShift(before: Drawing, after: Drawing): Shift {
  const old = new Map([...before.groups, ...before.devices].map((element) => [element.id, element]))
  let common: Shift | undefined
  let stayed = 0
  for (const { id, x, y } of [...after.groups, ...after.devices]) {
    const was = old.get(id)
    if (!was) continue
    const by = { x: x - was.x, y: y - was.y }
    if (common && (common.x !== by.x || common.y !== by.y)) return none
    common = by
    stayed += 1
  }
  // One alone was moved.
  return common && stayed > 1 ? common : none
}

const sizeOf = ({ width, height }: Device | Group) => `${width} ${height}`

const isElsewhere = (before: Device | Group, after: Device | Group, shift: Shift): boolean =>
  after.x - before.x !== shift.x || after.y - before.y !== shift.y || sizeOf(before) !== sizeOf(after)

function isRerouted({ points: before }: Link, { points: after }: Link, shift: Shift): boolean {
  if (before.length !== after.length) return true
  return before.some(({ x, y }, index) => after[index]?.x !== x + shift.x || after[index].y !== y + shift.y)
}

function pictureChange({ picture: before }: Drawing, { picture: after }: Drawing): DrawingChanges['picture'] {
  if (!before || !after) return before ? 'removed' : after ? 'added' : undefined
  const isSame =
    before.attachment === after.attachment && before.width === after.width && before.height === after.height
  return isSame ? undefined : 'changed'
}
