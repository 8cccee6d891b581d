import { Link } from 'react-router'
import { useQuery } from '@tanstack/react-query'
import {
  cancelRequest,
  endLease,
  listRequests,
  myAccess,
  type AccessRequest,
  type AccessRow,
  type LeaseLine,
} from '#contract/access.ts'
import { call, query } from '../../platform/api.ts'
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
import { listed } from '../settings/use-list.ts'
import { durationWords } from './durations.ts'
import { FilterTools, Nothing, useFilters } from './filters.tsx'
import { PastRequest } from './PastRequest.tsx'
import { More, usePages } from './use-pages.tsx'
import { whatOf } from './WhoOpensTab.tsx'
import css from './access.module.css'

const shows = [
  { value: 'all', label: 'Everything' },
  { value: 'now', label: 'Open or asked for now' },
  { value: 'before', label: 'Asked before' },
] as const
const orders = [
  { value: 'ends', label: 'What ends first' },
  { value: 'name', label: 'Name' },
  { value: 'newest', label: 'Newest first' },
] as const

/** Above one’s own access, of one organization or of all: what is narrowed down holds for each of them. */
export function MyAccessTools() {
  return <FilterTools filters={useFilters(shows, orders)} label="Search my access" />
}

/** One thing that is open to the caller or asked for, for searching and ordering the three kinds together. */
type Mine =
  | { is: 'lease'; lease: LeaseLine; name: string; ends: string; since: string }
  | { is: 'request'; request: AccessRequest; name: string; ends: string; since: string }
  | { is: 'grant'; grant: AccessRow; name: string; ends: string | undefined; since: string }

const wordsOf = (it: Mine) => [
  it.name,
  it.is === 'lease' ? `${it.lease.ticket} ${it.lease.approvedBy.name}` : undefined,
  it.is === 'request' ? `${it.request.reference} ${it.request.ticket} ${it.request.reason}` : undefined,
]
const sortKeys = {
  ends: ({ ends }: Mine) => ends,
  name: ({ name }: Mine) => name,
  newest: ({ since }: Mine) => -Date.parse(since),
}

/** What is open to the caller here, and until when; what was asked for. @param heading one below the page's own. */
export function MyAccess({ slug, heading: Heading }: { slug: string; heading: 'h2' | 'h3' }) {
  const filters = useFilters(shows, orders)
  const { list, show, order, text } = filters
  const mine = useQuery({ ...query(myAccess, { slug }), refetchInterval: 60_000 })
  const ofBefore = { slug, mine: 'true', pending: 'false', ...(text !== '' && { text }) }
  const before = usePages(
    [listRequests.path, ofBefore],
    (from, options) => call(listRequests, { ...ofBefore, ...from }, options),
    { enabled: show !== 'now' },
  )
  useRing(() => {
    void mine.refetch()
    if (show !== 'now') void before.refetch()
  })
  const failed = [mine, before].find(({ isError }) => isError)
  if (failed) return <Failed what="Your access" error={failed.error} onRetry={() => void failed.refetch()} />
  if (!mine.data || (show !== 'now' && before.isPending)) return <LoadingRows what="your access" rows={3} />
  const all: Mine[] = [
    ...mine.data.leases.map((lease) => ({
      ...{ is: 'lease' as const, lease, name: `${lease.reference} ${lease.title}` },
      ...{ ends: lease.endsAt, since: lease.startsAt },
    })),
    ...mine.data.requests.map((request) => ({
      ...{ is: 'request' as const, request, name: `${request.document.reference} ${request.document.title}` },
      ...{ ends: request.expiresAt, since: request.createdAt },
    })),
    ...mine.data.grants.map((grant) => ({
      ...{ is: 'grant' as const, grant, name: whatOf({ ...grant, by: 'role' }) },
      ...{ ends: grant.endsAt ?? grant.lapsesAt, since: grant.since },
    })),
  ]
  const sort = { by: order, isDescending: false }
  const now = show === 'before' ? [] : listed(all, { text: list.text, sort }, wordsOf, sortKeys)
  const past = show === 'now' ? [] : before.items
  if (now.length + past.length === 0) {
    return (
      <Nothing filters={filters}>
        {all.length === 0 ? 'You have no access here beyond your role.' : 'Nothing is open to you now.'}
      </Nothing>
    )
  }
  return (
    <>
      {now.length > 0 ? (
        <ul className={css['cards']}>
          {now.map((it) =>
            it.is === 'lease' ? (
              <LeaseCard key={it.lease.id} slug={slug} lease={it.lease} />
            ) : it.is === 'request' ? (
              <WaitingCard key={it.request.id} slug={slug} request={it.request} />
            ) : (
              <GrantCard key={it.grant.grantId} slug={slug} grant={it.grant} />
            ),
          )}
        </ul>
      ) : (
        !filters.isNarrow && <EmptyState>Nothing is open to you now.</EmptyState>
      )}
      {past.length > 0 && (
        <section className={css['section']}>
          <Heading>Asked before</Heading>
          <ul className={css['list']}>
            {past.map((request) => (
              <PastRequest key={request.id} slug={slug} request={request} isOwn />
            ))}
          </ul>
          <More pages={before} what="of before" />
        </section>
      )}
    </>
  )
}

function GrantCard({ slug, grant }: { slug: string; grant: AccessRow }) {
  return (
    <li className={css['card']}>
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
