import { v7 as uuidv7 } from 'uuid'
import { describe, expect, test, vi } from 'vitest'
import { newAccountId } from '#contract/account-id.ts'
import {
  acceptInvitation,
  changePassphrase,
  mySession,
  setUp,
  setupState,
  signIn,
  signOut,
  startSignIn,
  type Session,
} from '#contract/accounts.ts'
import type { Endpoint } from '#contract/endpoint.ts'
import { AccountId } from '#contract/values.ts'
import { checkLogin } from '#contract/crypto/verify.ts'
import { passphraseBytes, stretch } from '#contract/crypto/passphrase.ts'
import { makeKeyring } from '../../client/vault/keyring.ts'
import { requireFreshSignIn } from '../../server/access/sessions.ts'
import { later, laterByDays } from '../../server/platform/clock.ts'
import { anEmptyHouse, listening } from '../support/house.ts'
import { keysOf, passphraseChangeAs } from '../support/keys.ts'
import { aFirstOwner } from '../support/log.ts'
import { acts, cookieIn, lastEvent, signedAttempt, signInAs, withKeys } from '../support/sign-in.ts'
import { aVault, call, origin, start, type Vault } from '../support/vault.ts'

// Only watched: everything behind it is real.
vi.mock('#contract/crypto/verify.ts', { spy: true })

const email = 'mara@acme.example.com'
const sessions = (vault: Pick<Vault, 'db'>) => vault.db.prepare(`SELECT count(*) FROM sessions`).pluck().get()

