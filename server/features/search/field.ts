import { parseReference, type DocumentId } from '#contract/values.ts'
import { findTitles, type Field, type Searching } from './find.ts'
import { ofKind, ofOwner } from './match.ts'
import { searchQueries } from './queries.ts'
import { reachOf } from './reach.ts'
import { readText, type Wanted } from './read-text.ts'
import { foldWord, wordsIn } from './words.ts'

/**
 * What the filters leave of the caller's reach.
 * @returns undefined where they leave nothing; why stands in the hints.
 */
export function fieldOf(call: Searching, { filters, hints }: Wanted): Field | undefined {
  const reach = reachOf(call, filters)
  if (filters.collection !== undefined && reach.scopes.length === 0) {
    hints.push(`There is no collection “${filters.collection}” that you can see.`)
    return undefined
  }
  const conditions: string[] = []
  if (filters.kind) conditions.push(ofKind(filters.kind))
  if (filters.isMine) conditions.push(ofOwner(call.actor.id))
  for (const tag of filters.tags) {
    const words = wordsIn(tag).map(foldWord).filter(Boolean)
    if (words.length > 0) conditions.push(`tags : "${words.join(' ')}"`)
  }
  const field: Field = {
    reach,
    filters: conditions,
    isFiltered: filters.state !== undefined || filters.tags.length > 0,
  }
  // Tags and systems are content: who may only see a list does not learn of them by asking.
  if (filters.tags.length > 0 || filters.system !== undefined) reach.list = undefined
  if (filters.system === undefined) return field
  const systems = systemsNamed(call, field, filters.system)
  if (systems.length > 0) {
    return { ...field, among: searchQueries(call.db).related({ ids: JSON.stringify(systems) })?.rows ?? [] }
  }
  hints.push(`There is no system “${filters.system}” that you can see.`)
  return undefined
}

function systemsNamed(call: Searching, field: Field, written: string): DocumentId[] {
  const ask = searchQueries(call.db)
  const asked = { memberId: call.actor.id, now: call.now }
  const reference = parseReference(written)
  if (reference) {
    const found = reference.kind === 'system' ? ask.system({ ...asked, number: reference.number }) : undefined
    return found ? [found.id] : []
  }
  const terms = readText(`"${written.replaceAll('"', ' ')}"`).terms.map((term) => ({ ...term, isPrefix: true }))
  const rows = findTitles(call, { ...field, filters: [ofKind('system')] }, terms, 'start', 20)
  return ask.systemsOf({ ...asked, rows: JSON.stringify(rows) }).map(({ id }) => id)
}
