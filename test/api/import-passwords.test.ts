import { beforeEach, expect, test } from 'vitest'
import { v7 as uuidv7 } from 'uuid'
import { listDocuments, openDocument } from '#contract/documents.ts'
import type { Endpoint, InputOf, OutputOf } from '#contract/endpoint.ts'
import { appendToLog } from '#contract/log.ts'
import { listCollections } from '#contract/organizations.ts'
import { Problem, type ProblemCode } from '#contract/problems.ts'
import type { ImportedItem } from '../../client/features/import-passwords/imported-item.ts'
import type { ImportChoices } from '../../client/features/import-passwords/plan/choices.ts'
import { proposeCollections, outermostFolders } from '../../client/features/import-passwords/plan/choices.ts'
import type { ExistingCredential } from '../../client/features/import-passwords/plan/duplicates.ts'
import { planImport } from '../../client/features/import-passwords/plan/plan-import.ts'
import { bringIn } from '../../client/features/import-passwords/send/bring-in.ts'
import { worldOf, type ImportHands } from '../../client/features/import-passwords/send/world.ts'
import { Unreachable } from '../../client/platform/api.ts'
import { aClient, type Client } from '../support/client.ts'
import { aKdbx, itemsIn, secret } from '../support/import-files.ts'
import { aVault, type Vault } from '../support/vault.ts'

/** From a file of KeePass to the reveal, by the real reader, the real vault and the real server. */

let vault: Vault
let mara: Client
beforeEach(async () => {
  vault = aVault()
  mara = await aClient(vault, 'mara')
})

const choices = (more: Partial<ImportChoices> = {}): ImportChoices => ({
  folders: 'collections',
  collection: { id: vault.collections.general },
  collectionOf: new Map(),
  duplicates: 'skip',
  names: new Map(),
  excluded: new Set(),
  ...more,
})

function handsOf(name: string, client: Client): ImportHands {
  const ask = async <E extends Endpoint>(endpoint: E, input: InputOf<E>): Promise<OutputOf<E>> => {
    const { slug: _slug, ...rest } = input as { slug: string }
    const { status, body } = await vault.as(name, endpoint, rest as never)
    if (status === 200) return body
    const { type, title: _title, status: _status, instance: _instance, ...facts } = body
    throw new Problem(type.replace('/problems/', '') as ProblemCode, facts as Problem['facts'])
  }
  return {
    call: ask,
    seal: (input) => client.does.sealSecret(input),
    refresh: client.refresh,
    async makeCollection(collectionName) {
      const collection = uuidv7()
      const wish = {
        type: 'collection',
        collection,
        custody: uuidv7(),
        name: collectionName,
        description: '',
        restricted: false,
      } as const
      const post = await client.does.stateIn({ organizationId: vault.acme.id, wishes: [wish] })
      await ask(appendToLog, { slug: vault.acme.slug, ...post })
      await client.refresh()
      return collection
    },
    wait: () => Promise.resolve(),
  }
}

async function bring(
  items: readonly ImportedItem[],
  more: { existing?: ExistingCredential[]; choices?: Partial<ImportChoices>; hands?: Partial<ImportHands> } = {},
) {
  const plan = planImport(items, more.existing ?? [], choices(more.choices))
  const place = { slug: vault.acme.slug, organizationId: vault.acme.id, memberId: vault.member('mara') }
  const world = worldOf(place, 'standard', { ...handsOf('mara', mara), ...more.hands })
  const answer = await bringIn(plan.rows, world, { signal: new AbortController().signal, onProgress: () => undefined })
  return { plan, ...answer }
}

const lines = async () => (await vault.as('mara', listDocuments, { kind: 'credential' })).body.items

