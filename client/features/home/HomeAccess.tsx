import { useQueries } from '@tanstack/react-query'
import { Link } from 'react-router'
import { myAccess, type LeaseLine } from '#contract/access.ts'
import type { OutputOf } from '#contract/endpoint.ts'
import { query } from '../../platform/api.ts'
import { formatDuration } from '../../ui/format.ts'
import { FreshnessMark } from '../../ui/FreshnessMark.tsx'
import { Ring } from '../../ui/Ring.tsx'
import { Time } from '../../ui/Time.tsx'
import { durationWords } from '../access/durations.ts'
import { useTimeLeft } from '../credentials/LeaseBar.tsx'
import { documentPath, listPath } from '../documents/addresses.ts'
import { useRing } from '../notices/rings.ts'
import type { PartProps } from './frame.tsx'
import { WorkRow, WorkRows } from './WorkRow.tsx'
import css from './HomePage.module.css'

interface In {
  slug: string
  /** Where there are several. */
  organization: string | undefined
}

/** What is open to me and for how long, what I wait for, and where I may look: a technician's work starts here. */
export default function HomeAccess({ within, frame }: PartProps) {
  const { mine, refetch } = useQueries({
    queries: within.map(({ slug }) => ({ ...query(myAccess, { slug }), refetchInterval: 60_000 })),
    combine: (answers) => ({
      mine: answers.flatMap(({ data }, at) => {
        const { slug, organization } = within[at] as (typeof within)[number]
        return data ? [{ ...data, slug, organization: within.length > 1 ? organization : undefined }] : []
      }),
      refetch: () => answers.forEach((answer) => void answer.refetch()),
    }),
  })
  useRing(refetch)
  const leases = mine
    .flatMap(({ leases, ...where }) => leases.map((lease) => ({ lease, where })))
    // What runs comes before what sleeps until an incident.
    .sort((a, b) => Number(sleeps(a.lease)) - Number(sleeps(b.lease)) || (a.lease.endsAt < b.lease.endsAt ? -1 : 1))
  const requests = mine.flatMap(({ requests, ...where }) => requests.map((request) => ({ request, where })))
  const places = mine.filter(({ grants }) => grants.length > 0)
  if (leases.length + requests.length + places.length === 0) return null
  const only = within.length === 1 ? within[0] : undefined
  return frame(
    <>
      {leases.length + requests.length > 0 && (
        <WorkRows>
          {leases.map(({ lease, where }) => (
            <Running key={lease.id} lease={lease} {...where} />
          ))}
          {requests.map(({ request: { id, reference, document, createdAt, minutes }, where }) => (
            <WorkRow
              key={id}
              to={documentPath(where.slug, document.reference)}
              mark={<FreshnessMark state="unverified" />}
              title={document.title}
              reference={document.reference}
              detail={[
                <>
                  {reference} asked <Time at={createdAt} /> for {durationWords(minutes)}
                </>,
                'a key holder has been told',
                where.organization,
              ]}
            />
          ))}
        </WorkRows>
      )}
      {places.map(({ slug, organization, grants }) => (
        <Places key={slug} slug={slug} organization={organization} grants={grants} />
      ))}
    </>,
    <Link to={only ? `/o/${only.slug}/access` : '/access'}>All my access</Link>,
  )
}

const sleeps = ({ state }: LeaseLine) => state === 'waiting'

function Running({ lease, slug, organization }: In & { lease: LeaseLine }) {
  const leftMs = useTimeLeft(lease.endsAt)
  const whole = Date.parse(lease.endsAt) - Date.parse(lease.startsAt)
  return (
    <WorkRow
      to={documentPath(slug, lease.reference)}
      mark={sleeps(lease) ? <FreshnessMark state="due" /> : <Ring left={leftMs / whole} />}
      title={lease.title}
      reference={lease.reference}
      detail={[
        sleeps(lease) ? (
          'Standby: wakes when you open an incident'
        ) : (
          <strong key="left">{leftMs > 0 ? `${formatDuration(leftMs)} left` : 'Ended'}</strong>
        ),
        lease.ticket,
        `let in by ${lease.approvedBy.name}`,
        organization,
      ]}
    />
  )
}

type Grant = OutputOf<typeof myAccess>['grants'][number]

/** Collections and documents that I was let into, as a line of links for each organization. */
function Places({ slug, organization, grants }: In & { grants: readonly Grant[] }) {
  return (
    <p className={css['places']}>
      You may look into{' '}
      {grants.map(({ grantId, collection, document }, at) => (
        <span key={grantId}>
          {at > 0 && ', '}
          {collection ? (
            <Link to={`${listPath(slug, 'runbook')}?collection=${collection.id}`}>{collection.name}</Link>
          ) : (
            document && (
              <Link to={documentPath(slug, document.reference)}>
                {document.reference} {document.title}
              </Link>
            )
          )}
        </span>
      ))}
      {organization && ` of ${organization}`}.
    </p>
  )
}
