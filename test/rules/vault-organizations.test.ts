import { describe, expect, test } from 'vitest'
import { v7 as uuidv7 } from 'uuid'
import { IntegrityError } from '#contract/crypto/errors.ts'
import { wrapBytes } from '#contract/crypto/wrap.ts'
import { isStale } from '#contract/log/state.ts'
import type { ReadEntry } from '#contract/log/statements.ts'
import { bothSeeds, keysOf } from '../../client/vault/collection-keys.ts'
import { linkKey } from '../../client/vault/log-writer.ts'
import { KeyMissing, LockedMeanwhile } from '../../client/vault/vault-errors.ts'
import {
  aPerson,
  aPureOrganization,
  clock,
  pass,
  type PersonOf,
  type PureOrganization,
} from '../support/pure-organization.ts'

const open = (
  organization: PureOrganization,
  person: PersonOf,
  collection: string,
  of: 'reveal' | 'custody',
  epoch = 0,
) => {
  const held = person.core.organizations.of(organization.server.organizationId)
  const me = person.core.organizations.signerIn(held)
  return keysOf(held, me, collection, of, epoch || (held.log.collections.get(collection)?.epoch ?? 0))
}
const day = 86_400_000
const tomorrow = () => new Date(Date.parse(clock.at) + day).toISOString()

