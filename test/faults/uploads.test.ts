import { spawnSync, type ChildProcess } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { v7 as uuidv7 } from 'uuid'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDocument } from '#contract/documents.ts'
import { connect } from '../../client/cli/connection.ts'
import { checkFiles } from '../../server/administer/check-files.ts'
import { verify } from '../../server/administer/verify.ts'
import { systemClock } from '../../server/platform/clock.ts'
import { dataFolder } from '../../server/platform/data-folder.ts'
import { foundAcme, slug } from '../support/founding.ts'
import { aFolder } from '../support/installation.ts'
import { freePort, kill, rounds, startServer } from './kill-server.ts'

/** F1 of ASSURANCE §2 for attachments, and a disk that is full: what is acknowledged is there, and nothing half is. */

let cookie = ''
const realFetch = globalThis.fetch
beforeAll(() => {
  // Connections keep their cookies to themselves; a form is sent past them.
  globalThis.fetch = (input, options) => {
    cookie = new Headers(options?.headers).get('cookie') ?? cookie
    return realFetch(input, options)
  }
})
afterAll(() => void (globalThis.fetch = realFetch))

async function aPlace(folder: string) {
  const port = await freePort()
  const address = `http://127.0.0.1:${port}`
  const connection = connect(address)
  const server = await startServer(folder, port, connection)
  const clock = systemClock()
  const { collectionId } = await foundAcme(connection, () => clock.now())
  const text = {
    title: 'A',
    summary: '',
    body: 'a',
    tags: [],
    collectionId,
    criticality: 'normal',
    intervalDays: 90,
  } as const
  const write = () => connection.call(createDocument, { slug, id: uuidv7(), kind: 'runbook', ...text, tags: [] })
  const { reference } = await write()
  const attachments = `${address}/api/v1/organizations/${slug}/documents/${reference}/attachments`
  return { server, write, address, attachments, again: () => startServer(folder, port, connection) }
}
type Place = Awaited<ReturnType<typeof aPlace>>

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** @returns the status; 0 where no answer came. */
async function send({ attachments, address }: Place, id: string, bytes: Uint8Array<ArrayBuffer>): Promise<number> {
  const form = new FormData()
  form.set('id', id)
  form.set('name', `${id}.bin`)
  form.set('file', new Blob([bytes]), 'x')
  try {
    const response = await realFetch(attachments, { method: 'POST', body: form, headers: { origin: address, cookie } })
    await response.arrayBuffer()
    return response.status
  } catch {
    return 0
  }
}

