import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { v7 as uuidv7 } from 'uuid'
import { IntegrityError, PassphraseError } from '#contract/crypto/errors.ts'
import type { AccountKeys } from '#contract/crypto/keys.ts'
import { checkLogin, checkPassphraseChange, fromBase64url, toBase64url } from '#contract/crypto/verify.ts'
import { makeKeyring, type Keyring } from '../../client/vault/keyring.ts'
import { stretchHere, type Stretch } from '../../client/vault/stretch.ts'
import { LockedMeanwhile } from '../../client/vault/vault-errors.ts'
import { castWithKeys, keysOf, sealedKeysOf, signLoginAs } from '../support/keys.ts'
import { seq } from '../vectors/second-opinion.ts'

const passphrase = 'tangerine orbit velvet spoon'
const newPassphrase = 'a quiet lantern under the mango'
const origin = 'https://vault.example'
const ts = '2026-03-02T09:00:00.000Z'
const challenge = toBase64urlOf(seq(32, 7))

function toBase64urlOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url')
}

/** Stands in for Argon2id where it is not what the test is about: quick, and as different for different input. */
const hands: Uint8Array[] = []
const quickly = vi.fn<Stretch>(async ({ passphrase, salt, profile }) => {
  const all = new TextEncoder().encode(`${profile}/${passphrase.normalize('NFKC')}/${toBase64urlOf(salt)}`)
  const stretched = new Uint8Array(await crypto.subtle.digest('SHA-256', all))
  hands.push(stretched)
  return stretched
})
afterEach(() => {
  // Whatever the keyring was handed, it has zeroed.
  for (const stretched of hands.splice(0)) expect(stretched.every((byte) => byte === 0)).toBe(true)
  quickly.mockClear()
})

type Account = { accountId: string; keys: AccountKeys }

async function anAccount(profile = 2): Promise<Account> {
  const accountId = uuidv7()
  return { accountId, keys: await makeKeyring().makeAccount({ accountId, passphrase, profile }, quickly) }
}

const loginOf = ({ accountId, keys }: Account) => {
  return { origin, challenge, accountId, ts, passphrase, salt: keys.salt, profile: keys.profile, pinnedProfile: 1 }
}

function checkedBy(
  { accountId, keys }: Account,
  signature: string,
  login: Partial<{ origin: string; ts: string }> = {},
) {
  const stated = { origin, challenge: fromBase64url(challenge), accountId, ts, ...login }
  checkLogin(stated, fromBase64url(signature), fromBase64url(keys.loginPublicKey))
}

describe('with the real Argon2id', () => {
  test('an account is made, signed in to, locked, unlocked and given a new passphrase, and the old one opens nothing', async () => {
    const accountId = uuidv7()
    const made = await makeKeyring().makeAccount({ accountId, passphrase, profile: 1 }, stretchHere)
    const account = { accountId, keys: made }

    const keyring = makeKeyring()
    const { signature } = await keyring.signLogin(loginOf(account), stretchHere)
    checkedBy(account, signature)
    expect(keyring.unlockedAccount()).toBeUndefined()
    const unlocked = await keyring.unlockAfterSignIn(made)
    expect(unlocked).toEqual({ accountId, encPublicKey: made.encPublicKey, signPublicKey: made.signPublicKey })

    keyring.lock()
    expect(keyring.unlockedAccount()).toBeUndefined()
    await keyring.unlock({ accountId, passphrase, pinnedProfile: 1, keys: made }, stretchHere)
    expect(keyring.unlockedAccount()).toBe(accountId)

    const change = await keyring.changePassphrase(
      { accountId, passphrase, newPassphrase, pinnedProfile: 1, newProfile: 1, ts, keys: made },
      stretchHere,
    )
    const changed = { ...made, ...change }
    const again = makeKeyring()
    const old = again.unlock({ accountId, passphrase, pinnedProfile: 1, keys: changed }, stretchHere)
    await expect(old).rejects.toThrow(new PassphraseError('wrong'))
    expect(again.unlockedAccount()).toBeUndefined()
    const opened = await again.unlock(
      { accountId, passphrase: newPassphrase, pinnedProfile: 1, keys: changed },
      stretchHere,
    )
    expect(opened.signPublicKey).toBe(made.signPublicKey)
  }, 20_000)
})

