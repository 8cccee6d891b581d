import { v7 as uuidv7 } from 'uuid'
import { describe, expect, test } from 'vitest'
import { fromBase64url, randomBytes, toBase64url } from '#contract/crypto/sodium.ts'
import { apply, newcomerClaim } from '#contract/log/apply.ts'
import { entitled, isStale, keyOf } from '#contract/log/state.ts'
import type { Draft, LogEntry } from '#contract/log/statements.ts'
import { accept, nextEpoch, publicKeysOf } from '../../client/vault/log-writer.ts'
import { sign } from '#contract/crypto/sodium.ts'
import { statementMessage } from '#contract/crypto/statements.ts'
import { identityOf, steadyId } from '../support/keys.ts'
import { anAcceptance, anInvitation, emailOf, named, signed } from '../support/log.ts'
import {
  aPeopledLog,
  aPureLog,
  at,
  keysFor,
  memberIdOf,
  partyOf,
  refusalOf,
  signerFor,
  soon,
  type PureLog,
} from '../support/pure-log.ts'

// The organization's log by itself: what `apply` lets in, from whom, and what it makes of it (CRYPTO.md §5, §7).

type Peopled = ReturnType<typeof aPeopledLog>
const kitKeys = (seed = 'kit') => publicKeysOf(identityOf(seed).identity)
const shares = (count: number) => Array.from({ length: count }, () => toBase64url(randomBytes(32)))
const invitation = (of: object = {}) =>
  anInvitation({
    email: 'new@example.com',
    name: 'new',
    role: 'reader',
    party: partyOf('in_house'),
    expiresAt: soon,
    ...of,
  })
const kit = (of: object = {}): Draft<'recovery.set'> => ({
  type: 'recovery.set',
  recovery: steadyId('the kit'),
  epoch: 1,
  keys: kitKeys(),
  k: 2,
  shares: shares(3),
  ...of,
})
const grant = (to: string, on: object, of: object = {}): Draft<'grant.set'> =>
  ({ type: 'grant.set', grant: uuidv7(), member: memberIdOf(to), on, level: 1, ...of }) as never
const role = (name: string, to: string, side = 'in_house'): Draft =>
  ({ type: 'member.role', member: memberIdOf(name), role: to, party: partyOf(side as never) }) as never
const policy = (collection: string, set: object): Draft => ({ type: 'policy.set', for: { collection, set } })
const create = (of: object = {}): Draft => {
  const id = uuidv7()
  const restricted = false
  return {
    type: 'collection.create',
    collection: id,
    custody: uuidv7(),
    name: named(id, 'New').hash,
    restricted,
    ...of,
  }
}

