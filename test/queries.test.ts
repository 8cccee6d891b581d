import { expect, test } from 'vitest'
import '../server/administer/queries.ts'
import '../server/app.ts'
import { allQueries } from '../server/platform/sql.ts'
import { aDatabase } from './support/vault.ts'

test('every statement of the program fits the migrated schema and its row', () => {
  const db = aDatabase()
  const statements = allQueries().flatMap((queries) => Object.entries(queries))
  expect(statements.length).toBeGreaterThan(100)
  const failures = statements.flatMap(([name, query]) => {
    try {
      query.prepare(db, name)
      return []
    } catch (error) {
      return [`${name}: ${(error as Error).message}`]
    }
  })
  expect(failures).toEqual([])
})
