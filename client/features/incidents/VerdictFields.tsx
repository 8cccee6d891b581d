import { RadioGroup } from '../../ui/choice-fields.tsx'
import { TextField } from '../../ui/text-fields.tsx'
import type { Incident } from './use-incident.ts'
import { verdictNames, type Verdict } from './words.ts'
import css from './incidents.module.css'

export type Verdicts = ReadonlyMap<string, Verdict>

const outcomes = (['worked', 'needs_changes', 'not_used'] as const).map((value) => ({
  value,
  label: verdictNames[value],
}))

/** Per runbook that was used: did it work? What needs to change opens a flag at the runbook. */
export function VerdictFields(props: {
  runbooks: Incident['runbooks']
  verdicts: Verdicts
  onChange: (verdicts: Verdicts) => void
}) {
  const { runbooks, verdicts, onChange } = props
  const set = (reference: string, verdict: Verdict) => onChange(new Map(verdicts).set(reference, verdict))
  return runbooks.map(({ reference, title }) => {
    const verdict = verdicts.get(reference) ?? ({ outcome: 'not_used', note: '' } satisfies Verdict)
    return (
      <div key={reference} className={css['verdict']}>
        <RadioGroup
          label={`${reference} ${title}`}
          name={`verdict-${reference}`}
          value={verdict.outcome}
          onChange={(outcome) => set(reference, { ...verdict, outcome })}
          options={outcomes}
        />
        {verdict.outcome === 'needs_changes' && (
          <TextField
            label="What needs to change"
            name={`note-${reference}`}
            hint="Its owner sees it as a reported problem"
            value={verdict.note}
            onChange={(event) => set(reference, { ...verdict, note: event.currentTarget.value })}
            autoComplete="off"
            maxLength={1_000}
          />
        )}
      </div>
    )
  })
}
