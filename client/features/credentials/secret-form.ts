import { fieldNumbers, type FieldKind } from '#contract/credentials.ts'

/** What a person types of a credential's sealed half. */
export interface SecretForm {
  username: string
  password: string
  totp: string
  note: string
  custom: readonly CustomField[]
  files: readonly SecretFileField[]
}
export interface CustomField {
  n: number
  kind: 'text' | 'secret' | 'key'
  label: string
  value: string
}

/** A file: one that was sealed already, or one that waits to be. */
export interface SecretFileField {
  n: number
  name: string
  /** In bytes. */
  size: number
  /** What its field says, once it is sealed. */
  text?: string
  /** What is to be sealed. */
  file?: File
}

export const emptySecret: SecretForm = { username: '', password: '', totp: '', note: '', custom: [], files: [] }

interface TypedField {
  n: number
  kind: FieldKind
  text: string
  label?: string
  before?: string
}

/**
 * The fields to seal: those that hold something, and always the username, which carries the labels.
 * @param before what was revealed to begin from; absent for a new credential.
 */
export function typedFields(form: SecretForm, before?: SecretForm): TypedField[] {
  const usual = (['username', 'password', 'totp', 'note'] as const).flatMap((name): TypedField[] => {
    const n = fieldNumbers[name]
    const text = name === 'totp' ? form.totp.trim() : form[name]
    if (text === '' && name !== 'username') return []
    return [
      { n, kind: name, text, ...(before && (before[name] !== '' || name === 'username') && { before: before[name] }) },
    ]
  })
  const custom = form.custom.flatMap(({ n, kind, label, value }): TypedField[] => {
    if (value === '') return []
    const known = before?.custom.find((each) => each.n === n)
    return [{ n, kind, text: value, label: label.trim() || 'Field', ...(known && { before: known.value }) }]
  })
  const files = form.files.flatMap(({ n, name, text }): TypedField[] => {
    if (text === undefined) return []
    const known = before?.files.find((each) => each.n === n)?.text
    return [{ n, kind: 'file', text, label: name, ...(known !== undefined && { before: known }) }]
  })
  return [...usual, ...custom, ...files]
}

/** Whether anything sealed is other than it was; a label counts. */
export const isSameSecret = (a: SecretForm, b: SecretForm): boolean => JSON.stringify(a) === JSON.stringify(b)

/** The form as it begins from what was revealed. */
export function secretFrom(
  opened: readonly { n: number; kind: FieldKind; text: string }[],
  labels: Readonly<Record<string, string>>,
): SecretForm {
  const of = (n: number) => opened.find((field) => field.n === n)?.text ?? ''
  return {
    username: usernameIn(of(fieldNumbers.username)),
    password: of(fieldNumbers.password),
    totp: of(fieldNumbers.totp),
    note: of(fieldNumbers.note),
    custom: opened.flatMap(({ n, kind, text }) =>
      kind === 'text' || kind === 'secret' || kind === 'key'
        ? [{ n, kind, label: labels[String(n)] ?? '', value: text }]
        : [],
    ),
    files: opened.flatMap(({ n, kind, text }) => (kind === 'file' ? [{ n, text, ...saidOfFile(text) }] : [])),
  }
}

/** Name and size as the field says; the vault reads the rest. */
function saidOfFile(text: string): { name: string; size: number } {
  try {
    const { name, size } = JSON.parse(text) as { name?: unknown; size?: unknown }
    return { name: typeof name === 'string' ? name : 'file', size: typeof size === 'number' ? size : 0 }
  } catch {
    return { name: 'file', size: 0 }
  }
}

/** The labels travel in the same field: what is revealed of it is the whole. */
export function usernameIn(text: string): string {
  try {
    const parsed = JSON.parse(text) as { username?: unknown }
    return typeof parsed.username === 'string' ? parsed.username : text
  } catch {
    return text
  }
}
export function labelsIn(text: string): Record<string, string> {
  try {
    return (JSON.parse(text) as { labels?: Record<string, string> }).labels ?? {}
  } catch {
    return {}
  }
}

export const nextCustom = ({ custom, files }: Pick<SecretForm, 'custom' | 'files'>): number =>
  Math.max(fieldNumbers.firstCustom - 1, ...[...custom, ...files].map(({ n }) => n)) + 1

/** Why a TOTP secret cannot be one; undefined where it can, or where there is none. */
export function totpFault(text: string): string | undefined {
  const trimmed = text.trim()
  if (trimmed === '') return undefined
  if (trimmed.startsWith('otpauth://totp/')) {
    try {
      return new URL(trimmed).searchParams.get('secret') ? undefined : 'This address holds no secret'
    } catch {
      return 'This is no otpauth address'
    }
  }
  if (trimmed.startsWith('otpauth:')) return 'Only codes by the clock (otpauth://totp/…) are kept'
  return /^[A-Z2-7\s-]{16,}=*$/i.test(trimmed)
    ? undefined
    : 'Paste the otpauth:// address, or the secret in letters A–Z and digits 2–7'
}
