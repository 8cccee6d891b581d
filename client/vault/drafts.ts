import type { DraftShelf } from './draft-shelf.ts'
import type { DraftKey, DraftOf } from './sealed-drafts.ts'
import type { VaultClient } from './vault-client.ts'

/**
 * What a person is writing, kept on this device until it is saved or given up: sealed by the vault before it is put down
 * (CRYPTO.md §6, Lock), there again after a reload, a crash or a lock, gone with a sign-out.
 */
export type Drafts = ReturnType<typeof makeDrafts>

export type { DraftKey, DraftOf } from './sealed-drafts.ts'

type Parts = { vault: Pick<VaultClient, 'sealDraft' | 'openDraft'>; shelf: DraftShelf; now?: () => number }

export function makeDrafts({ vault, shelf, now = Date.now }: Parts) {
  /** One after the other: what is removed stays removed, even if it was being saved at that moment. */
  let last: Promise<unknown> = Promise.resolve()

  /**
   * @returns when it was saved, in milliseconds since 1970; undefined where this browser keeps nothing.
   * @throws LockedMeanwhile while the account's keys are not at hand.
   */
  function saveDraft(key: DraftKey, text: string): Promise<number | undefined> {
    return inTurn(async () => {
      const of = { ...idOf(key), savedAtMs: now() }
      const sealed = await vault.sealDraft({ ...of, text })
      return quietly(shelf.put({ ...of, sealed }).then(() => of.savedAtMs))
    })
  }

  /** Whether there is one, and since when. Needs no keys. */
  async function findDraft(key: DraftKey): Promise<{ savedAtMs: number } | undefined> {
    const kept = await inTurn(() => quietly(shelf.get(idOf(key))))
    return kept && { savedAtMs: kept.savedAtMs }
  }

  /**
   * @throws LockedMeanwhile while the account's keys are not at hand, IntegrityError where it was sealed with keys that
   * are gone, or changed since: nobody can read it any more.
   */
  async function readDraft(key: DraftKey): Promise<{ text: string; savedAtMs: number } | undefined> {
    const kept = await inTurn(() => quietly(shelf.get(idOf(key))))
    if (!kept) return undefined
    const { savedAtMs, sealed } = kept
    return { text: await vault.openDraft({ ...idOf(key), savedAtMs, sealed }), savedAtMs }
  }

  async function removeDraft(key: DraftKey): Promise<void> {
    await inTurn(() => quietly(shelf.remove(idOf(key))))
  }

  /** All that is kept for an account, newest first. Needs no keys. */
  async function draftsOf(accountId: string): Promise<DraftOf[]> {
    return (await inTurn(() => quietly(shelf.of(accountId)))) ?? []
  }

  /** For the sign-out: nothing of this person's stays. Other people's drafts do. */
  async function removeDraftsOf(accountId: string): Promise<void> {
    await inTurn(() => quietly(shelf.removeOf(accountId)))
  }

  function inTurn<Answer>(deed: () => Promise<Answer>): Promise<Answer> {
    const turn = last.then(deed)
    last = turn.catch(() => undefined)
    return turn
  }

  return { saveDraft, findDraft, readDraft, removeDraft, draftsOf, removeDraftsOf }
}

/** A browser that keeps nothing is no failure: the text is in the page, and its owner is told that it is only there. */
const quietly = <Answer>(asked: Promise<Answer>): Promise<Answer | undefined> => asked.catch(() => undefined)

/** The caller may carry more in its key than is to be kept. */
const idOf = ({ accountId, organizationId, draftId }: DraftKey): DraftKey => ({ accountId, organizationId, draftId })
