import { useMemo } from 'react'
import { resolveFlag, snoozeDocument, verifyDocument } from '#contract/documents.ts'
import { call } from '../../platform/api.ts'
import { ordered, type QueueRow } from './queue.ts'
import type { QueueFilters, useQueueFilters } from './queue-filters.ts'
import { dayAfter } from './SnoozeDialog.tsx'
import { useCurrentRow } from './use-current-row.ts'
import { useQueueDeeds } from './use-queue-deeds.ts'
import type { Verification } from './VerifyRow.tsx'

interface ReviewParts {
  /** As the server has them, riskiest first. */
  queue: readonly QueueRow[]
  order: QueueFilters['order']
  peek: string | undefined
  change: ReturnType<typeof useQueueFilters>['change']
  isPhone: boolean
}

/** Going through the queue: the rows that are left, where one stands, and the deeds that lead on to the next. */
export function useReview({ queue, order, peek, change, isPhone }: ReviewParts) {
  const { leaving, start, sayNext } = useQueueDeeds()
  const rows = useMemo(() => {
    const left = queue.filter(({ key }) => !leaving.has(key))
    return ordered(left, order)
  }, [queue, leaving, order])
  const { current, setCurrent, rowAfter, focusRow } = useCurrentRow(rows, peek)

  const moveTo = (key: string) => {
    setCurrent(key)
    if (peek) change({ peek: key }, 'replace')
  }
  const look = (row: QueueRow) => {
    setCurrent(row.key)
    change({ peek: row.key === peek ? undefined : row.key }, 'replace')
  }
  /** The next row stands where the last one stood, peeked if that was. */
  const goOn = (row: QueueRow, staysOpen: boolean) => {
    const next = rowAfter(row.key)
    setCurrent(next?.key)
    if (peek) change({ peek: staysOpen ? next?.key : undefined }, 'replace')
    sayNext(next)
    focusRow(next?.key)
  }
  const onBack = (row: QueueRow) => {
    setCurrent(row.key)
    change({ peek: row.key }, 'replace')
  }

  const verify = (row: QueueRow, { checks, note, flags }: Verification) => {
    const { slug, reference, revision } = row
    const act = async () => {
      for (const flagId of flags) await call(resolveFlag, { slug, reference, flagId })
      await call(verifyDocument, { slug, reference, revision, checks: [...checks], note })
    }
    // On a phone the sheet covers the page, toasts and all: the next document in it says enough.
    const words = !(isPhone && peek) && `${reference} verified`
    start({ row, how: 'verified', act, words, onBack })
    goOn(row, true)
  }
  const snooze = (row: QueueRow, days: number) => {
    const { slug, reference, timeZone } = row
    const forDays = (count: number) => () => call(snoozeDocument, { slug, reference, days: count })
    const undo = {
      label: 'Undo',
      onAct: () => start({ row, how: 'gone', act: forDays(0), words: `${reference} is back in your queue`, onBack }),
    }
    const words = `${reference} is back in your queue on ${dayAfter(days, timeZone)}`
    start({ row, how: 'gone', act: forDays(days), words, undo, onBack })
    // Undo must be in sight.
    goOn(row, !isPhone)
  }

  return { rows, leaving, current, moveTo, look, verify, snooze }
}
export type Review = ReturnType<typeof useReview>
