import Database from 'better-sqlite3'

// A reader process for tests: SQLite itself hangs in it when asked to, so that no JavaScript of its own could stop it.

const db = new Database(':memory:')
const deeds: Record<string, (question: { say?: string; rows?: number }) => string> = {
  say: ({ say }) => String(say),
  count: ({ rows }) =>
    String(
      db
        .prepare(
          `WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n LIMIT ${Number(rows)}) SELECT max(n) FROM n`,
        )
        .pluck()
        .get(),
    ),
  hang: () =>
    String(db.prepare(`WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n) SELECT max(n) FROM n`).get()),
  die: () => process.exit(7),
  fail: ({ say }) => {
    throw new Error(say)
  },
  pid: () => String(process.pid),
}

process.on('message', ({ id, question }: { id: number; question: { deed: string; say?: string; rows?: number } }) => {
  try {
    process.send?.({ id, answer: deeds[question.deed]?.(question) ?? '' })
  } catch (error) {
    process.send?.({ id, failure: { error: (error as Error).message } })
  }
})
process.on('disconnect', () => process.exit(0))
if (process.env['NEVER_READY'] === undefined) process.send?.('ready')
if (process.env['DIES_AT_START'] !== undefined) process.exit(3)
