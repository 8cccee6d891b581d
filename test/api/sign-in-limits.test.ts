import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { lookUpInvitation, setUp, signIn, startSignIn } from '#contract/accounts.ts'
import { addressGroup } from '../../server/features/accounts/addresses.ts'
import { later } from '../../server/platform/clock.ts'
import { readConfig } from '../../server/platform/config.ts'
import { start as startServer } from '../../server/main.ts'
import { listening, send, type Sending } from '../support/house.ts'
import { keysOf, signLoginAs } from '../support/keys.ts'
import { aFirstOwner } from '../support/log.ts'
import { acts, cookieIn, withKeys } from '../support/sign-in.ts'
import { aVault, origin, start, type Name, type Vault } from '../support/vault.ts'

// ASSURANCE T11, with callers that really come from different addresses.

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

async function aDoor() {
  const vault = aVault()
  for (const name of ['mara', 'jonas'] as const) withKeys(vault, name)
  const door = await listening(vault.app)
  closing.push(door.close)
  const attempt = async (name: Name, right: boolean, sending: Sending = {}) => {
    const begun = await door.send(startSignIn, { email: `${name}@acme.example.com` }, withoutPath(sending))
    const login = { accountId: begun.body.accountId, challenge: begun.body.challenge, ts: vault.clock.now(), origin }
    const signature = right ? signLoginAs(name, login) : Buffer.alloc(64, 1).toString('base64url')
    return door.send(signIn, { ...login, signature }, sending)
  }
  return {
    vault,
    send: door.send,
    right: (name: Name, sending?: Sending) => attempt(name, true, sending),
    wrong: (name: Name, sending?: Sending) => attempt(name, false, sending),
  }
}
const withoutPath = ({ path: _path, ...sending }: Sending): Sending => sending
const judged = (vault: Vault) => acts(vault).filter((act) => act === 'session.refuse').length
const times = (count: number) => Array.from({ length: count }, (_, n) => n)