describe('signing in', () => {
  test('a signed challenge opens a session with the sealed keys and the memberships', async () => {
    const vault = aVault()
    withKeys(vault, 'mara')
    const answer = await signInAs(vault, 'mara')
    expect(answer.status).toBe(200)
    const { keys } = keysOf('mara')
    expect(answer.body).toEqual({
      account: { id: vault.account('mara'), email, name: 'mara' },
      salt: keys.salt,
      profile: keys.profile,
      loginPublicKey: keys.loginPublicKey,
      sealedUak: keys.sealedUak,
      sealedSeed: keys.sealedSeed,
      memberships: [
        {
          memberId: vault.member('mara'),
          organizationId: vault.acme.id,
          orgId: vault.logState().orgId,
          slug: 'acme',
          organization: 'Acme Joinery',
          timeZone: 'Europe/London',
          today: '2026-03-02',
          role: 'owner',
          side: 'in_house',
          party: 'Acme Joinery',
          keepsSearchTexts: false,
          secondFactorNeeded: false,
        },
      ],
      waiting: [],
      endsAt: later(start, { hours: 12 }),
    })
    const mine = await call(vault.app, mySession, {}, cookieIn(answer.cookies, '__Host-runkeep'))
    expect(mine.body).toEqual(answer.body)
    expect(lastEvent(vault, 'session.start')).toMatchObject({
      accountId: vault.account('mara'),
      subjectId: vault.account('mara'),
      at: start,
    })
  })

  test('the cookies are bound to this host and out of reach of scripts', async () => {
    const vault = aVault()
    withKeys(vault, 'mara')
    const { cookies } = await signInAs(vault, 'mara')
    expect(cookies).toHaveLength(2)
    for (const cookie of cookies) {
      expect(cookie).toMatch(/^__Host-runkeep(-device)?=[A-Za-z0-9_-]{43}; /)
      expect(cookie).toMatch(/; Path=\/(;|$)/)
      for (const word of ['Secure', 'HttpOnly', 'SameSite=Strict']) expect(cookie).toContain(`; ${word}`)
      expect(cookie).not.toContain('Domain')
    }
  })

  test('every sign-in gives a new token, and the database has none of them', async () => {
    const vault = aVault()
    withKeys(vault, 'mara')
    const tokens = new Set<string>()
    for (let n = 0; n < 200; n++) {
      const { cookies } = await signInAs(vault, 'mara')
      tokens.add(cookieIn(cookies, '__Host-runkeep').split('=')[1] as string)
    }
    expect(tokens.size).toBe(200)
    const everything = JSON.stringify(vault.db.prepare(`SELECT * FROM sessions`).all())
    for (const token of tokens) expect(everything).not.toContain(token)
  })

  test('the session that was open before ends, and a planted one is not taken up', async () => {
    const vault = aVault()
    withKeys(vault, 'mara')
    const before = cookieIn((await signInAs(vault, 'mara')).cookies, '__Host-runkeep')
    const after = await signInAs(vault, 'mara', before)
    const now = cookieIn(after.cookies, '__Host-runkeep')
    expect(now).not.toBe(before)
    expect((await call(vault.app, mySession, {}, before)).status).toBe(401)
    expect((await call(vault.app, mySession, {}, now)).status).toBe(200)

    const planted = `__Host-runkeep=${'p'.repeat(43)}; __Host-runkeep-device=${'d'.repeat(43)}`
    const answer = await signInAs(vault, 'mara', planted)
    expect(answer.cookies.join()).not.toMatch(/p{43}|d{43}/)
    expect((await call(vault.app, mySession, {}, planted)).status).toBe(401)
  })

  test('a browser keeps one device token for all who sign in on it', async () => {
    const vault = aVault()
    withKeys(vault, 'mara')
    withKeys(vault, 'jonas')
    const device = cookieIn((await signInAs(vault, 'mara')).cookies, '__Host-runkeep-device')
    expect(cookieIn((await signInAs(vault, 'jonas', device)).cookies, '__Host-runkeep-device')).toBe(device)
    expect(lastEvent(vault, 'session.start')).toMatchObject({ details: { knownDevice: false } })
    await signInAs(vault, 'jonas', device)
    expect(lastEvent(vault, 'session.start')).toMatchObject({ details: { knownDevice: true } })
  })

  test('the server is never told a passphrase, and a passphrase signs in', { timeout: 60_000 }, async () => {
    const { app, db, clock } = anEmptyHouse()
    const keyring = makeKeyring()
    const passphrase = 'seven tall herons wade'
    const accountId = newAccountId()
    const slowly = ({ passphrase, salt, profile }: Parameters<Parameters<typeof keyring.makeAccount>[1]>[0]) =>
      Promise.resolve(stretch(passphraseBytes(passphrase), salt, profile))
    const keys = await keyring.makeAccount({ accountId, passphrase, profile: 1 }, slowly)
    const by = { id: accountId, keys, identity: keyring.opened().identity }
    const made = await call(app, setUp, aFirstOwner('mara', { email, at: start, by }).input)
    expect(made.status).toBe(200)
    keyring.lock()

    const attempt = async (words: string) => {
      const { body } = await call(app, startSignIn, { email: ' MARA@acme.example.com ' })
      const login = { ...body, origin, ts: clock.now() }
      const { signature } = await keyring.signLogin({ ...login, passphrase: words, pinnedProfile: 1 }, slowly)
      const { accountId, challenge } = body
      const answer = await call(app, signIn, { accountId, challenge, ts: login.ts, origin, signature })
      return { ...answer, body: answer.body as Session }
    }
    expect((await attempt('seven tall heroes wade')).status).toBe(401)
    const session = await attempt(passphrase)
    expect(session.status).toBe(200)
    expect(await keyring.unlockAfterSignIn(session.body)).toMatchObject({ encPublicKey: keys.encPublicKey })

    const next = 'eleven small owls asleep'
    const change = await keyring.changePassphrase(
      {
        accountId,
        passphrase,
        pinnedProfile: 1,
        keys: session.body,
        newPassphrase: next,
        newProfile: 2,
        ts: clock.now(),
      },
      slowly,
    )
    const cookie = cookieIn(session.cookies, '__Host-runkeep')
    expect((await call(app, changePassphrase, { ...change, ts: clock.now() }, cookie)).status).toBe(200)
    expect((await attempt(passphrase)).status).toBe(401)
    const again = await attempt(next)
    expect(again.status).toBe(200)
    expect(await keyring.unlockAfterSignIn(again.body)).toMatchObject({ encPublicKey: keys.encPublicKey })
    for (const words of [passphrase, next]) expect(db.serialize().includes(words)).toBe(false)
  })
})

