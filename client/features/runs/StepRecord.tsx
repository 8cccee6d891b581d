import type { StepState } from '#contract/runs.ts'
import { Button, IconButton } from '../../ui/Button.tsx'
import { plural } from '../../ui/format.ts'
import { Ellipsis } from '../../ui/icons.ts'
import { Menu, type MenuEntry } from '../../ui/Menu.tsx'
import type { ShownEvent } from './use-run.ts'
import { momentWords, stateNames } from './words.ts'
import css from './runs.module.css'

export type StepAct = 'note' | 'output' | 'failed' | 'skipped' | 'open'

interface RecordProps {
  step: number
  /** Notes and outputs of the step, and how it stood, in order. */
  events: readonly ShownEvent[]
  state: ShownEvent | undefined
  isCurrent: boolean
  isClosed: boolean
  /** The key belongs to the notes of an incident. */
  hasNoteKey: boolean
  onAct: (act: StepAct) => void
}

/** Below a step: how it stands since when and by whom, what was said of it, and what else can be done with it. */
export function StepRecord({ step, events, state, isCurrent, isClosed, hasNoteKey, onAct }: RecordProps) {
  const said = events.filter(({ what }) => what === 'note' || what === 'output')
  const isSettled = state !== undefined && state.what !== 'open'
  const acts: (MenuEntry & { id: StepAct })[] = [
    { id: 'note', label: 'Note' },
    { id: 'output', label: 'Output' },
    ...(state?.what === 'failed' ? [] : [{ id: 'failed' as const, label: 'Failed' }]),
    ...(isSettled ? [{ id: 'open' as const, label: 'Open again' }] : [{ id: 'skipped' as const, label: 'Skip' }]),
  ]
  return (
    <div className={css['record']}>
      {isSettled && (
        <p className={css['stamp']}>
          <b data-state={state.what}>{stateNames[state.what as StepState]}</b> {whenAndWho(state)}
          {state.text && `: ${state.text}`}
        </p>
      )}
      {said.map((event) => (
        <Said key={event.id} event={event} />
      ))}
      {!isClosed &&
        (isCurrent ? (
          <div className={css['acts']} role="group" aria-label={`Step ${step + 1}`} data-no-print>
            {acts.map(({ id, label }) => (
              <Button
                key={id}
                keys={id === 'note' && !hasNoteKey ? undefined : keysOf[id]}
                hidesKey
                onClick={() => onAct(id)}
              >
                {label}
              </Button>
            ))}
          </div>
        ) : (
          <span className={css['more']} data-no-print>
            <Menu
              label={`Step ${step + 1}`}
              groups={[acts.map((entry) => ({ ...entry, onAct: () => onAct(entry.id) }))]}
            >
              <IconButton icon={Ellipsis} label={`More for step ${step + 1}`} />
            </Menu>
          </span>
        ))}
    </div>
  )
}

const keysOf: Record<StepAct, string> = { note: 'N', output: 'O', failed: 'F', skipped: 'S', open: 'Z' }

/** `02:14 Tom Ashworth`; late, or still here, where that is so. */
function whenAndWho({ at, by, lateSeconds, isWaiting }: ShownEvent): string {
  const words = `${momentWords(at)} ${by.name}`
  if (isWaiting) return `${words} (not sent yet)`
  return lateSeconds === undefined ? words : `${words} (done offline)`
}

const fewLines = 8

/** A note in its words; what a command printed as it was printed, folded where it is long. */
export function Said({ event }: { event: ShownEvent }) {
  const { what, text } = event
  if (what === 'note')
    return (
      <p className={css['note']}>
        {text} <span className={css['aside']}>{whenAndWho(event)}</span>
      </p>
    )
  const lines = text.replace(/\n$/, '').split('\n').length
  return (
    <details className={css['output']} open={lines <= fewLines}>
      <summary>
        Output, {plural(lines, 'line')} <span className={css['aside']}>{whenAndWho(event)}</span>
      </summary>
      <pre tabIndex={0} role="group" aria-label="Output">
        {text}
      </pre>
    </details>
  )
}
