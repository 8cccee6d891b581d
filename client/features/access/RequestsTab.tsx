import { listRequests } from '#contract/access.ts'
import { call } from '../../platform/api.ts'
import { Failed } from '../../platform/Failed.tsx'
import { LoadingRows } from '../../ui/states.tsx'
import { useRing } from '../notices/rings.ts'
import { byTime, FilterTools, Nothing, useFilters } from './filters.tsx'
import { PastRequest } from './PastRequest.tsx'
import { RequestCard } from './RequestCard.tsx'
import { More, usePages } from './use-pages.tsx'
import css from './access.module.css'

const shows = [
  { value: 'all', label: 'All requests' },
  { value: 'pending', label: 'Waiting' },
  { value: 'approved', label: 'Approved' },
  { value: 'denied', label: 'Denied' },
  { value: 'cancelled', label: 'Taken back' },
  { value: 'expired', label: 'Lapsed' },
] as const

/** What waits for a decision, then what was decided. @param asked the reference that a notice led to. */
export function RequestsTab({ slug, asked }: { slug: string; asked: string | null }) {
  const filters = useFilters(shows, byTime)
  const { show, order, text } = filters
  const narrowed = { slug, order, ...(text !== '' && { text }) }
  const ofWaiting = { ...narrowed, pending: 'true' }
  const isWaitingShown = show === 'all' || show === 'pending'
  const waiting = usePages(
    [listRequests.path, ofWaiting],
    (from, options) => call(listRequests, { ...ofWaiting, ...from }, options),
    { enabled: isWaitingShown, refetchInterval: 60_000 },
  )
  const ofPast = { ...narrowed, ...(show === 'all' || show === 'pending' ? { pending: 'false' } : { state: show }) }
  const past = usePages(
    [listRequests.path, ofPast],
    (from, options) => call(listRequests, { ...ofPast, ...from }, options),
    { enabled: show !== 'pending' },
  )
  // Who has this page open sees what waits as it comes, and what became of it.
  useRing(() => {
    if (isWaitingShown) void waiting.refetch()
    if (show !== 'pending') void past.refetch()
  })
  const failed = [isWaitingShown && waiting, show !== 'pending' && past].find((pages) => pages && pages.isError)
  return (
    <>
      <FilterTools filters={filters} label="Search requests" />
      {failed ? (
        <Failed what="The requests" error={failed.error} onRetry={() => void failed.refetch()} />
      ) : (
        <>
          {isWaitingShown &&
            (waiting.isPending ? (
              <LoadingRows what="requests" rows={4} />
            ) : waiting.items.length === 0 ? (
              (show === 'pending' || !filters.isNarrow || past.items.length === 0) && (
                <Nothing filters={filters}>Nobody waits for access.</Nothing>
              )
            ) : (
              <ul className={css['cards']} aria-label="Waiting">
                {waiting.items.map((request) => (
                  <RequestCard key={request.id} slug={slug} request={request} isAsked={request.reference === asked} />
                ))}
              </ul>
            ))}
          {isWaitingShown && <More pages={waiting} what="that wait" />}
          {show !== 'pending' && past.items.length > 0 && (
            <section className={css['section']}>
              <h2>Before</h2>
              <ul className={css['list']}>
                {past.items.map((request) => (
                  <PastRequest key={request.id} slug={slug} request={request} />
                ))}
              </ul>
              <More pages={past} what="of before" />
            </section>
          )}
          {!isWaitingShown && past.data && past.items.length === 0 && (
            <Nothing filters={filters}>Nobody asked for access yet.</Nothing>
          )}
        </>
      )}
    </>
  )
}
