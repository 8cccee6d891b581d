import { v7 as uuidv7 } from 'uuid'
import type { Session } from '#contract/accounts.ts'
import { createCollection, listCollections } from '#contract/organizations.ts'
import { levels, type CollectionId } from '#contract/values.ts'
import type { Connection } from './connection.ts'
import { UsageError } from './failures.ts'

/** The slug of the organization that is meant; where the person is in one only, it need not be said. */
export function chooseOrganization({ memberships }: Session, wished: string | undefined): string {
  const slugs = memberships.map(({ slug }) => slug)
  if (wished !== undefined && slugs.includes(wished)) return wished
  if (wished === undefined && slugs.length === 1) return slugs[0] as string
  const yours = slugs.length > 0 ? `Yours: ${slugs.join(', ')}.` : 'You are in none.'
  throw new UsageError(
    wished === undefined
      ? `Name the organization with --organization. ${yours}`
      : `You are in no organization ${wished}. ${yours}`,
  )
}

/** A collection in which the person may write, by name or id. */
export async function chooseCollection(
  connection: Connection,
  slug: string,
  wished: string,
  { create }: { create: boolean },
): Promise<CollectionId> {
  const { items } = await connection.call(listCollections, { slug })
  const open = items.filter(({ archivedAt }) => archivedAt === undefined)
  const found = open.find(({ id, name }) => id === wished || name.toLowerCase() === wished.toLowerCase())
  if (found && found.level < levels.edit) throw new UsageError(`You may see ${found.name} but not write in it.`)
  if (found) return found.id
  if (create) {
    const id = uuidv7() as CollectionId
    await connection.call(createCollection, { slug, id, name: wished, restricted: false })
    return id
  }
  const writable = open.filter(({ level }) => level >= levels.edit).map(({ name }) => name)
  const yours = writable.length > 0 ? `You may write in: ${writable.join(', ')}.` : 'You may write in none.'
  throw new UsageError(`There is no collection ${wished} here. ${yours} --create-collection makes it.`)
}
