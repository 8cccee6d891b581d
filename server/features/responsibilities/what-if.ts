import { coverageOf, peopleCauses } from '#contract/lanes/coverage.ts'
import { hasOutOfHours } from '#contract/lanes/on-call.ts'
import { doersOf, inPlaceOf, type Staff } from '#contract/lanes/standing.ts'
import type { LaneGap, whatIfAway } from '#contract/responsibilities.ts'
import { invalid, Problem } from '#contract/problems.ts'
import { levels, type Day, type DocumentId, type MemberId } from '#contract/values.ts'
import type { CallOf } from '../../access/call.ts'
import { isKeyHolder } from '../../access/guard.ts'
import { addDays } from '../../platform/clock.ts'
import { seesParty } from './hours.ts'
import { absenceQueries, loadQueries, type LaneRow } from './queries.ts'
import { readable } from './reach.ts'
import { documentsOf, factsOf, mayWrite, openersOf, sceneOf, type Scene } from './scene.ts'
import { isSeen } from './show.ts'

const mostDays = 366

/** Of anybody, for owners and admins; of oneself for everybody. Nothing in it that the caller does not see. */
export function whatIf(call: CallOf<typeof whatIfAway>) {
  const { db, actor, input, now, today } = call
  const { memberId: personId, from, until, coverId } = input
  if (personId !== actor.id && !isKeyHolder(actor))
    throw new Problem('not-permitted', { detail: 'Owners and admins ask this of others.' })
  const scene = sceneOf(call)
  const person = scene.staff.people.get(personId)
  if (!person || person.isGone) throw new Problem('not-found')
  if (until < from) throw invalid('/until', 'Choose a day that is not before the first.')
  if (until > addDays(from, mostDays)) throw invalid('/until', 'Choose a day within a year of the first.')
  const cover = coverId && scene.staff.people.get(coverId)
  if (coverId && (!cover || cover.isGone || coverId === personId || !seesParty(scene, cover.partyId)))
    throw invalid('/coverId', 'Choose somebody else of this organization.')

  const asking = { memberId: actor.id, personId, now, today }
  const documents = loadQueries(db).keptAlone(asking)
  const verified = loadQueries(db).verifiedAlone(asking)
  const secrets = onlyOpenedBy(call, personId)
  return {
    lanes: lanesThen(scene, personId, { from, until, coverId }),
    documents: documents.map(withoutCount),
    documentCount: documents[0]?.count ?? 0,
    secrets: chips(call, secrets.slice(0, 100)),
    secretCount: secrets.length,
    verified: verified.map(withoutCount),
    verifiedCount: verified[0]?.count ?? 0,
    reviewsDue: loadQueries(db).reviewsDue({ memberId: actor.id, personId, from, until, now })?.count ?? 0,
    cover: coverId ? missingFor(call, scene, personId, coverId) : [],
  }
}

type Call = CallOf<typeof whatIfAway>
const withoutCount = <Row extends { count: number }>({ count: _count, ...row }: Row) => row

function chips({ db, actor, now, today }: Call, ids: readonly DocumentId[]) {
  return loadQueries(db)
    .chips({ ids: JSON.stringify(ids), memberId: actor.id, now, today })
    .map(({ id: _id, ...row }) => row)
}

// --- Lanes -----------------------------------------------------------------------------------------------------------

