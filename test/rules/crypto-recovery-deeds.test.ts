import { v7 as uuidv7 } from 'uuid'
import { beforeAll, describe, expect, test } from 'vitest'
import { CardError, IntegrityError } from '#contract/crypto/errors.ts'
import { fingerprintWords } from '#contract/crypto/fingerprint.ts'
import { identityFrom } from '#contract/crypto/keys.ts'
import { readCard, writeCard } from '#contract/crypto/recovery-card.ts'
import { fromBase64url, randomBytes, sodiumReady } from '#contract/crypto/sodium.ts'
import { checkStatement } from '#contract/crypto/verify.ts'
import { apply } from '#contract/log/apply.ts'
import { memberOfAccount, type LogState } from '#contract/log/state.ts'
import type { Draft, LogEntry } from '#contract/log/statements.ts'
import { idBytes } from '#contract/crypto/encoding.ts'
import { publicKeysOf, state, type Signer, type Wrap } from '../../client/vault/log-writer.ts'
import { makeOrganizations } from '../../client/vault/organizations.ts'
import { makeRecovery, type RecoveryAnswer, type RecoveryWrap } from '../../client/vault/recovery.ts'
import { makeStating, type Post } from '../../client/vault/stating.ts'

/** The recovery kit in the vault, against a server that may say what it likes. */

beforeAll(() => sodiumReady)

const now = '2026-03-02T09:00:00.000Z'
const origin = 'https://vault.example'

/** Somebody's vault, unlocked. */
function aVault(accountId: string = uuidv7()) {
  const identity = identityFrom(randomBytes(32))
  const keyring = { opened: () => ({ accountId, uak: new Uint8Array(32), identity }), onDrop: () => undefined }
  const organizations = makeOrganizations(keyring, () => now)
  const recovery = makeRecovery(organizations, keyring, origin)
  return { accountId, identity, organizations, recovery, stating: makeStating(organizations) }
}

/** An organization with one owner and two collections; `server` is what a server knows of it. */
async function anOrganization() {
  const mara = aVault()
  const organizationId = uuidv7()
  const [memberId, partyId] = [uuidv7(), uuidv7()]
  const party = { id: partyId, name: 'Acme', side: 'in_house' as const }
  const person = { account: mara.accountId, name: 'Mara Lindqvist', email: 'mara@acme.example.com', epoch: 1 }
  const founder = { member: memberId, ...person, keys: publicKeysOf(mara.identity), party }
  const me: Signer = { id: memberId, account: mara.accountId, epoch: 1, identity: mara.identity }
  const nonce = Buffer.alloc(32, 5).toString('base64url')
  const genesis: Draft = { type: 'genesis', organization: organizationId, name: 'Acme', nonce, founder }
  const begun = state(undefined, me, genesis, now)
  const server = {
    entries: [begun.entry] as LogEntry[],
    wraps: [] as (Wrap & { granter: string; granterEpoch: number })[],
  }
  const follow = (vault: ReturnType<typeof aVault>) =>
    vault.organizations.deeds.followLog({ organizationId, orgId: begun.log.orgId, after: 0, entries: server.entries })
  await follow(mara)
  async function post({ entries, wraps }: Post, granter = mara.accountId) {
    server.entries.push(...entries)
    for (const wrap of wraps) {
      server.wraps = server.wraps.filter(
        (old) => !(old.collection === wrap.collection && old.of === wrap.of && old.to === wrap.to),
      )
      server.wraps.push({ ...wrap, granter, granterEpoch: 1 })
    }
    await follow(mara)
    const mine = server.wraps.filter(({ to }) => to === mara.accountId)
    const keys = mine.map((wrap) => ({ collection: wrap.collection, epoch: wrap.epoch, wraps: [wrap], previous: [] }))
    const toCustody = (id: string) => server.wraps.find(({ collection, of }) => collection === id && of === 'reveal')
    giveKeys(keys.map((each) => ({ ...each, revealToCustody: toCustody(each.collection) })))
  }
  function giveKeys(keys: { collection: string }[]) {
    const held = mara.organizations.of(organizationId)
    held.keys.clear()
    for (const each of keys) held.keys.set(each.collection, each as never)
  }
  const say = async (...wishes: Parameters<typeof mara.stating.stateIn>[0]['wishes']) =>
    post(await mara.stating.stateIn({ organizationId, wishes }))
  for (const name of ['General', 'Network']) {
    await say({ type: 'collection', collection: uuidv7(), custody: uuidv7(), name, description: '', restricted: false })
  }
  const log = (): LogState => mara.organizations.of(organizationId).log
  const recoveryWraps = (): RecoveryWrap[] =>
    server.wraps.filter(({ to }) => to === log().recovery?.id).map(({ of: _of, to: _to, ...wrap }) => wrap)
  const answer = (): RecoveryAnswer => ({ log: [...server.entries], wraps: recoveryWraps() })
  const kit = async (k = 2, n = 3) => {
    const made = await mara.recovery.newKit({ organizationId, recovery: uuidv7(), k, n })
    await post(made.post)
    return made.cards as [string, string, string]
  }
  return { organizationId, memberId, mara, me, server, log, say, post, kit, answer, recoveryWraps, follow }
}