/** Sends half of a file, does something, and sends the rest. @returns the status. */
function sendAround({ attachments, address }: Place, doing: () => unknown): Promise<number> {
  const half = randomBytes(1_500_000)
  const field = (name: string, value: string) =>
    `--xYz\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
  const head = `${field('id', uuidv7())}${field('name', 'x')}--xYz\r\ncontent-disposition: form-data; name="file"; filename="x"\r\n\r\n`
  const end = '\r\n--xYz--\r\n'
  return new Promise((resolve, reject) => {
    const sending = request(attachments, {
      method: 'POST',
      headers: {
        origin: address,
        cookie,
        'content-type': 'multipart/form-data; boundary=xYz',
        'content-length': head.length + 2 * half.length + end.length,
      },
    })
    sending.on('response', (response) => resolve(response.resume().statusCode ?? 0))
    sending.on('error', reject)
    sending.write(head)
    sending.write(half, () => {
      setTimeout(() => {
        doing()
        sending.write(half)
        sending.end(end)
      }, 300)
    })
  })
}

async function lostFrom(place: Place, ledger: ReadonlyMap<string, string>): Promise<string[]> {
  const lost: string[] = []
  for (const [id, digest] of ledger) {
    const response = await realFetch(`${place.attachments}/${id}/content`, { headers: { cookie } })
    const found = sha256(new Uint8Array(await response.arrayBuffer()))
    if (response.status !== 200 || found !== digest) lost.push(`${id}: ${response.status}`)
  }
  return lost
}

/** With no server running: files and rows agree to the byte, and nothing is left over. */
function faultsIn(folder: string): object {
  const db = new Database(dataFolder(folder).database, { readonly: true })
  try {
    const { damaged, orphans, halves, sums } = checkFiles(dataFolder(folder), db, true)
    return { damaged: damaged.length, orphans, halves, sums }
  } finally {
    db.close()
  }
}
const nothing = { damaged: 0, orphans: [], halves: [], sums: [] }

test(
  'a server that is killed while files arrive keeps those that it has acknowledged, and no half of any other',
  async () => {
    const folder = aFolder()
    const place = await aPlace(folder)
    const ledger = new Map<string, string>()
    let { server } = place
    let inMidWrite = 0
    for (let round = 0; round < rounds; round++) {
      const state = { isKilled: false, isCut: false }
      const goesOn = () => !state.isKilled
      const before = ledger.size
      const senders = Array.from({ length: 4 }, async (_, sender) => {
        for (let n = 0; goesOn(); n++) {
          const id = uuidv7()
          const bytes = new Uint8Array(randomBytes(1 + ((n * 7_919 + sender * 104_729) % 900_000)))
          const status = await send(place, id, bytes)
          if (status === 200) ledger.set(id, sha256(bytes))
          else if (status === 0) state.isCut = true
          else if (goesOn()) throw new Error(`answered ${status}`)
        }
      })
      while (ledger.size < before + 2) await pause(2)
      await pause(Math.random() * 120)
      state.isKilled = true
      await kill(server)
      await Promise.all(senders)
      if (state.isCut) inMidWrite += 1
      server = await place.again()
      await kill(server)
      expect(faultsIn(folder)).toEqual(nothing)
      server = await place.again()
    }
    expect(await lostFrom(place, ledger)).toEqual([])
    await kill(server)
    expect(verify(folder).damage).toEqual([])
    expect(inMidWrite).toBeGreaterThanOrEqual(rounds / 2)
    expect(ledger.size).toBeGreaterThan(rounds)
  },
  120_000 + rounds * 30_000,
)

// --- A full disk ---------------------------------------------------------------------------------------------------------------

/** A file system of a few megabytes, where this machine lets us make one. */
function aSmallDisk(megabytes: number): string | undefined {
  const folder = path.join(aFolder(), 'small')
  mkdirSync(folder)
  const made = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder])
  return made.status === 0 ? folder : undefined
}

test('on a full disk an upload is refused in words, nothing of it stays, reading goes on, and so does the next start', async (context) => {
  const folder = aSmallDisk(90)
  if (!folder) return context.skip('No small file system can be mounted here: it takes the rights to mount a tmpfs.')
  let server: ChildProcess | undefined
  try {
    const place = await aPlace(folder)
    server = place.server
    const ledger = new Map<string, string>()
    // Filled to the last byte by somebody else, while a file arrives.
    const filler = path.join(folder, 'filler')
    const fill = () => spawnSync('sh', ['-c', 'head -c 200000000 /dev/zero > "$0" 2>/dev/null', filler])
    expect(await sendAround(place, fill)).toBe(507)
    rmSync(filler)
    expect(readdirSync(path.join(folder, 'files', 'tmp'))).toEqual([])

    const refused: number[] = []
    for (let n = 0; n < 30 && refused.length < 3; n++) {
      const id = uuidv7()
      const bytes = new Uint8Array(randomBytes(4_000_000))
      const status = await send(place, id, bytes)
      if (status === 200) ledger.set(id, sha256(bytes))
      else refused.push(status)
    }
    expect(refused).toEqual([507, 507, 507])
    expect(ledger.size).toBeGreaterThan(0)
    expect(readdirSync(path.join(folder, 'files', 'tmp'))).toEqual([])
    // The room that the database needs is still there: text is saved.
    await place.write()
    expect(await lostFrom(place, ledger)).toEqual([])
    await kill(server)
    server = await place.again()
    expect(await lostFrom(place, ledger)).toEqual([])
    await kill(server)
    expect(faultsIn(folder)).toEqual(nothing)
  } finally {
    if (server) await kill(server)
    spawnSync('umount', ['-l', folder])
  }
}, 120_000)
