import { Secret } from 'otpauth'
import { v7 as uuidv7 } from 'uuid'
import { describe, expect, test } from 'vitest'
import { mySession, signIn, type Session } from '#contract/accounts.ts'
import { createDocument, listDocuments, openDocument } from '#contract/documents.ts'
import { listNotices } from '#contract/notices.ts'
import { changeOrganizationSettings, listMembers, organizationSettings } from '#contract/organizations.ts'
import { search } from '#contract/search.ts'
import {
  beginSecondFactor,
  confirmSecondFactor,
  endMyOtherSessions,
  endMySession,
  endSecondFactor,
  enterSecondFactor,
  listMySessions,
  makeRecoveryCodes,
  mySecondFactor,
} from '#contract/second-factor.ts'
import type { Instant } from '#contract/values.ts'
import { deviceWords } from '../../server/features/accounts/device-words.ts'
import { openSecret, SealedElsewhere, sealSecret } from '../../server/features/accounts/sealed-secret.ts'
import { stepOfCode } from '../../server/features/accounts/totp.ts'
import { later } from '../../server/platform/clock.ts'
import { aRunbook, usual } from '../support/documents.ts'
import { listening } from '../support/house.ts'
import { sealedKeysOf, signLoginAs } from '../support/keys.ts'
import { codeFrom, signInWithCode, ticketOf, withSecondFactor } from '../support/second-factor.ts'
import { acts, cookieIn, lastEvent, signedAttempt, signInAs, withKeys } from '../support/sign-in.ts'
import { aVault, call, origin, start, type Name, type Vault } from '../support/vault.ts'

function marasVault() {
  const vault = aVault()
  withKeys(vault, 'mara')
  return { vault, factor: withSecondFactor(vault, 'mara') }
}
const wait = (vault: Vault, by: Parameters<typeof later>[1]) => vault.clock.set(later(vault.clock.now(), by))
const times = (count: number) => Array.from({ length: count }, (_, n) => n)
const wrong = '000000'
const failed = { status: 401, body: { type: '/problems/second-factor-failed' }, cookies: [] }
const sessionIn = (cookies: readonly string[]) => cookieIn(cookies, '__Host-runkeep')
const deviceIn = (cookies: readonly string[]) => cookieIn(cookies, '__Host-runkeep-device')
const isAlive = async (vault: Vault, cookie: string) => (await call(vault.app, mySession, {}, cookie)).status === 200

describe('signing in with a second factor', () => {
  test('the passphrase alone gets a ticket: no session, no cookie, no sealed keys', async () => {
    const { vault } = marasVault()
    const answer = await signInAs(vault, 'mara')
    expect(answer).toMatchObject({ status: 200, cookies: [] })
    expect(Object.keys(answer.body).toSorted()).toEqual(['expiresAt', 'secondFactor', 'ticket'])
    const told = JSON.stringify(answer.body)
    for (const sealed of Object.values(sealedKeysOf('mara'))) expect(told).not.toContain(`"${sealed}"`)
    expect(vault.db.prepare(`SELECT count(*) FROM sessions`).pluck().get()).toBe(0)
    expect(lastEvent(vault, 'second-factor.ask')).toMatchObject({ accountId: vault.account('mara') })
  })

  test('with the code there is the session, and the keys in it', async () => {
    const { vault, factor } = marasVault()
    const answer = await signInWithCode(vault, 'mara', factor.code())
    expect(answer.status).toBe(200)
    expect(answer.body).toMatchObject({ ...sealedKeysOf('mara'), account: { name: 'mara' } })
    expect(await isAlive(vault, sessionIn(answer.cookies))).toBe(true)
    expect(lastEvent(vault, 'session.start')).toMatchObject({ details: { secondFactor: 'code', knownDevice: false } })
  })

  test('a code may be typed with a space or a hyphen', async () => {
    const { vault, factor } = marasVault()
    const typed = (at: number, between: string) => factor.code(at).replace(/^(...)/, `$1${between}`)
    expect((await signInWithCode(vault, 'mara', typed(0, ' '))).status).toBe(200)
    expect((await signInWithCode(vault, 'mara', ` ${typed(30, '-')} `)).status).toBe(200)
  })

  test('the ticket is kept hashed, opens nothing by itself, and is over after five minutes', async () => {
    const { vault, factor } = marasVault()
    const ticket = await ticketOf(vault, 'mara')
    expect(vault.db.serialize().includes(ticket)).toBe(false)
    expect(await isAlive(vault, `__Host-runkeep=${ticket}`)).toBe(false)
    wait(vault, { minutes: 5 })
    const late = await call(vault.app, enterSecondFactor, { ticket, code: factor.code() })
    expect(late).toMatchObject({ status: 401, body: { type: '/problems/sign-in-expired' }, cookies: [] })
    // The code was not looked at: it still works with a ticket that is alive.
    expect((await signInWithCode(vault, 'mara', factor.code())).status).toBe(200)
  })

  test('a ticket makes one session, and a wrong code does not cost it', async () => {
    const { vault, factor } = marasVault()
    const ticket = await ticketOf(vault, 'mara')
    expect(await call(vault.app, enterSecondFactor, { ticket, code: wrong })).toMatchObject(failed)
    expect((await call(vault.app, enterSecondFactor, { ticket, code: factor.code() })).status).toBe(200)
    expect(await call(vault.app, enterSecondFactor, { ticket, code: factor.code(30) })).toMatchObject({
      status: 401,
      body: { type: '/problems/sign-in-expired' },
    })
  })

  test('a made-up ticket is refused like one that is over', async () => {
    const { vault, factor } = marasVault()
    const ticket = Buffer.alloc(32, 5).toString('base64url')
    expect(await call(vault.app, enterSecondFactor, { ticket, code: factor.code() })).toMatchObject({
      status: 401,
      body: { type: '/problems/sign-in-expired' },
    })
  })

  test('somebody else’s code is no code, and a ticket is good for its own account only', async () => {
    const { vault, factor } = marasVault()
    withKeys(vault, 'jonas')
    const jonas = withSecondFactor(vault, 'jonas')
    expect(await signInWithCode(vault, 'mara', jonas.code())).toMatchObject(failed)
    const answer = await signInWithCode(vault, 'jonas', jonas.code())
    expect((answer.body as Session).account.name).toBe('jonas')
    expect((await signInWithCode(vault, 'mara', factor.code())).status).toBe(200)
  })

  test('an account that is disabled in between gets no session', async () => {
    const { vault, factor } = marasVault()
    const ticket = await ticketOf(vault, 'mara')
    vault.db.prepare(`UPDATE accounts SET disabled_at = ? WHERE id = ?`).run(start, vault.account('mara'))
    expect((await call(vault.app, enterSecondFactor, { ticket, code: factor.code() })).status).toBe(401)
  })

  test('the session that was sent along ends', async () => {
    const { vault, factor } = marasVault()
    const before = sessionIn((await signInWithCode(vault, 'mara', factor.code())).cookies)
    const after = await signInWithCode(vault, 'mara', factor.code(30), before)
    expect(await isAlive(vault, before)).toBe(false)
    expect(await isAlive(vault, sessionIn(after.cookies))).toBe(true)
  })

  test('whoever has none signs in as before, and an unknown address cannot be told from either', async () => {
    const { vault } = marasVault()
    withKeys(vault, 'jonas')
    expect((await signInAs(vault, 'jonas')).body).toMatchObject(sealedKeysOf('jonas'))
    const looks = new Set<string>()
    for (const name of ['mara', 'jonas', 'xenia'] as const) {
      const attempt = await signedAttempt(vault, name)
      const { status, body } = await call(vault.app, signIn, {
        ...attempt,
        signature: Buffer.alloc(64, 1).toString('base64url'),
      })
      looks.add(JSON.stringify([status, { ...body, instance: '' }]))
    }
    expect(looks.size).toBe(1)
  })
})

