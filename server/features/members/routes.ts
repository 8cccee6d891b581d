import { acceptInvitation, lookUpInvitation } from '#contract/accounts.ts'
import {
  changeMember,
  createInvitation,
  listInvitations,
  listMembers,
  removeMember,
  revokeInvitation,
} from '#contract/organizations.ts'
import { route } from '../../http/route.ts'
import {
  acceptInvitation as accept,
  createInvitation as invite,
  listInvitations as invitations,
  lookUpInvitation as lookUp,
  revokeInvitation as revoke,
} from './invitations.ts'
import { changeMember as change, listMembers as list, removeMember as remove } from './rules.ts'

const keyHolders = { roles: ['owner', 'admin'] } as const

export const memberRoutes = [
  route(listMembers, { roles: ['owner', 'admin', 'auditor', 'technician'] }, list),
  route(changeMember, keyHolders, change),
  route(removeMember, keyHolders, remove),
  route(listInvitations, { roles: ['owner', 'admin', 'auditor'] }, invitations),
  route(createInvitation, keyHolders, invite),
  route(revokeInvitation, keyHolders, revoke),
  route(lookUpInvitation, 'anyone', lookUp, { unaudited: 'looking changes nothing but how often one may look' }),
  route(acceptInvitation, 'anyone', accept),
]
