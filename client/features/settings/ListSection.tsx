import type { ReactNode } from 'react'
import { Failed } from '../../platform/Failed.tsx'
import { Button } from '../../ui/Button.tsx'
import { EmptyState, LoadingRows } from '../../ui/states.tsx'
import { Table, type Column } from '../../ui/Table.tsx'
import { ListTools } from './ListTools.tsx'
import { listed, type useList } from './use-list.ts'
import css from './settings.module.css'

interface ListSectionProps<Row> {
  /** `Members`; `Access in force`. */
  label: string
  /** As it is called within a sentence: `members`. */
  what: string
  answer: { isPending: boolean; error: Error | null; refetch: () => unknown }
  /** All that could stand here, before the search. */
  rows: readonly Row[]
  list: ReturnType<typeof useList>
  /** What the search looks through. */
  wordsOf: (row: Row) => readonly (string | undefined)[]
  sortKeys: Readonly<Record<string, (row: Row) => string | number | undefined>>
  columns: readonly Column<Row>[]
  to?: (row: Row) => string
  /** `Nobody`, where the rows are people. */
  noneMatches?: string
  /** In the place of a table that has no rows at all. */
  empty?: ReactNode
}

/** A list of the settings that is searched and sorted here, and whose rows open a dialog. */
export function ListSection<Row extends { id: string }>(props: ListSectionProps<Row>) {
  const { label, what, answer, list, columns, noneMatches = 'Nothing' } = props
  const to = props.to ?? (({ id }: Row) => list.to(id))
  const rows = listed(props.rows, list, props.wordsOf, props.sortKeys)
  const isLoaded = !answer.isPending && !answer.error
  return (
    <section className={css['list']} aria-label={label}>
      <ListTools list={list} label={`Search ${what}`} />
      {answer.isPending && <LoadingRows what={what} />}
      {answer.error && (
        <Failed
          error={answer.error}
          what={what.charAt(0).toUpperCase() + what.slice(1)}
          onRetry={() => void answer.refetch()}
        />
      )}
      {isLoaded && props.rows.length === 0 && props.empty}
      {props.rows.length > 0 && rows.length === 0 && (
        <EmptyState actions={<Button onClick={() => list.setText('')}>Clear the search</Button>}>
          {noneMatches} matches “{list.text}”.
        </EmptyState>
      )}
      {rows.length > 0 && (
        <Table
          label={label}
          rows={rows}
          rowKey={({ id }) => id}
          columns={columns}
          to={to}
          sort={list.sort}
          onSort={list.setSort}
        />
      )}
    </section>
  )
}
