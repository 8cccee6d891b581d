import { beforeEach, describe, expect, test, vi } from 'vitest'
import { v7 as uuidv7 } from 'uuid'
import { IntegrityError } from '#contract/crypto/errors.ts'
import { toBase64url } from '#contract/crypto/verify.ts'
import { openDraftShelf, type DraftShelf, type KeptDraft } from '../../client/vault/draft-shelf.ts'
import { makeDrafts, type DraftKey } from '../../client/vault/drafts.ts'
import { makeKeyring, type Keyring } from '../../client/vault/keyring.ts'
import type { Stretch } from '../../client/vault/stretch.ts'
import { LockedMeanwhile } from '../../client/vault/vault-errors.ts'

/** What is promised of the store whatever it lies on; the browser's own database has its tests in test/browser. */

const passphrase = 'tangerine orbit velvet spoon'
const quickly: Stretch = async ({ passphrase, salt }) =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(passphrase + toBase64url(salt))))

/** At the end of the turn, as a database answers. */
const done = <Answer>(deed: () => Answer): Promise<Answer> => Promise.resolve().then(deed)

/** As the browser's, in memory. */
function aShelf(): DraftShelf & { kept: Map<string, KeptDraft> } {
  const kept = new Map<string, KeptDraft>()
  const nameOf = ({ accountId, organizationId, draftId }: DraftKey) => [accountId, organizationId, draftId].join('/')
  return {
    kept,
    put: (draft) => done(() => void kept.set(nameOf(draft), draft)),
    get: (key) => done(() => kept.get(nameOf(key))),
    remove: (key) => done(() => void kept.delete(nameOf(key))),
    of: (accountId) =>
      done(() =>
        [...kept.values()]
          .filter((draft) => draft.accountId === accountId)
          .map(({ sealed: _sealed, ...of }) => of)
          .sort((a, b) => b.savedAtMs - a.savedAtMs),
      ),
    removeOf: (accountId) =>
      done(() => {
        for (const [name, draft] of kept) if (draft.accountId === accountId) kept.delete(name)
      }),
  }
}

/** The vault as a page sees it, without its Worker. */
const vaultOf = (keyring: Keyring) => ({
  sealDraft: async (input: Parameters<Keyring['sealDraft']>[0]) => (await keyring.sealDraft(input)).sealed,
  openDraft: async (input: Parameters<Keyring['openDraft']>[0]) => (await keyring.openDraft(input)).text,
})

async function aDevice() {
  const accountId = uuidv7()
  const keyring = makeKeyring()
  const keys = await keyring.makeAccount({ accountId, passphrase, profile: 2 }, quickly)
  const shelf = aShelf()
  let time = 1_772_442_000_000
  const drafts = makeDrafts({ vault: vaultOf(keyring), shelf, now: () => (time += 1000) })
  const key = { accountId, organizationId: uuidv7(), draftId: 'RB-14' }
  const unlock = () => keyring.unlock({ accountId, passphrase, pinnedProfile: 1, keys }, quickly)
  return { accountId, keyring, shelf, drafts, key, unlock }
}

