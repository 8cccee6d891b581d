import { useState } from 'react'
import { Button } from '../../../ui/Button.tsx'
import { Checkbox, Select } from '../../../ui/fields.tsx'
import { plural } from '../../../ui/format.ts'
import { Notice } from '../../sign-in/Notice.tsx'
import { columnRoles, faultOf, roleWords, type ColumnRole, type CsvMapping } from '../csv/mapping.ts'
import type { Table } from '../use-import.ts'
import css from '../import-passwords.module.css'

const separators = [
  { value: '', label: 'Folders hold no folders' },
  { value: '/', label: 'A slash, as in Network/Edge' },
  { value: '\\', label: 'A backslash, as in Network\\Edge' },
] as const
const dots = '••••••••••••'
const open: readonly ColumnRole[] = [
  'title',
  'username',
  'address',
  'folder',
  'tags',
  'created',
  'changed',
  'password-changed',
]

/** A table of somebody's own: the person says which column is what. Its values stay hidden until asked for. */
export function MapStep(props: {
  table: Table
  fileName: string
  onMapped: (mapping: CsvMapping) => void
  onReopen: () => void
  onRestart: () => void
}) {
  const { sample, count } = props.table
  const [mapping, setMapping] = useState(props.table.mapping)
  const [isShown, setShown] = useState(false)
  const [fault, setFault] = useState<string>()
  const change = (changed: Partial<CsvMapping>) => {
    setFault(undefined)
    setMapping({ ...mapping, ...changed })
  }
  const header = mapping.hasHeader ? sample[0] : undefined
  const rows = (mapping.hasHeader ? sample.slice(1) : sample).slice(0, 3)
  const go = () => {
    const wrong = faultOf(mapping)
    if (wrong === undefined) props.onMapped(mapping)
    else setFault(wrong)
  }
  return (
    <div className={css['body']}>
      {fault && <Notice title={fault} />}
      <p>
        <strong className={css['fileName']}>{props.fileName}</strong> is a table of {plural(count, 'row')} that Runkeep
        does not know. Say which column is what. What you call a name, an address, a folder or a tag is not encrypted.
      </p>
      <div className={css['row']}>
        <Checkbox
          label="The first row names the columns"
          checked={mapping.hasHeader}
          onChange={(event) => change({ hasHeader: event.currentTarget.checked })}
        />
        <Checkbox label="Show values" checked={isShown} onChange={(event) => setShown(event.currentTarget.checked)} />
      </div>
      <ol className={css['columns']}>
        {mapping.roles.map((role, column) => {
          const name = header?.[column]?.trim() || `Column ${column + 1}`
          return (
            <li key={column}>
              <Select
                label={name}
                options={columnRoles.map((value) => ({ value, label: roleWords[value] }))}
                value={role}
                onChange={(value) => change({ roles: mapping.roles.with(column, value) })}
              />
              <ul className={css['values']} aria-label={`First values of ${name}`}>
                {rows.map((cells, row) => (
                  <li key={row}>{shown(cells[column] ?? '', isShown || open.includes(role))}</li>
                ))}
              </ul>
            </li>
          )
        })}
      </ol>
      {mapping.roles.includes('folder') && (
        <Select
          label="Folders in folders are parted by"
          width="medium"
          options={separators}
          value={mapping.folderSeparator}
          onChange={(folderSeparator) => change({ folderSeparator })}
        />
      )}
      <div className={css['actions']}>
        <Button variant="primary" onClick={go}>
          Go on
        </Button>
        <Button onClick={props.onReopen}>Read it as another format</Button>
        <Button onClick={props.onRestart}>Choose another file</Button>
      </div>
    </div>
  )
}

function shown(cell: string, isOpen: boolean): string {
  if (cell.trim() === '') return '—'
  if (!isOpen) return dots
  return cell.length > 60 ? `${cell.slice(0, 60)}…` : cell
}