describe('guessing a passphrase', () => {
  test('of two hundred wrong attempts at once, ten at most are judged; the rest are told when to come back', async () => {
    const { vault, wrong, right } = await aDoor()
    const answers = await Promise.all(times(200).map(() => wrong('mara')))
    const refused = answers.filter(({ status }) => status === 401)
    const waiting = answers.filter(({ status }) => status === 429)
    expect(refused.length).toBeGreaterThan(0)
    expect(refused.length).toBeLessThanOrEqual(10)
    expect(waiting.length).toBe(200 - refused.length)
    expect(judged(vault)).toBe(refused.length)
    for (const { headers, body } of waiting) {
      expect(Number(headers['retry-after'])).toBeGreaterThan(0)
      expect(body).toMatchObject({
        type: '/problems/too-many-attempts',
        facts: { retryAfterSeconds: expect.any(Number) },
      })
    }

    // From there, not even the right passphrase is judged; from elsewhere it is.
    expect((await right('mara')).status).toBe(429)
    expect((await right('mara', { from: '127.0.0.2' })).status).toBe(200)
  })

  test('what is told of the wait is true', async () => {
    const { vault, wrong, right } = await aDoor()
    for (const _ of times(6)) await wrong('mara')
    const { headers } = await right('mara')
    const wait = Number(headers['retry-after'])
    vault.clock.set(later(start, { seconds: wait - 1 }))
    expect((await right('mara')).status).toBe(429)
    vault.clock.set(later(start, { seconds: wait }))
    expect((await right('mara')).status).toBe(200)
  })

  test('from twenty addresses at once, a hundred at most are judged, and the owner still gets in from another', async () => {
    const { vault, wrong, right } = await aDoor()
    const answers = await Promise.all(
      times(20).flatMap((address) => times(15).map(() => wrong('mara', { from: `127.0.0.${address + 1}` }))),
    )
    expect(judged(vault)).toBe(answers.filter(({ status }) => status === 401).length)
    expect(judged(vault)).toBeLessThanOrEqual(100)
    expect((await right('mara', { from: '127.0.0.21' })).status).toBe(200)
  })

  test('from any number of addresses, a hundred in a row are judged, and then one every quarter of an hour', async () => {
    const { vault, wrong } = await aDoor()
    for (const address of times(30)) {
      await Promise.all(times(4).map(() => wrong('mara', { from: `127.0.1.${address + 1}` })))
    }
    expect(judged(vault)).toBe(100)
    vault.clock.set(later(start, { minutes: 15 }))
    const statuses = [
      (await wrong('mara', { from: '127.0.2.1' })).status,
      (await wrong('mara', { from: '127.0.2.2' })).status,
    ]
    expect(statuses).toEqual([401, 429])
  })

  test('a browser that has signed in before gets in while its account is under attack from everywhere, its own address too', async () => {
    const { vault, wrong, right } = await aDoor()
    const cookie = cookieIn((await right('mara')).cookies, '__Host-runkeep-device')
    for (const address of times(30)) {
      await Promise.all(times(4).map(() => wrong('mara', { from: `127.0.0.${address + 1}` })))
    }
    await Promise.all(times(12).map(() => wrong('jonas')))
    expect(judged(vault)).toBeGreaterThanOrEqual(100)
    expect((await right('mara', { from: '127.0.0.77' })).status).toBe(429)
    expect((await right('mara', { cookie })).status).toBe(200)
    expect((await right('mara', { cookie, from: '127.0.0.77' })).status).toBe(200)
  })

  test('such a browser’s own attempts are limited too, and another’s cookie buys nothing', async () => {
    const { vault, wrong, right } = await aDoor()
    const cookie = cookieIn((await right('mara')).cookies, '__Host-runkeep-device')
    await Promise.all(times(40).map(() => wrong('mara', { cookie })))
    expect(judged(vault)).toBe(10)
    expect((await right('mara')).status).toBe(200)

    const others = cookieIn((await right('jonas', { from: '127.0.0.9' })).cookies, '__Host-runkeep-device')
    await Promise.all(times(40).map(() => wrong('mara', { cookie: others, from: '127.0.0.9' })))
    expect(judged(vault)).toBe(10 + 4)
  })

  test('one address gets ten wrong attempts over all accounts together', async () => {
    const { vault, send, right } = await aDoor()
    const spray = times(200).map(async (n) => {
      const { body } = await send(startSignIn, { email: `person${n}@example.com` })
      const login = { accountId: body.accountId, challenge: body.challenge, ts: start, origin }
      return send(signIn, { ...login, signature: Buffer.alloc(64).toString('base64url') })
    })
    const answers = await Promise.all(spray)
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(10)
    expect(judged(vault)).toBe(10)
    expect((await right('mara')).status).toBe(429)
    expect((await right('mara', { from: '127.0.0.2' })).status).toBe(200)
  })

  test('signing in rightly costs nothing: an office behind one address signs in as often as it likes', async () => {
    const { right } = await aDoor()
    for (const _ of times(60)) expect((await right('mara')).status).toBe(200)
  })

  test('neither another spelling of the path nor a header that claims another address changes anything', async () => {
    const { vault, wrong } = await aDoor()
    await Promise.all(times(20).map(() => wrong('mara')))
    const before = judged(vault)
    for (const path of [
      '/api/v1/sessions/',
      '/api/v1//sessions',
      '//api/v1/sessions',
      '/API/v1/sessions',
      '/api/v1/Sessions',
    ]) {
      expect([path, (await wrong('mara', { path })).status]).toEqual([path, 404])
    }
    for (const header of [
      'x-forwarded-for',
      'x-real-ip',
      'forwarded',
      'x-client-ip',
      'cf-connecting-ip',
      'true-client-ip',
    ]) {
      const headers = { [header]: header === 'forwarded' ? 'for=198.51.100.7' : '198.51.100.7' }
      expect([header, (await wrong('mara', { headers })).status]).toEqual([header, 429])
    }
    expect(judged(vault)).toBe(before)
  })

  test('starting the server again gives nobody new attempts', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'runkeep-limits-'))
    closing.push(() => rmSync(folder, { recursive: true }))
    const config = readConfig({ LOG: 'silent', PORT: '0', DATA_DIR: folder })
    const { accountId } = keysOf('priya')
    const email = 'priya@calderwick.example.com'
    const attempt = async (port: number, right: boolean, from: string) => {
      const here = `http://127.0.0.1:${port}`
      const headers = { origin: here }
      const { body } = await send(port, startSignIn, { email }, { headers, from })
      const login = { accountId, challenge: body.challenge, ts: new Date().toISOString(), origin: here }
      const signature = right ? signLoginAs('priya', login) : Buffer.alloc(64).toString('base64url')
      return (await send(port, signIn, { ...login, signature }, { headers, from })).status
    }

    const before = await startServer(config)
    const { input } = aFirstOwner('priya', { at: new Date().toISOString() })
    const made = await send(before.port, setUp, input, { headers: { origin: `http://127.0.0.1:${before.port}` } })
    expect(made.status).toBe(200)
    for (const _ of times(6)) await attempt(before.port, false, '127.0.0.1')
    expect(await attempt(before.port, true, '127.0.0.1')).toBe(429)
    await before.stop()

    const after = await startServer(config)
    closing.unshift(() => after.stop())
    expect(await attempt(after.port, true, '127.0.0.1')).toBe(429)
    expect(await attempt(after.port, true, '127.0.0.2')).toBe(200)
  })
})

