import { afterEach, describe, expect, test, vi } from 'vitest'
import { v7 as uuidv7 } from 'uuid'
import { IntegrityError, PassphraseError } from '#contract/crypto/errors.ts'
import { checkLogin, fromBase64url } from '#contract/crypto/verify.ts'
import { serveStretching } from '../../client/vault/kdf-worker.ts'
import { serveVault } from '../../client/vault/serve-vault.ts'
import { makeVaultClient, type Stretcher } from '../../client/vault/vault-client.ts'
import { LockedMeanwhile, fromWire, toWire } from '../../client/vault/vault-errors.ts'
import type { StretchRequest } from '../../client/vault/vault-protocol.ts'
import { hex, seq } from '../vectors/second-opinion.ts'

const origin = 'https://vault.example'
const passphrase = 'tangerine orbit velvet spoon'
const newPassphrase = 'a quiet lantern under the mango'
const email = 'mara@acme.example.com'
const ts = '2026-03-02T09:00:00.000Z'
const challenge = Buffer.from(seq(32, 7)).toString('base64url')

const endings: (() => void)[] = []
afterEach(() => {
  vi.useRealTimers()
  for (const end of endings.splice(0)) end()
})

function aPort(): [MessagePort, MessagePort] {
  const { port1, port2 } = new MessageChannel()
  endings.push(
    () => port1.close(),
    () => port2.close(),
  )
  return [port1, port2]
}

class MemoryStorage {
  readonly items = new Map<string, string>()
  getItem(key: string) {
    return this.items.get(key) ?? null
  }
  setItem(key: string, value: string) {
    this.items.set(key, value)
  }
}

/** Stretchers that answer at once instead of with Argon2id, and remember what became of them. */
function stretchers(answer: (request: StretchRequest) => Promise<Uint8Array> | 'never' = quickly) {
  const started: { request?: StretchRequest; hasEnded: boolean; fail(error: Error): void }[] = []
  const start = (): Stretcher => {
    const [port, own] = aPort()
    const { promise: failed, reject: fail } = Promise.withResolvers<never>()
    failed.catch(() => undefined)
    const one: (typeof started)[number] = { hasEnded: false, fail }
    started.push(one)
    own.onmessage = async ({ data }: MessageEvent<StretchRequest>) => {
      one.request = data
      const given = answer(data)
      if (given !== 'never') own.postMessage({ stretched: await given })
    }
    return { port, failed, end: () => (one.hasEnded = true) }
  }
  return { started, start }
}

async function quickly({ passphrase, salt, profile }: StretchRequest): Promise<Uint8Array> {
  const all = new TextEncoder().encode(`${profile}/${passphrase}/${hex(salt)}`)
  return new Uint8Array(await crypto.subtle.digest('SHA-256', all))
}

/** A vault with any number of tabs, as a browser would have it. */
function aBrowser(answer?: Parameters<typeof stretchers>[0]) {
  const connect = serveVault(origin)
  const storage = new MemoryStorage()
  const { started, start } = stretchers(answer)
  const aTab = () => {
    const [port, served] = aPort()
    connect(served)
    return makeVaultClient({ port, startStretcher: start, storage })
  }
  return { aTab, storage, started }
}

async function withAccount(browser = aBrowser()) {
  const tab = browser.aTab()
  const accountId = uuidv7()
  const keys = await tab.makeAccount({ accountId, passphrase, email })
  return { ...browser, tab, accountId, keys }
}

