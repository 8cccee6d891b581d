import { v7 as uuidv7 } from 'uuid'
import { newAccountId } from '#contract/account-id.ts'
import { setUp } from '#contract/accounts.ts'
import { appendToLog } from '#contract/log.ts'
import type { CollectionId, Instant, OrganizationId } from '#contract/values.ts'
import type { Connection } from '../../client/cli/connection.ts'
import { keysWithPassphrase } from './keys.ts'
import { aBeginning, withCollection, type Seeds, type Signer } from './log.ts'

export const passphrase = 'otter lantern quilt maple harbor'
export const email = 'mara@acme.example.com'
export const slug = 'acme'

/** Sets up a server nobody has used: the organization `acme`, whose owner is mara, and one collection beside the first. */
export async function foundAcme(mara: Connection, now: () => Instant) {
  const id = newAccountId()
  const { keys, identity } = await keysWithPassphrase(id, passphrase)
  const signer: Signer = { id: uuidv7(), account: id, epoch: 1, identity }
  const organization = { id: uuidv7() as OrganizationId, name: 'Acme', slug }
  const begun = aBeginning({ name: 'Mara', email, signer }, organization, { id: uuidv7() }, now())
  const session = await mara.call(setUp, {
    account: { id, email, name: 'Mara', keys },
    organization: begun.organization,
  })
  const collectionId = uuidv7() as CollectionId
  const seeds = new Map<string, Seeds>([...begun.log.collections.keys()].map((first) => [first, begun.seeds]))
  const collection = { id: collectionId, name: 'Runbooks from the wiki', restricted: false }
  const made = withCollection(begun.log, signer, collection, now())
  await mara.call(appendToLog, { slug, ...made.stated })
  seeds.set(collectionId, made.seeds)
  return { organizationId: organization.id, session, collectionId, signer, seeds }
}
