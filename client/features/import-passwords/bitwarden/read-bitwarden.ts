import { ImportError } from '../import-error.ts'
import type { Imported, ImportedItem, LeftOut } from '../imported-item.ts'
import { at, listAt, parseJson, textAt } from '../json-values.ts'
import { limits } from '../limits.ts'
import { oneLine } from '../tidy.ts'
import { isLockedToAccount, isPasswordProtected, openExport } from './open-export.ts'
import { itemOf } from './items.ts'

/**
 * Bitwarden's JSON, of a person or an organization, plain or password-protected.
 * @param password of the export; ignored for a plain one
 * @throws ImportError 'locked-to-account', 'needs-password', 'wrong-password', 'not-this-format', 'damaged', 'too-many'
 */
export async function readBitwarden(text: string, password: string): Promise<Imported> {
  const outer = parseJson(text)
  if (isLockedToAccount(outer))
    throw new ImportError(
      'locked-to-account',
      'This file can be opened only by the Bitwarden account that made it. Export again as .json, or as .json (encrypted) with "Password protected".',
    )
  const data = isPasswordProtected(outer) ? parseJson(await openExport(outer, password)) : outer
  if (!Array.isArray(at(data, 'items')))
    throw new ImportError('not-this-format', 'This is JSON, but not an export of Bitwarden: it has no list of items.')
  const entries = listAt(data, 'items')
  if (entries.length > limits.items)
    throw new ImportError(
      'too-many',
      `This file has ${entries.length.toLocaleString('en')} entries; Runkeep takes up to ${limits.items.toLocaleString('en')} at once.`,
    )
  return entriesOf(entries, namesOf([...listAt(data, 'folders'), ...listAt(data, 'collections')]))
}

const namesOf = (named: readonly unknown[]): Map<string, string> =>
  new Map(named.map((each) => [textAt(each, 'id'), textAt(each, 'name')]))

function entriesOf(entries: readonly unknown[], folders: ReadonlyMap<string, string>): Imported {
  const items: ImportedItem[] = []
  const leftOut: LeftOut[] = []
  entries.forEach((entry, index) => {
    const place = `Entry ${index + 1}`
    const why = reasonToLeave(entry)
    if (why === undefined) items.push(itemOf(entry, place, folders))
    else leftOut.push({ place, title: oneLine(textAt(entry, 'name')), why })
  })
  return { items, leftOut }
}

/** 1 login, 2 note, 3 card, 4 identity, 5 SSH key. */
function reasonToLeave(entry: unknown): string | undefined {
  if (textAt(entry, 'deletedDate') !== '') return 'in the trash'
  const type = at(entry, 'type')
  if (type === 1 || type === 2 || type === 5) return undefined
  if (type === 3) return 'a payment card'
  return type === 4 ? 'an identity' : 'of a kind that Runkeep does not know'
}