describe('every rule, with what stands against it', () => {
  const table: [what: string, by: string, draft: (it: Peopled) => Draft, refusal: string][] = [
    // Invitations
    ['an admin invites', 'anton', () => invitation().draft, 'taken in'],
    ['an editor does not', 'jonas', () => invitation().draft, 'not-permitted'],
    [
      'an invitation for somebody who is here',
      'mara',
      () => invitation({ email: emailOf('rosa') }).draft,
      'taken email',
    ],
    ['an invitation that has ended', 'mara', () => invitation({ expiresAt: at }).draft, 'wrong expiresAt'],
    [
      'a second in-house party',
      'mara',
      () => invitation({ party: { ...partyOf('in_house'), id: uuidv7() } }).draft,
      'wrong party',
    ],
    [
      'a party that changes sides',
      'mara',
      () => invitation({ party: { ...partyOf('partner'), side: 'outside' }, role: 'auditor' }).draft,
      'wrong party',
    ],
    [
      'a role that does not suit',
      'mara',
      () => invitation({ party: partyOf('partner'), role: 'admin' }).draft,
      'wrong role',
    ],
    ['an owner, by an admin', 'anton', () => invitation({ role: 'owner' }).draft, 'not-permitted'],
    [
      'a partner’s editor, by an admin',
      'anton',
      () => invitation({ party: partyOf('partner'), role: 'editor' }).draft,
      'not-permitted',
    ],
    ['new keys for a stranger', 'mara', () => invitation({ rekeys: uuidv7() }).draft, 'unknown member'],
    [
      'new keys for an owner, by an admin',
      'anton',
      () => invitation({ rekeys: memberIdOf('mara'), email: emailOf('mara') }).draft,
      'not-permitted',
    ],
    [
      'new keys to another address',
      'mara',
      () => invitation({ rekeys: memberIdOf('rosa'), email: 'eve@example.com' }).draft,
      'wrong email',
    ],
    ['taking back what never was', 'mara', () => ({ type: 'invite.cancel', invitation: uuidv7() }), 'unknown'],

    // Members
    ['an admin makes a reader an editor', 'anton', () => role('rosa', 'editor'), 'taken in'],
    ['a reader makes themselves an admin', 'rosa', () => role('rosa', 'admin'), 'not-permitted'],
    ['an admin makes themselves an owner', 'anton', () => role('anton', 'owner'), 'not-permitted'],
    ['an admin changes an owner', 'anton', () => role('mara', 'reader'), 'not-permitted'],
    ['an admin takes a partner’s person into the house', 'anton', () => role('tariq', 'editor'), 'not-permitted'],
    ['an owner does', 'mara', () => role('tariq', 'editor'), 'taken in'],
    ['somebody who is not there', 'mara', () => role('nobody', 'editor'), 'unknown member'],
    ['the last owner steps down', 'mara', () => role('mara', 'admin'), 'last-owner'],
    ['the last owner leaves', 'mara', () => ({ type: 'member.remove', member: memberIdOf('mara') }), 'last-owner'],
    [
      'an admin removes an owner',
      'anton',
      () => ({ type: 'member.remove', member: memberIdOf('mara') }),
      'not-permitted',
    ],
    ['an admin leaves', 'anton', () => ({ type: 'member.remove', member: memberIdOf('anton') }), 'taken in'],
    [
      'a reader removes somebody',
      'rosa',
      () => ({ type: 'member.remove', member: memberIdOf('jonas') }),
      'not-permitted',
    ],

    // Collections
    ['an admin makes a collection', 'anton', () => create(), 'taken in'],
    ['an editor does not', 'jonas', () => create(), 'not-permitted'],
    ['an id that is taken', 'mara', ({ general }) => create({ collection: general }), 'taken collection'],
    ['a custody that is taken', 'mara', ({ general }) => create({ custody: general }), 'taken collection'],
    [
      'a custody that is the collection',
      'mara',
      () => create({ collection: steadyId('x'), custody: steadyId('x') }),
      'taken collection',
    ],
    ['an admin restricts one', 'anton', ({ general }) => policy(general, { restricted: true }), 'taken in'],
    ['an editor does not', 'jonas', ({ general }) => policy(general, { restricted: true }), 'not-permitted'],
    ['a collection that is not there', 'mara', () => policy(uuidv7(), { restricted: true }), 'unknown collection'],
    ['bringing one back', 'mara', ({ general }) => policy(general, { archived: false }), 'forged'],
    ['a lease of more than a month', 'mara', ({ general }) => policy(general, { leaseMinutes: 44_641 }), 'forged'],

    // Grants
    ['an admin gives view', 'anton', ({ general }) => grant('rosa', { collection: general }), 'taken in'],
    ['a reader gives view', 'rosa', ({ general }) => grant('rosa', { collection: general }), 'not-permitted'],
    ['to an owner', 'anton', ({ general }) => grant('mara', { collection: general }), 'wrong member'],
    ['to nobody', 'mara', ({ general }) => grant('nobody', { collection: general }), 'wrong member'],
    ['on nothing', 'mara', () => grant('rosa', { collection: uuidv7() }), 'unknown collection'],
    ['on a document', 'mara', () => grant('rosa', { document: uuidv7() }), 'taken in'],
    [
      'reveal to an auditor',
      'mara',
      ({ general }) => grant('ines', { collection: general }, { level: 2 }),
      'wrong level',
    ],
    ['level five', 'mara', ({ general }) => grant('rosa', { collection: general }, { level: 5 }), 'forged'],
    ['a technician without an end', 'mara', ({ general }) => grant('tariq', { collection: general }), 'wrong endsAt'],
    [
      'an end that has been',
      'mara',
      ({ general }) => grant('tariq', { collection: general }, { endsAt: at }),
      'wrong endsAt',
    ],
    [
      'more than a year',
      'mara',
      ({ general }) => grant('tariq', { collection: general }, { endsAt: '2027-03-04T09:00:00.000Z' }),
      'wrong endsAt',
    ],
    [
      'a technician reveal, by an admin',
      'anton',
      ({ general }) => grant('tariq', { collection: general }, { level: 2, endsAt: soon }),
      'not-permitted',
    ],
    [
      'a technician reveal, by an owner',
      'mara',
      ({ general }) => grant('tariq', { collection: general }, { level: 2, endsAt: soon }),
      'taken in',
    ],
    ['ending what never was', 'mara', () => ({ type: 'grant.end', grant: uuidv7() }), 'unknown grant'],

    // Policies and recovery
    [
      'an owner sets a policy',
      'mara',
      () => ({ type: 'policy.set', for: { organization: { singleAdmin: true } } }),
      'taken in',
    ],
    [
      'an admin does not',
      'anton',
      () => ({ type: 'policy.set', for: { organization: { singleAdmin: true } } }),
      'not-permitted',
    ],
    [
      'a policy of two minds',
      'mara',
      ({ general }) => ({ type: 'policy.set', for: { organization: {}, collection: general, set: {} } }) as never,
      'forged',
    ],
    ['a kit', 'mara', () => kit(), 'taken in'],
    ['a kit by an admin', 'anton', () => kit(), 'not-permitted'],
    ['a kit that one card opens', 'mara', () => kit({ k: 1 }), 'wrong k'],
    ['a kit that too many cards open', 'mara', () => kit({ k: 4 }), 'wrong k'],
    [
      'a kit with a card twice',
      'mara',
      () => kit({ shares: [shares(1)[0], shares(1)[0], shares(1)[0]].fill(shares(1)[0]) }),
      'wrong shares',
    ],
    ['a kit out of turn', 'mara', () => kit({ epoch: 2 }), 'moved-on'],
    ['a takeover without a kit', 'mara', () => takeover(aPureLog()), 'unknown'],

    // Form
    ['a field too many', 'mara', () => ({ ...create(), colour: 'red' }) as never, 'forged'],
    ['a statement of no kind', 'mara', () => ({ type: 'member.bribe' }) as never, 'forged'],
    [
      'a second beginning',
      'mara',
      () => ({ ...(JSON.parse(aPureLog().entries[0]?.payload ?? '') as Draft) }),
      'moved-on',
    ],
  ]
  test.each(table)('%s', (_what, by, draft, refusal) => {
    const it = aPeopledLog()
    const before = structuredClone(it.log)
    expect(it.refusal(by, draft(it))).toBe(refusal)
    // Whatever comes of it, the state that was read stays as it was.
    expect(it.log).toEqual(before)
  })

  test('dated before what stands in the log, by more than clocks differ', () => {
    const it = aPeopledLog()
    expect(it.refusal('mara', create(), '2026-03-02T08:54:59.999Z')).toBe('wrong at')
    expect(it.refusal('mara', create(), '2026-03-02T08:55:00.000Z')).toBe('taken in')
  })

  test('what is archived stays away, with the access on it', () => {
    const it = aPeopledLog()
    it.state('mara', grant('rosa', { collection: it.general }, { level: 2 }))
    it.state('anton', policy(it.general, { archived: true }))
    expect(it.log.grants.size).toBe(0)
    for (const draft of [policy(it.general, { restricted: true }), grant('rosa', { collection: it.general })]) {
      expect(it.refusal('mara', draft)).toBe('wrong collection')
    }
    expect(refusalOf(() => it.renew('mara', it.general))).toBe('wrong collection')
  })
})

