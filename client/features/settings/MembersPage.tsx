import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import type { Membership } from '#contract/accounts.ts'
import { listMembers, type Member } from '#contract/organizations.ts'
import { query } from '../../platform/api.ts'
import { roleWords } from '../../platform/role-words.ts'
import { isKeyHolder, useOrganization } from '../../platform/session.ts'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { plural } from '../../ui/format.ts'
import { Person } from '../../ui/Person.tsx'
import { Table, type Column } from '../../ui/Table.tsx'
import { Time } from '../../ui/Time.tsx'
import { Forbidden } from './Forbidden.tsx'
import { InvitationsSection } from './InvitationsSection.tsx'
import { InviteDialog } from './InviteDialog.tsx'
import { ListSection } from './ListSection.tsx'
import { MemberDialog } from './MemberDialog.tsx'
import { PartiesSection } from './PartiesSection.tsx'
import { SettingsFrame } from './SettingsFrame.tsx'
import { useList } from './use-list.ts'
import css from './settings.module.css'

/** Who works here, for whom, and what they can do. */
export default function MembersPage() {
  const membership = useOrganization()
  if (!isKeyHolder(membership) && membership.role !== 'auditor')
    return <Forbidden title="Members" what="You can work here, but not see the list of people." />
  return <People membership={membership} />
}

function People({ membership }: { membership: Membership }) {
  const { slug } = membership
  const members = useQuery(query(listMembers, { slug }))
  const list = useList('name')
  const [isInviting, setInviting] = useState(false)
  const manages = isKeyHolder(membership)

  const all = members.data?.items ?? []
  const living = all.filter((member) => !member.removedAt)
  const gone = all.filter((member) => member.removedAt)
  const open = all.find(({ id }) => id === list.open)
  const outside = living.filter(({ side }) => side !== 'in_house').length

  return (
    <SettingsFrame
      title="Members"
      summary={members.data && `${living.length - outside} in-house, ${plural(outside, 'other')}`}
      actions={
        <>
          <ButtonLink to={`/o/${slug}/handovers`}>Handovers</ButtonLink>
          {manages && (
            <Button variant="primary" keys="N" onClick={() => setInviting(true)}>
              Invite a person
            </Button>
          )}
        </>
      }
    >
      <div className={css['lists']}>
        <ListSection
          label="Members"
          what="members"
          answer={members}
          rows={living}
          list={list}
          wordsOf={wordsOf}
          sortKeys={sortKeys}
          columns={columns}
          noneMatches="Nobody"
        />
        {manages && <InvitationsSection slug={slug} />}
        {members.data && <PartiesSection slug={slug} mayAdd={manages} />}
        {gone.length > 0 && (
          <section className={css['list']} aria-labelledby="gone">
            <header>
              <h2 id="gone">No longer members</h2>
              <p>They can open nothing here. What they wrote keeps their names.</p>
            </header>
            <Table
              label="No longer members"
              rows={gone}
              rowKey={({ id }) => id}
              columns={goneColumns}
              to={({ id }) => list.to(id)}
            />
          </section>
        )}
      </div>
      {isInviting && <InviteDialog membership={membership} onClose={() => setInviting(false)} />}
      {open && <MemberDialog member={open} membership={membership} onClose={list.close} />}
    </SettingsFrame>
  )
}

const columns: Column<Member>[] = [
  {
    id: 'name',
    header: 'Name',
    slot: 'title',
    isSortable: true,
    cell: ({ name, side }) => <Person name={name} side={side} />,
  },
  { id: 'party', header: 'Works for', slot: 'meta', width: 'large', isSortable: true, cell: ({ party }) => party },
  {
    id: 'role',
    header: 'Can do',
    slot: 'state',
    width: 'small',
    isSortable: true,
    cell: ({ role }) => roleWords[role].short,
  },
  {
    id: 'owns',
    header: 'Owns',
    slot: 'wide',
    width: 'small',
    isNumeric: true,
    isSortable: true,
    cell: ({ owns }) => owns,
  },
  {
    id: 'joined',
    header: 'Joined',
    slot: 'wide',
    width: 'medium',
    isSortable: true,
    cell: ({ joinedAt }) => <Time at={joinedAt} />,
  },
]

const goneColumns: Column<Member>[] = [
  ...columns.slice(0, 2).map((column) => ({ ...column, isSortable: false })),
  {
    id: 'removed',
    header: 'Removed',
    slot: 'state',
    width: 'medium',
    cell: ({ removedAt }) => removedAt && <Time at={removedAt} />,
  },
]

const wordsOf = ({ name, email, party, role }: Member) => [name, email, party, roleWords[role].short]

const sortKeys: Record<string, (member: Member) => string | number> = {
  name: ({ name }) => name,
  party: ({ side, party }) => `${side === 'in_house' ? 0 : 1} ${party}`,
  role: ({ role }) => ['owner', 'admin', 'editor', 'reader', 'technician', 'auditor'].indexOf(role),
  owns: ({ owns }) => owns,
  joined: ({ joinedAt }) => joinedAt,
}