const newcomer = { name: 'Nora Quist', email: 'nora@acme.example.com' }

test('a new kit stands in the log, opens every collection, and each of its cards can be checked', async () => {
  const { kit, log, mara, organizationId, recoveryWraps } = await anOrganization()
  const cards = await kit()
  expect(log().recovery).toMatchObject({ epoch: 1, k: 2 })
  expect(recoveryWraps()).toHaveLength(2)
  const checked = await Promise.all(cards.map((card) => mara.recovery.checkCard({ organizationId, card })))
  expect(checked.map(({ index }) => index)).toEqual([1, 2, 3])
  expect(Object.keys(checked[0]!)).not.toContain('share')
})

describe('a drill', () => {
  test('opens every collection and is signed by the kit', async () => {
    const { kit, log, mara, memberId, organizationId, recoveryWraps } = await anOrganization()
    const [first, , third] = await kit()
    const done = await mara.recovery.drill({ organizationId, cards: [third, first], wraps: recoveryWraps() })
    if ('missing' in done) throw new Error('no key')
    expect(JSON.parse(done.payload)).toEqual({
      ...{ v: 1, type: 'drill', recovery: log().recovery?.id, epoch: 1, member: memberId },
      ...{ cards: [1, 3], collections: 2, at: now },
    })
    const statement = { type: 'drill', orgId: fromBase64url(log().orgId), payload: done.payload }
    checkStatement(statement, fromBase64url(done.signature), fromBase64url(log().recovery!.keys.sign))
  })

  test('with a collection that the kit does not open is none, and says which', async () => {
    const { kit, mara, organizationId, recoveryWraps } = await anOrganization()
    const [first, second] = await kit()
    const [lost, ...wraps] = recoveryWraps()
    const done = await mara.recovery.drill({ organizationId, cards: [first, second], wraps })
    expect(done).toEqual({ missing: [lost?.collection] })
  })

  test('with too few cards, the same twice, or a mistyped one says so', async () => {
    const { kit, mara, organizationId, recoveryWraps } = await anOrganization()
    const [first] = await kit()
    const tried = (cards: string[]) => mara.recovery.drill({ organizationId, cards, wraps: recoveryWraps() })
    await expect(tried([first])).rejects.toMatchObject({ fault: 'too-few' })
    await expect(tried([first, first.toLowerCase()])).rejects.toMatchObject({ fault: 'twice' })
    await expect(tried([first, 'RKCARD1'])).rejects.toBeInstanceOf(CardError)
  })

  test('does not open what another collection’s key was put in place of', async () => {
    const { kit, mara, organizationId, recoveryWraps } = await anOrganization()
    const [first, second] = await kit()
    const [one, other] = recoveryWraps() as [RecoveryWrap, RecoveryWrap]
    const swapped = [
      { ...one, wrap: other.wrap },
      { ...other, wrap: one.wrap },
    ]
    await expect(
      mara.recovery.drill({ organizationId, cards: [first, second], wraps: swapped }),
    ).rejects.toBeInstanceOf(IntegrityError)
  })
})