describe('a tab and the vault', () => {
  test('make an account, sign in to it, lock and unlock it, and change its passphrase', async () => {
    const { tab, accountId, keys } = await withAccount()
    expect(tab.current()).toEqual({ is: 'unlocked', accountId })

    const login = { challenge, accountId, ts, passphrase, salt: keys.salt, profile: keys.profile, email }
    const { signature } = await tab.signLogin(login)
    const stated = { origin, challenge: fromBase64url(challenge), accountId, ts }
    checkLogin(stated, fromBase64url(signature), fromBase64url(keys.loginPublicKey))
    expect(tab.current().is).toBe('unlocked') // the same person, who goes on meanwhile
    const { signPublicKey } = await tab.unlockAfterSignIn(keys)
    expect(signPublicKey).toBe(keys.signPublicKey)
    expect(tab.current()).toEqual({ is: 'unlocked', accountId })

    await tab.lock()
    expect(tab.current()).toEqual({ is: 'locked', cause: 'asked' })
    await tab.unlock({ accountId, passphrase, email, keys })
    const change = await tab.changePassphrase({ accountId, passphrase, newPassphrase, ts, email, keys })
    await tab.lock()
    const next = { ...keys, ...change }
    await expect(tab.unlock({ accountId, passphrase, email, keys: next })).rejects.toThrow(new PassphraseError('wrong'))
    expect(tab.current().is).toBe('locked')
    await tab.unlock({ accountId, passphrase: newPassphrase, email, keys: next })
    expect(tab.current()).toEqual({ is: 'unlocked', accountId })
  })

  test('say which error it was, in its own class', async () => {
    const { tab, accountId, keys } = await withAccount()
    const short = tab.makeAccount({ accountId: uuidv7(), passphrase: 'short', email })
    await expect(short).rejects.toThrow(new PassphraseError('too-short'))
    const swapped = tab.unlock({ accountId, passphrase, email, keys: { ...keys, sealedSeed: keys.sealedUak } })
    await expect(swapped).rejects.toThrow(IntegrityError)
    await tab.lock()
    await expect(tab.unlockAfterSignIn(keys)).rejects.toThrow(LockedMeanwhile)
    expect(fromWire(toWire(new RangeError('other')))).toEqual(new Error('other'))
    expect(toWire('thrown text').message).toBe('The vault failed in an unknown way')
  })

  test('end the Worker that stretched, whether it went well or not', async () => {
    const { tab, accountId, keys, started } = await withAccount()
    await tab.unlock({ accountId, passphrase: newPassphrase, email, keys }).catch(() => undefined)
    await tab.changePassphrase({ accountId, passphrase, newPassphrase, ts, email, keys })
    expect(started).toHaveLength(3)
    expect(started.every(({ hasEnded }) => hasEnded)).toBe(true)
  })

  test('give up a request whose Worker fails, and go on', async () => {
    let mood: 'never' | undefined = 'never'
    const browser = aBrowser((request) => mood ?? quickly(request))
    const tab = browser.aTab()
    const making = tab.makeAccount({ accountId: uuidv7(), passphrase, email })
    await vi.waitFor(() => expect(browser.started[0]?.request).toBeDefined())
    browser.started[0]?.fail(new Error('out of memory'))
    await expect(making).rejects.toThrow('out of memory')
    expect(browser.started[0]?.hasEnded).toBe(true)
    mood = undefined
    await expect(tab.makeAccount({ accountId: uuidv7(), passphrase, email })).resolves.toBeDefined()
  })

  test('lock while a passphrase is being worked on, and nothing opens afterwards', async () => {
    const release = Promise.withResolvers<undefined>()
    let isSlow = false
    const browser = aBrowser(async (request) => {
      if (isSlow) await release.promise
      return quickly(request)
    })
    const { tab, accountId, keys, started } = await withAccount(browser)
    await tab.lock()
    isSlow = true
    const unlocking = tab.unlock({ accountId, passphrase, email, keys })
    await vi.waitFor(() => expect(started[1]?.request).toBeDefined())
    await tab.lock()
    release.resolve(undefined)
    await expect(unlocking).rejects.toThrow(LockedMeanwhile)
    expect(tab.current().is).toBe('locked')
  })

  test('fail at once when the Worker behind them is gone', async () => {
    const { tab } = await withAccount()
    tab.breakDown(new Error('The vault could not start in this browser'))
    expect(tab.current().is).toBe('locked')
    await expect(tab.lock()).rejects.toThrow('could not start')
  })

  test('never send a passphrase, key or seed back to the page', async () => {
    const [port, served] = aPort()
    serveVault(origin)(served)
    const heard: unknown[] = []
    const tab = makeVaultClient({ port, startStretcher: stretchers().start, storage: new MemoryStorage() })
    port.addEventListener('message', ({ data }: MessageEvent) => heard.push(data))
    const accountId = uuidv7()
    const keys = await tab.makeAccount({ accountId, passphrase, email })
    await tab.unlock({ accountId, passphrase, email, keys })
    const said = heard.flatMap((message) => Object.keys((message as { answer?: object }).answer ?? {}))
    const all = [
      'salt',
      'profile',
      'loginPublicKey',
      'sealedUak',
      'sealedSeed',
      'encPublicKey',
      'signPublicKey',
      'accountId',
    ]
    expect(new Set(said)).toEqual(new Set(all))
    expect(JSON.stringify(heard)).not.toContain('tangerine')
  })
})

