import { useMemo, useState } from 'react'
import { useNavigate } from 'react-router'
import { resolveFlag, snoozeDocument, verifyDocument } from '#contract/documents.ts'
import { kinds, levels } from '#contract/values.ts'
import { call } from '../../platform/api.ts'
import { Failed } from '../../platform/Failed.tsx'
import { useSession } from '../../platform/session.ts'
import { Banner } from '../../ui/Banner.tsx'
import { Button } from '../../ui/Button.tsx'
import { formatCount, listWords, plural } from '../../ui/format.ts'
import { Kbd } from '../../ui/Kbd.tsx'
import { KeyLegend, PageFrame } from '../../ui/PageFrame.tsx'
import { usePhone } from '../../ui/Sheet.tsx'
import { useShortcuts } from '../../ui/shortcuts.ts'
import { LoadingRows } from '../../ui/states.tsx'
import { Table } from '../../ui/Table.tsx'
import { toast } from '../../ui/Toast.tsx'
import { documentPath, editPath } from '../documents/addresses.ts'
import { AssignDialog } from '../documents/AssignDialog.tsx'
import { useWaitingReviews } from '../shell/waiting-reviews.ts'
import { keyOf, ordered, readKey, type QueueRow } from './queue.ts'
import { queueColumns } from './queue-columns.tsx'
import { useQueueFilters } from './queue-filters.ts'
import { groupFor } from './queue-groups.tsx'
import { NothingWaits, NoneLikeThis } from './queue-states.tsx'
import { OrderMenu, QueueFilterRow } from './QueueFilterRow.tsx'
import { FreshnessSummary, totalOf, type Counts } from './FreshnessSummary.tsx'
import { ReviewPeek } from './ReviewPeek.tsx'
import { dayAfter, SnoozeDialog } from './SnoozeDialog.tsx'
import { useCurrentRow } from './use-current-row.ts'
import { useCounts, useQueue } from './use-queue.ts'
import { useQueueDeeds, type Leaving } from './use-queue-deeds.ts'
import { VerifyRow, type Verification } from './VerifyRow.tsx'
import css from './ReviewsPage.module.css'

type Asking = { what: 'verify' | 'assign' | 'snooze'; row: QueueRow }

