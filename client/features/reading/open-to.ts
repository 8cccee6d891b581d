import { v7 as uuidv7 } from 'uuid'
import { levels } from '#contract/values.ts'
import { readyFor, stateAbout } from '../../platform/organization-keys.ts'
import { idOf, insistCollectionIs } from '../settings/shown-grant.ts'

/** In one request, with room to spare for what else it signs. */
const mostAtOnce = 40

export type OpenTo = 'documents' | 'collections'

/** Somebody, and what they may not see as it stands on the screen; the collection where whole ones can be opened. */
interface ShutTo {
  person: { id: string; name: string }
  items: readonly { reference: string; title: string; collection?: { id: string; name: string } }[]
}

/**
 * Lets people read what they may not see: grants at the level `view`, signed in the organization's log, on
 * the documents alone or on the collections they are in. Only about people, titles and names that stood on the screen.
 * @param endsAt instant; a technician's access always has one.
 * @returns false where the person turned back. @throws IntegrityError where the log knows somebody by another name.
 */
export async function openTo(
  slug: string,
  { people, to, endsAt }: { people: readonly ShutTo[]; to: OpenTo; endsAt: string | undefined },
): Promise<boolean> {
  const why = 'to give access'
  if (!(await readyFor(slug, why))) return false
  const shown = new Map<string, () => Promise<{ document: string } | { collection: string }>>()
  const wanted = people.flatMap(({ person, items }) => {
    const keys = items.map(({ reference, title, collection }) => {
      const whole = to === 'collections' ? collection : undefined
      const key = whole?.id ?? reference
      shown.set(key, async () => {
        if (!whole) return { document: await idOf(slug, { reference, title }) }
        await insistCollectionIs(slug, whole)
        return { collection: whole.id }
      })
      return key
    })
    return [...new Set(keys)].map((key) => ({ person, key }))
  })
  const on = new Map<string, { document: string } | { collection: string }>()
  for (const [key, find] of shown) on.set(key, await find())
  for (let from = 0; from < wanted.length; from += mostAtOnce) {
    const some = wanted.slice(from, from + mostAtOnce)
    const wishes = some.flatMap(({ person, key }) => {
      const target = on.get(key)
      const grant = { grant: uuidv7(), member: person.id, level: levels.view, ...(endsAt && { endsAt }) }
      return target ? [{ type: 'grant.set' as const, ...grant, on: target }] : []
    })
    const about = some.map(({ person: { id, name } }) => ({ id, name }))
    if (!(await stateAbout(slug, why, about, wishes))) return false
  }
  return true
}
