import { emptySecret, type CustomField, type SecretForm } from './secret-form.ts'
import type { CredentialForm } from './use-save-credential.ts'

/** What somebody typed of the sealed half, apart from what was opened: that stays in the vault alone. */
export interface Typed {
  username?: string
  password?: string
  totp?: string
  note?: string
  custom: CustomField[]
}

/** What a draft holds, inside its seal. */
export interface CredentialDraft {
  version: 1
  /** That it began from; absent for a new credential. */
  revision: number | undefined
  form: Omit<CredentialForm, 'secret'>
  typed: Typed | undefined
}

const usual = ['username', 'password', 'totp', 'note'] as const

/**
 * Only what differs from what was opened: a draft outlives the access to a secret, and must not become a copy of it.
 * Files are left out. @param before as it was opened; absent for a new credential.
 * @returns undefined where nothing was typed.
 */
export function typedOf(form: SecretForm, before: SecretForm | undefined): Typed | undefined {
  const was = before ?? emptySecret
  const changed = usual.filter((name) => form[name] !== was[name])
  const custom = form.custom.filter((field) => {
    const known = was.custom.find(({ n }) => n === field.n)
    return known?.value !== field.value || known.label !== field.label || known.kind !== field.kind
  })
  if (changed.length === 0 && custom.length === 0) return undefined
  return { ...Object.fromEntries(changed.map((name) => [name, form[name]])), custom }
}

/** What was typed, put back over what was opened. */
export function withTyped(secret: SecretForm, { custom, ...typed }: Typed): SecretForm {
  const kept = secret.custom.map((field) => custom.find(({ n }) => n === field.n) ?? field)
  const added = custom.filter(({ n }) => !secret.custom.some((field) => field.n === n))
  return { ...secret, ...typed, custom: [...kept, ...added] }
}

/**
 * @param before as it was opened, where it was.
 * Of a break-glass secret nothing sealed is kept: it opens with the keys of the collection and an alert, never with one
 * person's alone.
 */
export function draftOf(form: CredentialForm, before: SecretForm | undefined, revision?: number): CredentialDraft {
  const { secret, ...around } = form
  const typed = secret && form.secretClass !== 'break_glass' ? typedOf(secret, before) : undefined
  return { version: 1, revision, form: around, typed }
}

/** Whether a draft holds all that would be lost: not files, and nothing sealed of a break-glass secret. */
export const holdsAll = ({ secret, secretClass }: CredentialForm, before: SecretForm | undefined): boolean =>
  !secret ||
  (secret.files.every(({ file }) => file === undefined) &&
    (secretClass !== 'break_glass' || typedOf(secret, before) === undefined))

/** Whether the words around what is sealed are the same. */
export const isSameAround = (a: CredentialForm, b: CredentialForm): boolean =>
  JSON.stringify({ ...a, secret: undefined }) === JSON.stringify({ ...b, secret: undefined })
