import type { z } from 'zod'
import type { NewOrganization } from '#contract/accounts.ts'
import { readStatement } from '#contract/log/apply.ts'
import type { StatementOf } from '#contract/log/statements.ts'
import { invalid } from '#contract/problems.ts'
import type { AccountId, MemberId, PartyId } from '#contract/values.ts'
import type { PublicCall } from '../../access/call.ts'
import { taken } from '../accounts/rules.ts'
import { beginLog, refusing } from '../log/rules.ts'
import { addUsualLanesTo } from '../responsibilities/rules.ts'
import { organizationQueries, partyQueries } from './queries.ts'

/**
 * Makes an organization whose owner is its founder, with the party they work for (it has the organization's name), and
 * begins its log with what the founder signed: the genesis, and a first collection, so that the first runbook has a place.
 * It starts with the lanes that most organizations have, in which nobody is named yet.
 * @param at where the organization stands in the input, for pointers.
 * @throws Problem 'already-exists' at the slug or an id; 'invalid-input' where the genesis says something else.
 */
export function foundOrganization(
  call: PublicCall,
  {
    accountId,
    organization,
    at = '',
  }: { accountId: AccountId; organization: z.output<typeof NewOrganization>; at?: string },
): void {
  const { db, now } = call
  const { id, slug, name, timeZone, log } = organization
  const { founder } = genesisOf(call, { accountId, organization, at: `${at}/log` })
  const organizations = organizationQueries(db)
  const partyId = founder.party.id as PartyId
  if (organizations.bySlug({ slug })) throw taken(`${at}/slug`, 'Another organization has this name in addresses.')
  if (organizations.idInUse({ id })) throw taken(`${at}/id`, 'Make another id.')
  if (partyQueries(db).idInUse({ id: partyId })) throw taken(`${at}/log/genesis/party`, 'Make another id.')
  organizations.create({ id, slug, name, timeZone, now })
  partyQueries(db).create({ id: partyId, organizationId: id, name, side: 'in_house', now })
  const memberId = founder.member as MemberId
  beginLog(call, { organizationId: id, accountId, memberId }, log, `${at}/log`)
  addUsualLanesTo(call, { organizationId: id, memberId })
}

/** The first statement, if it is about this organization and this founder. */
function genesisOf(
  { db }: PublicCall,
  {
    accountId,
    organization: { id, name, log },
    at,
  }: { accountId: AccountId; organization: z.output<typeof NewOrganization>; at: string },
): StatementOf<'genesis'> {
  const genesis = refusing(`${at}/genesis`, () => readStatement(log.genesis.payload))
  if (genesis.type !== 'genesis') throw invalid(`${at}/genesis/payload`, 'A log begins with its genesis.')
  const { founder } = genesis
  const account = organizationQueries(db).account({ accountId })
  const isAbout = genesis.organization === id && genesis.name === name && founder.party.name === name
  const isBy = founder.account === accountId && founder.email === account?.email
  const hasKeys = founder.keys.enc === account?.encPublicKey && founder.keys.sign === account.signPublicKey
  if (!isAbout || !isBy || !hasKeys) {
    throw invalid(`${at}/genesis/payload`, 'The genesis names this organization, its party and its founder.')
  }
  return genesis
}
