import type { MemberCall } from '../../access/call.ts'
import { levels } from '#contract/values.ts'
import { ofCollections, ofOrganization, type Limits } from './match.ts'
import { searchQueries } from './queries.ts'
import { fold } from './words.ts'

/** What a caller may search, as conditions of the index itself. `levelOf` still decides on every result. */
export interface Reach {
  /** Documents whose content the caller sees; undefined if there are none. */
  view: Limits | undefined
  /** Documents that the caller sees listed only: found by title and reference. */
  list: Limits | undefined
  /** Row numbers of documents that were granted one by one. */
  granted: number[]
  /** What granted documents have to be, beside granted. */
  whole: Limits
  /** Scope numbers of the collections of which the caller sees at least the titles. */
  scopes: number[]
  isArchived: boolean
}

/** @param collection the beginning of a collection's name, if the search is limited to it */
export function reachOf(
  { db, actor, now }: MemberCall,
  { collection, isArchived }: { collection?: string | undefined; isArchived: boolean },
): Reach {
  const all = searchQueries(db).collections({ memberId: actor.id, now })
  const wanted = collection === undefined ? undefined : fold(collection)
  const named = wanted === undefined ? all : all.filter(({ name }) => fold(name.normalize('NFC')).startsWith(wanted))
  const scopesAt = (fits: (level: number) => boolean) =>
    named.filter(({ level }) => fits(level)).map(({ scope }) => scope)
  const viewScopes = scopesAt((level) => level >= levels.view)
  const listScopes = scopesAt((level) => level === levels.list)
  const limits = (scopes: number[]) =>
    limitsTo(
      scopes,
      all.map(({ scope }) => scope),
      actor.organizationId,
      isArchived,
    )
  const granted = searchQueries(db).grantedDocuments({ memberId: actor.id, now })
  const namedScopes = new Set(named.map(({ scope }) => scope))
  return {
    view: limits(viewScopes),
    list: limits(listScopes),
    granted: granted
      .filter(({ scope }) => namedScopes.has(scope) && !viewScopes.includes(scope))
      .map(({ rowId }) => rowId),
    whole: { all: [ofOrganization(actor.organizationId, isArchived)], without: [] },
    scopes: [...viewScopes, ...listScopes],
    isArchived,
  }
}

/** The shortest way to say it: all of the organization, these collections, or all but those. */
function limitsTo(scopes: number[], all: number[], organizationId: string, isArchived: boolean): Limits | undefined {
  if (scopes.length === 0) return undefined
  const others = all.filter((scope) => !scopes.includes(scope))
  const everything = ofOrganization(organizationId, isArchived)
  if (others.length === 0) return { all: [everything], without: [] }
  return others.length < scopes.length
    ? { all: [everything], without: [ofCollections(others, isArchived)] }
    : { all: [ofCollections(scopes, isArchived)], without: [] }
}
