import { v7 as uuidv7 } from 'uuid'
import {
  addIncidentEvents,
  closeIncident,
  joinIncident,
  openIncident,
  settleFollowUp,
  type WrittenIncidentEvent,
} from '#contract/incidents.ts'
import type { IncidentReference } from '#contract/incident-reference.ts'
import { addRunEvents, finishRun, startRun, type WrittenRunEvent } from '#contract/runs.ts'
import type { FollowUpId, Instant, RunId } from '#contract/values.ts'
import { dayAfter, order, type Planned } from './calendar.ts'
import type { Cast } from './cast.ts'
import { memberOf, type Place } from './live.ts'
import type { PersonKey, Reference } from './organization.ts'

interface DemoRun {
  reference: Reference
  daysAgo: number
  by: PersonKey
  isDrill?: boolean
  /** How many steps were done, and how many minutes each took. */
  steps: number
  outcome: 'worked' | 'abandoned'
  summary?: string
}

/** Runs that were no incident. Nothing here puts a document in doubt: what is in doubt in the demo is told elsewhere. */
const runs: readonly DemoRun[] = [
  { reference: 'RB-14', daysAgo: 82, by: 'tom', steps: 4, outcome: 'worked', summary: 'A loose cable at the gateway.' },
  { reference: 'RB-03', daysAgo: 63, by: 'marcus', isDrill: true, steps: 5, outcome: 'worked' },
  { reference: 'RB-12', daysAgo: 12, by: 'tom', steps: 6, outcome: 'worked', summary: 'For Elena.' },
  { reference: 'RB-16', daysAgo: 30, by: 'priya', isDrill: true, steps: 4, outcome: 'worked' },
  { reference: 'RB-10', daysAgo: 3, by: 'tom', steps: 2, outcome: 'abandoned', summary: 'The caller remembered it.' },
]

/** Runs and one incident of 42 minutes that is over, with what followed from it. */
export function planIncidents(place: Place, cast: Cast, today: Instant): Planned[] {
  if (place.slug !== 'calder-wick') return []
  return [...runs.flatMap((run) => planRun(place, cast, run)), ...planOutage(place, cast, today)]
}

function planRun({ slug }: Place, cast: Cast, run: DemoRun): Planned[] {
  const { reference, daysAgo, by, isDrill = false, steps, outcome, summary = '' } = run
  const id = uuidv7() as RunId
  const at = { daysAgo, order: order.incident }
  return [
    { ...at, happen: () => cast.as(by, startRun, { slug, reference, id, isDrill }).then(nothing) },
    ...Array.from({ length: steps }, (_, step) => ({
      ...at,
      happen: () => tick(cast, slug, by, id, [{ step, what: 'done' }]),
    })),
    { ...at, happen: () => cast.as(by, finishRun, { slug, runId: id, outcome, summary }).then(nothing) },
  ]
}

async function tick(
  cast: Cast,
  slug: string,
  by: PersonKey,
  runId: RunId,
  events: readonly Pick<WrittenRunEvent, 'step' | 'what' | 'text'>[],
): Promise<void> {
  const at = cast.now()
  await cast.as(by, addRunEvents, { slug, runId, events: events.map((event) => ({ ...event, id: uuidv7(), at })) })
}

/** Each line is two minutes after the one before. */
function planOutage(place: Place, cast: Cast, today: Instant): Planned[] {
  const { slug } = place
  let incident: IncidentReference
  const run = uuidv7() as RunId
  const [checked, claimed] = [uuidv7() as FollowUpId, uuidv7() as FollowUpId]
  const day = (inDays: number) => dayAfter(today, place.organization.timeZone, inDays)
  const note =
    (by: PersonKey, ...events: Omit<WrittenIncidentEvent, 'id' | 'at'>[]) =>
    () =>
      cast
        .as(by, addIncidentEvents, {
          slug,
          incident,
          events: events.map((event) => ({ ...event, id: uuidv7(), at: cast.now() })),
        })
        .then(nothing)
  const ticked = (by: PersonKey, step: number, text?: string) => () =>
    tick(cast, slug, by, run, [
      { step, what: 'done' },
      ...(text === undefined ? [] : [{ step, what: 'note' as const, text }]),
    ])
  const acts: readonly (() => Promise<void>)[] = [
    async () => {
      const opened = await cast.as('tom', openIncident, {
        slug,
        id: uuidv7(),
        title: 'Internet down at head office',
        severity: 'critical',
        system: 'SY-01',
      })
      incident = opened.incident
    },
    note('tom', { kind: 'runbook', reference: 'RB-14' }),
    () => cast.as('tom', startRun, { slug, reference: 'RB-14', id: run, incident }).then(nothing),
    ticked('tom', 0, 'WAN1 light is off'),
    () => cast.as('marcus', joinIncident, { slug, incident }).then(nothing),
    ticked('tom', 1),
    ticked('marcus', 2),
    note('tom', { kind: 'call', reference: 'VN-07', text: 'Reference 4471-20' }),
    ticked('tom', 3, 'Brightline sees the fault at the exchange'),
    note('marcus', { kind: 'note', text: 'Works and depot are on their own lines, the ERP is out for both' }),
    ticked('tom', 8),
    note('priya', { kind: 'note', text: 'Told the board: no word from outside before ten' }),
    note('tom', { kind: 'note', text: 'An engineer is at the exchange' }),
    ...Array.from({ length: 4 }, () => () => Promise.resolve()),
    note('tom', { kind: 'note', text: 'The light is on again' }),
    ticked('marcus', 10),
    ticked('tom', 12),
    () => cast.as('tom', finishRun, { slug, runId: run, outcome: 'worked', summary: '' }).then(nothing),
    () =>
      cast
        .as('tom', closeIncident, {
          slug,
          incident,
          affected: 'Head office, 140 people, 42 minutes. Works and depot without ERP and files.',
          summary: 'A card failed at Brightline’s exchange. RB-14 led to the call in six minutes.',
          runbooks: [{ reference: 'RB-14', outcome: 'worked' }],
          followUps: [
            {
              id: checked,
              text: 'Fail over to 4G by itself, not by hand',
              ownerId: memberOf(place, 'marcus'),
              dueOn: day(-20),
            },
            { id: claimed, text: 'Claim the hour from Brightline', ownerId: memberOf(place, 'priya'), dueOn: day(5) },
          ],
        })
        .then(nothing),
  ]
  return [
    ...acts.map((happen) => ({ daysAgo: 51, order: order.incident, happen })),
    {
      daysAgo: 22,
      order: order.incident,
      happen: () => cast.as('marcus', settleFollowUp, { slug, followUpId: checked, done: true }).then(nothing),
    },
  ]
}

const nothing = () => undefined
