import { useRef } from 'react'
import { useQuery } from '@tanstack/react-query'
import { listDocuments } from '#contract/documents.ts'
import { Severity } from '#contract/incidents.ts'
import { query } from '../../platform/api.ts'
import { Select } from '../../ui/choice-fields.tsx'
import { useShortcut } from '../../ui/shortcuts.ts'
import { TextField } from '../../ui/text-fields.tsx'
import type { IncidentFilters, useIncidentFilters } from './incident-filters.ts'
import { severityNames } from './words.ts'
import css from './incidents.module.css'

/** Words, state, severity, system. `F` comes here. */
export function IncidentFilterRow(props: {
  slug: string
  filters: IncidentFilters
  change: ReturnType<typeof useIncidentFilters>['change']
}) {
  const { slug, filters, change } = props
  const row = useRef<HTMLDivElement>(null)
  useShortcut({
    keys: 'F',
    label: 'Filter',
    group: 'In lists',
    act: () => row.current?.querySelector('input')?.focus(),
  })
  const systems = useQuery({ ...query(listDocuments, { slug, kind: 'system', limit: 200 }), staleTime: 60_000 })
  const known = systems.data?.items ?? []
  return (
    <div ref={row} className={css['filters']} role="search" aria-label="Filters" data-no-print>
      <div className={css['search']}>
        <TextField
          label="Search incidents"
          isLabelHidden
          isSmall
          type="search"
          placeholder="Incident or reference"
          value={filters.text}
          onChange={(event) => change({ text: event.currentTarget.value }, 'replace')}
        />
      </div>
      <Select
        label="State"
        isLabelHidden
        isSmall
        value={filters.state ?? ''}
        onChange={(state: string) => change({ state: state || undefined })}
        options={[
          { value: '', label: 'Any state' },
          { value: 'open', label: 'Under way' },
          { value: 'ended', label: 'Ended' },
        ]}
      />
      <Select
        label="Severity"
        isLabelHidden
        isSmall
        value={filters.severity ?? ''}
        onChange={(severity: string) => change({ severity: severity || undefined })}
        options={[
          { value: '', label: 'Any severity' },
          ...Severity.options.map((value) => ({ value: value, label: severityNames[value] })),
        ]}
      />
      {known.length > 0 && (
        <Select
          label="System"
          isLabelHidden
          isSmall
          value={filters.system ?? ''}
          onChange={(system: string) => change({ system: system || undefined })}
          options={[
            { value: '', label: 'Any system' },
            ...known.map(({ reference, title }) => ({ value: reference, label: title })),
          ]}
        />
      )}
    </div>
  )
}