describe('a code (ASSURANCE T12)', () => {
  test('works once', async () => {
    const { vault, factor } = marasVault()
    const code = factor.code()
    expect((await signInWithCode(vault, 'mara', code)).status).toBe(200)
    const again = await signInWithCode(vault, 'mara', code)
    expect(again).toMatchObject(failed)
    expect(again.body.errors).toEqual([{ pointer: '/code', detail: expect.stringContaining('has been used') }])
    // Nor does it later within its time, nor the one before it.
    wait(vault, { seconds: 29 })
    expect(await signInWithCode(vault, 'mara', code)).toMatchObject(failed)
    expect(await signInWithCode(vault, 'mara', codeFrom(factor.secret, later(start, { seconds: -30 })))).toMatchObject(
      failed,
    )
    expect((await signInWithCode(vault, 'mara', factor.code(30))).status).toBe(200)
  })

  test('sent ten times at once makes one session, over ten tickets and over one', async () => {
    for (const share of [false, true]) {
      const { vault, factor } = marasVault()
      const one = await ticketOf(vault, 'mara')
      const tickets = await Promise.all(times(10).map(() => (share ? Promise.resolve(one) : ticketOf(vault, 'mara'))))
      const answers = await Promise.all(
        tickets.map((ticket) => call(vault.app, enterSecondFactor, { ticket, code: factor.code() })),
      )
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
      expect(answers.filter(({ status }) => status === 401 || status === 429)).toHaveLength(9)
      expect(vault.db.prepare(`SELECT count(*) FROM sessions`).pluck().get()).toBe(1)
    }
  })

  test.each([
    [-90, 401],
    [-60, 401],
    [-30, 200],
    [0, 200],
    [29, 200],
    [30, 200],
    [60, 401],
    [90, 401],
  ])('of %i seconds from now: %i', async (seconds, status) => {
    const { vault, factor } = marasVault()
    expect((await signInWithCode(vault, 'mara', factor.code(seconds))).status).toBe(status)
  })

  test('is judged by the time of the server, whatever the device says', async () => {
    const { vault, factor } = marasVault()
    wait(vault, { minutes: 4 })
    const begun = await signedAttempt(vault, 'mara')
    // Signed with a clock that is four minutes behind, which signing in forgives.
    const { accountId, challenge } = begun
    const login = { accountId, challenge, ts: start, origin }
    const { body } = await call(vault.app, signIn, { ...login, signature: signLoginAs('mara', login) })
    const { ticket } = body as { ticket: string }
    expect(await call(vault.app, enterSecondFactor, { ticket, code: codeFrom(factor.secret, start) })).toMatchObject(
      failed,
    )
    expect((await call(vault.app, enterSecondFactor, { ticket, code: factor.code() })).status).toBe(200)
  })

  test('is not looked at any more after six wrong ones; what is told of the wait is true', async () => {
    const { vault, factor } = marasVault()
    const statuses: number[] = []
    for (const _ of times(6)) statuses.push((await signInWithCode(vault, 'mara', wrong)).status)
    expect(statuses).toEqual(times(6).map(() => 401))
    const right = await signInWithCode(vault, 'mara', factor.code())
    expect(right).toMatchObject({ status: 429, body: { type: '/problems/too-many-attempts' }, cookies: [] })
    const seconds = Number(right.headers['retry-after'])
    wait(vault, { seconds: seconds - 1 })
    expect((await signInWithCode(vault, 'mara', factor.code())).status).toBe(429)
    wait(vault, { seconds: 1 })
    expect((await signInWithCode(vault, 'mara', factor.code())).status).toBe(200)
    expect(acts(vault).filter((act) => act === 'second-factor.refuse')).toHaveLength(6)
  })

  test('sent wrong two hundred times at once is judged six times', async () => {
    const { vault } = marasVault()
    const ticket = await ticketOf(vault, 'mara')
    const answers = await Promise.all(
      times(200).map((n) => call(vault.app, enterSecondFactor, { ticket, code: String(n).padStart(6, '0') })),
    )
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(6)
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(194)
  })

  test('that was judged stays counted: neither a new ticket nor another address begins anew', async () => {
    const { vault, factor } = marasVault()
    const door = await listening(vault.app)
    const tried: number[] = []
    for (const n of times(8)) {
      const ticket = await ticketOf(vault, 'mara')
      const { status } = await door.send(enterSecondFactor, { ticket, code: wrong }, { from: `127.0.0.${n + 1}` })
      tried.push(status)
    }
    expect(tried).toEqual([401, 401, 401, 401, 401, 401, 429, 429])
    const ticket = await ticketOf(vault, 'mara')
    const { status } = await door.send(enterSecondFactor, { ticket, code: factor.code() }, { from: '127.0.0.77' })
    expect(status).toBe(429)
    await door.close()
  })

  test('from a browser that was here before is judged while others guess', async () => {
    const { vault, factor } = marasVault()
    const device = deviceIn((await signInWithCode(vault, 'mara', factor.code())).cookies)
    for (const _ of times(8)) await signInWithCode(vault, 'mara', wrong)
    wait(vault, { seconds: 30 })
    expect((await signInWithCode(vault, 'mara', factor.code())).status).toBe(429)
    expect((await signInWithCode(vault, 'mara', factor.code(), device)).status).toBe(200)
    // Its own attempts are limited as well.
    const statuses: number[] = []
    for (const _ of times(8)) statuses.push((await signInWithCode(vault, 'mara', wrong, device)).status)
    expect(statuses).toEqual([401, 401, 401, 401, 401, 401, 429, 429])
  })

  test('cannot be guessed by patience: after a hundred wrong ones in a row, one a day is judged', async () => {
    const { vault } = marasVault()
    let judged = 0
    const tryFor = async (hours: number, everyMinutes: number) => {
      const before = judged
      for (let passed = 0; passed < hours * 60; passed += everyMinutes) {
        if ((await signInWithCode(vault, 'mara', wrong)).status === 401) judged += 1
        wait(vault, { minutes: everyMinutes })
      }
      return judged - before
    }
    await tryFor(25, 15)
    expect(judged).toBeLessThanOrEqual(102)
    expect(judged).toBeGreaterThan(90)
    expect(await tryFor(72, 60)).toBeLessThanOrEqual(4)
  })

  test('does not cost the passphrase’s allowance: signing in rightly is free, as often as one likes', async () => {
    const { vault, factor } = marasVault()
    for (const _ of times(30)) {
      expect((await signInWithCode(vault, 'mara', factor.code())).status).toBe(200)
      wait(vault, { seconds: 30 })
    }
  })

  test.each(['', '12345', '1234567', '12345a', '１２３', "' OR 1=1", '\u0000\u0000'])(
    'typed as %j is none',
    async (code) => {
      const { vault } = marasVault()
      const ticket = await ticketOf(vault, 'mara')
      const { status } = await call(vault.app, enterSecondFactor, { ticket, code })
      expect(status).toBe(code === '' ? 400 : 401)
    },
  )
})

