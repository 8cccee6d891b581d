import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { Membership } from '#contract/accounts.ts'
import { listWords } from '../../ui/format.ts'
import { FreshnessMark } from '../../ui/FreshnessMark.tsx'
import { Reference } from '../../ui/Reference.tsx'
import { incidentPath } from './current.ts'
import { Timer } from './Timer.tsx'
import { useOpenIncidents } from './use-open-incidents.ts'
import css from './incidents.module.css'

/** On the first page: what is under way, whoever started it. Nothing where there is none. */
export default function HomeIncidents(props: { within: readonly Membership[]; frame: (rows: ReactNode) => ReactNode }) {
  const { within, frame } = props
  const { open } = useOpenIncidents(within)
  if (open.length === 0) return null
  return frame(
    <ul className={css['box']} aria-label="Under way">
      {open.map((line) => (
        <li key={line.id}>
          <Link to={incidentPath(line.slug, line.reference)} className={css['runbook']}>
            <FreshnessMark state="overdue" />
            <span className={css['strong']}>{line.title}</span>
            <Reference>{line.reference}</Reference>
            <span className={css['second']}>
              <Timer since={line.openedAt} />
              {within.length > 1 && ` · ${line.organization}`}
              {' · '}
              {listWords(line.people.map(({ name }) => name))}
            </span>
          </Link>
        </li>
      ))}
    </ul>,
  )
}
