import { createServer, request, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo, ListenOptions } from 'node:net'
import { connect } from 'node:net'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { signOut } from '#contract/accounts.ts'
import { listNotices, noticeStream, readNotices } from '#contract/notices.ts'
import { notify, settle } from '../../server/features/notices/rules.ts'
import { later } from '../../server/platform/clock.ts'
import { aFolder, aServer } from '../support/installation.ts'
import { aVault, start, type Name, type Stranger, type Vault } from '../support/vault.ts'

const endings: (() => unknown)[] = []
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end()
})

/** The vault's app on a real port. */
async function listening(vault: Vault): Promise<number> {
  const server = await listeningOn(vault, { port: 0, host: '127.0.0.1' })
  return (server.address() as AddressInfo).port
}

async function listeningOn(vault: Vault, where: ListenOptions): Promise<Server> {
  const server: Server = createServer(vault.app)
  await new Promise<void>((resolve) => server.listen(where, resolve))
  endings.push(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  )
  return server
}

/** Listens as a browser does. `events` are those that came, as `name` or `name:data`. */
async function listen(port: number, cookie?: string) {
  const events: string[] = []
  let closedAt: number | undefined
  const asked = request({ port, host: '127.0.0.1', path: noticeStream.path, headers: cookie ? { cookie } : {} })
  asked.end()
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    asked.on('response', resolve)
    asked.on('error', reject)
  })
  let text = ''
  let comments = 0
  response.on('data', (chunk: Buffer) => {
    text += chunk.toString()
    const blocks = text.split('\n\n')
    text = blocks.pop() ?? ''
    for (const block of blocks) {
      const [, name, data] = /^event: (\w+)\ndata: (.*)$/.exec(block) ?? []
      if (name === undefined) comments += 1
      else events.push(name === 'end' ? `end:${data}` : name)
    }
  })
  response.on('error', () => undefined)
  response.on('close', () => (closedAt = performance.now()))
  endings.push(() => void asked.destroy())
  return {
    status: response.statusCode,
    headers: response.headers,
    events,
    isClosed: () => closedAt !== undefined,
    comments: () => comments,
    hangUp: () => asked.destroy(),
    response,
  }
}

/** Tells somebody something, as a write does. */
const tell = (vault: Vault, name: Name | Stranger) =>
  vault.house.writer.write(() =>
    notify(
      { db: vault.db, now: vault.clock.now() },
      { to: [vault.member(name)], kind: 'admission.waiting', facts: { name: 'Canary' }, dedupe: `x${Math.random()}` },
    ),
  )

