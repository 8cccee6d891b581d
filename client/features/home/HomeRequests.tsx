import { useQueries } from '@tanstack/react-query'
import { Link } from 'react-router'
import { listRequests } from '#contract/access.ts'
import { query } from '../../platform/api.ts'
import { isKeyHolder } from '../../platform/session.ts'
import { plural } from '../../ui/format.ts'
import { Person } from '../../ui/Person.tsx'
import { Time } from '../../ui/Time.tsx'
import { durationWords } from '../access/durations.ts'
import { useRing } from '../notices/rings.ts'
import type { PartProps } from './frame.tsx'
import { WorkRow, WorkRows } from './WorkRow.tsx'

const mostAtHome = 3

/** For key holders: who waits for access, for what, how long and why. It is decided on the page of requests. */
export default function HomeRequests({ within, frame }: PartProps) {
  const decided = within.filter(isKeyHolder)
  const { waiting, refetch } = useQueries({
    queries: decided.map(({ slug }) => query(listRequests, { slug, pending: 'true', limit: 20 })),
    combine: (answers) => ({
      waiting: answers.flatMap(({ data }, at) => {
        const { slug, organization, memberId } = decided[at] as (typeof decided)[number]
        return (data?.items ?? [])
          .filter(({ requester }) => requester.id !== memberId)
          .map((request) => ({ ...request, slug, organization }))
      }),
      refetch: () => answers.forEach((answer) => void answer.refetch()),
    }),
  })
  useRing(refetch)
  if (waiting.length === 0) return null
  const only = decided.length === 1 ? decided[0] : undefined
  return frame(
    <WorkRows>
      {waiting.slice(0, mostAtHome).map(({ slug, organization, reference, requester, document, ...request }) => (
        <WorkRow
          key={request.id}
          to={`/o/${slug}/access?request=${reference}`}
          mark={<Person {...requester} isSquareOnly />}
          title={`${document.reference} ${document.title}`}
          reference={reference}
          detail={[
            requester.name,
            `for ${durationWords(request.minutes)}`,
            <q key="why">{request.reason}</q>,
            request.ticket,
            within.length > 1 && organization,
            <Time key="at" at={request.createdAt} />,
          ]}
        />
      ))}
    </WorkRows>,
    only && waiting.length > mostAtHome && (
      <Link to={`/o/${only.slug}/access`}>All {plural(waiting.length, 'request')}</Link>
    ),
  )
}
