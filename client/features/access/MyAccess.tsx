import { Link } from 'react-router'
import { useQuery } from '@tanstack/react-query'
import { cancelRequest, endLease, myAccess, type AccessRequest, type LeaseLine } from '#contract/access.ts'
import { query } from '../../platform/api.ts'
import { Failed } from '../../platform/Failed.tsx'
import { levelWords } from '../../platform/role-words.ts'
import { Button } from '../../ui/Button.tsx'
import { formatDuration } from '../../ui/format.ts'
import { Reference } from '../../ui/Reference.tsx'
import { Ring } from '../../ui/Ring.tsx'
import { EmptyState, LoadingRows } from '../../ui/states.tsx'
import { Time } from '../../ui/Time.tsx'
import { toast } from '../../ui/Toast.tsx'
import { useTimeLeft } from '../credentials/LeaseBar.tsx'
import { documentPath, listPath } from '../documents/addresses.ts'
import { failureWords, useDeed } from '../documents/deeds.ts'
import { useRing } from '../notices/rings.ts'
import { durationWords } from './durations.ts'
import { PastRequest } from './PastRequest.tsx'
import css from './access.module.css'

/** What is open to the caller here, and until when; what was asked for. @param heading one below the page's own. */
export function MyAccess({ slug, heading: Heading }: { slug: string; heading: 'h2' | 'h3' }) {
  const mine = useQuery({ ...query(myAccess, { slug }), refetchInterval: 60_000 })
  useRing(() => void mine.refetch())
  if (!mine.data) {
    return mine.error ? (
      <Failed what="Your access" error={mine.error} onRetry={() => void mine.refetch()} />
    ) : (
      <LoadingRows what="your access" rows={3} />
    )
  }
  const { grants, leases, requests } = mine.data
  const waiting = requests.filter(({ state }) => state === 'pending')
  const before = requests.filter(({ state }) => state !== 'pending')
  if (grants.length + leases.length + requests.length === 0) {
    return <EmptyState>You have no access here beyond your role.</EmptyState>
  }
  const now = (
    <ul className={css['cards']}>
      {leases.map((lease) => (
        <LeaseCard key={lease.id} slug={slug} lease={lease} />
      ))}
      {waiting.map((request) => (
        <WaitingCard key={request.id} slug={slug} request={request} />
      ))}
      {grants.map((grant) => (
        <li key={grant.grantId} className={css['card']}>
          <p className={css['head']}>
            {grant.collection ? (
              <Link to={`${listPath(slug, 'runbook')}?collection=${grant.collection.id}`}>{grant.collection.name}</Link>
            ) : (
              grant.document && (
                <Link to={documentPath(slug, grant.document.reference)}>
                  <Reference>{grant.document.reference}</Reference> {grant.document.title}
                </Link>
              )
            )}
            <span className={css['aside']}>{levelWords[grant.level]}</span>
          </p>
          <p className={css['aside']}>
            {grant.endsAt ? (
              <>
                Standing access, ends <Time at={grant.endsAt} />
              </>
            ) : (
              'Standing access'
            )}
          </p>
        </li>
      ))}
    </ul>
  )
  return (
    <>
      {leases.length + waiting.length + grants.length > 0 ? now : <EmptyState>Nothing is open to you now.</EmptyState>}
      {before.length > 0 && (
        <section className={css['section']}>
          <Heading>Asked before</Heading>
          <ul className={css['list']}>
            {before.map((request) => (
              <PastRequest key={request.id} slug={slug} request={request} isOwn />
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

function LeaseCard({ slug, lease }: { slug: string; lease: LeaseLine }) {
  const end = useDeed(endLease)
  const leftMs = useTimeLeft(lease.endsAt)
  const whole = Date.parse(lease.endsAt) - Date.parse(lease.startsAt)
  const sleeps = lease.state === 'waiting'
  return (
    <li className={css['card']}>
      <p className={css['head']}>
        <Link to={documentPath(slug, lease.reference)}>
          <Reference>{lease.reference}</Reference> {lease.title}
        </Link>
        {!sleeps && <Ring left={leftMs / whole} size={18} />}
      </p>
      <p className={css['aside']}>
        {sleeps ? (
          <>
            Standby: active only in an incident, ends <Time at={lease.endsAt} />
          </>
        ) : leftMs > 0 ? (
          `${formatDuration(leftMs)} left`
        ) : (
          'Ended'
        )}
        {lease.ticket && ` · ${lease.ticket}`} · let in by {lease.approvedBy.name}
      </p>
      <div className={css['acts']}>
        <Button
          isPending={end.isPending}
          onClick={() =>
            end.mutate(
              { slug, leaseId: lease.id, note: '' },
              {
                onSuccess: () => toast({ words: `Access to ${lease.reference} finished` }),
                onError: (error) => toast({ words: failureWords(error) }),
              },
            )
          }
        >
          Finish
        </Button>
      </div>
    </li>
  )
}

function WaitingCard({ slug, request }: { slug: string; request: AccessRequest }) {
  const cancel = useDeed(cancelRequest)
  return (
    <li className={css['card']}>
      <p className={css['head']}>
        <Link to={documentPath(slug, request.document.reference)}>
          <Reference>{request.document.reference}</Reference> {request.document.title}
        </Link>
        <span className={css['aside']}>{request.reference}</span>
      </p>
      <p className={css['aside']}>
        Asked <Time at={request.createdAt} /> for {durationWords(request.minutes)}. A key holder has been told.
      </p>
      <div className={css['acts']}>
        <Button
          isPending={cancel.isPending}
          onClick={() =>
            cancel.mutate(
              { slug, request: request.reference },
              { onError: (error) => toast({ words: failureWords(error) }) },
            )
          }
        >
          Take it back
        </Button>
      </div>
    </li>
  )
}
