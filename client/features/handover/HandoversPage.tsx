import { useQuery } from '@tanstack/react-query'
import { listHandovers, type HandoverLine } from '#contract/handovers.ts'
import { query } from '../../platform/api.ts'
import { Failed } from '../../platform/Failed.tsx'
import { isKeyHolder, useOrganization } from '../../platform/session.ts'
import { ButtonLink } from '../../ui/Button.tsx'
import { formatCount, plural } from '../../ui/format.ts'
import { PageFrame } from '../../ui/PageFrame.tsx'
import { Person } from '../../ui/Person.tsx'
import { EmptyState, LoadingRows } from '../../ui/states.tsx'
import { Table, type Column } from '../../ui/Table.tsx'
import { Time } from '../../ui/Time.tsx'
import { handoverPath, leaverOf, totalOf } from './words.ts'

/** Who hands over and has handed over: what is under way stands first. */
export default function HandoversPage() {
  const membership = useOrganization()
  const { slug, organization } = membership
  const answer = useQuery(query(listHandovers, { slug }))
  const items = answer.data?.items ?? []
  const open = items.filter(({ closedAt }) => !closedAt).length
  const members = `/o/${slug}/settings/members`
  const manages = isKeyHolder(membership)
  return (
    <PageFrame
      title={['Handovers', organization]}
      heading="Handovers"
      summary={items.length > 0 && (open > 0 ? `${open} under way` : 'None under way')}
      actions={manages && <ButtonLink to={members}>Members</ButtonLink>}
    >
      {answer.isPending ? (
        <LoadingRows what="handovers" />
      ) : answer.isError ? (
        <Failed what="The handovers" error={answer.error} onRetry={() => void answer.refetch()} />
      ) : items.length === 0 ? (
        <EmptyState actions={manages && <ButtonLink to={members}>Choose who leaves</ButtonLink>}>
          {manages
            ? 'Nobody hands anything over. It begins at a person or a partner, in Members.'
            : 'You have nothing to hand over.'}
        </EmptyState>
      ) : (
        <Table
          label="Handovers"
          rows={items}
          rowKey={({ id }) => id}
          columns={columns}
          to={({ id }) => handoverPath(slug, id)}
        />
      )}
    </PageFrame>
  )
}

const columns: readonly Column<HandoverLine>[] = [
  {
    id: 'who',
    header: 'From',
    slot: 'title',
    cell: (line) => (line.person ? <Person {...line.person} /> : <Person name={leaverOf(line)} side="partner" />),
  },
  {
    id: 'receiver',
    header: 'To',
    slot: 'meta',
    width: 'large',
    cell: ({ receiver }) => receiver && <Person {...receiver} />,
  },
  { id: 'reason', header: 'Why', slot: 'wide', width: 'large', cell: ({ reason }) => reason },
  {
    id: 'left',
    header: 'Left',
    slot: 'state',
    width: 'medium',
    cell: ({ left, atStart, outcome }) =>
      outcome === 'cancelled'
        ? 'Called off'
        : `${outcome === 'done' ? 'Closed, ' : ''}${leftWords(totalOf(left), totalOf(atStart))}`,
  },
  {
    id: 'startedAt',
    header: 'Begun',
    slot: 'wide',
    width: 'medium',
    cell: ({ startedAt }) => <Time at={startedAt} />,
  },
]

function leftWords(left: number, atStart: number): string {
  if (left === 0) return 'nothing left'
  return left < atStart ? `${formatCount(left)} of ${formatCount(atStart)} left` : `${plural(left, 'thing')} left`
}
