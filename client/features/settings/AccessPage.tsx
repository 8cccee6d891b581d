import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { listGrants, type Grant } from '#contract/organizations.ts'
import { query } from '../../platform/api.ts'
import { Failed } from '../../platform/Failed.tsx'
import { levelWords } from '../../platform/role-words.ts'
import { isKeyHolder, useOrganization } from '../../platform/session.ts'
import { Button } from '../../ui/Button.tsx'
import { Person } from '../../ui/Person.tsx'
import { Reference } from '../../ui/Reference.tsx'
import { EmptyState, LoadingRows } from '../../ui/states.tsx'
import { Table, type Column } from '../../ui/Table.tsx'
import { Time } from '../../ui/Time.tsx'
import { Ending } from './Ending.tsx'
import { GiveAccessDialog } from './GiveAccessDialog.tsx'
import { GrantDialog } from './GrantDialog.tsx'
import { ListTools } from './ListTools.tsx'
import { SettingsFrame } from './SettingsFrame.tsx'
import { listed, useList } from './use-list.ts'
import css from './settings.module.css'

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
  const rows = listed(all, list, wordsOf, sortKeys)
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
      <section className={css['list']} aria-label="Access in force">
        <ListTools list={list} label="Search access" />
        {grants.isPending && <LoadingRows what="access" />}
        {grants.isError && <Failed error={grants.error} what="Access" onRetry={() => void grants.refetch()} />}
        {grants.data && all.length === 0 && (
          <EmptyState>
            {seesAll
              ? 'Nobody has access beyond their role. A partner’s technician sees nothing until you give access, and it always ends.'
              : 'You have no access beyond your role.'}
          </EmptyState>
        )}
        {all.length > 0 && rows.length === 0 && (
          <EmptyState actions={<Button onClick={() => list.setText('')}>Clear the search</Button>}>
            Nothing matches “{list.text}”.
          </EmptyState>
        )}
        {rows.length > 0 && (
          <Table
            label="Access in force"
            rows={rows}
            rowKey={({ id }) => id}
            columns={columns}
            to={({ id }) => list.to(id)}
            sort={list.sort}
            onSort={list.setSort}
          />
        )}
      </section>
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
