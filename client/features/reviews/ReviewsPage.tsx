import { lazy, Suspense, useEffect, useMemo } from 'react'
import { Failed } from '../../platform/Failed.tsx'
import { useSession } from '../../platform/session.ts'
import { Banner } from '../../ui/Banner.tsx'
import { Button } from '../../ui/Button.tsx'
import { formatCount, listWords } from '../../ui/format.ts'
import { Kbd } from '../../ui/Kbd.tsx'
import { KeyLegend, PageFrame } from '../../ui/PageFrame.tsx'
import { usePhone } from '../../ui/Sheet.tsx'
import { LoadingRows } from '../../ui/states.tsx'
import { DeadlineKeys } from '../dates/DeadlineKeys.tsx'
import { Deadlines } from '../dates/Deadlines.tsx'
import { useWaitingReviews } from '../shell/waiting-reviews.ts'
import { FreshnessSummary, totalOf, type Counts } from './FreshnessSummary.tsx'
import { keyOf, readKey, type QueueRow } from './queue.ts'
import { useQueueFilters } from './queue-filters.ts'
import { NoneLikeThis, NothingWaits } from './queue-states.tsx'
import { QueueDialogs, useAsking } from './QueueDialogs.tsx'
import { OrderMenu, QueueFilterRow } from './QueueFilterRow.tsx'
import { QueueTable } from './QueueTable.tsx'
import { useCounts, useQueue } from './use-queue.ts'
import type { Leaving } from './use-queue-deeds.ts'
import { useReview } from './use-review.ts'
import css from './ReviewsPage.module.css'

const reviewPeek = () => import('./ReviewPeek.tsx')
const ReviewPeek = lazy(async () => ({ default: (await reviewPeek()).ReviewPeek }))

/** The week's work: what can no longer be trusted, riskiest first, across all organizations. */
export default function ReviewsPage() {
  const { memberships } = useSession()
  const { filters, peek, change } = useQueueFilters()
  const isPhone = usePhone()
  const within = useMemo(() => {
    const one = memberships.filter(({ slug }) => slug === filters.organization)
    return one.length > 0 ? one : memberships
  }, [memberships, filters.organization])
  const queue = useQueue(within, filters)
  const counts = useCounts(within, filters.kind)
  const waiting = useWaitingReviews(within)
  const review = useReview({ queue: queue.rows, order: filters.order, peek, change, isPhone })
  const { asked, ask, close } = useAsking(review.current)
  useEffect(() => {
    // Fetched once the queue has time, so that Space peeks at once.
    const timer = setTimeout(() => void reviewPeek(), 1_000)
    return () => clearTimeout(timer)
  }, [])

  const { rows } = review
  const hasSeveral = memberships.length > 1
  const nameOf = (slug: string) => memberships.find((each) => each.slug === slug)?.organization ?? slug
  const peeked = peek === undefined ? undefined : readKey(peek)
  const shown = counts && settled(counts, [...review.leaving.values()])

  const list = queue.isPending ? (
    <LoadingRows what="the review queue" />
  ) : queue.isError && queue.rows.length === 0 ? (
    <Failed what="The review queue" error={queue.error} onRetry={() => void queue.refetch()} />
  ) : rows.length > 0 ? (
    <QueueTable
      review={review}
      queue={queue}
      order={filters.order}
      hasSeveralOrganizations={within.length > 1}
      isPeeking={peeked !== undefined}
      isPhone={isPhone}
    />
  ) : filters.state !== undefined || filters.kind !== undefined ? (
    <NoneLikeThis filters={filters} onClear={() => change({ state: undefined, kind: undefined })} />
  ) : (
    <NothingWaits
      within={within}
      scope={filters.scope}
      isEmpty={counts !== undefined && totalOf(counts) === 0}
      onAll={() => change({ scope: 'all' })}
    />
  )
  return (
    <PageFrame
      title={['Reviews', hasSeveral ? 'Runkeep' : (memberships[0]?.organization ?? 'Runkeep')]}
      heading="Reviews"
      summary={shown && summaryOf(shown, Math.max(0, waiting - review.leaving.size))}
      actions={
        review.current && (
          <>
            {!isPhone && <OrderMenu order={filters.order} onOrder={(order) => change({ order })} />}
            {!peek && <StartButton row={review.current} onStart={review.look} />}
          </>
        )
      }
      footer={rows.length > 0 && <KeyLegend keys={legend} />}
    >
      <div className={css['page']} data-peeking={peeked ? '' : undefined}>
        {queue.failed.length > 0 && (
          <Banner tone="plain" isNews actions={<Button onClick={() => void queue.refetch()}>Try again</Button>}>
            The queue of {listWords(queue.failed.map(({ slug }) => nameOf(slug)))} could not be loaded. The others are
            below.
          </Banner>
        )}
        {shown && totalOf(shown) > 0 && (
          <FreshnessSummary
            counts={shown}
            chosen={filters.state}
            part={(state, className, words) => (
              <button
                key={state}
                type="button"
                className={className}
                aria-pressed={state === filters.state}
                // The counts are of everything: so is the list that they lead to.
                onClick={() =>
                  change(state === filters.state ? { state: undefined, scope: undefined } : { state, scope: 'all' })
                }
              >
                {words}
              </button>
            )}
          />
        )}
        <QueueFilterRow filters={filters} memberships={memberships} change={change} />
        {filters.state === undefined && filters.kind === undefined && (
          <Deadlines within={within} scope={filters.scope} />
        )}
        {list}
        <DeadlineKeys key={rows.length > 0 ? 'above a table' : 'alone'} />
      </div>
      {peeked && (
        <Suspense>
          <ReviewPeek
            slug={peeked.slug}
            reference={peeked.reference}
            row={rows.find(({ key }) => key === keyOf(peeked.slug, peeked.reference))}
            organization={hasSeveral ? nameOf(peeked.slug) : undefined}
            onVerify={() => ask('verify')}
            onAssign={() => ask('assign')}
            onSnooze={() => ask('snooze')}
            onClose={() => change({ peek: undefined }, 'replace')}
          />
        </Suspense>
      )}
      <QueueDialogs asked={asked} onVerify={review.verify} onSnooze={review.snooze} onClose={close} />
    </PageFrame>
  )
}

const legend = [
  [['J', 'K'], 'move'],
  [['Space'], 'peek'],
  [['V'], 'verify'],
  [['E'], 'edit'],
  [['A'], 'assign'],
  [['Z'], 'snooze'],
  [['F'], 'filter'],
] as const

function StartButton({ row, onStart }: { row: QueueRow; onStart: (row: QueueRow) => void }) {
  return (
    <Button variant="primary" onClick={() => onStart(row)}>
      Start review <Kbd keys="Space" />
    </Button>
  )
}

function summaryOf(counts: Counts, needYou: number): string {
  const you = needYou === 0 ? 'Nothing needs you' : `${formatCount(needYou)} ${needYou === 1 ? 'needs' : 'need'} you`
  const total = totalOf(counts)
  return total === 0 ? you : `${you} · ${formatCount(counts.verified)} of ${formatCount(total)} verified`
}

/** Counts as they will be once the rows on their way out are through. */
function settled(counts: Counts, leaving: readonly { row: QueueRow; how: Leaving }[]): Counts {
  const next = { ...counts }
  for (const { row, how } of leaving) {
    if (how !== 'verified' || next[row.state] === 0) continue
    next[row.state] -= 1
    next.verified += 1
  }
  return next
}
