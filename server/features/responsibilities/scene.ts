import type { LaneFacts } from '#contract/lanes/coverage.ts'
import type { Holidays, Hours } from '#contract/lanes/on-call.ts'
import { doersOf, inPlaceOf, partyOf, type Held, type Staff } from '#contract/lanes/standing.ts'
import type { OpenHours } from '#contract/vendors.ts'
import type { Day, DocumentId, Instant, MemberId, OrganizationId, PartyId, Role, Side } from '#contract/values.ts'
import { dayIn } from '../../platform/clock.ts'
import type { Db } from '../../platform/database.ts'
import { absenceQueries, laneQueries, staffQueries, type LaneRow, type StoredLane } from './queries.ts'

/** Whoever looks at lanes: a request, a calendar feed or a letter. */
export interface Looking {
  db: Db
  actor: { id: MemberId; organizationId: OrganizationId }
  now: Instant
  today: Day
}

type PersonRow = ReturnType<ReturnType<typeof staffQueries>['people']>[number]
type PartyRow = ReturnType<ReturnType<typeof staffQueries>['parties']>[number]
type DocumentRow = ReturnType<ReturnType<typeof laneQueries>['documents']>[number]

/** With roles and numbers. */
interface KnownStaff extends Staff {
  readonly people: ReadonlyMap<string, PersonRow>
  readonly parties: ReadonlyMap<string, PartyRow>
}

/** The people of an organization as they are today, with the hours and the caller: what every answer is made of. */
export interface Scene extends Looking {
  staff: KnownStaff
  timeZone: string
  hours: Hours
  caller: { id: MemberId; role: Role; partyId: PartyId; side: Side }
}

export const usualSpans = [1, 2, 3, 4, 5].map((day) => ({ day, from: '08:00', to: '18:00' }))

export function sceneOf({ db, actor, now, today }: Looking): Scene {
  const { organizationId } = actor
  const people = new Map<string, PersonRow>(
    staffQueries(db)
      .people({ organizationId })
      .map((row) => [row.id, row]),
  )
  const parties = new Map<string, PartyRow>(
    staffQueries(db)
      .parties({ organizationId })
      .map((row) => [row.id, row]),
  )
  const absences = absenceQueries(db)
    .since({ organizationId, from: today })
    .map(({ personId, from, until, coverId, acceptedAt }) => ({
      memberId: personId,
      from,
      until,
      coverId: acceptedAt && coverId,
    }))
  const organization = staffQueries(db).organization({ organizationId })
  const own = people.get(actor.id)
  const party = own && parties.get(own.partyId)
  if (!organization || !own || !party) throw new Error('Nobody looks at lanes from outside')
  const { timeZone } = organization
  const hours = organization.hours as unknown as OpenHours | undefined
  return {
    ...{ db, actor, now, today, timeZone },
    staff: { people, parties, absences },
    // The organization may have moved to another zone since: the hours are those of its own clock.
    hours: { timeZone, always: hours?.always ?? false, spans: hours?.spans ?? usualSpans },
    caller: { id: own.id, role: own.role, partyId: own.partyId, side: party.side },
  }
}

export function holidaysIn({ db, actor, today }: Looking): Holidays {
  const { organizationId } = actor
  return new Map(
    staffQueries(db)
      .holidays({ organizationId, from: today })
      .map(({ on, name }) => [on, name]),
  )
}

export const writers: readonly Role[] = ['owner', 'admin', 'editor']
export const mayWrite = ({ caller }: Scene): boolean => writers.includes(caller.role)

/** In-house, those who write and auditors read all; a partner's or outside person what names them or their party. */
export function mayRead(scene: Scene, content: StoredLane): boolean {
  const { caller } = scene
  if (caller.side === 'in_house' || caller.role === 'auditor' || mayWrite(scene)) return true
  return namedIn(scene, content).some((held) => partyOf(scene.staff, held) === caller.partyId)
}

/** Everybody whom a lane names, those who are only asked or told, too. */
export const namedIn = ({ staff }: Scene, content: StoredLane): Held[] => [
  ...doersOf(staff, content),
  ...content.consulted,
  ...content.informed,
]

/** What lanes speak of, by id: as far as the caller sees it; what is archived or gone is not there. */
export type Documents = ReadonlyMap<string, DocumentRow>

export function documentsOf({ db, actor, now, today }: Looking, contents: readonly StoredLane[]): Documents {
  const ids = [...new Set(contents.flatMap(({ systems, linked }) => [...systems, ...linked]))]
  if (ids.length === 0) return new Map()
  const rows = laneQueries(db).documents({ ids: JSON.stringify(ids), memberId: actor.id, now, today })
  return new Map(rows.filter(({ isArchived }) => !isArchived).map((row) => [row.id, row]))
}

export type Openers = ReadonlyMap<string, ReadonlySet<string>>

/** Who of the lanes' people opens which of their credentials now. */
export function openersOf({ db, now, staff }: Scene, contents: readonly StoredLane[], documents: Documents): Openers {
  const isCredential = (id: DocumentId) => documents.get(id)?.kind === 'credential'
  const ids = [...new Set(contents.flatMap(({ linked }) => linked.filter(isCredential)))]
  if (ids.length === 0) return new Map()
  const held = contents.flatMap((content) => doersOf(staff, content))
  const parties = new Set(held.flatMap(({ partyId, memberId }) => (memberId ? [] : [partyId])))
  const people = [...staff.people.values()].filter(
    ({ id, partyId }) => parties.has(partyId) || held.some(({ memberId }) => memberId === id),
  )
  const covers = staff.absences.flatMap(({ coverId }) => coverId ?? [])
  const asked = [...new Set([...people.map(({ id }) => id), ...covers])]
  const found = new Map<string, Set<string>>(ids.map((id) => [id, new Set<string>()]))
  const pairs = laneQueries(db).openers({ ids: JSON.stringify(ids), people: JSON.stringify(asked), now })
  for (const { documentId, memberId } of pairs) found.get(documentId)?.add(memberId)
  return found
}

/** A lane as `coverageOf` looks at it. */
export function factsOf(
  { timeZone }: Pick<Scene, 'timeZone'>,
  { content, confirmed, result, createdAt }: LaneRow,
  documents: Documents,
  openers: Openers,
): LaneFacts {
  const linked = content.linked.flatMap((id) => documents.get(id) ?? [])
  return {
    ...content,
    runbooks: linked.filter(({ kind }) => kind === 'runbook').length,
    credentials: linked
      .filter(({ kind }) => kind === 'credential')
      .map(({ id, reference }) => ({ reference, openers: openers.get(id) ?? new Set<string>() })),
    confirmedOn: new Map(confirmed.map(({ partyId, at }) => [partyId, dayIn(timeZone, at)])),
    result: result && { on: result.on, met: result.met === 1 },
    since: dayIn(timeZone, createdAt),
  }
}

/** Those of a lane who are here: they are asked for. */
export const actingIn = (scene: Scene, content: StoredLane): MemberId[] =>
  doersOf(scene.staff, content).flatMap(
    ({ memberId }) => (memberId && inPlaceOf(scene.staff, memberId, scene.today)) ?? [],
  )
