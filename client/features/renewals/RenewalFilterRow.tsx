import { useRef } from 'react'
import ListFilter from 'lucide-react/icons/list-filter'
import type { Membership } from '#contract/accounts.ts'
import { ContractState } from '#contract/contracts.ts'
import { Button } from '../../ui/Button.tsx'
import { Select, TextField } from '../../ui/fields.tsx'
import { Popover } from '../../ui/Menu.tsx'
import { usePhone } from '../../ui/Sheet.tsx'
import { useShortcut } from '../../ui/shortcuts.ts'
import { stateNames } from '../vendors/contracts/words.ts'
import { isNarrow, periods, type Period, type RenewalFilters, type useRenewalFilters } from './renewal-filters.ts'
import css from './renewals.module.css'

interface RenewalFilterRowProps {
  filters: RenewalFilters
  change: ReturnType<typeof useRenewalFilters>['change']
  /** To choose one of; none where the address has chosen. */
  memberships: readonly Membership[]
  people: readonly { id: string; name: string }[]
}

/** Words, period, whose, state, organization. `F` comes here. */
export function RenewalFilterRow(props: RenewalFilterRowProps) {
  const { filters, change } = props
  const row = useRef<HTMLDivElement>(null)
  const isPhone = usePhone()
  useShortcut({
    keys: 'F',
    label: 'Filter',
    group: 'In lists',
    act: () => row.current?.querySelector('input')?.focus(),
  })
  return (
    <div ref={row} className={css['filters']} role="search" aria-label="Filters" data-no-print>
      <div className={css['search']}>
        <TextField
          label="Search contracts"
          isLabelHidden
          isSmall
          type="search"
          placeholder="Contract, vendor, number"
          value={filters.text}
          onChange={(event) => change({ text: event.currentTarget.value }, 'replace')}
        />
      </div>
      {isPhone ? (
        <Popover
          label="Filters"
          placement="bottom end"
          trigger={<Button icon={ListFilter}>{isNarrow(filters) ? 'Filters, on' : 'Filters'}</Button>}
        >
          <Narrowing {...props} />
        </Popover>
      ) : (
        <Narrowing {...props} />
      )}
    </div>
  )
}

const periodNames: Record<Period, string> = {
  '3': 'Next 3 months',
  '6': 'Next 6 months',
  '12': 'Next 12 months',
  all: 'Any date, or none',
}

function Narrowing({ filters, change, memberships, people }: RenewalFilterRowProps) {
  return (
    <>
      <Select
        label="Period"
        isLabelHidden
        isSmall
        value={filters.period}
        onChange={(period: Period) => change({ period: period === '12' ? undefined : period })}
        options={periods.map((value) => ({ value, label: periodNames[value] }))}
      />
      <Select
        label="Owner"
        isLabelHidden
        isSmall
        value={filters.owner ?? ''}
        onChange={(owner: string) => change({ owner: owner || undefined })}
        options={[
          { value: '', label: 'Anybody’s' },
          { value: 'me', label: 'Mine' },
          { value: 'none', label: 'Nobody’s' },
          ...people.map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      <Select
        label="State"
        isLabelHidden
        isSmall
        value={filters.state ?? ''}
        onChange={(state: string) => change({ state: state || undefined })}
        options={[
          { value: '', label: 'Any state' },
          ...ContractState.options.map((state) => ({ value: state, label: stateNames[state] })),
        ]}
      />
      {memberships.length > 1 && (
        <Select
          label="Organization"
          isLabelHidden
          isSmall
          value={memberships.find(({ slug }) => slug === filters.organization)?.slug ?? ''}
          onChange={(organization: string) => change({ organization: organization || undefined })}
          options={[
            { value: '', label: 'All organizations' },
            ...memberships.map(({ slug, organization }) => ({ value: slug, label: organization })),
          ]}
        />
      )}
    </>
  )
}
