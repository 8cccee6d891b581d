import type { ReactNode } from 'react'
import { VisuallyHidden } from '../../ui/VisuallyHidden.tsx'
import css from './PlainTable.module.css'

export interface PlainColumn<Row> {
  header: string
  cell: (row: Row) => ReactNode
  isHeaderHidden?: boolean
  isNumeric?: boolean
}

/** A short table whose rows open nothing: the first column names the row, the last may hold an act. */
export function PlainTable<Row>(props: {
  label: string
  rows: readonly Row[]
  rowKey: (row: Row) => string
  columns: readonly PlainColumn<Row>[]
}) {
  const [first, ...others] = props.columns
  return (
    <table className={css['table']} role="table" aria-label={props.label}>
      <thead role="rowgroup">
        <tr role="row">
          {props.columns.map(({ header, isHeaderHidden, isNumeric }) => (
            <th key={header} role="columnheader" scope="col" data-numeric={isNumeric || undefined}>
              {isHeaderHidden ? <VisuallyHidden>{header}</VisuallyHidden> : header}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {props.rows.map((row) => (
          <tr key={props.rowKey(row)} role="row">
            <th role="rowheader" scope="row">
              {first?.cell(row)}
            </th>
            {others.map(({ header, cell, isHeaderHidden, isNumeric }) => (
              <td
                key={header}
                role="cell"
                data-header={isHeaderHidden ? undefined : header}
                data-numeric={isNumeric || undefined}
              >
                {cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
