import { createWatched, endWatched, listDeadlines, listWatched, saveWatched } from '#contract/dates.ts'
import type { Reference } from '#contract/values.ts'
import { route } from '../../http/route.ts'
import { create, deadlines, end, save, watched } from './rules.ts'

const on = (input: { reference: Reference }) => input.reference
const edit = { level: 'edit', on } as const

export const dateRoutes = [
  route(listDeadlines, 'member', deadlines, { effect: 'heavy' }),
  route(listWatched, { level: 'view', on }, watched),
  route(createWatched, edit, create),
  route(saveWatched, edit, save),
  route(endWatched, edit, end),
]
