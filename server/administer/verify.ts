import { accessSync, constants, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import Database from 'better-sqlite3'
import { dataFolder } from '../platform/data-folder.ts'
import { consistently, type Db } from '../platform/database.ts'
import { checkContent, checkIndexes, type AuditHead, type Checked } from './check-vault.ts'
import { copyInto, openCopy, openVault } from './copies.ts'
import { sweepAbandoned } from './durably.ts'
import { readManifest, tablesUnlike } from './manifest.ts'
import { checkQueries } from './queries.ts'

export interface Verified extends Checked {
  database: string
  documents: number
  revisions: number
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
    return { ...read, database, damage: [...read.damage, ...checkIndexesOfCopy(vault, data.backups)] }
  } finally {
    vault.close()
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
