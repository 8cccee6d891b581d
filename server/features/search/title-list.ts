import type { documentIndex } from '#contract/documents.ts'
import type { CallOf } from '../../access/call.ts'
import { addDays } from '../../platform/clock.ts'
import { cursorOf, readCursor } from '../../platform/cursor.ts'
import { searchQueries } from './queries.ts'

const pageSize = 1_000
const daysOfUse = 90

/** Everything the caller reaches, by pages, as little of each as the palette needs to search titles by itself. */
export function titles({ db, actor, input, now, today }: CallOf<typeof documentIndex>) {
  const [afterNumber, afterKind] = input.after === undefined ? [0, ''] : readCursor(input.after, 'pair')
  const page = actor.role === 'technician' ? searchQueries(db).grantedIndex : searchQueries(db).index
  const rows = page({
    memberId: actor.id,
    now,
    today,
    useSince: addDays(today, -daysOfUse),
    afterKind,
    afterNumber,
    limit: pageSize + 1,
  })
  const items = rows.slice(0, pageSize)
  const last = items.at(-1)
  return {
    items: items.map(({ number: _number, ...entry }) => entry),
    ...(rows.length > pageSize && last && { next: cursorOf([last.number, last.kind]) }),
  }
}
