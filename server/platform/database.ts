import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, chmodSync } from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3'

export type Db = Database.Database

export const migrationsFolder = path.join(import.meta.dirname, '..', '..', 'migrations')

/**
 * Opens the one writing connection of the installation. WAL would default to `synchronous=NORMAL`, which loses
 * acknowledged commits when the power fails (ASSURANCE M1): FULL, always.
 */
export function openDatabase(file: string): Db {
  const db = new Database(file)
  refuseOldSqlite(db)
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  db.pragma('foreign_keys = ON')
  db.pragma('trusted_schema = OFF')
  db.pragma('cell_size_check = ON')
  db.pragma('wal_autocheckpoint = 1000')
  db.pragma('cache_size = -32000')
  if (file !== ':memory:' && file !== '') chmodSync(file, 0o600)
  return db
}

/** A connection that cannot write, for the reader process and for administration. */
export function openForReading(file: string): Db {
  const db = new Database(file, { readonly: true, fileMustExist: true })
  db.pragma('query_only = ON')
  db.pragma('trusted_schema = OFF')
  // Mapping the file makes no search faster (measured) and counts as memory: the system's cache keeps what is read.
  db.pragma('cache_size = -16000')
  return db
}

// 3.7.0 to 3.51.2 can lose the WAL when it is reset (ASSURANCE M12).
function refuseOldSqlite(db: Db): void {
  const version = db.prepare('SELECT sqlite_version()').pluck().get() as string
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number)
  if (major * 1e6 + minor * 1e3 + patch < 3_051_003)
    throw new Error(`SQLite ${version} is too old: 3.51.3 or newer is needed`)
}

/** The numbered files, in order. */
export function migrationFiles(): { number: number; name: string; text: string }[] {
  return readdirSync(migrationsFolder)
    .filter((name) => /^\d{4}_.*\.sql$/.test(name))
    .sort()
    .map((name) => ({
      number: Number(name.slice(0, 4)),
      name,
      text: readFileSync(path.join(migrationsFolder, name), 'utf8'),
    }))
}

/**
 * Brings the schema up to date: each file one transaction, the file's number in `user_version`, a copy in `backups`
 * before the first.
 * @throws Error when the data is from a newer Runkeep.
 */
export function migrate(db: Db, backupsFolder?: string): void {
  const current = db.pragma('user_version', { simple: true }) as number
  const files = migrationFiles()
  const newest = files.at(-1)?.number ?? 0
  if (current > newest)
    throw new Error(`This data is from a newer Runkeep (schema ${current}, this one knows ${newest})`)
  const pending = files.filter((file) => file.number > current)
  if (pending.length > 0 && current > 0 && backupsFolder) {
    mkdirSync(backupsFolder, { recursive: true, mode: 0o700 })
    const copy = path.join(backupsFolder, `before-schema-${newest}.db`)
    if (!existsSync(copy)) db.prepare('VACUUM INTO ?').run(copy)
    chmodSync(copy, 0o600)
  }
  for (const file of pending) {
    db.transaction(() => {
      db.exec(file.text)
      db.pragma(`user_version = ${file.number}`)
    }).immediate()
  }
}

type Synchronous<Result> = Result extends PromiseLike<unknown> ? never : Result

/**
 * Runs `work` as one transaction: all of it happens or nothing does. Inside another transaction it is a savepoint. An
 * async function does not compile: it would commit before it is done.
 */
export function atomically<Result>(db: Db, work: () => Synchronous<Result>): Result {
  return transactionOf(db).immediate(work) as Result
}

/** Runs several reads on one and the same state of the data, whatever is written meanwhile. */
export function consistently<Result>(db: Db, work: () => Synchronous<Result>): Result {
  return db.inTransaction ? work() : (transactionOf(db).deferred(work) as Result)
}

type Transaction = Database.Transaction<(work: () => unknown) => unknown>
const transactions = new WeakMap<Db, Transaction>()

/** Made once: making a transaction costs more than running a small one. */
function transactionOf(db: Db): Transaction {
  const known = transactions.get(db)
  if (known) return known
  const made = db.transaction((work: () => unknown) => work())
  transactions.set(db, made)
  return made
}

/** Copies a file that no process has open. */
export function copyQuietly(from: string, to: string): void {
  copyFileSync(from, to)
  chmodSync(to, 0o600)
}