describe('new cards', () => {
  test('make the old ones worthless, and renew the keys of every collection', async () => {
    const { kit, log, mara, organizationId, recoveryWraps, answer } = await anOrganization()
    const old = await kit()
    const before = [...log().collections.values()].map(({ epoch }) => epoch)
    const cards = await kit(3, 5)
    expect(log().recovery).toMatchObject({ epoch: 2, k: 3 })
    expect([...log().collections.values()].map(({ epoch }) => epoch)).toEqual(before.map((epoch) => epoch + 1))
    await expect(mara.recovery.checkCard({ organizationId, card: old[0] })).rejects.toMatchObject({
      fault: 'older-kit',
    })
    await expect(mara.recovery.readRecovery({ cards: old.slice(1), answer: answer() })).rejects.toMatchObject({
      fault: 'older-kit',
    })
    await expect(mara.recovery.readCards({ cards: [cards[0], old[1]] })).rejects.toMatchObject({ fault: 'older-kit' })
    const drilled = await mara.recovery.drill({ organizationId, cards: cards.slice(1, 4), wraps: recoveryWraps() })
    expect(drilled).not.toHaveProperty('missing')
  })
})

describe('taking over', () => {
  test('begins with a proof that is bound to this vault, this organization and this moment', async () => {
    const { kit, log, organizationId } = await anOrganization()
    const [first, , third] = await kit()
    const { payload, signature } = await aVault().recovery.proveCards({ cards: [first, third] })
    expect(JSON.parse(payload)).toEqual({
      v: 1,
      type: 'recovery',
      organization: organizationId,
      epoch: 1,
      origin,
      at: now,
    })
    const statement = { type: 'recovery', orgId: idBytes(organizationId), payload }
    checkStatement(statement, fromBase64url(signature), fromBase64url(log().recovery!.keys.sign))
    for (const card of [first, third]) expect(payload + signature).not.toContain(card.slice(60))
  })

  test('shows what the cards open, with the words that are printed on them', async () => {
    const { kit, log, mara, organizationId, answer } = await anOrganization()
    const [first, second] = await kit()
    const facts = await aVault().recovery.readRecovery({ cards: [first, second], answer: answer() })
    expect(facts).toEqual({
      ...{ organizationId, orgId: log().orgId, organization: 'Acme', collections: 2, opened: 2 },
      fingerprint: fingerprintWords(fromBase64url(log().orgId)),
      people: [{ account: mara.accountId, name: 'Mara Lindqvist', email: 'mara@acme.example.com', role: 'owner' }],
    })
  })

  test('makes somebody an owner who opens every collection', async () => {
    const { kit, log, organizationId, answer, server, follow } = await anOrganization()
    const cards = await kit()
    const nora = aVault()
    const taker = { ...newcomer, memberId: uuidv7() }
    const { entry, wraps } = await nora.recovery.takeOver({ cards: cards.slice(0, 2), answer: answer(), taker })
    server.entries.push(entry)
    await follow(nora)
    const held = nora.organizations.of(organizationId)
    expect(memberOfAccount(held.log, nora.accountId)).toMatchObject({
      id: taker.memberId,
      name: 'Nora Quist',
      role: 'owner',
    })
    expect(memberOfAccount(held.log, log().members.values().next().value!.account)).toMatchObject({ role: 'owner' })
    expect(wraps.map(({ of, to }) => [of, to])).toEqual([
      ['custody', nora.accountId],
      ['custody', nora.accountId],
    ])
    for (const wrap of wraps) {
      const given = { ...wrap, granter: nora.accountId, granterEpoch: 1 }
      held.keys.set(wrap.collection, {
        collection: wrap.collection,
        epoch: wrap.epoch,
        wraps: [given],
        previous: [],
      } as never)
    }
    const { bothSeeds, keysOf } = await import('../../client/vault/collection-keys.ts')
    const me = nora.organizations.signerIn(held)
    for (const { id, keys } of held.log.collections.values()) {
      const { enc } = publicKeysOf(keysOf(held, me, id, 'custody', 1))
      expect(enc).toBe(keys[0]?.custody.enc)
      expect(() => bothSeeds(held, me, id)).toThrow(/on its way/) // of the reveal key the server has to give custody's wrap
    }
  })

  test('brings back a member who lost the keys, as the same member', async () => {
    const { kit, mara, memberId, answer, server } = await anOrganization()
    const cards = await kit()
    const again = aVault(mara.accountId)
    const taker = { name: 'Somebody else', email: 'else@acme.example.com', memberId: uuidv7() }
    const { entry, wraps } = await again.recovery.takeOver({ cards: cards.slice(1), answer: answer(), taker })
    const log = apply(mara.organizations.of(answerOrganization(server.entries)).log, entry)
    expect(log.members.size).toBe(1)
    expect(memberOfAccount(log, mara.accountId)).toMatchObject({
      ...{ id: memberId, name: 'Mara Lindqvist', email: 'mara@acme.example.com', epoch: 2 },
      keys: publicKeysOf(again.identity),
    })
    expect(wraps.map(({ toEpoch }) => toEpoch)).toEqual([2, 2])
  })

  test('is not signed with cards that are too few or of another organization', async () => {
    const { kit, answer } = await anOrganization()
    const [first, second] = await kit()
    const stranger = await anOrganization()
    const theirs = await stranger.kit()
    const taker = { ...newcomer, memberId: uuidv7() }
    const tried = (cards: string[], given = answer()) => aVault().recovery.takeOver({ cards, answer: given, taker })
    await expect(tried([first])).rejects.toMatchObject({ fault: 'too-few' })
    await expect(tried([first, theirs[1]])).rejects.toMatchObject({ fault: 'other-organization' })
    await expect(tried([first, second], stranger.answer())).rejects.toMatchObject({ fault: 'other-organization' })
  })
})

