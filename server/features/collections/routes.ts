import { listCollections, listKeepers } from '#contract/organizations.ts'
import { route } from '../../http/route.ts'
import { listCollections as list, listKeepers as keepers } from './rules.ts'

/** Collections are made, renamed, restricted and archived in the organization's log: see features/log. */
export const collectionRoutes = [route(listCollections, 'member', list), route(listKeepers, 'member', keepers)]
