import { at, listAt, textAt } from '../json-values.ts'
import { limits } from '../limits.ts'
import { instantOf, oneLine, sizeWords } from '../tidy.ts'

export interface SectionField {
  id: string
  label: string
  /** Of `not-carried` the value says in words what stays behind. */
  kind: 'text' | 'secret' | 'key' | 'totp' | 'not-carried'
  value: string
}

/** The fields of a section of a 1PUX item that hold something. Which of the many kinds a value is, its only key says. */
export function sectionFields(section: unknown): SectionField[] {
  return listAt(section, 'fields').flatMap((field) => {
    const read = readValue(at(field, 'value'))
    if (read === undefined || read.value === '') return []
    const names = [textAt(section, 'title'), textAt(field, 'title') || textAt(field, 'id')].filter(
      (name) => name !== '',
    )
    return [{ id: textAt(field, 'id'), label: oneLine(names.join(', '), limits.folder) || 'Field', ...read }]
  })
}

function readValue(value: unknown): Pick<SectionField, 'kind' | 'value'> | undefined {
  for (const kind of ['string', 'url', 'phone', 'menu', 'gender', 'creditCardType', 'reference'])
    if (textAt(value, kind) !== '') return { kind: 'text', value: textAt(value, kind) }
  for (const kind of ['concealed', 'creditCardNumber'])
    if (textAt(value, kind) !== '')
      return { kind: isKey(textAt(value, kind)) ? 'key' : 'secret', value: textAt(value, kind) }
  if (textAt(value, 'totp') !== '') return { kind: 'totp', value: textAt(value, 'totp') }
  const email = at(value, 'email')
  if (email !== undefined) return { kind: 'text', value: textAt(value, 'email') || textAt(email, 'email_address') }
  return readDate(value) ?? readStructure(value)
}

function readDate(value: unknown): Pick<SectionField, 'kind' | 'value'> | undefined {
  const date = at(value, 'date')
  if (typeof date === 'number') return { kind: 'text', value: instantOf(date)?.slice(0, 10) ?? '' }
  const month = textAt(value, 'monthYear')
  return month === '' ? undefined : { kind: 'text', value: month.replace(/^(\d{4})(\d{2})$/, '$1-$2') }
}

function readStructure(value: unknown): Pick<SectionField, 'kind' | 'value'> | undefined {
  const key = at(value, 'sshKey')
  if (key !== undefined)
    return { kind: 'key', value: textAt(at(key, 'metadata'), 'privateKey') || textAt(key, 'privateKey') }
  const file = at(value, 'file')
  if (file !== undefined) {
    const [name, size] = [oneLine(textAt(file, 'fileName'), limits.folder), Number(textAt(file, 'decryptedSize')) || 0]
    return { kind: 'not-carried', value: `attachment ${name} (${sizeWords(size)})` }
  }
  const address = at(value, 'address')
  if (address === undefined) return undefined
  const lines = ['street', 'city', 'state', 'zip', 'country'].map((part) => textAt(address, part)).filter(Boolean)
  return { kind: 'text', value: lines.join(', ') }
}

const isKey = (value: string) => value.includes('-----BEGIN')