describe('making an account', () => {
  test('gives the server public and sealed halves of the right size, and nothing twice', async () => {
    const accountId = uuidv7()
    const keyring = makeKeyring()
    const keys = await keyring.makeAccount({ accountId, passphrase, profile: 2 }, quickly)
    const { profile, ...texts } = keys
    const sizes = Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, fromBase64url(text).length]))
    expect(profile).toBe(2)
    expect(sizes).toEqual({
      salt: 16,
      loginPublicKey: 32,
      sealedUak: 124,
      sealedSeed: 124,
      encPublicKey: 32,
      signPublicKey: 32,
    })
    expect(keyring.unlockedAccount()).toBe(accountId)
    const again = await makeKeyring().makeAccount({ accountId, passphrase, profile: 2 }, quickly)
    for (const [name, text] of Object.entries(texts)) expect(again[name as keyof AccountKeys]).not.toBe(text)
  })

  test.each([
    ['', 'too-short'],
    ['elevenchars', 'too-short'],
    ['twelve chars \ud83e', 'not-text'],
  ] as const)('with the passphrase %j is refused before any work', async (typed, fault) => {
    const making = makeKeyring().makeAccount({ accountId: uuidv7(), passphrase: typed, profile: 2 }, quickly)
    await expect(making).rejects.toThrow(new PassphraseError(fault))
    expect(quickly).not.toHaveBeenCalled()
  })
})

describe('signing in', () => {
  let account: Account
  let keyring: Keyring
  beforeEach(async () => {
    account = await anAccount()
    keyring = makeKeyring()
    quickly.mockClear()
  })

  test('signs for this origin, account, challenge and time only', async () => {
    const { signature } = await keyring.signLogin(loginOf(account), quickly)
    checkedBy(account, signature)
    expect(() => checkedBy(account, signature, { origin: 'https://vault.example.evil' })).toThrow(IntegrityError)
    expect(() => checkedBy(account, signature, { ts: '2026-03-02T09:00:00.001Z' })).toThrow(IntegrityError)
    expect(() => checkedBy({ ...account, accountId: uuidv7() }, signature)).toThrow(IntegrityError)
  })

  test('with another passphrase gives a signature that nobody takes', async () => {
    const { signature } = await keyring.signLogin({ ...loginOf(account), passphrase: newPassphrase }, quickly)
    expect(() => checkedBy(account, signature)).toThrow(IntegrityError)
  })

  test('with the passphrase as another keyboard composes it works', async () => {
    const typed = 'Zo\u00eb drinkt koffie'
    const keys = await makeKeyring().makeAccount(
      { accountId: account.accountId, passphrase: typed, profile: 1 },
      quickly,
    )
    const other = { accountId: account.accountId, keys }
    const { signature } = await keyring.signLogin({ ...loginOf(other), passphrase: 'Zoe\u0308 drinkt koffie' }, quickly)
    checkedBy(other, signature)
  })

  test.each([
    ['none', 0, 1],
    ['unknown', 4, 1],
    ['a lower one than this device has seen', 1, 2],
    ['no number', Number.NaN, 1],
  ])(
    'to a server that names a profile which is %s is refused before any work',
    async (_name, profile, pinnedProfile) => {
      const signing = keyring.signLogin({ ...loginOf(account), profile, pinnedProfile }, quickly)
      await expect(signing).rejects.toThrow(IntegrityError)
      const keys = { ...account.keys, profile }
      const { accountId } = account
      await expect(keyring.unlock({ accountId, passphrase, pinnedProfile, keys }, quickly)).rejects.toThrow(
        IntegrityError,
      )
      const changing = { accountId, passphrase, newPassphrase, pinnedProfile, newProfile: 3, ts, keys }
      await expect(keyring.changePassphrase(changing, quickly)).rejects.toThrow(IntegrityError)
      expect(quickly).not.toHaveBeenCalled()
    },
  )

  test.each([
    ['a short salt', { salt: toBase64urlOf(seq(15, 0)) }],
    ['a salt that is no base64url', { salt: '!!!' }],
    ['a short challenge', { challenge: toBase64urlOf(seq(31, 0)) }],
    ['no origin', { origin: '' }],
    ['an account that is none', { accountId: 'mara' }],
  ])('with %s is refused before any work', async (_name, wrong) => {
    await expect(keyring.signLogin({ ...loginOf(account), ...wrong }, quickly)).rejects.toThrow(IntegrityError)
    expect(quickly).not.toHaveBeenCalled()
  })

  test('keeps the key for the unlock that follows, and only for that one', async () => {
    await keyring.signLogin(loginOf(account), quickly)
    expect(keyring.holdsKeys()).toBe(true)
    await keyring.unlockAfterSignIn(account.keys)
    await expect(keyring.unlockAfterSignIn(account.keys)).rejects.toThrow(LockedMeanwhile)
    expect(keyring.unlockedAccount()).toBe(account.accountId)
  })

  test('forgets the key when it is locked before the second factor', async () => {
    await keyring.signLogin(loginOf(account), quickly)
    keyring.lock()
    expect(keyring.holdsKeys()).toBe(false)
    await expect(keyring.unlockAfterSignIn(account.keys)).rejects.toThrow(LockedMeanwhile)
  })

  test('drops the keys of whoever was unlocked before', async () => {
    const other = await anAccount()
    await keyring.unlock({ accountId: other.accountId, passphrase, pinnedProfile: 1, keys: other.keys }, quickly)
    await keyring.signLogin(loginOf(account), quickly)
    expect(keyring.unlockedAccount()).toBeUndefined()
  })
})