/** The week's work: what can no longer be trusted, riskiest first, across all organizations. */
export default function ReviewsPage() {
  const { memberships } = useSession()
  const { filters, peek, change } = useQueueFilters()
  const navigate = useNavigate()
  const isPhone = usePhone()
  const within = useMemo(() => {
    const one = memberships.filter(({ slug }) => slug === filters.organization)
    return one.length > 0 ? one : memberships
  }, [memberships, filters.organization])
  const queue = useQueue(within, filters)
  const counts = useCounts(within, filters.kind)
  const waiting = useWaitingReviews(within)
  const deeds = useQueueDeeds()
  const [asking, setAsking] = useState<Asking>()

  const rows = useMemo(
    () =>
      ordered(
        queue.rows.filter(({ key }) => !deeds.leaving.has(key)),
        filters.order,
      ),
    [queue.rows, deeds.leaving, filters.order],
  )
  const { current, setCurrent, rowAfter, focusRow } = useCurrentRow(rows, peek)
  const hasSeveral = memberships.length > 1

  // --- Moving and looking --------------------------------------------------------------------------------------------

  const moveTo = (key: string) => {
    setCurrent(key)
    if (peek) change({ peek: key }, 'replace')
  }
  const look = (row: QueueRow) => {
    setCurrent(row.key)
    change({ peek: row.key === peek ? undefined : row.key }, 'replace')
  }
  /** After a deed the next row stands where the last one stood, peeked if that was. */
  const goOn = (row: QueueRow, staysOpen = true) => {
    const next = rowAfter(row.key)
    setAsking(undefined)
    setCurrent(next?.key)
    if (peek) change({ peek: staysOpen ? next?.key : undefined }, 'replace')
    deeds.sayNext(next)
    focusRow(next?.key)
  }
  const goBack = (row: QueueRow) => {
    setCurrent(row.key)
    change({ peek: row.key }, 'replace')
  }

  // --- Deeds ---------------------------------------------------------------------------------------------------------

  const verify = (row: QueueRow, { checks, note, flags }: Verification) => {
    const { slug, reference, revision } = row
    const act = async () => {
      for (const flagId of flags) await call(resolveFlag, { slug, reference, flagId })
      await call(verifyDocument, { slug, reference, revision, checks: [...checks], note })
    }
    // On a phone the sheet covers the page, toasts and all: the next document in it says enough.
    const words = !(isPhone && peek) && `${reference} verified`
    deeds.start({ row, how: 'verified', act, words, onBack: goBack })
    goOn(row)
  }
  const snooze = (row: QueueRow, days: number) => {
    const { slug, reference, timeZone } = row
    const snoozeFor = (count: number) => call(snoozeDocument, { slug, reference, days: count })
    deeds.start({
      row,
      how: 'gone',
      act: () => snoozeFor(days),
      words: `${reference} is back in your queue on ${dayAfter(days, timeZone)}`,
      undo: {
        label: 'Undo',
        onAct: () =>
          deeds.start({
            row,
            how: 'gone',
            act: () => snoozeFor(0),
            words: `${reference} is back in your queue`,
            onBack: goBack,
          }),
      },
      onBack: goBack,
    })
    // Undo must be in sight.
    goOn(row, !isPhone)
  }
  const ask = (what: Asking['what']) => {
    if (!current) return
    const refusal = refusalFor(what, current)
    if (refusal) toast({ words: refusal })
    else setAsking({ what, row: current })
  }
  const edit = () => {
    if (!current) return
    if (current.level < levels.edit) return void toast({ words: `You can read ${current.reference} but not edit it.` })
    void navigate(editPath(current.slug, current.reference))
  }
  useShortcuts([
    current && { keys: 'V', label: 'Verify', act: () => ask('verify') },
    current && { keys: 'E', label: 'Edit', act: edit },
    current && { keys: 'A', label: 'Assign', act: () => ask('assign') },
    current && { keys: 'Z', label: 'Snooze', act: () => ask('snooze') },
  ])

  // --- What is shown -------------------------------------------------------------------------------------------------

  const isFiltered = filters.state !== undefined || filters.kind !== undefined
  const peeked = peek === undefined ? undefined : readKey(peek)
  const shown = counts && settled(counts, [...deeds.leaving.values()])
  const needYou = Math.max(0, waiting - deeds.leaving.size)
  return (
    <PageFrame
      title={['Reviews', hasSeveral ? 'Runkeep' : (memberships[0]?.organization ?? 'Runkeep')]}
      heading="Reviews"
      summary={
        shown && (
          <>
            {needYou === 0 ? 'Nothing needs you' : `${formatCount(needYou)} ${needYou === 1 ? 'needs' : 'need'} you`}
            {totalOf(shown) > 0 && ` · ${formatCount(shown.verified)} of ${formatCount(totalOf(shown))} verified`}
          </>
        )
      }
      actions={
        rows.length > 0 && (
          <>
            {!isPhone && <OrderMenu order={filters.order} onOrder={(order) => change({ order })} />}
            {!peek && (
              <Button variant="primary" onClick={() => look(current ?? (rows[0] as QueueRow))}>
                Start review <Kbd keys="Space" />
              </Button>
            )}
          </>
        )
      }
      footer={
        rows.length > 0 && (
          <KeyLegend
            keys={[
              [['J', 'K'], 'move'],
              [['Space'], 'peek'],
              [['V'], 'verify'],
              [['E'], 'edit'],
              [['A'], 'assign'],
              [['Z'], 'snooze'],
              [['F'], 'filter'],
            ]}
          />
        )
      }
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
        {queue.isPending ? (
          <LoadingRows what="the review queue" />
        ) : queue.isError && queue.rows.length === 0 ? (
          <Failed what="The review queue" error={queue.error} onRetry={() => void queue.refetch()} />
        ) : rows.length === 0 ? (
          isFiltered ? (
            <NoneLikeThis filters={filters} onClear={() => change({ state: undefined, kind: undefined })} />
          ) : (
            <NothingWaits
              within={within}
              scope={filters.scope}
              isEmpty={counts !== undefined && totalOf(counts) === 0}
              onAll={() => change({ scope: 'all' })}
            />
          )
        ) : (
          <div className={css['list']} data-stale={queue.isPlaceholderData || undefined}>
            <Table
              label="Review queue"
              rows={rows}
              rowKey={({ key }) => key}
              columns={queueColumns(hasSeveral && within.length > 1, peeked !== undefined && !isPhone, isPhone)}
              to={(row) => (isPhone ? `?${withPeek(row.key)}` : documentPath(row.slug, row.reference))}
              current={current?.key}
              onCurrent={moveTo}
              onPeek={look}
              groupOf={groupFor(filters.order)}
            />
            {queue.hasNextPage && (
              <div className={css['more']}>
                <Button isPending={queue.isFetchingNextPage} onClick={() => void queue.fetchNextPage()}>
                  Load more
                </Button>
                <span>{plural(rows.length, 'document')} shown</span>
              </div>
            )}
          </div>
        )}
      </div>
      {peeked && (
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
      )}
      {asking?.what === 'verify' && (
        <VerifyRow
          row={asking.row}
          onVerify={(verification) => verify(asking.row, verification)}
          onClose={() => setAsking(undefined)}
        />
      )}
      {asking?.what === 'snooze' && (
        <SnoozeDialog
          row={asking.row}
          onSnooze={(days) => snooze(asking.row, days)}
          onClose={() => setAsking(undefined)}
        />
      )}
      {asking?.what === 'assign' && (
        <AssignDialog slug={asking.row.slug} documents={[asking.row]} onClose={() => setAsking(undefined)} />
      )}
    </PageFrame>
  )

  function nameOf(slug: string): string {
    return memberships.find((each) => each.slug === slug)?.organization ?? slug
  }
  function withPeek(key: string): string {
    const next = new URLSearchParams(location.search)
    next.set('peek', key)
    return next.toString()
  }
}

/** Why it cannot be done, and who can; nothing where it can. */
function refusalFor(what: Asking['what'], row: QueueRow): string | undefined {
  const keeper = row.owner ?? row.deputy
  if (what === 'verify' && !row.mayVerify)
    return `${keeper ? `${keeper.name} verifies` : 'Only its owner verifies'} ${row.reference}. You can report a problem with it.`
  if (what === 'assign' && row.level < levels.edit)
    return `You can read this ${kinds[row.kind].one} but not say who looks after it.`
  return undefined
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