/** At once on a quiet machine. */
const soon = { timeout: 20_000, interval: 10 }
/** Whatever was under way has arrived. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 60))

describe('the stream', () => {
  test('rings whoever is told, right after it is on the disk, and says nothing else', async () => {
    const vault = aVault()
    const port = await listening(vault)
    const mara = await listen(port, vault.cookie('mara'))
    const anton = await listen(port, vault.cookie('anton'))
    await expect.poll(() => mara.events, soon).toEqual(['ready'])
    await tell(vault, 'mara')
    await expect.poll(() => mara.events, soon).toEqual(['ready', 'notice'])
    await settled()
    expect(anton.events).toEqual(['ready'])
  })

  test('has the headers of every answer, and is kept by nobody on the way', async () => {
    const vault = aVault()
    const { status, headers } = await listen(await listening(vault), vault.cookie('mara'))
    expect(status).toBe(200)
    expect(headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
    })
    expect(headers['content-security-policy']).toContain("default-src 'none'")
    expect(headers['access-control-allow-origin']).toBeUndefined()
  })

  test('is for whoever is signed in', async () => {
    const vault = aVault()
    const port = await listening(vault)
    expect((await listen(port)).status).toBe(401)
    expect((await listen(port, '__Host-runkeep=made-up')).status).toBe(401)
    expect(vault.house.streams.count).toBe(0)
  })

  test('rings nobody of another organization, and nobody who was not told', async () => {
    const vault = aVault()
    const port = await listening(vault)
    const others = await Promise.all(
      (['anton', 'jonas', 'ines', 'tariq', 'xenia'] as const).map((name) => listen(port, vault.cookie(name))),
    )
    await tell(vault, 'mara')
    await settled()
    for (const { events } of others) expect(events).toEqual(['ready'])
  })

  test('rings in all of a person’s windows when one of them reads, and when it is settled', async () => {
    const vault = aVault()
    const port = await listening(vault)
    const first = await listen(port, vault.cookie('mara'))
    const second = await listen(port, vault.cookie('mara'))
    await tell(vault, 'mara')
    await expect.poll(() => second.events, soon).toEqual(['ready', 'notice'])
    const { items } = (await vault.as('mara', listNotices, {})).body
    await vault.as('mara', readNotices, { ids: items.map(({ id }) => id) })
    await expect.poll(() => [first.events.length, second.events.length], soon).toEqual([3, 3])
    const dedupe = vault.db.prepare(`SELECT dedupe FROM notices`).pluck().get() as string
    const actor = { organizationId: vault.acme.id }
    await vault.house.writer.write(() => settle({ db: vault.db, now: start, actor }, dedupe))
    await expect.poll(() => first.events.length, soon).toBe(4)
  })

  test('rings for nothing that was undone, but for what was done beside it', async () => {
    const vault = aVault()
    const mara = await listen(await listening(vault), vault.cookie('mara'))
    const undone = vault.house.writer.write(() => {
      const telling = { to: [vault.member('mara')], kind: 'standby.woken', facts: {} } as const
      notify({ db: vault.db, now: start }, telling)
      throw new Error('undone')
    })
    await expect(undone).rejects.toThrow('undone')
    await settled()
    // Rung in vain at most: there is nothing to find.
    expect((await vault.as('mara', listNotices, {})).body.items).toEqual([])
    await tell(vault, 'mara')
    await expect.poll(() => mara.events.at(-1), soon).toBe('notice')
  })
})

describe('nobody listens longer than they may', () => {
  // The streams look at their sessions every few seconds; nothing else here waits for a clock.
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }))
  afterEach(() => void vi.useRealTimers())

  /** Within the five seconds that are promised. */
  const ended = async (stream: Awaited<ReturnType<typeof listen>>, why: string) => {
    expect(stream.isClosed()).toBe(false)
    vi.advanceTimersByTime(4_999)
    await expect.poll(() => stream.isClosed(), soon).toBe(true)
    expect(stream.events.at(-1)).toBe(`end:${why}`)
  }

  test('signed out', async () => {
    const vault = aVault()
    const stream = await listen(await listening(vault), vault.cookie('mara'))
    await vault.as('mara', signOut, {})
    await ended(stream, 'signed-out')
    expect(vault.house.streams.count).toBe(0)
  })

  test.each([
    ['after an hour without a request', (vault: Vault) => vault.clock.set(later(start, { minutes: 60 }))],
    [
      'after so many hours, whatever was done',
      (vault: Vault) => {
        vault.clock.set(later(start, { hours: 12 }))
        vault.db.prepare(`UPDATE sessions SET seen_at = ?`).run(vault.clock.now())
      },
    ],
    [
      'when the account is disabled',
      (vault: Vault) =>
        vault.db.prepare(`UPDATE accounts SET disabled_at = ? WHERE id = ?`).run(start, vault.account('mara')),
    ],
  ])('%s', async (_name, happen) => {
    const vault = aVault()
    const stream = await listen(await listening(vault), vault.cookie('mara'))
    happen(vault)
    await ended(stream, 'signed-out')
  })

  test.each([
    ['removed from an organization', `UPDATE members SET removed_at = joined_at WHERE id = ?`],
    ['something else in one', `UPDATE members SET role = 'reader' WHERE id = ?`],
  ])('%s', async (_name, sql) => {
    const vault = aVault()
    const port = await listening(vault)
    const [jonas, mara] = [await listen(port, vault.cookie('jonas')), await listen(port, vault.cookie('mara'))]
    vault.db.prepare(sql).run(vault.member('jonas'))
    await ended(jonas, 'changed')
    expect(mara.events).toEqual(['ready'])
  })

  test('listening is no use of a session: it ends all the same', async () => {
    const vault = aVault()
    const port = await listening(vault)
    const cookie = vault.cookie('mara')
    vault.clock.set(later(start, { minutes: 50 }))
    await listen(port, cookie)
    await settled()
    expect(vault.db.prepare(`SELECT seen_at FROM sessions`).pluck().get()).toBe(start)
    vault.clock.set(later(start, { minutes: 61 }))
    expect((await listen(port, cookie)).status).toBe(401)
  })
})

