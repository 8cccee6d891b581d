import { z } from 'zod'
import type { Db } from '../../platform/database.ts'
import { queries } from '../../platform/sql.ts'
import type { Writer } from '../../platform/writer.ts'

const tidyQueries = queries((sql) => ({
  changes: sql.get(z.object({ total: z.int() }), `SELECT total_changes() AS total`),
  mergeText: sql.run(`INSERT INTO text_index (text_index, rank) VALUES ('merge', @pages)`),
  mergeTitle: sql.run(`INSERT INTO title_index (title_index, rank) VALUES ('merge', @pages)`),
  mergeTrigrams: sql.run(`INSERT INTO title_trigrams (title_trigrams, rank) VALUES ('merge', @pages)`),
}))

/** Pages of the index merged at once: a millisecond or two of work. */
const pagesAtOnce = 32
const everyMs = 2_000
const pauseMs = 20

/**
 * Every save adds a small piece to the index, and every search reads all pieces. Merges a few pages of them; call it
 * within a transaction, now and then, while nobody else wants to write.
 * @returns whether there is more to do.
 */
export function tidyIndex(db: Db): boolean {
  const ask = tidyQueries(db)
  const total = () => ask.changes()?.total ?? 0
  for (const merge of [ask.mergeText, ask.mergeTitle, ask.mergeTrigrams]) {
    const before = total()
    merge({ pages: pagesAtOnce })
    // FTS5 counts less than two changes where there was nothing to merge.
    if (total() - before >= 2) return true
  }
  return false
}

/** Tidies the index a little at a time while the server runs. @returns how to stop it. */
export function keepIndexTidy(db: Db, writer: Writer): () => void {
  let isStopped = false
  let timer: NodeJS.Timeout | undefined
  const again = (inMs: number) => {
    if (!isStopped) timer = setTimeout(() => void tidy(), inMs).unref()
  }
  const tidy = () =>
    writer
      .write(() => tidyIndex(db))
      .then(
        (isMore) => again(isMore ? pauseMs : everyMs),
        // Whatever keeps the writer from writing is told elsewhere.
        () => again(everyMs),
      )
  again(everyMs)
  return () => {
    isStopped = true
    clearTimeout(timer)
  }
}
