import fc from 'fast-check'
import { v7 as uuidv7 } from 'uuid'
import { expect, test } from 'vitest'
import { acceptInvitation } from '#contract/accounts.ts'
import { apply } from '#contract/log/apply.ts'
import { Refused } from '#contract/log/refused.ts'
import { entitled, isStale, type LogState } from '#contract/log/state.ts'
import type { Draft, LogEntry } from '#contract/log/statements.ts'
import { appendToLog } from '#contract/log.ts'
import { Problem } from '#contract/problems.ts'
import type { AccountId, MemberId } from '#contract/values.ts'
import { nextEpoch, publicKeysOf, type Seeds } from '../../client/vault/log-writer.ts'
import { checkLogs, logState } from '../../server/features/log/rules.ts'
import { laterByDays } from '../../server/platform/clock.ts'
import { aRunbook } from '../support/documents.ts'
import { identityOf, keysOf, steadyId } from '../support/keys.ts'
import {
  anAcceptance,
  anInvitation,
  ask,
  emailOf,
  named,
  nothing,
  readAnew,
  signed,
  type Place,
  type Stated,
} from '../support/log.ts'
import { LogModel, type Role, type Side } from '../support/log-model.ts'
import { aDatabase, aVault, opened, start, type Vault } from '../support/vault.ts'

/**
 * Random histories of one organization, through the server's own route, beside a list that knows nothing of the product's
 * rules (log-model.ts). After every step both must agree: on whether it was allowed, on who is entitled to which key, and
 * on which keys are stale; and the rows must be what the log says. `HISTORIES=300` takes that many, for a long evening.
 */

const names = ['mara', 'abe', 'bea', 'cem', 'dora', 'eli', 'fay', 'gus', 'hal'] as const
const roles: Role[] = ['owner', 'admin', 'editor', 'reader', 'auditor', 'technician']
const sides: Side[] = ['in_house', 'partner', 'outside']
/** Somebody, found among those who are there when it happens: mostly people who can do something, and sometimes anybody. */
const somebody = (...kinds: Kind[]) => fc.record({ kind: fc.constantFrom(...kinds), pick: fc.nat({ max: 1_000 }) })
type Kind = Role | 'member' | 'anybody'
const actor = somebody('owner', 'owner', 'admin', 'admin', 'admin', 'anybody')
const target = somebody('member', 'member', 'member', 'admin', 'technician', 'anybody')
const newcomer = somebody('anybody')
const pick = fc.nat({ max: 1_000 })
const level = fc.integer({ min: 1, max: 4 })
const days = fc.constantFrom(undefined, undefined, -1, 0, 1, 3, 30, 366, 367)
const pairs = sides.flatMap((side) => roles.map((role): [Role, Side] => [role, side]))
const fits: Record<Side, Role[]> = {
  in_house: ['owner', 'admin', 'editor', 'reader', 'auditor'],
  partner: ['technician', 'editor', 'reader', 'auditor'],
  outside: ['auditor', 'reader'],
}
const fitting = pairs.filter(([role, side]) => fits[side].includes(role))
const suiting = fc.constantFrom<[Role, Side]>(
  ...pairs,
  ...fitting,
  ...fitting,
  ...fitting,
  ['admin', 'in_house'],
  ['admin', 'in_house'],
)
const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant('join'), by: actor, then: actor, name: newcomer, as: suiting }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('invite'), by: actor, name: newcomer, as: suiting }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('take back'), by: actor, pick }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('let in'), by: actor, pick }) },
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant('change'), by: actor, name: target, as: suiting }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('remove'), by: actor, name: target }) },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('give'), by: actor, name: target, pick, level, days }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('end'), by: actor, pick }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('make'), by: actor }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('renew'), by: actor, pick }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restrict'), by: actor, pick, yes: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('archive'), by: actor, pick }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('policy'), by: actor }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('kit'), by: actor }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('wait'), hours: fc.constantFrom(1, 20, 40, 100) }) },
)
interface Somebody {
  kind: Kind
  pick: number
}
interface Step {
  do: string
  by: Somebody
  then: Somebody
  name: Somebody
  as: [Role, Side]
  pick: number
  level: number
  days: number | undefined
  yes: boolean
  hours: number
}
/** What a step has depends on what it does. */
type Raw = Pick<Step, 'do'> & { [Each in keyof Step]?: Step[Each] | undefined }
/** With the people found whom it means. */
type Deed = Omit<Step, 'by' | 'then' | 'name'> & { by: string; then: () => string; name: string }

