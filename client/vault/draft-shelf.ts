import type { DraftKey, DraftOf } from './sealed-drafts.ts'

/**
 * Where sealed drafts lie on this device: IndexedDB, one record per draft. In the clear are its name, whose it is and
 * when it was sealed; see sealed-drafts.ts for the rest. Bounded in number and age, so that it never fills up unseen.
 */

/** As it lies there. `sealed` is an ENV, base64url. */
export type KeptDraft = DraftOf & { sealed: string }

export type DraftShelf = ReturnType<typeof openDraftShelf>

/** Of one account. Who has more has the oldest forgotten. */
export const mostDrafts = 50
export const keptForMs = 30 * 24 * 60 * 60_000

const databaseName = 'runkeep'
const storeName = 'drafts'
const byAge = 'savedAtMs'
const byOwner = 'accountId, savedAtMs'

/**
 * @param factory the browser's `indexedDB`. @param now milliseconds since 1970.
 * Everything it does rejects where the browser keeps nothing: in some private windows, on a full disk, by policy.
 */
export function openDraftShelf(factory: IDBFactory | undefined, now: () => number = Date.now) {
  let connection: Promise<IDBDatabase> | undefined

  /** In place of what was kept under the same key. */
  function put(draft: KeptDraft): Promise<void> {
    return within('readwrite', (store) => {
      store.put(draft)
      forgetOld(store)
      const owned = store.index(byOwner).getAllKeys(all([draft.accountId]))
      owned.onsuccess = () => owned.result.slice(0, -mostDrafts).forEach((key) => store.delete(key))
    })
  }

  async function get(key: DraftKey): Promise<KeptDraft | undefined> {
    const request = await asked('readonly', (store) => store.get(idOf(key)) as IDBRequest<KeptDraft | undefined>)
    return request && isInTime(request.savedAtMs) ? request : undefined
  }

  function remove(key: DraftKey): Promise<void> {
    return within('readwrite', (store) => void store.delete(idOf(key)))
  }

  /** What there is of an account, newest first; reads none of the texts. */
  async function of(accountId: string): Promise<DraftOf[]> {
    const found: DraftOf[] = []
    await within('readonly', (store) => {
      const request = store.index(byOwner).openKeyCursor(all([accountId]), 'prev')
      request.onsuccess = () => {
        const cursor = request.result
        if (!cursor) return
        const [, organizationId, draftId] = cursor.primaryKey as [string, string, string]
        const [, savedAtMs] = cursor.key as [string, number]
        if (isInTime(savedAtMs)) found.push({ accountId, organizationId, draftId, savedAtMs })
        cursor.continue()
      }
    })
    return found
  }

  function removeOf(accountId: string): Promise<void> {
    return within('readwrite', (store) => void store.delete(all([accountId])))
  }

  const isInTime = (savedAtMs: number): boolean => savedAtMs > now() - keptForMs

  function forgetOld(store: IDBObjectStore): void {
    const old = store.index(byAge).getAllKeys(IDBKeyRange.upperBound(now() - keptForMs))
    old.onsuccess = () => old.result.forEach((key) => store.delete(key))
  }

  async function asked<Answer>(mode: IDBTransactionMode, ask: (store: IDBObjectStore) => IDBRequest<Answer>) {
    let request: IDBRequest<Answer> | undefined
    await within(mode, (store) => void (request = ask(store)))
    return request?.result
  }

  /** Resolves once the transaction is on the disk. */
  async function within(mode: IDBTransactionMode, deed: (store: IDBObjectStore) => void): Promise<void> {
    const transaction = begun(await connected(), mode)
    const { promise, resolve, reject } = Promise.withResolvers<undefined>()
    transaction.oncomplete = () => resolve(undefined)
    transaction.onabort = () => reject(transaction.error ?? new Error('The browser gave up keeping a draft'))
    deed(transaction.objectStore(storeName))
    return promise
  }

  function begun(database: IDBDatabase, mode: IDBTransactionMode): IDBTransaction {
    try {
      return database.transaction(storeName, mode, { durability: 'strict' })
    } catch (error) {
      connection = undefined // some browsers drop the connection of a page in the background without a word
      throw error
    }
  }

  function connected(): Promise<IDBDatabase> {
    connection ??= connect().catch((error: unknown) => {
      connection = undefined
      throw error
    })
    return connection
  }

  async function connect(): Promise<IDBDatabase> {
    if (!factory) throw new Error('This browser keeps nothing')
    const request = factory.open(databaseName, 1)
    const { promise, resolve, reject } = Promise.withResolvers<IDBDatabase>()
    request.onupgradeneeded = () => {
      const store = request.result.createObjectStore(storeName, { keyPath: ['accountId', 'organizationId', 'draftId'] })
      store.createIndex(byAge, 'savedAtMs')
      store.createIndex(byOwner, ['accountId', 'savedAtMs'])
    }
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('The browser opened no database'))
    const database = await promise
    // Another tab brings a newer version, or somebody has cleared the site's data: begin anew next time.
    const forget = () => (connection = undefined)
    database.onversionchange = () => (forget(), database.close())
    database.onclose = forget
    return database
  }

  return { put, get, remove, of, removeOf }
}

const idOf = ({ accountId, organizationId, draftId }: DraftKey): string[] => [accountId, organizationId, draftId]

/** Every key that begins so: an array sorts after every text and number. */
const all = (start: string[]): IDBKeyRange => IDBKeyRange.bound(start, [...start, []])
