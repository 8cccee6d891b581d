import { createActivityExport, listActivity, listCheckpoints, readActivityExport } from '#contract/activity.ts'
import { route } from '../../http/route.ts'
import { begin, readPart } from './export.ts'
import { checkpoints, list } from './rules.ts'

export const activityRoutes = [
  route(listActivity, 'member', list, { effect: 'heavy' }),
  route(createActivityExport, 'member', begin),
  route(readActivityExport, 'member', readPart, { effect: 'heavy' }),
  route(listCheckpoints, { roles: ['owner', 'admin', 'auditor'] }, checkpoints),
]
