import {
  noteCardHolders,
  openRecovery,
  recordDrill,
  recoveryState,
  recoveryWraps,
  takeOver,
} from '#contract/recovery.ts'
import { route } from '../../http/route.ts'
import { noteCardHolders as note, recordDrill as drill, stateOf, wraps } from './rules.ts'
import { openRecovery as open, takeOver as take } from './take-over.ts'

const owners = { roles: ['owner'] } as const

export const recoveryRoutes = [
  route(recoveryState, 'member', stateOf),
  route(recoveryWraps, owners, wraps),
  route(recordDrill, owners, drill),
  route(noteCardHolders, owners, note),
  // Enough cards are the key: nobody has to be anybody here.
  route(openRecovery, 'anyone', open),
  route(takeOver, 'anyone', take),
]