describe('a recovery code', () => {
  test('takes the place of a code, once, and says how many are left', async () => {
    const { vault, factor } = marasVault()
    const [first = '', second = ''] = factor.recoveryCodes
    const answer = await signInWithCode(vault, 'mara', first)
    expect(answer.status).toBe(200)
    expect(lastEvent(vault, 'session.start')).toMatchObject({ details: { secondFactor: 'recovery code' } })
    const { body } = await call(vault.app, mySecondFactor, {}, sessionIn(answer.cookies))
    expect(body.recoveryCodes?.left).toBe(9)
    const again = await signInWithCode(vault, 'mara', first)
    expect(again).toMatchObject(failed)
    expect(again.body.errors?.[0]?.detail).toContain('has been used')
    expect((await signInWithCode(vault, 'mara', ` ${second.toLowerCase().replaceAll('-', ' ')} `)).status).toBe(200)
  })

  test('sent in twenty requests at once makes one session', async () => {
    for (const share of [false, true]) {
      const { vault, factor } = marasVault()
      const one = await ticketOf(vault, 'mara')
      const tickets = await Promise.all(times(20).map(() => (share ? Promise.resolve(one) : ticketOf(vault, 'mara'))))
      const code = factor.recoveryCodes[3] ?? ''
      const answers = await Promise.all(tickets.map((ticket) => call(vault.app, enterSecondFactor, { ticket, code })))
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
      expect(vault.db.prepare(`SELECT count(*) FROM recovery_codes WHERE used_at IS NOT NULL`).pluck().get()).toBe(1)
      expect(vault.db.prepare(`SELECT count(*) FROM sessions`).pluck().get()).toBe(1)
    }
  })

  test('is random, unlike every other, and kept as a hash only', () => {
    const { vault, factor } = marasVault()
    expect(new Set(factor.recoveryCodes).size).toBe(10)
    const kept = vault.db.serialize()
    for (const code of factor.recoveryCodes) {
      expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){5}[0-9A-HJKMNP-TV-Z]{4}$/)
      expect(kept.includes(code)).toBe(false)
      expect(kept.includes(code.replaceAll('-', ''))).toBe(false)
    }
  })

  test('of somebody else is none, and guessing them is limited without shutting their owner out', async () => {
    const { vault, factor } = marasVault()
    withKeys(vault, 'jonas')
    const [others = ''] = withSecondFactor(vault, 'jonas').recoveryCodes
    const statuses: number[] = []
    for (const _ of times(8)) statuses.push((await signInWithCode(vault, 'mara', others)).status)
    expect(statuses).toEqual([401, 401, 401, 401, 401, 401, 429, 429])
    const door = await listening(vault.app)
    const ticket = await ticketOf(vault, 'mara')
    const code = factor.recoveryCodes[0] ?? ''
    const { status } = await door.send(enterSecondFactor, { ticket, code }, { from: '127.0.0.2' })
    await door.close()
    expect(status).toBe(200)
  })

  test('still lets its owner in while somebody uses up all attempts at codes', async () => {
    const { vault, factor } = marasVault()
    for (const _ of times(8)) await signInWithCode(vault, 'mara', wrong)
    expect((await signInWithCode(vault, 'mara', factor.recoveryCodes[0] ?? '')).status).toBe(200)
  })

  test('works when the server has lost its key; codes then say what to do', async () => {
    const { vault, factor } = marasVault()
    const { serverKeys } = aVault().house
    Object.assign(vault.house.serverKeys, serverKeys)
    expect(await signInWithCode(vault, 'mara', factor.code())).toMatchObject({
      status: 409,
      body: { type: '/problems/not-possible-now', detail: expect.stringContaining('Use a recovery code') },
    })
    expect((await signInWithCode(vault, 'mara', factor.recoveryCodes[0] ?? '')).status).toBe(200)
  })
})

