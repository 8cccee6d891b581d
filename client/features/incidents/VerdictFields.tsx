import { RadioGroup } from '../../ui/choice-fields.tsx'
import { TextField } from '../../ui/text-fields.tsx'
import type { Incident } from './use-incident.ts'
import { verdictNames, type Verdict } from './words.ts'
import css from './incidents.module.css'

/** Undefined: nothing was said yet. */
export type Verdicts = ReadonlyMap<string, Verdict | undefined>

/** Nothing is said before somebody says it. */
type Said = Verdict['outcome'] | ''
const outcomes = (['worked', 'needs_changes', 'not_used'] as const).map((value): { value: Said; label: string } => ({
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
    const verdict = verdicts.get(reference)
    return (
      <div key={reference} className={css['verdict']}>
        <RadioGroup
          label={`${reference} ${title}`}
          name={`verdict-${reference}`}
          value={verdict?.outcome ?? ''}
          onChange={(outcome) => outcome !== '' && set(reference, { outcome, note: verdict?.note ?? '' })}
          options={outcomes}
        />
        {verdict?.outcome === 'needs_changes' && (
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
