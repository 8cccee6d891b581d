import { idBytes } from '../crypto/encoding.ts'
import { H, fromBase64url, toBase64url } from '../crypto/verify.ts'

/** The hashes that statements about secrets name. 32 bytes as base64url. */

/** What a manifest says of the words around a secret: who swaps them is found out. `address` as it is stored. */
export const metaHash = (of: { title: string; address: string; class: string; collectionId: string }): string =>
  toBase64url(H('meta', of.title, of.address, of.class, idBytes(of.collectionId)))

/** @param sealed an ENV, base64url. */
export const fieldHash = (sealed: string): string => toBase64url(H('field', fromBase64url(sealed)))

/** A signed statement, such as a lease that permits a wrap, or the manifest before this one. */
export const statementHash = (type: string, orgId: string, payload: string): string =>
  toBase64url(H('statement', type, fromBase64url(orgId), payload))