describe('turning it on', () => {
  async function begun(name: Name = 'mara') {
    const vault = aVault()
    withKeys(vault, name)
    const [here, elsewhere] = [
      sessionIn((await signInAs(vault, name)).cookies),
      sessionIn((await signInAs(vault, name)).cookies),
    ]
    const { body } = await call(vault.app, beginSecondFactor, {}, here)
    return { vault, here, elsewhere, ...body }
  }

  test('shows a secret that every app understands', async () => {
    const { secret, address } = await begun()
    expect(secret).toMatch(/^[A-Z2-7]{32}$/)
    const url = new URL(address)
    expect([url.protocol, url.host]).toEqual(['otpauth:', 'totp'])
    expect(decodeURIComponent(url.pathname)).toBe('/Runkeep 127.0.0.1:4600:mara@acme.example.com')
    expect(Object.fromEntries(url.searchParams)).toEqual({
      issuer: 'Runkeep 127.0.0.1:4600',
      secret,
      algorithm: 'SHA1',
      digits: '6',
      period: '30',
    })
  })

  test('takes effect with the first code, shows recovery codes once, and ends every other session', async () => {
    const { vault, here, elsewhere, secret } = await begun()
    expect((await call(vault.app, mySecondFactor, {}, here)).body).toEqual({ requiredBy: [] })
    const code = codeFrom(secret, start)
    const answer = await call(vault.app, confirmSecondFactor, { code }, here)
    expect(answer.status).toBe(200)
    expect(answer.body.recoveryCodes).toHaveLength(10)
    const now = sessionIn(answer.cookies)
    for (const cookie of [here, elsewhere]) expect(await isAlive(vault, cookie)).toBe(false)
    expect((await call(vault.app, mySecondFactor, {}, now)).body).toEqual({
      enrolledAt: start,
      recoveryCodes: { left: 10, madeAt: start },
      requiredBy: [],
    })
    expect(lastEvent(vault, 'second-factor.enrol')).toMatchObject({ accountId: vault.account('mara') })

    // The code that confirmed it is used up.
    expect(await signInWithCode(vault, 'mara', code)).toMatchObject(failed)
    expect((await signInWithCode(vault, 'mara', codeFrom(secret, later(start, { seconds: 30 })))).status).toBe(200)
    expect((await signInWithCode(vault, 'mara', answer.body.recoveryCodes[0] ?? '')).status).toBe(200)
  })

  test('changes nothing with a wrong code, which is counted', async () => {
    const { vault, here, elsewhere, secret } = await begun()
    const statuses: number[] = []
    for (const _ of times(12)) statuses.push((await call(vault.app, confirmSecondFactor, { code: wrong }, here)).status)
    expect(statuses).toEqual([...times(10).map(() => 401), 429, 429])
    expect(vault.db.prepare(`SELECT count(*) FROM second_factors`).pluck().get()).toBe(0)
    for (const cookie of [here, elsewhere]) expect(await isAlive(vault, cookie)).toBe(true)
    wait(vault, { seconds: 30 })
    const code = codeFrom(secret, vault.clock.now())
    expect((await call(vault.app, confirmSecondFactor, { code }, here)).status).toBe(200)
  })

  test('needs a fresh sign-in, and a quarter of an hour is given to find an app', async () => {
    const { vault, here, secret } = await begun()
    wait(vault, { seconds: 601 })
    expect(await call(vault.app, beginSecondFactor, {}, here)).toMatchObject({
      status: 403,
      body: { type: '/problems/sign-in-again' },
    })
    const late = { minutes: 5 }
    expect(
      (await call(vault.app, confirmSecondFactor, { code: codeFrom(secret, later(vault.clock.now(), late)) }, here))
        .status,
    ).toBe(401)
    wait(vault, late)
    expect(
      await call(vault.app, confirmSecondFactor, { code: codeFrom(secret, vault.clock.now()) }, here),
    ).toMatchObject({ status: 409, body: { type: '/problems/not-possible-now' } })
  })

  test('is for oneself: nobody, and no other session of the same account, confirms what one began', async () => {
    const { vault, elsewhere, secret } = await begun()
    const code = codeFrom(secret, start)
    expect((await call(vault.app, beginSecondFactor, {})).status).toBe(401)
    expect((await call(vault.app, confirmSecondFactor, { code })).status).toBe(401)
    expect((await vault.as('jonas', confirmSecondFactor, { code })).status).toBe(409)
    expect((await call(vault.app, confirmSecondFactor, { code }, elsewhere)).status).toBe(409)
    expect(vault.db.prepare(`SELECT count(*) FROM second_factors`).pluck().get()).toBe(0)
  })

  test('anew moves it to another device: the old one is good until the new one has proven itself, and not after', async () => {
    const { vault, factor } = marasVault()
    const cookie = sessionIn((await signInWithCode(vault, 'mara', factor.code())).cookies)
    const { body } = await call(vault.app, beginSecondFactor, {}, cookie)
    expect((await signInWithCode(vault, 'mara', factor.code(30))).status).toBe(200)
    const ticket = await ticketOf(vault, 'mara')
    wait(vault, { seconds: 60 })
    const code = codeFrom(body.secret, vault.clock.now())
    expect((await call(vault.app, confirmSecondFactor, { code }, cookie)).status).toBe(200)
    // Who was in the middle of it with the old one begins again.
    expect(await call(vault.app, enterSecondFactor, { ticket, code: factor.code() })).toMatchObject({
      body: { type: '/problems/sign-in-expired' },
    })
    expect(await signInWithCode(vault, 'mara', factor.code())).toMatchObject(failed)
    expect(await signInWithCode(vault, 'mara', factor.recoveryCodes[0] ?? '')).toMatchObject(failed)
    wait(vault, { seconds: 30 })
    expect((await signInWithCode(vault, 'mara', codeFrom(body.secret, vault.clock.now()))).status).toBe(200)
  })

  test('the secret lies sealed in the database and stands in no log', async () => {
    const { vault, here, secret } = await begun()
    await call(vault.app, confirmSecondFactor, { code: codeFrom(secret, start) }, here)
    const { body } = await call(
      vault.app,
      beginSecondFactor,
      {},
      sessionIn((await signInWithCode(vault, 'mara', codeFrom(secret, later(start, { seconds: 30 })))).cookies),
    )
    const kept = vault.db.serialize()
    for (const each of [secret, body.secret]) {
      const bytes = Buffer.from(Secret.fromBase32(each).bytes)
      for (const form of [
        Buffer.from(each),
        bytes,
        ...(['hex', 'base64', 'base64url'] as const).map((as) => Buffer.from(bytes.toString(as))),
      ]) {
        expect(kept.includes(form)).toBe(false)
      }
    }
  })
})

