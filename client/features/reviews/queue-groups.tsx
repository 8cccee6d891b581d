import type { ReactNode } from 'react'
import { stateNames } from '../../ui/freshness.ts'
import { FreshnessLabel } from '../../ui/FreshnessMark.tsx'
import { keeperOf, type QueueRow } from './queue.ts'
import type { Order } from './queue-filters.ts'

/** Headings for every order but that of risk, which needs none. */
export function groupFor(order: Order): ((row: QueueRow) => { id: string; label: ReactNode }) | undefined {
  if (order === 'state')
    return ({ state }) => ({
      id: state,
      label: (
        <FreshnessLabel state={state} daysLeft={3} intervalDays={5}>
          {stateNames[state]}
        </FreshnessLabel>
      ),
    })
  if (order === 'owner') return (row) => ({ id: keeperOf(row), label: keeperOf(row) || 'No owner' })
  return undefined
}
