import { Link } from 'react-router'
import { Badge } from '../../ui/Badge.tsx'
import { formatDuration, formatInstant } from '../../ui/format.ts'
import { FreshnessBadge } from '../../ui/FreshnessMark.tsx'
import { Person } from '../../ui/Person.tsx'
import { documentPath } from '../documents/addresses.ts'
import { Timer } from './Timer.tsx'
import type { Incident } from './use-incident.ts'
import { severityNames } from './words.ts'
import css from './incidents.module.css'

/** How long, how bad, about what, and who is here. */
export function IncidentMeta({ slug, incident }: { slug: string; incident: Incident }) {
  const { closedAt, closedBy, openedAt, openedBy, severity, system, seconds, secondsToRunbook, people } = incident
  const isOpen = closedAt === undefined
  return (
    <div className={css['meta']}>
      <p className={css['clock']}>
        {isOpen ? <Timer since={openedAt} /> : <span>{formatDuration(seconds * 1_000)}</span>}
      </p>
      <p className={css['facts']}>
        {isOpen ? (
          <FreshnessBadge state="overdue">Under way</FreshnessBadge>
        ) : (
          <FreshnessBadge state="verified" daysLeft={1} intervalDays={1}>
            Ended
          </FreshnessBadge>
        )}
        <Badge>{severityNames[severity]}</Badge>
        {system && <Link to={documentPath(slug, system.reference)}>{system.title}</Link>}
        <span>
          {formatInstant(openedAt)}
          {closedAt && ` to ${formatInstant(closedAt)}`}, started by {openedBy.name}
          {closedBy && `, ended by ${closedBy}`}
        </span>
        {secondsToRunbook !== undefined && (
          <span>
            first runbook {secondsToRunbook < 1 ? 'at once' : `after ${formatDuration(secondsToRunbook * 1_000)}`}
          </span>
        )}
      </p>
      <ul className={css['people']} aria-label={isOpen ? 'Who is here' : 'Who was there'}>
        {people.map((person) => (
          <li key={person.id}>
            <Person {...person} hasFirm />
          </li>
        ))}
      </ul>
    </div>
  )
}
