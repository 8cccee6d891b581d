import { useState } from 'react'
import { Link, useParams } from 'react-router'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { accessOverview, exposure, openRotationsFor, type ExposureRow } from '#contract/access.ts'
import { listMembers, type Member } from '#contract/organizations.ts'
import { call, query } from '../../platform/api.ts'
import { Failed } from '../../platform/Failed.tsx'
import { stateAbout, work } from '../../platform/organization-keys.ts'
import { isKeyHolder, NothingHere, useOrganization } from '../../platform/session.ts'
import { Banner } from '../../ui/Banner.tsx'
import { Button } from '../../ui/Button.tsx'
import { formatExact, plural } from '../../ui/format.ts'
import { PageBody, PageFrame, PageTitle } from '../../ui/PageFrame.tsx'
import { Person } from '../../ui/Person.tsx'
import { LoadingText } from '../../ui/states.tsx'
import { Time } from '../../ui/Time.tsx'
import { toast } from '../../ui/Toast.tsx'
import { documentPath } from '../documents/addresses.ts'
import { failureWords, refresh } from '../documents/deeds.ts'
import { PlainTable } from '../settings/PlainTable.tsx'
import { HandOn } from './HandOn.tsx'
import { whatOf } from './WhoOpensTab.tsx'
import css from './access.module.css'

/**
 * Somebody leaves, or a whole partner: hand on what they own, see what they have seen, remove them, and go with a list
 * of what must be changed. Nothing happens before the one press; what it does not undo is said.
 */
export default function LeavePage({ of }: { of: 'person' | 'partner' }) {
  const membership = useOrganization()
  const { slug, organization } = membership
  const { id = '' } = useParams()
  const members = useQuery(query(listMembers, { slug }))
  const manages = isKeyHolder(membership)
  if (!manages && membership.role !== 'auditor') throw new NothingHere()
  const leaving =
    members.data?.items.filter((member) => (of === 'person' ? member.id === id : member.partyId === id)) ?? []
  const [first] = leaving
  if (members.data && !first) throw new NothingHere()
  const name = of === 'person' ? (first?.name ?? '') : (first?.party ?? '')
  return (
    <PageFrame
      title={[manages ? `${name} leaves` : `What ${name} has seen`, organization]}
      crumbs={[{ label: 'Members', to: `/o/${slug}/settings/members` }, { label: name }]}
    >
      <PageBody>
        {members.error ? (
          <Failed what="The members" error={members.error} onRetry={() => void members.refetch()} />
        ) : first ? (
          <Leaving {...{ slug, name, of, id, leaving, manages }} others={members.data?.items ?? []} />
        ) : (
          <LoadingText what="who leaves" />
        )}
      </PageBody>
    </PageFrame>
  )
}

interface LeavingProps {
  slug: string
  name: string
  of: 'person' | 'partner'
  id: string
  leaving: readonly Member[]
  others: readonly Member[]
  /** Auditors read the report, and end nothing. */
  manages: boolean
}

