import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  linkSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
} from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3'
import { v7 as uuidv7 } from 'uuid'
import type { Instant } from '#contract/values.ts'
import { auditHead, lastMoment, record } from '../access/audit.ts'
import { systemClock } from '../platform/clock.ts'
import { takeDataFolder, type DataFolder } from '../platform/data-folder.ts'
import { atomically, type Db } from '../platform/database.ts'
import type { AuditHead } from './check-vault.ts'
import { checkCopy, leftBeside, openCopy, removeDatabase } from './copies.ts'
import { Refused, settle } from './durably.ts'
import { endSessions, keepEnded, type StillEnded } from './keep-ended.ts'
import { refuseForeignSchema } from './known-schema.ts'
import { dropManifest, type Manifest } from './manifest.ts'
import { checkQueries } from './queries.ts'
import { placeStored } from './stored-files.ts'

export interface Restored {
  documents: number
  /** Files of attachments that are neither in the backup nor here any more: they are marked as lost. */
  filesLost: number
  /** When the backup was made, where it says so. */
  madeAt?: Instant
  audit: AuditHead
  /** Where the vault that stood here is kept. */
  undo?: string
  /** Absent where there was nothing here before, or nothing that could be read. */
  ended?: StillEnded
}

/**
 * Puts a backup in the place of the vault, with the server stopped. Everything is done on a copy in the data folder,
 * and one rename puts it in place: whoever is killed in between leaves the old vault or the new one.
 * @param expected an entry of the audit log that the backup must contain.
 * @throws FolderInUse, Refused; nothing has changed then.
 */
export function restore(data: DataFolder, given: string, expected?: AuditHead): Restored {
  const file = path.resolve(given)
  if (!existsSync(file)) throw new Refused(`There is no file ${file}.`)
  if (leftBeside(file).length > 0) {
    throw new Refused(`${file} is a database in use, with more beside it. Make a backup of it with: runkeep backup`)
  }
  const giveBack = takeDataFolder(data)
  const draft = path.join(data.folder, 'restoring.db')
  try {
    removeDatabase(draft)
    copyFileSync(file, draft)
    chmodSync(draft, 0o600)
    const restored = prepare(draft, data, expected)
    settle(draft)
    const undo = existsSync(data.database) ? keepUndo(data) : undefined
    renameSync(draft, data.database)
    settle(data.folder)
    return { ...restored, ...(undo && { undo }) }
  } finally {
    removeDatabase(draft)
    giveBack()
  }
}

/** Checks the copy, and makes of it the vault that will stand here. The present one is only read. */
function prepare(draft: string, data: DataFolder, expected: AuditHead | undefined): Omit<Restored, 'undo'> {
  const copy = openCopy(draft)
  try {
    const manifest = requireSound(copy, expected)
    // Files that nobody knows yet harm nobody, should this go no further.
    const filesLost = placeStored(copy, data.files, manifest?.madeAt ?? lastMoment(copy) ?? '')
    const present = existsSync(data.database) ? openPresent(data.database) : undefined
    try {
      const ended = finish(copy, present, manifest)
      return {
        documents: checkQueries(copy).sizes()?.documents ?? 0,
        filesLost,
        audit: auditHead(copy) as AuditHead,
        ...(manifest && { madeAt: manifest.madeAt }),
        ...(ended && { ended }),
      }
    } finally {
      present?.close()
    }
  } finally {
    copy.close()
  }
}

function requireSound(copy: Db, expected: AuditHead | undefined): Manifest | undefined {
  try {
    copy.pragma('journal_mode = DELETE')
    refuseForeignSchema(copy)
  } catch (error) {
    if (error instanceof Database.SqliteError) throw new Refused('It is no vault of Runkeep.')
    throw error
  }
  const { damage, manifest } = checkCopy(copy, expected)
  if (damage.length === 0) return manifest
  throw new Refused(
    ['This backup is damaged, and nothing was changed:', ...damage.map((line) => `  ${line}`)].join('\n'),
  )
}

/** Ends in the copy what has ended meanwhile, and writes down that it was restored: one act, one audit event. */
function finish(copy: Db, present: Db | undefined, manifest: Manifest | undefined): StillEnded | undefined {
  const from = auditHead(copy)
  const replaced = present && auditHead(present)
  const latest = [lastMoment(copy), present && lastMoment(present)]
    .filter((moment) => moment !== undefined)
    .sort()
    .at(-1)
  const now = systemClock(latest as Instant | undefined).now()
  return atomically(copy, () => {
    dropManifest(copy)
    const sessions = endSessions(copy, now)
    const ended = present && { sessions, ...keepEnded(copy, present) }
    record(
      { db: copy, now, origin: { requestId: uuidv7(), address: '', agent: 'runkeep restore' } },
      {
        act: 'installation.restore',
        on: ['installation', 'restore'],
        details: { madeAt: manifest?.madeAt, from, replaced, ended },
      },
    )
    return ended
  })
}

/**
 * The vault that stands here, taken in from the log beside it and left as one file.
 * @returns undefined where it cannot be read at all, which may be why somebody restores.
 */
function openPresent(database: string): Db | undefined {
  // SQLite would throw away the log beside a file that is none of its own.
  if (!isDatabase(database)) return undefined
  let db: Db | undefined
  try {
    db = new Database(database, { fileMustExist: true, timeout: 5_000 })
    db.pragma('trusted_schema = OFF')
    db.pragma('wal_checkpoint(TRUNCATE)')
    db.pragma('journal_mode = DELETE')
    auditHead(db)
    return db
  } catch (error) {
    db?.close()
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) {
      throw new Refused(`Somebody is reading ${database}. Wait for it to end, or stop it.`)
    }
    return undefined
  }
}

function isDatabase(file: string): boolean {
  const start = Buffer.alloc(16)
  const descriptor = openSync(file, 'r')
  try {
    readSync(descriptor, start)
  } finally {
    closeSync(descriptor)
  }
  return start.toString('latin1') === 'SQLite format 3\0'
}

/** Keeps the present vault under another name; it stays in its own place too, until the rename. */
function keepUndo(data: DataFolder): string {
  const name = `before-restore-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`
  const undo = path.join(data.backups, `${name}.db`)
  linkOrCopy(data.database, undo)
  const left = leftBeside(data.database)
  // Only a vault that could not be read has anything beside it still. That belongs to it and not to what comes.
  for (const path of left) linkOrCopy(path, undo + path.slice(data.database.length))
  settle(data.backups)
  for (const path of left) rmSync(path)
  return undo
}

function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to)
  } catch {
    copyFileSync(from, to)
    settle(to)
  }
  chmodSync(to, 0o600)
}