describe('what is sealed', () => {
  const { house, account } = aVault()
  const key = house.serverKeys.secondFactor
  const secret = Buffer.alloc(20, 3)
  const sealed = sealSecret(key, account('mara'), secret)

  test('opens under its key for its account, and is different each time', () => {
    expect(Buffer.from(openSecret(key, account('mara'), sealed))).toEqual(secret)
    expect(sealSecret(key, account('mara'), secret)).not.toBe(sealed)
  })

  test('does not open beside another account, under another key, or with any bit changed or any byte missing', () => {
    expect(() => openSecret(key, account('jonas'), sealed)).toThrow(SealedElsewhere)
    expect(() => openSecret(aVault().house.serverKeys.secondFactor, account('mara'), sealed)).toThrow(SealedElsewhere)
    const bytes = Buffer.from(sealed, 'base64url')
    for (const bit of times(bytes.length * 8)) {
      const flipped = Buffer.from(bytes)
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect(() => openSecret(key, account('mara'), flipped.toString('base64url'))).toThrow(SealedElsewhere)
    }
    for (const length of times(bytes.length)) {
      const cut = bytes.subarray(0, length).toString('base64url')
      expect(() => openSecret(key, account('mara'), cut)).toThrow(SealedElsewhere)
    }
  })

  test('put beside another account by somebody who can write the database, it lets nobody in', async () => {
    const { vault, factor } = marasVault()
    withKeys(vault, 'jonas')
    withSecondFactor(vault, 'jonas')
    vault.db
      .prepare(
        `UPDATE second_factors SET sealed_secret = (SELECT sealed_secret FROM second_factors WHERE account_id = ?)
          WHERE account_id = ?`,
      )
      .run(vault.account('mara'), vault.account('jonas'))
    expect((await signInWithCode(vault, 'jonas', factor.code())).status).toBe(409)
  })
})

/** RFC 6238, Appendix B (SHA-1), cut to six digits. */
test.each([
  ['1970-01-01T00:00:59.000Z', '287082'],
  ['2005-03-18T01:58:29.000Z', '081804'],
  ['2005-03-18T01:58:31.000Z', '050471'],
  ['2009-02-13T23:31:30.000Z', '005924'],
  ['2033-05-18T03:33:20.000Z', '279037'],
  ['2603-10-11T11:33:20.000Z', '353130'],
])('at %s the standard’s secret gives %s', (at, code) => {
  const secret = Buffer.from('12345678901234567890')
  expect(stepOfCode(secret, code, at as Instant)).toBe(Math.floor(Date.parse(at) / 30_000))
})