/** On every day of that time on which somebody comes or goes: what is uncovered then, and is not today. */
function lanesThen(
  scene: Scene,
  personId: MemberId,
  { from, until, coverId }: { from: Day; until: Day; coverId: MemberId | undefined },
) {
  const { db, actor, staff, hours, today } = scene
  const rows = readable(scene)
  const contents = rows.map(({ content }) => content)
  const documents = documentsOf(scene, contents)
  const openers = openersOf({ ...scene, staff: withCover(staff, personId, coverId) }, contents, documents)
  const others = absenceQueries(db)
    .since({ organizationId: actor.organizationId, from })
    .filter((absence) => absence.personId !== personId)
    .map(({ personId: memberId, acceptedAt, ...one }) => ({ ...one, memberId, coverId: acceptedAt && one.coverId }))
  const then: Staff = { ...staff, absences: [...others, { memberId: personId, from, until, coverId }] }
  // Of the person nothing is known but this: an absence of today is not counted twice.
  const before: Staff = { ...staff, absences: staff.absences.filter(({ memberId }) => memberId !== personId) }
  const days = [from, ...others.flatMap((one) => [one.from, addDays(one.until, 1)])]
  const within = [...new Set(days)].filter((day) => from <= day && day <= until).sort()
  return rows.flatMap((row) => {
    const facts = factsOf(scene, row, documents, openers)
    const gapsOn = (people: Staff, day: Day) =>
      coverageOf(facts, people, { day, hasOutOfHours: hasOutOfHours(hours) })
        .filter(({ cause, isGap }) => isGap && peopleCauses.has(cause))
        .filter(({ cause }) => cause !== 'no_opener' || mayWrite(scene) || scene.caller.role === 'auditor')
        .map((gap) => told(gap, documents))
    const known = new Set(gapsOn(before, today).map(keyOf))
    const gaps = new Map<string, LaneGap>()
    for (const gap of within.flatMap((day) => gapsOn(then, day)))
      if (!known.has(keyOf(gap)) && !gaps.has(keyOf(gap))) gaps.set(keyOf(gap), gap)
    const goesTo = firstInstead(then, row, personId, from)
    const { id, content } = row
    if (gaps.size === 0 && goesTo === undefined) return []
    const { name, isCritical } = content
    return [{ id, name, isCritical, ...(goesTo !== undefined && { goesTo }), gaps: [...gaps.values()] }]
  })

  function told({ reference, ...gap }: LaneGap, seen: typeof documents): LaneGap {
    const found = [...seen.values()].find((one) => one.reference === reference)
    return found && isSeen(seen, found.id) ? { ...gap, reference: found.reference } : gap
  }
}

const keyOf = ({ cause, hours, reference, person }: LaneGap) =>
  `${cause} ${hours ?? ''} ${reference ?? ''} ${person ?? ''}`

/** Who a cover opens things as, is asked for as well. */
const withCover = (staff: Scene['staff'], memberId: MemberId, coverId: MemberId | undefined): Scene['staff'] =>
  coverId
    ? { ...staff, absences: [...staff.absences, { memberId, from: '' as Day, until: '' as Day, coverId }] }
    : staff

/** Who comes first, or answers for it, in the place of somebody who does now. */
function firstInstead(then: Staff, { content }: LaneRow, personId: MemberId, day: Day): string | undefined {
  const { deputyId, accountable, firstInHours, firstOutOfHours } = content
  const isNamed = [...accountable, firstInHours, firstOutOfHours].some((held) => held?.memberId === personId)
  if (!isNamed) return undefined
  const instead = inPlaceOf(then, personId, day) ?? (deputyId && inPlaceOf(then, deputyId, day))
  return instead && then.people.get(instead)?.name
}

// --- Secrets and access ----------------------------------------------------------------------------------------------

/** Whoever else holds the keys opens everything: then there is no such secret. */
function onlyOpenedBy({ db, actor, now }: Call, personId: MemberId): DocumentId[] {
  const { organizationId } = actor
  if (loadQueries(db).otherKeyHolder({ organizationId, personId })) return []
  const opened = loadQueries(db)
    .credentialsOf({ personId, viewerId: actor.id, now })
    .flatMap(({ id, isOpen }) => (isOpen ? [id] : []))
  if (opened.length === 0) return []
  return loadQueries(db)
    .openedByNobodyElse({ ids: JSON.stringify(opened), personId, now })
    .map(({ id }) => id)
}

/** What the cover cannot see or open of what the person keeps, or needs in a lane. */
function missingFor(call: Call, scene: Scene, personId: MemberId, coverId: MemberId) {
  const { db, actor, now } = call
  const kept = loadQueries(db)
    .kept({ memberId: actor.id, personId, now })
    .map(({ id }) => id)
  const inLanes = readable(scene)
    .filter(({ content }) => doersOf(scene.staff, content).some(({ memberId }) => memberId === personId))
    .flatMap(({ content }) => [...content.linked, ...content.systems])
  const ids = JSON.stringify([...new Set([...kept, ...inLanes])])
  const own = new Map(
    loadQueries(db)
      .reachOf({ ids, personId, now })
      .map((row) => [row.id, row]),
  )
  const needs = new Map<string, 'view' | 'reveal'>()
  for (const { id, level, isOpen, isSecret } of loadQueries(db).reachOf({ ids, personId: coverId, now })) {
    if (isSecret && !isOpen && own.get(id)?.isOpen) needs.set(id, 'reveal')
    else if (level < levels.view && (own.get(id)?.level ?? -1) >= levels.view) needs.set(id, 'view')
  }
  return loadQueries(db)
    .chips({ ids: JSON.stringify([...needs.keys()]), memberId: actor.id, now, today: call.today })
    .slice(0, 200)
    .map(({ id, ...row }) => ({ ...row, needs: needs.get(id) ?? 'view' }))
}
