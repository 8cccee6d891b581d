import { v7 as uuidv7 } from 'uuid'
import { setUp } from '#contract/accounts.ts'
import type { InputOf } from '#contract/endpoint.ts'
import { openDocument } from '#contract/documents.ts'
import { changeOrganizationSettings, createOrganization, createParty } from '#contract/organizations.ts'
import { levels, type CollectionId, type Instant, type MemberId } from '#contract/values.ts'
import type { Party } from '#contract/log/statements.ts'
import { acceptByLink } from '../cli/organization.ts'
import type { Wish } from '../vault/stating.ts'
import { daysAfter, endOfDay, order, type Planned } from './calendar.ts'
import type { Cast, Unlocked } from './cast.ts'
import { people, type DemoGrant, type DemoMember, type DemoOrganization, type PersonKey } from './organization.ts'

/** What the acts of one organization have to remember of each other. */
export interface Place {
  organization: DemoOrganization
  slug: string
  organizationId: string
  /** Once it is founded. */
  orgId: string
  members: Map<PersonKey, MemberId>
  parties: Map<string, Party>
  collections: Map<string, CollectionId>
}

/**
 * Who installs Runkeep for the customers of Northlight, and hands each organization over to its owner: an account needs
 * an organization, and only who holds the keys of one makes another.
 */
export const installer: PersonKey = 'marcus'
const installedDaysAgo = 541
const longestGrantDays = 365

export const placeFor = (organization: DemoOrganization): Place => ({
  organization,
  slug: organization.slug,
  organizationId: uuidv7(),
  orgId: '',
  members: new Map(),
  parties: new Map(),
  collections: new Map(),
})

/** Foundings, arrivals, access and departures of an organization. */
export function planPeople(place: Place, cast: Cast, today: Instant): Planned[] {
  const { organization } = place
  const [first, ...others] = organization.members
  const owner = first.person
  return [
    { daysAgo: installedDaysAgo, order: order.founding, happen: () => found(place, cast) },
    { daysAgo: first.joinedDaysAgo, order: order.founding, happen: () => handOver(place, cast) },
    ...others
      .filter(({ person }) => person !== installer)
      .map((member) => ({
        daysAgo: member.joinedDaysAgo,
        order: order.people,
        happen: () => invite(place, cast, owner, member),
      })),
    ...others.flatMap(({ person, leftDaysAgo }) =>
      leftDaysAgo === undefined
        ? []
        : [{ daysAgo: leftDaysAgo, order: order.leaving, happen: () => leave(place, cast, owner, person) }],
    ),
    ...organization.grants.flatMap((grant) => planGrant(place, cast, grant, today)),
  ]
}

/** An organization comes with one collection, which becomes the first of them. */
async function found(place: Place, cast: Cast): Promise<void> {
  const { organization, slug, organizationId } = place
  const { name, timeZone, collections } = organization
  const [first] = collections
  if (!first) throw new Error(`${name} has no collection`)
  const party: Party = { id: uuidv7(), name, side: 'in_house' }
  const memberId = uuidv7() as MemberId
  const collection = { id: uuidv7(), custody: uuidv7(), name: first.name, description: first.description }
  const begin = async ({ deeds }: Unlocked) => {
    const person = people[installer]
    const founding = { organizationId, name, memberId, person, partyId: party.id, collection }
    const { orgId, ...log } = await deeds.foundOrganization(founding)
    place.orgId = orgId
    return { id: organizationId, name, slug, timeZone, log } as InputOf<typeof createOrganization>
  }
  if (cast.hasAccount(installer)) {
    await cast.as(installer, createOrganization, await begin(await cast.unlocked(installer)))
  } else {
    await cast.join(installer, async (hands, account) =>
      hands.connection.call(setUp, { account, organization: await begin(hands) }),
    )
  }
  place.members.set(installer, memberId)
  place.parties.set(name, party)
  place.collections.set(first.name, collection.id as CollectionId)
}

