import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { v7 as uuidv7 } from 'uuid'
import { beforeAll, describe, expect, test } from 'vitest'
import { createDocument } from '#contract/documents.ts'
import type { DocumentId } from '#contract/values.ts'
import { verify } from '../../server/administer/verify.ts'
import { dataFolder, takeDataFolder } from '../../server/platform/data-folder.ts'
import { aFolder, anInstallation, aServer, beginRunkeep, runkeep, signedIn, slug } from '../support/installation.ts'
import { killAgainAndAgain, rounds, tornIn } from './kill-server.ts'
import { keepWriting, lostFrom, type Ledger } from './ledger.ts'

// `npm run test:kill -- --cycles N` kills more often.

test('a server that is killed in mid-write loses nothing that it has acknowledged, and tears nothing', async () => {
  const { cycles, acknowledged, inMidWrite, failures } = await killAgainAndAgain({ cycles: 30, forMs: 4_000 })
  expect(failures).toEqual([])
  expect(cycles).toBeGreaterThanOrEqual(4)
  expect(inMidWrite).toBeGreaterThanOrEqual(cycles / 2)
  expect(acknowledged).toBeGreaterThan(cycles * 3)
}, 300_000)

test('the ledger notices what is lost: a document, a revision, words, a trace', async () => {
  const there = await anInstallation()
  const place = { slug, collectionId: there.collectionId }
  const ledger: Ledger = { documents: new Map() }
  const writing = keepWriting(there.mara, place, ledger, { run: 'lost', client: 0 })
  while (ledger.documents.size < 6) await pause(5)
  await there.stop()
  expect(await writing).toBe(true)
  const database = dataFolder(there.data).database
  const db = new Database(database)
  const text = db.prepare<[], string>(`SELECT body FROM document_revisions WHERE revision = 1`).pluck().get() ?? ''
  db.exec(`DROP TRIGGER audit_is_append_only_delete;
    DELETE FROM documents WHERE number = 1; DELETE FROM audit_events WHERE act = 'document.save' AND seq = (SELECT min(seq) FROM audit_events WHERE act = 'document.save')`)
  db.prepare(
    `UPDATE document_revisions SET body = ? WHERE document_id = (SELECT id FROM documents WHERE number = 2) AND revision = 1`,
  ).run(text)
  db.prepare(
    `DELETE FROM document_revisions WHERE document_id = (SELECT id FROM documents WHERE number = 3) AND revision = 2`,
  ).run()
  db.close()
  expect(tornIn(database).length).toBeGreaterThan(1)

  const again = await aServer(there.data)
  const lost = await lostFrom(ledger, await signedIn(again.address), place)
  await again.stop()
  for (const reference of ['RB-01', 'RB-02', 'RB-03']) expect(lost.join('\n')).toContain(`${reference}: `)
  expect(lost.filter((line) => line.startsWith('RB-05: '))).toEqual([])
})

describe('a command that is killed at any moment', { timeout: 120_000 + rounds * 20_000 }, () => {
  let image: string
  beforeAll(async () => {
    const there = await anInstallation()
    for (let index = 0; index < 40; index++) {
      const id = uuidv7() as DocumentId
      const body = `# Runbook ${index}\n\n${'words '.repeat(800)}\n`
      const text = {
        title: `Runbook ${index}`,
        collectionId: there.collectionId,
        criticality: 'normal',
        intervalDays: 90,
      } as const
      await there.mara.call(createDocument, { slug, id, kind: 'runbook', body, ...text })
    }
    await there.stop()
    image = dataFolder(there.data).database
  })

  const aVault = (name: string) => {
    const data = dataFolder(path.join(aFolder(), 'data'))
    takeDataFolder(data)()
    copyFileSync(image, data.database)
    const db = new Database(data.database)
    db.prepare(`UPDATE organizations SET name = ?`).run(name)
    db.close()
    return data
  }
  const nameIn = (file: string) => {
    const db = new Database(file)
    const name = db.prepare<[], string>(`SELECT name FROM organizations`).pluck().get()
    db.close()
    return name
  }

  /** @returns whether it ended by itself. */
  async function killedAfter(given: readonly string[], ms: number): Promise<boolean> {
    const { child, ended } = beginRunkeep(given)
    const timer = setTimeout(() => {
      // The one command starts the program that works: both are ours, and both go.
      const children = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8')
        .trim()
        .split(/\s+/)
        .filter(Boolean)
      for (const pid of [...children.map(Number), child.pid as number]) process.kill(pid, 'SIGKILL')
    }, ms)
    const { exitCode } = await ended
    clearTimeout(timer)
    return exitCode === 0
  }

  /** How long the command takes here and now: kills are spread over it. */
  async function timed(given: readonly string[]): Promise<number> {
    const started = performance.now()
    expect((await runkeep(given)).exitCode).toBe(0)
    return performance.now() - started
  }

  test('backup leaves a whole backup or none, and the vault as it was', async () => {
    const data = aVault('Live')
    const folder = aFolder()
    const tookMs = await timed(['backup', path.join(folder, 'whole.db'), '--data-dir', data.folder])
    let complete = 0
    for (let round = 0; round < rounds; round++) {
      const file = path.join(folder, `${round}.db`)
      await killedAfter(['backup', file, '--data-dir', data.folder], tookMs * (0.3 + Math.random() * 0.7))
      if (!existsSync(file)) continue
      complete += 1
      expect(verify(file).damage).toEqual([])
    }
    expect(complete).toBeLessThanOrEqual(rounds)
    expect(verify(data.folder).damage).toEqual([])
    expect((await runkeep(['backup', path.join(folder, 'last.db'), '--data-dir', data.folder])).exitCode).toBe(0)
  })

  test('restore leaves the old vault or the new one, and can be done again', async () => {
    const backup = path.join(aFolder(), 'backup.db')
    expect((await runkeep(['backup', backup, '--data-dir', aVault('New').folder])).exitCode).toBe(0)
    const tookMs = await timed(['restore', backup, '--data-dir', aVault('Old').folder])
    const seen: (string | undefined)[] = []
    for (let round = 0; round < rounds; round++) {
      const data = aVault('Old')
      await killedAfter(['restore', backup, '--data-dir', data.folder], tookMs * (0.3 + Math.random() * 0.7))
      const name = nameIn(data.database)
      seen.push(name)
      expect(['Old', 'New']).toContain(name)
      expect(verify(data.folder).damage).toEqual([])
      // What was kept before the swap is the old vault, whole.
      for (const undo of readdirSync(data.backups)) expect(nameIn(path.join(data.backups, undo))).toBe('Old')
      if (name === 'Old') {
        expect((await runkeep(['restore', backup, '--data-dir', data.folder])).exitCode).toBe(0)
        expect(nameIn(data.database)).toBe('New')
        expect(readdirSync(data.folder).sort()).toEqual(['backups', 'files', 'server.lock', 'vault.db'])
      }
      rmSync(data.folder, { recursive: true })
      mkdirSync(data.folder)
    }
    expect(seen).toHaveLength(rounds)
  })
})