describe('two tabs', () => {
  test('share the keys and hear of every lock and unlock', async () => {
    const browser = await withAccount()
    const other = browser.aTab()
    const heard: string[] = []
    other.onLock((cause) => heard.push(`locked: ${cause}`))
    other.onUnlock((accountId) => heard.push(accountId === browser.accountId ? 'unlocked' : 'somebody else'))
    await other.present({ isHidden: false, isPhone: false, lockAfterMinutes: 10 })
    expect(other.current()).toEqual({ is: 'unlocked', accountId: browser.accountId })
    await browser.tab.lock()
    await vi.waitFor(() => expect(other.current()).toEqual({ is: 'locked', cause: 'asked' }))
    const { accountId, keys } = browser
    await browser.tab.unlock({ accountId, passphrase, email, keys })
    await vi.waitFor(() => expect(other.current().is).toBe('unlocked'))
    expect(heard).toEqual(['unlocked', 'locked: asked', 'unlocked'])
  })

  test('cannot both be somebody: signing in as another account locks the first', async () => {
    const browser = await withAccount()
    const other = browser.aTab()
    await other.makeAccount({ accountId: uuidv7(), passphrase, email: 'jonas@acme.example.com' })
    await vi.waitFor(() => expect(browser.tab.current()).toEqual(other.current()))
    expect(browser.tab.current()).not.toMatchObject({ accountId: browser.accountId })
  })
})

describe('the lock that closes by itself', () => {
  const atDesk = { isHidden: false, isPhone: false, lockAfterMinutes: 10 }
  const onPhone = { isHidden: true, isPhone: true, lockAfterMinutes: 10 }
  const minutes = (count: number) => vi.advanceTimersByTime(count * 60_000)
  function fakeTime(): void {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] })
  }

  test('warns every tab, can be put off from any of them, and locks them all', async () => {
    fakeTime()
    const { tab, aTab, accountId } = await withAccount()
    const other = aTab()
    await other.present(atDesk)
    minutes(9.6)
    await vi.waitFor(() =>
      expect(tab.current()).toMatchObject({ is: 'unlocked', lockingAt: expect.any(Number) as number }),
    )
    await other.stayUnlocked()
    expect(other.current()).toEqual({ is: 'unlocked', accountId })
    await vi.waitFor(() => expect(tab.current()).toEqual({ is: 'unlocked', accountId }))
    minutes(10)
    await vi.waitFor(() => expect(tab.current()).toEqual({ is: 'locked', cause: 'idle' }))
    expect(other.current()).toEqual({ is: 'locked', cause: 'idle' })
  })

  test('closes two minutes after the last tab of a phone went out of sight, not the first', async () => {
    fakeTime()
    const { tab, aTab } = await withAccount()
    const other = aTab()
    await other.present({ ...onPhone, isHidden: false })
    await tab.present(onPhone)
    minutes(3)
    await other.present({ ...onPhone, isHidden: false })
    expect(other.current().is).toBe('unlocked')
    await other.present(onPhone)
    minutes(2)
    await vi.waitFor(() => expect(tab.current()).toEqual({ is: 'locked', cause: 'hidden' }))
  })

  test('drops the key of a sign-in that never got its second factor', async () => {
    fakeTime()
    const { tab, accountId, keys } = await withAccount()
    await tab.signLogin({ challenge, accountId, ts, passphrase, salt: keys.salt, profile: keys.profile, email })
    minutes(10)
    await expect(tab.unlockAfterSignIn(keys)).rejects.toThrow(LockedMeanwhile)
  })

  test('uses no key after its time, even if the machine slept and no timer rang', async () => {
    fakeTime()
    const { tab, accountId, keys } = await withAccount()
    await tab.signLogin({ challenge, accountId, ts, passphrase, salt: keys.salt, profile: keys.profile, email })
    vi.setSystemTime(Date.now() + 11 * 60_000)
    await expect(tab.unlockAfterSignIn(keys)).rejects.toThrow(LockedMeanwhile)
  })
})