async function keepassItems() {
  const file = await aKdbx({
    version: 4,
    fill(kdbx) {
      const network = kdbx.createGroup(kdbx.createGroup(kdbx.getDefaultGroup(), 'Network'), 'Edge')
      const add = (group: typeof network, fields: Record<string, string>) => {
        const made = kdbx.createEntry(group)
        for (const [name, value] of Object.entries(fields))
          made.fields.set(name, name === 'Title' ? value : secret(value))
        return made
      }
      add(network, {
        Title: 'FortiGate admin',
        UserName: 'cw-netadmin',
        Password: 'canary-9d2f',
        URL: 'https://fw.example.com',
        PIN: '4711-canary',
        otp: 'JBSWY3DPEHPK3PXP',
        Notes: 'canary in notes',
      }).tags = ['firewall']
      add(kdbx.getDefaultGroup(), { Title: 'ISP portal', UserName: 'it@example.com', Password: 'other' })
    },
  })
  return (await itemsIn(file, { password: 'demo' })).items
}

test('what KeePass held is revealed from the vault, and the server saw none of it', async () => {
  const items = await keepassItems()
  const collectionOf = proposeCollections(outermostFolders(items), [], true)
  const { happened, stopped } = await bring(items, { choices: { collectionOf } })
  expect([stopped, happened.size]).toEqual([undefined, 2])
  const [fortigate, isp] = await lines()
  expect(fortigate).toMatchObject({
    title: 'FortiGate admin',
    collection: 'Network',
    tags: ['edge', 'firewall'],
    state: 'unverified',
    owner: { id: vault.member('mara') },
    credential: { class: 'standard', address: 'https://fw.example.com' },
  })
  expect(isp).toMatchObject({ title: 'ISP portal', collectionId: vault.collections.general })
  const { opened } = await mara.reveal(fortigate!.reference, [2, 3, 4, 16])
  expect(opened).toEqual({ 2: 'canary-9d2f', 3: 'JBSWY3DPEHPK3PXP', 4: 'canary in notes', 16: '4711-canary' })
  const { credential, shown } = await mara.open(fortigate!.reference)
  expect(await mara.does.openUsername({ organizationId: vault.acme.id, shown, credential })).toEqual({
    username: 'cw-netadmin',
    labels: { 16: 'PIN' },
  })
  const dump = vault.db.serialize().toString('latin1')
  for (const hidden of ['canary', 'cw-netadmin', 'JBSWY3', 'Q2FuYXJ5', 'Y2FuYXJ5']) expect(dump).not.toContain(hidden)
  expect((await vault.as('mara', listCollections, {})).body.items.map(({ name }) => name)).toContain('Network')
})

test('reviews are spread over twelve weeks', async () => {
  const items = Array.from({ length: 40 }, (_, at) => ({ ...emptied, title: `Item ${at}` }))
  await bring(items)
  const days = vault.db
    .prepare('SELECT DISTINCT proposed_on FROM documents WHERE proposed_on IS NOT NULL')
    .pluck()
    .all() as string[]
  expect(days.length).toBeGreaterThan(15)
  expect(days.every((day) => day >= '2026-03-09' && day <= '2026-06-01')).toBe(true)
})

test('a password is as old as it is: what was due long ago is late from the first day', async () => {
  await bring([
    { ...emptied, title: 'Old', passwordChangedAt: '2025-02-20T00:00:00.000Z' },
    { ...emptied, title: 'Unknown' },
    { ...emptied, title: 'Yet to come', passwordChangedAt: '2199-01-01T00:00:00.000Z' },
  ])
  const rotateIn = Object.fromEntries((await lines()).map(({ title, credential }) => [title, credential!.rotateIn]))
  expect(rotateIn).toEqual({ Old: -10, Unknown: 365, 'Yet to come': 365 })
})

test('done again, it brings only what is missing', async () => {
  const items = await keepassItems()
  await bring(items.slice(0, 1))
  const existing = (await lines()).map(({ reference, title, credential }) => ({
    reference,
    title,
    addresses: [credential!.address],
  }))
  const { plan, happened } = await bring(items, { existing })
  expect(Object.fromEntries(plan.rows.map(({ title, outcome }) => [title, outcome]))).toEqual({
    [items[0]!.title]: 'exists',
    [items[1]!.title]: 'bring',
  })
  expect(happened.size).toBe(1)
  expect((await lines()).map(({ title }) => title)).toEqual(['FortiGate admin', 'ISP portal'])
})

