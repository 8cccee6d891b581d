import { Button } from '../Button.tsx'
import { FreshnessBadge, FreshnessLabel } from '../FreshnessMark.tsx'
import { PageFrame } from '../PageFrame.tsx'
import { EmptyState, ErrorState, LoadingRows } from '../states.tsx'

export function StatesPage() {
  return (
    <PageFrame title={['States']} heading="States">
      <p>
        {[10, 40, 70, 90].map((left) => (
          <FreshnessLabel key={left} state="verified" daysLeft={left} intervalDays={90}>
            Verified
          </FreshnessLabel>
        ))}{' '}
        <FreshnessLabel state="due">Due in 6 days</FreshnessLabel>{' '}
        <FreshnessLabel state="overdue">Overdue 23 days</FreshnessLabel>{' '}
        <FreshnessLabel state="unverified">Not verified</FreshnessLabel>{' '}
        <FreshnessLabel state="suspect">Problem reported</FreshnessLabel>
      </p>
      <p>
        <FreshnessBadge state="verified">Verified</FreshnessBadge>{' '}
        <FreshnessBadge state="due">Review due in 6 days</FreshnessBadge>{' '}
        <FreshnessBadge state="overdue">Overdue 23 days</FreshnessBadge>{' '}
        <FreshnessBadge state="unverified">Not verified</FreshnessBadge>{' '}
        <FreshnessBadge state="suspect">Problem reported</FreshnessBadge>
      </p>
      <EmptyState actions={<Button variant="primary">Write a runbook</Button>}>
        No runbooks yet. Start with what you would look up at 02:00.
      </EmptyState>
      <ErrorState title="Could not save." code="E-1042" actions={<Button>Try again</Button>}>
        Your text is kept on this device.
      </ErrorState>
      <LoadingRows what="runbooks" rows={5} />
    </PageFrame>
  )
}
