import { chmodSync, mkdtempSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, test, vi } from 'vitest'
import { dataFolder, FolderInUse, takeDataFolder } from '../../server/platform/data-folder.ts'
import { atomically, openDatabase, type Db } from '../../server/platform/database.ts'
import { jsonLog } from '../../server/platform/log.ts'
import { groupCommit } from '../../server/platform/writer.ts'

const silent = jsonLog('silent', () => {})

function aLedger(): Db {
  const db = new Database(':memory:')
  db.exec('CREATE TABLE ledger (entry TEXT NOT NULL UNIQUE) STRICT')
  return db
}
const entries = (db: Db) => db.prepare('SELECT entry FROM ledger ORDER BY entry').pluck().all()
const enter = (db: Db, entry: string) => db.prepare('INSERT INTO ledger VALUES (?)').run(entry).changes

describe('group commit', () => {
  test('writes that wait together share one commit', async () => {
    const db = aLedger()
    const executed: string[] = []
    const writer = groupCommit(
      new Proxy(db, {
        get: (target, name) => (name === 'prepare' ? spying : (Reflect.get(target, name, target) as unknown)),
      }),
      silent,
    )
    function spying(text: string) {
      const statement = db.prepare(text)
      return { run: () => (executed.push(text), statement.run()) }
    }
    const before = executed.length
    await Promise.all(['a', 'b', 'c'].map((entry) => writer.write(() => enter(db, entry))))
    expect(entries(db)).toEqual(['a', 'b', 'c'])
    expect(executed.slice(before).filter((text) => text === 'COMMIT')).toHaveLength(1)
  })

  test('those that wait, wait for one that is about to come, and not for long', async () => {
    const db = aLedger()
    const writer = groupCommit(db, silent)
    const commits: number[] = []
    writer.onCommit(() => commits.push(entries(db).length))
    const isThere = writer.expect()
    const first = writer.write(() => enter(db, 'a'))
    await new Promise((resolve) => setImmediate(resolve))
    isThere()
    await Promise.all([first, writer.write(() => enter(db, 'b'))])
    expect(commits).toEqual([2])
    // Who never comes holds nobody up.
    writer.expect()
    await writer.write(() => enter(db, 'c'))
    expect(commits).toEqual([2, 3])
  })

  test('one that fails undoes itself alone', async () => {
    const db = aLedger()
    const writer = groupCommit(db, silent)
    const outcomes = await Promise.allSettled([
      writer.write(() => enter(db, 'a')),
      writer.write(() => {
        enter(db, 'b')
        throw new Error('on second thought')
      }),
      writer.write(() => enter(db, 'c')),
    ])
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(entries(db)).toEqual(['a', 'c'])
  })

  test('nobody is answered before the commit, and nobody at all when it fails', async () => {
    const db = aLedger()
    const failing = new Proxy(db, {
      get(target, name) {
        if (name === 'inTransaction') return target.inTransaction
        if (name !== 'prepare') return Reflect.get(target, name, target) as unknown
        return (text: string) => (text === 'COMMIT' ? { run: () => fail('SQLITE_FULL') } : target.prepare(text))
      },
    })
    const fail = (code: string) => {
      throw new Database.SqliteError('database or disk is full', code)
    }
    const writer = groupCommit(failing, silent)
    const outcomes = await Promise.allSettled(['a', 'b'].map((entry) => writer.write(() => enter(db, entry))))
    expect(outcomes).toMatchObject([
      { status: 'rejected', reason: { code: 'cannot-write' } },
      { status: 'rejected', reason: { code: 'cannot-write' } },
    ])
    expect(entries(db)).toEqual([])
    expect(writer.halted).toBeUndefined()
  })

  test('after a failed fsync nothing is written until the process starts again', async () => {
    const db = aLedger()
    const log = { ...silent, event: vi.fn() }
    let isBroken = true
    const failing = new Proxy(db, {
      get(target, name) {
        if (name !== 'prepare')
          return name === 'inTransaction' ? target.inTransaction : (Reflect.get(target, name, target) as unknown)
        return (text: string) => {
          const statement = target.prepare(text)
          return text === 'COMMIT'
            ? {
                run: () => {
                  if (isBroken) throw new Database.SqliteError('disk I/O error', 'SQLITE_IOERR_FSYNC')
                  return statement.run()
                },
              }
            : statement
        }
      },
    })
    const writer = groupCommit(failing, log)
    await expect(writer.write(() => enter(db, 'a'))).rejects.toMatchObject({ code: 'cannot-write' })
    isBroken = false
    await expect(writer.write(() => enter(db, 'b'))).rejects.toMatchObject({ code: 'cannot-write' })
    expect(writer.halted).toContain('disk I/O error')
    expect(log.event).toHaveBeenCalledWith('writing-halted', expect.anything())
    expect(entries(db)).toEqual([])
  })

  test('a long queue is written in turns, in order', async () => {
    const db = aLedger()
    const writer = groupCommit(db, silent)
    const names = Array.from({ length: 350 }, (_, n) => `e${String(n).padStart(3, '0')}`)
    await Promise.all(names.map((entry) => writer.write(() => enter(db, entry))))
    expect(entries(db)).toEqual(names)
  })
})

test('what is done atomically happens whole or not at all, also inside another', () => {
  const db = aLedger()
  expect(() =>
    atomically(db, () => {
      enter(db, 'a')
      expect(() =>
        atomically(db, () => {
          enter(db, 'b')
          throw new Error('inner')
        }),
      ).toThrow('inner')
      enter(db, 'c')
    }),
  ).not.toThrow()
  expect(entries(db)).toEqual(['a', 'c'])
})

describe('the data folder', () => {
  const aFolder = () => dataFolder(path.join(mkdtempSync(path.join(tmpdir(), 'runkeep-data-')), 'data'))

  test('belongs to one process at a time', () => {
    const data = aFolder()
    const giveBack = takeDataFolder(data)
    expect(() => takeDataFolder(data)).toThrow(FolderInUse)
    giveBack()
    takeDataFolder(data)()
  })

  test('is readable by nobody else', () => {
    const data = aFolder()
    const giveBack = takeDataFolder(data)
    const db = openDatabase(data.database)
    db.exec('CREATE TABLE t (a)')
    const mode = (file: string) => (statSync(file).mode & 0o777).toString(8)
    expect([data.folder, data.backups, data.files].map(mode)).toEqual(['700', '700', '700'])
    expect([data.database, `${data.database}-wal`, data.lock].map(mode)).toEqual(['600', '600', '600'])
    db.close()
    giveBack()
  })

  test('is written with full synchronization', () => {
    const data = aFolder()
    const giveBack = takeDataFolder(data)
    const db = openDatabase(data.database)
    expect([
      db.pragma('synchronous', { simple: true }),
      db.pragma('journal_mode', { simple: true }),
      db.pragma('foreign_keys', { simple: true }),
    ]).toEqual([2, 'wal', 1])
    db.close()
    giveBack()
  })

  test.skipIf(process.getuid?.() === 0)('that cannot be written is refused', () => {
    const data = aFolder()
    takeDataFolder(data)()
    chmodSync(data.folder, 0o500)
    expect(() => takeDataFolder(data)).toThrow()
  })
})