describe('an organization as the vault holds it', () => {
  test('is founded with keys that its founder opens', async () => {
    const acme = await aPureOrganization()
    const summary = await acme.follow(acme.owner)
    expect(summary.members).toMatchObject([{ name: 'Mara', role: 'owner', party: 'Acme Joinery' }])
    expect(summary.collections).toMatchObject([{ id: acme.general, epoch: 1, isStale: false }])
    expect(summary.me).toMatchObject({ memberId: acme.owner.member, isKeyHolder: true, areKeysMine: true })
    expect(open(acme, acme.owner, acme.general, 'custody').wrapKey).toHaveLength(32)
    expect(open(acme, acme.owner, acme.general, 'reveal').wrapKey).toHaveLength(32)
  })

  test('lets a second key holder in, who opens every collection', async () => {
    const acme = await aPureOrganization()
    const network = await acme.collection('Network')
    const anton = await acme.letIn(await aPerson('Anton'), 'admin')
    for (const id of [acme.general, network]) {
      expect(open(acme, anton, id, 'reveal').wrapKey).toEqual(open(acme, acme.owner, id, 'reveal').wrapKey)
    }
  })

  test('gives a grant its key, and nobody without one', async () => {
    const acme = await aPureOrganization()
    const jonas = await acme.letIn(await aPerson('Jonas'), 'editor')
    expect(() => open(acme, jonas, acme.general, 'reveal')).toThrow(KeyMissing)
    await acme.state(acme.owner, [
      { type: 'grant.set', grant: uuidv7(), member: jonas.member, on: { collection: acme.general }, level: 2 },
    ])
    await acme.follow(jonas)
    expect(open(acme, jonas, acme.general, 'reveal').wrapKey).toHaveLength(32)
    expect(() => open(acme, jonas, acme.general, 'custody')).toThrow(KeyMissing)
  })

  test('gives no key with a grant that only views', async () => {
    const acme = await aPureOrganization()
    const rosa = await acme.letIn(await aPerson('Rosa'), 'reader')
    await acme.state(acme.owner, [
      { type: 'grant.set', grant: uuidv7(), member: rosa.member, on: { collection: acme.general }, level: 1 },
    ])
    expect(acme.server.wraps.filter(({ to }) => to === rosa.account)).toEqual([])
  })

  test('has new keys as soon as somebody loses access, and the old ones open history for who stays', async () => {
    const acme = await aPureOrganization()
    const anton = await acme.letIn(await aPerson('Anton'), 'admin')
    const before = open(acme, acme.owner, acme.general, 'reveal').wrapKey.slice()
    await acme.state(acme.owner, [{ type: 'member.remove', member: anton.member }])
    const { log } = acme.server
    expect(log.collections.get(acme.general)?.epoch).toBe(2)
    expect(isStale(log, acme.general, clock.at)).toBe(false)
    expect(acme.server.wraps.filter(({ to }) => to === anton.account)).toEqual([])
    acme.owner.core.organizations.of(acme.server.organizationId).seeds.clear()
    expect(open(acme, acme.owner, acme.general, 'reveal', 1).wrapKey).toEqual(before)
    expect(open(acme, acme.owner, acme.general, 'reveal', 2).wrapKey).not.toEqual(before)
  })

  test('opens a chain of many epochs with one wrap', async () => {
    const acme = await aPureOrganization()
    const first = open(acme, acme.owner, acme.general, 'custody').wrapKey.slice()
    for (let round = 0; round < 4; round++) {
      const temp = await acme.letIn(await aPerson(`Temp${round}`), 'admin')
      await acme.state(acme.owner, [{ type: 'member.remove', member: temp.member }])
    }
    const later = await acme.letIn(await aPerson('Later'), 'admin')
    expect(open(acme, later, acme.general, 'custody', 1).wrapKey).toEqual(first)
  })

  test('renews in the background what lapsed by itself, and makes the wraps that are missing', async () => {
    const acme = await aPureOrganization()
    const { organizationId } = acme.server
    const jonas = await acme.letIn(await aPerson('Jonas'), 'editor')
    const endsAt = tomorrow()
    await acme.state(acme.owner, [
      { type: 'grant.set', grant: uuidv7(), member: jonas.member, on: { collection: acme.general }, level: 2, endsAt },
    ])
    const rosa = await acme.letIn(await aPerson('Rosa'), 'reader')
    await acme.state(acme.owner, [
      { type: 'grant.set', grant: uuidv7(), member: rosa.member, on: { collection: acme.general }, level: 2 },
    ])
    acme.server.wraps = acme.server.wraps.filter(({ to }) => to !== rosa.account)
    const missing = await acme.owner.does.renew({ organizationId, has: acme.server.has() })
    expect(missing.post.entries).toEqual([])
    expect(missing.wraps.map(({ to, of }) => [to, of])).toEqual([[rosa.account, 'reveal']])
    acme.server.takeWraps(missing.wraps, acme.owner)
    await acme.follow(rosa)
    expect(open(acme, rosa, acme.general, 'reveal').wrapKey).toHaveLength(32)

    pass(2 * 24 * 60)
    expect((await acme.follow(acme.owner)).collections[0]?.isStale).toBe(true)
    const { post } = await acme.owner.does.renew({ organizationId, has: acme.server.has() })
    acme.server.take(post, acme.owner)
    const summary = await acme.follow(acme.owner)
    expect(summary.collections[0]).toMatchObject({ epoch: 2, isStale: false })
    expect(acme.server.wraps.some(({ to }) => to === jonas.account)).toBe(false)
  })

  test('forgets everything when it is locked, and wipes the seeds', async () => {
    const acme = await aPureOrganization()
    const { organizationId } = acme.server
    const held = acme.owner.core.organizations.of(organizationId)
    open(acme, acme.owner, acme.general, 'reveal')
    const seeds = [...held.seeds.values()]
    expect(seeds.length).toBeGreaterThan(1)
    acme.owner.core.keyring.lock()
    for (const { seed, identity } of seeds) {
      expect([...seed, ...identity.wrapKey, ...identity.enc.privateKey].every((byte) => byte === 0)).toBe(true)
    }
    expect(() => acme.owner.core.organizations.of(organizationId)).toThrow(LockedMeanwhile)
    expect(() => acme.owner.does.summary({ organizationId })).toThrow(LockedMeanwhile)
  })

  test('shows names that were signed and no others', async () => {
    const acme = await aPureOrganization()
    const { organizationId, names } = acme.server
    const general = names.get(acme.general) ?? { id: '', name: '', salt: '' }
    expect(acme.owner.does.checkNames({ organizationId, names: [general] })).toEqual({ checked: 1 })
    const lie = { ...general, name: 'Domain admins' }
    expect(() => acme.owner.does.checkNames({ organizationId, names: [lie] })).toThrow(IntegrityError)
  })

  test('steps down without giving keys any more', async () => {
    const acme = await aPureOrganization()
    const anton = await acme.letIn(await aPerson('Anton'), 'owner')
    const inHouse = [...acme.server.log.parties.values()][0]
    if (!inHouse) throw new Error('there is a party')
    await acme.state(acme.owner, [{ type: 'member.role', member: acme.owner.member, role: 'reader', party: inHouse }])
    expect(acme.server.log.collections.get(acme.general)?.epoch).toBe(1)
    expect((await acme.follow(anton)).collections[0]?.isStale).toBe(true)
    const { post } = await anton.does.renew({ organizationId: acme.server.organizationId, has: acme.server.has() })
    acme.server.take(post, anton)
    expect((await acme.follow(anton)).collections[0]).toMatchObject({ epoch: 2, isStale: false })
  })
})

