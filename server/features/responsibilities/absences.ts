import { v7 as uuidv7 } from 'uuid'
import type { Absence, answerCover, askCover, endAbsence, listAbsences, setAway } from '#contract/responsibilities.ts'
import { invalid, Problem } from '#contract/problems.ts'
import { dayWords } from '#contract/sentences.ts'
import type { AbsenceId, Day, MemberId } from '#contract/values.ts'
import { record } from '../../access/audit.ts'
import type { CallOf, MemberCall } from '../../access/call.ts'
import { isKeyHolder } from '../../access/guard.ts'
import { addDays } from '../../platform/clock.ts'
import { atomically } from '../../platform/database.ts'
import { notify, settle } from '../notices/rules.ts'
import { seesParty } from './hours.ts'
import { absenceQueries, type AbsenceRow } from './queries.ts'
import { sceneOf, type Scene } from './scene.ts'
import { personIn } from './show.ts'

/** Who is away, and who covers. In-house and auditors see everybody's, a partner's people those of their party. */

const mostDays = 366
/** Of one person, that are not over: everybody's are looked through whenever somebody asks whom to call. */
const mostAbsences = 60

export function listAway(call: CallOf<typeof listAbsences>) {
  const { db, actor, input, today } = call
  const scene = sceneOf(call)
  const { organizationId } = actor
  const rows = input.past
    ? absenceQueries(db).past({ organizationId, today })
    : absenceQueries(db).since({ organizationId, from: today })
  return { items: rows.flatMap((row) => (sees(scene, row) ? shown(call, scene, row) : [])) }
}

function sees(scene: Scene, { personId, coverId }: AbsenceRow): boolean {
  const person = scene.staff.people.get(personId)
  if (!person || person.isGone) return false
  return coverId === scene.caller.id || seesParty(scene, person.partyId)
}

function shown({ actor, today }: MemberCall, scene: Scene, row: AbsenceRow): Absence[] {
  const { id, personId, from, until, note, coverId, acceptedAt, refusedAt } = row
  const person = personIn(scene, personId)
  const cover = coverId && personIn(scene, coverId)
  if (!person) return []
  const answer = acceptedAt ? 'accepted' : refusedAt ? 'refused' : 'asked'
  const isOver = until < today
  return [
    {
      ...{ id, person, from, until },
      // Why is nobody's business but that of those who plan around it.
      note: scene.caller.side === 'in_house' || personId === actor.id ? note : '',
      ...(cover && { cover, answer }),
      isNow: from <= today && today <= until,
      mayEnd: !isOver && (personId === actor.id || isKeyHolder(actor)),
      asksMe: !isOver && coverId === actor.id && answer === 'asked',
    },
  ]
}

/** Sending the same one again (a lost answer, a second press) makes no second. */
export function set(call: CallOf<typeof setAway>) {
  const { db, actor, input, now, today } = call
  const { id: wanted, memberId: personId, from, until, note, coverId } = input
  requireOwnOrKeyHolder(call, personId)
  return atomically(db, () => {
    const { organizationId } = actor
    const scene = sceneOf(call)
    const details = { memberId: personId, from, until, coverId, isOwn: personId === actor.id }
    const taken = absenceQueries(db).one({ id: wanted, organizationId })
    if (taken?.personId === personId && taken.from === from && taken.until === until && !taken.endedAt) {
      record(call, { act: 'absence.set-again', on: ['absence', wanted], details })
      return {}
    }
    if (taken && sees(scene, taken)) throw new Problem('already-exists')
    // An id that is in use elsewhere is nobody's business here.
    const id = absenceQueries(db).idInUse({ id: wanted }) ? (uuidv7() as AbsenceId) : wanted
    const person = scene.staff.people.get(personId)
    if (!person || person.isGone) throw invalid('/memberId', 'Choose somebody of this organization.')
    if (until < from) throw invalid('/until', 'Choose a day that is not before the first.')
    if (until < today) throw invalid('/until', 'Choose a day that is still to come.')
    if (until > addDays(from, mostDays)) throw invalid('/until', 'Choose a day within a year of the first.')
    const other = absenceQueries(db).overlapping({ personId, from, until, id: undefined })
    if (other) {
      const days = `from ${dayWords(other.from)} until ${dayWords(other.until)}`
      throw new Problem('not-possible-now', { detail: `${person.name} is away ${days} already. End that first.` })
    }
    if ((absenceQueries(db).countOf({ personId, today })?.count ?? 0) >= mostAbsences)
      throw new Problem('not-possible-now', { detail: `${person.name} has ${mostAbsences} absences to come already.` })
    if (coverId) requireCover(scene, personId, coverId, { from, until })
    // Whoever puts themselves in need not be asked.
    const acceptedAt = coverId === actor.id ? now : undefined
    const row = { id, personId, from, until, note, coverId, askedAt: coverId ? now : undefined, acceptedAt }
    absenceQueries(db).insert({ ...row, organizationId, memberId: actor.id, now })
    if (coverId && !acceptedAt) ask(call, row, coverId)
    record(call, { act: 'absence.set', on: ['absence', id], details })
    return {}
  })
}

