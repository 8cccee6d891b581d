import { coverageOf, peopleOf, reviewOnOf, type LaneFacts } from '#contract/lanes/coverage.ts'
import { hasOutOfHours } from '#contract/lanes/on-call.ts'
import { confirmingParties, partyOf, standingOfHeld, doersOf, type Held } from '#contract/lanes/standing.ts'
import type { Lane, LaneGap, LaneLine, ShownHolder } from '#contract/responsibilities.ts'
import { levels, type DocumentId, type MemberId, type Person } from '#contract/values.ts'
import { laneQueries, type LaneRow, type StoredLane } from './queries.ts'
import { factsOf, mayWrite, type Documents, type Openers, type Scene } from './scene.ts'

/** Lanes as answers have them: with names, and no more of documents than the caller sees. */

export function personIn({ staff }: Scene, memberId: MemberId): Person | undefined {
  const found = staff.people.get(memberId)
  const party = found && staff.parties.get(found.partyId)
  return party && { id: found.id, name: found.name, side: party.side, party: party.name }
}

export function holderOf(scene: Scene, held: Held): ShownHolder | undefined {
  const party = scene.staff.parties.get(partyOf(scene.staff, held))
  if (!party) return undefined
  const { standing, until } = standingOfHeld(scene.staff, held, scene.today)
  const person = held.memberId && personIn(scene, held.memberId)
  const { id: partyId, name, side } = party
  return { partyId, party: name, side, ...(person && { person }), standing, ...(until && { awayUntil: until }) }
}
const holdersOf = (scene: Scene, held: readonly Held[]) => held.flatMap((one) => holderOf(scene, one) ?? [])

/** Exists for the caller. */
export const isSeen = (documents: Documents, id: DocumentId): boolean => (documents.get(id)?.level ?? -1) >= levels.list

export function documentIn(documents: Documents, id: DocumentId) {
  const found = documents.get(id)
  if (!found || !isSeen(documents, id)) return []
  const { level: _level, isArchived: _isArchived, id: _id, ...shown } = found
  return [shown]
}

function gapsOf(scene: Scene, facts: LaneFacts, documents: Documents): LaneGap[] {
  const { caller, staff, today: day, hours } = scene
  const gaps = coverageOf(facts, staff, { day, hasOutOfHours: hasOutOfHours(hours) })
  return gaps.flatMap((gap) => {
    const isOfDocuments = gap.cause === 'no_runbook' || gap.cause === 'no_opener'
    // Whether there is one that they may not see would be told by saying that there is none.
    if (isOfDocuments && !mayWrite(scene) && caller.role !== 'auditor') return []
    const { reference, ...others } = gap
    const isVisible = [...documents.values()].some((one) => one.reference === reference && one.level >= levels.list)
    return [reference && isVisible ? gap : others]
  })
}

/** May say of this lane for their party how it is: of a partner anybody, in-house who writes lanes or is in it. */
export function mayConfirm(scene: Scene, content: StoredLane): boolean {
  const { caller, staff } = scene
  if (!confirmingParties(staff, content).includes(caller.partyId)) return false
  return caller.side !== 'in_house' || mayWrite(scene) || doesIn(scene, content)
}

export const doesIn = ({ staff, caller }: Scene, content: StoredLane): boolean =>
  doersOf(staff, content).some(({ partyId, memberId }) =>
    memberId ? memberId === caller.id : partyId === caller.partyId && caller.role !== 'auditor',
  )

/** For a party, in its stead: those who write lanes, and those who do something in it. */
export const mayMeasure = (scene: Scene, content: StoredLane): boolean => mayWrite(scene) || doesIn(scene, content)

export function lineOf(scene: Scene, row: LaneRow, documents: Documents, openers: Openers): LaneLine {
  const { content, confirmed, result, id, revision, retiredAt } = row
  const { name, isCritical, answersIncidents, outcome, target, firstInHours, firstOutOfHours, deputyId } = content
  const { staff, caller } = scene
  const deputy = deputyId && staff.people.get(deputyId)
  const shownDeputy = deputy && holderOf(scene, { partyId: deputy.partyId, memberId: deputy.id })
  const inHours = firstInHours && holderOf(scene, firstInHours)
  const outOfHours = firstOutOfHours && holderOf(scene, firstOutOfHours)
  const facts = factsOf(scene, row, documents, openers)
  const reviewOn = retiredAt ? undefined : reviewOnOf(facts, staff)
  const may = !retiredAt && mayConfirm(scene, content)
  return {
    ...{ id, name, isCritical, answersIncidents, outcome, revision },
    systems: content.systems.flatMap((one) => documentIn(documents, one)),
    accountable: holdersOf(scene, content.accountable),
    ...(shownDeputy && { deputy: shownDeputy }),
    ...(inHours && { firstInHours: inHours }),
    ...(outOfHours && { firstOutOfHours: outOfHours }),
    ...(target && { target }),
    ...(result && { result: resultOf(result) }),
    gaps: retiredAt ? [] : gapsOf(scene, facts, documents),
    confirmations: confirmingParties(staff, content).map((partyId) => {
      const found = confirmed.find((one) => one.partyId === partyId)
      const by = found && staff.people.get(found.memberId)?.name
      const party = staff.parties.get(partyId)?.name ?? ''
      const mine = may && partyId === caller.partyId
      return { partyId, party, ...(found && { at: found.at, ...(by && { by }) }), mine }
    }),
    ...(reviewOn && { reviewOn }),
    ...(retiredAt && { retiredAt }),
  }
}

const resultOf = ({ on, met, passed, value }: NonNullable<LaneRow['result']>) => ({
  ...{ on, met: met === 1 },
  ...(passed !== undefined && { passed: passed === 1 }),
  ...(value !== undefined && { value }),
})

export function wholeOf(scene: Scene, row: LaneRow, documents: Documents, openers: Openers): Lane {
  const { db, staff, caller } = scene
  const { content, updatedAt, updatedBy, retiredAt } = row
  const isHidden = (id: DocumentId) => documents.has(id) && !isSeen(documents, id)
  const people = peopleOf(content, staff, scene.today)
  return {
    ...lineOf(scene, row, documents, openers),
    about: content.about,
    consulted: holdersOf(scene, content.consulted),
    informed: holdersOf(scene, content.informed),
    linked: content.linked.flatMap((id) =>
      documentIn(documents, id).map((shown) => ({
        ...shown,
        // Who else can open what is nothing that a partner's people are told.
        ...(shown.kind === 'credential' &&
          (caller.side === 'in_house' || caller.role === 'auditor' || mayWrite(scene)) && {
            openers: people
              .flatMap((one) => (openers.get(id)?.has(one) ? (staff.people.get(one)?.name ?? []) : []))
              .sort(),
          }),
      })),
    ),
    hidden: mayWrite(scene) ? [...content.systems, ...content.linked].filter(isHidden).length : 0,
    intervalDays: content.intervalDays,
    results: laneQueries(db)
      .results({ id: row.id })
      .map(({ byId: _byId, ...result }) => result),
    updatedAt,
    updatedBy,
    mayEdit: mayWrite(scene),
    mayMeasure: !retiredAt && mayMeasure(scene, content),
  }
}
