import { createHash } from 'node:crypto'
import path from 'node:path'
import { isFileName } from '../platform/files.ts'
import type { Db } from '../platform/database.ts'
import { Refused } from './durably.ts'
import { fileQueries, type BlobRow } from './file-queries.ts'
import { checkQueries } from './queries.ts'
import { nameOfBlob } from './check-files.ts'
import { faultOf, writeWhole } from './whole-file.ts'

/**
 * The files of attachments inside a backup: it is one file, and what is in it is of one moment. Pieces of a megabyte,
 * in a table that no vault has.
 */
export const storedFilesTable = 'backup_files'
export const storedFilesSql = `CREATE TABLE ${storedFilesTable} (file TEXT NOT NULL, n INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (file, n)) STRICT`

/** A file was erased while it was copied: an owner purged it, and the copy is of a moment before that. */
export class Gone extends Error {}

export const hasFiles = (db: Db): boolean => checkQueries(db).table({ name: 'erasures' }) !== undefined
const hasStored = (db: Db): boolean => checkQueries(db).table({ name: storedFilesTable }) !== undefined

/**
 * Puts every file that the copy's rows name into the copy. @returns how many.
 * @throws Refused where one is damaged; Gone where it was purged meanwhile.
 */
export function storeFiles(copy: Db, vault: Db, folder: string): number {
  if (!hasFiles(copy)) return 0
  // Nobody relies on the copy yet, and it is forced to the disk as a whole.
  copy.pragma('synchronous = OFF')
  copy.exec(storedFilesSql)
  const insert = copy.prepare(`INSERT INTO ${storedFilesTable} (file, n, bytes) VALUES (?, ?, ?)`)
  let count = 0
  for (const blob of blobsOf(copy)) {
    if (blob.lostAt !== undefined) continue
    copy.transaction(() => {
      let n = 0
      const fault = isFileName(blob.file)
        ? faultOf(path.join(folder, blob.file), blob, (piece) => void insert.run(blob.file, n++, piece))
        : 'changed'
      if (!fault) return
      if (fileQueries(vault).blob({ id: blob.id })?.file !== blob.file) throw new Gone()
      throw new Refused(
        [
          'A file is damaged, so this would be no backup:',
          `  ${nameOfBlob(copy, blob)} is ${words[fault]}`,
          'Put it back with: runkeep check-files --repair --from AN_OLDER_BACKUP',
          'Without --from it is marked as lost. Then make the backup.',
        ].join('\n'),
      )
    })()
    count += 1
  }
  return count
}

const words = { missing: 'not there', changed: 'not as it was saved' } as const

/** Checks the files inside a backup against its rows. @returns how many are whole, and a sentence for each that is not. */
export function checkStored(db: Db): { count: number; damage: string[] } {
  const damage: string[] = []
  let count = 0
  if (!hasStored(db) || !hasFiles(db)) return { count, damage }
  for (const blob of blobsOf(db)) {
    if (blob.lostAt !== undefined) continue
    const digest = createHash('sha256')
    let size = 0
    for (const piece of piecesOf(db, blob.file)) {
      digest.update(piece)
      size += piece.length
    }
    if (!isFileName(blob.file)) damage.push(`${nameOfBlob(db, blob)} lies where no file may lie`)
    else if (size !== blob.sizeBytes || digest.digest('hex') !== blob.sha256) {
      damage.push(`${nameOfBlob(db, blob)} is not in the backup as it was saved`)
    } else count += 1
  }
  return { count, damage }
}

/**
 * Makes sure that every file of a checked copy lies in the folder, and takes them out of the copy. Files there are never
 * replaced by others: names are given once.
 * @returns how many there are nowhere, and so are marked as lost.
 */
export function placeStored(copy: Db, folder: string, now: string): number {
  if (!hasFiles(copy)) return 0
  const isStored = hasStored(copy)
  let lost = 0
  for (const blob of blobsOf(copy)) {
    if (isFileName(blob.file) && faultOf(path.join(folder, blob.file), blob) === undefined) {
      if (blob.lostAt !== undefined) fileQueries(copy).markFound({ id: blob.id })
      continue
    }
    if (isStored && writeWhole(folder, blob.file, blob, piecesOf(copy, blob.file))) continue
    if (blob.lostAt === undefined) {
      fileQueries(copy).markLost({ id: blob.id, now })
      lost += 1
    }
  }
  if (isStored) {
    copy.exec(`DROP TABLE ${storedFilesTable}`)
    copy.exec('VACUUM')
  }
  return lost
}

/** The content of another vault's backup, piece by piece; nothing where it has none such. */
export function* contentIn(backup: Db, sha256: string): Generator<Uint8Array> {
  const found = hasStored(backup) && fileQueries(backup).withContent({ sha256 })
  if (found) yield* piecesOf(backup, found.file)
}

function* piecesOf(db: Db, file: string): Generator<Uint8Array> {
  const piece = db
    .prepare<[string, number], Uint8Array>(`SELECT bytes FROM ${storedFilesTable} WHERE file = ? AND n = ?`)
    .pluck()
  for (let n = 0; ; n++) {
    const bytes = piece.get(file, n)
    if (bytes === undefined) return
    yield bytes
  }
}

function* blobsOf(db: Db): Generator<BlobRow> {
  for (let after = ''; ;) {
    const page = fileQueries(db).blobs({ after })
    const last = page.at(-1)
    if (!last) return
    yield* page
    after = last.id
  }
}