describe('what does not sign in', () => {
  const wrongs: [string, (vault: Vault) => Promise<Record<string, unknown>>, string][] = [
    [
      'a signature of somebody else',
      async (vault) => ({
        ...(await signedAttempt(vault, 'mara')),
        signature: (await signedAttempt(vault, 'jonas')).signature,
      }),
      'signature',
    ],
    [
      'a challenge that was used before',
      async (vault) => {
        const attempt = await signedAttempt(vault, 'mara')
        await call(vault.app, signIn, { ...attempt })
        return { ...attempt }
      },
      'challenge',
    ],
    [
      'a challenge that a failed attempt has used up',
      async (vault) => {
        const attempt = await signedAttempt(vault, 'mara')
        await call(vault.app, signIn, { ...attempt, signature: Buffer.alloc(64).toString('base64url') })
        return { ...attempt }
      },
      'challenge',
    ],
    [
      'a challenge that was handed out for another account',
      async (vault) => {
        const { challenge } = await signedAttempt(vault, 'jonas')
        const login = { ...(await signedAttempt(vault, 'mara')), challenge }
        return { ...login, signature: await resigned(login) }
      },
      'challenge',
    ],
    [
      'a challenge that nobody handed out',
      async (vault) => {
        const login = { ...(await signedAttempt(vault, 'mara')), challenge: Buffer.alloc(32, 5).toString('base64url') }
        return { ...login, signature: await resigned(login) }
      },
      'challenge',
    ],
    [
      'a challenge that is five minutes old',
      async (vault) => {
        const attempt = await signedAttempt(vault, 'mara')
        vault.clock.set(later(start, { minutes: 5 }))
        const login = { ...attempt, ts: vault.clock.now() }
        return { ...login, signature: await resigned(login) }
      },
      'challenge',
    ],
    [
      'an account that was disabled',
      async (vault) => {
        vault.db.prepare(`UPDATE accounts SET disabled_at = ? WHERE id = ?`).run(start, vault.account('mara'))
        return { ...(await signedAttempt(vault, 'mara')) }
      },
      'disabled',
    ],
    [
      'an account that there is not',
      async (vault) => {
        const login = { ...(await signedAttempt(vault, 'mara')), accountId: newAccountId() }
        return { ...login, signature: await resigned(login) }
      },
      'account',
    ],
  ]
  async function resigned(login: { accountId: string; challenge: string; ts: string; origin: string }) {
    const { signLoginAs } = await import('../support/keys.ts')
    return signLoginAs('mara', login)
  }

  test.each(wrongs)('%s', async (_what, attempt, reason) => {
    const vault = aVault()
    withKeys(vault, 'mara')
    withKeys(vault, 'jonas')
    const given = await attempt(vault)
    const [before, open] = [acts(vault).length, sessions(vault)]
    const answer = await call(vault.app, signIn, given)
    expect(answer.status).toBe(401)
    expect({ ...answer.body, instance: '' }).toEqual({
      type: '/problems/sign-in-failed',
      title: 'E-mail address or passphrase is not right',
      status: 401,
      instance: '',
    })
    expect(answer.cookies).toEqual([])
    expect(sessions(vault)).toBe(open)
    expect(acts(vault, before)).toEqual(['session.refuse'])
    expect(lastEvent(vault, 'session.refuse')).toMatchObject({ details: { reason }, subjectId: given['accountId'] })
  })

  test.each([
    [
      '/origin',
      async (vault: Vault) => ({ ...(await signedAttempt(vault, 'mara')), origin: 'https://runkeep.example.net' }),
    ],
    ['/ts', async (vault: Vault) => ({ ...(await signedAttempt(vault, 'mara')), ts: later(start, { seconds: 301 }) })],
    ['/ts', async (vault: Vault) => ({ ...(await signedAttempt(vault, 'mara')), ts: later(start, { seconds: -301 }) })],
  ])(
    'a wrong %s is named, because it is no secret and otherwise looks like a wrong passphrase',
    async (pointer, attempt) => {
      const vault = aVault()
      withKeys(vault, 'mara')
      const answer = await call(vault.app, signIn, await attempt(vault))
      expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer }] }, cookies: [] })
      expect(sessions(vault)).toBe(0)
    },
  )

  test('the device’s clock may be five minutes off', async () => {
    for (const seconds of [300, -300]) {
      const vault = aVault()
      withKeys(vault, 'mara')
      const attempt = { ...(await signedAttempt(vault, 'mara')), ts: later(start, { seconds }) }
      const answer = await call(vault.app, signIn, { ...attempt, signature: await resigned(attempt) })
      expect(answer.status).toBe(200)
    }
  })

  test.each([
    ['an unknown field', { admin: true }, '/admin'],
    ['a list for an address', { email: ['a@example.com'] }, '/email'],
    ['an object for an address', { email: { $ne: '' } }, '/email'],
    ['no address', { email: undefined }, '/email'],
    ['half a character', { email: 'a\ud800@example.com' }, '/email'],
  ])('%s is refused by name', async (_what, change, pointer) => {
    const vault = aVault()
    const answer = await call(vault.app, startSignIn, { email, ...change })
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer }] } })
  })

  test.each([
    ['a challenge of 31 bytes', { challenge: Buffer.alloc(31).toString('base64url') }, '/challenge'],
    ['bits that stand for nothing', { challenge: `${'A'.repeat(42)}B` }, '/challenge'],
    ['an id in capitals', { accountId: '019CA6B1-DC00-7000-8000-000000000000' }, '/accountId'],
    ['a time without a zone', { ts: '2026-03-02T09:00:00.000' }, '/ts'],
  ])('%s is refused by name', async (_what, change, pointer) => {
    const vault = aVault()
    const answer = await call(vault.app, signIn, { ...(await signedAttempt(vault, 'mara')), ...change })
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer }] } })
  })
})

