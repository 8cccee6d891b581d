import {
  closeHandover,
  listHandovers,
  markStep,
  moveDocuments,
  moveLanes,
  moveReading,
  openHandover,
  previewHandover,
  signHandover,
  startHandover,
} from '#contract/handovers.ts'
import { route } from '../../http/route.ts'
import { documents, lanes, reading } from './move.ts'
import { close, list, mark, open, preview, sign, start } from './rules.ts'

const lead = { roles: ['owner', 'admin'] } as const

// Whoever leaves sees their own: the rules ask (`reachHandover`). What is left is counted through everything there is.
export const handoverRoutes = [
  route(listHandovers, 'member', list, { effect: 'heavy' }),
  route(openHandover, 'member', open, { effect: 'heavy' }),
  route(previewHandover, { roles: ['owner', 'admin', 'auditor'] }, preview, { effect: 'heavy' }),
  route(startHandover, lead, start),
  route(moveDocuments, lead, documents),
  route(moveLanes, lead, lanes),
  route(moveReading, lead, reading),
  route(markStep, lead, mark),
  route(signHandover, 'member', sign),
  route(closeHandover, lead, close),
]
