import { v7 as uuidv7 } from 'uuid'
import type { Membership, Session } from '#contract/accounts.ts'
import { listCollections } from '#contract/organizations.ts'
import { levels, type CollectionId } from '#contract/values.ts'
import type { OrganizationProtocol } from '../platform/organization-protocol.ts'
import type { VaultCore } from '../vault/vault-core.ts'
import type { Connection } from './connection.ts'
import { UsageError } from './failures.ts'

/** The organization that is meant; where the person is in one only, it need not be said. */
export function chooseOrganization({ memberships }: Session, wished: string | undefined): Membership {
  const slugs = memberships.map(({ slug }) => slug)
  const [only, another] = memberships
  const found = wished === undefined ? another === undefined && only : memberships.find(({ slug }) => slug === wished)
  if (found) return found
  const yours = slugs.length > 0 ? `Yours: ${slugs.join(', ')}.` : 'You are in none.'
  throw new UsageError(
    wished === undefined
      ? `Name the organization with --organization. ${yours}`
      : `You are in no organization ${wished}. ${yours}`,
  )
}

/** A collection in which the person may write, by name or id. */
export async function chooseCollection(
  {
    connection,
    deeds,
    protocol,
  }: { connection: Connection; deeds: VaultCore['deeds']; protocol: OrganizationProtocol },
  place: Membership,
  wished: string,
  { create }: { create: boolean },
): Promise<CollectionId> {
  const { slug, organizationId } = place
  const { items } = await connection.call(listCollections, { slug })
  const open = items.filter(({ archivedAt }) => archivedAt === undefined)
  const found = open.find(({ id, name }) => id === wished || name.toLowerCase() === wished.toLowerCase())
  if (found && found.level < levels.edit) throw new UsageError(`You may see ${found.name} but not write in it.`)
  if (found) return found.id
  if (create) {
    const collection = uuidv7() as CollectionId
    const made = { collection, custody: uuidv7(), name: wished, description: '', restricted: false }
    await protocol.openHome()
    await protocol.ready(place)
    await protocol.append(place, () => deeds.stateIn({ organizationId, wishes: [{ type: 'collection', ...made }] }))
    await protocol.keepHome()
    return collection
  }
  const writable = open.filter(({ level }) => level >= levels.edit).map(({ name }) => name)
  const yours = writable.length > 0 ? `You may write in: ${writable.join(', ')}.` : 'You may write in none.'
  throw new UsageError(`There is no collection ${wished} here. ${yours} --create-collection makes it.`)
}