describe('who has an account', () => {
  const steady = (vault: Vault, email: string) => call(vault.app, startSignIn, { email })

  test('an address that nobody has gets the same account, salt and profile every time', async () => {
    const vault = aVault()
    const [one, again, two] = [
      await steady(vault, 'nobody@example.com'),
      await steady(vault, 'NOBODY@example.com'),
      await steady(vault, 'nobodyelse@example.com'),
    ]
    const { challenge, ...parameters } = one.body
    expect(again.body).toMatchObject(parameters)
    expect(again.body.challenge).not.toBe(challenge)
    expect(two.body.accountId).not.toBe(one.body.accountId)
    expect(two.body.salt).not.toBe(one.body.salt)
    expect(one.body.profile).toBe(2)
    expect(AccountId.safeParse(one.body.accountId).success).toBe(true)
    expect(vault.db.prepare(`SELECT count(*) FROM accounts WHERE id = ?`).pluck().get(one.body.accountId)).toBe(0)
  })

  test('another installation makes up other ones', async () => {
    const [here, there] = [aVault(), aVault()]
    const email = 'nobody@example.com'
    expect((await steady(here, email)).body.salt).not.toBe((await steady(there, email)).body.salt)
  })

  // A busy machine may blur the times once; a leak shows every time.
  test('nothing in an answer tells known and unknown apart, and neither does its time', { retry: 2 }, async () => {
    const vault = aVault()
    withKeys(vault, 'mara')
    vault.db.prepare(`UPDATE accounts SET profile = 2`).run()
    const { send, close } = await listening(vault.app)
    const addresses = { known: 'mara@acme.example.com', unknown: 'mora@acme.example.com' }
    const told = (headers: object) => JSON.stringify({ ...headers, date: '' })
    const seen = {
      known: { looks: new Set<string>(), ms: [] as number[] },
      unknown: { looks: new Set<string>(), ms: [] as number[] },
    }
    const tried = {
      known: { looks: new Set<string>(), ms: [] as number[] },
      unknown: { looks: new Set<string>(), ms: [] as number[] },
    }
    for (let n = 0; n < 100; n++) {
      for (const who of n % 2 ? (['known', 'unknown'] as const) : (['unknown', 'known'] as const)) {
        const from = `127.0.0.${1 + (n % 50)}`
        const begun = await send(startSignIn, { email: addresses[who] }, { from })
        seen[who].looks.add(`${begun.status} ${told(begun.headers)} ${Object.keys(begun.body).join()}`)
        seen[who].ms.push(begun.milliseconds)
        const { accountId, challenge } = begun.body
        const signature = Buffer.alloc(64, n).toString('base64url')
        const ended = await send(signIn, { accountId, challenge, ts: start, origin, signature }, { from })
        tried[who].looks.add(
          `${ended.status} ${told(ended.headers)} ${JSON.stringify({ ...ended.body, instance: '' })}`,
        )
        tried[who].ms.push(ended.milliseconds)
      }
    }
    await close()
    for (const { known, unknown } of [seen, tried]) {
      expect(known.looks).toEqual(unknown.looks)
      expect(known.looks.size).toBe(1)
      // On a busy machine everything takes longer, and differs by more.
      const [one, other] = [median(known.ms), median(unknown.ms)]
      expect(Math.abs(one - other)).toBeLessThan(Math.max(2, 0.3 * Math.min(one, other)))
    }
  })

  test('a signature is checked with a real key even for an account that there is not', async () => {
    const vault = aVault()
    withKeys(vault, 'mara')
    const checked = vi.mocked(checkLogin)
    const attempt = await signedAttempt(vault, 'mara')
    for (const accountId of [attempt.accountId, newAccountId()]) {
      checked.mockClear()
      await call(vault.app, signIn, { ...attempt, accountId, signature: Buffer.alloc(64, 2).toString('base64url') })
      expect(checked).toHaveBeenCalledOnce()
      // Not merely called: it came as far as the signature.
      expect(checked.mock.results[0]?.value).toMatchObject({ message: 'the signature fits the message and the signer' })
    }
  })

  test('an account’s id says nothing about when it was made', () => {
    // The time bits of a made-up id are spread over 48 bits: those of real ones must be, too.
    const times = Array.from({ length: 64 }, () => Number.parseInt(newAccountId().replaceAll('-', '').slice(0, 12), 16))
    const thirds = new Set(times.map((time) => Math.floor((time / 2 ** 48) * 3)))
    expect(thirds).toEqual(new Set([0, 1, 2]))
  })

  const median = (numbers: number[]) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] as number
})

