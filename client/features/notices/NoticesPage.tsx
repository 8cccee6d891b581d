import { useMemo } from 'react'
import { keepPreviousData, useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from 'react-router'
import { countNotices, listNotices, readNotices, type Notice } from '#contract/notices.ts'
import { call } from '../../platform/api.ts'
import { Failed } from '../../platform/Failed.tsx'
import { failureOf } from '../../platform/failure.ts'
import { useQueryString } from '../../platform/query-string.ts'
import { useSession } from '../../platform/session.ts'
import { Button } from '../../ui/Button.tsx'
import { formatCount, plural } from '../../ui/format.ts'
import { PageFrame } from '../../ui/PageFrame.tsx'
import { EmptyState, LoadingRows } from '../../ui/states.tsx'
import { Time } from '../../ui/Time.tsx'
import { toast } from '../../ui/Toast.tsx'
import { VisuallyHidden } from '../../ui/VisuallyHidden.tsx'
import { Sentence } from '../activity/Sentence.tsx'
import { useNotices } from './use-notices.ts'
import css from './NoticesPage.module.css'

/** What somebody should know of, of all organizations, newest first. */
export default function NoticesPage() {
  const { memberships } = useSession()
  const { parameters, change } = useQueryString<'show'>()
  const isUnreadOnly = parameters.get('show') === 'unread'
  const counts = useNotices()
  const list = useNoticeList(isUnreadOnly)
  const read = useReading()
  const { notices } = list
  const hasSeveral = memberships.length > 1

  return (
    <PageFrame
      title={['Notices', hasSeveral ? 'Runkeep' : (memberships[0]?.organization ?? 'Runkeep')]}
      heading="Notices"
      summary={
        counts.waiting > 0 && `${formatCount(counts.waiting)} ${counts.waiting === 1 ? 'waits' : 'wait'} for you`
      }
      actions={
        <>
          <Link to="/settings/notices">Choose what to be told</Link>
          {counts.unread > 0 && notices[0] && (
            <Button isPending={read.isPending} onClick={() => read.mutate({ upTo: notices[0]?.id })}>
              Mark all as read
            </Button>
          )}
        </>
      }
    >
      <div className={css['chips']} role="group" aria-label="Show">
        {(['all', 'unread'] as const).map((show) => (
          <button
            key={show}
            type="button"
            aria-pressed={isUnreadOnly === (show === 'unread')}
            onClick={() => change({ show: show === 'all' ? undefined : show })}
          >
            {show === 'all' ? 'All' : `Unread${counts.unread > 0 ? ` ${formatCount(counts.unread)}` : ''}`}
          </button>
        ))}
      </div>
      {list.isPending ? (
        <LoadingRows what="your notices" />
      ) : list.isError && notices.length === 0 ? (
        <Failed what="Your notices" error={list.error} onRetry={() => void list.refetch()} />
      ) : notices.length === 0 ? (
        <EmptyState>
          {isUnreadOnly
            ? 'You have read everything.'
            : 'No notices yet. Requests for access, answers to yours and news about your account will stand here.'}
        </EmptyState>
      ) : (
        <>
          <ul className={css['list']}>
            {notices.map((notice) => (
              <Line key={notice.id} notice={notice} hasSeveral={hasSeveral} onRead={(ids) => read.mutate({ ids })} />
            ))}
          </ul>
          {list.hasNextPage && (
            <div className={css['more']}>
              <Button isPending={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                Load more
              </Button>
              <span>{plural(notices.length, 'notice')} shown</span>
            </div>
          )}
        </>
      )}
    </PageFrame>
  )
}

function Line(props: { notice: Notice; hasSeveral: boolean; onRead: (ids: Notice['id'][]) => void }) {
  const { notice, hasSeveral, onRead } = props
  const navigate = useNavigate()
  const { says, slug, organization, at, readAt, act, to, waits } = notice
  const isUnread = readAt === undefined
  const open = (address: string) => {
    if (isUnread) onRead([notice.id])
    void navigate(address)
  }
  return (
    <li className={css['notice']} data-unread={isUnread || undefined}>
      <div className={css['words']}>
        <p>
          {isUnread && <VisuallyHidden>Unread: </VisuallyHidden>}
          <Sentence parts={says} slug={slug} />
        </p>
        <p className={css['meta']}>
          {hasSeveral && organization && <span>{organization}</span>}
          <Time at={at} />
          {waits && <span className={css['waits']}>Waits for you</span>}
        </p>
      </div>
      {to && (
        <Button variant={waits ? 'primary' : 'default'} onClick={() => open(to)}>
          {act ?? 'Show'}
        </Button>
      )}
      {isUnread && !to && <Button onClick={() => onRead([notice.id])}>Mark as read</Button>}
    </li>
  )
}

function useNoticeList(isUnreadOnly: boolean) {
  const pages = useInfiniteQuery({
    queryKey: [listNotices.path, { unread: isUnreadOnly }, 'pages'],
    queryFn: ({ pageParam, signal }) =>
      call(
        listNotices,
        { unread: isUnreadOnly ? 'true' : 'false', ...(pageParam && { after: pageParam }) },
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
  })
  const notices = useMemo(() => pages.data?.pages.flatMap((page) => page.items) ?? [], [pages.data])
  return { ...pages, notices }
}

function useReading() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (which: { ids?: Notice['id'][]; upTo?: Notice['id'] | undefined }) =>
      call(readNotices, { ...(which.ids && { ids: which.ids }), ...(which.upTo && { upTo: which.upTo }) }),
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: [countNotices.path] }),
        queries.invalidateQueries({ queryKey: [listNotices.path] }),
      ]),
    onError: (error) => void toast({ words: `Nothing was marked. ${failureOf(error).title}.` }),
  })
}