/** Somebody who is here then, and whom the caller knows. @throws Problem 'invalid-input' at /coverId. */
function requireCover(
  scene: Scene,
  personId: MemberId,
  coverId: MemberId,
  { from, until }: { from: Day; until: Day },
): void {
  const cover = scene.staff.people.get(coverId)
  if (!cover || cover.isGone || cover.isSuspended || !seesParty(scene, cover.partyId))
    throw invalid('/coverId', 'Choose somebody of this organization.')
  if (coverId === personId) throw invalid('/coverId', 'Choose somebody else.')
  if (cover.role === 'auditor') throw invalid('/coverId', `${cover.name} only looks on here. Choose somebody else.`)
  const away = absenceQueries(scene.db).overlapping({ personId: coverId, from, until, id: undefined })
  if (away)
    throw invalid('/coverId', `${cover.name} is away from ${dayWords(away.from)} until ${dayWords(away.until)}.`)
}

type Asked = Pick<AbsenceRow, 'id' | 'personId' | 'from' | 'until' | 'askedAt'>
const askedAs = ({ id, askedAt }: Pick<Asked, 'id' | 'askedAt'>) => `absence ${id} ${askedAt ?? ''}`

function ask(call: MemberCall, row: Asked, coverId: MemberId): void {
  const { id, personId, from, until } = row
  notify(call, {
    to: [coverId],
    kind: 'absence.cover-asked',
    facts: { memberId: personId, absenceId: id, from, until },
    dedupe: askedAs(row),
  })
}

/** Back early: the days that are over stay on the record. */
export function end(call: CallOf<typeof endAbsence>) {
  const { db, input, now, today } = call
  return atomically(db, () => {
    const row = reachAbsence(call, input.absenceId)
    requireOwnOrKeyHolder(call, row.personId)
    requireNotOver(row, today)
    const { id, personId, from } = row
    const until = addDays(today, -1)
    if (from < today) absenceQueries(db).cut({ id, until })
    else absenceQueries(db).end({ id, now })
    settle(call, askedAs(row))
    const details = { memberId: personId, ...(from < today && { until }) }
    record(call, { act: 'absence.end', on: ['absence', id], details })
    return {}
  })
}

export function askAnother(call: CallOf<typeof askCover>) {
  const { db, actor, input, now, today } = call
  const { absenceId: id, coverId } = input
  return atomically(db, () => {
    const row = reachAbsence(call, id)
    requireOwnOrKeyHolder(call, row.personId)
    requireNotOver(row, today)
    const from = row.from < today ? today : row.from
    requireCover(sceneOf(call), row.personId, coverId, { from, until: row.until })
    const acceptedAt = coverId === actor.id ? now : undefined
    settle(call, askedAs(row))
    absenceQueries(db).ask({ id, coverId, askedAt: now, acceptedAt })
    if (!acceptedAt) ask(call, { ...row, askedAt: now }, coverId)
    const details = { memberId: row.personId, coverId, until: row.until }
    record(call, { act: 'absence.ask', on: ['absence', id], details })
    return {}
  })
}

/** Until it is over one may think again. */
export function answer(call: CallOf<typeof answerCover>) {
  const { db, actor, input, now, today } = call
  const { absenceId: id, accepts } = input
  return atomically(db, () => {
    const row = reachAbsence(call, id)
    const { personId, coverId, from, until, createdBy } = row
    if (coverId !== actor.id) throw new Problem('not-permitted', { detail: 'Somebody else was asked to cover.' })
    requireNotOver(row, today)
    absenceQueries(db).answer({
      id,
      acceptedAt: accepts ? now : undefined,
      refusedAt: accepts ? undefined : now,
    })
    settle(call, askedAs(row))
    notify(call, {
      to: [personId, createdBy].filter((memberId) => memberId !== actor.id),
      kind: accepts ? 'absence.cover-accepted' : 'absence.cover-refused',
      facts: { memberId: actor.id, absentId: personId, absenceId: id, from, until },
    })
    record(call, { act: 'absence.answer', on: ['absence', id], details: { memberId: personId, accepts } })
    return {}
  })
}

/** @throws Problem 'not-found' where the caller does not see it, as for a made-up id. */
function reachAbsence(call: MemberCall, id: AbsenceId): AbsenceRow {
  const row = absenceQueries(call.db).one({ id, organizationId: call.actor.organizationId })
  if (!row || row.endedAt || !sees(sceneOf(call), row)) throw new Problem('not-found')
  return row
}

function requireOwnOrKeyHolder({ actor }: MemberCall, personId: MemberId): void {
  if (personId === actor.id || isKeyHolder(actor)) return
  throw new Problem('not-permitted', { detail: 'Owners and admins say this of others.' })
}

function requireNotOver({ until }: AbsenceRow, today: Day): void {
  if (until < today) throw new Problem('not-possible-now', { detail: `It was over on ${dayWords(until)}.` })
}
