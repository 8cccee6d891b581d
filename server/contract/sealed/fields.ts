/** What browser, server and command line know alike of the fields of a secret; without schemas, for the vault's Worker. */

export type SecretClass = 'standard' | 'guarded' | 'break_glass'
export type SecretFieldKind = 'username' | 'password' | 'totp' | 'note' | 'text' | 'secret' | 'key' | 'file'

/** As the key of a secret is bound to it. */
export const classNumbers = { standard: 1, guarded: 2, break_glass: 3 } as const satisfies Record<SecretClass, number>

/** The usual fields have fixed numbers; custom ones start at 16. */
export const fieldNumbers = { username: 1, password: 2, totp: 3, note: 4, firstCustom: 16 } as const

/** What hides the length of a field's content. */
export const paddingOf = (kind: SecretFieldKind): 64 | 256 =>
  kind === 'note' || kind === 'key' || kind === 'file' ? 256 : 64

/** Of one file of a credential, before it is sealed. */
export const mostSealedFileBytes = 10_000_000
/** What the server takes for it: STREAM is 108 bytes and 17 for each chunk of 65,536 longer. */
export const mostStreamBytes = 10_003_000