describe('a session', () => {
  async function signedIn() {
    const vault = aVault()
    withKeys(vault, 'mara')
    const cookie = cookieIn((await signInAs(vault, 'mara')).cookies, '__Host-runkeep')
    const look = async (minutes: number) => {
      vault.clock.set(later(start, { minutes }))
      const { status } = await call(vault.app, mySession, {}, cookie)
      await new Promise((resolve) => setImmediate(() => setImmediate(resolve)))
      return status
    }
    return { vault, cookie, look }
  }

  test('ends after an hour without a request', async () => {
    const { look } = await signedIn()
    expect(await look(59)).toBe(200)
    expect(await look(59 + 60)).toBe(401)
  })

  test('ends after twelve hours, whatever is done', async () => {
    const { look } = await signedIn()
    for (let minutes = 30; minutes < 720; minutes += 30) expect(await look(minutes)).toBe(200)
    expect(await look(720)).toBe(401)
  })

  test('ends when its account is disabled', async () => {
    const { vault, look } = await signedIn()
    vault.db.prepare(`UPDATE accounts SET disabled_at = ? WHERE id = ?`).run(start, vault.account('mara'))
    expect(await look(0)).toBe(401)
  })

  test('ends on the server when somebody signs out', async () => {
    const { vault, cookie } = await signedIn()
    const answer = await call(vault.app, signOut, {}, cookie)
    expect(answer.status).toBe(200)
    expect(answer.cookies.join()).toMatch(/__Host-runkeep=; Max-Age=0;/)
    expect((await call(vault.app, mySession, {}, cookie)).status).toBe(401)
    expect(lastEvent(vault, 'session.end')).toMatchObject({ accountId: vault.account('mara') })
    expect((await call(vault.app, signOut, {}, cookie)).status).toBe(401)
  })

  test('counts as fresh for ten minutes', () => {
    const authenticatedAt = start
    const asked = (seconds: number) => () =>
      requireFreshSignIn({ now: later(start, { seconds }), session: { authenticatedAt } } as never)
    expect(asked(600)).not.toThrow()
    expect(asked(601)).toThrow(expect.objectContaining({ code: 'sign-in-again' }))
  })

  test.each([
    ['another site', { origin: 'https://evil.example' }],
    ['a page that the browser calls cross-site', { 'sec-fetch-site': 'cross-site' }],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['plain text', { 'content-type': 'text/plain' }],
  ])('is neither begun nor ended by %s', async (_what, headers) => {
    const { vault, cookie } = await signedIn()
    const { send, close } = await listening(vault.app)
    const begun = await send(signIn, { ...(await signedAttempt(vault, 'mara')) }, { headers })
    const ended = 'content-type' in headers ? undefined : await send(signOut, {}, { cookie, headers })
    await close()
    expect([403, 415]).toContain(begun.status)
    expect(begun.cookies).toEqual([])
    expect(ended?.status ?? 403).toBe(403)
    expect((await call(vault.app, mySession, {}, cookie)).status).toBe(200)
  })
})

