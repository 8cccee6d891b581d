import type { Membership } from '#contract/accounts.ts'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { formatDay } from '../../ui/format.ts'
import { EmptyState } from '../../ui/states.tsx'
import { listPath } from '../documents/addresses.ts'
import { isNarrow, type RenewalFilters, type useRenewalFilters } from './renewal-filters.ts'
import type { Renewal } from './renewals.ts'

/** Nothing in the period, nothing that matches, or no contract at all; and what comes next. */
export function NothingToRenew(props: {
  all: readonly Renewal[]
  /** What the filters leave, in any period. */
  found: readonly Renewal[]
  filters: RenewalFilters
  only: Membership | undefined
  change: ReturnType<typeof useRenewalFilters>['change']
}) {
  const { all, found, filters, only, change } = props
  if (all.length === 0)
    return (
      <EmptyState
        actions={
          only && (
            <ButtonLink variant="primary" to={listPath(only.slug, 'vendor')}>
              Vendors
            </ButtonLink>
          )
        }
      >
        No contracts yet. Add them to your vendors, and the next notice date stands here.
      </EmptyState>
    )
  if (found.length === 0 && (isNarrow(filters) || all.every(({ state }) => state === 'ended')))
    return (
      <EmptyState
        actions={
          isNarrow(filters) ? (
            <Button variant="primary" onClick={() => change({ owner: undefined, state: undefined, text: undefined })}>
              Clear filters
            </Button>
          ) : (
            <Button onClick={() => change({ state: 'ended' })}>See what ended</Button>
          )
        }
      >
        {isNarrow(filters) ? 'No contract matches.' : 'No contract runs any more.'}
      </EmptyState>
    )
  const next = found
    .map(({ on }) => on ?? '')
    .filter(Boolean)
    .sort()[0]
  return (
    <EmptyState actions={<Button onClick={() => change({ period: 'all' })}>See all contracts</Button>}>
      No renewals in the next {filters.period === '3' ? '90 days' : `${filters.period} months`}.
      {next && ` The next notice date is ${formatDay(next)}.`}
    </EmptyState>
  )
}