describe('asking for challenges and looking up links', () => {
  test('challenges from one address are limited; other addresses and known browsers are not', async () => {
    const { vault, send, right } = await aDoor()
    const cookie = cookieIn((await right('mara')).cookies, '__Host-runkeep-device')
    const answers = await Promise.all(times(400).map((n) => send(startSignIn, { email: `person${n}@example.com` })))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(299)
    expect(vault.db.prepare(`SELECT count(*) FROM challenges`).pluck().get()).toBeLessThanOrEqual(300)
    const { status, headers } = await send(startSignIn, { email: 'mara@acme.example.com' })
    expect([status, headers['retry-after']]).toEqual([429, '1'])
    expect((await send(startSignIn, { email: 'mara@acme.example.com' }, { cookie })).status).toBe(200)
    expect((await send(startSignIn, { email: 'mara@acme.example.com' }, { from: '127.0.0.2' })).status).toBe(200)
  })

  test('made-up invitation links are limited by address', async () => {
    const { vault, send } = await aDoor()
    const { orgId } = vault.logState()
    const links = times(60).map((n) => ({ orgId, key: Buffer.alloc(32, n).toString('base64url') }))
    const answers = await Promise.all(links.map((link) => send(lookUpInvitation, link)))
    expect(answers.filter(({ status }) => status === 404)).toHaveLength(20)
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(40)
    expect((await send(lookUpInvitation, links[0] as (typeof links)[number], { from: '127.0.0.2' })).status).toBe(404)
  })
})

describe('what counts as one address', () => {
  test.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['::FFFF:c000:207', '192.0.2.7'],
    ['0:0:0:0:0:ffff:192.0.2.8', '192.0.2.8'],
    ['2001:db8:1:2::1', '2001:db8:1:2::/64'],
    ['2001:DB8:1:2:ffff:ffff:ffff:ffff', '2001:db8:1:2::/64'],
    ['2001:db8:1:3::1', '2001:db8:1:3::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['::', '0:0:0:0::/64'],
    ['', ''],
  ])('%s is %s', (address, group) => {
    expect(addressGroup(address)).toBe(group)
  })
})
