import { spawn, type ChildProcess } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { sodiumReady } from '#contract/crypto/verify.ts'
import { readiness } from '#contract/service.ts'
import { connect, type Connection } from '../../client/cli/connection.ts'
import { verify } from '../../server/administer/verify.ts'
import { systemClock } from '../../server/platform/clock.ts'
import { compiled } from '../support/compiled.ts'
import { foundAcme, slug } from '../support/founding.ts'
import { keepWriting, lostFrom, type Ledger } from './ledger.ts'

/**
 * F1 of ASSURANCE §2: the server is killed (SIGKILL) while eight clients write, started again, and asked for everything
 * that it had acknowledged. Again and again, on the same data.
 */
export interface Killed {
  cycles: number
  acknowledged: number
  /** Cycles in which requests were under way at the moment of the kill: otherwise the test is idle. */
  inMidWrite: number
  /** Longest time from start to ready, in milliseconds. */
  slowestStartMs: number
  /** What was lost, torn or damaged; empty is the promise. */
  failures: string[]
}

/** How often the tests of this folder kill: a few times, and as often as `npm run test:kill` says. */
export const rounds = Number(process.env['KILL_ROUNDS'] ?? 3)

const clients = 8
/** However long they take. */
const fewest = 4
const main = path.join(import.meta.dirname, '..', '..', 'server', 'main.ts')

export async function killAgainAndAgain(
  { cycles, forMs = Infinity }: { cycles: number; forMs?: number },
  tell: (done: Killed) => void = () => {},
): Promise<Killed> {
  await sodiumReady
  const folder = mkdtempSync(path.join(tmpdir(), 'runkeep-kill-'))
  const port = await freePort()
  const result: Killed = { cycles: 0, acknowledged: 0, inMidWrite: 0, slowestStartMs: 0, failures: [] }
  const connection = connect(`http://127.0.0.1:${port}`)
  const begin = async (): Promise<ChildProcess> => {
    const started = performance.now()
    const server = await startServer(folder, port, connection)
    result.slowestStartMs = Math.max(result.slowestStartMs, Math.round(performance.now() - started))
    return server
  }
  let server = await begin()
  try {
    const clock = systemClock()
    const { collectionId } = await foundAcme(connection, () => clock.now())
    const place = { slug, collectionId }
    const began = performance.now()
    const hasTime = () => result.cycles < fewest || performance.now() - began < forMs
    while (result.cycles < cycles && hasTime() && result.failures.length === 0) {
      const run = `run${result.cycles}`
      const ledger: Ledger = { documents: new Map() }
      const writing = Array.from({ length: clients }, (_, client) =>
        keepWriting(connection, place, ledger, { run, client }),
      )
      await untilWriting(ledger)
      await pause(Math.random() * 150)
      await kill(server)
      const wasWriting = await Promise.all(writing)
      result.cycles += 1
      result.acknowledged += [...ledger.documents.values()].reduce((total, { revisions }) => total + revisions.size, 0)
      if (wasWriting.some(Boolean) && ledger.documents.size > 0) result.inMidWrite += 1
      server = await begin()
      result.failures.push(...(await lostFrom(ledger, connection, place)))
      result.failures.push(...verify(folder).damage, ...tornIn(path.join(folder, 'vault.db')))
      tell(result)
    }
  } finally {
    await kill(server)
    rmSync(folder, { recursive: true, force: true })
  }
  return result
}

/** Revisions without their audit event, and events of revisions that are not there. */
export function tornIn(database: string): string[] {
  const db = new Database(database, { readonly: true })
  try {
    const unrecorded = db
      .prepare<[], string>(
        `SELECT r.document_id || ' revision ' || r.revision FROM document_revisions r
          WHERE NOT EXISTS (SELECT 1 FROM audit_events e WHERE e.subject_id = r.document_id
                  AND coalesce(json_extract(e.payload, '$.details.revision'), 1) = r.revision
                  AND e.act IN ('document.create', 'document.save'))`,
      )
      .pluck()
      .all()
    const unsaved = db
      .prepare<[], number>(
        `SELECT e.seq FROM audit_events e
          WHERE e.act IN ('document.create', 'document.save')
            AND NOT EXISTS (SELECT 1 FROM document_revisions r WHERE r.document_id = e.subject_id
                  AND r.revision = coalesce(json_extract(e.payload, '$.details.revision'), 1))`,
      )
      .pluck()
      .all()
    return [
      ...unrecorded.map((name) => `${name} has no audit event`),
      ...unsaved.map((seq) => `Audit entry ${seq} tells of a revision that is not there`),
    ]
  } finally {
    db.close()
  }
}

export async function startServer(folder: string, port: number, connection: Connection): Promise<ChildProcess> {
  const { PATH = '' } = process.env
  // On a busy machine a search may be late; that is not what is looked for here.
  const settings = { DATA_DIR: folder, PORT: String(port), LOG: 'silent', READ_DEADLINE_MS: '60000' }
  const environment = { PATH, ...compiled, ...settings }
  const server = spawn(process.execPath, [main], { env: environment, stdio: ['ignore', 'ignore', 'pipe'] })
  let words = ''
  server.stderr.on('data', (chunk: Buffer) => (words += chunk.toString()))
  for (let tries = 0; tries < 1_200; tries++) {
    if (server.exitCode !== null) throw new Error(`The server does not start: ${words}`)
    const isReady = await connection.call(readiness, {}).then(
      () => true,
      () => false,
    )
    if (isReady) return server
    await pause(25)
  }
  throw new Error(`The server is not ready after 30 s: ${words}`)
}

/** Until the first answers have come, however busy the machine is: a kill before that would prove nothing. */
async function untilWriting(ledger: Ledger): Promise<void> {
  for (let tries = 0; tries < 1_000 && ledger.documents.size < 3; tries++) await pause(5)
}

/** Ends the process that we started, and waits until the system has buried it. */
export async function kill(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return
  const gone = new Promise((resolve) => server.once('exit', resolve))
  server.kill('SIGKILL')
  await gone
}

/**
 * A port that nobody listens on, and that the system gives to no connection of its own accord: a server that is started
 * again finds it free. (Linux hands out 32768 and up.)
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(15_000, 32_000)
    const probe = createServer()
    const isFree = await new Promise<boolean>((resolve) => {
      probe.once('error', () => resolve(false))
      probe.listen(port, '127.0.0.1', () => resolve(true))
    })
    if (!isFree) continue
    await new Promise((resolve) => probe.close(resolve))
    return port
  }
}
