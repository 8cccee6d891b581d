import type { SuggestedRunbook } from '#contract/incidents.ts'
import { FreshnessMark } from '../../ui/FreshnessMark.tsx'
import { Reference } from '../../ui/Reference.tsx'
import { trackRecord } from './words.ts'
import css from './incidents.module.css'

/** Runbooks of the system, by use and last outcome: a press starts the incident with that one open. */
export function StartWith(props: { runbooks: readonly SuggestedRunbook[]; onStart: (reference: string) => void }) {
  if (props.runbooks.length === 0) return null
  return (
    <section aria-labelledby="start-with">
      <h3 id="start-with" className={css['small']}>
        Or start with a runbook
      </h3>
      <ul className={css['box']}>
        {props.runbooks.map((runbook) => (
          <li key={runbook.reference}>
            <button type="button" className={css['pick']} onClick={() => props.onStart(runbook.reference)}>
              <FreshnessMark {...runbook} />
              <span className={css['strong']}>{runbook.title}</span>
              <Reference>{runbook.reference}</Reference>
              <span className={css['aside']}>{trackRecord(runbook)}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
