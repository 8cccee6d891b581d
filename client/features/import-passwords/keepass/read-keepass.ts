import type { Kdbx, KdbxGroup } from 'kdbxweb'
import { ImportError } from '../import-error.ts'
import type { Imported, ImportedItem, LeftOut } from '../imported-item.ts'
import { limits } from '../limits.ts'
import { oneLine } from '../tidy.ts'
import { textOf } from './fields.ts'
import { itemOf } from './items.ts'
import { openKdbx, type KeePassKeys } from './open-kdbx.ts'
import { resolverOf } from './references.ts'

/** @throws ImportError, see `openKdbx`; 'too-many' */
export async function readKeePass(file: Uint8Array, keys: KeePassKeys): Promise<Imported> {
  const kdbx = await openKdbx(file, keys)
  return entriesOf(kdbx)
}

interface Place {
  group: KdbxGroup
  path: readonly string[]
  /** Why nothing below is brought. */
  why?: string
}

/** Goes through the groups without recursion: how deep they nest is up to the file. */
function entriesOf(kdbx: Kdbx): Imported {
  const items: ImportedItem[] = []
  const leftOut: LeftOut[] = []
  const resolve = resolverOf(kdbx)
  // The root group is the database itself, not a folder in it.
  const waiting: Place[] = kdbx.groups.map((group) => ({ group, path: [] }))
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    const why = place.why ?? reasonToLeave(kdbx, place.group)
    for (const entry of place.group.entries) {
      const name = `Entry ${items.length + leftOut.length + 1}`
      if (why === undefined) items.push(itemOf(entry, name, place.path, resolve))
      else leftOut.push({ place: name, title: oneLine(textOf(entry.fields.get('Title'))), why })
      if (items.length > limits.items)
        throw new ImportError('too-many', `This file has more than ${limits.items.toLocaleString('en')} entries.`)
    }
    const { path } = place
    const below = place.group.groups.map((group) => ({ group, path: [...path, group.name ?? ''], ...(why && { why }) }))
    waiting.push(...below.reverse())
  }
  return { items, leftOut }
}

function reasonToLeave({ meta }: Kdbx, group: KdbxGroup): string | undefined {
  if (meta.recycleBinEnabled && isSame(meta.recycleBinUuid, group)) return 'in the recycle bin'
  return isSame(meta.entryTemplatesGroup, group) ? 'a template' : undefined
}

const isSame = (uuid: Kdbx['meta']['recycleBinUuid'], group: KdbxGroup) =>
  uuid !== undefined && !uuid.empty && uuid.id === group.uuid.id