test('an answer that is lost on the way makes no second credential', async () => {
  let lost = 0
  const { call } = handsOf('mara', mara)
  const lossy: ImportHands['call'] = async (endpoint, input) => {
    const answer = await call(endpoint, input)
    if (endpoint.method === 'POST' && lost++ === 0) throw new Unreachable()
    return answer
  }
  const { happened } = await bring([{ ...emptied, title: 'ISP portal' }], { hands: { call: lossy } })
  expect([...happened.values()]).toEqual([{ reference: 'CR-01', collectionId: vault.collections.general }])
  expect(await lines()).toHaveLength(1)
})

test('keys that were renewed meanwhile are fetched, and it goes on', async () => {
  // Somebody leaves while the file is being looked at: the collection waits for new keys, then has them.
  await vault.grant('mara', { to: 'rosa', collection: vault.collections.general, level: 'reveal' })
  await mara.refresh()
  const anton = await aClient(vault, 'anton')
  await vault.removeMember('anton', 'rosa')
  await anton.refresh()
  const { post } = await anton.does.renew({ organizationId: vault.acme.id, has: [] })
  expect((await vault.as('anton', appendToLog, post as never)).status).toBe(200)
  const { happened } = await bring([{ ...emptied, title: 'ISP portal', password: 'x' }])
  expect([...happened.values()]).toEqual([expect.objectContaining({ reference: 'CR-01' })])
  await mara.refresh()
  expect((await mara.reveal('CR-01')).opened).toEqual({ 2: 'x' })
})

test('who may not keep credentials there is told so for every row, and nothing is half-made', async () => {
  const rosa = await aClient(vault, 'jonas')
  const plan = planImport([{ ...emptied, title: 'A' }], [], choices())
  const place = { slug: vault.acme.slug, organizationId: vault.acme.id, memberId: vault.member('jonas') }
  const hands = { ...handsOf('jonas', rosa), seal: mara.does.sealSecret }
  const { happened } = await bringIn(plan.rows, worldOf(place, 'standard', hands), {
    signal: new AbortController().signal,
    onProgress: () => undefined,
  })
  expect([...happened.values()]).toEqual([{ failed: expect.stringContaining('not keep credentials in it') }])
  expect(await lines()).toEqual([])
})

test('the longest of everything fits', async () => {
  const item: ImportedItem = {
    ...emptied,
    title: 'x'.repeat(200),
    username: 'u'.repeat(10_000),
    password: 'p'.repeat(64_000),
    notes: 'n'.repeat(64_000),
    addresses: Array.from({ length: 8 }, (_, at) => `https://${at}.example.com/${'a'.repeat(450)}`),
    tags: Array.from({ length: 30 }, (_, at) => `${'t'.repeat(37)}-${at}`),
    fields: Array.from({ length: 56 }, (_, at) => ({
      label: `${'l'.repeat(70)} ${at}`,
      kind: 'secret' as const,
      value: 's'.repeat(10_000),
    })),
  }
  const { happened } = await bring([item])
  expect([...happened.values()]).toEqual([expect.objectContaining({ reference: 'CR-01' })])
  expect((await mara.reveal('CR-01', [71])).opened).toEqual({ 71: 's'.repeat(10_000) })
  expect((await vault.as('mara', openDocument, { reference: 'CR-01' })).body.body.split('\n')).toHaveLength(8)
})

const emptied: ImportedItem = {
  place: 'Row 2',
  title: '',
  username: 'u',
  password: 'p',
  totp: '',
  addresses: [],
  notes: '',
  fields: [],
  folder: [],
  tags: [],
  history: [],
  notCarried: [],
  cautions: [],
}
