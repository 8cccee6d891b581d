import { Consts, Credentials, CryptoEngine, Kdbx, KdbxError, KdbxFormat, ProtectedValue } from 'kdbxweb'
import { argon2 } from '../argon2.ts'
import { ImportError } from '../import-error.ts'
import { guardUnpacking } from './guard-unpacking.ts'
import { refuseHeader } from './header.ts'

export interface KeePassKeys {
  password: string
  /** The bytes of the key file, where there is one. */
  keyFile?: Uint8Array
}

/**
 * Opens a KDBX file of format 3.1 or 4. An empty password beside a key file is tried both ways that KeePass knows: no
 * password at all, and the password that is empty.
 * @throws ImportError 'needs-password', 'wrong-password', 'wrong-key-file', 'too-costly', 'unsupported', 'damaged'
 */
export async function openKdbx(file: Uint8Array, { password, keyFile }: KeePassKeys): Promise<Kdbx> {
  refuseHeader(file)
  if (password === '' && keyFile === undefined)
    throw new ImportError('needs-password', 'Type the password of this KeePass file, or choose its key file, or both.')
  const passwords = password !== '' ? [password] : [undefined, '']
  for (const each of passwords) {
    const opened = await open(file, each, keyFile)
    if (opened) return opened
  }
  throw new ImportError('wrong-password', wrongKeyWords(password, keyFile))
}

/** A KeePass file does not say what it was locked with, so the words cannot either. */
function wrongKeyWords(password: string, keyFile: Uint8Array | undefined): string {
  if (keyFile === undefined)
    return 'That password does not open this file. If this KeePass file needs its key file too, choose it; otherwise check the password.'
  if (password === '')
    return 'That key file alone does not open this file. Type the password too, or choose another key file.'
  return 'That password and that key file do not open this file together. Check both; leave the key file out if the file has none.'
}

async function open(
  file: Uint8Array,
  password: string | undefined,
  keyFile: Uint8Array | undefined,
): Promise<Kdbx | undefined> {
  CryptoEngine.setArgon2Impl(stretch)
  const kdbx = new Kdbx()
  try {
    kdbx.credentials = new Credentials(
      password === undefined ? null : ProtectedValue.fromString(password),
      keyFile === undefined ? undefined : bufferOf(keyFile),
    )
    await kdbx.credentials.ready
  } catch {
    throw new ImportError(
      'wrong-key-file',
      'That is no key file of KeePass, or it is damaged. Choose the .key or .keyx file that belongs to this one.',
    )
  }
  try {
    const format = new KdbxFormat(kdbx)
    guardUnpacking(format)
    return await format.load(bufferOf(file))
  } catch (error) {
    if (error instanceof ImportError) throw error
    const code = error instanceof KdbxError ? error.code : undefined
    if (code === Consts.ErrorCodes.InvalidKey) return undefined
    if (code === Consts.ErrorCodes.Unsupported || code === Consts.ErrorCodes.InvalidVersion)
      throw new ImportError(
        'unsupported',
        'This KeePass file uses a cipher or key derivation that Runkeep does not know. Save it with AES or ChaCha20 and Argon2 or AES-KDF.',
      )
    // Whatever else it is quotes the file.
    throw new ImportError(
      'damaged',
      'This KeePass file is damaged or cut off: it was opened and could not be read. Try a copy or a backup of it.',
    )
  }
}

async function stretch(
  password: ArrayBuffer,
  salt: ArrayBuffer,
  memoryKiB: number,
  passes: number,
  length: number,
  parallelism: number,
  type: number,
  version: number,
): Promise<ArrayBuffer> {
  if (version !== 0x13)
    throw new ImportError(
      'unsupported',
      'This KeePass file uses Argon2 in its form of 2015. Open it in KeePass, save it, and choose it again.',
    )
  const answer = await argon2({
    type: type === CryptoEngine.Argon2TypeArgon2d ? 'argon2d' : 'argon2id',
    password: new Uint8Array(password),
    salt: new Uint8Array(salt),
    memoryKiB,
    passes,
    parallelism,
    length,
  })
  return bufferOf(answer)
}

/** A buffer of exactly these bytes: the library hashes buffers whole. */
export const bufferOf = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer
