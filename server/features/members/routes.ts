import { acceptInvitation, lookUpInvitation } from '#contract/accounts.ts'
import { listInvitations, listMembers } from '#contract/organizations.ts'
import { route } from '../../http/route.ts'
import {
  acceptInvitation as accept,
  listInvitations as invitations,
  lookUpInvitation as lookUp,
} from './invitations.ts'
import { listMembers as list } from './rules.ts'

/** Who becomes, is and stays a member is stated in the organization's log: see features/log. */
export const memberRoutes = [
  route(listMembers, { roles: ['owner', 'admin', 'auditor', 'technician'] }, list),
  route(listInvitations, { roles: ['owner', 'admin', 'auditor'] }, invitations),
  route(lookUpInvitation, 'anyone', lookUp, { unaudited: 'looking changes nothing but how often one may look' }),
  route(acceptInvitation, 'anyone', accept),
]
