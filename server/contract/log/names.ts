import { H, fromBase64url, toBase64url } from '../crypto/verify.ts'
import { idBytes } from '../crypto/encoding.ts'

/**
 * What stands in the log for a collection's name. Everybody in the house reads the log, and not everybody may see every
 * collection: so it holds a salted hash, and whoever may see the collection is given name and salt to compare.
 * @param salt 16 random bytes, base64url.
 */
export const nameHash = (collectionId: string, salt: string, name: string): string =>
  toBase64url(H('name', idBytes(collectionId), fromBase64url(salt), name))
