import { useRef } from 'react'
import ListFilter from 'lucide-react/icons/list-filter'
import type { Membership } from '#contract/accounts.ts'
import { Kind } from '#contract/values.ts'
import { Button } from '../../ui/Button.tsx'
import { Select } from '../../ui/fields.tsx'
import { ChevronDown } from '../../ui/icons.ts'
import { Menu, Popover } from '../../ui/Menu.tsx'
import { usePhone } from '../../ui/Sheet.tsx'
import { useShortcut } from '../../ui/shortcuts.ts'
import { kindNames } from '../documents/words.ts'
import { orders, type Order, type QueueFilters, type useQueueFilters } from './queue-filters.ts'
import css from './ReviewsPage.module.css'

interface QueueFilterRowProps {
  filters: QueueFilters
  memberships: readonly Membership[]
  change: ReturnType<typeof useQueueFilters>['change']
}

/** Whose, which kind, which organization. `F` comes here. */
export function QueueFilterRow(props: QueueFilterRowProps) {
  const { filters, change } = props
  const row = useRef<HTMLDivElement>(null)
  const isPhone = usePhone()
  useShortcut({
    keys: 'F',
    label: 'Filter',
    group: 'In lists',
    act: () => row.current?.querySelector('select')?.focus(),
  })
  const isNarrowed = filters.kind !== undefined || filters.organization !== undefined
  return (
    <div ref={row} className={css['filters']} role="search" aria-label="Filters" data-no-print>
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
      {isPhone ? (
        <Popover
          label="Filters"
          placement="bottom end"
          trigger={<Button icon={ListFilter}>{isNarrowed ? 'Filters, on' : 'Filters'}</Button>}
        >
          <Narrowing {...props} />
        </Popover>
      ) : (
        <Narrowing {...props} />
      )}
    </div>
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
