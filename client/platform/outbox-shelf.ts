import type { Kept, OutboxShelf } from './make-outbox.ts'

const databaseName = 'runkeep-outbox'
const storeName = 'events'
const keptForMs = 30 * 24 * 60 * 60_000

/**
 * Where what waits to be sent lies on this device: IndexedDB, by person and in order. In the clear, unlike drafts: whoever
 * ticks steps in an outage may have locked keys, and notes and outputs are scanned for secrets before they come here. It
 * is gone as soon as it is sent, and with a sign-out.
 * @param factory the browser's `indexedDB`; everything rejects where the browser keeps nothing.
 */
export function openOutboxShelf(factory: IDBFactory | undefined, now: () => number = Date.now): OutboxShelf {
  let connection: Promise<IDBDatabase> | undefined

  const put = (kept: readonly Kept[]) => within('readwrite', (store) => kept.forEach((each) => store.put(each)))
  const remove = (kept: readonly Kept[]) =>
    within('readwrite', (store) => kept.forEach(({ accountId, key }) => store.delete([accountId, key])))
  const removeOf = (accountId: string) => within('readwrite', (store) => void store.delete(all(accountId)))

  async function of(accountId: string): Promise<Kept[]> {
    let request: IDBRequest<Kept[]> | undefined
    await within('readwrite', (store) => {
      const oldest = new Date(now() - keptForMs).toISOString()
      store.delete(IDBKeyRange.bound([accountId], [accountId, oldest]))
      request = store.getAll(all(accountId)) as IDBRequest<Kept[]>
    })
    return request?.result ?? []
  }

  /** Resolves once the transaction is on the disk. */
  async function within(mode: IDBTransactionMode, deed: (store: IDBObjectStore) => void): Promise<void> {
    const transaction = (await connected()).transaction(storeName, mode, { durability: 'strict' })
    const { promise, resolve, reject } = Promise.withResolvers<undefined>()
    transaction.oncomplete = () => resolve(undefined)
    transaction.onabort = () => reject(transaction.error ?? new Error('The browser gave up'))
    deed(transaction.objectStore(storeName))
    return promise
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
    request.onupgradeneeded = () => request.result.createObjectStore(storeName, { keyPath: ['accountId', 'key'] })
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('The browser opened no database'))
    const database = await promise
    const forget = () => (connection = undefined)
    database.onversionchange = () => (forget(), database.close())
    database.onclose = forget
    return database
  }

  return { put, remove, of, removeOf }
}

/** Every key of a person: an array sorts after every text. */
const all = (accountId: string): IDBKeyRange => IDBKeyRange.bound([accountId], [accountId, []])
