import { spawn, type ChildProcess } from 'node:child_process'
import { randomInt } from 'node:crypto'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fieldNumbers } from '#contract/credentials.ts'
import { sodiumReady } from '#contract/crypto/sodium.ts'
import type { Instant } from '#contract/values.ts'
import { connect } from '../../client/cli/connection.ts'
import { compiled } from '../support/compiled.ts'
import { foundAcme, passphrase } from '../support/founding.ts'
import { aFolder } from '../support/installation.ts'
import { memoryIsReadable, memoryOf, withChildren } from '../support/memory.ts'
import { findIn, type Canary } from '../support/needles.ts'
import { maraAt } from '../support/terminal.ts'

// Looks for secrets in the memory of a real server while reveals are under way (ASSURANCE T7): it never has one.

const main = path.join(import.meta.dirname, '..', '..', 'server', 'main.ts')
const random = (length: number) =>
  Array.from({ length }, () => 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789'[randomInt(57)]).join('')

let server: ChildProcess
let address: string
beforeAll(async () => {
  await sodiumReady
  const settings = { DATA_DIR: path.join(aFolder(), 'data'), PORT: '0', LOG: 'silent' }
  const environment = { PATH: process.env['PATH'] ?? '', ...compiled, ...settings, READ_DEADLINE_MS: '60000' }
  server = spawn(process.execPath, [main], { env: environment, stdio: ['ignore', 'ignore', 'pipe'] })
  address = await addressOf(server)
})
afterAll(async () => {
  if (server.exitCode !== null) return
  const gone = new Promise((resolve) => server.once('exit', resolve))
  server.kill('SIGCONT')
  server.kill('SIGKILL')
  await gone
})

test('the server has no secret in its memory, also in the middle of a reveal', async (context) => {
  const pid = server.pid as number
  if (process.platform !== 'linux' || !memoryIsReadable(pid)) {
    context.skip('This machine does not let a process read the memory of one that it started.')
  }
  const now = () => new Date().toISOString() as Instant
  const { collectionId } = await foundAcme(connect(address), now)
  const mara = await maraAt({ address, collectionId, now })
  const title = random(28)
  const secrets = { username: random(28), password: random(28), note: `${random(28)} ü€`, key: random(28) }
  const { username, password, note, firstCustom } = fieldNumbers
  const reference = await mara.keep(title, [
    { n: username, kind: 'username', text: secrets.username },
    { n: password, kind: 'password', text: secrets.password },
    { n: note, kind: 'note', text: secrets.note },
    { n: firstCustom, kind: 'key', text: secrets.key, label: random(28) },
  ])
  const all = [password, note, firstCustom]
  expect(await mara.reveal(reference, all)).toEqual([secrets.password, secrets.note, secrets.key])

  const planted: Canary[] = Object.entries({ ...secrets, passphrase }).map(([of, secret]) => ({ of, secret }))
  planted.push({ of: 'the title, which is no secret', secret: title })
  const found: string[] = []
  let [isAnswered, bytes] = [false, 0]
  let revealing: Promise<string[]> | undefined
  const sent = new Promise<void>((resolve) => {
    revealing = mara.reveal(reference, all, resolve).finally(() => (isAnswered = true))
  })
  // Caught in the act: stopped between the request and its answer.
  await sent
  await pause(1)
  const processes = withChildren(pid)
  for (const each of processes) process.kill(each, 'SIGSTOP')
  const wasInTheMiddle = !isAnswered
  // Only copied while it stands still: after ten seconds it would take the waiting connection for an idle one and cut it.
  let memory: [name: string, content: Buffer][]
  try {
    memory = processes.flatMap((each) => [...memoryOf(each)])
  } finally {
    for (const each of processes) process.kill(each, 'SIGCONT')
  }
  for (const part of memory) {
    bytes += part[1].length
    found.push(...findIn([part], planted))
  }
  expect(await revealing).toEqual([secrets.password, secrets.note, secrets.key])
  // The title is found: otherwise the search looked at the wrong place.
  expect([...new Set(found.map((hit) => hit.split(' in ')[0]))]).toEqual(['the title, which is no secret'])
  expect({ wasInTheMiddle, isLarge: bytes > 20_000_000 }).toEqual({ wasInTheMiddle: true, isLarge: true })
}, 180_000)

/** Where it says that it is, once it is there. A port chosen for it could be taken by anybody until it listens. */
function addressOf(started: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let words = ''
    started.stderr?.on('data', (chunk: Buffer) => {
      words += chunk.toString()
      const [, url] = /^Runkeep is at (\S+)$/m.exec(words) ?? []
      if (url !== undefined) resolve(url)
    })
    started.once('exit', () => reject(new Error(`The server does not start: ${words}`)))
  })
}
