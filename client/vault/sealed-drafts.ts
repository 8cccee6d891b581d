import { draftContext } from '#contract/crypto/contexts.ts'
import { KDF, idBytes, textOf, utf8 } from '#contract/crypto/encoding.ts'
import { envTypes, openEnv, sealEnv, type EnvBinding } from '#contract/crypto/env.ts'
import { firstEpoch, keyIdOf } from '#contract/crypto/keys.ts'
import { fromBase64url, toBase64url, wipe } from '#contract/crypto/sodium.ts'

/**
 * Text that somebody is still writing, kept on this device only. It is sealed under a key of its own from the account's
 * key, so it opens for that person after an unlock, on this device, and for nobody who holds the disk.
 */

/** Which draft: the account it belongs to, and the name that the page gives it, such as `calder-wick/RB-14`. */
export type DraftOf = { accountId: string; draftId: string }

/** @param uak 32 bytes. @returns an ENV, base64url. */
export function sealDraft(of: DraftOf, uak: Uint8Array, text: string): string {
  const content = utf8(text)
  const key = draftKey(of, uak)
  try {
    return toBase64url(sealEnv(bindingOf(of, key), content))
  } finally {
    wipe(key, content)
  }
}

/** @throws IntegrityError for another account's draft, another draft's text and anything that was changed. */
export function openDraft(of: DraftOf, uak: Uint8Array, sealed: string): string {
  const key = draftKey(of, uak)
  try {
    const content = openEnv(bindingOf(of, key), fromBase64url(sealed))
    const text = textOf(content)
    wipe(content)
    return text
  } finally {
    wipe(key)
  }
}

const draftKey = ({ accountId }: DraftOf, uak: Uint8Array): Uint8Array => KDF(uak, 'draft', idBytes(accountId))

function bindingOf(of: DraftOf, key: Uint8Array): EnvBinding {
  // The length of what somebody is writing is nobody's business to the byte.
  const keyId = keyIdOf(of.accountId, firstEpoch)
  return { type: envTypes.draft, keyId, key, context: draftContext(of), padTo: 256 }
}
