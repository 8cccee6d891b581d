import { Link } from 'react-router'
import type { Incident } from './use-incident.ts'
import { outcomeNames, verdictNames } from './words.ts'
import css from './incidents.module.css'

/** How it goes, or went, with a runbook in this incident. */
export function RunbookRun(props: { slug: string; incident: Incident; runbook: Incident['runbooks'][number] }) {
  const { slug, runbook } = props
  const { runId, isRunning, runOutcome, verdict, verdictNote } = runbook
  const words = verdict
    ? verdictNames[verdict]
    : isRunning
      ? 'Run under way'
      : runOutcome && `It ${outcomeNames[runOutcome]}`
  if (!words && !runId) return null
  return (
    <p className={css['run']}>
      {runId ? <Link to={`/o/${slug}/runs/${runId}`}>{words ?? 'Run'}</Link> : words}
      {verdictNote && <span className={css['aside']}>{verdictNote}</span>}
    </p>
  )
}
