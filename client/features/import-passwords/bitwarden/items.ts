import { tidyAddresses } from '../addresses.ts'
import { emptyItem, type ImportedItem } from '../imported-item.ts'
import { at, listAt, textAt } from '../json-values.ts'
import { limits } from '../limits.ts'
import { instantOf, oneLine, pathOf, someLines, tagsOf } from '../tidy.ts'
import { putTotp } from '../totp.ts'

/** @param folders names of folders and collections by their ids */
export function itemOf(entry: unknown, place: string, folders: ReadonlyMap<string, string>): ImportedItem {
  const login = at(entry, 'login')
  const { addresses, fields, cautions } = tidyAddresses(listAt(login, 'uris').map((uri) => textAt(uri, 'uri')))
  const [folder, ...others] = foldersOf(entry, folders)
  const item: ImportedItem = {
    ...emptyItem(place),
    title: oneLine(textAt(entry, 'name')),
    username: textAt(login, 'username'),
    password: textAt(login, 'password'),
    addresses,
    notes: someLines(textAt(entry, 'notes')),
    fields,
    cautions,
    folder: pathOf((folder ?? '').split('/')),
    // An entry of an organization may lie in several collections: the first is its folder.
    tags: tagsOf(others),
    history: listAt(entry, 'passwordHistory').flatMap(formerPassword),
    ...datesOf(entry, login),
  }
  putTotp(item, textAt(login, 'totp'))
  putFields(item, listAt(entry, 'fields'))
  putSshKey(item, at(entry, 'sshKey'))
  if (listAt(login, 'fido2Credentials').length > 0) item.notCarried.push('a passkey')
  for (const attachment of listAt(entry, 'attachments'))
    item.notCarried.push(`attachment ${oneLine(textAt(attachment, 'fileName'), 80)}`)
  return item
}

function foldersOf(entry: unknown, folders: ReadonlyMap<string, string>): string[] {
  const ids = [at(entry, 'folderId'), ...listAt(entry, 'collectionIds')].filter((id) => typeof id === 'string')
  return ids.flatMap((id) => folders.get(id) ?? [])
}

function datesOf(entry: unknown, login: unknown) {
  const createdAt = instantOf(at(entry, 'creationDate'))
  const changedAt = instantOf(at(entry, 'revisionDate'))
  // Bitwarden notes the day only when a password is changed: until then it is as old as its entry.
  const passwordChangedAt =
    instantOf(at(login, 'passwordRevisionDate')) ?? (login === undefined ? undefined : createdAt)
  return {
    ...(createdAt && { createdAt }),
    ...(changedAt && { changedAt }),
    ...(passwordChangedAt && { passwordChangedAt }),
  }
}

function formerPassword(entry: unknown) {
  const until = instantOf(at(entry, 'lastUsedDate'))
  const password = textAt(entry, 'password')
  return password === '' ? [] : [{ password, ...(until && { until }) }]
}

/** 0 text, 1 hidden, 2 yes or no, 3 a link to another field, which says nothing of its own. */
function putFields(item: ImportedItem, written: readonly unknown[]): void {
  const kept = written.filter((field) => at(field, 'type') !== 3 && textAt(field, 'value') !== '')
  for (const field of kept.slice(0, limits.fields)) {
    const value = textAt(field, 'value')
    const isOpen = at(field, 'type') === 0 || at(field, 'type') === 2
    const kind = value.includes('-----BEGIN') ? 'key' : isOpen ? 'text' : 'secret'
    item.fields.push({ label: oneLine(textAt(field, 'name'), 80) || 'Field', kind, value })
  }
  if (kept.length > limits.fields) item.notCarried.push(`${kept.length - limits.fields} more fields`)
}

function putSshKey(item: ImportedItem, key: unknown): void {
  const [privateKey, publicKey] = [textAt(key, 'privateKey'), textAt(key, 'publicKey')]
  if (privateKey !== '') item.fields.push({ label: 'Private key', kind: 'key', value: privateKey })
  if (publicKey !== '') item.fields.push({ label: 'Public key', kind: 'text', value: publicKey })
}
