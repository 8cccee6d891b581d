import type { Device, Drawing, Group, Link } from '#contract/diagrams.ts'

/**
 * Two drawings that began as one, made one again: element by element, and in an element field by field. Where both
 * changed the same field, or one took out what the other changed, somebody chooses; until then mine stands. Pure.
 */
export type Side = 'mine' | 'theirs'
export type AnyElement = Device | Group | Link
export type ElementList = 'devices' | 'groups' | 'links'

/** One element that both changed in ways that cannot both be. */
export interface Dispute {
  list: ElementList
  id: string
  /** As each has it; absent where that one took it out. */
  base: AnyElement | undefined
  mine: AnyElement | undefined
  theirs: AnyElement | undefined
  /** Fields that both changed; empty where one took it out. */
  fields: string[]
}

export interface MergedDrawing {
  drawing: Drawing
  disputes: Dispute[]
  /** The text above the drawing, or the picture under it, was changed by both. */
  isNotesDisputed: boolean
  isPictureDisputed: boolean
  /** Ids of what came back, because a link or a group that one added needs what the other took out. */
  broughtBack: string[]
}

/** Names `notes` and `picture` beside the elements' ids. */
export type Choices = ReadonlyMap<string, Side>

export function mergeDrawings(
  base: Drawing,
  mine: Drawing,
  theirs: Drawing,
  choices: Choices = new Map(),
): MergedDrawing {
  const disputes: Dispute[] = []
  const lists = <List extends ElementList>(list: List): Drawing[List] =>
    mergeLists(list, { base: base[list], mine: mine[list], theirs: theirs[list] }, choices, disputes) as Drawing[List]
  const notes = pick(base.notes, mine.notes, theirs.notes, choices.get('notes'))
  const picture = pick(base.picture, mine.picture, theirs.picture, choices.get('picture'))
  const { picture: _mine, ...rest } = mine
  const merged: Drawing = {
    ...rest,
    notes: notes.value,
    groups: lists('groups'),
    devices: lists('devices'),
    links: lists('links'),
    ...(picture.value && { picture: picture.value }),
  }
  return {
    ...whole(merged, [mine, theirs, base]),
    disputes,
    isNotesDisputed: notes.isDisputed,
    isPictureDisputed: picture.isDisputed,
  }
}

interface Three<Value> {
  base: Value
  mine: Value
  theirs: Value
}

function mergeLists(
  list: ElementList,
  { base, mine, theirs }: Three<readonly AnyElement[]>,
  choices: Choices,
  disputes: Dispute[],
): AnyElement[] {
  const [was, my, their] = [byId(base), byId(mine), byId(theirs)]
  const ids = new Set([...mine, ...theirs].map(({ id }) => id))
  return [...ids].flatMap((id): AnyElement[] => {
    const three = { base: was.get(id), mine: my.get(id), theirs: their.get(id) }
    const { element, dispute } = mergeElement(list, id, three, choices.get(id))
    if (dispute) disputes.push(dispute)
    return element ? [element] : []
  })
}

function mergeElement(list: ElementList, id: string, three: Three<AnyElement | undefined>, choice: Side | undefined) {
  const { base, mine, theirs } = three
  if (mine && theirs) return mergeFields(list, id, { base, mine, theirs }, choice)
  const left = mine ?? theirs
  // New, or taken out by one and left alone by the other.
  if (!base) return { element: left }
  if (isSame(left, base)) return { element: undefined }
  // What was changed stays until somebody lets it go.
  const element = choice === undefined ? left : choice === 'mine' ? mine : theirs
  return { element, dispute: { list, id, ...three, fields: [] } satisfies Dispute }
}

/** Fields that are one thing: a place is chosen whole. */
const together: Record<string, string> = { x: 'place', y: 'place', width: 'place', height: 'place', group: 'place' }

