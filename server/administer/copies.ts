import { existsSync, rmSync } from 'node:fs'
import Database from 'better-sqlite3'
import type { Db } from '../platform/database.ts'
import { checkContent, checkIndexes, type AuditHead, type Checked } from './check-vault.ts'
import { Refused } from './durably.ts'
import { readManifest, tablesUnlike, type Manifest } from './manifest.ts'
import { checkStored } from './stored-files.ts'

/** What SQLite leaves beside a database. */
const besides = ['-journal', '-wal', '-shm']

/** The vault of a folder, for reading, while a server may be writing to it. */
export function openVault(database: string): Db {
  if (!existsSync(database)) throw new Refused(`There is no vault at ${database}.`)
  const db = new Database(database, { readonly: true, fileMustExist: true, timeout: 10_000 })
  db.pragma('trusted_schema = OFF')
  db.pragma('cell_size_check = ON')
  return db
}

/** Writes the vault as it is at one moment into a new file, readable by this user only. */
export function copyInto(db: Db, file: string): void {
  const before = process.umask(0o077)
  try {
    db.prepare('VACUUM INTO ?').run(file)
  } finally {
    process.umask(before)
  }
}

/** A copy that nobody else has open, and that is not yet what anybody relies on. */
export function openCopy(file: string): Db {
  const db = new Database(file, { fileMustExist: true })
  db.pragma('trusted_schema = OFF')
  db.pragma('cell_size_check = ON')
  db.pragma('foreign_keys = ON')
  return db
}

/** Checks all of a copy: its content, its search indexes, its files, and what its manifest says if it has one. */
export function checkCopy(db: Db, expected?: AuditHead): Checked & { manifest?: Manifest } {
  const checked = checkContent(db, expected)
  const damage = [...checked.damage, ...checkIndexes(db), ...checkStored(db).damage]
  let manifest: Manifest | undefined
  try {
    manifest = readManifest(db)
    if (manifest)
      damage.push(...tablesUnlike(db, manifest).map((table) => `The table ${table} is not as it was copied`))
  } catch (error) {
    damage.push(`What the backup says of itself could not be read: ${(error as Error).message}`)
  }
  return { ...checked, damage, ...(manifest && { manifest }) }
}

export function removeDatabase(file: string): void {
  for (const path of [file, ...besides.map((ending) => file + ending)]) rmSync(path, { force: true })
}

export const leftBeside = (file: string): string[] =>
  besides.map((ending) => file + ending).filter((path) => existsSync(path))