describe('what still needs the keys before they go', () => {
  const key = { organizationId: uuidv7(), draftId: 'RB-14', savedAtMs: 1 }

  test('is done before a lock that this tab asks for, with the keys at hand', async () => {
    const { tab, accountId, keys } = await withAccount()
    let sealed = ''
    tab.beforeLock(async () => {
      sealed = await tab.sealDraft({ ...key, accountId, text: 'the last words' })
    })
    await tab.lock()
    expect(tab.current()).toEqual({ is: 'locked', cause: 'asked' })
    await expect(tab.openDraft({ ...key, accountId, sealed })).rejects.toThrow(LockedMeanwhile)
    await expect(tab.sealDraft({ ...key, accountId, text: 'too late' })).rejects.toThrow(LockedMeanwhile)
    await tab.unlock({ accountId, passphrase, email, keys })
    expect(await tab.openDraft({ ...key, accountId, sealed })).toBe('the last words')
  })

  test('is done when the vault warns, once for each warning, and does not put the lock off', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] })
    const { tab, accountId } = await withAccount()
    const deed = vi.fn(() => tab.sealDraft({ ...key, accountId, text: 'x' }))
    tab.beforeLock(deed)
    vi.advanceTimersByTime(9.6 * 60_000)
    await vi.waitFor(() => expect(deed).toHaveResolved())
    vi.advanceTimersByTime(20_000)
    await tab.sealDraft({ ...key, accountId, text: 'y' })
    expect(deed).toHaveBeenCalledTimes(1)
    vi.advanceTimersByTime(20_000)
    await vi.waitFor(() => expect(tab.current()).toEqual({ is: 'locked', cause: 'idle' }))
    expect(deed).toHaveBeenCalledTimes(1)
  })

  test.each([
    ['never ends', () => new Promise(() => undefined)],
    ['fails', () => Promise.reject(new Error('no'))],
    [
      'throws',
      () => {
        throw new Error('no')
      },
    ],
  ])('cannot keep the vault open: a deed that %s', async (_name, deed) => {
    const { tab } = await withAccount()
    const other = vi.fn()
    tab.beforeLock(deed)
    tab.beforeLock(other)
    const from = performance.now()
    await tab.lock()
    expect(tab.current().is).toBe('locked')
    expect(other).toHaveBeenCalledTimes(1)
    expect(performance.now() - from).toBeLessThan(2_000)
  })

  test('is not done when it was taken back, or when nothing is open', async () => {
    const { tab } = await withAccount()
    const [taken, kept] = [vi.fn(), vi.fn()]
    tab.beforeLock(taken)()
    await tab.lock()
    tab.beforeLock(kept)
    await tab.lock()
    expect(taken).not.toHaveBeenCalled()
    expect(kept).not.toHaveBeenCalled()
  })
})

describe('the profile that a device has seen', () => {
  test('is pinned once the keys have opened, and a lower one is refused without starting a Worker on it', async () => {
    const { tab, accountId, keys, storage, started } = await withAccount()
    expect([...storage.items.values()]).toEqual(['2', '2'])
    expect([...storage.items.keys()].join()).not.toContain('mara')
    const before = started.filter(({ request }) => request).length
    const login = { challenge, accountId, ts, passphrase, salt: keys.salt, profile: 1, email }
    await expect(tab.signLogin(login)).rejects.toThrow(IntegrityError)
    const unlocking = tab.unlock({ accountId, passphrase, email, keys: { ...keys, profile: 1 } })
    await expect(unlocking).rejects.toThrow(IntegrityError)
    expect(started.filter(({ request }) => request)).toHaveLength(before)
  })

  test('holds for the address, too, when the server names another account for it', async () => {
    const { tab, keys } = await withAccount()
    const login = { challenge, accountId: uuidv7(), ts, passphrase, salt: keys.salt, profile: 1 }
    await expect(tab.signLogin({ ...login, email: ' Mara@ACME.example.com' })).rejects.toThrow(IntegrityError)
    await expect(tab.signLogin({ ...login, email: 'new@acme.example.com' })).resolves.toBeDefined()
  })

  test('is not raised by a sign-in that never opened anything', async () => {
    const { tab, accountId, keys, storage } = await withAccount()
    await tab.signLogin({ challenge, accountId, ts, passphrase, salt: keys.salt, profile: 3, email })
    await expect(tab.unlockAfterSignIn({ ...keys, profile: 3 })).rejects.toThrow(IntegrityError)
    expect([...storage.items.values()]).toEqual(['2', '2'])
  })

  test('starts from the floor where the browser keeps nothing', async () => {
    const [port, served] = aPort()
    serveVault(origin)(served)
    const refuse = (): never => {
      throw new DOMException('denied', 'SecurityError')
    }
    const storage = { getItem: refuse, setItem: refuse }
    const tab = makeVaultClient({ port, startStretcher: stretchers().start, storage })
    await expect(tab.makeAccount({ accountId: uuidv7(), passphrase, email })).resolves.toBeDefined()
  })
})

test('the Worker that stretches uses the real Argon2id, and answers with an error where it cannot', async () => {
  const [port, own] = aPort()
  serveStretching(own)
  const ask = (request: StretchRequest) =>
    new Promise((resolve) => {
      port.onmessage = ({ data }) => resolve(data)
      port.postMessage(request)
    })
  const answer = (await ask({ passphrase: 'correct horse battery staple', salt: seq(16, 0), profile: 1 })) as {
    stretched: Uint8Array
  }
  expect(hex(answer.stretched)).toBe('0d1a3c6523c8f06e4e0af9c515aa5b5448cfebd6838f2d52c3d8b6ef8ddc3c2e')
  expect(await ask({ passphrase, salt: seq(16, 0), profile: 0 })).toMatchObject({ error: { name: 'IntegrityError' } })
  expect(await ask({ passphrase: 'short', salt: seq(16, 0), profile: 1 })).toMatchObject({
    error: { fault: 'too-short' },
  })
})
