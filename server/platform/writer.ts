import Database from 'better-sqlite3'
import { Problem } from '#contract/problems.ts'
import type { Db } from './database.ts'
import type { Log } from './log.ts'

/**
 * Group commit: the writes that wait at one moment share one transaction and one fsync, each within a savepoint of its
 * own, and are answered after the commit. With `synchronous=FULL` that is what makes durable writes scale (ASSURANCE
 * M2), and the promise stays: what is answered is on the disk.
 */
export interface Writer {
  /** Runs `work` in the next transaction. Rejects with what it threw, or with `cannot-write`. */
  write<Result>(work: () => Result): Promise<Result>
  /**
   * Says that a write is about to come, so that it can share the transaction of those that wait already: they wait for
   * it, but not long. @returns what says that it is there, or will not come.
   */
  expect(): () => void
  /** Runs `listener` after every commit, when all that was written is on the disk. @returns how to end that. */
  onCommit(listener: () => void): () => void
  /** Why nothing is written any more, if so. */
  readonly halted: string | undefined
}

interface Job {
  work: () => unknown
  resolve: (result: never) => void
  reject: (error: unknown) => void
}

const mostPerCommit = 100
const longestTurnMs = 8
/** ASSURANCE M2. */
const longestWaitMs = 2

export function groupCommit(db: Db, log: Log): Writer {
  const waiting: Job[] = []
  const listeners = new Set<() => void>()
  let scheduled = false
  let expected = 0
  let patience: NodeJS.Timeout | undefined
  let halted: string | undefined

  const start = db.prepare('BEGIN IMMEDIATE')
  const commit = db.prepare('COMMIT')
  const rollback = db.prepare('ROLLBACK')
  const open = db.prepare('SAVEPOINT request')
  const keep = db.prepare('RELEASE request')
  const undo = db.prepare('ROLLBACK TO request')

  function flush(): void {
    scheduled = false
    let isCommitted = false
    const done: (() => void)[] = []
    const taken: Job[] = []
    const started = performance.now()
    try {
      start.run()
      while (waiting.length > 0 && taken.length < mostPerCommit && performance.now() - started < longestTurnMs) {
        const job = waiting.shift() as Job
        taken.push(job)
        done.push(attempt(job))
      }
      commit.run()
      isCommitted = true
    } catch (error) {
      if (db.inTransaction) rollback.run()
      const problem = cannotWrite(error)
      // After a failed fsync nobody knows what is on the disk: SQLite's own copy may be newer than the file. Saying yes
      // to anything after that would be a guess, so writing stops until the process is started again.
      if (isDiskFailure(error)) {
        halted = (error as Error).message
        log.event('writing-halted', { error: halted })
      }
      const rejected = taken.length > 0 ? taken : waiting.splice(0)
      for (const job of rejected) job.reject(problem)
      done.length = 0
    }
    for (const answer of done) answer()
    if (isCommitted) tell()
    if (waiting.length > 0) schedule()
  }

  function attempt(job: Job): () => void {
    open.run()
    try {
      const result = job.work()
      keep.run()
      return () => job.resolve(result as never)
    } catch (error) {
      // A full disk may have rolled the whole transaction back: then nobody's work is kept.
      if (!db.inTransaction) throw error
      undo.run()
      keep.run()
      return () => job.reject(isStorageFailure(error) ? cannotWrite(error) : error)
    }
  }

  /** What was written is written: a listener that fails is its own affair. */
  function tell(): void {
    for (const listener of listeners) {
      try {
        listener()
      } catch (error) {
        log.event('after-commit-failed', {
          error: error instanceof Error ? (error.stack ?? error.message) : String(error),
        })
      }
    }
  }

  function schedule(): void {
    if (scheduled || patience) return
    if (expected > 0) patience = setTimeout(begin, longestWaitMs)
    else begin()
  }

  function begin(): void {
    clearTimeout(patience)
    patience = undefined
    if (scheduled) return
    scheduled = true
    setImmediate(flush)
  }

  return {
    write: (work) =>
      new Promise((resolve, reject) => {
        if (halted)
          return reject(
            new Problem('cannot-write', { detail: 'Writing is stopped until the server is started again.' }),
          )
        waiting.push({ work, resolve, reject })
        schedule()
      }),
    expect() {
      let isExpected = true
      expected += 1
      return () => {
        if (!isExpected) return
        isExpected = false
        expected -= 1
        if (expected === 0 && waiting.length > 0) begin()
      }
    },
    onCommit(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    get halted() {
      return halted
    },
  }
}

const codeOf = (error: unknown) => (error instanceof Database.SqliteError ? error.code : '')
const isStorageFailure = (error: unknown) => /^SQLITE_(FULL|IOERR|READONLY|CANTOPEN|NOMEM|CORRUPT)/.test(codeOf(error))
const isDiskFailure = (error: unknown) => /^SQLITE_(IOERR|CORRUPT)/.test(codeOf(error))

function cannotWrite(error: unknown): unknown {
  if (!isStorageFailure(error)) return error
  const detail = codeOf(error).startsWith('SQLITE_FULL')
    ? 'The disk is full. Reading still works.'
    : 'The disk refused to save. Reading still works.'
  return new Problem('cannot-write', { detail })
}
