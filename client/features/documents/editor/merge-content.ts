import type { Content } from '#contract/content.ts'

/**
 * Three contents of one kind into one: mine and theirs, both begun from `base`. Lists of things with an id are merged
 * thing by thing, other values whole. Nothing that either added is dropped; where both changed the same value, mine
 * stands and its place is told.
 */
export function mergeContent<C extends Content>(base: C, mine: C, theirs: C): { content: C; disputed: string[] } {
  const disputed: string[] = []
  return { content: mergeValue(base, mine, theirs, '', disputed) as C, disputed }
}

type Value = unknown
type Thing = Readonly<Record<string, Value>>

function mergeValue(base: Value, mine: Value, theirs: Value, place: string, disputed: string[]): Value {
  if (isSame(mine, theirs) || isSame(mine, base)) return theirs
  if (isSame(theirs, base)) return mine
  if (haveIds(base) && haveIds(mine) && haveIds(theirs)) return mergeLists(base, mine, theirs, place, disputed)
  if (isThing(base) && isThing(mine) && isThing(theirs)) return mergeThings(base, mine, theirs, place, disputed)
  disputed.push(place)
  return mine
}

function mergeThings(base: Thing, mine: Thing, theirs: Thing, place: string, disputed: string[]): Thing {
  const names = [...new Set([...Object.keys(theirs), ...Object.keys(mine)])]
  const merged = names.map((name) => {
    const at = place ? `${place}/${name}` : name
    return [name, mergeValue(base[name], mine[name], theirs[name], at, disputed)]
  })
  return Object.fromEntries(merged.filter(([, value]) => value !== undefined)) as Thing
}

/** In my order, with what they added after it. What one took away and the other changed stays, and is told. */
function mergeLists(base: Named[], mine: Named[], theirs: Named[], place: string, disputed: string[]): Named[] {
  const was = byId(base)
  const my = byId(mine)
  const their = byId(theirs)
  const isReordered = !isSame(orderOf(mine, was), orderOf(base, my))
  const first = isReordered ? mine : theirs
  const ids = [...new Set([...first, ...mine, ...theirs].map(({ id }) => id))]
  return ids.flatMap((id): Named[] => {
    const at = `${place}/${id}`
    const [a, b, c] = [was.get(id), my.get(id), their.get(id)]
    if (b && c) return [mergeValue(a ?? {}, b, c, at, disputed) as Named]
    const left = b ?? c
    if (!left || (a && isSame(a, left))) return []
    if (a) disputed.push(at)
    return [left]
  })
}

const orderOf = (list: readonly Named[], among: ReadonlyMap<string, Named>): string[] =>
  list.flatMap(({ id }) => (among.has(id) ? [id] : []))

type Named = Thing & { readonly id: string }
const byId = (list: readonly Named[]) => new Map(list.map((thing) => [thing.id, thing]))
const haveIds = (value: Value): value is Named[] =>
  Array.isArray(value) && value.every((each) => isThing(each) && typeof each['id'] === 'string')
const isThing = (value: Value): value is Thing => typeof value === 'object' && value !== null && !Array.isArray(value)
const isSame = (a: Value, b: Value): boolean => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b))
const sorted = (value: Value): Value =>
  Array.isArray(value)
    ? value.map(sorted)
    : isThing(value)
      ? Object.fromEntries(
          Object.entries(value)
            .filter(([, inner]) => inner !== undefined)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([key, inner]) => [key, sorted(inner)]),
        )
      : value
