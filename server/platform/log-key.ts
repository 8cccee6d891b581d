import { createPrivateKey, createPublicKey, sign } from 'node:crypto'
import { existsSync } from 'node:fs'
import { keyFromFile } from './key-file.ts'

/**
 * The server's own key, and the only one that it signs with: Ed25519 (RFC 8032), its seed in a file beside the database.
 * It opens nothing and speaks for nobody but this server. `access/checkpoints.ts` alone may use it.
 */
export interface LogKey {
  /** 32 bytes, base64url: by this name others know the key. */
  readonly publicKey: string
  /** @returns 64 bytes. */
  sign(message: Uint8Array): Uint8Array
}

/** The key in this file, made when there is none. Only for the process that has the data folder. */
export const logKeyIn = (file: string): LogKey => keyFrom(keyFromFile(file).key)

/** The same for a process beside the server, which may make none. */
export const findLogKey = (file: string): LogKey | undefined => (existsSync(file) ? logKeyIn(file) : undefined)

/** What stands before the 32 bytes of a seed in PKCS #8 (RFC 8410 §7). */
const pkcs8Start = Buffer.from('302e020100300506032b657004220420', 'hex')

function keyFrom(seed: Uint8Array): LogKey {
  const key = createPrivateKey({ key: Buffer.concat([pkcs8Start, seed]), format: 'der', type: 'pkcs8' })
  const { x } = createPublicKey(key).export({ format: 'jwk' })
  if (x === undefined) throw new Error('An Ed25519 key has an x')
  return { publicKey: x, sign: (message) => sign(null, message, key) }
}
