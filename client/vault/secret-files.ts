import { v7 as uuidv7 } from 'uuid'
import { fileContext } from '#contract/crypto/contexts.ts'
import { insist } from '#contract/crypto/errors.ts'
import { fromBase64url, randomBytes, sodiumReady, toBase64url, wipe } from '#contract/crypto/sodium.ts'
import { openStream, sealedStreamLength, sealStream, streamTypes, type StreamBinding } from '#contract/crypto/stream.ts'
import { mostSealedFileBytes } from '#contract/sealed/fields.ts'
import type { Held, Organizations } from './organizations.ts'

/**
 * Files of a credential (CRYPTO.md §4). A file is kept as STREAM under a key of its own, made with it and used for nothing
 * else: its DEK. That key stands with name, type, size and digest in a sealed field of kind `file`, so whatever holds for
 * fields holds for files: reveals, leases for single fields, the author's manifest, sealing anew for another class or
 * collection. The content itself never has to be sealed again: another content is another file with another key.
 */

/** What the sealed field of a file says, as JSON. */
export interface SecretFile {
  v: 1
  name: string
  /** As the browser told it; for words on the screen. */
  type: string
  /** Of the content, in bytes. */
  size: number
  /** Id of the attachment that holds the STREAM. */
  attachment: string
  /** Of the STREAM, SHA-256, 32 bytes. */
  digest: string
  /** 16 bytes and 32 bytes. */
  dek: string
  key: string
}

export interface OpenedFile {
  name: string
  type: string
  content: Uint8Array
}

export function makeSecretFiles(organizations: Organizations) {
  /**
   * Seals a file for a document. Nothing is sent: `sealed` is for `addAttachment` under `attachment` as id and name, `text`
   * for a field of kind `file` in the next revision.
   * @throws RangeError for more than 10 MB.
   */
  async function sealFile(input: {
    organizationId: string
    documentId: string
    name: string
    type: string
    content: Uint8Array
  }): Promise<{ attachment: string; text: string; sealed: Uint8Array }> {
    await sodiumReady
    const held = organizations.of(input.organizationId)
    const { name, type, content } = input
    if (content.length > mostSealedFileBytes) throw new RangeError('A file of a credential has 10 MB at most')
    const attachment = uuidv7()
    const [dekId, key] = [randomBytes(16), randomBytes(32)]
    try {
      const about = { documentId: input.documentId, attachment, size: content.length }
      const sealed = await whole(
        sealStream(bindingOf(held, about, dekId, key), [content]),
        sealedStreamLength(content.length),
      )
      const file: SecretFile = {
        v: 1,
        name,
        type,
        size: content.length,
        attachment,
        digest: toBase64url(await sha256(sealed)),
        dek: toBase64url(dekId),
        key: toBase64url(key),
      }
      return { attachment, text: JSON.stringify(file), sealed }
    } finally {
      wipe(key)
    }
  }

  /**
   * Opens what `readAttachment` gave for a file, by its revealed field. Nothing comes out before all of it is checked.
   * @throws IntegrityError for other bytes, a part of them, more of them, or those of another file or document.
   */
  async function openFile(input: {
    organizationId: string
    documentId: string
    /** Of the revealed field, as the author sealed it. */
    text: string
    sealed: Uint8Array
  }): Promise<OpenedFile> {
    await sodiumReady
    const held = organizations.of(input.organizationId)
    const { name, type, size, attachment, digest, dek, key: written } = readSecretFile(input.text)
    const { documentId, sealed } = input
    insist(sealed.length === sealedStreamLength(size), 'a file is as long as its author said')
    insist(toBase64url(await sha256(sealed)) === digest, 'a file is the one that its author sealed')
    const key = fromBase64url(written)
    try {
      const binding = bindingOf(held, { documentId, attachment, size }, fromBase64url(dek), key)
      return { name, type, content: await whole(openStream(binding, [sealed]), size) }
    } finally {
      wipe(key)
    }
  }

  return { sealFile, openFile }
}

/** @throws IntegrityError for a field that has not the form of a file's. */
export function readSecretFile(text: string): SecretFile {
  let file: Partial<SecretFile> = {}
  try {
    file = JSON.parse(text) as Partial<SecretFile>
  } catch {
    // Said below.
  }
  const texts = [file.name, file.type, file.attachment, file.digest, file.dek, file.key]
  const { size } = file
  const isWhole = typeof size === 'number' && Number.isSafeInteger(size) && size >= 0 && size <= mostSealedFileBytes
  insist(file.v === 1 && isWhole && texts.every((each) => typeof each === 'string'), 'the field of a file has its form')
  return file as SecretFile
}

function bindingOf(
  { log }: Held,
  { documentId, attachment, size }: { documentId: string; attachment: string; size: number },
  dekId: Uint8Array,
  key: Uint8Array,
): StreamBinding {
  const orgId = fromBase64url(log.orgId)
  const context = fileContext({ orgId, documentId, dekId, attachmentId: attachment, length: size })
  return { type: streamTypes.attachment, keyId: dekId, key, context }
}

/** @param length of all pieces together. @throws IntegrityError where they have another. */
async function whole(pieces: AsyncIterable<Uint8Array>, length: number): Promise<Uint8Array> {
  const all = new Uint8Array(length)
  let at = 0
  for await (const piece of pieces) {
    insist(at + piece.length <= length, 'a file is no longer than it says')
    all.set(piece, at)
    at += piece.length
  }
  insist(at === length, 'a file is no shorter than it says')
  return all
}

const sha256 = async (bytes: Uint8Array): Promise<Uint8Array> =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>))
