import { formatDay } from '../../ui/format.ts'
import { FreshnessMark, FreshnessText } from '../../ui/FreshnessMark.tsx'
import { NoOwner, Person } from '../../ui/Person.tsx'
import { Reference } from '../../ui/Reference.tsx'
import { Table, type Column, type Sort } from '../../ui/Table.tsx'
import { costWords, totalPerYear, totalWords } from '../vendors/contracts/money.ts'
import { contractPath, markOf, shortStandingWords } from '../vendors/contracts/words.ts'
import { groupName, groupOf, type Renewal } from './renewals.ts'
import css from './renewals.module.css'

interface RenewalTableProps {
  renewals: readonly Renewal[]
  sort: Sort
  onSort: (sort: Sort) => void
  hasSeveralOrganizations: boolean
}

/** One row a contract. By notice, each month has a heading with what is at stake in it. */
export function RenewalTable({ renewals, sort, onSort, hasSeveralOrganizations }: RenewalTableProps) {
  const isByMonth = sort.by === 'notice'
  const heading = (renewal: Renewal) => {
    const id = groupOf(renewal)
    const { totals } = totalPerYear(renewals.filter((each) => groupOf(each) === id))
    return {
      id,
      label: (
        <span className={css['group']} data-missed={id === 'missed' || undefined}>
          {groupName(id)}
          {totals.length > 0 && <span>{totalWords(totals)} a year</span>}
        </span>
      ),
    }
  }
  return (
    <Table
      label="Renewals"
      rows={renewals}
      rowKey={({ key }) => key}
      columns={columnsOf(hasSeveralOrganizations)}
      to={({ slug, vendor, reference }) => contractPath(slug, vendor.reference, reference)}
      sort={sort}
      onSort={onSort}
      groupOf={isByMonth ? heading : undefined}
    />
  )
}

function columnsOf(hasSeveralOrganizations: boolean): Column<Renewal>[] {
  return [
    {
      id: 'mark',
      header: 'Mark',
      isHeaderHidden: true,
      slot: 'mark',
      width: 'mark',
      cell: (row) => <Mark row={row} />,
    },
    {
      id: 'reference',
      header: 'Ref',
      slot: 'reference',
      width: 'reference',
      cell: ({ reference }) => <Reference>{reference}</Reference>,
    },
    {
      id: 'title',
      header: 'Contract',
      slot: 'title',
      isSortable: true,
      cell: ({ title, vendor }) => (
        <>
          {vendor.title}: {title}
        </>
      ),
    },
    ...(hasSeveralOrganizations
      ? [
          {
            id: 'organization',
            header: 'Organization',
            slot: 'wide',
            width: 'small',
            cell: ({ organization }: Renewal) => organization,
          } as const,
        ]
      : []),
    { id: 'owner', header: 'Owner', slot: 'wide', width: 'medium', cell: (row) => <Keeper row={row} /> },
    {
      id: 'notice',
      header: 'Notice',
      slot: 'state',
      width: 'large',
      isSortable: true,
      cell: (row) => <Words row={row} />,
    },
    {
      id: 'end',
      header: 'Term ends',
      slot: 'wide',
      width: 'small',
      isSortable: true,
      cell: ({ termEndsOn }) => termEndsOn && formatDay(termEndsOn),
    },
    {
      id: 'cost',
      header: 'Cost',
      slot: 'meta',
      width: 'medium',
      isNumeric: true,
      isSortable: true,
      cell: ({ cost }) => cost && costWords({ ...cost, note: '' }),
    },
  ]
}

function Mark({ row }: { row: Renewal }) {
  const mark = markOf(row)
  return mark ? <FreshnessMark {...mark} /> : null
}

function Words({ row }: { row: Renewal }) {
  const mark = markOf(row)
  const words = shortStandingWords(row)
  return mark ? <FreshnessText state={mark.state}>{words}</FreshnessText> : words
}

function Keeper({ row: { owner, fallback } }: { row: Renewal }) {
  const person = owner ?? fallback
  return person ? <Person {...person} /> : <NoOwner />
}