describe('a server that gives back something else', () => {
  let mine: Account
  let theirs: Account
  beforeAll(async () => {
    ;[mine, theirs] = [await anAccount(), await anAccount()]
  })
  const flipped = (text: string, at: number): string => {
    const bytes = fromBase64url(text)
    bytes[at] = (bytes[at] ?? 0) ^ 1
    return toBase64url(bytes)
  }
  const swaps: [string, () => Partial<AccountKeys>][] = [
    ["another account's seed", () => ({ sealedSeed: theirs.keys.sealedSeed })],
    ["another account's key", () => ({ sealedUak: theirs.keys.sealedUak })],
    ["both of another account's", () => ({ sealedUak: theirs.keys.sealedUak, sealedSeed: theirs.keys.sealedSeed })],
    ['the key in place of the seed', () => ({ sealedSeed: mine.keys.sealedUak })],
    ['the seed in place of the key', () => ({ sealedUak: mine.keys.sealedSeed })],
    ['one bit of the key', () => ({ sealedUak: flipped(mine.keys.sealedUak, 100) })],
    ['one bit of the seed', () => ({ sealedSeed: flipped(mine.keys.sealedSeed, 100) })],
    ['the key cut short', () => ({ sealedUak: mine.keys.sealedUak.slice(0, -4) })],
    ['no key', () => ({ sealedUak: '' })],
    ['no seed', () => ({ sealedSeed: '' })],
    ["another account's login key", () => ({ loginPublicKey: theirs.keys.loginPublicKey })],
    ['one bit of the login key', () => ({ loginPublicKey: flipped(mine.keys.loginPublicKey, 3) })],
    ['a login key cut short', () => ({ loginPublicKey: mine.keys.loginPublicKey.slice(0, -4) })],
    ['no login key', () => ({ loginPublicKey: '' })],
  ]

  test.each(swaps)('is refused after a sign-in: %s', async (_name, swap) => {
    const keyring = makeKeyring()
    await keyring.signLogin(loginOf(mine), quickly)
    await expect(keyring.unlockAfterSignIn({ ...mine.keys, ...swap() })).rejects.toThrow(IntegrityError)
    expect(keyring.holdsKeys()).toBe(false)
  })
  test.each([...swaps, ['another salt', () => ({ salt: theirs.keys.salt })] as (typeof swaps)[number]])(
    'opens nothing after a lock: %s',
    async (_name, swap) => {
      const keyring = makeKeyring()
      const { accountId, keys } = mine
      await keyring.unlock({ accountId, passphrase, pinnedProfile: 1, keys }, quickly)
      keyring.lock()
      const unlocking = keyring.unlock(
        { accountId, passphrase, pinnedProfile: 1, keys: { ...keys, ...swap() } },
        quickly,
      )
      await expect(unlocking).rejects.toThrow(swap().salt ? PassphraseError : IntegrityError)
      expect(keyring.holdsKeys()).toBe(false)
    },
  )
  test.each(swaps)('opens nothing in a vault that has opened nothing before, and says so: %s', async (_name, swap) => {
    const keyring = makeKeyring()
    const { accountId, keys } = mine
    const swapped = { accountId, passphrase, pinnedProfile: 1, keys: { ...keys, ...swap() } }
    await expect(keyring.unlock(swapped, quickly)).rejects.toThrow(IntegrityError)
    expect(keyring.holdsKeys()).toBe(false)
  })
  test('cannot pass a tampered key off as a mistyped passphrase where the vault knows better', async () => {
    const keyring = makeKeyring()
    const { accountId, keys } = mine
    await keyring.unlock({ accountId, passphrase, pinnedProfile: 1, keys }, quickly)
    keyring.lock()
    const { sealedUak, loginPublicKey } = theirs.keys
    const swapped = { accountId, passphrase, pinnedProfile: 1, keys: { ...keys, sealedUak, loginPublicKey } }
    await expect(keyring.unlock(swapped, quickly)).rejects.toThrow(IntegrityError)
  })
  test.each([
    ['salt', () => ({ salt: theirs.keys.salt })],
    ['profile', () => ({ profile: 3 })],
  ] as [string, () => Partial<AccountKeys>][])(
    'is refused when the %s is not that of the sign-in',
    async (_name, swap) => {
      const keyring = makeKeyring()
      await keyring.signLogin(loginOf(mine), quickly)
      await expect(keyring.unlockAfterSignIn({ ...mine.keys, ...swap() })).rejects.toThrow(IntegrityError)
    },
  )
})

