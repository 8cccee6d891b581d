import { beforeAll, describe, expect, test } from 'vitest'
import { v7 as uuidv7 } from 'uuid'
import { IntegrityError } from '#contract/crypto/errors.ts'
import { fromBase64url, toBase64url } from '#contract/crypto/verify.ts'
import { makeKeyring, type Keyring } from '../../client/vault/keyring.ts'
import type { Stretch } from '../../client/vault/stretch.ts'
import { LockedMeanwhile } from '../../client/vault/vault-errors.ts'

const passphrase = 'tangerine orbit velvet spoon'
/** Stands in for Argon2id, which is not what these promises are about. */
const quickly: Stretch = async ({ passphrase, salt }) =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(passphrase + toBase64url(salt))))

async function anUnlocked(): Promise<{ keyring: Keyring; accountId: string }> {
  const accountId = uuidv7()
  const keyring = makeKeyring()
  await keyring.makeAccount({ accountId, passphrase, profile: 2 }, quickly)
  return { keyring, accountId }
}

describe('a draft sealed on this device', () => {
  let keyring: Keyring
  let accountId: string
  beforeAll(async () => {
    ;({ keyring, accountId } = await anUnlocked())
  })
  const draftId = 'acme/RB-14'
  const text = 'Pull the plug, wait ten seconds. Ω 漢字 🔌'

  test('opens again to the same text, and shows nothing of it', async () => {
    const { sealed } = await keyring.sealDraft({ accountId, draftId, text })
    expect(await keyring.openDraft({ accountId, draftId, sealed })).toEqual({ text })
    expect(Buffer.from(fromBase64url(sealed)).includes('plug')).toBe(false)
  })

  test('hides its length to 256 bytes', async () => {
    const lengths = await Promise.all(
      ['', 'x', 'x'.repeat(255)].map(
        async (text) => (await keyring.sealDraft({ accountId, draftId, text })).sealed.length,
      ),
    )
    expect(new Set(lengths).size).toBe(1)
    expect((await keyring.sealDraft({ accountId, draftId, text: 'x'.repeat(256) })).sealed.length).toBeGreaterThan(
      lengths[0] ?? 0,
    )
  })

  test('does not open as another draft, for another account, or with one bit changed', async () => {
    const { sealed } = await keyring.sealDraft({ accountId, draftId, text })
    await expect(keyring.openDraft({ accountId, draftId: 'acme/RB-15', sealed })).rejects.toBeInstanceOf(IntegrityError)
    const other = await anUnlocked()
    await expect(other.keyring.openDraft({ accountId: other.accountId, draftId, sealed })).rejects.toBeInstanceOf(
      IntegrityError,
    )
    const bytes = fromBase64url(sealed)
    for (const at of [0, 2, 20, 44, 76, bytes.length - 1]) {
      const changed = Uint8Array.from(bytes)
      changed[at] = (changed[at] ?? 0) ^ 1
      await expect(keyring.openDraft({ accountId, draftId, sealed: toBase64url(changed) })).rejects.toBeInstanceOf(
        IntegrityError,
      )
    }
  })

  test('neither seals nor opens once the vault is locked', async () => {
    const { keyring, accountId } = await anUnlocked()
    const { sealed } = await keyring.sealDraft({ accountId, draftId, text })
    keyring.lock()
    await expect(keyring.openDraft({ accountId, draftId, sealed })).rejects.toBeInstanceOf(LockedMeanwhile)
    await expect(keyring.sealDraft({ accountId, draftId, text })).rejects.toBeInstanceOf(LockedMeanwhile)
  })

  test('is not sealed for somebody else than the one whose keys are open', async () => {
    await expect(keyring.sealDraft({ accountId: uuidv7(), draftId, text })).rejects.toBeInstanceOf(LockedMeanwhile)
  })
})
