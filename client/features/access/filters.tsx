import type { ReactNode } from 'react'
import { useQueryString } from '../../platform/query-string.ts'
import { Button } from '../../ui/Button.tsx'
import { Select } from '../../ui/choice-fields.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { ListTools } from '../settings/ListTools.tsx'
import { useList } from '../settings/use-list.ts'

interface Choice<Value extends string> {
  value: Value
  label: string
}

/**
 * How a list of this page is narrowed down and ordered, all of it in its address: `text`, `show` and `sort`.
 * The first of `shows` and of `orders` is meant where the address says nothing.
 */
export function useFilters<Show extends string, Order extends string>(
  shows: readonly [Choice<Show>, ...Choice<Show>[]],
  orders: readonly [Choice<Order>, ...Choice<Order>[]],
) {
  const list = useList(orders[0].value)
  const { parameters, change } = useQueryString<'show' | 'sort' | 'text'>()
  const show = (shows.find(({ value }) => value === parameters.get('show')) ?? shows[0]).value
  const order = (orders.find(({ value }) => value === parameters.get('sort')) ?? orders[0]).value
  const text = list.text.trim()
  return {
    ...{ list, show, order, text, shows, orders },
    isNarrow: text !== '' || show !== shows[0].value,
    setShow: (next: Show) => change({ show: next === shows[0].value ? undefined : next }),
    setOrder: (next: Order) => change({ sort: next === orders[0].value ? undefined : next }),
    clear: () => change({ text: undefined, show: undefined }),
  }
}
export type Filters<Show extends string = string, Order extends string = string> = ReturnType<
  typeof useFilters<Show, Order>
>

export function FilterTools<Show extends string, Order extends string>(props: {
  filters: Filters<Show, Order>
  label: string
}) {
  const { filters, label } = props
  const { list, show, shows, setShow, order, orders, setOrder } = filters
  return (
    <ListTools list={list} label={label}>
      <Select label="Show" isLabelHidden isSmall value={show} onChange={setShow} options={shows} />
      <Select label="In order of" isLabelHidden isSmall value={order} onChange={setOrder} options={orders} />
    </ListTools>
  )
}

/** Nothing to show: because of how the list is narrowed down, or because there is nothing. */
export function Nothing({
  filters,
  children,
}: {
  filters: { isNarrow: boolean; clear: () => void }
  children: ReactNode
}) {
  if (!filters.isNarrow) return <EmptyState>{children}</EmptyState>
  return <EmptyState actions={<Button onClick={filters.clear}>Show all</Button>}>Nothing here is like that.</EmptyState>
}

export const byTime = [
  { value: 'newest', label: 'Newest first' },
  { value: 'oldest', label: 'Oldest first' },
] as const
