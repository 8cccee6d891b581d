import { checkSignature } from './sodium.ts'
import {
  checkpointMessage,
  loginMessage,
  passphraseChangeMessage,
  statementMessage,
  type ChainEnd,
  type Login,
  type NewPassphrase,
} from './statements.ts'

/**
 * All of the crypto that server code may import: it checks and hashes, and can neither open nor seal. Await
 * `sodiumReady` once at start-up; everything else is synchronous. Checks return nothing and throw `IntegrityError`.
 */

export { IntegrityError } from './errors.ts'
export { fromBase64url, isSame, sodiumReady, toBase64url } from './sodium.ts'
export { H } from './encoding.ts'
export { auditEntryHash, chainStart, checkpointMessage, logEntryHash, statementMessage } from './statements.ts'
export type { ChainEnd, ChainEntry, Login, NewPassphrase } from './statements.ts'
export type { AccountKeys, PassphraseChange } from './keys.ts'

/** @throws IntegrityError unless the owner of `loginPublicKey` (32 bytes) signed this login (64 bytes). */
export function checkLogin(login: Login, signature: Uint8Array, loginPublicKey: Uint8Array): void {
  checkSignature(signature, loginMessage(login), loginPublicKey)
}

/**
 * @param proof 64 bytes. @param currentLoginPublicKey the one in use until now.
 * @throws IntegrityError unless the holder of the current passphrase asked for exactly this replacement.
 */
export function checkPassphraseChange(
  change: NewPassphrase,
  proof: Uint8Array,
  currentLoginPublicKey: Uint8Array,
): void {
  checkSignature(proof, passphraseChangeMessage(change), currentLoginPublicKey)
}

/** @throws IntegrityError unless the signer stated exactly these bytes, as this type, in this organization. */
export function checkStatement(
  statement: { type: string; orgId: Uint8Array; payload: Uint8Array | string },
  signature: Uint8Array,
  signPublicKey: Uint8Array,
): void {
  checkSignature(signature, statementMessage(statement.type, statement.orgId, statement.payload), signPublicKey)
}

/** @throws IntegrityError unless the server whose log key this is (32 bytes) said that the chain had come so far. */
export function checkCheckpoint(end: ChainEnd, signature: Uint8Array, logPublicKey: Uint8Array): void {
  checkSignature(signature, checkpointMessage(end), logPublicKey)
}
