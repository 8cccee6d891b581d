import type { Membership } from '#contract/accounts.ts'
import type { OutputOf } from '#contract/endpoint.ts'
import type {
  changeOrganizationSettings as changeEndpoint,
  createOrganization as createEndpoint,
  createParty as createPartyEndpoint,
  organizationSettings as settingsEndpoint,
} from '#contract/organizations.ts'
import { Problem } from '#contract/problems.ts'
import { record } from '../../access/audit.ts'
import type { AccountCallOf, CallOf, MemberCall } from '../../access/call.ts'
import { membershipsOf, taken } from '../accounts/rules.ts'
import { foundOrganization } from './found.ts'
import { organizationQueries, partyQueries } from './queries.ts'

/**
 * Another organization on this installation, for somebody who holds the keys of one.
 * @throws Problem 'not-permitted', 'already-exists' at /slug.
 */
export function createOrganization(call: AccountCallOf<typeof createEndpoint>): Membership {
  const { db, now, session, input } = call
  const { accountId } = session
  if (!organizationQueries(db).keyHolder({ accountId })) {
    throw new Problem('not-permitted', { detail: 'Owners and admins of an organization here make another.' })
  }
  foundOrganization(call, { accountId, organization: input })
  const made = membershipsOf(db, accountId, now).find(({ organizationId }) => organizationId === input.id)
  if (!made) throw new Error('The founder is not a member of what they founded')
  return made
}

export function settingsOf({ db, actor, config }: MemberCall): OutputOf<typeof settingsEndpoint> {
  const settings = organizationQueries(db).settings({ organizationId: actor.organizationId })
  if (!settings) throw new Problem('not-found')
  return { ...settings, invitationDays: config.INVITATION_DAYS }
}

/** The in-house party goes by the organization's name. @throws Problem 'already-exists' at /name. */
export function changeSettings(call: CallOf<typeof changeEndpoint>): Record<string, never> {
  const { db, actor, input } = call
  const { organizationId } = actor
  const { name, timeZone, keepsSearchTexts } = input
  const { requiresSecondFactor: _apart, invitationDays: _own, ...before } = settingsOf(call)
  const namesake = partyQueries(db).named({ organizationId, name })
  if (namesake && !namesake.isInHouse) throw taken('/name', 'A partner or outside party has this name.')
  organizationQueries(db).change({ organizationId, name, timeZone, keepsSearchTexts })
  partyQueries(db).renameInHouse({ organizationId, name })
  const after = { name, timeZone, keepsSearchTexts }
  record(call, { act: 'organization.change', on: ['organization', organizationId], details: { before, after } })
  return {}
}

/** @throws Problem 'already-exists' at /name or /id. */
export function createParty(call: CallOf<typeof createPartyEndpoint>): Record<string, never> {
  const { db, actor, now, input } = call
  const { id, name, side } = input
  const { organizationId } = actor
  if (partyQueries(db).named({ organizationId, name })) throw taken('/name', 'There is a party of this name.')
  if (partyQueries(db).idInUse({ id })) throw taken('/id', 'Make another id.')
  partyQueries(db).create({ id, organizationId, name, side, now })
  record(call, { act: 'party.create', on: ['party', id], details: { name, side } })
  return {}
}