describe('drafts on a device', () => {
  let device: Awaited<ReturnType<typeof aDevice>>
  beforeEach(async () => {
    device = await aDevice()
  })
  const text = 'Pull the plug, wait ten seconds.'

  test('are kept sealed, found again with their age, and removed', async () => {
    const { drafts, key, shelf } = device
    const savedAtMs = await drafts.saveDraft(key, text)
    expect(savedAtMs).toBe(1_772_442_001_000)
    expect(await drafts.readDraft(key)).toEqual({ text, savedAtMs })
    expect(await drafts.findDraft(key)).toEqual({ savedAtMs })
    expect(JSON.stringify([...shelf.kept])).not.toContain('plug')
    await drafts.removeDraft(key)
    expect(await drafts.readDraft(key)).toBeUndefined()
    expect(await drafts.findDraft(key)).toBeUndefined()
    expect(shelf.kept.size).toBe(0)
  })

  test('are replaced by what is saved later, and listed newest first', async () => {
    const { drafts, key, accountId } = device
    const other = { ...key, draftId: 'SY-02' }
    await drafts.saveDraft(key, 'first')
    await drafts.saveDraft(other, 'other')
    await drafts.saveDraft(key, 'second')
    expect((await drafts.readDraft(key))?.text).toBe('second')
    expect(await drafts.draftsOf(accountId)).toEqual([
      { ...key, savedAtMs: 1_772_442_003_000 },
      { ...other, savedAtMs: 1_772_442_002_000 },
    ])
    expect(await drafts.draftsOf(uuidv7())).toEqual([])
  })

  test('stay over a lock, are neither read nor replaced during it, and come back after it', async () => {
    const { drafts, key, keyring, unlock } = device
    const savedAtMs = await drafts.saveDraft(key, text)
    keyring.lock()
    await expect(drafts.readDraft(key)).rejects.toThrow(LockedMeanwhile)
    await expect(drafts.saveDraft(key, 'written while locked')).rejects.toThrow(LockedMeanwhile)
    expect(await drafts.findDraft(key)).toEqual({ savedAtMs })
    await unlock()
    expect(await drafts.readDraft(key)).toEqual({ text, savedAtMs })
  })

  test('go with the account that signs out, and only with that one', async () => {
    const { drafts, key, accountId, shelf } = device
    const other = await aDevice()
    const sharing = makeDrafts({ vault: vaultOf(other.keyring), shelf })
    await drafts.saveDraft(key, text)
    await sharing.saveDraft({ ...key, accountId: other.accountId }, text)
    await drafts.removeDraftsOf(accountId)
    expect(await drafts.draftsOf(accountId)).toEqual([])
    expect(await drafts.draftsOf(other.accountId)).toHaveLength(1)
  })

  test.each(['removeDraft', 'removeDraftsOf'] as const)('do not come back when %s meets a save', async (remove) => {
    const { drafts, key, accountId, shelf } = device
    const saving = drafts.saveDraft(key, text)
    await (remove === 'removeDraft' ? drafts.removeDraft(key) : drafts.removeDraftsOf(accountId))
    await saving
    expect(shelf.kept.size).toBe(0)
  })

  test('that were swapped, made younger or changed on the disk do not open', async () => {
    const { drafts, key, shelf } = device
    const other = { ...key, draftId: 'RB-15' }
    await drafts.saveDraft(key, text)
    await drafts.saveDraft(other, 'something else')
    const [mine, theirs] = [...shelf.kept.values()] as [KeptDraft, KeptDraft]
    for (const wrong of [
      { sealed: theirs.sealed },
      { savedAtMs: theirs.savedAtMs },
      { sealed: '' },
      { sealed: mine.sealed.slice(0, -4) },
    ]) {
      await shelf.put({ ...mine, ...wrong })
      await expect(drafts.readDraft(key)).rejects.toThrow(IntegrityError)
    }
    expect((await drafts.readDraft(other))?.text).toBe('something else')
  })

  test('keep nothing of what else the caller carries in the key', async () => {
    const { drafts, key, shelf } = device
    await drafts.saveDraft({ ...key, title: 'Payroll' } as DraftKey, text)
    expect(JSON.stringify([...shelf.kept])).not.toContain('Payroll')
    expect((await drafts.readDraft(key))?.text).toBe(text)
  })

  test('go on after a save that failed', async () => {
    const { drafts, key } = device
    await expect(drafts.saveDraft({ ...key, organizationId: 'acme' }, text)).rejects.toThrow(IntegrityError)
    expect(await drafts.saveDraft(key, text)).toBeDefined()
  })
})

describe('a browser that keeps nothing', () => {
  const failing = (): DraftShelf => {
    const refuse = () => Promise.reject(new DOMException('full', 'QuotaExceededError'))
    return { put: refuse, get: refuse, remove: refuse, of: refuse, removeOf: refuse }
  }
  test.each([
    ['because it has no IndexedDB', () => openDraftShelf(undefined)],
    ['because it refuses', failing],
    [
      'because it throws when asked',
      () =>
        openDraftShelf({
          open: () => {
            throw new DOMException('denied', 'SecurityError')
          },
        } as unknown as IDBFactory),
    ],
  ])('%s says so, and nothing fails', async (_name, shelf) => {
    const { keyring, key, accountId } = await aDevice()
    const drafts = makeDrafts({ vault: vaultOf(keyring), shelf: shelf() })
    expect(await drafts.saveDraft(key, 'text')).toBeUndefined()
    expect(await drafts.readDraft(key)).toBeUndefined()
    expect(await drafts.findDraft(key)).toBeUndefined()
    expect(await drafts.draftsOf(accountId)).toEqual([])
    await drafts.removeDraft(key)
    await drafts.removeDraftsOf(accountId)
  })

  test('for a moment is asked again the next time', async () => {
    const open = vi.fn(() => {
      throw new DOMException('later', 'UnknownError')
    })
    const { keyring, key } = await aDevice()
    const drafts = makeDrafts({ vault: vaultOf(keyring), shelf: openDraftShelf({ open } as unknown as IDBFactory) })
    await drafts.saveDraft(key, 'text')
    await drafts.saveDraft(key, 'text')
    expect(open).toHaveBeenCalledTimes(2)
  })
})
