import { statSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import type { Checkpoint } from '#contract/activity.ts'
import { walkChain, type ChainedEntry, type Fault } from '../access/audit-chain.ts'
import { checkpointsBefore, isSigned } from '../access/checkpoints.ts'
import { dataFolder, type DataFolder } from '../platform/data-folder.ts'
import type { Db } from '../platform/database.ts'
import { findLogKey } from '../platform/log-key.ts'
import { statementChecks } from './audit-statements.ts'
import type { AuditHead } from './check-vault.ts'
import { readCheckpoints, type Witness } from './checkpoint-files.ts'
import { openVault } from './copies.ts'
import { checkQueries } from './queries.ts'

export interface AuditVerdict {
  database: string
  /** Everything that is not as it should be, the first bad entry first. */
  faults: string[]
  /** What whoever reads this should know besides. */
  notes: string[]
  entries: number
  head: AuditHead | undefined
  /** Signatures of people that were checked. */
  statements: number
  /** Checkpoints that were compared, by where they are from. */
  compared: { source: string; count: number }[]
}

export interface AuditQuestion {
  /** Downloads of checkpoints, or logs of the server. */
  files?: readonly string[]
  /** An entry that somebody wrote down. */
  head?: AuditHead | undefined
  /** Entries that tell of a restore which did take place: what they say was replaced need not be in the chain. */
  restores?: readonly number[]
}

/**
 * Recomputes the audit chain of a vault or a backup, also while the server runs, and holds it against every checkpoint
 * there is: those in the vault, and those that were kept elsewhere, which alone show a chain that was cut off or written
 * anew by somebody who had everything. Reads a few hundred entries at a time.
 */
export async function verifyAudit(place: string, question: AuditQuestion = {}): Promise<AuditVerdict> {
  const isFile = statSync(place, { throwIfNoEntry: false })?.isFile() ?? false
  const data = dataFolder(isFile ? path.dirname(place) : place)
  const database = isFile ? place : data.database
  const vault = openVault(database)
  try {
    // In this order: what is written meanwhile makes the chain longer, and never a checkpoint newer than it.
    const kept = witnessesIn(vault)
    const elsewhere = await Promise.all((question.files ?? []).map((file) => readCheckpoints(file)))
    const written = question.head && [
      { size: question.head.seq, head: question.head.hash, source: 'what you wrote down' },
    ]
    const witnesses = [...kept, ...elsewhere.flat(), ...(written ?? [])]
    const walk = compare(vault, witnesses)
    const faults = [
      ...(walk.fault ? [`Entry ${walk.fault.seq} ${walk.fault.says}`] : []),
      ...unsigned(witnesses),
      ...(walk.fault
        ? []
        : [
            ...judge(walk, question.restores ?? []),
            ...strangeKeys(kept, walk),
            ...walk.statements.finish(vault, walk.entries),
          ]),
    ]
    return {
      database,
      faults,
      notes: notesOn(walk, kept, isFile ? undefined : ownKey(data)),
      entries: walk.entries,
      head: walk.head === undefined ? undefined : { seq: walk.entries, hash: walk.head },
      statements: walk.statements.count,
      compared: countedBySource(witnesses),
    }
  } finally {
    vault.close()
  }
}

// --- The walk ------------------------------------------------------------------------------------------------------

interface Restore {
  seq: number
  at: string
  /** Where the backup ended, and where the chain that it replaced did. */
  from: number
  replaced: number
}

interface Walk {
  entries: number
  head: string | undefined
  fault: Fault | undefined
  /** Those whose entry is another one, or is not there. */
  broken: Witness[]
  agreed: Witness[]
  restores: Restore[]
  /** Log keys, and the entry from which on each counts. */
  keys: Map<string, number>
  statements: ReturnType<typeof statementChecks>
}

const RestoreDetails = z.object({
  from: z.object({ seq: z.int() }).optional(),
  replaced: z.object({ seq: z.int() }).optional(),
})

function compare(vault: Db, witnesses: readonly Witness[]): Walk {
  const bySize = Map.groupBy(witnesses, ({ size }) => size)
  const statements = hasTable(vault, 'organization_log') ? statementChecks() : noStatements
  const walk: Omit<Walk, 'entries' | 'head' | 'fault'> = {
    broken: [],
    agreed: [],
    restores: [],
    keys: new Map(),
    statements,
  }
  const visit = (entry: ChainedEntry): string | undefined => {
    const { seq, hash, act, subjectId } = entry
    for (const witness of bySize.get(seq) ?? []) {
      const found = witness.head === hash ? walk.agreed : walk.broken
      found.push(witness)
    }
    if (act === 'log-key.use' && !walk.keys.has(subjectId)) walk.keys.set(subjectId, seq)
    if (act === 'installation.restore') walk.restores.push(...restoreIn(entry))
    return statements.check(entry)
  }
  const walked = walkChain(vault, visit)
  const beyond = witnesses.filter(({ size }) => size > walked.entries)
  return { ...walk, ...walked, broken: [...walk.broken, ...(walked.fault ? [] : beyond)] }
}

function restoreIn({ seq, at, details }: ChainedEntry): Restore[] {
  const { from, replaced } = RestoreDetails.safeParse(details).data ?? {}
  return replaced ? [{ seq, at, from: from?.seq ?? 0, replaced: replaced.seq }] : []
}

/** A vault from before there was a signed log. */
const noStatements = { check: () => undefined, finish: () => [], count: 0 }

// --- The judgement -------------------------------------------------------------------------------------------------

function judge({ broken, entries, agreed, restores }: Walk, accepted: readonly number[]): string[] {
  const explained = (witness: Witness) =>
    restores.find(
      ({ from, replaced, at }) =>
        witness.size > from && witness.size <= replaced && (witness.time === undefined || witness.time <= at),
    )
  const left = broken.filter((witness) => !accepted.includes(explained(witness)?.seq ?? 0))
  const [first] = left.toSorted((one, other) => one.size - other.size)
  if (!first) return []
  const when = first.time === undefined ? '' : ` at ${first.time}`
  // Nobody else's word: whoever wrote the chain anew may have sealed it anew as well.
  const since = Math.max(0, ...agreed.filter(({ source }) => source === first.source).map(({ size }) => size)) + 1
  const says =
    first.size > entries
      ? `Entry ${entries + 1} is missing: the log ends with entry ${entries}, and ${first.size} were sealed${when} (${first.source})`
      : `Entry ${since} or a later one up to ${first.size} is not the one that was written: entry ${first.size} was sealed${when} as another (${first.source})`
  const restored = explained(first)
  return [
    says,
    ...(restored
      ? [
          `Entry ${restored.seq} says that a backup was put in the place of the vault at ${restored.at}, and that this cut off entries ${restored.from + 1} to ${restored.replaced}. If that was you, say so with --restored ${restored.seq}`,
        ]
      : []),
    ...(left.length > 1 ? [`${left.length - 1} more checkpoints do not agree with this log`] : []),
  ]
}

const unsigned = (witnesses: readonly Witness[]): string[] =>
  witnesses.flatMap(({ checkpoint, size, source }) =>
    checkpoint && !isSigned(checkpoint)
      ? [`The checkpoint of ${size} entries is not signed by its key (${source})`]
      : [],
  )

/** Whoever has the database and not the key can write checkpoints too: under a key that the chain does not know. */
function strangeKeys(kept: readonly Witness[], { keys }: Walk): string[] {
  return kept.flatMap(({ checkpoint, size, source }) => {
    if (!checkpoint) return []
    const since = keys.get(checkpoint.key)
    if (since !== undefined && since <= size) return []
    return [`The checkpoint of ${size} entries is under a key that the log does not know by then (${source})`]
  })
}

function notesOn({ keys, entries, fault }: Walk, kept: readonly Witness[], own: string | undefined): string[] {
  const newest = Math.max(0, ...kept.map(({ size }) => size))
  const stranger = own !== undefined && keys.size > 0 && !keys.has(own)
  return [
    ...(keys.size > 1 ? [`The log has been sealed with ${keys.size} keys: ${listed(keys)}`] : []),
    ...(stranger ? ['The key in the data folder has sealed nothing yet'] : []),
    ...(!fault && entries > newest ? [`Entries after ${newest} are not sealed in the vault yet`] : []),
  ]
}

/** A key that is damaged seals nothing, which its server says; what it has sealed stands. */
function ownKey(data: DataFolder): string | undefined {
  try {
    return findLogKey(data.logKey)?.publicKey
  } catch {
    return undefined
  }
}

const listed = (keys: Map<string, number>) =>
  [...keys].map(([key, seq]) => `${key.slice(0, 8)}… from entry ${seq} on`).join(', ')

// --- What to compare with ------------------------------------------------------------------------------------------

function witnessesIn(vault: Db): Witness[] {
  if (!hasTable(vault, 'audit_checkpoints')) return []
  const found: Witness[] = []
  for (let before = Number.MAX_SAFE_INTEGER; ;) {
    const page: Checkpoint[] = checkpointsBefore(vault, before, 1_000)
    const last = page.at(-1)
    if (!last) return found
    found.push(...page.map((checkpoint) => ({ ...checkpoint, checkpoint, source: 'the vault' })))
    before = last.size
  }
}

const hasTable = (vault: Db, name: string): boolean => checkQueries(vault).table({ name }) !== undefined

function countedBySource(witnesses: readonly Witness[]): { source: string; count: number }[] {
  return [...Map.groupBy(witnesses, ({ source }) => source)].map(([source, { length: count }]) => ({ source, count }))
}
