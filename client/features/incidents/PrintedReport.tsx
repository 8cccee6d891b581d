import { useEffect, useState } from 'react'
import { useOrganization, useSession } from '../../platform/session.ts'
import { formatDuration, formatExact, formatInstant, listWords } from '../../ui/format.ts'
import type { Incident } from './use-incident.ts'
import { severityNames } from './words.ts'
import css from './PrintedReport.module.css'

/** On paper only: what the report is of, in figures, and who printed it when. */
export function PrintedReport({ incident }: { incident: Incident }) {
  const { organization } = useOrganization()
  const { account } = useSession()
  const [printedAt, setPrintedAt] = useState(() => new Date().toISOString())
  useEffect(() => {
    const stamp = () => setPrintedAt(new Date().toISOString())
    addEventListener('beforeprint', stamp)
    return () => removeEventListener('beforeprint', stamp)
  }, [])
  const { reference, severity, system, openedAt, closedAt, seconds, secondsToRunbook, people } = incident
  const facts: [string, string | undefined][] = [
    ['Severity', severityNames[severity]],
    ['System', system && `${system.reference} ${system.title}`],
    ['Began', formatExact(openedAt)],
    ['Ended', closedAt ? formatExact(closedAt) : 'Still under way'],
    ['Took', formatDuration(seconds * 1_000)],
    ['First runbook after', secondsToRunbook === undefined ? undefined : formatDuration(secondsToRunbook * 1_000)],
    ['People', listWords(people.map(({ name, party, side }) => (side === 'in_house' ? name : `${name} (${party})`)))],
  ]
  return (
    <div className={css['report']} aria-hidden="true">
      <p className={css['head']}>
        <strong>{organization}</strong> · Incident report {reference} · Printed {formatInstant(printedAt)} by{' '}
        {account.name}
      </p>
      <table>
        <tbody>
          {facts.map(
            ([name, value]) =>
              value && (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  <td>{value}</td>
                </tr>
              ),
          )}
        </tbody>
      </table>
    </div>
  )
}
