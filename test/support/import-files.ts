import { argon2Sync, createCipheriv, createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { Consts, Credentials, CryptoEngine, Int64, Kdbx, KdbxUuid, ProtectedValue, VarDictionary } from 'kdbxweb'
import { BlobWriter, configure, TextReader, ZipWriter } from '@zip.js/zip.js/lib/zip-core-native.js'
import {
  readImport,
  type ImportReading,
  type ImportRequest,
} from '../../client/features/import-passwords/read-import.ts'
import type { ImportedItem } from '../../client/features/import-passwords/imported-item.ts'

configure({ useWebWorkers: false })

/** Files as other programs write them, made here: by kdbxweb, and for Bitwarden by Node's own cryptography. */

export const blobOf = (content: string | Uint8Array): Blob => new Blob([new Uint8Array(Buffer.from(content as string))])

/** Reads a file the way the page does; text or bytes. */
export const read = (content: string | Uint8Array | Blob, more: Partial<ImportRequest> = {}): Promise<ImportReading> =>
  readImport({ file: content instanceof Blob ? content : blobOf(content), password: '', ...more })

/** @throws Error where the file asks for a mapping */
export async function itemsIn(content: string | Uint8Array | Blob, more: Partial<ImportRequest> = {}) {
  const reading = await read(content, more)
  if (reading.is !== 'items') throw new Error('The file asks for a mapping')
  return reading
}

/** The refusal in its words; fails where the file is read. */
export async function refusal(
  content: string | Uint8Array | Blob,
  more: Partial<ImportRequest> = {},
): Promise<{ code: string; message: string }> {
  try {
    await read(content, more)
  } catch (error) {
    if (!(error instanceof Error)) throw error
    return { code: String(Reflect.get(error, 'code')), message: error.message }
  }
  throw new Error('It was read')
}

export const byTitle = (items: readonly ImportedItem[]): Record<string, ImportedItem> =>
  Object.fromEntries(items.map((item) => [item.title, item]))

// --- KeePass -------------------------------------------------------------------------------------------------------

export interface KdbxWish {
  version: 3 | 4
  kdf?: 'argon2d' | 'argon2id' | 'aes'
  cipher?: 'aes' | 'chacha20'
  password?: string | null
  keyFile?: Uint8Array
  fill?: (kdbx: Kdbx) => void | Promise<void>
  /** Overrules the small costs that keep tests quick. */
  memoryKiB?: number
}

/** Uses Node's Argon2, so that what hash-wasm makes of it is compared with another implementation. */
export async function aKdbx({
  version,
  kdf = 'argon2d',
  cipher = 'aes',
  password = 'demo',
  keyFile,
  fill,
  memoryKiB = 64,
}: KdbxWish): Promise<Uint8Array> {
  CryptoEngine.setArgon2Impl((message, salt, memory, passes, tagLength, parallelism, type) => {
    const name = type === CryptoEngine.Argon2TypeArgon2d ? 'argon2d' : 'argon2id'
    const hash = argon2Sync(name, {
      message: Buffer.from(message),
      nonce: Buffer.from(salt),
      memory,
      passes,
      parallelism,
      tagLength,
    })
    return Promise.resolve(new Uint8Array(hash).buffer)
  })
  const credentials = new Credentials(
    password === null ? null : ProtectedValue.fromString(password),
    keyFile && new Uint8Array(keyFile).buffer,
  )
  await credentials.ready
  const kdbx = Kdbx.create(credentials, 'Passwords')
  if (version === 3) {
    kdbx.setVersion(3)
    kdbx.header.keyEncryptionRounds = 100
  } else {
    kdbx.setKdf({ argon2d: Consts.KdfId.Argon2d, argon2id: Consts.KdfId.Argon2id, aes: Consts.KdfId.Aes }[kdf])
    if (cipher === 'chacha20') kdbx.header.dataCipherUuid = new KdbxUuid(Consts.CipherId.ChaCha20)
    if (kdf !== 'aes') kdbx.header.kdfParameters?.set('M', VarDictionary.ValueType.UInt64, new Int64(memoryKiB * 1024))
  }
  await fill?.(kdbx)
  return new Uint8Array(await kdbx.save())
}

export const secret = (text: string) => ProtectedValue.fromString(text)

/** The files that came with the task; `undefined` where they are not on this machine. */
export function demoFile(name: string): Buffer | undefined {
  const path = `/work/shared/data/keepass/${name}`
  return existsSync(path) ? readFileSync(path) : undefined
}

// --- Bitwarden -----------------------------------------------------------------------------------------------------

export interface BitwardenKdf {
  kdfType: number
  kdfIterations: number
  kdfMemory?: number
  kdfParallelism?: number
}

/** `.json (encrypted)` with "Password protected", after Bitwarden's description of it. */
export function protectedExport(inside: string, password: string, kdf: BitwardenKdf): Record<string, unknown> {
  const salt = randomBytes(16).toString('base64')
  const key = stretched(password, salt, kdf)
  const expand = (info: string) => createHmac('sha256', key).update(`${info}\u0001`).digest()
  const seal = (text: string) => {
    const iv = randomBytes(16)
    const cipher = createCipheriv('aes-256-cbc', expand('enc'), iv)
    const ciphertext = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
    const mac = createHmac('sha256', expand('mac')).update(iv).update(ciphertext).digest()
    return `2.${[iv, ciphertext, mac].map((part) => part.toString('base64')).join('|')}`
  }
  return {
    encrypted: true,
    passwordProtected: true,
    salt,
    kdfMemory: null,
    kdfParallelism: null,
    ...kdf,
    encKeyValidation_DO_NOT_EDIT: seal('b1e2d3c4-0000-4000-8000-000000000000'),
    data: seal(inside),
  }
}

function stretched(
  password: string,
  salt: string,
  { kdfType, kdfIterations, kdfMemory = 0, kdfParallelism = 0 }: BitwardenKdf,
): Buffer {
  if (kdfType === 0) return pbkdf2Sync(password, salt, kdfIterations, 32, 'sha256')
  return argon2Sync('argon2id', {
    message: Buffer.from(password),
    nonce: createHash('sha256').update(salt).digest(),
    memory: kdfMemory * 1024,
    passes: kdfIterations,
    parallelism: kdfParallelism,
    tagLength: 32,
  })
}

// --- Archives ------------------------------------------------------------------------------------------------------

export async function aZip(files: Readonly<Record<string, string>>): Promise<Blob> {
  const writer = new ZipWriter(new BlobWriter('application/zip'))
  for (const [name, content] of Object.entries(files)) await writer.add(name, new TextReader(content))
  return writer.close()
}