describe('joining', () => {
  const invited = (it: PureLog, of: object = {}) => {
    const { draft, ...link } = invitation({ name: 'lena', email: emailOf('lena'), ...of })
    it.state('anton', draft)
    return link
  }
  const accepted = (it: PureLog, link: { id: string; linkSeed: Uint8Array }, of: object = {}, when = at) =>
    anAcceptance(it.log, link, { name: 'lena', email: emailOf('lena'), memberId: memberIdOf('lena'), ...of }, when)
  const add = (acceptance: ReturnType<typeof accept>): Draft => ({ type: 'member.add', acceptance })

  test('needs the link, the person, and a key holder', () => {
    const it = aPeopledLog()
    const link = invited(it)
    const acceptance = accepted(it, link)
    expect(it.refusal('jonas', add(acceptance))).toBe('not-permitted')
    expect(it.refusal('lena', add(acceptance))).toBe('not-permitted')
    expect(it.refusal('mara', add({ ...acceptance, byLink: acceptance.byPerson }))).toBe('forged')
    expect(it.refusal('mara', add({ ...acceptance, byPerson: acceptance.byLink }))).toBe('forged')
    const strangers = accepted(it, { ...link, linkSeed: randomBytes(32) })
    expect(it.refusal('mara', add(strangers))).toBe('forged')
    const otherKeys = accepted(it, link, { as: 'eve' })
    expect(it.refusal('mara', add({ ...acceptance, payload: otherKeys.payload }))).toBe('forged')
    it.state('mara', add(acceptance))
    expect(it.log.members.get(memberIdOf('lena'))).toMatchObject({
      role: 'reader',
      name: 'lena',
      keys: keysFor('lena'),
    })
    expect(it.refusal('mara', add(acceptance))).toBe('wrong')
  })

  test.each([
    ['under another name', { name: 'mara' }, 'wrong name'],
    ['with another address', { email: 'eve@example.com' }, 'wrong email'],
    ['as a member that is there', { memberId: memberIdOf('rosa') }, 'taken member'],
    ['with the account of a member', { as: 'rosa' }, 'taken'],
  ])('%s is refused', (_how, of, refusal) => {
    const it = aPeopledLog()
    const link = invited(it)
    expect(it.refusal('mara', add(accepted(it, link, of)))).toBe(refusal)
  })

  test('after the end of the invitation, or when it was taken back, is refused', () => {
    const it = aPeopledLog()
    const link = invited(it)
    const late = '2026-03-09T09:00:00.001Z'
    expect(it.refusal('mara', add(accepted(it, link, {}, late)), late)).toBe('wrong')
    expect(it.refusal('mara', add(accepted(it, { ...link, id: uuidv7() })))).toBe('unknown')
    it.state('mara', { type: 'invite.cancel', invitation: link.id })
    expect(it.refusal('mara', add(accepted(it, link)))).toBe('wrong')
    expect(it.refusal('mara', { type: 'invite.cancel', invitation: link.id })).toBe('wrong')
  })

  test('an admin who leaves, or is no admin any more, takes the open invitations along', () => {
    for (const end of [role('anton', 'reader'), { type: 'member.remove', member: memberIdOf('anton') } as Draft]) {
      const it = aPeopledLog()
      const link = invited(it)
      it.state('mara', end)
      expect(it.refusal('mara', add(accepted(it, link)))).toBe('wrong')
    }
  })

  test('an acceptance of one organization is none of another', () => {
    const [here, there] = [aPeopledLog(), aPureLog('mara', 'another organization')]
    const link = invitation({ name: 'lena', email: emailOf('lena') })
    here.state('mara', link.draft)
    there.state('mara', link.draft)
    expect(here.refusal('mara', add(accepted(there, link)))).toBe('forged')
    expect(here.refusal('mara', add(accepted(here, link)))).toBe('taken in')
  })

  test('new keys come with a higher number, to the same member and account', () => {
    const it = aPeopledLog()
    const link = invited(it, { name: 'rosa', email: emailOf('rosa'), rekeys: memberIdOf('rosa') })
    const mine = { name: 'rosa', email: emailOf('rosa'), memberId: memberIdOf('rosa') }
    const rekey = (of: object = {}, keys = 'new rosa'): Draft => {
      const { accountId } = identityOf('rosa')
      const said = {
        invitation: link.id,
        member: mine.memberId,
        account: accountId,
        name: 'rosa',
        email: mine.email,
        epoch: 2,
        at,
      }
      const acceptance = accept(it.log.orgId, link.linkSeed, identityOf(keys).identity, { ...said, ...of })
      return { type: 'member.rekey', acceptance }
    }
    expect(it.refusal('mara', { ...rekey(), type: 'member.add' } as Draft)).toBe('wrong')
    expect(it.refusal('mara', rekey({ epoch: 1 }))).toBe('wrong epoch')
    expect(it.refusal('mara', rekey({ member: memberIdOf('jonas') }))).toBe('wrong')
    expect(it.refusal('mara', rekey({ account: identityOf('jonas').accountId }))).toBe('wrong')
    expect(it.refusal('jonas', rekey())).toBe('not-permitted')
    it.state('mara', rekey())
    const rosa = it.log.members.get(memberIdOf('rosa'))
    expect(rosa).toMatchObject({ epoch: 2, keys: keysFor('new rosa'), role: 'reader' })
    // What was signed with the old ones can still be checked.
    expect(rosa?.formerKeys.get(1)).toEqual(keysFor('rosa'))
  })
})

