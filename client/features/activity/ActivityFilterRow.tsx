import { useEffect, useState } from 'react'
import { activityGroups, type ActivityGroup } from '#contract/activity.ts'
import type { Person } from '#contract/values.ts'
import { Chip } from '../../ui/Badge.tsx'
import { DateField, Select, TextField } from '../../ui/fields.tsx'
import { FilterRow } from '../../ui/FilterRow.tsx'
import type { ActivityFilters, useActivityFilters } from './activity-filters.ts'
import css from './ActivityPage.module.css'

interface ActivityFilterRowProps {
  filters: ActivityFilters
  change: ReturnType<typeof useActivityFilters>['change']
  /** Whom one can choose among; empty where everybody reads their own acts only. */
  people: readonly Pick<Person, 'id' | 'name'>[]
}

/** By whom, what, on which document, when. `F` comes here. */
export function ActivityFilterRow(props: ActivityFilterRowProps) {
  const { filters, change, people } = props
  const count = [filters.document, filters.from, filters.until, filters.person].filter(Boolean).length
  const about = people.find(({ id }) => id === filters.member)?.name ?? 'one person'
  return (
    <FilterRow
      on={count}
      first={
        <Select<ActivityGroup | ''>
          label="What"
          isLabelHidden
          isSmall
          value={filters.group ?? ''}
          onChange={(group) => change({ group: group || undefined })}
          options={[
            { value: '', label: 'Everything' },
            ...Object.entries(activityGroups).map(([value, label]) => ({ value: value as ActivityGroup, label })),
          ]}
        />
      }
      after={
        filters.member && (
          <Chip
            onRemove={() => change({ member: undefined })}
            removeLabel={`Take away the filter About ${about}`}
          >{`About ${about}`}</Chip>
        )
      }
    >
      <More {...props} />
    </FilterRow>
  )
}

function More({ filters, change, people }: ActivityFilterRowProps) {
  return (
    <>
      {people.length > 0 && (
        <Select
          label="By whom"
          isLabelHidden
          isSmall
          value={filters.person ?? ''}
          onChange={(person: string) => change({ person: person || undefined })}
          options={[
            { value: '', label: 'By anybody' },
            ...people.map(({ id, name }) => ({ value: id, label: `By ${name}` })),
          ]}
        />
      )}
      <DocumentField filters={filters} change={change} />
      <DateField
        label="First day"
        isLabelHidden
        isSmall
        value={filters.from ?? ''}
        max={filters.until}
        onChange={(event) => change({ from: event.currentTarget.value || undefined }, 'replace')}
      />
      <span aria-hidden="true" className={css['to']}>
        to
      </span>
      <DateField
        label="Last day"
        isLabelHidden
        isSmall
        value={filters.until ?? ''}
        min={filters.from}
        onChange={(event) => change({ until: event.currentTarget.value || undefined }, 'replace')}
      />
    </>
  )
}

/** Filters once a reference is typed out. */
function DocumentField({ filters, change }: Pick<ActivityFilterRowProps, 'filters' | 'change'>) {
  const [typed, setTyped] = useState(filters.document ?? '')
  const [known, setKnown] = useState(filters.document)
  // Back and "Clear filters" change the address without typing.
  if (known !== filters.document) {
    setKnown(filters.document)
    if (filters.document !== (typed.trim() || undefined)) setTyped(filters.document ?? '')
  }
  useEffect(() => {
    const wanted = typed.trim() || undefined
    if (wanted === filters.document) return
    const timer = setTimeout(() => change({ document: wanted }, 'replace'), 300)
    return () => clearTimeout(timer)
  })
  return (
    <div className={css['document']}>
      <TextField
        label="Document"
        isLabelHidden
        isSmall
        isMono
        type="search"
        placeholder="On RB-14"
        maxLength={20}
        autoComplete="off"
        spellCheck={false}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
    </div>
  )
}
