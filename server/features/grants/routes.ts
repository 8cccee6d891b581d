import { listGrants } from '#contract/organizations.ts'
import { route } from '../../http/route.ts'
import { listGrants as list } from './rules.ts'

/** Access is given and ended in the organization's log: see features/log. */
export const grantRoutes = [route(listGrants, 'member', list)]
