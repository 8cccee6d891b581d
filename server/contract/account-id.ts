import type { AccountId } from './values.ts'

/**
 * A new account's id: a UUIDv7 in form, whose time bits are random too. At sign-in, addresses that nobody has get a
 * made-up id (ASSURANCE T25); an id that told when it was made would tell the real ones apart.
 */
export function newAccountId(): AccountId {
  return accountIdFrom(crypto.getRandomValues(new Uint8Array(16)))
}

/** @param random 16 bytes, of which version and variant (RFC 9562) take six bits. */
export function accountIdFrom(random: Uint8Array): AccountId {
  const hex = Array.from(random.subarray(0, 16), (byte, at) => {
    const kept = at === 6 ? (byte & 0x0f) | 0x70 : at === 8 ? (byte & 0x3f) | 0x80 : byte
    return kept.toString(16).padStart(2, '0')
  }).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5') as AccountId
}
