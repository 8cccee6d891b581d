import { Fragment, type MouseEvent, type ReactNode } from 'react'
import { Link, useNavigate } from 'react-router'
import { cx } from './cx.ts'
import { Icon } from './Icon.tsx'
import { ArrowDown, ArrowUp } from './icons.ts'
import { SelectionBar } from './SelectionBar.tsx'
import { useRowKeys, type Selection } from './table-keys.ts'
import { VisuallyHidden } from './VisuallyHidden.tsx'
import css from './Table.module.css'

export type { Selection } from './table-keys.ts'

export interface Column<Row> {
  id: string
  header: string
  cell: (row: Row) => ReactNode
  /** `title` is the link of the row. On a phone: mark and title on the first line, the others on the second, `wide` nowhere. */
  slot?: 'mark' | 'title' | 'reference' | 'state' | 'meta' | 'wide' | undefined
  /** Fixed width; without one the column shares what is left. The title has none. */
  width?: 'mark' | 'reference' | 'small' | 'medium' | 'large' | undefined
  isNumeric?: boolean | undefined
  isSortable?: boolean | undefined
  isHeaderHidden?: boolean | undefined
}

export interface Sort {
  by: string
  isDescending: boolean
}

export interface TableProps<Row> {
  /** What the rows are: "Runbooks". */
  label: string
  rows: readonly Row[]
  rowKey: (row: Row) => string
  columns: readonly Column<Row>[]
  /** Where a row opens. */
  to: (row: Row) => string
  sort?: Sort | undefined
  onSort?: ((sort: Sort) => void) | undefined
  /** The row that J and K stand on; the table keeps it itself unless given. */
  current?: string | undefined
  onCurrent?: ((key: string) => void) | undefined
  onPeek?: ((row: Row) => void) | undefined
  selection?: Selection | undefined
  /** Acts on the selected rows, shown beside their count. */
  selectionActions?: ReactNode
  /** Rows that follow each other with the same group stand under one heading. */
  groupOf?: ((row: Row) => { id: string; label: ReactNode }) | undefined
}

/**
 * A real table: sticky header, the title as link, a click anywhere on the row opens it; J K ↓ ↑ move, Enter opens,
 * Space peeks, X selects. Below 640 px the rows become two-line cards.
 */
export function Table<Row>(props: TableProps<Row>) {
  const { rows, rowKey, columns, groupOf, selection } = props
  const navigate = useNavigate()
  const open = (row: Row) => void navigate(props.to(row))
  const { tableRef, current, setCurrent, toggle } = useRowKeys(props, open)
  const headings = rows.map((row) => groupOf?.(row))
  return (
    <>
      <table
        ref={tableRef}
        className={css['table']}
        role="table"
        aria-label={props.label}
        data-selectable={selection ? '' : undefined}
        data-selecting={selection && selection.selected.size > 0 ? '' : undefined}
      >
        <colgroup>
          {selection && <col className={css['select']} />}
          {columns.map((column) => (
            <col key={column.id} className={css[column.width ?? 'grow']} data-slot={column.slot ?? 'wide'} />
          ))}
        </colgroup>
        <thead role="rowgroup">
          <tr role="row">
            {selection && (
              <th role="columnheader" scope="col">
                <VisuallyHidden>Selected</VisuallyHidden>
              </th>
            )}
            {columns.map((column) => (
              <HeaderCell key={column.id} column={column} sort={props.sort} onSort={props.onSort} />
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row, index) => {
            const key = rowKey(row)
            const heading = headings[index]
            const isCurrent = current === key
            const isSelected = selection?.selected.has(key) ?? false
            return (
              <Fragment key={key}>
                {heading && heading.id !== headings[index - 1]?.id && (
                  <tr role="row" className={css['group']}>
                    <th role="rowheader" scope="rowgroup" colSpan={columns.length + (selection ? 1 : 0)}>
                      {heading.label}
                    </th>
                  </tr>
                )}
                <tr
                  role="row"
                  className={css['row']}
                  data-key={key}
                  data-current={isCurrent || undefined}
                  data-selected={isSelected || undefined}
                  aria-current={isCurrent ? 'true' : undefined}
                  onClick={(event) => {
                    if (isPlainRowClick(event)) open(row)
                  }}
                  onFocus={() => setCurrent(key)}
                >
                  {selection && (
                    <td role="cell" className={css['selectCell']}>
                      <input
                        type="checkbox"
                        tabIndex={-1}
                        aria-label={`Select ${key}`}
                        checked={isSelected}
                        onChange={() => toggle(key)}
                      />
                    </td>
                  )}
                  {columns.map((column) => (
                    <Cell key={column.id} column={column} row={row} to={props.to(row)} />
                  ))}
                </tr>
              </Fragment>
            )
          })}
        </tbody>
      </table>
      {selection && selection.selected.size > 0 && (
        <SelectionBar count={selection.selected.size} onClear={() => selection.onChange(new Set())}>
          {props.selectionActions}
        </SelectionBar>
      )}
    </>
  )
}

function Cell<Row>({ column, row, to }: { column: Column<Row>; row: Row; to: string }) {
  const content = column.cell(row)
  const classes = cx(css['cell'], column.isNumeric && css['numeric'])
  if (column.slot === 'title')
    return (
      <th role="rowheader" scope="row" className={classes} data-slot="title" data-tooltip-clipped="">
        <Link to={to} className={css['title']} data-row-link="">
          {content}
        </Link>
      </th>
    )
  return (
    <td role="cell" className={classes} data-slot={column.slot ?? 'wide'} data-tooltip-clipped="">
      {content}
    </td>
  )
}

function HeaderCell<Row>(props: {
  column: Column<Row>
  sort: Sort | undefined
  onSort: ((sort: Sort) => void) | undefined
}) {
  const { column, sort, onSort } = props
  const isSorted = sort?.by === column.id
  const words = column.isHeaderHidden ? <VisuallyHidden>{column.header}</VisuallyHidden> : column.header
  return (
    <th
      role="columnheader"
      scope="col"
      data-slot={column.slot ?? 'wide'}
      className={cx(column.isNumeric && css['numeric'])}
      aria-sort={isSorted ? (sort.isDescending ? 'descending' : 'ascending') : undefined}
    >
      {column.isSortable && onSort ? (
        <button
          type="button"
          className={css['sort']}
          onClick={() => onSort({ by: column.id, isDescending: isSorted && !sort.isDescending })}
        >
          {words}
          <span className={css['arrow']} data-on={isSorted || undefined}>
            <Icon of={isSorted && sort.isDescending ? ArrowDown : ArrowUp} size={12} />
          </span>
        </button>
      ) : (
        words
      )}
    </th>
  )
}

/** A click on the row itself, not on something in it, and not the end of marking text. */
function isPlainRowClick(event: MouseEvent<HTMLElement>): boolean {
  if (event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return false
  if ((event.target as Element).closest('a, button, input, label, select')) return false
  return document.getSelection()?.isCollapsed !== false
}
