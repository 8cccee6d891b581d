import { Button } from '../../ui/Button.tsx'
import { plural } from '../../ui/format.ts'
import { Table } from '../../ui/Table.tsx'
import { documentPath } from '../documents/addresses.ts'
import { queueColumns } from './queue-columns.tsx'
import type { QueueFilters } from './queue-filters.ts'
import { groupFor } from './queue-groups.tsx'
import type { useQueue } from './use-queue.ts'
import type { Review } from './use-review.ts'
import css from './ReviewsPage.module.css'

/** The rows in their order, and more of them on demand. */
export function QueueTable(props: {
  review: Review
  queue: ReturnType<typeof useQueue>
  order: QueueFilters['order']
  hasSeveralOrganizations: boolean
  isPeeking: boolean
  isPhone: boolean
}) {
  const { review, queue, order, hasSeveralOrganizations, isPeeking, isPhone } = props
  return (
    <div className={css['list']} data-stale={queue.isPlaceholderData || undefined}>
      <Table
        label="Review queue"
        rows={review.rows}
        rowKey={({ key }) => key}
        columns={queueColumns(hasSeveralOrganizations, isPeeking && !isPhone, isPhone)}
        // A thumb has no Space to peek with.
        to={(row) => (isPhone ? peekAt(row.key) : documentPath(row.slug, row.reference))}
        current={review.current?.key}
        onCurrent={review.moveTo}
        onPeek={review.look}
        groupOf={groupFor(order)}
      />
      {queue.hasNextPage && (
        <div className={css['more']}>
          <Button isPending={queue.isFetchingNextPage} onClick={() => void queue.fetchNextPage()}>
            Load more
          </Button>
          <span>{plural(review.rows.length, 'document')} shown</span>
        </div>
      )}
    </div>
  )
}

function peekAt(key: string): string {
  const next = new URLSearchParams(location.search)
  next.set('peek', key)
  return `?${next.toString()}`
}
