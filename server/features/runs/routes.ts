import { addRunEvents, finishRun, listRuns, openRun, runsUnderWay, startRun } from '#contract/runs.ts'
import type { Reference } from '#contract/values.ts'
import { route } from '../../http/route.ts'
import { addEvents, open } from './events.ts'
import { finish } from './finish.ts'
import { history, underWay } from './history.ts'
import { start } from './start.ts'

const view = { level: 'view', on: (input: { reference: Reference }) => input.reference } as const

/** A run is reached through its runbook, by the rules: whoever may read that may join. */
export const runRoutes = [
  route(startRun, view, start),
  route(openRun, 'member', open),
  route(addRunEvents, 'member', addEvents),
  route(finishRun, 'member', finish),
  // Texts of many versions may have to be read for how long steps take.
  route(listRuns, view, history, { effect: 'heavy' }),
  route(runsUnderWay, 'member', underWay),
]
