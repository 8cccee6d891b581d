import Database from 'better-sqlite3'
import { migrationFiles, type Db } from '../platform/database.ts'
import { Refused } from './durably.ts'
import { manifestTable } from './manifest.ts'
import { storedFilesSql } from './stored-files.ts'

/**
 * Refuses a database whose tables, views and triggers are not exactly those that our migrations make: a prepared file
 * could bring triggers of its own along, which would act as soon as somebody writes (ASSURANCE T17).
 */
export function refuseForeignSchema(db: Db): void {
  const version = db.pragma('user_version', { simple: true }) as number
  const files = migrationFiles()
  const newest = files.at(-1)?.number ?? 0
  if (version > newest) throw new Refused(`It is from a newer Runkeep (schema ${version}, this one knows ${newest}).`)
  if (version < 1) throw new Refused('It is no vault of Runkeep.')
  const model = new Database(':memory:')
  try {
    for (const file of files) if (file.number <= version) model.exec(file.text)
    const [given, ours] = [schemaOf(db), schemaOf(model)]
    const foreign = [...given].find(([name, sql]) => ours.get(name) !== sql)?.[0]
    const missing = [...ours.keys()].find((name) => !given.has(name))
    if (foreign !== undefined) throw new Refused(`It has a ${foreign} that is not Runkeep's.`)
    if (missing !== undefined) throw new Refused(`It lacks the ${missing}.`)
  } finally {
    model.close()
  }
}

/** `trigger audit_is_append_only_update` → its SQL. What SQLite makes by itself is left out. */
function schemaOf(db: Db): Map<string, string> {
  const shadows = new Set(
    (db.pragma('table_list') as { name: string; type: string }[]).flatMap(({ name, type }) =>
      type === 'shadow' ? [name] : [],
    ),
  )
  const rows = db
    .prepare<[], { type: string; name: string; sql: string | null }>(`SELECT type, name, sql FROM sqlite_schema`)
    .all()
  return new Map(
    rows
      .filter(
        ({ name, sql }) =>
          sql !== null &&
          !name.startsWith('sqlite_') &&
          name !== manifestTable &&
          sql !== storedFilesSql &&
          !shadows.has(name),
      )
      .map(({ type, name, sql }) => [`${type} ${name}`, sql as string]),
  )
}