/** The owner comes in, and whoever installed it becomes what Northlight's people are: a technician without any access. */
async function handOver(place: Place, cast: Cast): Promise<void> {
  const { organization, slug } = place
  const { members, parties, timeZone, keepsSearchTexts, name, collections } = organization
  const owner = members[0].person
  await invite(place, cast, installer, members[0])
  for (const { name: party, side } of parties) {
    if (side === 'in_house') continue
    const id = uuidv7()
    await cast.as(owner, createParty, { slug, id, name: party, side })
    place.parties.set(party, { id, name: party, side })
  }
  const installed = members.find(({ person }) => person === installer) as DemoMember
  const made = collections
    .slice(1)
    .map((each) => ({ ...each, collection: uuidv7() as CollectionId, custody: uuidv7() }))
  await state(place, cast, owner, [
    {
      type: 'member.role',
      member: memberOf(place, installer),
      role: installed.role,
      party: partyOf(place, installed.party),
    },
    ...made.map((each) => ({ type: 'collection' as const, ...each })),
  ])
  for (const each of made) place.collections.set(each.name, each.collection)
  await cast.as(owner, changeOrganizationSettings, { slug, name, timeZone, keepsSearchTexts })
}

/** What people state in the log, as their page does it: read on, sign, send. */
async function state(place: Place, cast: Cast, by: PersonKey, wishes: Wish[]): Promise<void> {
  const { deeds, protocol } = await cast.unlocked(by)
  await protocol.ready(place)
  const { organizationId } = place
  await protocol.append(place, () => deeds.stateIn({ organizationId, wishes }))
  await protocol.keepHome()
}

/** By link, as people do it: it goes from hand to hand, and a key holder's vault lets in who has used it. */
async function invite(place: Place, cast: Cast, by: PersonKey, { person, party, role }: DemoMember): Promise<void> {
  const { organizationId } = place
  const { deeds, protocol } = await cast.unlocked(by)
  await protocol.ready(place)
  const invitation = {
    organizationId,
    invitation: uuidv7(),
    person: people[person],
    role,
    party: partyOf(place, party),
    expiresAt: daysAfter(cast.now(), 7),
  }
  let link = ''
  await protocol.append(place, async () => {
    const { post, fragment } = await deeds.invite(invitation)
    link = fragment
    return post
  })
  const memberId = uuidv7() as MemberId
  if (cast.hasAccount(person)) await acceptByLink(await cast.unlocked(person), link, memberId)
  else await cast.join(person, (hands, account) => acceptByLink(hands, link, memberId, account))
  const { failures } = await protocol.work(place)
  if (failures.length > 0) throw new Error(`${person} was not let in`, { cause: failures[0] })
  await protocol.keepHome()
  place.members.set(person, memberId)
}

async function leave(place: Place, cast: Cast, by: PersonKey, person: PersonKey): Promise<void> {
  await state(place, cast, by, [{ type: 'member.remove', member: memberOf(place, person) }])
}

/** Access of people from outside lasts a year at most, so longer access was renewed, a month before each end. */
function planGrant(place: Place, cast: Cast, grant: DemoGrant, today: Instant): Planned[] {
  const { givenDaysAgo, endsInDays, on } = grant
  const hour = 'collection' in on ? order.access : order.documentAccess
  const given = (daysAgo: number, endDay: number | undefined) => ({
    daysAgo,
    order: hour,
    happen: () =>
      give(place, cast, grant, endDay === undefined ? undefined : endOfDay(today, place.organization.timeZone, endDay)),
  })
  if (endsInDays === undefined) return [given(givenDaysAgo, undefined)]
  const plans: Planned[] = []
  let from = givenDaysAgo
  for (; from + endsInDays > longestGrantDays; from -= longestGrantDays - 30)
    plans.push(given(from, longestGrantDays - from))
  return [...plans, given(from, endsInDays)]
}

async function give(
  place: Place,
  cast: Cast,
  { by, to, on, level }: DemoGrant,
  endsAt: Instant | undefined,
): Promise<void> {
  const { slug } = place
  const target = async () => {
    if ('collection' in on) return { collection: collectionOf(place, on.collection) }
    const { id } = await cast.as(by, openDocument, { slug, reference: on.document })
    return { document: id }
  }
  const grant = { grant: uuidv7(), member: memberOf(place, to), on: await target(), level: levels[level] }
  await state(place, cast, by, [{ type: 'grant.set', ...grant, ...(endsAt && { endsAt }) }])
}

export const memberOf = (place: Place, person: PersonKey) => known(place.members, person)
export const collectionOf = (place: Place, name: string) => known(place.collections, name)
export const partyOf = (place: Place, name: string) => known(place.parties, name)

function known<Key extends string, Id>(ids: ReadonlyMap<Key, Id>, name: Key): Id {
  const id = ids.get(name)
  if (id === undefined) throw new Error(`The demo does not know ${name} yet`)
  return id
}
