import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { endMyOtherSessions, endMySession, listMySessions, type MySession } from '#contract/second-factor.ts'
import { call, query } from '../../platform/api.ts'
import { Failed } from '../../platform/Failed.tsx'
import { failureOf } from '../../platform/failure.ts'
import { isProblem } from '../../platform/query-client.ts'
import { Badge } from '../../ui/Badge.tsx'
import { Button } from '../../ui/Button.tsx'
import { plural } from '../../ui/format.ts'
import { LoadingRows } from '../../ui/states.tsx'
import { Time } from '../../ui/Time.tsx'
import { toast } from '../../ui/Toast.tsx'
import { Notice } from '../sign-in/Notice.tsx'
import { PlainTable, type PlainColumn } from './PlainTable.tsx'
import { SettingsSection } from './SettingsFrame.tsx'
import css from './Security.module.css'

/** Where one is signed in. What ends here is out within a second, whatever its pages still show. */
export function SessionsSection() {
  const queries = useQueryClient()
  const sessions = useQuery(query(listMySessions, {}))
  const refresh = () => queries.invalidateQueries({ queryKey: [listMySessions.path] })

  const end = useMutation({
    mutationFn: ({ id }: MySession) => call(endMySession, { sessionId: id }),
    onSuccess: (_done, { device }) => toast({ words: `${device}: session ended` }),
    onSettled: refresh,
  })
  const endOthers = useMutation({
    mutationFn: () => call(endMyOtherSessions, {}),
    onSuccess: ({ ended }) => toast({ words: `${plural(ended, 'session')} ended. You stay signed in here.` }),
    onSettled: refresh,
  })
  const items = sessions.data?.items ?? []
  // It was over already: the list says so by itself.
  const error = endOthers.error ?? (isProblem(end.error, 'not-found') ? undefined : end.error)
  return (
    <SettingsSection
      title="Where you are signed in"
      note="Is there one that you do not know? End it, then change your passphrase."
      actions={
        items.length > 1 && (
          <Button isPending={endOthers.isPending} onClick={() => endOthers.mutate()}>
            End all others
          </Button>
        )
      }
    >
      {error && <Notice {...failureOf(error)} />}
      {sessions.isPending && <LoadingRows what="your sessions" />}
      {sessions.isError && (
        <Failed error={sessions.error} what="Your sessions" onRetry={() => void sessions.refetch()} />
      )}
      {items.length > 0 && (
        <div className={css['table']}>
          <PlainTable
            label="Your sessions"
            rows={items}
            rowKey={({ id }) => id}
            columns={columnsWith((session) => end.mutate(session))}
          />
        </div>
      )}
    </SettingsSection>
  )
}

const columnsWith = (onEnd: (session: MySession) => void): PlainColumn<MySession>[] => [
  {
    header: 'Device',
    cell: ({ device, isThis, isNewDevice }) => (
      <span className={css['device']}>
        <strong>{device}</strong>
        {isThis && <Badge>This one</Badge>}
        {isNewDevice && <Badge>New device</Badge>}
      </span>
    ),
  },
  { header: 'Address', cell: ({ address }) => <code>{address}</code> },
  { header: 'Signed in', cell: ({ startedAt }) => <Time at={startedAt} /> },
  { header: 'Last used', cell: ({ seenAt, isThis }) => (isThis ? 'Now' : <Time at={seenAt} />) },
  {
    header: 'End',
    isHeaderHidden: true,
    cell: (session) =>
      !session.isThis && (
        <Button aria-label={`End ${session.device} at ${session.address}`} onClick={() => onEnd(session)}>
          End
        </Button>
      ),
  },
]
