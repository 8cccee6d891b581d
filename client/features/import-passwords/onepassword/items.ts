import { tidyAddresses } from '../addresses.ts'
import { emptyItem, type FormerPassword, type ImportedItem } from '../imported-item.ts'
import { at, listAt, textAt } from '../json-values.ts'
import { limits } from '../limits.ts'
import { instantOf, oneLine, pathOf, sizeWords, someLines, tagsOf } from '../tidy.ts'
import { putTotp } from '../totp.ts'
import { sectionFields, type SectionField } from './section-fields.ts'

/** @param vault its name, which becomes the folder */
export function itemOf(entry: unknown, place: string, vault: string): ImportedItem {
  const [overview, details] = [at(entry, 'overview'), at(entry, 'details')]
  const written = listAt(details, 'sections').flatMap(sectionFields)
  const fields = written.slice()
  const urls = [textAt(overview, 'url'), ...listAt(overview, 'urls').map((url) => textAt(url, 'url'))]
  const {
    addresses,
    fields: kept,
    cautions,
  } = tidyAddresses([...urls, ...take(fields, ['url', 'hostname', 'website', 'admin_console_url'])])
  const history = listAt(details, 'passwordHistory').flatMap(formerPassword)
  const item: ImportedItem = {
    ...emptyItem(place),
    title: oneLine(textAt(overview, 'title')),
    username: designated(details, 'username') || (take(fields, ['username'])[0] ?? ''),
    password:
      designated(details, 'password') ||
      textAt(details, 'password') ||
      (take(fields, ['password', 'credential'])[0] ?? ''),
    addresses,
    notes: someLines(textAt(details, 'notesPlain')),
    fields: kept,
    cautions,
    folder: pathOf([vault]),
    tags: tagsOf(listAt(overview, 'tags').flatMap((tag) => (typeof tag === 'string' ? tag.split('/') : []))),
    history,
    ...datesOf(entry, history),
  }
  putFields(item, [...otherLoginFields(details), ...fields])
  putLeftovers(item, details)
  return item
}

/** Takes the values of these fields out of the list, so that they are not brought twice. */
function take(fields: SectionField[], ids: readonly string[]): string[] {
  const found = fields.filter(
    ({ id, kind }) => ids.includes(id.toLowerCase()) && (kind === 'text' || kind === 'secret'),
  )
  const first = found.slice(0, 1)
  for (const field of first) fields.splice(fields.indexOf(field), 1)
  return first.map(({ value }) => value)
}

function designated(details: unknown, designation: string): string {
  const field = listAt(details, 'loginFields').find(
    (each) => textAt(each, 'designation') === designation && valueOf(each) !== '',
  )
  return valueOf(field)
}

/** A plain string; an object where the account is linked to a mail service. */
function valueOf(loginField: unknown): string {
  const value = at(loginField, 'value')
  return textAt(loginField, 'value') || textAt(value, 'email_address') || textAt(value, 'string')
}

function otherLoginFields(details: unknown): SectionField[] {
  const others = listAt(details, 'loginFields').filter(
    (each) => textAt(each, 'designation') === '' && valueOf(each) !== '',
  )
  return others.map((each) => ({
    id: textAt(each, 'id'),
    label: oneLine(textAt(each, 'name') || textAt(each, 'id'), limits.folder) || 'Field',
    kind: textAt(each, 'fieldType') === 'P' ? 'secret' : 'text',
    value: valueOf(each),
  }))
}

function putFields(item: ImportedItem, fields: readonly SectionField[]): void {
  for (const { kind, label, value } of fields) {
    if (kind === 'totp') putTotp(item, value)
    else if (kind === 'not-carried') item.notCarried.push(value)
    else if (item.fields.length < limits.fields) item.fields.push({ label, kind, value })
    else item.notCarried.push(`the field ${label}`)
  }
}

function putLeftovers(item: ImportedItem, details: unknown): void {
  const attached = at(details, 'documentAttributes')
  if (attached !== undefined && attached !== null)
    item.notCarried.push(
      `attachment ${oneLine(textAt(attached, 'fileName'), limits.folder)} (${sizeWords(Number(textAt(attached, 'decryptedSize')) || 0)})`,
    )
  if (listAt(details, 'passkeys').length > 0 || at(details, 'passkey') !== undefined) item.notCarried.push('a passkey')
}

function datesOf(entry: unknown, history: readonly FormerPassword[]) {
  const createdAt = instantOf(at(entry, 'createdAt'))
  const changedAt = instantOf(at(entry, 'updatedAt'))
  const replaced = history.flatMap(({ until }) => until ?? []).sort()
  const passwordChangedAt = replaced.at(-1) ?? createdAt
  return {
    ...(createdAt && { createdAt }),
    ...(changedAt && { changedAt }),
    ...(passwordChangedAt && { passwordChangedAt }),
  }
}

function formerPassword(entry: unknown) {
  const until = instantOf(at(entry, 'time'))
  const password = textAt(entry, 'value')
  return password === '' ? [] : [{ password, ...(until && { until }) }]
}
