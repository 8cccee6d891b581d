import { chmodSync, mkdirSync } from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3'

/** Where things lie in the one folder to back up. */
export function dataFolder(folder: string) {
  return {
    folder,
    database: path.join(folder, 'vault.db'),
    lock: path.join(folder, 'server.lock'),
    backups: path.join(folder, 'backups'),
    files: path.join(folder, 'files'),
    /** Signs checkpoints of the audit chain; a copy of the database alone cannot. */
    logKey: path.join(folder, 'audit-log.key'),
    /** Seals the secrets of second factors: not in the database, and so not in its backups. */
    secondFactorKey: path.join(folder, 'second-factor.key'),
  }
}
export type DataFolder = ReturnType<typeof dataFolder>

export class FolderInUse extends Error {}

/**
 * Takes the data folder for this process: made if missing, readable by nobody else, and never by two servers at once.
 * Node has no flock; an exclusive transaction on a database of its own does the same, and the system lets go of it when
 * the process dies.
 * @returns a function that gives the folder back.
 * @throws FolderInUse when another process has it.
 */
export function takeDataFolder(data: DataFolder): () => void {
  for (const folder of [data.folder, data.backups, data.files]) {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    chmodSync(folder, 0o700)
  }
  const lock = new Database(data.lock, { timeout: 0 })
  try {
    chmodSync(data.lock, 0o600)
    lock.pragma('journal_mode = DELETE')
    lock.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    lock.close()
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) {
      throw new FolderInUse(
        `Another Runkeep is using ${data.folder}. Stop it first, or set DATA_DIR to another folder.`,
      )
    }
    throw error
  }
  return () => {
    lock.exec('ROLLBACK')
    lock.close()
  }
}
