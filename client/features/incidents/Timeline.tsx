import { Fragment, type ReactNode } from 'react'
import { Link } from 'react-router'
import type { TimelineEntry } from '#contract/incidents.ts'
import { useQueued } from '../../platform/outbox.ts'
import { useSession } from '../../platform/session.ts'
import { formatDay, formatDuration, formatTime } from '../../ui/format.ts'
import { FreshnessMark } from '../../ui/FreshnessMark.tsx'
import { Person } from '../../ui/Person.tsx'
import { Reference } from '../../ui/Reference.tsx'
import { documentPath } from '../documents/addresses.ts'
import { clockWords } from './clock.ts'
import { outcomeNames } from './words.ts'
import type { Incident } from './use-incident.ts'
import css from './Timeline.module.css'

/** What happened, by whom, and how long after the start. While it lasts the newest stands first; a report reads on. */
export function Timeline({ slug, incident }: { slug: string; incident: Incident }) {
  const { timeline, closedAt, openedAt } = incident
  const isOpen = closedAt === undefined
  const entries = isOpen ? timeline.toReversed() : timeline
  return (
    <section aria-labelledby="timeline" className={css['timeline']}>
      <h2 id="timeline">Timeline</h2>
      <div role="log" aria-labelledby="timeline" aria-live={isOpen ? 'polite' : 'off'}>
        <ol className={css['entries']}>
          {isOpen && <Queued slug={slug} incident={incident} />}
          {entries.map((entry, index) => {
            const day = formatDay(entry.at)
            const isNewDay = index > 0 && day !== formatDay(entries[index - 1]?.at ?? entry.at)
            return (
              <Fragment key={entry.id}>
                {isNewDay && <li className={css['day']}>{day}</li>}
                <li className={css['entry']} data-kind={entry.kind} data-state={entry.state}>
                  <time dateTime={entry.at} className={css['at']} data-tooltip={`${sinceWords(openedAt, entry.at)} in`}>
                    {formatTime(entry.at)}
                  </time>
                  <span className={css['who']}>
                    <Person {...entry.by} isSquareOnly />
                  </span>
                  <div className={css['what']}>
                    <p>
                      <b>{entry.by.name}</b> <Deed slug={slug} entry={entry} />
                      {entry.lateSeconds !== undefined && (
                        <span className={css['aside']}> sent {formatDuration(entry.lateSeconds * 1_000)} later</span>
                      )}
                    </p>
                    {saysMore(entry) && <p className={css['said']}>{entry.text}</p>}
                  </div>
                </li>
              </Fragment>
            )
          })}
        </ol>
      </div>
    </section>
  )
}

/** What was noted here and has not arrived yet: it stands where it will be. */
function Queued({ slug, incident }: { slug: string; incident: Incident }) {
  const { account } = useSession()
  const queued = useQueued(slug, `incident/${incident.reference}`)
  const waiting = queued.filter(
    ({ event }) => event.kind === 'note' && !incident.timeline.some(({ id }) => id === event.id),
  )
  return waiting.toReversed().map(({ event, refused }) => (
    <li key={event.id} className={css['entry']} data-kind="note" data-queued="">
      <time dateTime={event.at} className={css['at']}>
        {formatTime(event.at)}
      </time>
      <span className={css['who']}>
        <Person name={account.name} side="in_house" isSquareOnly />
      </span>
      <div className={css['what']}>
        <p>
          <b>{account.name}</b> noted{' '}
          <span className={css['aside']}>{refused === undefined ? 'not sent yet' : `not taken: ${refused}`}</span>
        </p>
        <p className={css['said']}>{event.text}</p>
      </div>
    </li>
  ))
}

const sinceWords = (openedAt: string, at: string): string => clockWords((Date.parse(at) - Date.parse(openedAt)) / 1_000)

/** Words of their own below the line, where the line does not hold them already. */
const saysMore = ({ kind, text }: TimelineEntry): boolean => Boolean(text) && kind !== 'call' && kind !== 'reveal'

function Deed({ slug, entry }: { slug: string; entry: TimelineEntry }): ReactNode {
  const { kind, called, text, runId, outcome } = entry
  const document = <Named slug={slug} entry={entry} />
  const run = (words: string) => (runId ? <Link to={`/o/${slug}/runs/${runId}`}>{words}</Link> : words)
  switch (kind) {
    case 'opened':
      return 'started the incident'
    case 'joined':
      return 'joined'
    case 'note':
      return 'noted'
    case 'call':
      return (
        <>
          called {entry.document ? document : called || 'a number'}
          {text && <span className={css['number']}> {text}</span>}
        </>
      )
    case 'runbook':
      return <>opened {document}</>
    case 'reveal':
      return (
        <>
          opened {document}
          {text && <span className={css['aside']}> {text}</span>}
        </>
      )
    case 'changed':
      return 'changed the incident'
    case 'closed':
      return 'ended the incident'
    case 'reopened':
      return 'reopened the incident'
    case 'run':
      return (
        <>
          started {run('a run')} of {document}
        </>
      )
    case 'step':
      return <Step entry={entry} />
    case 'finish':
      return (
        <>
          finished {run('the run')} of {document}
          {outcome && <>: it {outcomeNames[outcome]}</>}
        </>
      )
  }
}

const stepWords: Record<NonNullable<TimelineEntry['state']>, string> = {
  done: 'ticked step',
  failed: 'marked as failed: step',
  skipped: 'skipped step',
  open: 'took back the tick of step',
  note: 'noted at step',
  output: 'kept the output of step',
}

function Step({ entry: { state = 'done', step, stepText, document } }: { entry: TimelineEntry }) {
  return (
    <>
      {state === 'failed' && (
        <span className={css['failed']}>
          <FreshnessMark state="overdue" size={13} />
        </span>
      )}
      {step === undefined ? (state === 'output' ? 'kept an output' : 'noted') : `${stepWords[state]} ${step + 1}`}
      {stepText && (
        <>
          {' '}
          <q className={css['step']}>{stepText}</q>
        </>
      )}
      {document && (
        <>
          {' '}
          of <Reference>{document.reference}</Reference>
        </>
      )}
    </>
  )
}

function Named({ slug, entry: { document } }: { slug: string; entry: TimelineEntry }) {
  if (!document) return <>something that you cannot see</>
  return (
    <Link to={documentPath(slug, document.reference)}>
      <Reference>{document.reference}</Reference> {document.title}
    </Link>
  )
}
