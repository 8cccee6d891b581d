import { existsSync, lstatSync, readdirSync } from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3'
import { formatReference, kinds, type Kind } from '#contract/values.ts'
import type { DataFolder } from '../platform/data-folder.ts'
import type { Db } from '../platform/database.ts'
import { isFileName, lostIn, previewsIn, temporaryIn } from '../platform/files.ts'
import { fileQueries, type BlobRow } from './file-queries.ts'
import { checkQueries } from './queries.ts'
import { faultOf, type Fault } from './whole-file.ts'

export interface FilesChecked {
  /** Contents that are as they were saved. */
  whole: number
  /** Rows whose file is missing or changed, and is not known to be. */
  damaged: { blob: BlobRow; fault: Fault }[]
  /** Known to be lost; `isBack` where the file is there again, whole. */
  lost: { blob: BlobRow; isBack: boolean }[]
  /** Files that no row names, by their path under the folder. */
  orphans: string[]
  /** Files that only a vault names that was kept when another was restored. */
  keptForUndo: number
  /** What uploads left that were cut off. */
  halves: string[]
  /** Organizations whose sum of sizes is not what their files come to. */
  sums: { organizationId: string; bytes: number }[]
}

/** What is just arriving may lie there a moment before its row, and longer as a temporary file. */
const arrivingMs = 60_000
const sendingMs = 3_600_000

/**
 * Compares the files of a data folder with the rows of its vault, every byte of them; also while the server runs.
 * @param isAlone no server runs: then nothing is just arriving.
 */
export function checkFiles(data: DataFolder, db: Db, isAlone: boolean): FilesChecked {
  const found: FilesChecked = { whole: 0, damaged: [], lost: [], orphans: [], keptForUndo: 0, halves: [], sums: [] }
  if (!checkQueries(db).table({ name: 'erasures' })) return found
  // Files before rows: what comes in between has its row by then.
  const there = filesIn(data.files)
  const halves = namesIn(temporaryIn(data.files))
  const rows = fileQueries(db)
  for (let after = ''; ;) {
    const page = rows.blobs({ after })
    const last = page.at(-1)
    if (!last) break
    for (const blob of page) check(blob)
    after = last.id
  }
  const undo = namesKeptForUndo(data)
  for (const name of there) {
    if (isFileName(name) && rows.byFile({ file: name })) continue
    if (undo.has(name)) found.keptForUndo += 1
    else if (isAlone || isOlder(path.join(data.files, name), arrivingMs)) found.orphans.push(name)
  }
  found.halves = halves.filter((name) => isAlone || isOlder(path.join(temporaryIn(data.files), name), sendingMs))
  found.sums = rows.usageUnlike()
  return found

  function check(blob: BlobRow): void {
    const fault = isFileName(blob.file) ? faultOf(path.join(data.files, blob.file), blob) : 'changed'
    if (blob.lostAt !== undefined) found.lost.push({ blob, isBack: fault === undefined })
    else if (!fault) found.whole += 1
    // Purged or replaced in the moment between: then there is nothing to find.
    else if (rows.blob({ id: blob.id })?.file === blob.file) found.damaged.push({ blob, fault })
  }
}

/** “wiring.pdf” (version 2) of RB-14 in acme, and one for each attachment with the same content. */
export function nameOfBlob(db: Db, { id, file }: BlobRow): string {
  const names = fileQueries(db)
    .attachments({ id })
    .map(({ name, version, slug, kind, number }) => {
      const reference = kind in kinds ? formatReference(kind as Kind, number) : `${kind} ${number}`
      return `“${name}”${version > 1 ? `, version ${version},` : ''} of ${reference} in ${slug}`
    })
  return names.length > 0 ? `${names.join(', ')} (${file})` : `A file of no attachment (${file})`
}

export function faultLines(db: Db, { damaged }: FilesChecked): string[] {
  return damaged.map(
    ({ blob, fault }) => `${nameOfBlob(db, blob)} is ${fault === 'missing' ? 'not there' : 'not as it was saved'}`,
  )
}

/** Everything under the folder but what is temporary, lost already, or can be made anew. */
function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return []
  const apart = new Set([temporaryIn(folder), previewsIn(folder), lostIn(folder)].map((place) => path.basename(place)))
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !apart.has(name))
    .flatMap((entry) =>
      entry.isDirectory()
        ? namesIn(path.join(folder, entry.name)).map((name) => `${entry.name}/${name}`)
        : [entry.name],
    )
}

const namesIn = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder) : [])

const isOlder = (file: string, ms: number): boolean => {
  const found = lstatSync(file, { throwIfNoEntry: false })
  return found !== undefined && Date.now() - Math.max(found.mtimeMs, found.ctimeMs) > ms
}

/** A vault that a restore kept still names its files: to go back to it, they must be there. */
function namesKeptForUndo({ backups }: DataFolder): Set<string> {
  const names = new Set<string>()
  for (const name of namesIn(backups)) {
    if (!name.startsWith('before-restore-') || !name.endsWith('.db')) continue
    try {
      const db = new Database(path.join(backups, name), { readonly: true, fileMustExist: true })
      try {
        for (const file of db.prepare<[], string>('SELECT file FROM blobs').pluck().iterate()) names.add(file)
      } finally {
        db.close()
      }
    } catch {
      // One that cannot be read, or is from before there were files, names none.
    }
  }
  return names
}