describe('turning it off', () => {
  async function signedIn() {
    const { vault, factor } = marasVault()
    const cookie = sessionIn((await signInWithCode(vault, 'mara', factor.code())).cookies)
    wait(vault, { seconds: 30 })
    const elsewhere = sessionIn((await signInWithCode(vault, 'mara', factor.code())).cookies)
    return { vault, factor, cookie, elsewhere }
  }

  test('ends it, its recovery codes and every other session', async () => {
    const { vault, cookie, elsewhere } = await signedIn()
    const ticket = await ticketOf(vault, 'mara')
    const answer = await call(vault.app, endSecondFactor, {}, cookie)
    expect(answer.status).toBe(200)
    expect(await isAlive(vault, elsewhere)).toBe(false)
    expect(await isAlive(vault, cookie)).toBe(false)
    expect((await call(vault.app, mySecondFactor, {}, sessionIn(answer.cookies))).body).toEqual({ requiredBy: [] })
    for (const table of ['second_factors', 'recovery_codes', 'pending_sign_ins']) {
      expect(vault.db.prepare(`SELECT count(*) FROM ${table}`).pluck().get()).toBe(0)
    }
    expect((await call(vault.app, enterSecondFactor, { ticket, code: wrong })).status).toBe(401)
    expect((await signInAs(vault, 'mara')).body).toMatchObject(sealedKeysOf('mara'))
    expect(lastEvent(vault, 'second-factor.end')).toMatchObject({ accountId: vault.account('mara') })
  })

  test.each([
    ['turned off', endSecondFactor],
    ['given new recovery codes', makeRecoveryCodes],
    ['moved', beginSecondFactor],
  ])('it is %s after a fresh sign-in only', async (_what, endpoint) => {
    const { vault, cookie } = await signedIn()
    wait(vault, { seconds: 601 })
    const before = vault.db.prepare(`SELECT * FROM second_factors`).all()
    expect(await call(vault.app, endpoint, {}, cookie)).toMatchObject({
      status: 403,
      body: { type: '/problems/sign-in-again' },
    })
    expect((await call(vault.app, endpoint, {})).status).toBe(401)
    expect(vault.db.prepare(`SELECT * FROM second_factors`).all()).toEqual(before)
  })

  test('new recovery codes take the place of the old', async () => {
    const { vault, factor, cookie, elsewhere } = await signedIn()
    const { body } = await call(vault.app, makeRecoveryCodes, {}, cookie)
    expect(body.recoveryCodes).toHaveLength(10)
    expect(await signInWithCode(vault, 'mara', factor.recoveryCodes[0] ?? '')).toMatchObject(failed)
    expect((await signInWithCode(vault, 'mara', body.recoveryCodes[0] ?? '')).status).toBe(200)
    expect(await isAlive(vault, elsewhere)).toBe(true)
  })

  test('without one there is nothing to turn off and no codes to make', async () => {
    const vault = aVault()
    for (const endpoint of [endSecondFactor, makeRecoveryCodes]) {
      expect((await vault.as('mara', endpoint, {})).status).toBe(409)
    }
  })
})

describe('an organization that asks its key holders for it', () => {
  const ask = (vault: Vault, required = true) => vault.setPolicies('mara', { secondFactor: required })
  const settings = { name: 'Acme Joinery', timeZone: 'Europe/London', keepsSearchTexts: false }
  const work = (vault: Vault, name: Name) => vault.as(name, changeOrganizationSettings, settings)
  const needed = {
    status: 403,
    body: {
      type: '/problems/second-factor-needed',
      facts: { organization: 'Acme Joinery', slug: 'acme' },
    },
  }

  test('is not what an owner can make it without having one', async () => {
    const vault = aVault()
    expect(await ask(vault)).toMatchObject({ status: 409, body: { type: '/problems/not-possible-now' } })
    expect((await vault.as('mara', organizationSettings, {})).body.requiresSecondFactor).toBe(false)
    withSecondFactor(vault, 'mara')
    expect((await ask(vault)).status).toBe(200)
    expect((await vault.as('jonas', organizationSettings, {})).body.requiresSecondFactor).toBe(true)
    expect(lastEvent(vault, 'policy.set')).toMatchObject({ memberId: vault.member('mara') })
  })

  test('lets those without one read, and change nothing, from the next request on', async () => {
    const vault = aVault()
    withSecondFactor(vault, 'mara')
    await aRunbook(vault, 'Internet down', {}, 'mara')
    expect((await work(vault, 'anton')).status).toBe(200)
    await ask(vault)
    const refused = await work(vault, 'anton')
    expect(refused).toMatchObject(needed)
    expect(refused.body.detail).toContain('Acme Joinery')
    const runbook = () => ({ ...usual(vault, 'Another'), summary: '', tags: [], related: [] })
    expect(await vault.as('anton', createDocument, runbook())).toMatchObject(needed)
    // At 02:00 the runbook can still be found and read.
    expect((await vault.as('anton', openDocument, { reference: 'RB-01' })).status).toBe(200)
    expect((await vault.as('anton', listDocuments, {})).status).toBe(200)
    expect((await vault.as('anton', listMembers, {})).status).toBe(200)
    expect((await vault.as('anton', search, { text: 'internet' })).status).toBe(200)
    // Whoever has one, or is no key holder, goes on as before.
    expect((await vault.as('mara', createDocument, runbook())).status).toBe(200)
    expect((await vault.as('jonas', createDocument, runbook())).status).toBe(200)
  })

  test('lets them turn one on, and everything is as before', async () => {
    const vault = aVault()
    withKeys(vault, 'anton')
    withSecondFactor(vault, 'mara')
    await ask(vault)
    const signedIn = await signInAs(vault, 'anton')
    expect((signedIn.body as Session).memberships).toMatchObject([{ slug: 'acme', secondFactorNeeded: true }])
    const cookie = sessionIn(signedIn.cookies)
    expect((await call(vault.app, mySecondFactor, {}, cookie)).body).toEqual({ requiredBy: ['Acme Joinery'] })
    const { body } = await call(vault.app, beginSecondFactor, {}, cookie)
    const answer = await call(vault.app, confirmSecondFactor, { code: codeFrom(body.secret, start) }, cookie)
    const now = sessionIn(answer.cookies)
    expect((await call(vault.app, changeOrganizationSettings, { slug: 'acme', ...settings }, now)).status).toBe(200)
    const { body: session } = await call(vault.app, mySession, {}, now)
    expect(session.memberships).toMatchObject([{ secondFactorNeeded: false }])
    // Then it stays on, for as long as it is asked for.
    expect(await call(vault.app, endSecondFactor, {}, now)).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('Acme Joinery asks its key holders') },
    })
    await ask(vault, false)
    expect((await call(vault.app, endSecondFactor, {}, now)).status).toBe(200)
  })

  test('asks nothing of key holders of other organizations', async () => {
    const vault = aVault()
    withSecondFactor(vault, 'mara')
    await ask(vault)
    const theirs = { ...settings, slug: 'other', name: 'Other Ltd' }
    expect((await vault.as('xenia', changeOrganizationSettings, theirs)).status).toBe(200)
    const { body } = await call(vault.app, mySession, {}, vault.cookie('xenia'))
    expect(body.memberships).toMatchObject([{ slug: 'other', secondFactorNeeded: false }])
  })

  test('is not changed by a stale session, nor by a key holder without one', async () => {
    const vault = aVault()
    withSecondFactor(vault, 'mara')
    await ask(vault)
    expect(await vault.setPolicies('anton', { secondFactor: false })).toMatchObject(needed)
    wait(vault, { seconds: 601 })
    expect(await ask(vault, false)).toMatchObject({ status: 403, body: { type: '/problems/sign-in-again' } })
    expect((await vault.as('jonas', organizationSettings, {})).body.requiresSecondFactor).toBe(true)
  })
})