function Leaving({ slug, name, of, id, leaving, others, manages }: LeavingProps) {
  const client = useQueryClient()
  const [isPending, setPending] = useState(false)
  const present = leaving.filter(({ removedAt }) => removedAt === undefined)
  const who = of === 'person' ? { memberId: id } : { partyId: id }
  const seen = useQuery(query(exposure, { slug, ...who }))
  const access = useQuery(query(accessOverview, { slug, ...who }))
  const rows = seen.data?.items ?? []
  const atRisk = rows.filter((row) => row.is === 'at_risk')
  const isGone = present.length === 0

  const remove = async () => {
    setPending(true)
    try {
      const wishes = present.map((member) => ({ type: 'member.remove' as const, member: member.id }))
      if (!(await stateAbout(slug, `to remove ${name}`, present, wishes))) return
      // Those of the partner who left earlier and left something behind.
      await call(openRotationsFor, { slug, memberIds: leaving.map((member) => member.id) })
      refresh(client)
      toast({ words: `${name} is removed. ${plural(atRisk.length, 'secret')} to rotate.` })
      // New keys for everything that they could open; where that fails now, it is done in the background.
      await work(slug)
    } catch (error) {
      toast({ words: failureWords(error) })
    } finally {
      setPending(false)
    }
  }
  return (
    <>
      <PageTitle>{isGone ? `${name} has left` : manages ? `${name} leaves` : `What ${name} has seen`}</PageTitle>
      {isGone && (
        <Banner tone="plain" actions={<Button onClick={() => print()}>Print the report</Button>}>
          Sessions, grants and leases are ended, and the collections have new keys. What was seen stays seen: only
          changing the real passwords protects it.
        </Banner>
      )}
      <section className={css['section']}>
        <h2>{of === 'person' ? 'The person' : 'The people'}</h2>
        <ul className={css['list']}>
          {leaving.map((member) => (
            <li key={member.id}>
              <Person {...member} hasFirm />
              <span className={css['aside']}>
                since <Time at={member.joinedAt} />
                {member.removedAt && `, removed ${formatExact(member.removedAt)}`}
              </span>
            </li>
          ))}
        </ul>
      </section>
      {!isGone &&
        manages &&
        present.map((member) => (
          <HandOn
            key={member.id}
            slug={slug}
            member={member}
            others={others.filter((other) => !leaving.includes(other) && !other.removedAt)}
          />
        ))}
      {!isGone && access.data && access.data.items.length > 0 && (
        <section className={css['section']}>
          <h2>{manages ? 'Access that ends' : 'Access now'}</h2>
          <PlainTable
            label={manages ? 'Access that ends' : 'Access now'}
            rows={access.data.items}
            rowKey={(row) => `${row.member.id} ${row.grantId ?? row.leaseId ?? row.by}`}
            columns={[
              { header: 'Person', cell: ({ member }) => member.name },
              { header: 'Opens', cell: whatOf },
              { header: 'Last used', cell: ({ lastUsedAt }) => (lastUsedAt ? <Time at={lastUsedAt} /> : 'never') },
            ]}
          />
        </section>
      )}
      <section className={css['section']}>
        <h2>What they have seen, or could have</h2>
        {seen.error && <Failed what="The exposure" error={seen.error} onRetry={() => void seen.refetch()} />}
        {seen.data && rows.length === 0 && <p className={css['aside']}>Nothing: they never held a key here.</p>}
        {rows.length > 0 && <Exposure slug={slug} rows={rows} />}
      </section>
      {!isGone && manages && (
        <div className={css['acts']}>
          <Button variant="danger" isPending={isPending} onClick={() => void remove()}>
            {of === 'person' ? `Remove ${name}` : `End with ${name}`}
          </Button>
          <span className={css['aside']}>
            Ends their sessions and access at once, gives the collections new keys, and opens{' '}
            {plural(atRisk.length, 'rotation task')}.
          </span>
        </div>
      )}
    </>
  )
}

const stateWords = {
  at_risk: 'At risk: seen, unchanged since',
  exposed: 'Exposed: could have been seen',
  closed: 'Closed: changed since',
}

/** At risk first: those must be changed. */
function Exposure({ slug, rows }: { slug: string; rows: readonly ExposureRow[] }) {
  const order = ['at_risk', 'exposed', 'closed']
  return (
    <PlainTable
      label="Exposure"
      rows={rows.toSorted((a, b) => order.indexOf(a.is) - order.indexOf(b.is))}
      rowKey={(row) => `${row.reference} ${row.member.id}`}
      columns={[
        {
          header: 'Credential',
          cell: (row) => (
            <Link to={documentPath(slug, row.reference)}>
              {row.reference} {row.title}
            </Link>
          ),
        },
        { header: 'Who', cell: ({ member }) => member.name },
        { header: 'State', cell: (row) => stateWords[row.is] },
        { header: 'Seen', cell: ({ seenAt }) => (seenAt ? <Time at={seenAt} /> : 'never') },
        {
          header: 'Changed',
          cell: (row) =>
            row.is === 'closed' && row.changedAt ? <Time at={row.changedAt} /> : row.rotationId ? 'to rotate' : '—',
        },
      ]}
    />
  )
}
