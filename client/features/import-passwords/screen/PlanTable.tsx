import { useState } from 'react'
import { Badge } from '../../../ui/Badge.tsx'
import { Button } from '../../../ui/Button.tsx'
import { Checkbox, Select, TextField } from '../../../ui/fields.tsx'
import { formatCount, plural } from '../../../ui/format.ts'
import { EmptyState } from '../../../ui/states.tsx'
import { PlainTable, type PlainColumn } from '../../settings/PlainTable.tsx'
import type { LeftOut } from '../imported-item.ts'
import type { CollectionTarget } from '../plan/choices.ts'
import type { ImportPlan, PlannedOutcome, PlannedRow } from '../plan/plan-import.ts'
import css from '../import-passwords.module.css'

type Filter = PlannedOutcome | 'all' | 'left-out' | 'noted'

const atATime = 100
const outcomeWords: Readonly<Record<PlannedOutcome, string>> = {
  bring: 'Will come',
  exists: 'In the vault already',
  twice: 'Twice in the file',
  'needs-name': 'Needs a name',
  'too-long': 'Too long',
  excluded: 'Taken out',
}

/** Every entry of the file and what becomes of it. Secrets are not in it. */
export function PlanTable(props: {
  plan: ImportPlan
  leftOut: readonly LeftOut[]
  collections: readonly { id: string; name: string }[]
  onName: (index: number, name: string) => void
  onExclude: (index: number, isExcluded: boolean) => void
}) {
  const { plan, leftOut, collections } = props
  const [filter, setFilter] = useState<Filter>('all')
  const [shown, setShown] = useState(atATime)
  const noted = plan.rows.filter(({ outcome, notes }) => outcome === 'bring' && notes.length > 0)
  const rows =
    filter === 'all' ? plan.rows : filter === 'noted' ? noted : plan.rows.filter(({ outcome }) => outcome === filter)
  const options: { value: Filter; label: string }[] = [
    { value: 'all', label: `All (${formatCount(plan.rows.length)})` },
    ...(Object.keys(outcomeWords) as PlannedOutcome[])
      .filter((outcome) => plan.counts[outcome] > 0 || outcome === filter)
      .map((outcome) => ({ value: outcome, label: `${outcomeWords[outcome]} (${formatCount(plan.counts[outcome])})` })),
    ...(noted.length > 0
      ? [{ value: 'noted' as const, label: `Will come, with a note (${formatCount(noted.length)})` }]
      : []),
    ...(leftOut.length > 0
      ? [{ value: 'left-out' as const, label: `Cannot come (${formatCount(leftOut.length)})` }]
      : []),
  ]
  return (
    <section className={css['plan']} aria-label="What will come">
      <div className={css['row']}>
        <Select
          label="Show"
          isSmall
          options={options}
          value={filter}
          onChange={(value) => {
            setFilter(value)
            setShown(atATime)
          }}
        />
      </div>
      {filter === 'left-out' ? (
        <PlainTable
          label="Cannot come"
          rows={leftOut.slice(0, shown)}
          rowKey={({ place }) => place}
          columns={leftColumns}
        />
      ) : rows.length === 0 ? (
        <EmptyState>Nothing of that kind.</EmptyState>
      ) : (
        <PlainTable
          label="Entries of the file"
          rows={rows.slice(0, shown)}
          rowKey={({ index }) => String(index)}
          columns={columnsOf(props, collections)}
        />
      )}
      {shown < (filter === 'left-out' ? leftOut : rows).length && (
        <div className={css['actions']}>
          <Button onClick={() => setShown(shown + atATime)}>
            Show {plural(Math.min(atATime, rows.length - shown), 'more', 'more')}
          </Button>
        </div>
      )}
    </section>
  )
}

const leftColumns: PlainColumn<LeftOut>[] = [
  { header: 'Name', cell: ({ title }) => title || 'Without a name' },
  { header: 'Place', cell: ({ place }) => place },
  { header: 'Why', cell: ({ why }) => `${why.charAt(0).toUpperCase()}${why.slice(1)}` },
]

function columnsOf(
  { onName, onExclude }: Pick<Parameters<typeof PlanTable>[0], 'onName' | 'onExclude'>,
  collections: readonly { id: string; name: string }[],
): PlainColumn<PlannedRow>[] {
  const nameOf = (target: CollectionTarget) =>
    'id' in target ? collections.find(({ id }) => id === target.id)?.name : `${target.newName} (new)`
  return [
    {
      header: 'Name',
      cell: (row) =>
        row.item.title === '' ? (
          <NameField row={row} onName={onName} />
        ) : (
          <Checkbox
            label={row.title}
            hint={row.item.place}
            checked={row.outcome !== 'excluded'}
            onChange={(event) => onExclude(row.index, !event.currentTarget.checked)}
          />
        ),
    },
    { header: 'Username', cell: ({ item }) => <span className={css['machine']}>{item.username}</span> },
    { header: 'Address', cell: ({ item }) => <span className={css['machine']}>{item.addresses[0]}</span> },
    {
      header: 'Goes to',
      cell: ({ outcome, collection, tags }) =>
        outcome === 'bring' && (
          <>
            {nameOf(collection)}{' '}
            {tags.map((tag) => (
              <Badge key={tag}>{tag}</Badge>
            ))}
          </>
        ),
    },
    {
      header: 'What becomes of it',
      cell: ({ outcome, notes }) => (
        <>
          <strong>{outcomeWords[outcome]}</strong>
          {notes.map((note) => (
            <span key={note} className={css['note']}>
              {note}
            </span>
          ))}
        </>
      ),
    },
  ]
}

function NameField({ row, onName }: { row: PlannedRow; onName: (index: number, name: string) => void }) {
  return (
    <TextField
      label={`Name of ${row.item.place}`}
      defaultValue={row.title}
      maxLength={200}
      autoComplete="off"
      onBlur={(event) => onName(row.index, event.currentTarget.value)}
    />
  )
}