describe('the owner of the account is told', () => {
  const told = (vault: Vault, name: Name = 'mara') =>
    vault.db.prepare(`SELECT kind FROM notices WHERE account_id = ? ORDER BY row_id`).pluck().all(vault.account(name))

  test('of a device that is new, and not of the first, nor of one that was here before', async () => {
    const vault = aVault()
    withKeys(vault, 'mara')
    const first = await signInAs(vault, 'mara')
    await signInAs(vault, 'mara', deviceIn(first.cookies))
    expect(told(vault)).toEqual([])
    await signInAs(vault, 'mara')
    expect(told(vault)).toEqual(['device.new'])
    const [notice] = (await vault.as('mara', listNotices, {})).body.items
    expect(notice).toMatchObject({ kind: 'device.new', to: '/settings/security', urgent: true })
  })

  test('when somebody knows the passphrase and not the code: once a day for each address', async () => {
    const { vault, factor } = marasVault()
    const device = deviceIn((await signInWithCode(vault, 'mara', factor.code())).cookies)
    await signInWithCode(vault, 'mara', wrong, device)
    expect(told(vault)).toEqual([])
    for (const _ of times(3)) await signInWithCode(vault, 'mara', wrong)
    expect(told(vault)).toEqual(['second-factor.refused'])
    wait(vault, { hours: 24 })
    await signInWithCode(vault, 'mara', wrong)
    expect(told(vault)).toEqual(['second-factor.refused', 'second-factor.refused'])
  })

  test('of a recovery code that was used, and of every change', async () => {
    const { vault, factor } = marasVault()
    const cookie = sessionIn((await signInWithCode(vault, 'mara', factor.recoveryCodes[0] ?? '')).cookies)
    expect(told(vault)).toEqual(['recovery-code.used'])
    await call(vault.app, makeRecoveryCodes, {}, cookie)
    await call(vault.app, endSecondFactor, {}, cookie)
    expect(told(vault)).toEqual(['recovery-code.used', 'recovery-codes.made', 'second-factor.off'])
    expect(told(vault, 'jonas')).toEqual([])
  })
})

