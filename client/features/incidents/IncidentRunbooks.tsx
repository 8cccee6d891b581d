import { useState } from 'react'
import { Link } from 'react-router'
import type { SuggestedRunbook } from '#contract/incidents.ts'
import { Button } from '../../ui/Button.tsx'
import { formatCount } from '../../ui/format.ts'
import { freshnessWords } from '../../ui/freshness.ts'
import { FreshnessMark, FreshnessText } from '../../ui/FreshnessMark.tsx'
import { Reference } from '../../ui/Reference.tsx'
import { documentPath } from '../documents/addresses.ts'
import { RunbookRun } from './RunbookRun.tsx'
import type { Incident } from './use-incident.ts'
import { trackRecord } from './words.ts'
import css from './incidents.module.css'

const atFirst = 3

/** Those in use, with how their run goes; below them those that have helped with this system before. */
export function IncidentRunbooks({ slug, incident }: { slug: string; incident: Incident }) {
  const { runbooks, closedAt } = incident
  const [isWhole, setWhole] = useState(false)
  const isOpen = closedAt === undefined
  const suggested = isOpen
    ? incident.suggested.filter(({ reference }) => !runbooks.some((used) => used.reference === reference))
    : []
  return (
    <>
      {runbooks.length > 0 && (
        <section aria-labelledby="runbooks-in-use">
          <h2 id="runbooks-in-use">{isOpen ? 'Runbooks in use' : 'Runbooks used'}</h2>
          <ul className={css['box']}>
            {runbooks.map((runbook) => (
              <li key={runbook.reference} className={css['used']}>
                <RunbookLink slug={slug} runbook={runbook} />
                <RunbookRun slug={slug} incident={incident} runbook={runbook} />
              </li>
            ))}
          </ul>
        </section>
      )}
      {suggested.length > 0 && (
        <section aria-labelledby="runbooks-suggested" data-no-print>
          <h2 id="runbooks-suggested">{runbooks.length > 0 ? 'Others that may help' : 'Runbooks that may help'}</h2>
          <ul className={css['box']}>
            {suggested.slice(0, isWhole ? suggested.length : atFirst).map((runbook) => (
              <li key={runbook.reference}>
                <RunbookLink slug={slug} runbook={runbook} />
              </li>
            ))}
          </ul>
          {!isWhole && suggested.length > atFirst && (
            <Button variant="quiet" onClick={() => setWhole(true)}>
              Show all {formatCount(suggested.length)}
            </Button>
          )}
        </section>
      )}
      {isOpen && runbooks.length === 0 && suggested.length === 0 && (
        <p className={css['aside']} data-no-print>
          {incident.system
            ? `No runbook belongs to ${incident.system.title}.`
            : 'No system is named, so none is suggested.'}{' '}
          <Link to={`/o/${slug}/runbooks`}>See all runbooks</Link>
        </p>
      )}
    </>
  )
}

function RunbookLink({ slug, runbook }: { slug: string; runbook: SuggestedRunbook }) {
  return (
    <Link to={documentPath(slug, runbook.reference)} className={css['runbook']}>
      <FreshnessMark {...runbook} />
      <span className={css['strong']}>{runbook.title}</span>
      <Reference>{runbook.reference}</Reference>
      <span className={css['second']}>
        <FreshnessText state={runbook.state}>
          {freshnessWords({ ...runbook, editedSinceVerified: false })}
        </FreshnessText>
        {' · '}
        {trackRecord(runbook)}
      </span>
    </Link>
  )
}
