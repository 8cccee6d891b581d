import { stringify } from 'csv-stringify/sync'
import {
  activityGroups,
  acts,
  listActivity,
  type ActivityEntry,
  type createActivityExport,
  type readActivityExport,
} from '#contract/activity.ts'
import { Problem } from '#contract/problems.ts'
import { textOf } from '#contract/sentences.ts'
import { record } from '../../access/audit.ts'
import type { CallOf } from '../../access/call.ts'
import { secondsBetween } from '../../platform/clock.ts'
import { cursorOf, readCursor } from '../../platform/cursor.ts'
import { activityQueries } from './queries.ts'
import { entriesBefore, type Filters } from './rules.ts'

/**
 * An export is begun by an act that stands in the log, and what was asked for stands in that entry: without it there is
 * nothing to read. The export goes up to that entry.
 */
export function begin(call: CallOf<typeof createActivityExport>) {
  const { slug: _slug, id, ...filters } = call.input
  record(call, { act: 'activity.export', on: ['activity-export', id], details: { filters, ...about(filters) } })
  return { id }
}

/** So that it is found where somebody looks for what concerned a member. */
const about = ({ member }: Filters) => (member === undefined ? {} : { memberId: member })

const Asked = listActivity.input.pick({
  person: true,
  group: true,
  document: true,
  member: true,
  from: true,
  until: true,
})
const readableSeconds = 3_600
const rowsAtOnce = 1_000

/** @throws Problem 'not-found' for an export of somebody else's, of another organization, or of more than an hour ago. */
export function readPart(call: CallOf<typeof readActivityExport>) {
  const { db, actor, now, input } = call
  const { organizationId, id: memberId } = actor
  const began = activityQueries(db).exportEvent({ id: input.id, organizationId, memberId })
  if (!began || secondsBetween(began.at, now) > readableSeconds) throw new Problem('not-found')
  const filters = Asked.parse(began.details['filters'])
  const before = input.after === undefined ? began.seq + 1 : readCursor(input.after, 'number')
  const { entries, next } = entriesBefore(call, filters, Math.min(before, began.seq + 1), rowsAtOnce)
  return {
    csv: toCsv(entries, { withHeader: input.after === undefined }),
    rows: entries.length,
    ...(next !== undefined && { next: cursorOf([next]) }),
  }
}

const columns = ['Entry', 'Time (UTC)', 'Person', 'Works for', 'What', 'About', 'Act', 'Address'] as const
const doers = { person: '', server: 'The server', stranger: 'Not signed in' } as const

function toCsv(entries: readonly ActivityEntry[], { withHeader }: { withHeader: boolean }): string {
  const rows = entries.map(({ seq, at, act, by, doer, says, from = '' }) => [
    seq,
    at,
    by?.name ?? doers[doer],
    by?.party ?? '',
    textOf(says),
    Object.hasOwn(acts, act) ? activityGroups[(acts[act] as (typeof acts)[string]).group] : '',
    act,
    from,
  ])
  return stringify(rows, {
    header: withHeader,
    columns: columns.map((header) => ({ key: header, header })),
    record_delimiter: 'windows',
    // What a spreadsheet would take for a formula begins with an apostrophe.
    escape_formulas: true,
  })
}
