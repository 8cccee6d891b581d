import { useQuery } from '@tanstack/react-query'
import { listRequests } from '#contract/access.ts'
import { query } from '../../platform/api.ts'
import { Failed } from '../../platform/Failed.tsx'
import { EmptyState, LoadingRows } from '../../ui/states.tsx'
import { useRing } from '../notices/rings.ts'
import { PastRequest } from './PastRequest.tsx'
import { RequestCard } from './RequestCard.tsx'
import css from './access.module.css'

/** What waits for a decision, then what was decided. @param asked the reference that a notice led to. */
export function RequestsTab({ slug, asked }: { slug: string; asked: string | null }) {
  const answer = useQuery({ ...query(listRequests, { slug }), refetchInterval: 60_000 })
  // Who has this page open sees what waits as it comes.
  useRing(() => void answer.refetch())
  if (!answer.data) {
    return answer.error ? (
      <Failed what="The requests" error={answer.error} onRetry={() => void answer.refetch()} />
    ) : (
      <LoadingRows what="requests" rows={4} />
    )
  }
  const { items } = answer.data
  const pending = items.filter(({ state }) => state === 'pending')
  const past = items.filter(({ state }) => state !== 'pending')
  return (
    <>
      {pending.length === 0 ? (
        <EmptyState>Nobody waits for access.</EmptyState>
      ) : (
        <ul className={css['cards']} aria-label="Waiting">
          {pending.map((request) => (
            <RequestCard key={request.id} slug={slug} request={request} isAsked={request.reference === asked} />
          ))}
        </ul>
      )}
      {past.length > 0 && (
        <section className={css['section']}>
          <h2>Before</h2>
          <ul className={css['list']}>
            {past.map((request) => (
              <PastRequest key={request.id} slug={slug} request={request} />
            ))}
          </ul>
        </section>
      )}
    </>
  )
}
