import { freshnessWords } from '../../ui/freshness.ts'
import { FreshnessMark, FreshnessText } from '../../ui/FreshnessMark.tsx'
import { NoOwner, Person } from '../../ui/Person.tsx'
import { Reference } from '../../ui/Reference.tsx'
import type { Column } from '../../ui/Table.tsx'
import { furtherReasons, type QueueRow } from './queue.ts'
import css from './ReviewsPage.module.css'

/**
 * Mark, reference, title, where it belongs, who keeps it, how it stands, and why it stands so high.
 * @param isNarrow beside a peek, which says the rest
 * @param isPhone two lines a row: the organization stands with the reasons
 */
export function queueColumns(
  hasSeveralOrganizations: boolean,
  isNarrow: boolean,
  isPhone: boolean,
): Column<QueueRow>[] {
  const place: Column<QueueRow>[] = hasSeveralOrganizations
    ? [
        {
          id: 'organization',
          header: 'Organization',
          slot: 'wide',
          width: 'small',
          cell: (row) => row.organization,
        },
      ]
    : []
  const columns: Column<QueueRow>[] = [
    {
      id: 'mark',
      header: 'Mark',
      isHeaderHidden: true,
      slot: 'mark',
      width: 'mark',
      cell: (row) => <FreshnessMark {...row} />,
    },
    {
      id: 'reference',
      header: 'Ref',
      slot: 'reference',
      width: 'reference',
      cell: (row) => <Reference>{row.reference}</Reference>,
    },
    { id: 'title', header: 'Title', slot: 'title', cell: (row) => row.title },
    ...place,
    {
      id: 'system',
      header: 'System',
      slot: 'wide',
      width: hasSeveralOrganizations ? 'small' : 'medium',
      cell: (row) => row.system?.title,
    },
    { id: 'owner', header: 'Owner', slot: 'wide', width: 'medium', cell: (row) => <Keeper row={row} /> },
    {
      id: 'state',
      header: 'State',
      slot: 'state',
      width: 'medium',
      cell: (row) => (
        <FreshnessText state={row.state}>{freshnessWords({ ...row, editedSinceVerified: false })}</FreshnessText>
      ),
    },
    {
      id: 'why',
      header: 'Why it stands here',
      slot: 'meta',
      cell: (row) => (
        <span className={css['why']}>
          {[hasSeveralOrganizations && isPhone && row.organization, furtherReasons(row)].filter(Boolean).join(' · ')}
        </span>
      ),
    },
  ]
  return isNarrow ? columns.filter(({ id }) => essential.has(id)) : columns
}

const essential = new Set(['mark', 'reference', 'title', 'state'])

function Keeper({ row: { owner, deputy } }: { row: QueueRow }) {
  if (owner) return <Person {...owner} />
  return deputy ? <Person {...deputy} /> : <NoOwner />
}
