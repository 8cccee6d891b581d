import { Link } from 'react-router'
import { endLease, type AccessRequest } from '#contract/access.ts'
import { useOrganizationLog } from '../../platform/use-organization-log.ts'
import { Button } from '../../ui/Button.tsx'
import { formatDuration } from '../../ui/format.ts'
import { Person } from '../../ui/Person.tsx'
import { Reference } from '../../ui/Reference.tsx'
import { Ring } from '../../ui/Ring.tsx'
import { Time } from '../../ui/Time.tsx'
import { toast } from '../../ui/Toast.tsx'
import { personIn } from '../../vault/shown-access.ts'
import { useTimeLeft } from '../credentials/LeaseBar.tsx'
import { documentPath } from '../documents/addresses.ts'
import { failureWords, useDeed } from '../documents/deeds.ts'
import css from './access.module.css'

const words = { approved: 'Approved', denied: 'Denied', cancelled: 'Taken back', expired: 'Lapsed', pending: 'Waiting' }

/** A request that is decided: by whom, and what became of the lease. */
export function PastRequest(props: {
  slug: string
  request: AccessRequest
  /** The reader's own: who asked is known, and what runs is finished where it stands. */
  isOwn?: boolean
}) {
  const { slug, request, isOwn = false } = props
  const end = useDeed(endLease)
  const { lease, document } = request
  const { log } = useOrganizationLog(slug)
  const requester = personIn(log, request.requester)
  const runs = lease?.state === 'active' && !isOwn
  return (
    <li>
      <span>
        <Reference>{request.reference}</Reference> {!isOwn && <Person {...requester} hasFirm />}{' '}
        <Link to={documentPath(slug, document.reference)}>
          {document.reference} {document.title}
        </Link>
      </span>
      <span className={css['aside']}>
        {words[request.state]}
        {request.decidedBy && request.state !== 'cancelled' && ` by ${request.decidedBy.name}`}{' '}
        <Time at={request.decidedAt ?? request.expiresAt} />
        {request.ticket && ` · ${request.ticket}`}
        {request.note && ` · “${request.note}”`}
      </span>
      {lease && runs && (
        <span className={css['acts']}>
          <TimeLeft startsAt={lease.startsAt} endsAt={lease.endsAt} />
          <Button
            isPending={end.isPending}
            onClick={() =>
              end.mutate(
                { slug, leaseId: lease.id, note: '' },
                {
                  onSuccess: () =>
                    toast({
                      words: `${requester.name} can no longer open ${document.reference}. What was seen stays seen.`,
                    }),
                  onError: (error) => toast({ words: failureWords(error) }),
                },
              )
            }
          >
            End now
          </Button>
        </span>
      )}
    </li>
  )
}

/** A lease’s countdown. */
export function TimeLeft({ startsAt, endsAt }: { startsAt: string; endsAt: string }) {
  const leftMs = useTimeLeft(endsAt)
  const whole = Math.max(1, Date.parse(endsAt) - Date.parse(startsAt))
  return (
    <span className={css['left']}>
      <Ring left={leftMs / whole} size={16} /> {leftMs > 0 ? `${formatDuration(leftMs)} left` : 'ended'}
    </span>
  )
}