const answerOrganization = ([genesis]: LogEntry[]): string =>
  (JSON.parse(genesis!.payload) as { organization: string }).organization

describe('recovery-key-swap and its like: a server that lies', () => {
  test('about the kit is not believed by whoever holds the cards', async () => {
    const { kit, answer } = await anOrganization()
    const [first, second] = await kit()
    const honest = answer()
    // Cuts the log before the kit, and has a log of its own that names another key for the same cards.
    const mallory = await anOrganization()
    await mallory.kit()
    for (const log of [honest.log.slice(0, 3), mallory.answer().log, [], [{ hash: 'A'.repeat(43) }]]) {
      const lied = aVault().recovery.readRecovery({ cards: [first, second], answer: { ...honest, log } })
      await expect(lied).rejects.toThrow()
    }
    const entry = honest.log.at(-1) as LogEntry
    const forged = { ...entry, payload: entry.payload.replace('"k":2', '"k":1') }
    const lied = aVault().recovery.readRecovery({
      cards: [first, second],
      answer: { ...honest, log: [...honest.log.slice(0, -1), forged] },
    })
    await expect(lied).rejects.toBeInstanceOf(IntegrityError)
  })

  test('about the share of one card names that card', async () => {
    const { kit, answer } = await anOrganization()
    const [first, second] = await kit()
    const card = readCard(second)
    const wrong = writeCard({ ...card, share: randomBytes(33) })
    await expect(aVault().recovery.readRecovery({ cards: [first, wrong], answer: answer() })).rejects.toThrow(
      'card 2 is the one that was made',
    )
  })

  test('by keys that it made itself is found out', async () => {
    const { kit, answer, mara } = await anOrganization()
    const [first, second] = await kit()
    const honest = answer()
    const other = await anOrganization()
    await other.kit()
    const [wrap] = other.answer().wraps as [RecoveryWrap]
    const wraps = honest.wraps.map((each) => ({ ...each, wrap: wrap.wrap, granter: mara.accountId }))
    await expect(
      aVault().recovery.readRecovery({ cards: [first, second], answer: { ...honest, wraps } }),
    ).rejects.toBeInstanceOf(IntegrityError)
  })

  test('about who could take over is refused by everybody who reads the log', async () => {
    const { kit, answer, server, log } = await anOrganization()
    const cards = await kit()
    const nora = aVault()
    const taker = { ...newcomer, memberId: uuidv7() }
    const { entry } = await nora.recovery.takeOver({ cards: cards.slice(0, 2), answer: answer(), taker })
    // Other keys under the same name, or another person under the same keys.
    const evil = publicKeysOf(identityFrom(randomBytes(32)))
    const own = publicKeysOf(nora.identity)
    for (const payload of [
      entry.payload.replace(own.enc, evil.enc),
      entry.payload.replace(own.sign, evil.sign),
      entry.payload.replace('Nora', 'Vera'),
    ]) {
      expect(payload).not.toBe(entry.payload)
      expect(() => apply(log(), { ...entry, payload })).toThrow(/not that of the one who is named/)
    }
    expect(server.entries.at(-1)?.payload).toContain('recovery.set')
    // An owner cannot state a takeover with their own key in place of the kit's.
    expect(() => apply(log(), { ...entry, signature: server.entries.at(-1)!.signature })).toThrow()
  })
})