describe('keys', () => {
  const epochOf = (it: Peopled, change: (draft: Draft<'collection.epoch'>) => object): Draft => {
    const made = nextEpoch(it.log, signerFor('mara'), it.general, it.seeds.get(it.general), at)
    const {
      v: _v,
      seq: _s,
      prev: _p,
      at: _a,
      by: _b,
      ...draft
    } = JSON.parse(made.entry.payload) as Record<string, unknown>
    return { ...draft, ...change(draft as never) } as never
  }

  test('go to everybody who is entitled, and to nobody else: the log leaves no choice', () => {
    const it = aPeopledLog()
    const jonas = { of: 'custody', to: identityOf('jonas').accountId, toEpoch: 1, hash: shares(1)[0] }
    for (const change of [
      ({ wraps }: Draft<'collection.epoch'>) => ({ wraps: wraps.slice(1) }),
      ({ wraps }: Draft<'collection.epoch'>) => ({ wraps: [...wraps, jonas] }),
      ({ wraps }: Draft<'collection.epoch'>) => ({ wraps: [...wraps.slice(1), jonas] }),
      ({ wraps }: Draft<'collection.epoch'>) => ({ wraps: [...wraps, wraps[0]] }),
      ({ wraps }: Draft<'collection.epoch'>) => ({ wraps: wraps.map((wrap) => ({ ...wrap, toEpoch: 2 })) }),
    ]) {
      expect(it.refusal('mara', epochOf(it, change))).toBe('wrong wraps')
    }
    expect(
      it.refusal(
        'jonas',
        epochOf(it, () => ({})),
      ),
    ).toBe('not-permitted')
    expect(
      it.refusal(
        'anton',
        epochOf(it, () => ({})),
      ),
    ).toBe('taken in')
  })

  test('are new in every epoch, and epochs follow one another', () => {
    const it = aPeopledLog()
    const [first] = it.log.collections.get(it.general)?.keys ?? []
    expect(
      it.refusal(
        'mara',
        epochOf(it, () => ({ reveal: first?.reveal })),
      ),
    ).toBe('wrong reveal')
    expect(
      it.refusal(
        'mara',
        epochOf(it, () => ({ custody: first?.custody })),
      ),
    ).toBe('wrong reveal')
    expect(
      it.refusal(
        'mara',
        epochOf(it, ({ reveal }) => ({ custody: reveal })),
      ),
    ).toBe('wrong reveal')
    for (const epoch of [1, 3])
      expect(
        it.refusal(
          'mara',
          epochOf(it, () => ({ epoch })),
        ),
      ).toBe('moved-on')
  })

  test('a renewed grant, or another role that holds keys, leaves what permits a wrap as it was', () => {
    const it = aPeopledLog()
    it.state('mara', grant('rosa', { collection: it.general }, { level: 2, endsAt: soon }))
    const permits = () => new Map(entitled(it.log, it.general, at).map((to) => [keyOf(to), to.authHash]))
    const before = permits()
    it.state('mara', grant('rosa', { collection: it.general }, { level: 3 }))
    it.state('mara', role('anton', 'owner'))
    it.state('mara', role('anton', 'admin'))
    expect(permits()).toEqual(before)
    expect(isStale(it.log, it.general, at)).toBe(false)
    // Not so once it was gone in between.
    it.state('mara', role('anton', 'reader'))
    it.state('mara', role('anton', 'admin'))
    const anton = [...before.keys()].find((key) => key.includes(identityOf('anton').accountId)) ?? ''
    expect(permits().get(anton)).not.toBe(before.get(anton))
  })

  test('a takeover is signed by the kit and by the one who takes over', () => {
    const it = aPeopledLog()
    it.state('mara', kit())
    const byKit = (draft: Draft) => {
      const signer = { id: steadyId('the kit'), identity: identityOf('kit').identity }
      return refusalOf(() => apply(it.log, signed(it.log, signer, [draft], at)[0] as LogEntry))
    }
    expect(byKit(takeover(it))).toBe('taken in')
    expect(byKit(takeover(it, { proof: toBase64url(randomBytes(64)).replace(/.$/, 'A') }))).toBe('forged')
    expect(byKit(takeover(it, {}, { keys: keysFor('eve') }))).toBe('forged')
    expect(byKit(takeover(it, {}, { party: partyOf('partner') }))).toBe('wrong party')
    expect(byKit(takeover(it, {}, { member: memberIdOf('rosa') }))).toBe('taken owner')
    expect(it.refusal('mara', takeover(it))).toBe('unknown')
    // Somebody who is a member already becomes an owner, with the keys they have.
    const rosa = { member: memberIdOf('rosa'), account: identityOf('rosa').accountId, keys: keysFor('rosa') }
    expect(byKit(takeover(it, {}, rosa, 'rosa'))).toBe('taken in')
    expect(byKit(takeover(it, {}, { ...rosa, keys: keysFor('new rosa') }, 'new rosa'))).toBe('wrong owner')
  })
})

/** A takeover by nora, or by somebody else. */
function takeover(it: PureLog, of: object = {}, who: object = {}, as = 'nora'): Draft {
  const { accountId, identity } = identityOf(as)
  const owner = {
    member: memberIdOf('nora'),
    account: accountId,
    name: 'nora',
    email: emailOf('nora'),
    epoch: 1,
    keys: keysFor(as),
    party: partyOf('in_house'),
    ...who,
  }
  const claim = newcomerClaim({ ...owner, keys: keysFor(as) })
  const message = statementMessage('newcomer', fromBase64url(it.log.orgId), claim)
  const proof = toBase64url(sign(message, identity.sign.privateKey))
  return { type: 'recovery.takeover', recovery: steadyId('the kit'), owner, proof, ...of } as never
}
