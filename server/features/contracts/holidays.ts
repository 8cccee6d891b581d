import type { listHolidays, setHolidays } from '#contract/contracts.ts'
import { invalid } from '#contract/problems.ts'
import { record } from '../../access/audit.ts'
import type { CallOf } from '../../access/call.ts'
import { atomically } from '../../platform/database.ts'
import { contractQueries } from './queries.ts'

export function holidays({ db, actor }: CallOf<typeof listHolidays>) {
  return { items: contractQueries(db).holidays({ organizationId: actor.organizationId }) }
}

export function set(call: CallOf<typeof setHolidays>) {
  const { db, actor, input } = call
  const seen = new Set<string>()
  input.items.forEach(({ on }, index) => {
    if (seen.has(on)) throw invalid(`/items/${index}/on`, `${on} is in the list twice.`)
    seen.add(on)
  })
  return atomically(db, () => {
    const { organizationId } = actor
    contractQueries(db).clearHolidays({ organizationId })
    contractQueries(db).addHolidays({ organizationId, items: JSON.stringify(input.items) })
    record(call, {
      act: 'holidays.set',
      on: ['organization', organizationId],
      details: { count: input.items.length, days: input.items.map(({ on }) => on) },
    })
    return {}
  })
}
