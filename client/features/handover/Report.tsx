import { useEffect, useState } from 'react'
import { HandoverStep, type Handover } from '#contract/handovers.ts'
import { useOrganization, useSession } from '../../platform/session.ts'
import { formatCount, formatDay, formatExact, formatInstant, listWords, plural } from '../../ui/format.ts'
import { ReportLeft } from './ReportLeft.tsx'
import { Signatures } from './Signatures.tsx'
import { leaverOf, partNames } from './words.ts'
import css from './Report.module.css'

/** The whole handover on paper: what there was, what went to whom, what is left and why, and who signed. */
export function Report({ handover }: { handover: Handover }) {
  const { organization } = useOrganization()
  const { receiver, party, person, reason, startedAt, startedBy, closedAt, outcome, atStart, left } = handover
  const name = leaverOf(handover)
  const facts: [string, string | undefined][] = [
    ['Leaves', person && person.side !== 'in_house' ? `${name} (${party})` : name],
    ['Takes over', receiver?.name],
    ['Reason', reason],
    ['Begun', `${formatExact(startedAt)} by ${startedBy}`],
    [outcome === 'cancelled' ? 'Called off' : 'Closed', closedAt && formatExact(closedAt)],
  ]
  return (
    <article className={css['report']} aria-label="Report">
      <PrintHead of={`${organization} · Handover of ${name}`} />
      <dl className={css['facts']}>
        {facts.map(
          ([term, value]) =>
            value && (
              <div key={term}>
                <dt>{term}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
      </dl>
      <section>
        <h2>In numbers</h2>
        <table className={css['numbers']}>
          <thead>
            <tr>
              <th scope="col">What</th>
              <th scope="col">At the start</th>
              <th scope="col">Left</th>
              <th scope="col">Called done</th>
            </tr>
          </thead>
          <tbody>
            {HandoverStep.options.map((part) => {
              const step = handover.steps.find((each) => each.step === part)
              return (
                <tr key={part}>
                  <th scope="row">{partNames[part]}</th>
                  <td>{formatCount(atStart[part])}</td>
                  <td>{formatCount(left[part])}</td>
                  <td>{step?.doneAt ? `${step.doneBy ?? ''}, ${formatDay(step.doneAt)}` : '—'}</td>
                </tr>
              )
            })}
          </tbody>
        </table>
        <Notes handover={handover} />
      </section>
      <Moved handover={handover} />
      <ReportLeft handover={handover} />
      <Signatures handover={handover} />
    </article>
  )
}

function PrintHead({ of }: { of: string }) {
  const { account } = useSession()
  const [printedAt, setPrintedAt] = useState(() => new Date().toISOString())
  useEffect(() => {
    const stamp = () => setPrintedAt(new Date().toISOString())
    addEventListener('beforeprint', stamp)
    return () => removeEventListener('beforeprint', stamp)
  }, [])
  return (
    <p className={css['printHead']} aria-hidden="true">
      <strong>{of}</strong> · Printed {formatInstant(printedAt)} by {account.name}
    </p>
  )
}

function Notes({ handover }: { handover: Handover }) {
  const notes = handover.steps.filter(({ note }) => note !== '')
  if (notes.length === 0) return null
  return (
    <dl className={css['notes']}>
      {notes.map(({ step, note }) => (
        <div key={step}>
          <dt>{partNames[step]}</dt>
          <dd>{note}</dd>
        </div>
      ))}
    </dl>
  )
}

/** By whom it went to, and of what kind: `RB-03, RB-04 and DG-02`. */
function Moved({ handover }: { handover: Handover }) {
  const { moved } = handover
  if (moved.length === 0) return null
  const groups = Map.groupBy(moved, ({ step, to }) => `${step} ${to ?? ''}`)
  return (
    <section>
      <h2>Moved</h2>
      <dl className={css['notes']}>
        {[...groups].map(([key, some]) => {
          const [first] = some
          if (!first) return null
          const to = first.to === undefined ? 'taken off' : `to ${first.to}`
          const days = [...new Set(some.map(({ at }) => formatDay(at)))]
          return (
            <div key={key}>
              <dt>
                {plural(some.length, movedNames[first.step])} {to}
              </dt>
              <dd>
                {listWords(some.map(({ says }) => says))}
                <span className={css['aside']}>
                  {' '}
                  · {listWords([...new Set(some.map(({ by }) => by))])}, {days[0]}
                  {days.length > 1 && ` to ${days.at(-1)}`}
                </span>
              </dd>
            </div>
          )
        })}
      </dl>
    </section>
  )
}

const movedNames: Readonly<Record<HandoverStep, string>> = {
  documents: 'document',
  lanes: 'lane',
  contacts: 'contact',
  reading: 'reading list',
  secrets: 'secret',
  access: 'access',
}
