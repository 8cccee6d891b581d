import { v7 as uuidv7 } from 'uuid'
import { createReadingList, type ListReference } from '#contract/reading-lists.ts'
import type { Name, Vault } from './vault.ts'

/** An item as it is sent: of a document by `reference`, of a page elsewhere by `url` and `title`. */
export const aReadingItem = (fields: object) => ({ id: uuidv7(), why: 'So that you know', ...fields })

export const aReadingSection = (items: readonly object[]) => ({ title: 'Start here', items: items.map(aReadingItem) })

/** A list of one section, which nobody has yet. @returns its reference. */
export async function aReadingList(vault: Vault, items: readonly object[], by: Name = 'mara'): Promise<ListReference> {
  const { status, body } = await vault.as(by, createReadingList, {
    id: uuidv7(),
    title: 'Your first two weeks',
    sections: [aReadingSection(items)],
  })
  if (status !== 200) throw new Error(JSON.stringify(body))
  return body.list
}
