import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { accessOverview, type AccessRow } from '#contract/access.ts'
import { listFollowUps } from '#contract/incidents.ts'
import { recoveryState } from '#contract/recovery.ts'
import { query } from '../../platform/api.ts'
import { Failed } from '../../platform/Failed.tsx'
import { roleWords } from '../../platform/role-words.ts'
import { Badge } from '../../ui/Badge.tsx'
import { plural } from '../../ui/format.ts'
import { Person } from '../../ui/Person.tsx'
import { LoadingRows } from '../../ui/states.tsx'
import { Time } from '../../ui/Time.tsx'
import { cardName } from '../recovery/holders.ts'
import { whatOf } from '../access/WhoOpensTab.tsx'
import { FollowUpList } from '../incidents/FollowUpList.tsx'
import { PlainTable } from '../settings/PlainTable.tsx'
import { Nothing, Part, type StepProps } from './Part.tsx'
import { RemovePeople } from './RemovePeople.tsx'
import css from './handover.module.css'

/** Who still gets in and by what: ended in one press, after what only they hold is named. */
export function AccessStep(props: StepProps) {
  const { handover, name } = props
  const { members, grants, leases, sessions } = handover.items.access
  const present = members.filter(({ isMember }) => isMember)
  const isOver = present.length === 0
  return (
    <>
      <Part title={members.length === 1 ? 'The person' : 'The people'}>
        <ul className={css['people']}>
          {members.map(({ person, isMember, role }) => (
            <li key={person.id}>
              <Person {...person} hasFirm />
              {isMember ? <span className={css['aside']}>{roleWords[role].short}</span> : <Badge>Removed</Badge>}
            </li>
          ))}
        </ul>
        <p className={css['note']}>
          {isOver
            ? 'Sessions, grants and leases are ended, and the collections have new keys. What was seen stays seen: only changing the real passwords protects it.'
            : `Open now: ${plural(grants, 'grant')}, ${plural(leases, 'lease')}, ${plural(sessions, 'session')}.`}
        </p>
      </Part>
      {handover.mayLead && <OnlyTheyHold {...props} />}
      {handover.mayLead && !isOver && <WhatEnds {...props} />}
      {handover.mayLead && !isOver && <RemovePeople {...props} present={present.map(({ person }) => person)} />}
      {!handover.mayLead && !isOver && !handover.closedAt && (
        <p className={css['note']}>{`An owner or admin ends the access of ${name} when everything is handed over.`}</p>
      )}
    </>
  )
}

/** Cards on paper and promises after incidents: nothing in here can move these by itself. */
function OnlyTheyHold({ slug, handover }: StepProps) {
  const { members, cards, followUps } = handover.items.access
  const recovery = useQuery({ ...query(recoveryState, { slug }), enabled: cards > 0 })
  const open = useQuery({ ...query(listFollowUps, { slug, scope: 'all', limit: 200 }), enabled: followUps > 0 })
  if (cards === 0 && followUps === 0) return null
  const names = new Set(members.map(({ person }) => person.name.toLowerCase()))
  const ids = new Set<string>(members.map(({ person }) => person.id))
  const theirCards = (recovery.data?.kit?.cards ?? []).filter(({ holder }) => names.has(holder.toLowerCase()))
  const theirs = (open.data?.items ?? []).filter(({ owner }) => owner && ids.has(owner.id))
  return (
    <>
      {cards > 0 && (
        <Part
          title="Recovery cards"
          note="Take the card back, or make new cards: whoever keeps one keeps a share of everything."
        >
          <ul className={css['lines']}>
            {theirCards.map(({ card, holder }) => (
              <li key={card}>
                {cardName(card)}: {holder}
              </li>
            ))}
          </ul>
          <p>
            <Link to={`/o/${slug}/settings/recovery`}>
              {theirCards.length > 0 ? 'Change who holds it' : `${plural(cards, 'card')} noted as theirs`}
            </Link>
          </p>
        </Part>
      )}
      {followUps > 0 && (
        <Part
          title="Follow-ups"
          note="Promised after incidents and still open. Settle them, or name somebody else in the incident."
        >
          {theirs.length > 0 ? (
            <FollowUpList label="Follow-ups" followUps={theirs.map((each) => ({ ...each, slug }))} namesIncident />
          ) : (
            <Nothing>{plural(followUps, 'open follow-up')}</Nothing>
          )}
        </Part>
      )}
    </>
  )
}

function WhatEnds({ slug, handover }: StepProps) {
  const { person, partyId } = handover
  const who = person ? { memberId: person.id } : partyId ? { partyId } : {}
  const access = useQuery(query(accessOverview, { slug, ...who }))
  const rows = access.data?.items ?? []
  return (
    <Part title="Access that ends">
      {access.error && <Failed what="Their access" error={access.error} onRetry={() => void access.refetch()} />}
      {access.isPending && <LoadingRows what="their access" rows={3} />}
      {access.data && rows.length === 0 && <Nothing>Nothing is open to them.</Nothing>}
      {rows.length > 0 && (
        <div className={css['table']}>
          <PlainTable
            label="Access that ends"
            rows={rows}
            rowKey={(row) => `${row.member.id} ${row.grantId ?? row.leaseId ?? row.by}`}
            columns={[
              { header: 'Opens', cell: whatOf },
              ...(person ? [] : [{ header: 'Person', cell: ({ member }: AccessRow) => member.name }]),
              { header: 'Last used', cell: ({ lastUsedAt }) => (lastUsedAt ? <Time at={lastUsedAt} /> : 'never') },
            ]}
          />
        </div>
      )}
    </Part>
  )
}
