import { createGrant, endGrant, listGrants } from '#contract/organizations.ts'
import { route } from '../../http/route.ts'
import { createGrant as create, endGrant as end, listGrants as list } from './rules.ts'

const keyHolders = { roles: ['owner', 'admin'] } as const

export const grantRoutes = [
  route(listGrants, 'member', list),
  route(createGrant, keyHolders, create),
  route(endGrant, keyHolders, end),
]
