import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { listGrants, type Grant } from '#contract/organizations.ts'
import { query } from '../../platform/api.ts'
import { levelWords } from '../../platform/role-words.ts'
import { isKeyHolder, useOrganization } from '../../platform/session.ts'
import { Button } from '../../ui/Button.tsx'
import { Person } from '../../ui/Person.tsx'
import { Reference } from '../../ui/Reference.tsx'
import { EmptyState } from '../../ui/states.tsx'
import type { Column } from '../../ui/Table.tsx'
import { Time } from '../../ui/Time.tsx'
import { Ending } from './Ending.tsx'
import { GiveAccessDialog } from './GiveAccessDialog.tsx'
import { GrantDialog } from './GrantDialog.tsx'
import { ListSection } from './ListSection.tsx'
import { SettingsFrame } from './SettingsFrame.tsx'
import { useList } from './use-list.ts'

/** Access that was given to a person, on top of what their role lets them do. */
export default function AccessPage() {
  const membership = useOrganization()
  const { slug, role } = membership
  const grants = useQuery(query(listGrants, { slug }))
  const list = useList('member')
  const [isGiving, setGiving] = useState(false)
  const manages = isKeyHolder(membership)
  const seesAll = manages || role === 'auditor'

  const all = grants.data?.items ?? []
  const open = all.find(({ id }) => id === list.open)
  const give = (
    <Button variant="primary" keys="N" onClick={() => setGiving(true)}>
      Give access
    </Button>
  )

  return (
    <SettingsFrame
      title={seesAll ? 'Access' : 'My access'}
      summary={grants.data && `${all.length} in force`}
      actions={manages && give}
    >
      <ListSection
        label="Access in force"
        what="access"
        answer={grants}
        rows={all}
        list={list}
        wordsOf={wordsOf}
        sortKeys={sortKeys}
        columns={columns}
        empty={
          <EmptyState>
            {seesAll
              ? 'Nobody has access beyond their role. A partner’s technician sees nothing until you give access, and it always ends.'
              : 'You have no access beyond your role.'}
          </EmptyState>
        }
      />
      {isGiving && <GiveAccessDialog membership={membership} onClose={() => setGiving(false)} />}
      {open && <GrantDialog grant={open} slug={slug} mayEnd={manages} onClose={list.close} />}
    </SettingsFrame>
  )
}

const columns: Column<Grant>[] = [
  {
    id: 'member',
    header: 'Person',
    slot: 'title',
    isSortable: true,
    cell: ({ member, side, party }) => <Person name={member} side={side} party={party} hasFirm />,
  },
  {
    id: 'what',
    header: 'To',
    slot: 'meta',
    width: 'large',
    isSortable: true,
    cell: (grant) => <Target grant={grant} />,
  },
  { id: 'level', header: 'Can', slot: 'wide', width: 'small', cell: ({ level }) => levelWords[level] },
  {
    id: 'granted',
    header: 'Given',
    slot: 'wide',
    width: 'medium',
    isSortable: true,
    cell: ({ grantedAt }) => <Time at={grantedAt} />,
  },
  {
    id: 'ends',
    header: 'Ends',
    slot: 'state',
    width: 'medium',
    isSortable: true,
    cell: ({ grantedAt, endsAt }) => <Ending from={grantedAt} to={endsAt} />,
  },
]

function Target({ grant: { collection, reference, title } }: { grant: Grant }) {
  if (!reference) return <>{collection}</>
  return (
    <>
      <Reference>{reference}</Reference> {title}
    </>
  )
}

const wordsOf = ({ member, party, collection, reference, title }: Grant) => [
  member,
  party,
  collection,
  reference,
  title,
]

const sortKeys: Record<string, (grant: Grant) => string | undefined> = {
  member: ({ member }) => member,
  what: ({ collection, reference }) => collection ?? reference,
  granted: ({ grantedAt }) => grantedAt,
  ends: ({ endsAt }) => endsAt,
}
