import { formatReference, kinds, type Kind } from '#contract/values.ts'
import { walkChain } from '../access/audit-chain.ts'
import { checkLogs } from '../features/log/rules.ts'
import { digestOf } from '../features/documents/write.ts'
import type { Db } from '../platform/database.ts'
import { checkQueries } from './queries.ts'

/** An entry of the audit chain that somebody wrote down elsewhere: in the log, in a backup's manifest. */
export interface AuditHead {
  seq: number
  hash: string
}

export interface Checked {
  /** Everything that is not as it was written, each named. */
  damage: string[]
  /** Where the audit chain ends; absent where it is broken or empty. */
  head?: AuditHead
}

/**
 * Checks everything that can be checked by reading: SQLite's pages and references, the audit chain, the digest of every
 * revision, and that documents are what their newest revisions say. SQLite's own check sees one flipped bit in four
 * (ASSURANCE M6), hence the rest.
 * @param expected an entry that must be in the chain: without one, a chain that was cut off or rebuilt looks whole.
 */
export function checkContent(db: Db, expected?: AuditHead): Checked {
  const damage: string[] = []
  const attempt = (what: string, check: () => void) => {
    try {
      check()
    } catch (error) {
      damage.push(`${what} could not be read: ${(error as Error).message}`)
    }
  }
  let head: AuditHead | undefined

  attempt('The file', () => damage.push(...pages(db)))
  attempt('The references between tables', () => damage.push(...foreignKeys(db)))
  attempt('The audit log', () => {
    const chain = walkChain(db)
    if (chain.fault) damage.push(`Audit entry ${chain.fault.seq} ${chain.fault.says}`)
    else if (chain.head !== undefined) head = { seq: chain.entries, hash: chain.head }
    if (expected && checkQueries(db).auditEntry({ seq: expected.seq })?.hash !== expected.hash) {
      damage.push(`Audit entry ${expected.seq} is not the one that was written down: the log was cut off or rebuilt`)
    }
  })
  attempt('The organizations’ logs', () => damage.push(...checkLogs(db)))
  attempt('The revisions', () => damage.push(...revisions(db)))
  attempt('The documents', () => {
    for (const row of checkQueries(db).unlikeTheirRevisions()) {
      damage.push(`${nameOf(row)} is not what its newest revision says, or a revision is missing`)
    }
    for (const row of checkQueries(db).unlikeTheirTags())
      damage.push(`${nameOf(row)} has other tags in the index of tags`)
  })
  return { damage, ...(head && { head }) }
}

/** Compares each search index with what it is an index of. SQLite asks for a connection that may write, and writes nothing. */
export function checkIndexes(db: Db): string[] {
  const indexes = db
    .prepare<[], string>(
      `SELECT name FROM sqlite_schema WHERE sql LIKE 'CREATE VIRTUAL TABLE%USING fts5%' ORDER BY name`,
    )
    .pluck()
    .all()
  return indexes.flatMap((name) => {
    try {
      db.prepare(`INSERT INTO "${name}" ("${name}", rank) VALUES ('integrity-check', 1)`).run()
      return []
    } catch (error) {
      return [`The search index ${name} does not agree with the documents: ${(error as Error).message}`]
    }
  })
}

function pages(db: Db): string[] {
  const found = db.pragma('integrity_check(100)') as { integrity_check: string }[]
  return found.map((row) => row.integrity_check).filter((line) => line !== 'ok')
}

function foreignKeys(db: Db): string[] {
  const found = db.pragma('foreign_key_check') as { table: string; rowid: number | null; parent: string }[]
  return found
    .slice(0, 100)
    .map(
      ({ table, rowid, parent }) =>
        `${table}${rowid === null ? '' : `, row ${rowid},`} names a row of ${parent} that is not there`,
    )
}

function revisions(db: Db): string[] {
  const damaged: string[] = []
  for (let after = 0; ;) {
    const page = checkQueries(db).revisions({ after })
    const last = page.at(-1)
    if (!last) return damaged
    for (const { title, summary, body, tags, content: structured, digest, revision, ...document } of page) {
      const content = { title, summary, body, tags, content: structured } as Parameters<typeof digestOf>[0]
      if (digestOf(content) !== digest)
        damaged.push(`${nameOf(document)}, revision ${String(revision)}, is not as it was saved`)
    }
    after = last.row
  }
}

type Naming = Partial<Record<'documentId' | 'slug' | 'kind' | 'number', unknown>>

function nameOf({ documentId, slug, kind, number }: Naming): string {
  const isKnown = typeof kind === 'string' && kind in kinds && typeof number === 'number'
  return isKnown ? `${formatReference(kind as Kind, number)} of ${String(slug)}` : `Document ${String(documentId)}`
}
