import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { AccountId } from '#contract/values.ts'

/**
 * The secret of a second factor as it lies in the database. The server has to read it to check a code, so this is no
 * end-to-end encryption: it keeps the secret from whoever gets the database without the key file (a backup, mostly), and
 * from being put beside another account.
 *
 * Layout, base64url: version 0x01 | nonce 12 | ciphertext | tag 16. AES-256-GCM (NIST SP 800-38D).
 */
const version = 1
const [nonceBytes, tagBytes] = [12, 16]

/** @param key 32 bytes. */
export function sealSecret(key: Uint8Array, accountId: AccountId, secret: Uint8Array): string {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes })
  cipher.setAAD(contextOf(accountId))
  const sealed = Buffer.concat([cipher.update(secret), cipher.final()])
  return Buffer.concat([Buffer.of(version), nonce, sealed, cipher.getAuthTag()]).toString('base64url')
}

/** @throws SealedElsewhere for what was sealed under another key, for another account, or is damaged. */
export function openSecret(key: Uint8Array, accountId: AccountId, sealed: string): Uint8Array {
  const bytes = Buffer.from(sealed, 'base64url')
  if (bytes[0] !== version || bytes.length < 1 + nonceBytes + tagBytes) throw new SealedElsewhere()
  const nonce = bytes.subarray(1, 1 + nonceBytes)
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes })
  decipher.setAAD(contextOf(accountId))
  decipher.setAuthTag(bytes.subarray(-tagBytes))
  try {
    return Buffer.concat([decipher.update(bytes.subarray(1 + nonceBytes, -tagBytes)), decipher.final()])
  } catch {
    throw new SealedElsewhere()
  }
}

/** The key file was lost or belongs to another installation, or the row was tampered with. */
export class SealedElsewhere extends Error {}

const contextOf = (accountId: AccountId) => Buffer.from(`runkeep second factor ${version} ${accountId}`)