describe('joining', () => {
  test('shows what the log says, under the organization that the link names', async () => {
    const acme = await aPureOrganization()
    const { organizationId, entries } = acme.server
    const jonas = await aPerson('Jonas')
    const { post, fragment } = await acme.owner.does.invite({
      organizationId,
      invitation: uuidv7(),
      person: { name: 'Jonas', email: jonas.email },
      role: 'editor',
      party: [...acme.server.log.parties.values()][0] ?? { id: '', name: '', side: 'in_house' },
      expiresAt: tomorrow(),
    })
    acme.server.take(post, acme.owner)
    const [orgId = '', seed = ''] = fragment.split('.')
    const facts = await jonas.does.readInvitation({ orgId, seed, log: entries })
    expect(facts).toMatchObject({ organization: 'Acme Joinery', invitedBy: 'Mara', role: 'editor', name: 'Jonas' })
    const { key } = await jonas.does.keyOfLink({ seed })
    expect(key).toBe(linkKey(new Uint8Array(Buffer.from(seed, 'base64url'))))
    // Another organization in its place, or a log without the invitation.
    const other = await aPureOrganization(await aPerson('Xenia'))
    await expect(jonas.does.readInvitation({ orgId, seed, log: other.server.entries })).rejects.toThrow(IntegrityError)
    await expect(jonas.does.readInvitation({ orgId, seed, log: entries.slice(0, -1) })).rejects.toThrow(IntegrityError)
    await expect(
      jonas.does.acceptInvitation({ orgId, seed, log: other.server.entries, memberId: uuidv7() }),
    ).rejects.toThrow(IntegrityError)
  })

  test('member-key-swap: keys in place of the joiner’s are not let in', async () => {
    const acme = await aPureOrganization()
    const { organizationId } = acme.server
    const [jonas, mallory] = [await aPerson('Jonas'), await aPerson('Mallory')]
    const { post, fragment } = await acme.owner.does.invite({
      organizationId,
      invitation: uuidv7(),
      person: { name: 'Jonas', email: jonas.email },
      role: 'admin',
      party: [...acme.server.log.parties.values()][0] ?? { id: '', name: '', side: 'in_house' },
      expiresAt: tomorrow(),
    })
    acme.server.take(post, acme.owner)
    await acme.follow(acme.owner)
    const [orgId = '', seed = ''] = fragment.split('.')
    const { acceptance } = await jonas.does.acceptInvitation({
      orgId,
      seed,
      log: acme.server.entries,
      memberId: jonas.member,
    })
    const { keys } = JSON.parse(acceptance.payload) as { keys: { enc: string; sign: string } }
    const foreign = await mallory.does
      .acceptInvitation({
        orgId,
        // Without the link's seed: the server has never seen it.
        seed: Buffer.alloc(32, 7).toString('base64url'),
        log: acme.server.entries,
        memberId: mallory.member,
      })
      .catch((error: unknown) => error)
    expect(foreign).toBeInstanceOf(IntegrityError)
    const theirs = Buffer.alloc(32, 9).toString('base64url')
    for (const payload of [
      acceptance.payload.replace(keys.enc, theirs),
      acceptance.payload.replace(keys.sign, theirs),
      acceptance.payload.replace(jonas.account, mallory.account),
      acceptance.payload.replace(jonas.member, mallory.member),
    ]) {
      expect(payload).not.toBe(acceptance.payload)
      await expect(acme.owner.does.admit({ organizationId, acceptance: { ...acceptance, payload } })).rejects.toThrow()
    }
    const { post: admitted } = await acme.owner.does.admit({ organizationId, acceptance })
    expect(admitted.wraps.map(({ to }) => to)).toEqual([jonas.account])
  })

  test('comes back with new keys, and the old ones open nothing more', async () => {
    const acme = await aPureOrganization()
    const { organizationId } = acme.server
    const anton = await acme.letIn(await aPerson('Anton'), 'admin')
    const again = { ...(await aPerson('Anton')), account: anton.account }
    // The same account, whose passphrase is lost: new keys under the same id.
    await again.core.keyring.makeAccount(
      { accountId: anton.account, passphrase: 'another passphrase altogether', profile: 1 },
      () => Promise.resolve(new Uint8Array(32).fill(3)),
    )
    const { post, fragment } = await acme.owner.does.invite({
      organizationId,
      invitation: uuidv7(),
      person: { name: 'Anton', email: anton.email },
      role: 'admin',
      party: [...acme.server.log.parties.values()][0] ?? { id: '', name: '', side: 'in_house' },
      expiresAt: tomorrow(),
      rekeys: anton.member,
    })
    acme.server.take(post, acme.owner)
    await acme.follow(acme.owner)
    const [orgId = '', seed = ''] = fragment.split('.')
    const link = { orgId, seed, log: acme.server.entries }
    expect((await again.does.readInvitation(link)).rekeys).toMatchObject({ account: anton.account })
    const { acceptance } = await again.does.acceptInvitation({ ...link, memberId: uuidv7() })
    const admitted = await acme.owner.does.admit({ organizationId, acceptance })
    acme.server.take(admitted.post, acme.owner)
    // Its keys may be in wrong hands: the collection got new ones at once.
    expect(acme.server.log.collections.get(acme.general)?.epoch).toBe(2)
    await acme.follow(again)
    expect(open(acme, again, acme.general, 'reveal').wrapKey).toHaveLength(32)
    await acme.follow(anton).catch(() => undefined)
    expect((await acme.follow(anton)).me?.areKeysMine).toBe(false)
    const held = anton.core.organizations.of(organizationId)
    expect(() => anton.core.organizations.signerIn(held)).toThrow(KeyMissing)
  })
})