function mergeFields(
  list: ElementList,
  id: string,
  { base, mine, theirs }: { base: AnyElement | undefined; mine: AnyElement; theirs: AnyElement },
  choice: Side | undefined,
) {
  const values = { base: (base ?? {}) as Thing, mine: mine as Thing, theirs: theirs as Thing }
  const names = [...new Set([...Object.keys(mine), ...Object.keys(theirs)])]
  const parts = new Map<string, string[]>()
  for (const name of names) parts.set(together[name] ?? name, [...(parts.get(together[name] ?? name) ?? []), name])
  const merged: Record<string, unknown> = {}
  const fields: string[] = []
  for (const [part, within] of parts) {
    const of = (thing: Thing) => Object.fromEntries(within.map((name) => [name, thing[name]]))
    const { value, isDisputed } = pick(of(values.base), of(values.mine), of(values.theirs), choice)
    if (isDisputed) fields.push(part)
    for (const [name, each] of Object.entries(value)) if (each !== undefined) merged[name] = each
  }
  const element = merged as unknown as AnyElement
  return fields.length === 0
    ? { element }
    : { element, dispute: { list, id, base, mine, theirs, fields } satisfies Dispute }
}

type Thing = Readonly<Record<string, unknown>>

function pick<Value>(
  base: Value,
  mine: Value,
  theirs: Value,
  choice: Side | undefined,
): { value: Value; isDisputed: boolean } {
  if (isSame(mine, theirs) || isSame(mine, base)) return { value: theirs, isDisputed: false }
  if (isSame(theirs, base)) return { value: mine, isDisputed: false }
  return { value: choice === 'theirs' ? theirs : mine, isDisputed: true }
}

/**
 * A drawing that holds together: what a link joins or an element stands in is there. What one took out while the other
 * used it comes back.
 */
function whole(merged: Drawing, sources: readonly Drawing[]): { drawing: Drawing; broughtBack: string[] } {
  let drawing = merged
  const broughtBack: string[] = []
  const find = <Element extends AnyElement>(id: string, of: (from: Drawing) => readonly Element[]) =>
    sources.flatMap((from) => of(from).filter((each) => each.id === id))[0]
  for (;;) {
    const [devices, groups] = [byId(drawing.devices), byId(drawing.groups)]
    const ends = drawing.links.flatMap(({ from, to }) => [from, to]).filter((id) => !devices.has(id) && !groups.has(id))
    const outer = [...drawing.devices, ...drawing.groups].flatMap(({ group }) =>
      group !== undefined && !groups.has(group) ? [group] : [],
    )
    const [missing] = [...outer, ...ends]
    if (missing === undefined) return { drawing: uncircled(drawing), broughtBack }
    const group = find(missing, (from) => from.groups)
    const device = find(missing, (from) => from.devices)
    if (group) drawing = { ...drawing, groups: [...drawing.groups, group] }
    else if (device) drawing = { ...drawing, devices: [...drawing.devices, device] }
    else drawing = { ...drawing, links: drawing.links.filter(({ from, to }) => from !== missing && to !== missing) }
    if (group || device) broughtBack.push(missing)
  }
}

/** I put A into B, they put B into A: then A stands by itself. */
function uncircled(drawing: Drawing): Drawing {
  const parents = new Map(drawing.groups.map(({ id, group }) => [id, group]))
  for (const { id } of drawing.groups) {
    const seen = new Set([id])
    for (let at = parents.get(id); at !== undefined; at = parents.get(at)) {
      if (seen.has(at)) {
        parents.set(id, undefined)
        break
      }
      seen.add(at)
    }
  }
  return {
    ...drawing,
    groups: drawing.groups.map((each) => {
      if (each.group === parents.get(each.id)) return each
      const { group: _circular, ...alone } = each
      return alone
    }),
  }
}

const byId = <Element extends { id: string }>(list: readonly Element[]) => new Map(list.map((each) => [each.id, each]))

const isSame = (one: unknown, other: unknown): boolean => one === other || ordered(one) === ordered(other)
/** Told apart by what stands in it, whatever the order of its names; what is not there is `undefined`. */
const ordered = (value: unknown): string | undefined => {
  const text: unknown = JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(
          Object.entries(inner)
            .filter(([, each]) => each !== undefined)
            .sort(([one], [other]) => (one < other ? -1 : 1)),
        )
      : inner,
  )
  return typeof text === 'string' ? text : undefined
}
