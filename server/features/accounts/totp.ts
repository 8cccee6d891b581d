import { Secret, TOTP } from 'otpauth'
import { codeDigits } from '#contract/second-factor.ts'
import type { Instant } from '#contract/values.ts'

/** One-time codes, RFC 6238, with the parameters that every authenticator app has: SHA-1, 6 digits, 30 seconds. */
const parameters = { algorithm: 'SHA1', digits: codeDigits, period: 30 } as const

/** 160 bits, as RFC 4226 recommends. */
const secretBytes = 20

export const newSecret = (): Uint8Array => new Secret({ size: secretBytes }).bytes

/**
 * What an app is told: the secret in base32 for typing, and all of it as an address for a QR code.
 * @param host where the vault is: people keep accounts in several.
 */
export function tellApp(secret: Uint8Array, { email, host }: { email: string; host: string }) {
  const totp = new TOTP({ ...parameters, issuer: `Runkeep ${host}`, label: email, secret: secretOf(secret) })
  return { secret: totp.secret.base32, address: totp.toString() }
}

/**
 * @param code six digits.
 * @returns the number of the 30 seconds that the code belongs to, counted from 1970: those of now, or one before or
 * after; undefined for any other code.
 */
export function stepOfCode(secret: Uint8Array, code: string, now: Instant): number | undefined {
  const timestamp = Date.parse(now)
  const delta = TOTP.validate({ ...parameters, token: code, secret: secretOf(secret), timestamp, window: 1 })
  return delta === null ? undefined : TOTP.counter({ period: parameters.period, timestamp }) + delta
}

/** In a buffer of its own: what comes out of `Buffer.concat` may be a part of a larger one. */
const secretOf = (bytes: Uint8Array) => new Secret({ buffer: Uint8Array.from(bytes).buffer })
