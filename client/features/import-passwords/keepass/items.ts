import type { KdbxEntry } from 'kdbxweb'
import { tidyAddresses } from '../addresses.ts'
import { emptyItem, type FormerPassword, type ImportedItem } from '../imported-item.ts'
import { limits } from '../limits.ts'
import { instantOf, oneLine, pathOf, someLines, tagsOf } from '../tidy.ts'
import { putAttachments } from './attachments.ts'
import { putCode, isCodeField } from './codes.ts'
import { isProtected, textOf } from './fields.ts'
import type { Resolve } from './references.ts'

const usual = new Set(['Title', 'UserName', 'Password', 'URL', 'Notes'])
/** Further addresses, as KeePassXC and Keepass2Android write them. */
const isAddress = (name: string) => /^KP2A_URL(?:_\d+)?$|^AndroidApp\d*$/i.test(name)
const isPasskey = (name: string) => name.startsWith('KPEX_PASSKEY_')

/** @param folder names of the groups around it, without the database's own */
export function itemOf(entry: KdbxEntry, place: string, folder: readonly string[], resolve: Resolve): ImportedItem {
  const unresolved: string[] = []
  const read = (name: string): string => {
    const written = textOf(entry.fields.get(name))
    const value = resolve(written)
    if (value === undefined) unresolved.push(name)
    return value ?? written
  }
  const names = [...entry.fields.keys()]
  const { addresses, fields, cautions } = tidyAddresses(['URL', ...names.filter(isAddress)].map(read))
  const item: ImportedItem = {
    ...emptyItem(place),
    title: oneLine(read('Title')),
    username: read('UserName'),
    password: read('Password'),
    addresses,
    notes: someLines(read('Notes')),
    fields,
    cautions,
    folder: pathOf(folder),
    tags: tagsOf(entry.tags),
    history: historyOf(entry),
    ...datesOf(entry),
  }
  putCode(item, entry)
  const custom = names.filter((name) => !usual.has(name) && !isAddress(name) && !isPasskey(name) && !isCodeField(name))
  putFields(item, custom, read, entry)
  putAttachments(item, entry)
  if (names.some(isPasskey)) item.notCarried.push('a passkey')
  if (unresolved.length > 0)
    item.cautions.push(
      `It refers to another entry that is not in this file (${unresolved.map((name) => oneLine(name, 40)).join(', ')}): what stands there is only the reference.`,
    )
  return item
}

function putFields(
  item: ImportedItem,
  names: readonly string[],
  read: (name: string) => string,
  entry: KdbxEntry,
): void {
  const kept = names.filter((name) => textOf(entry.fields.get(name)) !== '')
  for (const name of kept.slice(0, limits.fields)) {
    const value = read(name)
    const kind = value.includes('-----BEGIN') ? 'key' : isProtected(entry.fields.get(name)) ? 'secret' : 'text'
    item.fields.push({ label: oneLine(name, limits.folder) || 'Field', kind, value })
  }
  if (kept.length > limits.fields) item.notCarried.push(`${kept.length - limits.fields} more fields`)
}

function datesOf(entry: KdbxEntry) {
  const { times } = entry
  const createdAt = instantOf(times.creationTime)
  const changedAt = instantOf(times.lastModTime)
  const expiresAt = times.expires === true ? instantOf(times.expiryTime) : undefined
  const passwordChangedAt = instantOf(passwordSince(entry))
  return {
    ...(createdAt && { createdAt }),
    ...(changedAt && { changedAt }),
    ...(expiresAt && { expiresAt }),
    ...(passwordChangedAt && { passwordChangedAt }),
  }
}

/** The oldest state, in an unbroken row from now back, that has the password of today. */
function passwordSince({ times, fields, history }: KdbxEntry): Date | undefined {
  const password = textOf(fields.get('Password'))
  let since = times.lastModTime
  for (const earlier of newestFirst(history)) {
    if (textOf(earlier.fields.get('Password')) !== password) return since
    since = earlier.times.lastModTime
  }
  return times.creationTime ?? since
}

const newestFirst = (history: readonly KdbxEntry[]) =>
  [...history].sort((one, other) => (other.times.lastModTime?.getTime() ?? 0) - (one.times.lastModTime?.getTime() ?? 0))

function historyOf(entry: KdbxEntry): FormerPassword[] {
  const former: FormerPassword[] = []
  let later = textOf(entry.fields.get('Password'))
  let until = instantOf(entry.times.lastModTime)
  for (const earlier of newestFirst(entry.history)) {
    const password = textOf(earlier.fields.get('Password'))
    if (password !== '' && password !== later) former.push({ password, ...(until && { until }) })
    later = password
    until = instantOf(earlier.times.lastModTime)
  }
  return former
}