describe('what a server could try with a log', () => {
  test('org-inject: an organization that this account never joined is refused', async () => {
    const acme = await aPureOrganization()
    const evil = await aPureOrganization(await aPerson('Xenia'))
    const jonas = await acme.letIn(await aPerson('Jonas'), 'editor')
    await expect(evil.follow(jonas)).rejects.toThrow(IntegrityError)
    // Nor in the place of one that it did join.
    const { organizationId, orgId } = acme.server
    await expect(
      jonas.does.followLog({ organizationId, orgId: evil.server.orgId, after: 0, entries: evil.server.entries }),
    ).rejects.toThrow(IntegrityError)
    await expect(
      jonas.does.followLog({ organizationId, orgId, after: 0, entries: evil.server.entries }),
    ).rejects.toThrow(IntegrityError)
  })

  test('rollback: a log that is shorter than it was is refused, after a lock too', async () => {
    const acme = await aPureOrganization()
    const { organizationId, orgId, entries } = acme.server
    const anton = await acme.letIn(await aPerson('Anton'), 'admin')
    await acme.state(acme.owner, [{ type: 'member.remove', member: anton.member }])
    const before = entries.slice(0, -2)
    await expect(acme.owner.does.followLog({ organizationId, orgId, after: 0, entries: before })).rejects.toThrow(
      IntegrityError,
    )

    // On another device: the account's own list knows how far it had read.
    const home = await acme.owner.does.sealHome(null)
    if (!home) throw new Error('the list has changed')
    const { core } = acme.owner
    await acme.owner.unlockAnew()
    const { keys } = await core.deeds.openHome({ home, least: undefined })
    await expect(core.deeds.followLog({ organizationId, orgId, after: 0, entries: before })).rejects.toThrow(
      IntegrityError,
    )
    const newer = { counter: home.counter + 1, keys }
    await expect(core.deeds.openHome({ home, least: newer })).rejects.toThrow(IntegrityError)
    await expect(core.deeds.openHome({ home: undefined, least: newer })).rejects.toThrow(IntegrityError)
    await expect(
      core.deeds.openHome({ home: { ...home, counter: home.counter + 1 }, least: undefined }),
    ).rejects.toThrow(IntegrityError)
    // What was seen under other keys, before the person came back with these, holds nothing back.
    await core.deeds.openHome({ home, least: { counter: 99, keys: 'other keys' } })
    expect((await core.deeds.followLog({ organizationId, orgId, after: 0, entries })).seq).toBe(entries.length)
  })

  test('a fork of what was read is refused, though every signature in it is right', async () => {
    const acme = await aPureOrganization()
    const { organizationId, orgId, entries } = acme.server
    const { post: one } = await acme.owner.does.invite(invitation(acme, 'one'))
    const { post: other } = await acme.owner.does.invite(invitation(acme, 'other'))
    const start = [...entries]
    await acme.owner.does.followLog({ organizationId, orgId, after: entries.length, entries: one.entries })
    await expect(
      acme.owner.does.followLog({ organizationId, orgId, after: 0, entries: [...start, ...other.entries] }),
    ).rejects.toThrow(IntegrityError)
  })

  test('every entry that is missing, changed or in another place is refused', async () => {
    const acme = await aPureOrganization()
    const { organizationId, orgId, entries } = acme.server
    const jonas = await acme.letIn(await aPerson('Jonas'), 'editor')
    await acme.state(acme.owner, [
      { type: 'grant.set', grant: uuidv7(), member: jonas.member, on: { collection: acme.general }, level: 3 },
    ])
    const reads = async (log: ReadEntry[]) => {
      await acme.owner.unlockAnew()
      return acme.owner.does.followLog({ organizationId, orgId, after: 0, entries: log })
    }
    expect((await reads(entries)).seq).toBe(entries.length)
    for (let at = 1; at < entries.length - 1; at++) {
      const { payload, signature } = entries[at] as { payload: string; signature: string }
      await expect(reads(entries.filter((_, index) => index !== at)), `without ${at}`).rejects.toThrow(IntegrityError)
      const swapped = [...entries]
      swapped[at] = entries[at + 1] as (typeof entries)[number]
      swapped[at + 1] = entries[at] as (typeof entries)[number]
      await expect(reads(swapped), `${at} swapped`).rejects.toThrow(IntegrityError)
      const edited = entries.map((entry, index) =>
        index === at ? { payload: payload.replace('"v":1', '"v": 1'), signature } : entry,
      )
      await expect(reads(edited), `${at} edited`).rejects.toThrow(IntegrityError)
    }
    // Hidden from somebody whom it is meant for.
    const hidden: ReadEntry[] = [...entries]
    const last = entries.length - 1
    hidden[last] = { hash: acme.server.log.head }
    await expect(reads(hidden)).rejects.toThrow(IntegrityError)
  })
})

