import { lazy, Suspense, useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { openDocument } from '#contract/documents.ts'
import { query } from '../../platform/api.ts'
import { Button } from '../../ui/Button.tsx'
import type { Incident } from './use-incident.ts'
import { outcomeNames, verdictNames } from './words.ts'
import css from './incidents.module.css'

const StartRunDialog = lazy(async () => ({ default: (await import('../runs/StartRunDialog.tsx')).StartRunDialog }))

/** How it goes, or went, with a runbook in this incident; where nobody runs it, the way to start. */
export function RunbookRun(props: { slug: string; incident: Incident; runbook: Incident['runbooks'][number] }) {
  const { slug, incident, runbook } = props
  const { runId, isRunning, runOutcome, verdict, verdictNote } = runbook
  const ofRun = isRunning ? 'Run under way' : runOutcome && `It ${outcomeNames[runOutcome]}`
  const words = verdict ? verdictNames[verdict] : ofRun
  return (
    <div className={css['run']}>
      {words && runId ? <Link to={`/o/${slug}/runs/${runId}`}>{words}</Link> : words && <span>{words}</span>}
      {verdictNote && <span className={css['aside']}>{verdictNote}</span>}
      {!incident.closedAt && incident.isMine && !isRunning && (
        <StartOne slug={slug} reference={runbook.reference} title={runbook.title} />
      )}
    </div>
  )
}

function StartOne({ slug, reference, title }: { slug: string; reference: string; title: string }) {
  const [isOpen, setOpen] = useState(false)
  const document = useQuery({ ...query(openDocument, { slug, reference }), enabled: isOpen }).data
  return (
    <>
      <Button data-no-print aria-label={`Start run of ${title}`} onClick={() => setOpen(true)}>
        Start run
      </Button>
      {isOpen && document && (
        <Suspense>
          <StartRunDialog slug={slug} document={document} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}