test('who may do what, whose keys are whose, and what the rows say: always as a plain list would have it', async () => {
  const vault = aVault()
  await aRunbook(vault, 'One', {}, 'mara')
  const house: House = {
    image: vault.db.serialize(),
    config: vault.house.config,
    acme: vault.acme,
    mara: vault.member('mara'),
  }
  let [taken, refused] = [0, 0]
  fc.assert(
    fc.property(fc.array(step, { minLength: 25, maxLength: 60 }), (steps) => {
      const world = aWorld(house)
      for (const each of steps) {
        const { expected, done } = world.take(each)
        expect([each, done]).toEqual([each, expected])
        if (done) taken += 1
        else refused += 1
        world.compare()
      }
      world.compareRows()
    }),
    { numRuns: Number(process.env['HISTORIES'] ?? 12), seed: 20_260_302 },
  )
  // A test in which nearly everything is refused, or nothing, would show little.
  expect(taken).toBeGreaterThan(100)
  expect(refused).toBeGreaterThan(100)
}, 600_000)

interface House {
  image: Buffer
  config: Place['config']
  acme: Vault['acme']
  mara: string
}

/** One organization, and the list beside it. */
function aWorld({ image, config, acme, mara }: House) {
  const db = opened(image)
  let now = start as string
  const place: Place = { db, config, now: () => now as never }
  const memberIds = new Map<string, string>([['mara', mara]])
  const links = new Map<string, { id: string; linkSeed: Uint8Array }>()
  const seeds = new Map<string, Seeds>()
  const collections: string[] = []
  const document = db.prepare(`SELECT id FROM documents`).pluck().get() as string
  const log = (): LogState => logState(db, acme.id)

  // Only mara and one collection of her own: the rest of the cast is taken out first.
  const drafts: Draft[] = [...log().members.values()]
    .filter(({ name }) => name !== 'mara')
    .map(({ id }) => ({ type: 'member.remove', member: id }))
  post('mara', drafts)
  const first = uuidv7()
  make('mara', first)
  const model = new LogModel('mara', first, Date.parse(now))

  /** As the server answers: whether it was let in. The log alone must come to the same. */
  function post(by: string, drafts: readonly Draft[], more: Partial<Stated> = {}): boolean {
    const id = memberIds.get(by) ?? steadyId(`no member ${by}`)
    const entries = signed(log(), { id, identity: identityOf(by).identity }, drafts, now)
    const before = log()
    const alone = isLetIn(before, entries)
    if (!hasAccount(by)) {
      expect(alone).toBe(false)
      return false
    }
    try {
      ask(place, { accountId: accountOf(by) }, appendToLog, { slug: 'acme', ...nothing(), ...more, entries })
      expect(alone).toBe(true)
      return true
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      // A refusal leaves nothing behind.
      expect(log()).toBe(before)
      return false
    }
  }

  function hasAccount(name: string): boolean {
    return db.prepare(`SELECT 1 FROM accounts WHERE id = ?`).get(accountOf(name)) !== undefined
  }

  function make(by: string, id: string): boolean {
    const { hash, text } = named(id, `Collection ${id}`)
    const draft: Draft = { type: 'collection.create', collection: id, custody: uuidv7(), name: hash, restricted: false }
    const isMade = post(by, [draft], { names: [text] })
    if (isMade) {
      collections.push(id)
      renew(by, id)
    }
    return isMade
  }

  function renew(by: string, id: string): boolean {
    const signer = { id: memberIds.get(by) ?? '', account: accountOf(by), epoch: 1, identity: identityOf(by).identity }
    try {
      const made = nextEpoch(log(), signer, id, seeds.get(id), now)
      const {
        v: _v,
        seq: _s,
        prev: _p,
        at: _a,
        by: _b,
        ...draft
      } = JSON.parse(made.entry.payload) as Record<string, unknown>
      const isMade = post(by, [draft as unknown as Draft], { wraps: made.wraps, epochs: [made.keys] })
      if (isMade) seeds.set(id, made.seeds)
      return isMade
    } catch (error) {
      if (error instanceof Refused) return false
      throw error
    }
  }

  const partyFor = (side: Side) => ({
    id: acme.parties[side],
    name: { in_house: 'Acme Joinery', partner: 'Northwind IT', outside: 'Hollin Mutual' }[side],
    side,
  })
  const within = <Each>(list: readonly Each[], index: number): Each | undefined =>
    list[index % Math.max(1, list.length)]

  function invite({ by, name, as: [role, side] }: Pick<Deed, 'by' | 'name' | 'as'>): {
    expected: boolean
    done: boolean
    id: string
  } {
    const expiresAt = laterByDays(now as never, 7)
    const { draft, ...link } = anInvitation({ email: emailOf(name), name, role, party: partyFor(side), expiresAt })
    const done = post(by, [draft])
    const expected = model.invite(by, link.id, name, role, side)
    if (done) {
      links.set(link.id, link)
      accept(link.id, name)
    }
    return { expected, done, id: link.id }
  }

  /** The invited person uses the link at once: with a new account, or with the one they have. */
  function accept(id: string, name: string): void {
    const link = links.get(id)
    if (!link) return
    const memberId = uuidv7()
    const acceptance = anAcceptance(log(), link, { name, memberId }, now)
    const { accountId, keys } = keysOf(name)
    const account = { id: accountId as AccountId, email: emailOf(name), name, keys }
    const person = hasAccount(name) ? { accountId: accountId as AccountId } : undefined
    const input = { orgId: log().orgId, invitation: id as never, acceptance, ...(!person && { account }) }
    ask(place, person, acceptInvitation, input)
    const invitation = model.invitations.find((each) => each.id === id)
    if (invitation) invitation.accepted = true
    memberIds.set(`${id} ${name}`, memberId)
  }

  function letIn(by: string, id: string | undefined): { expected: boolean; done: boolean } {
    const kept = db.prepare(`SELECT acceptance, name FROM invitations WHERE id = ?`).get(id) as
      { acceptance: string | null; name: string } | undefined
    if (!id || !kept?.acceptance) return { expected: false, done: false }
    const done = post(by, [{ type: 'member.add', acceptance: JSON.parse(kept.acceptance) as never }])
    const expected = model.letIn(by, id)
    if (done) memberIds.set(kept.name, memberIds.get(`${id} ${kept.name}`) ?? '')
    return { expected, done }
  }

  function take(step: Raw): { expected: boolean; done: boolean } {
    const nobody: Somebody = { kind: 'anybody', pick: 0 }
    const { as = ['reader', 'in_house'], pick = 0, level = 1, yes = false, hours = 0, days } = step
    const by = whoIs(step.by ?? nobody)
    const name = whoIs(step.name ?? nobody)
    const outcome = act({
      ...{ do: step.do, as, pick, level, yes, hours, days, by, name },
      then: () => whoIs(step.then ?? nobody),
    })
    model.note()
    return outcome
  }

  function whoIs({ kind, pick }: Somebody): string {
    const among = model.people.filter(({ role }) => kind === 'member' || role === kind).map(({ name }) => name)
    return within(kind === 'anybody' || among.length === 0 ? names : among, pick) ?? 'mara'
  }

  function act(step: Deed): { expected: boolean; done: boolean } {
    const { by, name, pick, level, days: inDays } = step
    const [role, side] = step.as
    const member = (memberIds.get(name) ?? steadyId(`no member ${name}`)) as MemberId
    switch (step.do) {
      case 'wait': {
        now = new Date(Date.parse(now) + step.hours * 3_600_000).toISOString()
        model.now = Date.parse(now)
        return { expected: true, done: true }
      }
      case 'join': {
        const { id, ...invited } = invite(step)
        if (!invited.done || !invited.expected) return invited
        model.note()
        return letIn(step.then(), id)
      }
      case 'invite':
        return invite(step)
      case 'take back': {
        const id = within([...links.keys()], pick) ?? uuidv7()
        const done = post(by, [{ type: 'invite.cancel', invitation: id }])
        return { done, expected: model.takeBack(by, id) }
      }
      case 'let in':
        return letIn(by, within([...links.keys()], pick))
      case 'change': {
        const done = post(by, [{ type: 'member.role', member, role, party: partyFor(side) }])
        return { done, expected: model.change(by, name, role, side) }
      }
      case 'remove':
        return { done: post(by, [{ type: 'member.remove', member }]), expected: model.remove(by, name) }
      case 'give': {
        const on = within([...collections, document], pick) ?? document
        const id = uuidv7()
        const ends = inDays === undefined ? undefined : Date.parse(now) + inDays * 86_400_000
        const draft: Draft = {
          type: 'grant.set',
          grant: id,
          member,
          on: on === document ? { document } : { collection: on },
          level,
          ...(ends !== undefined && { endsAt: new Date(ends).toISOString() }),
        }
        const target = on === document ? `document ${on}` : on
        return { done: post(by, [draft]), expected: model.give(by, { id, to: name, on: target, level, ends }) }
      }
      case 'end': {
        const id = within(model.grants, pick)?.id ?? uuidv7()
        return { done: post(by, [{ type: 'grant.end', grant: id }]), expected: model.end(by, id) }
      }
      case 'make': {
        const id = uuidv7()
        return { done: make(by, id), expected: model.make(by, id) }
      }
      case 'renew': {
        const id = within(collections, pick) ?? first
        return { done: renew(by, id), expected: model.renew(by, id) }
      }
      case 'restrict': {
        const id = within(collections, pick) ?? first
        const draft: Draft = { type: 'policy.set', for: { collection: id, set: { restricted: step.yes } } }
        return { done: post(by, [draft]), expected: model.setCollection(by, id) }
      }
      case 'archive': {
        const id = within(collections, pick) ?? first
        const draft: Draft = { type: 'policy.set', for: { collection: id, set: { archived: true } } }
        return { done: post(by, [draft]), expected: model.archive(by, id) }
      }
      case 'policy': {
        const draft: Draft = { type: 'policy.set', for: { organization: { drillDays: 30 } } }
        return { done: post(by, [draft]), expected: model.setOrganization(by) }
      }
      case 'kit': {
        const epoch = model.kit + 1
        const keys = publicKeysOf(identityOf(`kit ${epoch}`).identity)
        const shares = [1, 2].map((n) => Buffer.alloc(32, `${epoch} ${n}`).toString('base64url'))
        const draft: Draft = { type: 'recovery.set', recovery: steadyId('model kit'), epoch, keys, k: 2, shares }
        return { done: post(by, [draft]), expected: model.newKit(by) }
      }
      default:
        throw new Error(step.do)
    }
  }

  /** Entitlement and staleness, collection by collection. */
  function compare(): void {
    const state = log()
    const nameOf = new Map([...state.members.values()].map(({ account, name }) => [account, name]))
    for (const id of model.collections.keys()) {
      const found = entitled(state, id, now).map(
        ({ of, to, toEpoch }) => `${of} of ${nameOf.get(to) ?? `kit ${toEpoch}`}`,
      )
      expect([id, found.toSorted()]).toEqual([id, [...model.entitled(id)].toSorted()])
      expect([id, isStale(state, id, now)]).toEqual([id, model.stale(id)])
    }
    expect([...state.grants.keys()].toSorted()).toEqual(model.grants.map(({ id }) => id).toSorted())
    const open = [...state.invitations.values()].filter(({ state }) => state === 'open').map(({ id }) => id)
    expect(open.toSorted()).toEqual(model.invitations.map(({ id }) => id).toSorted())
  }

  /** Rows, and keys on their way: what the log says, read from memory and read anew. */
  function compareRows(): void {
    expect(checkLogs(db)).toEqual([])
    expect(readAnew({ db }, aDatabase(), acme.id)).toEqual(log())
    const members = db
      .prepare(`SELECT name, role FROM members WHERE organization_id = ? AND removed_at IS NULL ORDER BY name`)
      .all(acme.id)
    const listed = model.people.map(({ name, role }) => ({ name, role }))
    expect(members).toEqual(listed.toSorted((one, other) => (one.name < other.name ? -1 : 1)))
    // Nobody who is gone, or no key holder any more, has a custody key waiting.
    const holders = db
      .prepare(
        `SELECT DISTINCT a.name FROM seed_wraps w JOIN accounts a ON a.id = w.recipient_id
           JOIN collections c ON c.id = w.collection_id
          WHERE w.of = 'custody' AND c.organization_id = ?`,
      )
      .pluck()
      .all(acme.id) as string[]
    expect(holders.filter((name) => !model.keyHolder(name))).toEqual([])
    const revealed = db
      .prepare(
        `SELECT w.collection_id || ' ' || a.name FROM seed_wraps w JOIN accounts a ON a.id = w.recipient_id
          WHERE w.of = 'reveal'`,
      )
      .pluck()
      .all() as string[]
    const granted = model.grants.filter(({ level }) => level >= 2).map(({ on, to }) => `${on} ${to}`)
    expect(revealed.filter((each) => !granted.includes(each))).toEqual([])
  }

  // Somebody of every kind to begin with.
  for (const [name, role, side] of [
    ['abe', 'admin', 'in_house'],
    ['bea', 'owner', 'in_house'],
    ['cem', 'reader', 'in_house'],
    ['dora', 'technician', 'partner'],
    ['eli', 'editor', 'partner'],
  ] as const) {
    const { id } = invite({ by: 'mara', name, as: [role, side] })
    letIn('mara', id)
    model.note()
  }
  return { take, compare, compareRows }
}

function isLetIn(log: LogState, entries: readonly LogEntry[]): boolean {
  try {
    entries.reduce(apply, log)
    return true
  } catch (error) {
    if (error instanceof Refused) return false
    throw error
  }
}

const accountOf = (name: string) => keysOf(name).accountId as AccountId
