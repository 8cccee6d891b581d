import type { RunLine } from '#contract/runs.ts'
import { Button } from '../../ui/Button.tsx'

/** What is asked about a step, about the whole run, or about its end. */
export type RunDialog =
  { is: 'finish' } | { is: 'note' | 'output'; step?: number | undefined } | { is: 'failed' | 'skipped'; step: number }

export function RunActs({ run, onDialog }: { run: RunLine; onDialog: (dialog: RunDialog) => void }) {
  if (run.finishedAt) return null
  const isThrough = run.steps > 0 && run.stepsDone === run.steps
  return (
    <>
      <Button onClick={() => onDialog({ is: 'note' })}>Note on the run</Button>
      <Button variant={isThrough ? 'primary' : 'default'} onClick={() => onDialog({ is: 'finish' })}>
        Finish
      </Button>
    </>
  )
}
