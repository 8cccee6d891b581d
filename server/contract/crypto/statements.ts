import { H, T, idBytes, u32be, u64be, type Field } from './encoding.ts'
import { insist } from './errors.ts'
import { exactly } from './sodium.ts'

/**
 * The exact bytes that are signed or chained (CRYPTO.md §4 and §6). No key comes near this file. Every message starts
 * with its own label, so a signature for one purpose is worth nothing for another.
 */

/** Names that are not types of statements: their messages have their own fields. */
const reserved: readonly string[] = ['login', 'passphrase', 'wrap', 'checkpoint']

/**
 * What a person signs to state something in an organization.
 * @param type such as `reveal` or `member.add`.
 * @param orgId the organization's 32 bytes.
 * @param payload the exact UTF-8 JSON bytes, as sent and stored.
 */
export function statementMessage(type: string, orgId: Uint8Array, payload: Uint8Array | string): Uint8Array {
  insist(/^[a-z]+(\.[a-z]+)?$/.test(type) && !reserved.includes(type), 'a type of statement is a known kind of name')
  insist(orgId.length > 0 && payload.length > 0, 'a statement names its organization and says something')
  return T(`rk1/sig/${type}`, orgId, payload)
}

/** What is signed to sign in. Nothing in it can be used again: the server takes each challenge once. */
export type Login = {
  /** Of the page or of the server's address as the command line knows it, such as `https://vault.example`. */
  origin: string
  /** 32 bytes, from the server. */
  challenge: Uint8Array
  accountId: string
  /** An Instant. */
  ts: string
}

export function loginMessage({ origin, challenge, accountId, ts }: Login): Uint8Array {
  insist(origin.length > 0 && ts.length > 0, 'a login names its origin and time')
  return T('rk1/sig/login', origin, exactly(32, challenge, 'challenge'), idBytes(accountId), ts)
}

/** What the holder of the current passphrase signs to replace it. */
export type NewPassphrase = {
  accountId: string
  /** 32 bytes, of the new login key. */
  loginPublicKey: Uint8Array
  /** 16 bytes. */
  salt: Uint8Array
  profile: number
  /** The account key-encryption key under the new passphrase, as it will be stored. */
  sealedUak: Uint8Array
  /** An Instant. */
  ts: string
}

/** `T("rk1/sig/passphrase", accountId, loginPublicKey, salt, u32 profile, H("uak", sealedUak), ts)` */
export function passphraseChangeMessage(change: NewPassphrase): Uint8Array {
  insist(change.ts.length > 0, 'a passphrase change names its time')
  return T(
    'rk1/sig/passphrase',
    idBytes(change.accountId),
    exactly(32, change.loginPublicKey, 'login public key'),
    exactly(16, change.salt, 'salt'),
    u32be(change.profile),
    H('uak', change.sealedUak),
    change.ts,
  )
}

/** What comes before the first entry of a chain. */
export const chainStart = new Uint8Array(32)

/** An entry of a chain: its number from 1, the hash of the entry before it, and its exact bytes. */
export type ChainEntry = { seq: number; previous: Uint8Array; payload: Field }

/** `H("audit", u64 seq, prev, payload)`, 32 bytes. */
export function auditEntryHash({ seq, previous, payload }: ChainEntry): Uint8Array {
  return H('audit', u64be(seq), exactly(32, previous, 'previous hash'), payload)
}

/** `H("log", orgId, u64 seq, prev, payload)`, 32 bytes. */
export function logEntryHash({ orgId, seq, previous, payload }: ChainEntry & { orgId: Uint8Array }): Uint8Array {
  return H('log', exactly(32, orgId, 'orgId'), u64be(seq), exactly(32, previous, 'previous hash'), payload)
}

/** What the server signs to say how far the audit chain had come. */
export type ChainEnd = {
  /** Number of the newest entry. */
  size: number
  /** 32 bytes: the hash of that entry. */
  head: Uint8Array
  /** An Instant. */
  time: string
}

/** `T("rk1/sig/checkpoint", u64 size, head, time)` */
export function checkpointMessage({ size, head, time }: ChainEnd): Uint8Array {
  insist(size > 0 && time.length > 0, 'a checkpoint names its size and time')
  return T('rk1/sig/checkpoint', u64be(size), exactly(32, head, 'head'), time)
}
