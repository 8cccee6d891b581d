import { useState, type ReactNode } from 'react'
import { Link } from 'react-router'
import { Button } from '../../ui/Button.tsx'
import { formatCount } from '../../ui/format.ts'
import { Checkbox } from '../../ui/text-fields.tsx'
import type { Picked } from './use-picked.ts'
import css from './handover.module.css'

export interface PickRow {
  id: string
  title: string
  /** Where it can be looked at, and what it is called there. */
  to?: string | undefined
  reference?: string | undefined
  /** Facts beside it. */
  facts?: ReactNode
  act?: ReactNode
}

/** Rows that are drawn at first: the boxes above count for all of them. */
const atFirst = 60

/** Things of one step, each with a box where they can be picked. @param label what they are: "Documents" */
export function PickRows({ label, rows, picked }: { label: string; rows: readonly PickRow[]; picked?: Picked }) {
  const [isWhole, setWhole] = useState(false)
  const shown = isWhole ? rows : rows.slice(0, atFirst)
  return (
    <div className={css['picks']}>
      {picked && rows.length > 1 && (
        <div className={css['pickAll']}>
          <Checkbox
            label={`All ${formatCount(rows.length)}`}
            checked={picked.ids.length === rows.length}
            isIndeterminate={picked.ids.length > 0 && picked.ids.length < rows.length}
            onChange={(event) => picked.setAll(event.currentTarget.checked)}
          />
          <span className={css['aside']}>{formatCount(picked.ids.length)} selected</span>
        </div>
      )}
      <ul aria-label={label}>
        {shown.map(({ id, title, to, reference, facts, act }) => (
          <li key={id} className={css['pick']}>
            {picked ? (
              <Checkbox label={title} checked={picked.has(id)} onChange={() => picked.toggle(id)} />
            ) : (
              <span className={css['pickTitle']}>{title}</span>
            )}
            <span className={css['facts']}>
              {reference && to && (
                <Link to={to} className={css['reference']}>
                  {reference}
                </Link>
              )}
              {facts}
              {!reference && to && (
                <Link to={to} aria-label={`Open ${title}`}>
                  Open
                </Link>
              )}
            </span>
            {act}
          </li>
        ))}
      </ul>
      {shown.length < rows.length && (
        <div className={css['more']}>
          <Button onClick={() => setWhole(true)}>Show all {formatCount(rows.length)}</Button>
        </div>
      )}
    </div>
  )
}
