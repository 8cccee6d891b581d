import { argon2 } from '../argon2.ts'
import { ImportError } from '../import-error.ts'
import { at, textAt } from '../json-values.ts'
import { limits } from '../limits.ts'

/** The outer shape of a password-protected export, as Bitwarden writes it. */
export const isPasswordProtected = (data: unknown): boolean =>
  at(data, 'encrypted') === true && at(data, 'passwordProtected') === true

/** An export that only the account opens whose key it was made with. */
export const isLockedToAccount = (data: unknown): boolean =>
  at(data, 'encrypted') === true && at(data, 'passwordProtected') !== true

/**
 * Opens a password-protected export and returns the JSON inside. PBKDF2-SHA-256 or Argon2id makes 32 bytes, HKDF-Expand
 * (RFC 5869) of those with "enc" and "mac" the two keys of AES-256-CBC and HMAC-SHA-256.
 * @throws ImportError 'wrong-password', 'too-costly', 'damaged', 'unsupported'
 */
export async function openExport(data: unknown, password: string): Promise<string> {
  if (password === '')
    throw new ImportError(
      'needs-password',
      'This Bitwarden file is protected with a password. Type the one that it was exported with.',
    )
  const stretched = await stretch(data, new TextEncoder().encode(password))
  const keys = { enc: await expand(stretched, 'enc'), mac: await expand(stretched, 'mac') }
  stretched.fill(0)
  const check = partsOf(textAt(data, 'encKeyValidation_DO_NOT_EDIT'))
  if (!(await isGenuine(check, keys.mac)))
    throw new ImportError(
      'wrong-password',
      'That password does not open this file. It is the password chosen for the export, not the one of the account.',
    )
  const sealed = partsOf(textAt(data, 'data'))
  if (!(await isGenuine(sealed, keys.mac))) throw damaged()
  return new TextDecoder('utf-8', { fatal: true }).decode(await decrypt(sealed, keys.enc))
}

const damaged = () => new ImportError('damaged', 'This Bitwarden file was changed or cut off. Export it again.')

type Bytes = Uint8Array<ArrayBuffer>

async function stretch(data: unknown, password: Bytes): Promise<Bytes> {
  const salt = new TextEncoder().encode(textAt(data, 'salt'))
  const rounds = Number(at(data, 'kdfIterations'))
  if (at(data, 'kdfType') === 1) {
    const hashed = new Uint8Array(await crypto.subtle.digest('SHA-256', salt))
    const memoryKiB = Number(at(data, 'kdfMemory')) * 1024
    const parallelism = Number(at(data, 'kdfParallelism'))
    const key = await argon2({
      type: 'argon2id',
      password,
      salt: hashed,
      memoryKiB,
      passes: rounds,
      parallelism,
      length: 32,
    })
    return new Uint8Array(key)
  }
  if (at(data, 'kdfType') !== 0)
    throw new ImportError(
      'unsupported',
      'This Bitwarden file is protected in a way that is newer than this Runkeep. Export it again as plain .json.',
    )
  if (!Number.isSafeInteger(rounds) || rounds < 1) throw damaged()
  if (rounds > limits.pbkdf2Rounds)
    throw new ImportError(
      'too-costly',
      `Opening this file takes ${rounds.toLocaleString('en')} rounds of PBKDF2, far more than Bitwarden uses.`,
    )
  const base = await crypto.subtle.importKey('raw', password, 'PBKDF2', false, ['deriveBits'])
  return new Uint8Array(
    await crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations: rounds }, base, 256),
  )
}

/** The first 32 bytes of HKDF-Expand: one block, HMAC(key, info ‖ 0x01). */
async function expand(key: Bytes, info: string): Promise<Bytes> {
  return new Uint8Array(
    await crypto.subtle.sign('HMAC', await hmacKey(key, 'sign'), new TextEncoder().encode(`${info}\u0001`)),
  )
}

const hmacKey = (key: Bytes, use: 'sign' | 'verify') =>
  crypto.subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, [use])

interface Sealed {
  iv: Bytes
  ciphertext: Bytes
  mac: Bytes
}

/** `2.iv|ciphertext|mac`: type 2 is AES-256-CBC with HMAC-SHA-256, the only one that such an export uses. */
function partsOf(written: string): Sealed {
  const [iv, ciphertext, mac] = /^2\.([^|]+)\|([^|]+)\|([^|]+)$/.exec(written)?.slice(1).map(fromBase64) ?? []
  if (iv?.length !== 16 || ciphertext === undefined || ciphertext.length % 16 !== 0 || mac?.length !== 32)
    throw damaged()
  return { iv, ciphertext, mac }
}

function fromBase64(text: string): Bytes | undefined {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
  } catch {
    return undefined
  }
}

async function isGenuine({ iv, ciphertext, mac }: Sealed, key: Bytes): Promise<boolean> {
  const signed = new Uint8Array(iv.length + ciphertext.length)
  signed.set(iv)
  signed.set(ciphertext, iv.length)
  return crypto.subtle.verify('HMAC', await hmacKey(key, 'verify'), mac, signed)
}

async function decrypt({ iv, ciphertext }: Sealed, key: Bytes): Promise<ArrayBuffer> {
  const opened = await crypto.subtle.importKey('raw', key, 'AES-CBC', false, ['decrypt'])
  return crypto.subtle.decrypt({ name: 'AES-CBC', iv }, opened, ciphertext)
}
