import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3'
import { v7 as uuidv7 } from 'uuid'
import type { Instant } from '#contract/values.ts'
import { lastMoment, record } from '../access/audit.ts'
import { systemClock } from '../platform/clock.ts'
import { takeDataFolder, type DataFolder } from '../platform/data-folder.ts'
import { atomically, openDatabase, type Db } from '../platform/database.ts'
import { lostIn, temporaryIn } from '../platform/files.ts'
import { checkFiles, nameOfBlob, type FilesChecked } from './check-files.ts'
import { Refused, settle } from './durably.ts'
import { fileQueries, type BlobRow } from './file-queries.ts'
import { checkQueries } from './queries.ts'
import { contentIn } from './stored-files.ts'
import { faultOf, piecesOfFile, writeWhole } from './whole-file.ts'

export interface Repaired {
  found: FilesChecked
  /** What was done, a sentence each. */
  done: string[]
  /** Contents that are nowhere, and are marked as lost now. */
  lost: number
}

/**
 * Brings files and rows together again, with the server stopped. Nothing that may be somebody's is thrown away: what no
 * row names goes to files/lost. What is damaged is looked for there, and in a backup if one is given, and marked as lost
 * where it is nowhere.
 * @throws FolderInUse, Refused.
 */
export function repairFiles(data: DataFolder, from?: string): Repaired {
  if (!existsSync(data.database)) throw new Refused(`There is no vault at ${data.database}.`)
  const giveBack = takeDataFolder(data)
  const db = openDatabase(data.database)
  const backup = from === undefined ? undefined : openBackup(from)
  try {
    if (!checkQueries(db).table({ name: 'erasures' }))
      throw new Refused('Start the server once, so that it brings the vault up to date.')
    const found = checkFiles(data, db, true)
    const now = systemClock(lastMoment(db) as Instant | undefined).now()
    const done: string[] = []
    const [lost, back]: [BlobRow[], BlobRow[]] = [[], []]
    for (const name of found.halves) rmSync(path.join(temporaryIn(data.files), name), { recursive: true, force: true })
    if (found.halves.length > 0) done.push(`Took away ${found.halves.length} that had not arrived whole`)
    // All of them first: two that were swapped find each other there.
    for (const { blob, fault } of found.damaged) if (fault === 'changed') setAside(data, blob.file)
    for (const { blob } of found.damaged) {
      if (bringBack(data, blob, backup)) {
        back.push(blob)
        done.push(`Put back ${nameOfBlob(db, blob)}`)
      } else {
        lost.push(blob)
        done.push(`Marked as lost ${nameOfBlob(db, blob)}`)
      }
    }
    for (const { blob, isBack } of found.lost) {
      if (!isBack && !bringBack(data, blob, backup)) continue
      back.push(blob)
      done.push(`Found again ${nameOfBlob(db, blob)}`)
    }
    for (const name of found.orphans) {
      setAside(data, name)
      done.push(`Moved to files/lost: ${name}`)
    }
    if (found.sums.length > 0) done.push(`Counted the files of ${found.sums.length} organizations anew`)
    write(db, now, { found, lost, back })
    return { found, done, lost: lost.length }
  } finally {
    backup?.close()
    db.pragma('wal_checkpoint(TRUNCATE)')
    db.close()
    giveBack()
  }
}

function write(
  db: Db,
  now: Instant,
  { found, lost, back }: { found: FilesChecked; lost: BlobRow[]; back: BlobRow[] },
): void {
  const { halves, orphans, sums } = found
  if (halves.length + orphans.length + sums.length + lost.length + back.length === 0) return
  const rows = fileQueries(db)
  atomically(db, () => {
    for (const { id } of lost) rows.markLost({ id, now })
    for (const { id } of back) rows.markFound({ id })
    for (const sum of sums) rows.setUsage(sum)
    const attachments = (blobs: BlobRow[]) => blobs.flatMap(({ id }) => rows.attachments({ id }).map((one) => one.id))
    record(
      { db, now, origin: { requestId: uuidv7(), address: '', agent: 'runkeep check-files' } },
      {
        act: 'files.repair',
        on: ['installation', 'files'],
        details: {
          lost: lost.length,
          back: back.length,
          apart: orphans.length,
          halves: halves.length,
          lostAttachments: attachments(lost),
          foundAttachments: attachments(back),
        },
      },
    )
  })
}

/** Moves something out of the way, under a name that says where it lay. */
function setAside({ files }: DataFolder, name: string): void {
  const lost = lostIn(files)
  mkdirSync(lost, { recursive: true, mode: 0o700 })
  const plain = name.replaceAll(/[^A-Za-z0-9._-]/g, '_')
  let free = path.join(lost, plain)
  for (let n = 2; existsSync(free); n++) free = path.join(lost, `${plain}.${n}`)
  renameSync(path.join(files, name), free)
  settle(lost)
}

/** From files/lost, or from the backup. */
function bringBack({ files }: DataFolder, blob: BlobRow, backup: Db | undefined): boolean {
  const lost = lostIn(files)
  for (const name of existsSync(lost) ? readdirSync(lost) : []) {
    const candidate = path.join(lost, name)
    if (faultOf(candidate, blob) !== undefined) continue
    if (writeWhole(files, blob.file, blob, piecesOfFile(candidate))) return true
  }
  return backup !== undefined && writeWhole(files, blob.file, blob, contentIn(backup, blob.sha256))
}

function openBackup(file: string): Db {
  if (!existsSync(file)) throw new Refused(`There is no file ${file}.`)
  const db = new Database(file, { readonly: true, fileMustExist: true })
  db.pragma('trusted_schema = OFF')
  return db
}