describe('my sessions', () => {
  const firefox = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0'
  const iphone =
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1'

  async function aDoor() {
    const vault = aVault()
    for (const name of ['mara', 'jonas'] as const) withKeys(vault, name)
    const door = await listening(vault.app)
    const enter = async (name: Name, agent: string, { from = '127.0.0.1', device = '' } = {}) => {
      const attempt = await signedAttempt(vault, name)
      const headers = { 'user-agent': agent, ...(device && { cookie: device }) }
      const { cookies } = await door.send(signIn, { ...attempt }, { from, headers })
      return { cookie: sessionIn(cookies), device: deviceIn(cookies) }
    }
    const listed = async (cookie: string) => (await call(vault.app, listMySessions, {}, cookie)).body.items
    return { vault, enter, listed, close: door.close }
  }

  test('are listed with device, address and times; the one that asks comes first', async () => {
    const { vault, enter, listed, close } = await aDoor()
    const desk = await enter('mara', firefox)
    wait(vault, { minutes: 3 })
    await enter('mara', iphone, { from: '127.0.0.9' })
    await enter('jonas', iphone)
    await close()
    expect(await listed(desk.cookie)).toEqual([
      {
        id: expect.any(String),
        device: 'Firefox on Windows',
        address: '127.0.0.1',
        startedAt: start,
        seenAt: expect.any(String),
        isThis: true,
        isNewDevice: false,
      },
      {
        id: expect.any(String),
        device: 'Safari on iPhone',
        address: '127.0.0.9',
        startedAt: later(start, { minutes: 3 }),
        seenAt: later(start, { minutes: 3 }),
        isThis: false,
        isNewDevice: true,
      },
    ])
  })

  test('a device is new for a week, and the first of an account never', async () => {
    const { vault, enter, listed, close } = await aDoor()
    const first = await enter('mara', firefox)
    expect((await listed(first.cookie)).map(({ isNewDevice }) => isNewDevice)).toEqual([false])
    wait(vault, { hours: 1 })
    const second = await enter('mara', iphone)
    expect((await listed(second.cookie)).map(({ isNewDevice }) => isNewDevice)).toEqual([true])
    wait(vault, { hours: 7 * 24 - 1 })
    expect((await listed((await enter('mara', iphone, second)).cookie)).at(0)?.isNewDevice).toBe(true)
    wait(vault, { hours: 1 })
    expect((await listed((await enter('mara', iphone, second)).cookie)).at(0)?.isNewDevice).toBe(false)
    await close()
  })

  test('one of them ends at once; what is over or somebody else’s is not there', async () => {
    const { vault, enter, listed, close } = await aDoor()
    const here = await enter('mara', firefox)
    const there = await enter('mara', iphone)
    const jonas = await enter('jonas', firefox)
    await close()
    const [, other] = await listed(here.cookie)
    const [own] = await listed(jonas.cookie)
    expect((await call(vault.app, endMySession, { sessionId: own?.id }, here.cookie)).status).toBe(404)
    expect((await call(vault.app, endMySession, { sessionId: uuidv7() }, here.cookie)).status).toBe(404)
    expect(await isAlive(vault, jonas.cookie)).toBe(true)

    expect((await call(vault.app, endMySession, { sessionId: other?.id }, here.cookie)).status).toBe(200)
    expect(await isAlive(vault, there.cookie)).toBe(false)
    expect(await isAlive(vault, here.cookie)).toBe(true)
    expect(await listed(here.cookie)).toHaveLength(1)
    expect((await call(vault.app, endMySession, { sessionId: other?.id }, here.cookie)).status).toBe(404)
    expect(lastEvent(vault, 'session.end-one')).toMatchObject({ subjectKind: 'session', subjectId: other?.id })
  })

  test('ending this one is signing out', async () => {
    const { vault, enter, listed, close } = await aDoor()
    const { cookie } = await enter('mara', firefox)
    await close()
    const answer = await call(vault.app, endMySession, { sessionId: (await listed(cookie))[0]?.id }, cookie)
    expect(answer.cookies.join()).toMatch(/__Host-runkeep=; Max-Age=0;/)
    expect(await isAlive(vault, cookie)).toBe(false)
  })

  test('all others end together, those of other people not', async () => {
    const { vault, enter, close } = await aDoor()
    const here = await enter('mara', firefox)
    const others = [await enter('mara', iphone), await enter('mara', firefox)]
    const jonas = await enter('jonas', firefox)
    await close()
    expect((await call(vault.app, endMyOtherSessions, {}, here.cookie)).body).toEqual({ ended: 2 })
    for (const { cookie } of others) expect(await isAlive(vault, cookie)).toBe(false)
    for (const { cookie } of [here, jonas]) expect(await isAlive(vault, cookie)).toBe(true)
  })

  test('those that have run out are not listed', async () => {
    const { vault, enter, listed, close } = await aDoor()
    await enter('mara', iphone)
    wait(vault, { minutes: 61 })
    const { cookie } = await enter('mara', firefox)
    await close()
    expect(await listed(cookie)).toHaveLength(1)
  })

  test('a list shows no token, nor what one is kept as', async () => {
    const { vault, enter, listed, close } = await aDoor()
    const { cookie } = await enter('mara', firefox)
    await close()
    const told = JSON.stringify(await listed(cookie))
    const [row] = vault.db.prepare(`SELECT token_hash, device_hash FROM sessions`).all() as Record<string, string>[]
    for (const secret of [cookie.split('=')[1], row?.['token_hash'], row?.['device_hash']]) {
      expect(told).not.toContain(secret)
    }
  })
})

test.each([
  ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox on Linux'],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
    'Chrome on Windows',
  ],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0',
    'Edge on Windows',
  ],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15',
    'Safari on macOS',
  ],
  [
    'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36',
    'Chrome on Android',
  ],
  [
    'Mozilla/5.0 (Linux; Android 14; SM-S921B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/27.0 Chrome/125.0.0.0 Mobile Safari/537.36',
    'Samsung Internet on Android',
  ],
  [
    'Mozilla/5.0 (iPad; CPU OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/142.0 Mobile/15E148 Safari/604.1',
    'Chrome on iPad',
  ],
  [
    'Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 OPR/120.0.0.0',
    'Opera on ChromeOS',
  ],
  ['runkeep command line (linux)', 'Command line on Linux'],
  ['runkeep command line (darwin)', 'Command line on macOS'],
  ['runkeep command line', 'Command line'],
  ['curl/8.10.1', 'curl/8.10.1'],
  ['\u001b[31mevil\r\nX: y', '[31mevilX: y'],
  ['', 'An unknown program'],
])('%s is %s', (agent, words) => {
  expect(deviceWords(agent)).toBe(words)
})
