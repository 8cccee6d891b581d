import { describe, expect, test } from 'vitest'
import { acceptInvitation, lookUpInvitation } from '#contract/accounts.ts'
import { orgIdOf, replay } from '#contract/log/apply.ts'
import { collectionKeys, readsWholeLog, type LogState } from '#contract/log/state.ts'
import type { ReadEntry } from '#contract/log/statements.ts'
import { myKeys, readLog } from '#contract/log.ts'
import { linkKey } from '../../client/vault/log-writer.ts'
import { later } from '../../server/platform/clock.ts'
import { aRunbook } from '../support/documents.ts'
import { readAnew } from '../support/log.ts'
import { aDatabase, aVault, call, cast, start, type Vault } from '../support/vault.ts'

const soon = later(start, { hours: 8 })

describe('reading the log', () => {
  const entriesOf = async (vault: Vault, name: string, after = 0) =>
    (await vault.as(name, readLog, { after })).body.items
  const typesIn = (items: readonly ReadEntry[]) =>
    items.flatMap((item) => ('payload' in item ? [(JSON.parse(item.payload) as { type: string }).type] : []))
  const read = async (vault: Vault, name: string) => replay(await entriesOf(vault, name)) as LogState

  test('whoever is in-house, and an auditor, reads all of it and comes to what the server has', async () => {
    const vault = aVault()
    for (const name of ['mara', 'anton', 'jonas', 'rosa', 'ines'] as const) {
      const { body } = await vault.as(name, readLog, {})
      expect(body.items.every((item) => 'payload' in item)).toBe(true)
      expect(body).toMatchObject({ orgId: vault.logState().orgId, more: false })
      expect(replay(body.items)).toEqual(vault.logState())
      expect(readsWholeLog(vault.logState(), vault.member(name), start)).toBe(true)
    }
    expect(readAnew(vault, aDatabase(), vault.acme.id)).toEqual(vault.logState())
    expect(readsWholeLog(vault.logState(), vault.member('tariq'), start)).toBe(false)
  })

  test('goes on after any entry', async () => {
    const vault = aVault()
    const all = await entriesOf(vault, 'mara')
    for (const after of [0, 1, 7, all.length - 1, all.length, all.length + 5]) {
      expect(await entriesOf(vault, 'mara', after)).toEqual(all.slice(after))
    }
    expect((await vault.as('mara', readLog, { after: -1 })).status).toBe(400)
  })

  test('comes in parts when it is long', async () => {
    const vault = aVault()
    for (let n = 0; n < 11; n++) {
      const drafts = Array.from({ length: 100 }, (_, i) => ({
        type: 'policy.set' as const,
        for: { organization: { drillDays: 1 + ((n * 100 + i) % 700) } },
      }))
      expect((await vault.state('mara', drafts)).status).toBe(200)
    }
    const items: ReadEntry[] = []
    for (let more = true; more;) {
      const { body } = await vault.as('rosa', readLog, { after: items.length })
      expect(body.items.length).toBeLessThanOrEqual(1_000)
      items.push(...body.items)
      more = body.more
    }
    expect(replay(items)).toEqual(vault.logState())
  })

  test('a technician reads what it takes to check signatures, and of all others the hash', async () => {
    const vault = aVault()
    const items = await entriesOf(vault, 'tariq')
    // The beginning, anton who holds keys, and tariq's own.
    expect(typesIn(items)).toEqual(['genesis', 'invite.create', 'member.add', 'invite.create', 'member.add'])
    const text = JSON.stringify(items)
    for (const name of ['jonas', 'rosa', 'ines', 'Hollin']) expect(text).not.toContain(name)
    for (const id of Object.values(vault.collections)) expect(text).not.toContain(id)
    const state = replay(items) as LogState
    expect(state).toMatchObject({ orgId: vault.logState().orgId, head: vault.logState().head, isPartial: true })
    expect([...state.members.keys()].toSorted()).toEqual(
      (['mara', 'anton', 'tariq'] as const).map((name) => vault.member(name)).toSorted(),
    )
  })

  test('with a grant come the collection and its keys; with the end they stay, for what was signed then', async () => {
    const vault = aVault()
    const collection = vault.collections.secret
    const { id } = await vault.grant('mara', { to: 'tariq', collection, level: 'reveal', endsAt: soon })
    const state = await read(vault, 'tariq')
    expect(state.grants.get(id)).toMatchObject({ collection, level: 2 })
    const found = state.collections.get(collection)
    expect(found && collectionKeys(found, 1)).toEqual(
      collectionKeys(vault.logState().collections.get(collection) as never, 1),
    )
    expect(state.collections.has(vault.collections.general)).toBe(false)
    // Others who are entitled are hidden: their entry for the next epoch is read all the same.
    await vault.grant('mara', { to: 'rosa', collection, level: 'reveal' })
    expect((await vault.renew('anton', [collection])).status).toBe(200)
    expect((await read(vault, 'tariq')).collections.get(collection)?.epoch).toBe(2)
    await vault.endGrant('mara', id)
    const after = await read(vault, 'tariq')
    expect(after.grants.size).toBe(0)
    expect(after.collections.get(collection)?.epoch).toBe(2)
  })

  test('of what is open to somebody by a single document, who may write it is shown too', async () => {
    const vault = aVault()
    const reference = await aRunbook(vault, 'Shared')
    await vault.grant('mara', { to: 'jonas', collection: vault.collections.general, level: 'edit' })
    await vault.grant('mara', { to: 'rosa', collection: vault.collections.secret, level: 'edit' })
    expect((await read(vault, 'tariq')).members.has(vault.member('jonas'))).toBe(false)
    await vault.grant('mara', { to: 'tariq', reference, level: 'view', endsAt: soon })
    const state = await read(vault, 'tariq')
    // Jonas signs what tariq opens; rosa writes elsewhere.
    expect(state.members.has(vault.member('jonas'))).toBe(true)
    expect(state.members.has(vault.member('rosa'))).toBe(false)
    expect([...state.grants.values()].map(({ member, level }) => [member, level])).toEqual([
      [vault.member('jonas'), 3],
      [vault.member('tariq'), 1],
    ])
  })

  test('who was a key holder stays visible: others’ signatures hang on them', async () => {
    const vault = aVault()
    await vault.changeCollection('anton', vault.collections.general, { restricted: true })
    await vault.changeMember('mara', 'anton', 'reader')
    await vault.changeMember('mara', 'rosa', 'admin')
    const state = await read(vault, 'tariq')
    expect(state.members.get(vault.member('anton'))?.role).toBe('reader')
    expect(state.members.get(vault.member('rosa'))?.role).toBe('admin')
    expect(state.members.has(vault.member('jonas'))).toBe(false)
  })

  test('somebody who may save secrets reads all: they are sealed to everybody who may open them', async () => {
    const vault = aVault()
    await vault.grant('mara', { to: 'tariq', collection: vault.collections.general, level: 'edit', endsAt: soon })
    expect(await read(vault, 'tariq')).toEqual(vault.logState())
    vault.clock.set(soon)
    expect((await read(vault, 'tariq')).isPartial).toBe(true)
  })

  test('a joiner is shown what leads to the invitation, and nothing of anybody else', async () => {
    const vault = aVault()
    const { link } = await vault.invite('anton', { name: 'lena', role: 'technician', side: 'partner' })
    await vault.invite('mara', { name: 'nora', role: 'reader' })
    const { orgId } = vault.logState()
    const { body } = await vault.asNobody(lookUpInvitation, { orgId, key: linkKey(link.linkSeed) })
    const [genesis] = body.log
    expect(orgIdOf((genesis as { payload: string }).payload)).toBe(orgId)
    const state = replay(body.log) as LogState
    expect(state.invitations.get(link.id)).toMatchObject({ state: 'open', email: link.email })
    const text = JSON.stringify(body.log)
    for (const name of ['jonas', 'rosa', 'ines', 'tariq', 'nora']) expect(text).not.toContain(name)
  })

  test('whoever is not a member reads nothing', async () => {
    const vault = aVault()
    expect((await vault.as('xenia', readLog, {})).status).toBe(404)
    const { link } = await vault.invite('mara', { name: 'lena' })
    const used = await vault.asNobody(acceptInvitation, vault.acceptance(link))
    const cookie = used.cookies.find((each) => each.startsWith('__Host-runkeep='))?.split(';')[0]
    expect((await call(vault.app, readLog, { slug: 'acme' }, cookie)).status).toBe(404)
    expect((await call(vault.app, myKeys, { slug: 'acme' }, cookie)).status).toBe(404)
  })

  test.each(['jonas', 'rosa', 'ines', 'tariq'] as const)(
    '%s, who comes back with new keys, reads by the link who they were',
    async (name) => {
      const vault = aVault()
      const { role, side } = cast[name]
      const { link } = await vault.invite('mara', { name, role, side, rekeys: vault.member(name) })
      const { orgId } = vault.logState()
      const { body } = await vault.asNobody(lookUpInvitation, { orgId, key: linkKey(link.linkSeed) })
      const log = replay(body.log) as LogState
      expect(log.members.get(vault.member(name))).toMatchObject({ account: vault.account(name), name, removed: false })
      expect([...log.invitations.values()].at(-1)).toMatchObject({ rekeys: vault.member(name), state: 'open' })
      // Of the others, who hold no keys, it tells nothing.
      for (const other of ['jonas', 'rosa', 'ines', 'tariq'] as const)
        expect(log.members.has(vault.member(other))).toBe(other === name)
    },
  )
})
