import {
  accessOverview,
  approveRequest,
  askForRotation,
  cancelRequest,
  currentAccessReview,
  decideInAccessReview,
  denyRequest,
  endLease,
  exposure,
  giveStandby,
  listAccessReviewRows,
  listLeases,
  listRequests,
  listRotations,
  myAccess,
  openRequest,
  openRotationsFor,
  requestAccess,
  startAccessReview,
} from '#contract/access.ts'
import type { Reference } from '#contract/values.ts'
import { route } from '../../http/route.ts'
import * as leases from './leases.ts'
import * as overview from './overview.ts'
import * as requests from './requests.ts'

const on = (input: { reference: Reference }) => input.reference
const keyHolders = { roles: ['owner', 'admin'] } as const
const overseers = { roles: ['owner', 'admin', 'auditor'] } as const

export const accessRoutes = [
  route(requestAccess, { level: 'view', on }, requests.requestAccess),
  route(listRequests, 'member', requests.listRequests),
  route(openRequest, 'member', requests.openRequest),
  route(approveRequest, keyHolders, requests.approveRequest),
  route(denyRequest, keyHolders, requests.denyRequest),
  route(cancelRequest, 'member', requests.cancelRequest),
  route(listLeases, 'member', leases.listLeases),
  route(endLease, 'member', leases.endLease),
  route(giveStandby, { level: 'manage', on }, leases.giveStandby),
  route(accessOverview, overseers, overview.accessOverview, { effect: 'heavy' }),
  route(myAccess, 'member', overview.myAccess),
  route(startAccessReview, keyHolders, overview.startAccessReview),
  route(currentAccessReview, overseers, overview.currentAccessReview, { effect: 'heavy' }),
  route(listAccessReviewRows, overseers, overview.listAccessReviewRows, { effect: 'heavy' }),
  route(decideInAccessReview, keyHolders, overview.decideInAccessReview),
  route(exposure, overseers, overview.exposure, { effect: 'heavy' }),
  route(listRotations, 'member', overview.listRotations),
  route(askForRotation, { level: 'reveal', on }, overview.askForRotation),
  route(openRotationsFor, keyHolders, overview.openRotationsFor),
]
