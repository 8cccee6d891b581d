import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { migrate, migrationFiles, migrationsFolder } from '../server/platform/database.ts'
import { aDatabase } from './support/vault.ts'

/** The whole schema as SQLite prints it; FTS5's own shadow tables are its business. */
function schema(): string {
  const db = aDatabase()
  const virtual = db
    .prepare(`SELECT name FROM sqlite_schema WHERE sql LIKE 'CREATE VIRTUAL%'`)
    .pluck()
    .all() as string[]
  const rows = db.prepare(`SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid`).all() as {
    name: string
    sql: string
  }[]
  const shown = rows.filter(({ name }) => !virtual.some((table) => name.startsWith(`${table}_`)))
  return `-- Generated from the migrations: npm run schema. Do not edit.\n\n${shown.map(({ sql }) => `${sql};`).join('\n\n')}\n`
}

test('schema.sql is what the migrations make', () => {
  const file = path.join(migrationsFolder, 'schema.sql')
  if (process.env['WRITE_SCHEMA']) writeFileSync(file, schema())
  expect(readFileSync(file, 'utf8')).toBe(schema())
})

test('migrations are numbered without a gap', () => {
  expect(migrationFiles().map(({ number }) => number)).toEqual(migrationFiles().map((_, index) => index + 1))
})

test('migrating twice changes nothing', () => {
  const db = aDatabase()
  const before = db.prepare(`SELECT count(*) FROM sqlite_schema`).pluck().get()
  migrate(db)
  expect(db.prepare(`SELECT count(*) FROM sqlite_schema`).pluck().get()).toBe(before)
})

test('data from a newer Runkeep is refused, politely', () => {
  const db = aDatabase()
  db.pragma('user_version = 9999')
  expect(() => migrate(db)).toThrow(/newer Runkeep/)
})

test('every table is STRICT, and every id that points somewhere says where', () => {
  const db = aDatabase()
  const tables = db
    .prepare(
      `SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'`,
    )
    .all() as {
    name: string
    strict: number
  }[]
  expect(tables.length).toBeGreaterThan(20)
  expect(tables.filter(({ strict }) => !strict).map(({ name }) => name)).toEqual([])
  expect(db.pragma('foreign_key_check')).toEqual([])
})
