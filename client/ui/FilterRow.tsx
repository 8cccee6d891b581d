import { useRef, type ReactNode } from 'react'
import ListFilter from 'lucide-react/icons/list-filter'
import { Button } from './Button.tsx'
import { Select } from './choice-fields.tsx'
import css from './FilterRow.module.css'
import { Popover } from './Menu.tsx'
import { usePhone } from './Sheet.tsx'
import { useShortcut } from './shortcuts.ts'

interface FilterRowProps {
  /** Always in the row; `F` goes to its field. */
  first: ReactNode
  /** In the row, or on a phone behind a button. */
  children: ReactNode
  /** How many of those behind the button narrow the list. */
  on: number
  /** What is left in the row behind them on any screen. */
  after?: ReactNode
}

/** Above a list: what narrows it down. */
export function FilterRow({ first, children, on, after }: FilterRowProps) {
  const row = useRef<HTMLDivElement>(null)
  const isPhone = usePhone()
  useShortcut({
    keys: 'F',
    label: 'Filter',
    group: 'In lists',
    act: () => row.current?.querySelector<HTMLElement>('input, select')?.focus(),
  })
  return (
    <div ref={row} className={css['filters']} role="search" aria-label="Filters" data-no-print>
      {first}
      {isPhone ? <MoreFilters on={on}>{children}</MoreFilters> : children}
      {after}
    </div>
  )
}

/** A button that says how many filters are on, and has them behind it. */
export function MoreFilters({ on, children }: { on: number; children: ReactNode }) {
  return (
    <Popover
      label="More filters"
      placement="bottom end"
      trigger={<Button icon={ListFilter}>{on > 0 ? `Filters, ${on} on` : 'Filters'}</Button>}
    >
      {children}
    </Popover>
  )
}

interface OrganizationFilterProps {
  /** Of somebody who is in one only there is nothing to choose. */
  memberships: readonly { slug: string; organization: string }[]
  /** Its slug. */
  value: string | undefined
  onChange: (slug: string | undefined) => void
}

export function OrganizationFilter({ memberships, value, onChange }: OrganizationFilterProps) {
  if (memberships.length < 2) return null
  return (
    <Select
      label="Organization"
      isLabelHidden
      isSmall
      value={memberships.find(({ slug }) => slug === value)?.slug ?? ''}
      onChange={(slug: string) => onChange(slug || undefined)}
      options={[
        { value: '', label: 'All organizations' },
        ...memberships.map(({ slug, organization }) => ({ value: slug, label: organization })),
      ]}
    />
  )
}
