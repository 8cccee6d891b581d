import { useMemo, useState } from 'react'
import { filledIn } from '#contract/run-state.ts'
import { useShortcut } from '../../ui/shortcuts.ts'
import type { RunShown } from '../documents/DocumentText.tsx'
import type { RunDialog } from './RunActs.tsx'
import { StepRecord, type StepAct } from './StepRecord.tsx'
import type { LiveRun } from './use-run.ts'

/** The run as its text shows it: ticks of all, who ticked when, and the step that is worked on, which J and K move. */
export function useRunText(
  live: LiveRun,
  run: NonNullable<LiveRun['run']>,
  onDialog: (dialog: RunDialog) => void,
): RunShown {
  const { events, standing, add } = live
  const isClosed = run.finishedAt !== undefined
  const [chosen, setChosen] = useState<number>()
  const stateOf = (step: number) => standing.steps.get(step)?.what
  const isOpen = (step: number) => (stateOf(step) ?? 'open') === 'open'
  const places = Array.from({ length: run.steps }, (_, step) => step)
  // Whatever is done next is what nobody has done yet.
  const current = isClosed ? undefined : (chosen ?? places.find(isOpen))

  const tick = (step: number, isDone: boolean) => {
    add({ step, what: isDone ? 'done' : 'open' })
    setChosen(undefined)
  }
  const act = (step: number, what: StepAct) => {
    if (what === 'open') return add({ step, what })
    onDialog({ is: what, step })
  }
  const move = (by: 1 | -1) => () => {
    const next = Math.min(run.steps - 1, Math.max(0, (current ?? (by > 0 ? -1 : run.steps)) + by))
    setChosen(next)
    document.querySelector(`[data-step="${next}"]`)?.scrollIntoView({ block: 'center' })
  }
  const canMove = !isClosed && run.steps > 0
  useShortcut(canMove && { keys: 'J', label: 'Next step', act: move(1) })
  useShortcut(canMove && { keys: 'K', label: 'Step before', act: move(-1) })
  const toggle = () => {
    if (current !== undefined) tick(current, stateOf(current) !== 'done')
  }
  useShortcut(canMove && { keys: 'X', label: 'Tick the step', act: toggle })
  useShortcut(canMove && { keys: 'Space', act: toggle })

  const byStep = useMemo(() => Map.groupBy(events, ({ step }) => step), [events])
  const ticks = useMemo(
    () => new Set([...standing.steps].flatMap(([step, { what }]) => (what === 'done' ? [step] : []))),
    [standing],
  )
  return {
    text: run.body,
    ticks,
    onTick: tick,
    fill: useMemo(() => (code: string) => filledIn(code, standing.values), [standing.values]),
    steps: {
      stateOf,
      current,
      isClosed,
      below: (step) => (
        <StepRecord
          step={step}
          events={byStep.get(step) ?? []}
          state={standing.steps.get(step)}
          isCurrent={step === current}
          isClosed={isClosed}
          hasNoteKey={run.incident === undefined}
          onAct={(what) => act(step, what)}
        />
      ),
    },
  }
}
