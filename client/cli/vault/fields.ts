import type { Opened, Field, Look } from './keeper.ts'
import { UsageError } from '../failures.ts'

/** How fields of a credential are called at a terminal. */

const usualNames: Readonly<Record<string, string>> = {
  username: 'username',
  password: 'password',
  totp: 'code',
  note: 'note',
}

/** Custom fields go by their label, or their number where the label is sealed away. */
export const nameOf = ({ n, kind, label }: Field): string =>
  label ?? (n < 16 ? usualNames[kind] : undefined) ?? String(n)

/**
 * The field that is meant: `password`, `code`, `username`, `note`, the label of a custom field, or its number.
 * @throws UsageError that names those there are, and never a content.
 */
export function fieldNamed({ document, credential }: Look, name: string): Field {
  const fields = credential?.fields ?? []
  const wished = name.trim().toLowerCase()
  const asked = wished === 'totp' ? 'code' : wished
  const found =
    fields.find((field) => nameOf(field).toLowerCase() === asked) ?? fields.find(({ n }) => String(n) === wished)
  if (found?.kind === 'file') throw new UsageError(`${nameOf(found)} is a file. Files are opened in the browser.`)
  if (found) return found
  const names = fields.map(nameOf).join(', ') || 'none'
  throw new UsageError(`${document.reference} has no field ${name}. It has: ${names}.`)
}

/** Those that the person may open: all, or the ones that their lease names. Files have no place in a terminal. */
export function fieldsWithinReach({ credential }: Look): Field[] {
  const only = credential?.lease?.fields
  return (credential?.fields ?? []).filter(({ n, kind }) => kind !== 'file' && (only === undefined || only.includes(n)))
}

/**
 * Fields as environment variables: RUNKEEP_USERNAME, RUNKEEP_PASSWORD, RUNKEEP_CODE, RUNKEEP_NOTE, and
 * RUNKEEP_FIELD_… for custom ones, by label or number.
 * @throws UsageError for a content that no variable can hold; Node's own error would quote it.
 */
export function variablesOf(fields: readonly Opened[]): Record<string, string> {
  const variables: Record<string, string> = {}
  for (const field of fields) {
    if (field.text.includes('\0')) {
      throw new UsageError(`The field ${nameOf(field)} holds a null byte, which no environment variable can.`)
    }
    const name = variableOf(field)
    variables[name in variables ? `${name}_${field.n}` : name] = field.text
  }
  return variables
}

function variableOf(field: Field): string {
  const name = nameOf(field).normalize('NFKD').replace(/\p{M}/gu, '').toUpperCase()
  const written = name.replace(/[^A-Z0-9]+/g, '_').replace(/^_+|_+$/g, '') || String(field.n)
  return field.n < 16 ? `RUNKEEP_${written}` : `RUNKEEP_FIELD_${written}`
}
