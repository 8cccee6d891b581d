import type { Credential, CredentialClass, FieldKind } from '#contract/credentials.ts'

export const classNames: Record<CredentialClass, string> = {
  standard: 'Standard',
  guarded: 'Guarded',
  break_glass: 'Break-glass',
}

export const classHints: Record<CredentialClass, string> = {
  standard: 'Every opening is recorded.',
  guarded: 'Asks for a reason first.',
  break_glass: 'Only owners and admins. All of them are told, and it is changed after each use.',
}

const kindWords: Record<FieldKind, string> = {
  username: 'username',
  password: 'password',
  totp: 'code',
  note: 'note',
  text: 'field',
  secret: 'secret',
  key: 'key',
  file: 'file',
}

/** `password`, or what its author called it. In the middle of a sentence. */
export const fieldWords = ({ kind, label }: { kind: FieldKind; label?: string | undefined }): string =>
  label ?? kindWords[kind]

export const purposeWords: Record<string, string> = {
  view: 'shown',
  copy: 'copied',
  totp: 'code taken',
  run: 'used by a command',
  check: 'health check',
  export: 'exported',
}

/** `Rotate in 9 days`, `Rotate now`, `Rotation 4 days late`; undefined where no day is set. */
export function rotationWords({
  rotateIn,
  mustRotate,
}: {
  rotateIn?: number | undefined
  mustRotate?: boolean
}): string | undefined {
  if (mustRotate) return 'Rotate now'
  if (rotateIn === undefined) return undefined
  if (rotateIn < 0) return rotateIn === -1 ? 'Rotation 1 day late' : `Rotation ${-rotateIn} days late`
  if (rotateIn === 0) return 'Rotate today'
  return rotateIn === 1 ? 'Rotate tomorrow' : `Rotate in ${rotateIn} days`
}

/** `Left: 3 items, 12 min.` */
export const readFirstWords = ({ left, minutesLeft }: NonNullable<Credential['readFirst']>): string =>
  `Left: ${left === 1 ? '1 item' : `${left} items`}, ${minutesLeft} min.`
