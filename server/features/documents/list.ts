import type { countDocuments, listDocuments, listTags } from '#contract/documents.ts'
import { parseReference, type Role } from '#contract/values.ts'
import type { CallOf } from '../../access/call.ts'
import { useSince } from '../../access/freshness.ts'
import { cursorOf, readCursor } from '../../platform/cursor.ts'
import { countQueries, pageOfShape } from './list-queries.ts'
import { documentQueries } from './queries.ts'

/** Roles that see only what was granted to them. */
const narrowRoles: readonly Role[] = ['technician']

type Asked = CallOf<typeof listDocuments>['input']

/** Orders that an index holds: by title and reference within a kind, by change over all kinds. Others must be sorted. */
const isIndexed = ({ sort, kind }: Asked): boolean =>
  kind === undefined ? sort === 'changed' : sort === 'title' || sort === 'reference'

/** Whether a list may have to walk past many documents to fill its page: then it is read elsewhere. */
export const isLongWalk = (input: Asked): boolean =>
  !isIndexed(input) ||
  [
    input.state,
    input.owner,
    input.tag,
    input.criticality,
    input.system,
    input.text,
    input.collectionId,
    input.class,
    input.rotation,
    input.opens,
  ].some((filter) => filter !== undefined) ||
  input.archived

export function list({ db, actor, input, now, today }: CallOf<typeof listDocuments>) {
  const { sort, descending, archived, kind, limit } = input
  const after = input.after === undefined ? undefined : readCursor(input.after, 'pair')
  const system = input.system === undefined ? undefined : parseReference(input.system)
  const isPerson = input.owner !== undefined && input.owner !== 'none'
  const rows = pageOfShape(db, {
    sort,
    descending,
    archived,
    hasKind: kind !== undefined,
    isNarrow: narrowRoles.includes(actor.role),
  })({
    memberId: actor.id,
    now,
    today,
    useSince: useSince(today),
    kind,
    collectionId: input.collectionId,
    criticality: input.criticality,
    tag: input.tag,
    state: input.state,
    owner: isPerson ? (input.owner === 'me' ? actor.id : input.owner) : undefined,
    // "Mine" is what I answer for: as owner or as deputy.
    orDeputy: input.owner === 'me',
    noOwner: input.owner === 'none',
    systemKind: system?.kind,
    systemNumber: system?.number,
    class: input.class,
    rotation: input.rotation,
    opens: input.opens,
    text: input.text ? `%${input.text.replaceAll(/[!%_]/g, '!$&')}%` : undefined,
    afterKey: after?.[0],
    afterId: after?.[1],
    limit: limit + 1,
  })
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, ...(rows.length > limit && last && { next: cursorOf([last.sortKey, last.id]) }) }
}

export function counts({ db, actor, input, now, today }: CallOf<typeof countDocuments>) {
  const found = countQueries(db).byState({
    memberId: actor.id,
    now,
    today,
    kind: input.kind,
    collectionId: input.collectionId,
    mine: input.owner === 'me',
    class: input.class,
    rotation: input.rotation,
    opens: input.opens,
  })
  if (!found) throw new Error('A count always has a row')
  return found
}

export function tags({ db, actor, now }: CallOf<typeof listTags>) {
  return { items: documentQueries(db).tags({ memberId: actor.id, now }) }
}
