import { v7 as uuidv7 } from 'uuid'
import { acceptInvitation } from '#contract/accounts.ts'
import type { Endpoint, InputOf, OutputOf } from '#contract/endpoint.ts'
import { appendToLog } from '#contract/log.ts'
import { apply } from '#contract/log/apply.ts'
import { Refused } from '#contract/log/refused.ts'
import { isStale, type LogState } from '#contract/log/state.ts'
import type { Draft } from '#contract/log/statements.ts'
import {
  levels,
  parseReference,
  type AccountId,
  type GrantId,
  type LevelName,
  type Role,
  type Side,
} from '#contract/values.ts'
import { laterByDays } from '../../server/platform/clock.ts'
import { keysOf } from './keys.ts'
import {
  anAcceptance,
  anInvitation,
  emailOf,
  logState,
  named,
  nothing,
  renewing,
  signed,
  signerOf,
  withCollection,
  wrapsLacking,
  type Person,
  type Place,
  type Seeds,
  type Stated,
} from './log.ts'
import type { Answer } from './vault.ts'

type As = <E extends Endpoint>(
  name: string,
  endpoint: E,
  input: Omit<InputOf<E>, 'slug'> & { slug?: string },
) => Promise<Answer<OutputOf<E>>>

export interface Link {
  id: string
  linkSeed: Uint8Array
  name: string
  email: string
}

/**
 * What members of a vault sign in tests, through the API. Each deed answers as the server did, refusals too: look at the
 * status where it matters. Entries are signed for the place at the end of the log as it is then.
 */
