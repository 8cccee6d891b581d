import { Temporal } from 'temporal-polyfill'
import type { Workload, workload } from '#contract/responsibilities.ts'
import { doersOf, standingOf } from '#contract/lanes/standing.ts'
import type { Day, MemberId } from '#contract/values.ts'
import type { CallOf } from '../../access/call.ts'
import { loadQueries, type LaneRow } from './queries.ts'
import { readable } from './reach.ts'
import { sceneOf } from './scene.ts'
import { personIn } from './show.ts'

/** What each person has on their hands, and what of it is too much; for those who see every document. */
export function load(call: CallOf<typeof workload>) {
  const { db, actor, now, today } = call
  const { organizationId } = actor
  const scene = sceneOf(call)
  const { staff } = scene
  const rows = readable(scene)
  const [monthFrom, monthUntil] = monthOf(today)
  const owned = new Map(
    loadQueries(db)
      .perOwner({ organizationId, today, monthFrom, monthUntil })
      .map((row) => [row.personId, row]),
  )
  const followUps = new Map(
    loadQueries(db)
      .followUpsPerOwner({ organizationId })
      .map(({ personId, count }) => [personId, count]),
  )
  const all = loadQueries(db).documents({ organizationId, now })
  const people = [...staff.people.values()].flatMap(({ id, isGone, role }): Workload[] => {
    const person = personIn(scene, id)
    if (!person || isGone) return []
    const lanes = rows.filter(({ content }) => doersOf(staff, content).some(({ memberId }) => memberId === id))
    const own = owned.get(id)
    const { until } = standingOf(staff, id, today)
    const counts = {
      documents: own?.documents ?? 0,
      overdue: own?.overdue ?? 0,
      lanes: lanes.length,
      reviewsThisMonth: own?.thisMonth ?? 0,
      followUps: followUps.get(id) ?? 0,
    }
    const hasAny = Object.values(counts).some((count) => count > 0)
    // Who only looks on, or comes for one job, has a line when there is something in it.
    if (!hasAny && (role === 'auditor' || person.side !== 'in_house')) return []
    const tooMuch = tooMuchOf(id, counts, { lanes, allLanes: rows.length, allDocuments: all?.count ?? 0 })
    return [{ person, ...counts, ...(until && { awayUntil: until }), tooMuch }]
  })
  const weight = ({ documents, overdue, lanes, followUps }: Workload) => documents + 2 * overdue + 2 * lanes + followUps
  return {
    people: people.sort(
      (one, other) => weight(other) - weight(one) || one.person.name.localeCompare(other.person.name),
    ),
    nobodys: {
      documents: all?.nobodys ?? 0,
      lanes: rows.filter(({ content }) => content.accountable.length === 0).length,
    },
  }
}

interface Whole {
  lanes: readonly LaneRow[]
  allLanes: number
  allDocuments: number
}

/** A small team has one person who does most: what is said is what would hurt if that person fell ill. */
function tooMuchOf(
  id: MemberId,
  { documents, overdue, reviewsThisMonth, followUps }: Omit<Workload, 'person' | 'tooMuch' | 'awayUntil'>,
  { lanes, allLanes, allDocuments }: Whole,
): string[] {
  const answers = lanes.filter(({ content }) => content.accountable.some(({ memberId }) => memberId === id))
  const alone = answers.filter(({ content }) => !content.deputyId)
  const always = lanes.filter(
    ({ content: { firstInHours, firstOutOfHours } }) =>
      firstInHours?.memberId === id && firstOutOfHours?.memberId === id,
  )
  return [
    allDocuments >= 10 && documents * 2 > allDocuments && `Keeps ${documents} of ${allDocuments} documents`,
    allLanes >= 4 && answers.length * 2 > allLanes && `Answers for ${answers.length} of ${allLanes} lanes`,
    alone.length >= 3 && `Has no deputy in ${alone.length} lanes`,
    always.length >= 2 && `Comes first at any hour in ${always.length} lanes`,
    overdue >= 5 && `${overdue} reviews are overdue`,
    reviewsThisMonth >= 15 && `${reviewsThisMonth} reviews are due this month`,
    followUps >= 8 && `${followUps} follow-ups are open`,
  ].filter((words) => words !== false)
}

/** First and last day. */
function monthOf(today: Day): [Day, Day] {
  const day = Temporal.PlainDate.from(today)
  const [first, last] = [day.with({ day: 1 }), day.with({ day: day.daysInMonth })]
  return [first.toString() as Day, last.toString() as Day]
}
