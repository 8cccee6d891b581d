import { ImportError } from '../import-error.ts'
import type { Imported, ImportedItem, LeftOut } from '../imported-item.ts'
import { at, listAt, parseJson, textAt } from '../json-values.ts'
import { limits } from '../limits.ts'
import { oneLine } from '../tidy.ts'
import { itemOf } from './items.ts'

/**
 * The `export.data` of a 1PUX archive. Vaults become folders.
 * Source: https://support.1password.com/1pux-format/
 * @throws ImportError 'not-this-format', 'damaged', 'too-many'
 */
export function read1Pux(text: string): Imported {
  const data = parseJson(text)
  if (!Array.isArray(at(data, 'accounts')))
    throw new ImportError('not-this-format', 'This is not an export of 1Password: it has no list of accounts.')
  const items: ImportedItem[] = []
  const leftOut: LeftOut[] = []
  for (const { entry, vault } of entriesIn(data)) {
    const place = `Entry ${items.length + leftOut.length + 1}`
    const why = reasonToLeave(entry)
    if (why === undefined) items.push(itemOf(entry, place, vault))
    else leftOut.push({ place, title: oneLine(textAt(at(entry, 'overview'), 'title')), why })
    if (items.length > limits.items)
      throw new ImportError('too-many', `This file has more than ${limits.items.toLocaleString('en')} entries.`)
  }
  return { items, leftOut }
}

function entriesIn(data: unknown): { entry: unknown; vault: string }[] {
  const vaults = listAt(data, 'accounts').flatMap((account) => listAt(account, 'vaults'))
  return vaults.flatMap((vault) => {
    const name = textAt(at(vault, 'attrs'), 'name')
    // Earlier versions wrapped each item in an object of its own.
    return listAt(vault, 'items').map((entry) => ({ entry: at(entry, 'item') ?? entry, vault: name }))
  })
}

/** Categories that are about a person's life and not about a way in. */
const left: ReadonlyMap<string, string> = new Map([
  ['002', 'a payment card'],
  ['004', 'an identity'],
  ['006', 'a document'],
  ['101', 'a bank account'],
  ['103', 'a driver’s license'],
  ['104', 'an outdoor license'],
  ['105', 'a membership'],
  ['106', 'a passport'],
  ['107', 'a rewards program'],
  ['108', 'a social security number'],
  ['113', 'a medical record'],
  ['115', 'a crypto wallet'],
])

function reasonToLeave(entry: unknown): string | undefined {
  if (textAt(entry, 'trashed') === 'true' || textAt(entry, 'state') === 'deleted') return 'in the trash'
  if (textAt(entry, 'state') === 'archived') return 'archived'
  return left.get(textAt(entry, 'categoryUuid'))
}
