import type { ImportedItem } from '../imported-item.ts'
import { limits } from '../limits.ts'
import { oneLine, tagsOf } from '../tidy.ts'
import { folderKey, type CollectionTarget, type ImportChoices } from './choices.ts'
import { existingLike, twiceIn, type ExistingCredential } from './duplicates.ts'

/**
 * `bring`: it will be made. `exists`: the vault has it. `twice`: the file has it twice. `needs-name`: there is neither
 * name nor address. `too-long`: more than a credential can hold. `excluded`: the person took it out.
 */
export type PlannedOutcome = 'bring' | 'exists' | 'twice' | 'needs-name' | 'too-long' | 'excluded'

export interface PlannedRow {
  index: number
  item: ImportedItem
  title: string
  outcome: PlannedOutcome
  collection: CollectionTarget
  tags: string[]
  /** Sentences for the person, without secrets: why it is not brought, what stays behind, what to look at. */
  notes: string[]
}

export interface ImportPlan {
  rows: PlannedRow[]
  counts: Record<PlannedOutcome, number>
  /** Collections that have to be made first, for rows that are brought. */
  newCollections: string[]
}

/** Says what would become of each item; changes nothing. */
export function planImport(
  items: readonly ImportedItem[],
  existing: readonly ExistingCredential[],
  choices: ImportChoices,
): ImportPlan {
  const titles = items.map((item, index) => oneLine(choices.names.get(index) ?? item.title))
  const like = existingLike(existing)
  const twice = twiceIn(items, titles)
  const counts: ImportPlan['counts'] = { bring: 0, exists: 0, twice: 0, 'needs-name': 0, 'too-long': 0, excluded: 0 }
  const rows = items.map((item, index): PlannedRow => {
    const title = titles[index] ?? ''
    const found = outcomeOf(item, index, title, choices, like, twice[index])
    counts[found.outcome]++
    return { index, item, title, ...placeOf(item, choices), ...found, notes: [...found.notes, ...notesOn(item)] }
  })
  return { rows, counts, newCollections: newNames(rows) }
}

type Found = Pick<PlannedRow, 'outcome' | 'notes'>

function outcomeOf(
  item: ImportedItem,
  index: number,
  title: string,
  { duplicates, excluded }: ImportChoices,
  like: ReturnType<typeof existingLike>,
  twice: ReturnType<typeof twiceIn>[number],
): Found {
  if (excluded.has(index)) return { outcome: 'excluded', notes: [] }
  if (title === '') return { outcome: 'needs-name', notes: [`${item.place} has no name. Give it one.`] }
  const tooLong = overflowOf(item)
  if (tooLong !== undefined) return { outcome: 'too-long', notes: [tooLong] }
  if (twice?.how === 'same') return { outcome: 'twice', notes: [`The same as ${twice.place} in this file.`] }
  const known = like(item, title)
  if (known?.how === 'same' && duplicates === 'skip')
    return {
      outcome: 'exists',
      notes: [`${known.reference} has this name${item.username === '' ? '' : ' and username'}.`],
    }
  const notes = [
    ...(twice ? [`${twice.place} has the same name and username, and something else inside.`] : []),
    ...(known?.how === 'same' ? [`${known.reference} has this name already.`] : []),
    ...(known?.how === 'similar' ? [`${known.reference} has the same address and username, under another name.`] : []),
  ]
  return { outcome: 'bring', notes }
}

/** What does not fit into a credential; undefined where all does. */
function overflowOf(item: ImportedItem): string | undefined {
  const encoder = new TextEncoder()
  const parts: [string, string][] = [
    ['username', item.username],
    ['password', item.password],
    ['notes', item.notes],
    ...item.fields.map(({ label, value }): [string, string] => [`field ${label}`, value]),
  ]
  const long = parts.find(
    ([, value]) => value.length > limits.fieldBytes / 3 && encoder.encode(value).length > limits.fieldBytes,
  )
  return long && `Longer than 64 kB: its ${long[0]}. Shorten it in the file, or bring it by hand.`
}

function placeOf({ folder, tags }: ImportedItem, { folders, collection, collectionOf }: ImportChoices) {
  const [outermost, ...inner] = folder
  if (folders === 'none' || outermost === undefined) return { collection, tags }
  if (folders === 'tags') return { collection, tags: tagsOf([...tags, ...folder]) }
  return { collection: collectionOf.get(folderKey(outermost)) ?? collection, tags: tagsOf([...tags, ...inner]) }
}

function notesOn({ notCarried, history, cautions, expiresAt }: ImportedItem): string[] {
  const former = history.length === 1 ? 'an earlier password' : `${history.length} earlier passwords`
  const behind = history.length === 0 ? notCarried : [...notCarried, former]
  return [
    ...(behind.length > 0 ? [`Not brought: ${behind.join(', ')}.`] : []),
    ...(expiresAt ? [`It was to be changed by ${expiresAt.slice(0, 10)}.`] : []),
    ...cautions,
  ]
}

function newNames(rows: readonly PlannedRow[]): string[] {
  const names = new Map<string, string>()
  for (const { outcome, collection } of rows)
    if (outcome === 'bring' && 'newName' in collection && !names.has(folderKey(collection.newName)))
      names.set(folderKey(collection.newName), collection.newName)
  return [...names.values()]
}
