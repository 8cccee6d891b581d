import { z } from 'zod'
import { auditEntryHash, chainStart } from '#contract/crypto/verify.ts'
import type { Db } from '../platform/database.ts'
import { queries } from '../platform/sql.ts'

// Whatever stands there: a damaged entry is to be named, not to be tripped over.
const anything = z.unknown().optional()
const Row = z.object({
  seq: z.int(),
  at: anything,
  organizationId: anything,
  accountId: anything,
  memberId: anything,
  act: anything,
  subjectKind: anything,
  subjectId: anything,
  exact: anything,
  hash: anything,
})
type Row = z.infer<typeof Row>

const chainQueries = queries((sql) => ({
  page: sql.all(
    Row,
    `SELECT seq, at, organization_id AS organizationId, account_id AS accountId, member_id AS memberId, act,
            subject_kind AS subjectKind, subject_id AS subjectId, payload AS exact, hash
       FROM audit_events NOT INDEXED WHERE seq > @after ORDER BY seq LIMIT 500`,
  ),
}))

/** An entry that is as it was written. */
export interface ChainedEntry {
  seq: number
  /** 64 hexadecimal digits. */
  hash: string
  at: string
  act: string
  organizationId: string | undefined
  memberId: string | undefined
  subjectId: string
  details: Readonly<Record<string, unknown>>
}

/** The first entry that is not as it was written, and what is wrong with it, in a sentence. */
export interface Fault {
  seq: number
  says: string
}

export interface Walked {
  /** Entries that are as they were written, from the first on. */
  entries: number
  /** Hash of the last of them. */
  head: string | undefined
  fault: Fault | undefined
}

/**
 * Recomputes the whole chain and compares every column with the payload that was hashed, some hundred entries at a time:
 * memory stays flat, however long the chain is, and nobody who writes meanwhile has to wait.
 * @param visit is told of each entry that is as it was written, in order; what it returns is a fault of that entry.
 */
export function walkChain(db: Db, visit: (entry: ChainedEntry) => string | undefined = () => undefined): Walked {
  let entries = 0
  let head: string | undefined
  for (;;) {
    const page = chainQueries(db).page({ after: entries })
    if (page.length === 0) return { entries, head, fault: undefined }
    for (const [index, row] of page.entries()) {
      const says = faultOf(row, entries + 1, head, page.slice(index + 1)) ?? visit(entryOf(row))
      if (says !== undefined) return { entries, head, fault: { seq: entries + 1, says } }
      entries = row.seq
      head = row.hash as string
    }
  }
}

export function chainHash(seq: number, previous: string | undefined, payload: string): string {
  const before = previous === undefined ? chainStart : new Uint8Array(Buffer.from(previous, 'hex'))
  return Buffer.from(auditEntryHash({ seq, previous: before, payload })).toString('hex')
}

/** @param next the rows that follow, as far as they were read: an entry may stand among them instead. */
function faultOf(row: Row, seq: number, previous: string | undefined, next: readonly Row[]): string | undefined {
  if (row.seq !== seq) return `is missing: entry ${row.seq} follows ${seq === 1 ? 'the beginning' : `entry ${seq - 1}`}`
  if (belongsAt(row, seq, previous)) {
    const column = columnUnlike(row)
    return column && `has another ${column} in its column than in what was hashed`
  }
  const moved = next.find((candidate) => belongsAt(candidate, seq, previous))
  if (moved) return `is not in its place: it stands as entry ${moved.seq}`
  return seq === 1 ? 'is not as it was written' : `is not as it was written, or entry ${seq - 1} before it is not`
}

const belongsAt = ({ exact, hash }: Row, seq: number, previous: string | undefined): boolean =>
  typeof exact === 'string' && hash === chainHash(seq, previous, exact)

const columns = ['at', 'organizationId', 'accountId', 'memberId', 'act', 'subjectKind', 'subjectId'] as const

/** Columns are for finding entries; what was hashed is the payload, and they must agree, where they are empty too. */
function columnUnlike(row: Row): string | undefined {
  const payload = JSON.parse(row.exact as string) as Record<string, unknown>
  return columns.find((name) => row[name] !== payload[name])
}

function entryOf(row: Row): ChainedEntry {
  const { details = {} } = JSON.parse(row.exact as string) as { details?: Record<string, unknown> }
  const { seq, hash, at, act, organizationId, memberId, subjectId } = row
  return { seq, hash, at, act, organizationId, memberId, subjectId, details } as ChainedEntry
}