describe('signing in once more', () => {
  test('leaves what is unlocked as it is until the keys have come, and a lock takes both', async () => {
    const account = await anAccount()
    const { accountId, keys } = account
    const keyring = makeKeyring()
    await keyring.unlock({ accountId, passphrase, pinnedProfile: 1, keys }, quickly)
    await keyring.signLogin(loginOf(account), quickly)
    expect(keyring.unlockedAccount()).toBe(accountId)
    await keyring.unlockAfterSignIn(keys)
    expect(keyring.unlockedAccount()).toBe(accountId)
    await keyring.signLogin(loginOf(account), quickly)
    keyring.lock()
    expect(keyring.holdsKeys()).toBe(false)
    await expect(keyring.unlockAfterSignIn(keys)).rejects.toThrow(LockedMeanwhile)
  })

  test('as somebody else closes what is unlocked at once', async () => {
    const { accountId, keys } = await anAccount()
    const other = await anAccount()
    const keyring = makeKeyring()
    await keyring.unlock({ accountId, passphrase, pinnedProfile: 1, keys }, quickly)
    await keyring.signLogin(loginOf(other), quickly)
    expect(keyring.unlockedAccount()).toBeUndefined()
  })
})

describe('unlocking', () => {
  test('with a wrong passphrase says so, and leaves what was unlocked as it was', async () => {
    const { accountId, keys } = await anAccount()
    const keyring = makeKeyring()
    const wrong = { accountId, passphrase: newPassphrase, pinnedProfile: 1, keys }
    await expect(keyring.unlock(wrong, quickly)).rejects.toThrow(new PassphraseError('wrong'))
    await keyring.unlock({ ...wrong, passphrase }, quickly)
    await expect(keyring.unlock(wrong, quickly)).rejects.toThrow(new PassphraseError('wrong'))
    expect(keyring.unlockedAccount()).toBe(accountId)
  })

  test('with a mistyped passphrase is not taken for tampering, whatever the sealed keys are', async () => {
    const { accountId, keys } = await anAccount()
    const tampered = { ...keys, sealedUak: (await anAccount()).keys.sealedUak }
    const mistyped = { accountId, passphrase: newPassphrase, pinnedProfile: 1, keys: tampered }
    await expect(makeKeyring().unlock(mistyped, quickly)).rejects.toThrow(new PassphraseError('wrong'))
  })

  test('comes to nothing when somebody locks meanwhile', async () => {
    const { accountId, keys } = await anAccount()
    const keyring = makeKeyring()
    const locking: Stretch = async (from) => {
      const stretched = await quickly(from)
      keyring.lock()
      return stretched
    }
    const unlocking = keyring.unlock({ accountId, passphrase, pinnedProfile: 1, keys }, locking)
    await expect(unlocking).rejects.toThrow(LockedMeanwhile)
    const signing = keyring.signLogin(loginOf({ accountId, keys }), locking)
    await expect(signing).rejects.toThrow(LockedMeanwhile)
    expect(keyring.holdsKeys()).toBe(false)
  })
})

