import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { v7 as uuidv7 } from 'uuid'
import { IntegrityError } from '#contract/crypto/errors.ts'
import { fromBase64url, sodiumReady, toBase64url } from '#contract/crypto/verify.ts'
import { makeKeyring, type Keyring } from '../../client/vault/keyring.ts'
import { openDraft, sealDraft } from '../../client/vault/sealed-drafts.ts'
import type { Stretch } from '../../client/vault/stretch.ts'
import { LockedMeanwhile } from '../../client/vault/vault-errors.ts'
import { expectIntegrityError, readVectors, stated, type Outcome } from '../vectors/read-vectors.ts'
import { unhex } from '../vectors/second-opinion.ts'

type Reader = { accountId: string; organizationId: string; draftId: string; savedAtMs: number; uak: string }
type Vectors = {
  reader: Reader
  vectors: ({ name: string; sealed: string } & Partial<Reader> & Outcome<{ opens: string }>)[]
}
const file = readVectors<Vectors>('drafts')
const vectors = stated(file.reader, file.vectors)

beforeAll(() => sodiumReady)
afterEach(() => vi.restoreAllMocks())

describe('vectors', () => {
  test.each(vectors)('$name', ({ sealed, uak, opens, fails, ...of }) => {
    if (fails) expectIntegrityError(() => openDraft(of, unhex(uak), sealed))
    else expect(openDraft(of, unhex(uak), sealed)).toBe(opens)
  })

  const sealable = vectors.filter(({ opens }) => opens !== undefined)
  test.each(sealable)('sealed with the same nonce: $name', ({ sealed, uak, opens, ...of }) => {
    vi.spyOn(crypto, 'getRandomValues').mockImplementationOnce((target) => {
      ;(target as unknown as Uint8Array).set(fromBase64url(sealed).subarray(20, 44))
      return target
    })
    expect(sealDraft(of, unhex(uak), opens ?? '')).toBe(sealed)
  })
})

const passphrase = 'tangerine orbit velvet spoon'
/** Stands in for Argon2id, which is not what these promises are about. */
const quickly: Stretch = async ({ passphrase, salt }) =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(passphrase + toBase64url(salt))))

async function anUnlocked() {
  const accountId = uuidv7()
  const keyring = makeKeyring()
  const keys = await keyring.makeAccount({ accountId, passphrase, profile: 2 }, quickly)
  return { keyring, accountId, keys }
}

describe('a draft sealed on this device', () => {
  let keyring: Keyring
  let accountId: string
  let of: { accountId: string; organizationId: string; draftId: string; savedAtMs: number }
  beforeEach(async () => {
    ;({ keyring, accountId } = await anUnlocked())
    of = { accountId, organizationId: uuidv7(), draftId: 'RB-14', savedAtMs: Date.now() }
  })
  const text = 'Pull the plug, wait ten seconds. Ω 漢字 🔌'
  const seal = async (text: string) => (await keyring.sealDraft({ ...of, text })).sealed

  test('opens again to the same text, and shows nothing of it', async () => {
    const sealed = await seal(text)
    expect(await keyring.openDraft({ ...of, sealed })).toEqual({ text })
    expect(Buffer.from(fromBase64url(sealed)).includes('plug')).toBe(false)
  })

  test('hides its length to 256 bytes', async () => {
    const lengths = await Promise.all(['', 'x', 'x'.repeat(255)].map(async (text) => (await seal(text)).length))
    expect(new Set(lengths).size).toBe(1)
    expect((await seal('x'.repeat(256))).length).toBeGreaterThan(lengths[0] ?? 0)
  })

  test('does not open as another draft, in another organization, or as younger than it is', async () => {
    const sealed = await seal(text)
    for (const other of [{ draftId: 'RB-15' }, { organizationId: uuidv7() }, { savedAtMs: of.savedAtMs + 1 }])
      await expect(keyring.openDraft({ ...of, ...other, sealed })).rejects.toThrow(IntegrityError)
  })

  test('does not open for another account, whoever it is said to belong to', async () => {
    const sealed = await seal(text)
    const other = await anUnlocked()
    await expect(other.keyring.openDraft({ ...of, sealed })).rejects.toThrow(LockedMeanwhile)
    const relabelled = { ...of, accountId: other.accountId, sealed }
    await expect(other.keyring.openDraft(relabelled)).rejects.toThrow(IntegrityError)
  })

  test('has no bit that can change, and nothing to cut off or add', async () => {
    const sealed = fromBase64url(await seal('short'))
    const open = (changed: Uint8Array) => keyring.openDraft({ ...of, sealed: toBase64url(changed) })
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const flipped = sealed.slice()
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      await expect(open(flipped)).rejects.toThrow(IntegrityError)
    }
    for (let length = 0; length < sealed.length; length++)
      await expect(open(sealed.slice(0, length))).rejects.toThrow(IntegrityError)
    await expect(open(Uint8Array.from([...sealed, 0]))).rejects.toThrow(IntegrityError)
  })

  test('is neither sealed nor opened while the vault is locked, and opens again after an unlock', async () => {
    const own = await anUnlocked()
    const its = { ...of, accountId: own.accountId }
    const { sealed } = await own.keyring.sealDraft({ ...its, text })
    own.keyring.lock()
    await expect(own.keyring.openDraft({ ...its, sealed })).rejects.toThrow(LockedMeanwhile)
    await expect(own.keyring.sealDraft({ ...its, text })).rejects.toThrow(LockedMeanwhile)
    const { accountId, keys } = own
    await own.keyring.unlock({ accountId, passphrase, pinnedProfile: 1, keys }, quickly)
    expect(await own.keyring.openDraft({ ...its, sealed })).toEqual({ text })
  })

  test('outlives a change of passphrase', async () => {
    const own = await anUnlocked()
    const its = { ...of, accountId: own.accountId }
    const { sealed } = await own.keyring.sealDraft({ ...its, text })
    const { accountId, keys } = own
    const newPassphrase = 'a quiet lantern under the mango'
    const ts = '2026-03-02T09:00:00.000Z'
    const from = { accountId, passphrase, newPassphrase, pinnedProfile: 2, newProfile: 2, ts, keys }
    const changed = { ...keys, ...(await own.keyring.changePassphrase(from, quickly)) }
    const elsewhere = makeKeyring()
    await elsewhere.unlock({ accountId, passphrase: newPassphrase, pinnedProfile: 2, keys: changed }, quickly)
    expect(await elsewhere.openDraft({ ...its, sealed })).toEqual({ text })
  })

  test('is not sealed for somebody else than the one whose keys are open', async () => {
    await expect(keyring.sealDraft({ ...of, accountId: uuidv7(), text })).rejects.toThrow(LockedMeanwhile)
  })
})
