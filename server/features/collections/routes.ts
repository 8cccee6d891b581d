import {
  archiveCollection,
  changeCollection,
  createCollection,
  listCollections,
  listKeepers,
} from '#contract/organizations.ts'
import { route } from '../../http/route.ts'
import {
  archiveCollection as archive,
  changeCollection as change,
  createCollection as create,
  listCollections as list,
  listKeepers as keepers,
} from './rules.ts'

const keyHolders = { roles: ['owner', 'admin'] } as const

export const collectionRoutes = [
  route(listCollections, 'member', list),
  route(listKeepers, 'member', keepers),
  route(createCollection, keyHolders, create),
  route(changeCollection, { level: 'manage', in: (input) => input.collectionId }, change),
  route(archiveCollection, { level: 'manage', in: (input) => input.collectionId }, archive),
]