describe('nobody takes more than their share', () => {
  test('of an account the oldest gives way to the ninth, and is told why', async () => {
    const vault = aVault()
    const port = await listening(vault)
    const xenia = await listen(port, vault.cookie('xenia'))
    const streams: Awaited<ReturnType<typeof listen>>[] = []
    for (let n = 0; n < 9; n++) streams.push(await listen(port, vault.cookie('mara')))
    await expect.poll(() => streams[0]?.isClosed(), soon).toBe(true)
    expect(streams[0]?.events).toEqual(['ready', 'end:elsewhere'])
    expect(vault.house.streams.count).toBe(9)
    await tell(vault, 'mara')
    await expect.poll(() => streams.slice(1).every(({ events }) => events.at(-1) === 'notice'), soon).toBe(true)
    expect(xenia.events).toEqual(['ready'])
  })

  test('who hangs up is forgotten', async () => {
    const vault = aVault()
    const port = await listening(vault)
    const streams = await Promise.all(Array.from({ length: 5 }, () => listen(port, vault.cookie('mara'))))
    expect(vault.house.streams.count).toBe(5)
    for (const { hangUp } of streams) hangUp()
    await expect.poll(() => vault.house.streams.count, soon).toBe(0)
  })

  test('who does not read is let go, and nothing is kept for them', async () => {
    const vault = aVault()
    // Less fits into one of these than on the way through a port, so it is full much sooner.
    const socket = path.join(aFolder(), 'socket')
    await listeningOn(vault, { path: socket })
    const deaf = connect(socket)
    endings.push(() => void deaf.destroy())
    deaf.on('error', () => undefined)
    deaf.write(`GET ${noticeStream.path} HTTP/1.1\r\nhost: x\r\ncookie: ${vault.cookie('mara')}\r\n\r\n`)
    deaf.pause()
    await expect.poll(() => vault.house.streams.count, soon).toBe(1)
    const before = process.memoryUsage().rss
    let rings = 0
    while (vault.house.streams.count > 0 && rings < 400_000) {
      for (let n = 0; n < 50; n++, rings++) await tellCheaply(vault)
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect(vault.house.streams.count).toBe(0)
    expect(process.memoryUsage().rss - before).toBeLessThan(150_000_000)
  })
})

/** A ring without a notice: what reading one does. */
async function tellCheaply(vault: Vault): Promise<void> {
  const { ringAfterCommit } = await import('../../server/access/doorbell.ts')
  await vault.house.writer.write(() => ringAfterCommit(vault.db, vault.account('mara')))
}

test('a server that stops says so to everybody, and does not wait for them', async () => {
  const vault = aVault()
  const port = await listening(vault)
  const streams = await Promise.all([listen(port, vault.cookie('mara')), listen(port, vault.cookie('xenia'))])
  vault.house.streams.close()
  for (const stream of streams) {
    await expect.poll(() => stream.isClosed(), soon).toBe(true)
    expect(stream.events).toEqual(['ready', 'end:restart'])
  }
})

test('a real server with nobody on it stops at once', async () => {
  const server = await aServer(path.join(aFolder(), 'data'))
  const began = performance.now()
  await server.stop()
  expect(performance.now() - began).toBeLessThan(5_000)
})
