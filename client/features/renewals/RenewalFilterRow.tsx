import type { Membership } from '#contract/accounts.ts'
import { ContractState } from '#contract/contracts.ts'
import { Select, TextField } from '../../ui/fields.tsx'
import { FilterRow, OrganizationFilter } from '../../ui/FilterRow.tsx'
import { stateNames } from '../vendors/contracts/words.ts'
import { periods, type Period, type RenewalFilters, type useRenewalFilters } from './renewal-filters.ts'
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
  return (
    <FilterRow
      on={[filters.owner, filters.state, filters.organization, filters.period !== '12'].filter(Boolean).length}
      first={
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
      }
    >
      <Narrowing {...props} />
    </FilterRow>
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
      <OrganizationFilter
        memberships={memberships}
        value={filters.organization}
        onChange={(organization) => change({ organization })}
      />
    </>
  )
}
