import {
  acknowledge as acknowledgeEndpoint,
  archiveReadingList,
  assignReadingList,
  createReadingList,
  endAssignment,
  listLateReaders,
  listReadingLists,
  nudgeReader,
  openReadingList,
  previewAssignment,
  readingOf,
  readingProgress,
  requiredReading,
  requireReading,
  restoreReadingList,
  saveReadingList,
} from '#contract/reading-lists.ts'
import { route } from '../../http/route.ts'
import { assign, endOne, nudge, preview, requireList } from './assign.ts'
import { acknowledge, late, list, open, progress, required, waiting, writers } from './rules.ts'
import { archive, create, restore, save } from './write.ts'

const write = { roles: writers } as const
const manage = { roles: ['owner', 'admin'] } as const

// A list is reached by whom it was given to: the rules ask (`reachList`).
export const readingListRoutes = [
  route(listReadingLists, 'member', list, { effect: ({ scope }) => (scope === 'all' ? 'heavy' : 'read') }),
  route(openReadingList, 'member', open),
  route(readingOf, { level: 'view', on: (input) => input.reference }, waiting),
  route(acknowledgeEndpoint, 'member', acknowledge),
  route(createReadingList, write, create),
  route(saveReadingList, write, save),
  route(archiveReadingList, write, archive),
  route(restoreReadingList, write, restore),
  route(assignReadingList, write, assign),
  route(endAssignment, write, endOne),
  route(previewAssignment, write, preview, { effect: 'heavy' }),
  route(readingProgress, write, progress, { effect: 'heavy' }),
  route(listLateReaders, write, late, { effect: 'heavy' }),
  route(nudgeReader, write, nudge),
  route(requiredReading, { level: 'view', in: (input) => input.collectionId }, required),
  route(requireReading, manage, requireList),
]
