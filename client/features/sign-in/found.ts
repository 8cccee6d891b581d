import { v7 as uuidv7 } from 'uuid'
import type { InputOf } from '#contract/endpoint.ts'
import type { createOrganization } from '#contract/organizations.ts'
import { theVault } from '../../platform/vault.ts'

/**
 * The beginning of an organization, signed by the account whose keys are at hand: its genesis, and a first collection
 * with its keys, so that the first runbook has a place.
 * @returns what to send, and what the organization is called from then on, wherever it is signed.
 */
export async function beginOrganization(
  person: { name: string; email: string },
  of: { name: string; slug: string; timeZone: string },
): Promise<{ organization: InputOf<typeof createOrganization>; orgId: string }> {
  const id = uuidv7()
  const name = of.name.trim()
  const { orgId, ...log } = await theVault().does('foundOrganization', {
    organizationId: id,
    name,
    memberId: uuidv7(),
    person: { name: person.name.trim(), email: person.email.trim().toLowerCase() },
    partyId: uuidv7(),
    collection: { id: uuidv7(), custody: uuidv7(), name: 'General', description: '' },
  })
  return { organization: { ...of, id, name, log }, orgId }
}
