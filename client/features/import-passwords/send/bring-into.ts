import type { Membership } from '#contract/accounts.ts'
import { listDocuments } from '#contract/documents.ts'
import { listCollections } from '#contract/organizations.ts'
import { call } from '../../../platform/api.ts'
import { doing, makeCollection, refresh } from '../../../platform/organization-keys.ts'
import { queryClient } from '../../../platform/query-client.ts'
import { theVault } from '../../../platform/vault.ts'
import type { PlannedRow } from '../plan/plan-import.ts'
import { bringIn, type BroughtIn, type Progress } from './bring-in.ts'
import { worldOf, type SecretClass } from './world.ts'

const stayMs = 60_000

/** Brings rows in from this page: the vault is kept from locking by itself, and leaving the page asks first. */
export async function bringInto(
  membership: Membership,
  rows: readonly PlannedRow[],
  secretClass: SecretClass,
  watched: { signal: AbortSignal; onProgress: (progress: Progress) => void },
): Promise<BroughtIn> {
  const { slug } = membership
  const world = worldOf(membership, secretClass, {
    call,
    seal: (input) => doing(slug, 'sealSecret', input),
    refresh: () => refresh(slug),
    makeCollection: (name) => makeCollection(slug, { name, description: '', restricted: false }),
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  })
  const staying = setInterval(() => void theVault().stayUnlocked(), stayMs)
  const ask = (event: BeforeUnloadEvent) => event.preventDefault()
  addEventListener('beforeunload', ask)
  try {
    return await bringIn(rows, world, watched)
  } finally {
    clearInterval(staying)
    removeEventListener('beforeunload', ask)
    const changed = [listDocuments.path, listCollections.path]
    await Promise.all(changed.map((path) => queryClient.invalidateQueries({ queryKey: [path] })))
  }
}
