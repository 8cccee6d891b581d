import type { Membership } from '#contract/accounts.ts'
import { Kind } from '#contract/values.ts'
import { Button } from '../../ui/Button.tsx'
import { Select } from '../../ui/fields.tsx'
import { FilterRow, OrganizationFilter } from '../../ui/FilterRow.tsx'
import { ChevronDown } from '../../ui/icons.ts'
import { Menu } from '../../ui/Menu.tsx'
import { kindNames } from '../documents/words.ts'
import { orders, type Order, type QueueFilters, type useQueueFilters } from './queue-filters.ts'

interface QueueFilterRowProps {
  filters: QueueFilters
  memberships: readonly Membership[]
  change: ReturnType<typeof useQueueFilters>['change']
}

/** Whose, which kind, which organization. `F` comes here. */
export function QueueFilterRow(props: QueueFilterRowProps) {
  const { filters, change } = props
  return (
    <FilterRow
      on={[filters.kind, filters.organization].filter(Boolean).length}
      first={
        <Select
          label="Whose"
          isLabelHidden
          isSmall
          value={filters.scope}
          onChange={(scope) => change({ scope: scope === 'all' ? scope : undefined })}
          options={[
            { value: 'mine', label: 'For me to review' },
            { value: 'all', label: 'Everything I can see' },
          ]}
        />
      }
    >
      <Narrowing {...props} />
    </FilterRow>
  )
}

function Narrowing({ filters, memberships, change }: QueueFilterRowProps) {
  return (
    <>
      <Select
        label="Kind"
        isLabelHidden
        isSmall
        value={filters.kind ?? ''}
        onChange={(kind) => change({ kind: kind || undefined })}
        options={[
          { value: '', label: 'Any kind' },
          ...Kind.options.map((kind) => ({ value: kind, label: kindNames[kind].many })),
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

const orderNames: Record<Order, string> = { risk: 'Riskiest first', state: 'By state', owner: 'By owner' }

export function OrderMenu({ order, onOrder }: { order: Order; onOrder: (order: Order | undefined) => void }) {
  return (
    <Menu
      label="Order"
      groups={[
        orders.map((each) => ({
          id: each,
          label: orderNames[each],
          isChosen: each === order,
          onAct: () => onOrder(each === 'risk' ? undefined : each),
        })),
      ]}
    >
      <Button icon={ChevronDown}>{orderNames[order]}</Button>
    </Menu>
  )
}
