import { createHash, randomBytes } from 'node:crypto'
import { v7 as uuidv7 } from 'uuid'
import { acceptInvitation, setUp } from '#contract/accounts.ts'
import {
  changeCollection,
  changeMember,
  changeOrganizationSettings,
  createCollection,
  createGrant,
  createInvitation,
  createOrganization,
  createParty,
  listCollections,
  removeMember,
} from '#contract/organizations.ts'
import type { CollectionId, Instant, InvitationId, MemberId, OrganizationId, PartyId } from '#contract/values.ts'
import { endOfDay, order, type Planned } from './calendar.ts'
import type { Cast } from './cast.ts'
import { people, type DemoGrant, type DemoMember, type DemoOrganization, type PersonKey } from './organization.ts'

/** What the acts of one organization have to remember of each other. */
export interface Place {
  organization: DemoOrganization
  slug: string
  members: Map<PersonKey, MemberId>
  parties: Map<string, PartyId>
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

async function found(place: Place, cast: Cast): Promise<void> {
  const { name, slug, timeZone } = place.organization
  const inHouse = uuidv7() as PartyId
  const memberId = uuidv7() as MemberId
  const organization = { id: uuidv7() as OrganizationId, name, slug, timeZone, memberId, partyId: inHouse }
  if (cast.hasAccount(installer)) await cast.as(installer, createOrganization, organization)
  else await cast.join(installer, (connection, account) => connection.call(setUp, { account, organization }))
  place.members.set(installer, memberId)
  place.parties.set(name, inHouse)
}

/** The owner comes in, and whoever installed it becomes what Northlight's people are: a technician without any access. */
async function handOver(place: Place, cast: Cast): Promise<void> {
  const { organization, slug } = place
  const { members, parties, timeZone, keepsSearchTexts, name } = organization
  const owner = members[0].person
  await invite(place, cast, installer, members[0])
  for (const { name: party, side } of parties) {
    if (side === 'in_house') continue
    const id = uuidv7() as PartyId
    await cast.as(owner, createParty, { slug, id, name: party, side })
    place.parties.set(party, id)
  }
  const installed = members.find(({ person }) => person === installer) as DemoMember
  await cast.as(owner, changeMember, {
    slug,
    memberId: memberOf(place, installer),
    role: installed.role,
    partyId: partyOf(place, installed.party),
  })
  await cast.as(owner, changeOrganizationSettings, { slug, name, timeZone, keepsSearchTexts })
  await makeCollections(place, cast, owner)
}

/** An organization comes with one collection, which becomes the first of them. */
async function makeCollections(place: Place, cast: Cast, owner: PersonKey): Promise<void> {
  const { organization, slug } = place
  const { items } = await cast.as(owner, listCollections, { slug })
  for (const [index, { name, description, restricted }] of organization.collections.entries()) {
    const given = items[index]
    const id = given?.id ?? (uuidv7() as CollectionId)
    const wanted = { slug, name, description, restricted }
    if (given) await cast.as(owner, changeCollection, { ...wanted, collectionId: id, revision: given.revision })
    else await cast.as(owner, createCollection, { ...wanted, id })
    place.collections.set(name, id)
  }
}

/** By link, as people do it: the token goes from hand to hand, the server is told its hash. */
async function invite(place: Place, cast: Cast, by: PersonKey, { person, party, role }: DemoMember): Promise<void> {
  const token = randomBytes(32)
  const tokenHash = createHash('sha256').update(token).digest('base64url')
  const id = uuidv7() as InvitationId
  const { slug } = place
  await cast.as(by, createInvitation, { slug, id, ...people[person], role, partyId: partyOf(place, party), tokenHash })
  const accepted = { token: token.toString('base64url'), memberId: uuidv7() as MemberId }
  if (cast.hasAccount(person)) await cast.as(person, acceptInvitation, accepted)
  else await cast.join(person, (connection, account) => connection.call(acceptInvitation, { ...accepted, account }))
  place.members.set(person, accepted.memberId)
}

async function leave(place: Place, cast: Cast, by: PersonKey, person: PersonKey): Promise<void> {
  await cast.as(by, removeMember, { slug: place.slug, memberId: memberOf(place, person) })
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
  await cast.as(by, createGrant, {
    slug: place.slug,
    id: uuidv7(),
    memberId: memberOf(place, to),
    ...('collection' in on ? { collectionId: collectionOf(place, on.collection) } : { reference: on.document }),
    level,
    ...(endsAt && { endsAt }),
  })
}

export const memberOf = (place: Place, person: PersonKey) => known(place.members, person)
export const collectionOf = (place: Place, name: string) => known(place.collections, name)
const partyOf = (place: Place, name: string) => known(place.parties, name)

function known<Key extends string, Id>(ids: ReadonlyMap<Key, Id>, name: Key): Id {
  const id = ids.get(name)
  if (id === undefined) throw new Error(`The demo does not know ${name} yet`)
  return id
}
