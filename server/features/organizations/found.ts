import { v7 as uuidv7 } from 'uuid'
import type { z } from 'zod'
import type { NewOrganization } from '#contract/accounts.ts'
import type { AccountId, CollectionId } from '#contract/values.ts'
import { record } from '../../access/audit.ts'
import type { PublicCall } from '../../access/call.ts'
import { taken } from '../accounts/rules.ts'
import { addCollection } from '../collections/rules.ts'
import { admit } from '../members/rules.ts'
import { organizationQueries, partyQueries } from './queries.ts'

const firstCollection = { name: 'General', description: '', restricted: false }

/**
 * Makes an organization whose owner is its founder, with the party they work for (it has the organization's name) and a
 * first collection, so that the first runbook has a place.
 * @param at where the organization stands in the input, for pointers.
 * @throws Problem 'already-exists' at the slug or an id.
 */
export function foundOrganization(
  call: PublicCall,
  { founder, organization, at = '' }: { founder: Founder; organization: z.output<typeof NewOrganization>; at?: string },
): void {
  const { db, now } = call
  const { id, slug, name, timeZone, memberId, partyId } = organization
  const organizations = organizationQueries(db)
  if (organizations.bySlug({ slug })) throw taken(`${at}/slug`, 'Another organization has this name in addresses.')
  if (organizations.idInUse({ id })) throw taken(`${at}/id`, 'Make another id.')
  if (partyQueries(db).idInUse({ id: partyId })) throw taken(`${at}/partyId`, 'Make another id.')
  organizations.create({ id, slug, name, timeZone, now })
  partyQueries(db).create({ id: partyId, organizationId: id, name, side: 'in_house', now })
  record(call, {
    act: 'organization.create',
    on: ['organization', id],
    organizationId: id,
    accountId: founder.accountId,
    details: { slug, name, timeZone },
  })
  admit(call, { ...founder, memberId, organizationId: id, partyId, role: 'owner', by: { founding: true } })
  const collectionId = uuidv7() as CollectionId
  addCollection(db, { ...firstCollection, id: collectionId, organizationId: id, now })
  record(call, {
    act: 'collection.create',
    on: ['collection', collectionId],
    organizationId: id,
    accountId: founder.accountId,
    memberId,
    details: firstCollection,
  })
}

interface Founder {
  accountId: AccountId
  name: string
}