describe('changing the passphrase', () => {
  async function marasVault() {
    const vault = aVault()
    withKeys(vault, 'mara')
    const [here, elsewhere] = [
      cookieIn((await signInAs(vault, 'mara')).cookies, '__Host-runkeep'),
      cookieIn((await signInAs(vault, 'mara')).cookies, '__Host-runkeep'),
    ]
    const { signLogin: _signLogin, ...change } = passphraseChangeFor(vault, 'mara')
    return { vault, here, elsewhere, change }
  }
  /** The helper's keys belong to the helper's account id: the account takes that id here. */
  function passphraseChangeFor(vault: Vault, name: 'mara') {
    const { accountId } = keysOf(name)
    const was = vault.account(name)
    vault.db.pragma('foreign_keys = OFF')
    for (const [table, column] of [
      ['accounts', 'id'],
      ['members', 'account_id'],
      ['sessions', 'account_id'],
      ['devices', 'account_id'],
    ] as const) {
      vault.db.prepare(`UPDATE ${table} SET ${column} = ? WHERE ${column} = ?`).run(accountId, was)
    }
    vault.db.pragma('foreign_keys = ON')
    return passphraseChangeAs(name, 'mara-next', start)
  }
  const keysIn = (vault: Vault) =>
    vault.db.prepare(`SELECT salt, login_public_key, sealed_uak FROM accounts WHERE email = ?`).get(email)

  test('puts the new keys in the place of the old and ends every other session', async () => {
    const { vault, here, elsewhere, change } = await marasVault()
    const answer = await call(vault.app, changePassphrase, change, here)
    expect(answer.status).toBe(200)
    expect(keysIn(vault)).toEqual({
      salt: change.salt,
      login_public_key: change.loginPublicKey,
      sealed_uak: change.sealedUak,
    })
    const now = cookieIn(answer.cookies, '__Host-runkeep')
    expect((await call(vault.app, mySession, {}, now)).status).toBe(200)
    for (const cookie of [here, elsewhere]) expect((await call(vault.app, mySession, {}, cookie)).status).toBe(401)
    expect(lastEvent(vault, 'passphrase.change')).toMatchObject({ accountId: keysOf('mara').accountId })
  })

  test('is refused without the passphrase in force, and changes nothing', async () => {
    const { vault, here, elsewhere, change } = await marasVault()
    const before = keysIn(vault)
    const wrongs = [
      { ...change, proof: Buffer.alloc(64, 1).toString('base64url') },
      { ...change, loginPublicKey: keysOf('jonas').keys.loginPublicKey },
      { ...change, salt: keysOf('jonas').keys.salt },
      { ...change, sealedUak: keysOf('jonas').keys.sealedUak },
      { ...change, profile: 3 },
      { ...change, ts: later(start, { seconds: 1 }) },
    ]
    for (const wrong of wrongs) {
      const answer = await call(vault.app, changePassphrase, wrong, here)
      expect(answer).toMatchObject({ status: 401, body: { type: '/problems/sign-in-failed' }, cookies: [] })
    }
    expect(keysIn(vault)).toEqual(before)
    for (const cookie of [here, elsewhere]) expect((await call(vault.app, mySession, {}, cookie)).status).toBe(200)
    expect(acts(vault).filter((act) => act.startsWith('passphrase.'))).toEqual(wrongs.map(() => 'passphrase.refuse'))
  })

  test('ends sign-ins that wait for a code of a second factor', async () => {
    const { vault, here, change } = await marasVault()
    const { accountId } = keysOf('mara')
    vault.db
      .prepare(`INSERT INTO pending_sign_ins (ticket_hash, account_id, expires_at) VALUES ('x', ?, ?)`)
      .run(accountId, later(start, { minutes: 5 }))
    await call(vault.app, changePassphrase, change, here)
    expect(vault.db.prepare(`SELECT count(*) FROM pending_sign_ins`).pluck().get()).toBe(0)
  })

  test('an old change cannot be made again', async () => {
    const { vault, here, change } = await marasVault()
    const now = cookieIn((await call(vault.app, changePassphrase, change, here)).cookies, '__Host-runkeep')
    expect((await call(vault.app, changePassphrase, change, now)).status).toBe(401)
  })

  test('a stolen session does not get to guess for long', async () => {
    const { vault, here, change } = await marasVault()
    const wrong = { ...change, proof: Buffer.alloc(64, 1).toString('base64url') }
    const statuses: number[] = []
    for (let n = 0; n < 15; n++) statuses.push((await call(vault.app, changePassphrase, wrong, here)).status)
    expect(statuses).toEqual([...Array<number>(10).fill(401), ...Array<number>(5).fill(429)])
    expect((await call(vault.app, changePassphrase, change, here)).status).toBe(429)
    vault.clock.set(later(start, { seconds: 60 }))
    expect((await call(vault.app, changePassphrase, change, here)).status).toBe(200)
  })
})