describe('changing the passphrase', () => {
  let account: Account
  let keyring: Keyring
  beforeEach(async () => {
    account = await anAccount()
    keyring = makeKeyring()
    const { accountId, keys } = account
    await keyring.unlock({ accountId, passphrase, pinnedProfile: 1, keys }, quickly)
    quickly.mockClear()
  })
  const inputOf = ({ accountId, keys }: Account) => {
    return { accountId, passphrase, newPassphrase, pinnedProfile: 2, newProfile: 2, ts, keys }
  }

  test('moves one envelope and the login key, with a proof by the key in force', async () => {
    const { accountId, keys } = account
    const change = await keyring.changePassphrase(inputOf(account), quickly)
    const { proof, ...replaced } = change
    expect(Object.keys(replaced).sort()).toEqual(['loginPublicKey', 'profile', 'salt', 'sealedUak'])
    const stated = {
      accountId,
      ts,
      profile: change.profile,
      loginPublicKey: fromBase64url(change.loginPublicKey),
      salt: fromBase64url(change.salt),
      sealedUak: fromBase64url(change.sealedUak),
    }
    const by = (key: string) => () => checkPassphraseChange(stated, fromBase64url(proof), fromBase64url(key))
    expect(by(keys.loginPublicKey)).not.toThrow()
    expect(by(change.loginPublicKey)).toThrow(IntegrityError)
    expect(keyring.unlockedAccount()).toBe(accountId)

    const next = { ...keys, ...replaced }
    const { signature } = await makeKeyring().signLogin(
      { ...loginOf({ accountId, keys: next }), passphrase: newPassphrase },
      quickly,
    )
    checkedBy({ accountId, keys: next }, signature)
    const old = await makeKeyring().signLogin(loginOf({ accountId, keys: next }), quickly)
    expect(() => checkedBy({ accountId, keys: next }, old.signature)).toThrow(IntegrityError)
  })

  test.each([
    ['the current one is wrong', { passphrase: 'something else entirely' }, 'wrong', 1],
    ['the new one is short', { newPassphrase: 'short' }, 'too-short', 0],
    ['the new one is the old one', { newPassphrase: passphrase }, 'unchanged', 0],
  ] as const)('is refused when %s', async (_name, wrong, fault, stretched) => {
    const changing = keyring.changePassphrase({ ...inputOf(account), ...wrong }, quickly)
    await expect(changing).rejects.toThrow(new PassphraseError(fault))
    expect(quickly).toHaveBeenCalledTimes(stretched)
    expect(keyring.unlockedAccount()).toBe(account.accountId)
  })

  test('never lowers the profile', async () => {
    await expect(keyring.changePassphrase({ ...inputOf(account), newProfile: 1 }, quickly)).rejects.toThrow(
      IntegrityError,
    )
    const raised = await keyring.changePassphrase({ ...inputOf(account), newProfile: 3 }, quickly)
    expect(raised.profile).toBe(3)
    const lower = { ...inputOf(account), pinnedProfile: 1, newProfile: 1 }
    await expect(keyring.changePassphrase(lower, quickly)).rejects.toThrow(IntegrityError)
  })
})

describe('the keys of the cast', () => {
  test('are the same in every run, different for everybody, and signs in', () => {
    expect(keysOf('mara').accountId).toBe('019ca6b1-dc00-76fb-85b4-31cfa521c0ec')
    const publics = castWithKeys.flatMap((name) => {
      const { accountId, keys } = keysOf(name)
      return [accountId, keys.salt, keys.loginPublicKey, keys.encPublicKey, keys.signPublicKey]
    })
    expect(new Set(publics).size).toBe(5 * castWithKeys.length)
    for (const name of castWithKeys) checkedBy(keysOf(name), signLoginAs(name, { origin, challenge, ts }))
    expect(() => checkedBy(keysOf('mara'), signLoginAs('jonas', { origin, challenge, ts }))).toThrow(IntegrityError)
    const sealed = ['loginPublicKey', 'profile', 'salt', 'sealedSeed', 'sealedUak']
    expect(Object.keys(sealedKeysOf('mara')).sort()).toEqual(sealed)
  })
})