export function logDeeds({
  place,
  person,
  seeds,
  as,
}: {
  place: Place
  person: (name: string) => Person
  seeds: Map<string, Seeds>
  as: As
}) {
  const { db } = place
  const slugOf = (name: string) =>
    db.prepare(`SELECT slug FROM organizations WHERE id = ?`).pluck().get(person(name).organizationId) as string
  const logOf = (name: string) => logState(db, person(name).organizationId)
  const idOfSlug = (slug: string) =>
    db.prepare(`SELECT id FROM organizations WHERE slug = ?`).pluck().get(slug) as never

  const post = (name: string, stated: Partial<Stated>) =>
    as(name, appendToLog, { slug: slugOf(name), ...nothing(), ...stated })

  /** Signs drafts at the end of the log, whether or not the log would have them, and posts them. */
  const state = (name: string, drafts: Draft | readonly Draft[], more: Partial<Stated> = {}) =>
    post(name, {
      ...more,
      entries: signed(logOf(name), signerOf(person(name)), 'type' in drafts ? [drafts] : drafts, place.now()),
    })

  /** As `state`, with the wraps to those who become entitled by it. */
  const stateWithWraps = (name: string, draft: Draft) => {
    const [log, signer] = [logOf(name), signerOf(person(name))]
    const entries = signed(log, signer, [draft], place.now())
    const after = expected(log, entries)
    const wraps = after ? wrapsLacking(log, after, signer, seeds, place.now()) : []
    return post(name, { entries, wraps })
  }

  const documentOf = (name: string, reference: string): string => {
    const found = parseReference(reference)
    const id = db
      .prepare(`SELECT id FROM documents WHERE organization_id = ? AND kind = ? AND number = ?`)
      .pluck()
      .get(person(name).organizationId, found?.kind, found?.number)
    return (id as string | undefined) ?? uuidv7()
  }

  return {
    /** What the log of an organization says now. */
    logState: (slug = 'acme'): LogState => logState(db, idOfSlug(slug)),
    /** Signs and opens as somebody: member, account, epoch and private keys. */
    identity: (name: string) => ({ ...signerOf(person(name)), memberId: person(name).memberId }),
    /** The seeds of a collection's epoch in force. */
    seeds: (collection: string): Seeds => {
      const known = seeds.get(collection)
      if (!known) throw new Error(`${collection} has no seeds`)
      return known
    },
    post,
    state,

    /** Gives standing access. @returns the id of the grant too. */
    async grant(
      by: string,
      given: {
        to: string
        collection?: string
        reference?: string
        document?: string
        level: LevelName
        endsAt?: string | undefined
        id?: string
      },
    ) {
      const id = (given.id ?? uuidv7()) as GrantId
      const { to, collection, reference, document, level, endsAt } = given
      const on = collection === undefined ? { document: document ?? documentOf(by, reference ?? '') } : { collection }
      const member = person(to).memberId
      const draft: Draft = {
        type: 'grant.set',
        grant: id,
        member,
        on,
        level: levels[level],
        ...(endsAt !== undefined && { endsAt }),
      }
      return { ...(await stateWithWraps(by, draft)), id }
    },
    endGrant: (by: string, grant: string) => state(by, { type: 'grant.end', grant }),

    removeMember: (by: string, name: string) => state(by, { type: 'member.remove', member: person(name).memberId }),
    changeMember(by: string, name: string, role: Role, side?: Side, partyId?: string) {
      const { organizationId, memberId } = person(name)
      const log = logOf(name)
      const wanted = partyId ?? (side ? undefined : log.members.get(memberId)?.party)
      const party = db
        .prepare(
          `SELECT id, name, side FROM parties WHERE organization_id = ? AND (id = ? OR (? IS NULL AND side = ?))`,
        )
        .get(organizationId, wanted, wanted, side)
      return stateWithWraps(by, { type: 'member.role', member: memberId, role, party: party as never })
    },

    /** Makes a collection with its first keys. @returns its id too. */
    async createCollection(
      by: string,
      {
        name,
        restricted = false,
        description,
        id = uuidv7(),
      }: {
        name: string
        restricted?: boolean
        description?: string
        id?: string
      },
    ) {
      const given = { id, name, restricted, ...(description !== undefined && { description }) }
      const made = attempt(() => withCollection(logOf(by), signerOf(person(by)), given, place.now()))
      const answer = made
        ? await post(by, made.stated)
        : await state(by, {
            type: 'collection.create',
            collection: id,
            custody: uuidv7(),
            name: named(id, name).hash,
            restricted,
          })
      if (made && answer.status === 200) seeds.set(id, made.seeds)
      return { ...answer, id: id as never }
    },
    changeCollection(
      by: string,
      collection: string,
      {
        name,
        description,
        ...set
      }: { name?: string; description?: string; restricted?: boolean; leaseMinutes?: number },
    ) {
      const called = name === undefined ? undefined : named(collection, name, description)
      const draft: Draft = {
        type: 'policy.set',
        for: { collection, set: { ...set, ...(called && { name: called.hash }) } },
      }
      return state(by, draft, { names: called ? [called.text] : [] })
    },
    archiveCollection: (by: string, collection: string) =>
      state(by, { type: 'policy.set', for: { collection, set: { archived: true } } }),
    setPolicies: (by: string, organization: Partial<LogState['policies']>) =>
      state(by, { type: 'policy.set', for: { organization } }),

    /** New keys for the collections that want them, or for those that are named. */
    async renew(by: string, collections?: readonly string[]) {
      const log = logOf(by)
      const wanted =
        collections ??
        [...log.collections.values()]
          .filter((it) => !it.archived && isStale(log, it.id, place.now()))
          .map(({ id }) => id)
      const next = new Map(seeds)
      const answer = await post(by, renewing(log, signerOf(person(by)), wanted, next, place.now()))
      if (answer.status === 200) for (const [id, made] of next) seeds.set(id, made)
      return answer
    },

    /** Invites somebody. @returns what the link has too. */
    async invite(
      by: string,
      {
        name,
        email = emailOf(name),
        role = 'reader',
        side = 'in_house',
        partyId,
        days = 7,
        ...more
      }: {
        name: string
        email?: string
        role?: Role
        side?: Side
        partyId?: string
        days?: number
        id?: string
        rekeys?: string
      },
    ): Promise<Answer<{ seq: number }> & { link: Link }> {
      const party = db
        .prepare(
          `SELECT id, name, side FROM parties WHERE organization_id = ? AND (id = ? OR (? IS NULL AND side = ?))`,
        )
        .get(person(by).organizationId, partyId, partyId, side) as never
      const expiresAt = laterByDays(place.now(), days)
      const { draft, id, linkSeed } = anInvitation({ name, email, role, party, expiresAt, ...more })
      return { ...(await state(by, draft)), link: { id, linkSeed, name, email } }
    },
    cancelInvitation: (by: string, invitation: string) => state(by, { type: 'invite.cancel', invitation }),

    /** What `acceptInvitation` wants of somebody who uses a link with a new account, or with their own. */
    acceptance(
      link: Link,
      {
        as: whose = link.name,
        memberId = uuidv7(),
        account = true,
        slug = 'acme',
        ...said
      }: {
        /** Whose keys and account. */
        as?: string
        memberId?: string
        account?: boolean
        slug?: string
        name?: string
        email?: string
        epoch?: number
      } = {},
    ) {
      const log = logState(db, idOfSlug(slug))
      const acceptance = anAcceptance(
        log,
        link,
        { name: link.name, email: link.email, memberId, as: whose, ...said },
        place.now(),
      )
      const { accountId: id, keys } = keysOf(whose)
      return {
        orgId: log.orgId,
        invitation: link.id as never,
        acceptance,
        ...(account && { account: { id: id as AccountId, email: link.email, name: link.name, keys } }),
      }
    },
    /** Lets in who waits by an invitation, with the keys that go with it. */
    letIn(by: string, invitation: string, type: 'member.add' | 'member.rekey' = 'member.add') {
      const kept = db.prepare(`SELECT acceptance FROM invitations WHERE id = ?`).pluck().get(invitation) as
        string | null
      if (!kept) throw new Error('Nobody has used this invitation')
      return stateWithWraps(by, { type, acceptance: JSON.parse(kept) as never })
    },
    /** For `acceptInvitation`, spelled out so that tests can change it. */
    acceptInvitation,
  }

  function expected(log: LogState, entries: Stated['entries']): LogState | undefined {
    return attempt(() => entries.reduce(apply, log))
  }
}

/** What the log would refuse is for the server to refuse. */
function attempt<Result>(make: () => Result): Result | undefined {
  try {
    return make()
  } catch (error) {
    if (error instanceof Refused) return undefined
    throw error
  }
}
