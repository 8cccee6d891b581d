import type { ReactNode } from 'react'
import css from './outcomes.module.css'

export interface FigureColumn<Row> {
  header: string
  cell: (row: Row) => ReactNode
  isNumeric?: boolean
}

/** Figures in rows: the first column names the row. On a phone it stays a table as long as it is narrow enough. */
export function FigureTable<Row>(props: {
  label: string
  rows: readonly Row[]
  rowKey: (row: Row) => string
  columns: readonly FigureColumn<Row>[]
}) {
  const { label, rows, rowKey, columns } = props
  return (
    <table className={css['table']} role="table" aria-label={label}>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map(({ header, isNumeric }) => (
            <th key={header} role="columnheader" scope="col" data-numeric={isNumeric || undefined}>
              {header}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <tr key={rowKey(row)} role="row">
            {columns.map(({ header, cell, isNumeric }, at) =>
              at === 0 ? (
                <th key={header} role="rowheader" scope="row">
                  {cell(row)}
                </th>
              ) : (
                <td key={header} role="cell" data-header={header} data-numeric={isNumeric || undefined}>
                  {cell(row)}
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