describe('a wrap of a seed', () => {
  test('wrap-resign, seed-overwrite: opens only as the log permits it, to the byte', async () => {
    const acme = await aPureOrganization()
    const anton = await acme.letIn(await aPerson('Anton'), 'admin')
    const { organizationId } = acme.server
    const [keys] = acme.server.keysFor(anton.account)
    const [own] = keys?.wraps ?? []
    if (!keys || !own) throw new Error('there is a wrap')
    const attempt = (wrap: Partial<typeof own>) => {
      const person = anton.core.organizations.of(organizationId)
      person.seeds.clear()
      anton.does.giveKeys({ organizationId, keys: [{ ...keys, wraps: [{ ...own, ...wrap }] }] })
      return () => open(acme, anton, acme.general, 'custody')
    }
    expect(attempt({})().wrapKey).toHaveLength(32)
    const bytes = Buffer.from(own.wrap, 'base64url')
    expect(bytes).toHaveLength(wrapBytes)
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes)
      changed[at] = (changed[at] ?? 0) ^ 1
      expect(attempt({ wrap: changed.toString('base64url') }), `byte ${at}`).toThrow(IntegrityError)
    }
    expect(attempt({ wrap: bytes.subarray(0, -1).toString('base64url') })).toThrow(IntegrityError)
    // A giver whom the log does not know, or not as a key holder, or in another epoch.
    const mallory = await aPerson('Mallory')
    expect(attempt({ granter: mallory.account })).toThrow(IntegrityError)
    const rosa = await acme.letIn(await aPerson('Rosa'), 'reader')
    expect(attempt({ granter: rosa.account })).toThrow(IntegrityError)
    expect(attempt({ granterEpoch: 2 })).toThrow(IntegrityError)
  })

  test('wrap-into-other-org, and a seed that is not the one of the log, come to nothing', async () => {
    const acme = await aPureOrganization()
    const anton = await acme.letIn(await aPerson('Anton'), 'admin')
    const other = await aPureOrganization(acme.owner)
    await other.letIn(anton, 'admin')
    const mixed = (collection: string, from: PureOrganization) => {
      const [keys] = from.server.keysFor(anton.account)
      return keys ? [{ ...keys, collection: collection as typeof keys.collection }] : []
    }
    const { organizationId } = acme.server
    anton.does.giveKeys({ organizationId, keys: mixed(acme.general, other) })
    expect(() => open(acme, anton, acme.general, 'custody')).toThrow(IntegrityError)

    // Of another collection of the same organization.
    const network = await acme.collection('Network')
    await acme.follow(anton)
    const [general, second] = acme.server.keysFor(anton.account)
    if (!general || !second) throw new Error('there are two collections')
    anton.core.organizations.of(organizationId).seeds.clear()
    anton.does.giveKeys({ organizationId, keys: [{ ...second, collection: general.collection }] })
    expect(() => open(acme, anton, acme.general, 'custody')).toThrow(IntegrityError)
    expect(network).toBe(second.collection)
  })

  test('a key holder who signs another seed under the right header is found out', async () => {
    const acme = await aPureOrganization()
    const anton = await acme.letIn(await aPerson('Anton'), 'admin')
    const { organizationId } = acme.server
    const { missingWraps } = await import('../../client/vault/log-writer.ts')
    const held = acme.owner.core.organizations.of(organizationId)
    const me = acme.owner.core.organizations.signerIn(held)
    const evil = { reveal: new Uint8Array(32).fill(1), custody: new Uint8Array(32).fill(2) }
    const others = new Set(acme.server.has()[0]?.has.filter((key) => !key.includes(anton.account)))
    const [forged] = missingWraps(held.log, me, acme.general, evil, others, clock.at)
    if (!forged) throw new Error('there is a wrap')
    acme.server.takeWraps([forged], acme.owner)
    anton.core.organizations.of(organizationId).seeds.clear()
    await acme.follow(anton)
    expect(() => open(acme, anton, acme.general, 'custody')).toThrow(IntegrityError)
    expect(() => bothSeeds(anton.core.organizations.of(organizationId), me, acme.general)).toThrow()
  })
})

function invitation(acme: PureOrganization, name: string) {
  const party = [...acme.server.log.parties.values()][0] ?? { id: '', name: '', side: 'in_house' as const }
  return {
    organizationId: acme.server.organizationId,
    invitation: uuidv7(),
    person: { name, email: `${name}@acme.example.com` },
    role: 'reader' as const,
    party,
    expiresAt: tomorrow(),
  }
}
