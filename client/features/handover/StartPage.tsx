import { lazy, Suspense } from 'react'
import { Link, Navigate, useParams } from 'react-router'
import { useQuery } from '@tanstack/react-query'
import { listHandovers, type HandoverLine } from '#contract/handovers.ts'
import { listMembers, listParties, type Member } from '#contract/organizations.ts'
import { query } from '../../platform/api.ts'
import { Failed } from '../../platform/Failed.tsx'
import { isKeyHolder, NothingHere, useOrganization } from '../../platform/session.ts'
import { formatDay, formatExact } from '../../ui/format.ts'
import { PageBody, PageFrame, PageTitle } from '../../ui/PageFrame.tsx'
import { Person } from '../../ui/Person.tsx'
import { LoadingText } from '../../ui/states.tsx'
import { Time } from '../../ui/Time.tsx'
import { Nothing, Part } from './Part.tsx'
import { handoverPath } from './words.ts'
import css from './handover.module.css'

const StartForm = lazy(async () => ({ default: (await import('./StartForm.tsx')).StartForm }))
const Exposure = lazy(async () => ({ default: (await import('../access/Exposure.tsx')).Exposure }))

/**
 * Somebody leaves, or a whole partner: what there is to hand over, and to whom. One that is under way opens by itself.
 * Auditors read what was seen, and begin nothing.
 */
export default function StartPage({ of }: { of: 'person' | 'partner' }) {
  const membership = useOrganization()
  const { slug, organization } = membership
  const { id = '' } = useParams()
  const manages = isKeyHolder(membership)
  const members = useQuery(query(listMembers, { slug }))
  const parties = useQuery({ ...query(listParties, { slug }), enabled: of === 'partner' })
  const handovers = useQuery(query(listHandovers, { slug }))
  if (!manages && membership.role !== 'auditor') throw new NothingHere()
  const failed = [members, handovers, ...(of === 'partner' ? [parties] : [])].find(({ isError }) => isError)
  const isThere = members.data && handovers.data && (of === 'person' || parties.data)
  const leaving = members.data?.items.filter((each) => (of === 'person' ? each.id === id : each.partyId === id)) ?? []
  const party = parties.data?.items.find((each) => each.id === id && each.side !== 'in_house')
  const name = of === 'person' ? leaving[0]?.name : party?.name
  if (isThere && name === undefined) throw new NothingHere()
  const theirs = (handovers.data?.items ?? []).filter((each) =>
    of === 'person' ? each.person?.id === id : each.partyId === id,
  )
  const underWay = theirs.find(({ closedAt }) => !closedAt)
  if (manages && underWay) return <Navigate to={handoverPath(slug, underWay.id)} replace />
  const isMe = of === 'person' && id === membership.memberId
  const heading = !manages ? `What ${name} has seen` : isMe ? 'Your handover' : `Hand over from ${name}`
  return (
    <PageFrame
      title={[name === undefined ? 'Handover' : heading, organization]}
      crumbs={[{ label: 'Members', to: `/o/${slug}/settings/members` }, { label: name ?? 'Handover' }]}
    >
      <PageBody>
        {failed ? (
          <Failed what="Who leaves" error={failed.error} onRetry={() => void failed.refetch()} />
        ) : name !== undefined ? (
          <>
            <PageTitle>{heading}</PageTitle>
            <Who leaving={leaving} of={of} />
            {manages && !isMe && (
              <Suspense fallback={<LoadingText what="what there is" />}>
                <StartForm {...{ slug, of, id, name, leaving }} />
              </Suspense>
            )}
            {isMe && <Nothing>Somebody else leads it: another owner or admin begins it at your name.</Nothing>}
            {theirs.length > 0 && <Earlier slug={slug} handovers={theirs} />}
            <Suspense fallback={<LoadingText what="what they have seen" />}>
              <Exposure slug={slug} who={of === 'person' ? { memberId: id } : { partyId: id }} />
            </Suspense>
          </>
        ) : (
          <LoadingText what="who leaves" />
        )}
      </PageBody>
    </PageFrame>
  )
}

function Who({ leaving, of }: { leaving: readonly Member[]; of: 'person' | 'partner' }) {
  if (leaving.length === 0) return <Nothing>Nobody of them was ever a member here.</Nothing>
  return (
    <ul className={css['people']} aria-label={of === 'person' ? 'The person' : 'The people'}>
      {leaving.map((member) => (
        <li key={member.id}>
          <Person {...member} hasFirm={of === 'person'} />
          <span className={css['aside']}>
            since <Time at={member.joinedAt} />
            {member.removedAt && `, removed ${formatExact(member.removedAt)}`}
          </span>
        </li>
      ))}
    </ul>
  )
}

function Earlier({ slug, handovers }: { slug: string; handovers: readonly HandoverLine[] }) {
  return (
    <Part title="Handovers before">
      <ul className={css['lines']}>
        {handovers.map(({ id, startedAt, closedAt, outcome }) => (
          <li key={id}>
            <Link to={handoverPath(slug, id)}>
              {closedAt
                ? `${outcome === 'done' ? 'Closed' : 'Called off'} ${formatDay(closedAt)}`
                : `Begun ${formatDay(startedAt)}, under way`}
            </Link>
          </li>
        ))}
      </ul>
    </Part>
  )
}