describe('housekeeping', () => {
  const count = (vault: Vault, table: string) => vault.db.prepare(`SELECT count(*) FROM ${table}`).pluck().get()

  test('what has passed is deleted when somebody signs in, and nothing else', async () => {
    const vault = aVault()
    withKeys(vault, 'mara')
    for (let n = 0; n < 30; n++) await call(vault.app, startSignIn, { email: `nobody${n}@example.com` })
    const device = cookieIn((await signInAs(vault, 'mara')).cookies, '__Host-runkeep-device')
    await call(vault.app, signIn, {
      ...(await signedAttempt(vault, 'mara')),
      signature: Buffer.alloc(64).toString('base64url'),
    })
    expect(count(vault, 'challenges')).toBe(30)
    expect(count(vault, 'sessions')).toBe(1)
    expect(count(vault, 'allowances')).toBeGreaterThan(1)

    vault.clock.set(laterByDays(start, 1))
    await call(vault.app, startSignIn, { email })
    // Twenty at a time, and the one that was just handed out.
    expect(count(vault, 'challenges')).toBe(11)
    await call(vault.app, startSignIn, { email })
    expect(count(vault, 'challenges')).toBe(2)
    expect(count(vault, 'sessions')).toBe(0)
    expect(vault.db.prepare(`SELECT bucket FROM allowances`).pluck().all()).toEqual([
      expect.stringMatching(/^challenge/),
    ])
    expect(count(vault, 'devices')).toBe(1)

    vault.clock.set(laterByDays(start, 367))
    await call(vault.app, startSignIn, { email })
    expect(count(vault, 'devices')).toBe(0)
    expect((await signInAs(vault, 'mara', device)).status).toBe(200)
  })
})

// --- The first owner ------------------------------------------------------------------------------------------------------

const firstOwner = (name = 'priya', slug = 'calder-wick') => aFirstOwner(name, { slug, at: start }).input

