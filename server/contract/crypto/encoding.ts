import { insist } from './errors.ts'
import { bytes, hash, keyedHash } from './sodium.ts'

/**
 * How values become the bytes that are hashed, signed and authenticated (CRYPTO.md §2). Everything goes through
 * {@link T}, which is injective: two different lists of fields never give the same bytes.
 */

/** A field is bytes, or text that stands for its UTF-8 bytes. Ids go in as the 16 bytes of {@link idBytes}, never as text. */
export type Field = Uint8Array | string

/** `u32be(number of fields)`, then for the label and each field `u32be(length)` and the bytes. */
export function T(label: string, ...fields: Field[]): Uint8Array {
  insist(label.length > 0, 'a label is not empty')
  const parts = [utf8(label)]
  let length = 4 + 4 + (parts[0] as Uint8Array).length
  for (const field of fields) {
    const part = typeof field === 'string' ? utf8(field) : bytes(field, 'field')
    parts.push(part)
    length += 4 + part.length
  }
  // Written in one go: everything that is signed, hashed or sealed comes through here.
  const out = new Uint8Array(length)
  const view = new DataView(out.buffer)
  view.setUint32(0, parts.length)
  let at = 4
  for (const part of parts) {
    view.setUint32(at, part.length)
    out.set(part, at + 4)
    at += 4 + part.length
  }
  return out
}

/** Derives a key of 32 bytes for one purpose. @param key exactly 32 bytes. */
export function KDF(key: Uint8Array, label: string, ...context: Field[]): Uint8Array {
  return keyedHash(32, T(`rk1/kdf/${label}`, ...context), key)
}

/** Hashes to 32 bytes for one purpose. */
export function H(label: string, ...fields: Field[]): Uint8Array {
  return hash(32, T(`rk1/h/${label}`, ...fields))
}

const encoder = new TextEncoder()

/** Well-formed text only: a lone surrogate would be replaced, and two texts would share their bytes. */
export function utf8(text: string): Uint8Array {
  insist(typeof text === 'string' && text.isWellFormed(), 'text is well-formed Unicode')
  return encoder.encode(text)
}

/** The reverse of {@link utf8}. @throws IntegrityError where the bytes are not UTF-8. */
export function textOf(content: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content)
  } catch {
    insist(false, 'text is UTF-8')
  }
}

/** The 16 bytes of a UUID written in lower case. */
export function idBytes(id: string): Uint8Array {
  insist(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id), 'an id is a UUID in lower case')
  return Uint8Array.from(id.replaceAll('-', '').match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}

export function u8(value: number): Uint8Array {
  insist(Number.isInteger(value) && value >= 0 && value <= 0xff, 'a number fits one byte')
  return Uint8Array.of(value)
}

export function u32be(value: number): Uint8Array {
  insist(Number.isInteger(value) && value >= 0 && value <= 0xffff_ffff, 'a number fits four bytes')
  const out = new Uint8Array(4)
  new DataView(out.buffer).setUint32(0, value)
  return out
}

/** @param value a safe integer: far more than the entries any log will hold. */
export function u64be(value: number): Uint8Array {
  insist(Number.isSafeInteger(value) && value >= 0, 'a number is a safe integer')
  const out = new Uint8Array(8)
  new DataView(out.buffer).setBigUint64(0, BigInt(value))
  return out
}

export function concat(...parts: Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}
