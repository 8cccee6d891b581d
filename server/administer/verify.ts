import { accessSync, constants, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import Database from 'better-sqlite3'
import { dataFolder, type DataFolder } from '../platform/data-folder.ts'
import { consistently, type Db } from '../platform/database.ts'
import { checkFiles, faultLines } from './check-files.ts'
import { checkContent, checkIndexes, type AuditHead, type Checked } from './check-vault.ts'
import { copyInto, openCopy, openVault } from './copies.ts'
import { sweepAbandoned } from './durably.ts'
import { readManifest, tablesUnlike } from './manifest.ts'
import { checkQueries } from './queries.ts'
import { checkStored } from './stored-files.ts'

export interface Verified extends Checked {
  database: string
  documents: number
  revisions: number
  /** Of attachments, all of their bytes; of a database alone that is no backup they are not looked at. */
  files: number
}

/**
 * Checks a vault, also while the server runs, or a backup. Nothing in it changes.
 * @param place a data folder, or a database file.
 */
export function verify(place: string, expected?: AuditHead): Verified {
  const isFile = statSync(place, { throwIfNoEntry: false })?.isFile() ?? false
  const data = dataFolder(isFile ? path.dirname(place) : place)
  const database = isFile ? place : data.database
  const vault = openVault(database)
  try {
    const read = consistently(vault, () => {
      const checked = checkContent(vault, expected)
      return { ...checked, damage: [...checked.damage, ...checkManifest(vault)], ...sizesOf(vault) }
    })
    const files = isFile ? checkStoredIn(vault) : checkFilesOf(data, vault)
    const damage = [...read.damage, ...files.damage, ...checkIndexesOfCopy(vault, data.backups)]
    return { ...read, database, files: files.count, damage }
  } finally {
    vault.close()
  }
}

function checkFilesOf(data: DataFolder, vault: Db): { count: number; damage: string[] } {
  try {
    const found = checkFiles(data, vault, false)
    return { count: found.whole, damage: faultLines(vault, found) }
  } catch (error) {
    return { count: 0, damage: [`The files could not be checked: ${(error as Error).message}`] }
  }
}

function checkStoredIn(backup: Db): { count: number; damage: string[] } {
  try {
    return checkStored(backup)
  } catch (error) {
    return { count: 0, damage: [`The files could not be checked: ${(error as Error).message}`] }
  }
}

function checkManifest(vault: Db): string[] {
  try {
    const manifest = readManifest(vault)
    return manifest ? tablesUnlike(vault, manifest).map((table) => `The table ${table} is not as it was copied`) : []
  } catch (error) {
    return [`What the backup says of itself could not be read: ${(error as Error).message}`]
  }
}

/** FTS5 compares an index with its texts only where it could write: so on a copy, which is thrown away. */
function checkIndexesOfCopy(vault: Db, backups: string): string[] {
  const place = writable(backups) ? backups : tmpdir()
  sweepAbandoned(place, copyStart)
  const folder = mkdtempSync(path.join(place, copyStart))
  try {
    const file = path.join(folder, 'vault.db')
    copyInto(vault, file)
    const copy = openCopy(file)
    try {
      return checkIndexes(copy)
    } finally {
      copy.close()
    }
  } catch (error) {
    if (!isDamage(error)) throw error
    return [`The vault could not be copied to check its search indexes: ${error.message}`]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const copyStart = 'verifying-'

const isDamage = (error: unknown): error is Error =>
  error instanceof Database.SqliteError && /^SQLITE_(?:CORRUPT|NOTADB|ERROR|CONSTRAINT)/.test(error.code)

function sizesOf(vault: Db): { documents: number; revisions: number } {
  try {
    const { documents = 0, revisions = 0 } = checkQueries(vault).sizes() ?? {}
    return { documents, revisions }
  } catch {
    return { documents: 0, revisions: 0 }
  }
}

function writable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK)
    return true
  } catch {
    return false
  }
}
