import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { AccountId, MemberId } from '#contract/values.ts'
import { connect, type Connection } from '../../client/cli/connection.ts'
import { signInAs } from '../../client/cli/sign-in.ts'
import { makeKeyring } from '../../client/vault/keyring.ts'
import { makeProfilePins } from '../../client/vault/profile-pins.ts'
import { start, type Running } from '../../server/main.ts'
import type { Clock } from '../../server/platform/clock.ts'
import { readConfig } from '../../server/platform/config.ts'
import { compiled } from './compiled.ts'
import { endings } from './endings.ts'
import { email, foundAcme, passphrase, slug } from './founding.ts'
import { logState, type Person, type Place } from './log.ts'

export { email, passphrase, slug }

/** A folder of its own, gone when the tests of the file are done. */
export function aFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'runkeep-test-'))
  endings.push(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Files with their contents, in a folder of their own. */
export function filesIn(files: Record<string, string | Buffer>, folder = aFolder()): string {
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, name)
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, content)
  }
  return folder
}

/** A real server on a free port, over a data folder of its own; it stops when the tests of the file are done. */
export async function aServer(data: string, clock?: Clock): Promise<Running & { address: string }> {
  // On a busy machine a search may be late; how late is looked at elsewhere.
  const config = readConfig({ DATA_DIR: data, PORT: '0', LOG: 'silent', READ_DEADLINE_MS: '60000' })
  const running = await start(config, clock ? { clock } : {})
  let isStopped = false
  const stop = async () => {
    if (!isStopped) await running.stop()
    isStopped = true
  }
  endings.push(stop)
  return { ...running, stop, address: `http://127.0.0.1:${running.port}` }
}

/** Such a server with one organization, `acme`, whose owner is mara, and one collection beside the first. */
export async function anInstallation(data = path.join(aFolder(), 'data'), clock?: Clock) {
  const server = await aServer(data, clock)
  const mara = connect(server.address)
  const now = () => server.house.clock.now()
  const founded = await foundAcme(mara, now)
  /** Mara, and the place where she states something without HTTP. */
  const { signer, organizationId } = founded
  const memberId = signer.id as MemberId
  const owner: Person = { name: 'Mara', accountId: signer.account as AccountId, memberId, organizationId, signer }
  const place: Place = { db: server.house.db, config: server.house.config, now }
  /** What the organization's log says now. */
  const log = () => logState(server.house.db, organizationId)
  return { ...server, data, mara, now, log, owner, place, ...founded }
}
export type Installation = Awaited<ReturnType<typeof anInstallation>>

/** Mara, signing in with her passphrase. */
export async function signedIn(address: string): Promise<Connection> {
  const connection = connect(address)
  const pins = makeProfilePins({ getItem: () => null, setItem: () => {} })
  await signInAs({ email, passphrase }, { connection, keyring: makeKeyring(), pins })
  return connection
}

export interface Ended {
  exitCode: number | null
  stdout: string
  stderr: string
}

const command = path.join(import.meta.dirname, '..', '..', 'server', 'runkeep.ts')

/** Starts `runkeep` as a person's shell would, with nothing of this process's environment but the path. */
export function beginRunkeep(given: readonly string[], environment: Record<string, string> = {}) {
  const { PATH = '' } = process.env
  const child = spawn(process.execPath, [command, ...given], {
    env: { PATH, HOME: '/nonexistent', ...compiled, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [stdout, stderr] = ['', '']
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  const ended = new Promise<Ended>((resolve) => child.on('close', (exitCode) => resolve({ exitCode, stdout, stderr })))
  return { child, ended }
}

export const runkeep = (given: readonly string[], environment?: Record<string, string>): Promise<Ended> =>
  beginRunkeep(given, environment).ended
