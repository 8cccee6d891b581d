import { useRef, useState } from 'react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { accessOverview, endLease, type AccessRow } from '#contract/access.ts'
import { call, query } from '../../platform/api.ts'
import { Failed } from '../../platform/Failed.tsx'
import { useQueryString } from '../../platform/query-string.ts'
import { levelWords } from '../../platform/role-words.ts'
import { isKeyHolder, useOrganization } from '../../platform/session.ts'
import { useOrganizationLog } from '../../platform/use-organization-log.ts'
import { Button } from '../../ui/Button.tsx'
import { Select } from '../../ui/choice-fields.tsx'
import { formatDay } from '../../ui/format.ts'
import { Person } from '../../ui/Person.tsx'
import { useShortcut } from '../../ui/shortcuts.ts'
import { EmptyState, LoadingRows } from '../../ui/states.tsx'
import { TextField } from '../../ui/text-fields.tsx'
import { Time } from '../../ui/Time.tsx'
import { toast } from '../../ui/Toast.tsx'
import { personIn } from '../../vault/shown-access.ts'
import { failureWords, refresh } from '../documents/deeds.ts'
import { PlainTable, type PlainColumn } from '../settings/PlainTable.tsx'
import { endGrant } from '../settings/shown-grant.ts'
import { listed, useList } from '../settings/use-list.ts'
import { grantShown } from './grant-shown.ts'
import { TimeLeft } from './PastRequest.tsx'
import css from './access.module.css'

/** Rows that are drawn at a time: a long list is searched, not scrolled. */
const pageRows = 100

/** Everybody who can open something: by what right, until when, last used; ended from here. */
export function WhoOpensTab({ slug }: { slug: string }) {
  const membership = useOrganization()
  const list = useList('member')
  const { parameters, change } = useQueryString<'side'>()
  const side = sides.find(({ value }) => value === parameters.get('side'))?.value ?? 'all'
  const [most, setMost] = useState(pageRows)
  const tools = useRef<HTMLDivElement>(null)
  useShortcut({ keys: 'F', label: 'Filter', act: () => tools.current?.querySelector('input')?.focus() })
  const answer = useQuery(query(accessOverview, { slug, ...(side !== 'all' && { side }) }))
  const manages = isKeyHolder(membership)
  // By the names of the log once the vault is unlocked: what is ended here is ended by name.
  const { log } = useOrganizationLog(slug)
  const all = (answer.data?.items ?? []).map((row) => ({ ...row, member: personIn(log, row.member) }))
  const rows = listed(all, list, wordsOf, sortKeys)
  const { by, isDescending } = list.sort
  return (
    <>
      <div ref={tools} className={css['tools']} role="search">
        <TextField
          label="Search access"
          type="search"
          width="medium"
          value={list.text}
          onChange={(event) => list.setText(event.currentTarget.value)}
        />
        <Select label="Whose" value={side} onChange={(side) => change({ side }, 'replace')} options={sides} />
        <Select
          label="In order of"
          value={orders.find(({ value }) => value === `${isDescending ? '-' : ''}${by}`)?.value ?? 'member'}
          onChange={(order) => list.setSort({ by: order.replace('-', ''), isDescending: order.startsWith('-') })}
          options={orders}
        />
      </div>
      {answer.isPending && <LoadingRows what="access" />}
      {answer.error && <Failed what="Access" error={answer.error} onRetry={() => void answer.refetch()} />}
      {answer.data && all.length === 0 && <EmptyState>Nobody of these opens anything.</EmptyState>}
      {all.length > 0 && rows.length === 0 && (
        <EmptyState actions={<Button onClick={() => list.setText('')}>Clear the search</Button>}>
          Nothing matches “{list.text}”.
        </EmptyState>
      )}
      {rows.length > 0 && (
        <PlainTable
          label="Who can open what"
          rows={rows.slice(0, most)}
          rowKey={(row) => `${row.member.id} ${row.grantId ?? row.leaseId ?? row.by}`}
          columns={[...columns, ...(manages ? [endColumn(slug)] : [])]}
        />
      )}
      {rows.length > most && <Button onClick={() => setMost(most + pageRows)}>{`Show more of ${rows.length}`}</Button>}
    </>
  )
}

const sides = [
  { value: 'all', label: 'Everybody' },
  { value: 'in_house', label: 'In-house' },
  { value: 'partner', label: 'Partners' },
  { value: 'outside', label: 'Outside' },
] as const

const orders = [
  { value: 'member', label: 'Person' },
  { value: 'ends', label: 'What ends first' },
  { value: '-used', label: 'Last used' },
] as const

const sortKeys: Record<string, (row: AccessRow) => string | undefined> = {
  member: ({ member }) => member.name,
  ends: ({ endsAt, lapsesAt }) => endsAt ?? lapsesAt,
  used: ({ lastUsedAt }) => lastUsedAt,
}
const wordsOf = (row: AccessRow) => [row.member.name, row.member.party, whatOf(row), byWords[row.by]]

const columns: PlainColumn<AccessRow>[] = [
  { header: 'Person', cell: ({ member }) => <Person {...member} hasFirm /> },
  { header: 'Opens', cell: whatOf },
  { header: 'By', cell: (row) => byWords[row.by] },
  {
    header: 'Until',
    cell: ({ by, since, endsAt, lapsesAt }) =>
      endsAt === undefined ? (
        lapsesAt ? (
          `in review until ${formatDay(lapsesAt)}`
        ) : (
          'no end'
        )
      ) : by === 'lease' ? (
        <TimeLeft startsAt={since} endsAt={endsAt} />
      ) : (
        <Time at={endsAt} />
      ),
  },
  { header: 'Last used', cell: ({ lastUsedAt }) => (lastUsedAt ? <Time at={lastUsedAt} /> : 'never') },
]

const byWords = {
  role: 'Holds the keys',
  grant: 'Standing access',
  lease: 'Lease',
  standby: 'Standby: active only in an incident',
} as const

/** What a row opens, in words. */
export function whatOf(row: Pick<AccessRow, 'collection' | 'document' | 'level' | 'by'>) {
  const what =
    row.collection?.name ?? (row.document && `${row.document.reference} ${row.document.title}`) ?? 'Everything'
  return row.by === 'grant' ? `${what}: ${(levelWords[row.level] ?? '').toLowerCase()}` : what
}

function endColumn(slug: string): PlainColumn<AccessRow> {
  return {
    header: 'Acts',
    isHeaderHidden: true,
    cell: (row) => (row.by === 'role' ? null : <EndButton slug={slug} row={row} />),
  }
}

function EndButton({ slug, row }: { slug: string; row: AccessRow }) {
  const client = useQueryClient()
  const [isPending, setPending] = useState(false)
  const end = async () => {
    setPending(true)
    try {
      if (row.leaseId) await call(endLease, { slug: slug, leaseId: row.leaseId, note: '' })
      else if (row.grantId && !(await endGrant(slug, grantShown({ ...row, grantId: row.grantId }, row.member)))) return
      refresh(client)
      const saw = row.lastUsedAt ? ' What was seen stays seen: rotate it to be sure.' : ''
      toast({ words: `${row.member.name} can no longer open this.${saw}` })
    } catch (error) {
      toast({ words: failureWords(error) })
    } finally {
      setPending(false)
    }
  }
  return (
    <Button
      isPending={isPending}
      aria-label={`End now: access of ${row.member.name} to ${whatOf(row)}`}
      onClick={() => void end()}
    >
      End now
    </Button>
  )
}
