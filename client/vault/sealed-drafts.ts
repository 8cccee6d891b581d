import { draftContext } from '#contract/crypto/contexts.ts'
import { textOf, utf8 } from '#contract/crypto/encoding.ts'
import { envTypes, openEnv, sealEnv, type EnvBinding } from '#contract/crypto/env.ts'
import { draftsKey, firstEpoch, keyIdOf } from '#contract/crypto/keys.ts'
import { fromBase64url, toBase64url, wipe } from '#contract/crypto/sodium.ts'

/**
 * Text that somebody is still writing, kept on this device only (CRYPTO.md §6, Lock). It is sealed under a key of its
 * own from the account's key, so it opens for that person after an unlock, and for nobody who holds the disk.
 */

/** Which draft: whose, of which organization, and the page's name for it there, such as `RB-14`. */
export type DraftKey = { accountId: string; organizationId: string; draftId: string }

/** `savedAtMs`: when it was sealed, in milliseconds since 1970. Not secret, and not to be changed either. */
export type DraftOf = DraftKey & { savedAtMs: number }

/** @param uak 32 bytes. @returns an ENV, base64url. */
export function sealDraft(of: DraftOf, uak: Uint8Array, text: string): string {
  const content = utf8(text)
  const key = draftsKey(uak)
  try {
    return toBase64url(sealEnv(bindingOf(of, key), content))
  } finally {
    wipe(key, content)
  }
}

/** @throws IntegrityError unless this account sealed exactly this, as this draft, at this time. */
export function openDraft(of: DraftOf, uak: Uint8Array, sealed: string): string {
  const key = draftsKey(uak)
  let content: Uint8Array | undefined
  try {
    content = openEnv(bindingOf(of, key), fromBase64url(sealed))
    return textOf(content)
  } finally {
    wipe(key)
    if (content) wipe(content)
  }
}

/** Padded: how much somebody has written is nobody's business to the byte. */
function bindingOf(of: DraftOf, key: Uint8Array): EnvBinding {
  const keyId = keyIdOf(of.accountId, firstEpoch)
  return { type: envTypes.draft, keyId, key, context: draftContext(of), padTo: 256 }
}
