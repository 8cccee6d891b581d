import { z } from 'zod'
import type { Mentions, Names } from '#contract/sentences.ts'
import { formatReference, Kind, levels, MemberId, parseReference, Side } from '#contract/values.ts'
import type { Person } from '#contract/values.ts'
import type { Db } from '../platform/database.ts'
import { queries } from '../platform/sql.ts'
import type { Asking } from './guard.ts'
import { isKeyHolder } from './guard.ts'
import { collectionLevelOf, levelOf } from './reachable.ts'

/**
 * What ids are called, for one reader: a document has a title for those whom it exists for, and is a number to others;
 * a collection out of reach has no name at all. One question per kind of thing, however long the list.
 */

const documentColumns = `d.id, d.kind, d.number, d.title, ${levelOf('actor', 'd', 'c')} AS level` as const
const DocumentRow = z.object({ id: z.string(), kind: Kind, number: z.int(), title: z.string(), level: z.int() })
const MemberRow = z.object({
  id: MemberId,
  accountId: z.string(),
  name: z.string(),
  side: Side,
  party: z.string(),
})
const memberColumns = `m.id, m.account_id AS accountId, m.name, p.side, p.name AS party` as const

const nameQueries = queries((sql) => ({
  documents: sql.all(
    DocumentRow,
    `SELECT ${documentColumns}
       FROM json_each(@ids) x JOIN documents d ON d.id = x.value JOIN collections c ON c.id = d.collection_id
       JOIN members actor ON actor.id = @memberId
      WHERE d.organization_id = actor.organization_id`,
  ),
  documentsByNumber: sql.all(
    DocumentRow,
    `SELECT ${documentColumns}
       FROM json_each(@numbers) x JOIN members actor ON actor.id = @memberId
       JOIN documents d ON d.organization_id = actor.organization_id
                       AND d.kind = x.value ->> 'kind' AND d.number = x.value ->> 'number'
       JOIN collections c ON c.id = d.collection_id`,
  ),
  members: sql.all(
    MemberRow,
    `SELECT ${memberColumns}
       FROM json_each(@ids) x JOIN members m ON m.id = x.value JOIN parties p ON p.id = m.party_id
      WHERE m.organization_id = @organizationId`,
  ),
  /** Whoever left and came back is called as now. */
  membersByAccount: sql.all(
    MemberRow,
    `SELECT ${memberColumns}
       FROM json_each(@ids) x JOIN members m ON m.account_id = x.value JOIN parties p ON p.id = m.party_id
      WHERE m.organization_id = @organizationId ORDER BY m.joined_at, m.id`,
  ),
  collections: sql.all(
    z.object({ id: z.string(), name: z.string() }),
    `SELECT c.id, c.name
       FROM json_each(@ids) x JOIN collections c ON c.id = x.value JOIN members actor ON actor.id = @memberId
      WHERE c.organization_id = actor.organization_id AND ${collectionLevelOf('actor', 'c')} >= 0`,
  ),
  parties: sql.all(
    z.object({ id: z.string(), name: z.string() }),
    `SELECT p.id, p.name FROM json_each(@ids) x JOIN parties p ON p.id = x.value
      WHERE p.organization_id = @organizationId`,
  ),
}))

type Reader = Omit<Asking, 'actor'> & { db: Db; actor: Pick<Asking['actor'], 'id' | 'organizationId' | 'role'> }

export interface KnownNames {
  person(id: string): Person | undefined
  /** The member that an account is, or was. */
  personOf(accountId: string): Person | undefined
  /** For a sentence about this document, if it is about one. */
  about(documentId: string | undefined): Names
}

/** @param accounts of people who are known by their account only. */
export function namesFor(
  { db, actor, now }: Reader,
  mentions: readonly Mentions[],
  accounts: readonly string[] = [],
): KnownNames {
  const ask = nameQueries(db)
  const { id: memberId, organizationId } = actor
  const all = (pick: (mentioned: Mentions) => readonly string[]) => [...new Set(mentions.flatMap(pick))]
  const asked = all(({ documents }) => documents)
  const numbers = asked.flatMap((named) => parseReference(named) ?? [])
  const ids = asked.filter((named) => parseReference(named) === undefined)
  const documents = new Map<string, z.infer<typeof DocumentRow>>()
  for (const row of [
    ...inChunks(ids, (some) => ask.documents({ ids: some, memberId, now })),
    ...inChunks(numbers, (some) => ask.documentsByNumber({ numbers: some, memberId, now })),
  ]) {
    documents.set(row.id, row)
    documents.set(formatReference(row.kind, row.number), row)
  }
  const people = new Map(
    inChunks(
      all(({ people }) => people),
      (some) => ask.members({ ids: some, organizationId }),
    ).map((row) => [row.id as string, personIn(row)]),
  )
  const byAccount = new Map(
    inChunks([...new Set(accounts)], (some) => ask.membersByAccount({ ids: some, organizationId })).map((row) => [
      row.accountId,
      personIn(row),
    ]),
  )
  const collections = named(
    inChunks(
      all(({ collections }) => collections),
      (some) => ask.collections({ ids: some, memberId, now }),
    ),
  )
  const parties = named(
    inChunks(
      all(({ parties }) => parties),
      (some) => ask.parties({ ids: some, organizationId }),
    ),
  )

  const document = (written: string) => {
    const parsed = parseReference(written)
    const row = documents.get(parsed ? formatReference(parsed.kind, parsed.number) : written)
    if (!row) return undefined
    const reference = formatReference(row.kind, row.number)
    return row.level >= levels.list ? { reference, title: row.title } : { reference }
  }
  const person = (id: string) => people.get(id)
  return {
    person,
    personOf: (accountId) => byAccount.get(accountId),
    about: (documentId) => ({
      person,
      document,
      collection: (id) => collections.get(id),
      party: (id) => parties.get(id),
      readsContent: documentId !== undefined && (documents.get(documentId)?.level ?? -1) >= levels.view,
      seesAddresses: isKeyHolder(actor),
    }),
  }
}

const mostAtOnce = 1_000

function inChunks<Id, Row>(ids: readonly Id[], ask: (some: string) => Row[]): Row[] {
  const rows: Row[] = []
  for (let from = 0; from < ids.length; from += mostAtOnce)
    rows.push(...ask(JSON.stringify(ids.slice(from, from + mostAtOnce))))
  return rows
}

const personIn = ({ id, name, side, party }: z.infer<typeof MemberRow>): Person => ({ id, name, side, party })
const named = (rows: readonly { id: string; name: string }[]) => new Map(rows.map(({ id, name }) => [id, name]))
