import { openDraftShelf } from '../vault/draft-shelf.ts'
import { makeDrafts, type Drafts } from '../vault/drafts.ts'
import { theVault } from './vault.ts'

export type { DraftKey, DraftOf } from '../vault/drafts.ts'

let opened: Drafts | undefined

/** The drafts that are kept on this device; nothing of them is ever sent. */
export function theDrafts(): Drafts {
  opened ??= makeDrafts({ vault: theVault(), shelf: openDraftShelf(browserDatabase()) })
  return opened
}

/** In some private windows it is missing, in others asking for it is refused. */
function browserDatabase(): IDBFactory | undefined {
  try {
    return globalThis.indexedDB
  } catch {
    return undefined
  }
}
