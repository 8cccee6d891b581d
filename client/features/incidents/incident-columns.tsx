import type { IncidentLine } from '#contract/incidents.ts'
import { formatDuration, formatInstant } from '../../ui/format.ts'
import { FreshnessText } from '../../ui/FreshnessMark.tsx'
import { Person } from '../../ui/Person.tsx'
import { Reference } from '../../ui/Reference.tsx'
import type { Column } from '../../ui/Table.tsx'
import { severityNames } from './words.ts'
import css from './incidents.module.css'

export const incidentColumns: readonly Column<IncidentLine>[] = [
  { id: 'title', header: 'Incident', slot: 'title', isSortable: true, cell: ({ title }) => title },
  {
    id: 'reference',
    header: 'Ref',
    slot: 'reference',
    width: 'reference',
    cell: ({ reference }) => <Reference>{reference}</Reference>,
  },
  {
    id: 'state',
    header: 'State',
    slot: 'state',
    width: 'small',
    cell: ({ closedAt }) => (closedAt ? 'Ended' : <FreshnessText state="overdue">Under way</FreshnessText>),
  },
  {
    id: 'severity',
    header: 'Severity',
    slot: 'wide',
    width: 'small',
    isSortable: true,
    cell: ({ severity }) => severityNames[severity],
  },
  { id: 'system', header: 'System', slot: 'wide', width: 'medium', cell: ({ system }) => system?.title },
  {
    id: 'openedAt',
    header: 'Began',
    slot: 'meta',
    width: 'medium',
    isSortable: true,
    cell: ({ openedAt }) => <time dateTime={openedAt}>{formatInstant(openedAt)}</time>,
  },
  {
    id: 'seconds',
    header: 'Took',
    slot: 'wide',
    width: 'small',
    isNumeric: true,
    isSortable: true,
    cell: ({ seconds, closedAt }) => closedAt && formatDuration(seconds * 1_000),
  },
  {
    id: 'people',
    header: 'People',
    slot: 'wide',
    width: 'small',
    cell: ({ people }) => (
      <span className={css['squares']}>
        {people.slice(0, 3).map((person) => (
          <Person key={person.id} {...person} isSquareOnly />
        ))}
        {people.length > 3 && ` +${people.length - 3}`}
      </span>
    ),
  },
]