describe('setting up', () => {
  test('makes the first account owner of the first organization, with a party and a collection, and signs in', async () => {
    const { app, db } = anEmptyHouse()
    expect((await call(app, setupState, {})).body).toEqual({ needed: true, codeNeeded: false })
    const { input, memberId, orgId } = aFirstOwner('priya', { at: start })
    const answer = await call(app, setUp, input)
    expect(answer.status).toBe(200)
    expect(answer.body.memberships).toEqual([
      expect.objectContaining({
        slug: 'calder-wick',
        role: 'owner',
        side: 'in_house',
        party: 'Calder & Wick Ltd',
        memberId,
        orgId,
      }),
    ])
    expect(db.prepare(`SELECT name, restricted FROM collections`).all()).toEqual([{ name: 'General', restricted: 0 }])
    const cookie = cookieIn(answer.cookies, '__Host-runkeep')
    expect((await call(app, mySession, {}, cookie)).status).toBe(200)
    expect(acts({ db })).toEqual([
      'account.create',
      'organization.create',
      'collection.create',
      'collection.epoch',
      'session.start',
    ])
    expect((await call(app, setupState, {})).body).toEqual({ needed: false, codeNeeded: false })
  })

  test('of fifty who try at once, exactly one becomes the owner', async () => {
    const { app, db } = anEmptyHouse()
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, n) => call(app, setUp, firstOwner(`first${n}`, `o${n}`))),
    )
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 404)).toHaveLength(49)
    for (const table of ['accounts', 'organizations', 'members', 'parties', 'collections', 'sessions']) {
      expect(db.prepare(`SELECT count(*) FROM ${table}`).pluck().get()).toBe(1)
    }
  })

  test('is gone as soon as an account exists, under every spelling, whatever the configuration says', async () => {
    for (const environment of [{}, { HOST: '0.0.0.0', PUBLIC_URL: 'https://vault.example.com' }]) {
      const { app, db, house } = anEmptyHouse()
      await call(app, setUp, firstOwner())
      Object.assign(house, { config: anEmptyHouse(environment as Record<string, string>).house.config })
      const { send, close } = await listening(app)
      for (const path of [
        '/api/v1/setup',
        '/api/v1/setup/',
        '/api/v1/setup/x',
        '/api/v1//setup',
        '//api/v1/setup',
        '/API/v1/setup',
        '/api/v1/Setup',
        '/api/v1/%73etup',
        '/api/v1%2fsetup',
        '/api/v1/setup.',
        '/api/v1/setup%00',
      ]) {
        const { status } = await send(setUp, firstOwner('second'), { path })
        expect([path, status]).toEqual([path, 404])
      }
      await close()
      expect(db.prepare(`SELECT count(*) FROM accounts`).pluck().get()).toBe(1)
    }
  })

  test.each([
    ['on a network', { HOST: '0.0.0.0', PUBLIC_URL: 'https://vault.example.com' }],
    ['behind a proxy', { TRUST_PROXY: '127.0.0.1' }],
    ['under a public address', { PUBLIC_URL: 'https://vault.example.com' }],
  ])('%s takes the code from the log', async (_where, environment) => {
    const { app, db, house, clock } = anEmptyHouse(environment)
    const { neededSetUpCode } = await import('../../server/features/organizations/set-up-code.ts')
    const code = neededSetUpCode(db, house.config) as string
    expect(code).toMatch(/^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/)
    expect((await call(app, setupState, {})).body).toEqual({ needed: true, codeNeeded: true })

    for (const wrong of [undefined, '', `${code.slice(0, -1)}*`, code.slice(0, -1)]) {
      const answer = await call(app, setUp, { ...firstOwner(), ...(wrong !== undefined && { code: wrong }) })
      expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer: '/code' }] } })
    }
    expect(db.prepare(`SELECT count(*) FROM accounts`).pluck().get()).toBe(0)
    expect(acts({ db })).toEqual(Array(4).fill('installation.refuse'))

    for (let n = 0; n < 16; n++) await call(app, setUp, { ...firstOwner(), code: 'WRONG' })
    const refused = await call(app, setUp, { ...firstOwner(), code })
    expect(refused.status).toBe(429)
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
    clock.set(later(start, { seconds: 60 }))
    expect(
      (await call(app, setUp, { ...firstOwner(), code: ` ${code.toLowerCase().replaceAll('-', ' ')}` })).status,
    ).toBe(200)
    expect(neededSetUpCode(db, house.config)).toBeUndefined()
  })

  test.each([
    ['a name in addresses with capitals', { slug: 'Calder' }, '/organization/slug'],
    ['a time zone that there is not', { timeZone: 'Europe/Atlantis' }, '/organization/timeZone'],
    ['an empty name', { name: '  ' }, '/organization/name'],
    ['a role', { role: 'owner' }, '/organization/role'],
  ])('%s is refused by name, and nothing is half-made', async (_what, change, pointer) => {
    const { app, db } = anEmptyHouse()
    const owner = firstOwner()
    const answer = await call(app, setUp, { ...owner, organization: { ...owner.organization, ...change } })
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer }] } })
    for (const table of ['accounts', 'organizations', 'members']) {
      expect(db.prepare(`SELECT count(*) FROM ${table}`).pluck().get()).toBe(0)
    }
  })
})

test('nothing answers a session cookie in an address', async () => {
  const vault = aVault()
  const { send, close } = await listening(vault.app)
  const token = vault.cookie('mara').split('=')[1] as string
  const answer = await send(mySession as Endpoint, {}, { path: `/api/v1/session?token=${token}` })
  await close()
  expect(answer.status).toBe(401)
})

test('an invitation is no way around a session', async () => {
  const vault = aVault()
  const link = { id: uuidv7(), linkSeed: new Uint8Array(32).fill(3), name: 'lena', email: 'lena@acme.example.com' }
  const answer = await call(vault.app, acceptInvitation, vault.acceptance(link, { account: false }))
  expect(answer.status).toBe(404)
  expect(answer.cookies).toEqual([])
})
