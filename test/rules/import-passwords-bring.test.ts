import { expect, test } from 'vitest'
import { emptyItem } from '../../client/features/import-passwords/imported-item.ts'
import type { CollectionTarget } from '../../client/features/import-passwords/plan/choices.ts'
import type { PlannedRow } from '../../client/features/import-passwords/plan/plan-import.ts'
import { bringIn, type AfterFailure, type ImportWorld } from '../../client/features/import-passwords/send/bring-in.ts'
import { secretFields } from '../../client/features/import-passwords/send/secret-fields.ts'

const row = (
  index: number,
  collection: CollectionTarget = { id: 'general' },
  outcome: PlannedRow['outcome'] = 'bring',
): PlannedRow => ({
  index,
  item: emptyItem(`Row ${index}`),
  title: `Item ${index}`,
  outcome,
  collection,
  tags: [],
  notes: [],
})

/** A server that keeps what it is given, once for each id. */
function aWorld(more: Partial<ImportWorld> = {}) {
  const kept = new Map<string, { title: string; collectionId: string }>()
  const collections: string[] = []
  let ids = 0
  const world: ImportWorld = {
    newId: () => `id-${++ids}`,
    makeCollection: async (name) => {
      await new Promise((resolve) => setTimeout(resolve, 5))
      collections.push(name)
      return `made-${name}`
    },
    keep: ({ title }, { id, collectionId }) => {
      kept.set(id, { title, collectionId })
      return Promise.resolve({ reference: `CR-${kept.size}` })
    },
    afterFailure: () => Promise.resolve({ is: 'row', words: 'No.' }),
    ...more,
  }
  return { world, kept, collections }
}

async function bring(rows: readonly PlannedRow[], world: ImportWorld, signal = new AbortController().signal) {
  const told: number[] = []
  const answer = await bringIn(rows, world, { signal, onProgress: ({ done, failed }) => void told.push(done + failed) })
  return { ...answer, told }
}

test('everything that is to come is kept once, and each row is told', async () => {
  const { world, kept } = aWorld()
  const rows = Array.from({ length: 50 }, (_, index) => row(index, undefined, index % 5 === 0 ? 'exists' : 'bring'))
  const { happened, told, stopped } = await bring(rows, world)
  expect(stopped).toBeUndefined()
  expect([...kept.values()].map(({ title }) => title).sort()).toEqual(
    rows
      .filter(({ outcome }) => outcome === 'bring')
      .map(({ title }) => title)
      .sort(),
  )
  expect(happened.size).toBe(40)
  expect(told).toEqual(Array.from({ length: 40 }, (_, at) => at + 1))
})

test('a new collection is made once, before what goes into it, in whatever letters its folders are written', async () => {
  const { world, kept, collections } = aWorld()
  await bring(
    [row(0, { newName: 'Network' }), row(1, { newName: 'network ' }), row(2, { newName: 'Servers' }), row(3)],
    world,
  )
  expect(collections.sort()).toEqual(['Network', 'Servers'])
  expect([...kept.values()].map(({ collectionId }) => collectionId).sort()).toEqual([
    'general',
    'made-Network',
    'made-Network',
    'made-Servers',
  ])
})

test('one that the server does not take is told; the others come', async () => {
  const { world, kept } = aWorld()
  const keep: ImportWorld['keep'] = (each, place) =>
    each.index === 3 ? Promise.reject(new Error('canary')) : world.keep(each, place)
  const { happened, stopped } = await bring(
    [0, 1, 2, 3, 4, 5].map((index) => row(index)),
    { ...world, keep },
  )
  expect(happened.get(3)).toEqual({ failed: 'No.' })
  expect([kept.size, stopped]).toEqual([5, undefined])
})

test('a collection that cannot be made fails what was to go into it, and nothing else', async () => {
  const { world } = aWorld({ makeCollection: () => Promise.reject(new Error('x')) })
  const { happened } = await bring([row(0, { newName: 'Network' }), row(1), row(2, { newName: 'Network' })], world)
  expect([...happened].sort().map(([, what]) => 'failed' in what)).toEqual([true, false, true])
})

test('an answer that is lost is asked for again under the same id; an id that is taken is replaced', async () => {
  const tried: string[] = []
  const then: AfterFailure[] = [{ is: 'again' }, { is: 'again with another id' }]
  const { world, kept } = aWorld()
  const { happened } = await bring([row(0)], {
    ...world,
    keep: (each, place) => {
      tried.push(place.id)
      return tried.length < 3 ? Promise.reject(new Error('lost')) : world.keep(each, place)
    },
    afterFailure: () => Promise.resolve(then.shift()!),
  })
  expect(tried).toEqual(['id-1', 'id-1', 'id-2'])
  expect([kept.size, happened.get(0)]).toEqual([1, { reference: 'CR-1', collectionId: 'general' }])
})

test('when the server is gone it stops, and says what was not reached', async () => {
  const { world } = aWorld({
    afterFailure: () => Promise.resolve({ is: 'stop', words: 'The server cannot be reached.' }),
  })
  const keep: ImportWorld['keep'] = (each, place) =>
    each.index >= 10 ? Promise.reject(new Error('gone')) : world.keep(each, place)
  const { happened, stopped } = await bring(
    Array.from({ length: 100 }, (_, index) => row(index)),
    { ...world, keep },
  )
  expect(stopped).toBe('The server cannot be reached.')
  expect(happened.size).toBeLessThan(20)
  expect([...happened.values()].filter((what) => 'reference' in what)).toHaveLength(10)
})

test('stopped by hand, what is under way is finished and told', async () => {
  const stopping = new AbortController()
  const { world, kept } = aWorld()
  const keep: ImportWorld['keep'] = async (each, place) => {
    if (each.index === 7) stopping.abort()
    await new Promise((resolve) => setTimeout(resolve, 1))
    return world.keep(each, place)
  }
  const { happened, stopped } = await bring(
    Array.from({ length: 100 }, (_, index) => row(index)),
    { ...world, keep },
    stopping.signal,
  )
  expect(stopped).toBe('Stopped by hand.')
  expect(happened.size).toBe(kept.size)
  expect(kept.size).toBeLessThan(20)
})

test('an item becomes fields with the numbers of the contract, empty ones left out, but for the username', () => {
  const item = emptyItem('Row 2')
  expect(secretFields(item)).toEqual([{ n: 1, kind: 'username', text: '' }])
  const full = {
    ...item,
    username: 'u',
    password: 'p',
    totp: 't',
    notes: 'n',
    fields: [
      { label: 'PIN', kind: 'secret' as const, value: '1' },
      { label: 'Key', kind: 'key' as const, value: 'k' },
    ],
  }
  expect(secretFields(full)).toEqual([
    { n: 1, kind: 'username', text: 'u' },
    { n: 2, kind: 'password', text: 'p' },
    { n: 3, kind: 'totp', text: 't' },
    { n: 4, kind: 'note', text: 'n' },
    { n: 16, kind: 'secret', text: '1', label: 'PIN' },
    { n: 17, kind: 'key', text: 'k', label: 'Key' },
  ])
})
