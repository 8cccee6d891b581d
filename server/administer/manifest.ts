import { createHash } from 'node:crypto'
import { z } from 'zod'
import { Instant } from '#contract/values.ts'
import type { Db } from '../platform/database.ts'
import type { AuditHead } from './check-vault.ts'

/**
 * A backup says of itself what is in it: a digest of every table. So every flipped bit of content is found, in tables
 * too that have no digests of their own. It proves nothing against somebody who changes both.
 */
export const manifestTable = 'backup_manifest'

const Manifest = z.object({
  v: z.literal(1),
  madeAt: Instant,
  audit: z.object({ seq: z.int(), hash: z.string() }).optional(),
  /** Of each table, the SHA-256 over its rows in the order of their keys. */
  tables: z.record(z.string(), z.string()),
})
export type Manifest = z.infer<typeof Manifest>

export function writeManifest(db: Db, facts: { madeAt: Instant; audit?: AuditHead }): void {
  const manifest: Manifest = { v: 1, ...facts, tables: digestsOf(db) }
  db.exec(`CREATE TABLE ${manifestTable} (manifest TEXT NOT NULL) STRICT`)
  db.prepare(`INSERT INTO ${manifestTable} (manifest) VALUES (?)`).run(JSON.stringify(manifest))
}

/** @returns undefined for a copy that was made without one: before a migration, or as the undo of a restore. */
export function readManifest(db: Db): Manifest | undefined {
  const has = db.prepare(`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?`).get(manifestTable)
  if (!has) return undefined
  const written = db.prepare<[], string>(`SELECT manifest FROM ${manifestTable}`).pluck().all()
  return Manifest.parse(JSON.parse(written[0] ?? ''))
}

/** @returns the names of tables that are not what the manifest says. */
export function tablesUnlike(db: Db, manifest: Manifest): string[] {
  const found = digestsOf(db)
  const names = new Set([...Object.keys(found), ...Object.keys(manifest.tables)])
  return [...names].filter((name) => found[name] !== manifest.tables[name]).sort()
}

export function dropManifest(db: Db): void {
  db.exec(`DROP TABLE IF EXISTS ${manifestTable}`)
}

function digestsOf(db: Db): Record<string, string> {
  const list = db.pragma('table_list') as { schema: string; name: string; type: string }[]
  const names = list
    .filter(({ schema, type }) => schema === 'main' && (type === 'table' || type === 'shadow'))
    .map(({ name }) => name)
    .filter((name) => name !== manifestTable && !name.startsWith('sqlite_'))
  return Object.fromEntries(names.sort().map((name) => [name, digestOf(db, name)]))
}

function digestOf(db: Db, table: string): string {
  const digest = createHash('sha256')
  // NOT INDEXED: in the order of the table's own key, whichever indexes there are.
  const rows = db.prepare<[], unknown[]>(`SELECT * FROM "${table}" NOT INDEXED`).raw().safeIntegers()
  for (const row of rows.iterate()) for (const value of row) addValue(digest, value)
  return digest.digest('base64url')
}

/** Each value with its type and length, so that no two rows read the same. */
function addValue(digest: ReturnType<typeof createHash>, value: unknown): void {
  if (value === null) digest.update('n;')
  else if (typeof value === 'bigint') digest.update(`i${value};`)
  else if (typeof value === 'number') digest.update(`f${value};`)
  else if (typeof value === 'string') digest.update(`t${Buffer.byteLength(value)}:${value}`)
  else if (value instanceof Uint8Array) digest.update(`b${value.length}:`).update(value)
  else throw new Error('SQLite has no such type')
}
