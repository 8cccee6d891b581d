import { Link } from 'react-router'
import type { Membership } from '#contract/accounts.ts'
import { Button } from '../../ui/Button.tsx'
import { formatDay } from '../../ui/format.ts'
import { stateNames } from '../../ui/freshness.ts'
import { EmptyState } from '../../ui/states.tsx'
import { documentPath } from '../documents/addresses.ts'
import { kindNames } from '../documents/words.ts'
import type { QueueFilters } from './queue-filters.ts'
import { useNextDue } from './use-queue.ts'

/** The good state: nothing to do, and when there will be. */
export function NothingWaits(props: {
  within: readonly Membership[]
  scope: QueueFilters['scope']
  isEmpty: boolean
  onAll: () => void
}) {
  const { within, scope, isEmpty, onAll } = props
  const next = useNextDue(within, scope, true)
  if (isEmpty && scope === 'all')
    return <EmptyState>No documents yet. Once there are some, those that need a review stand here.</EmptyState>
  return (
    <EmptyState actions={scope === 'mine' && <Button onClick={onAll}>See what waits for others</Button>}>
      {scope === 'mine' ? 'Nothing waits for you.' : 'Nothing waits for anybody.'}{' '}
      {next?.dueOn && (
        <>
          The next review is due on {formatDay(next.dueOn)}:{' '}
          <Link to={documentPath(next.slug, next.reference)}>
            {next.reference} {next.title}
          </Link>
          .
        </>
      )}
    </EmptyState>
  )
}

export function NoneLikeThis({ filters, onClear }: { filters: QueueFilters; onClear: () => void }) {
  const what = filters.kind ? kindNames[filters.kind].one.toLowerCase() : 'document'
  const state = filters.state && ` that is ${stateNames[filters.state].toLowerCase()}`
  return (
    <EmptyState
      actions={
        <Button variant="primary" onClick={onClear}>
          Clear filters
        </Button>
      }
    >
      No {what}
      {state} waits {filters.scope === 'mine' ? 'for you' : 'here'}.
    </EmptyState>
  )
}
