import { IntegrityError } from '#contract/crypto/errors.ts'

/** One-time codes (RFC 6238) from what a person pasted: `otpauth://totp/…`, or the secret in base32. */

export interface Codes {
  code: string
  next: string
  /** Until `next` takes over. */
  secondsLeft: number
  /** How long each lasts. */
  period: number
}

/**
 * Loaded when it is asked for: most people who unlock never look at a code.
 * @param now milliseconds since 1970. @throws IntegrityError for what is no secret of codes.
 */
export async function codesOf(secret: string, now: number): Promise<Codes> {
  const { Secret, TOTP, URI } = await import('otpauth')
  try {
    const text = secret.trim()
    const parsed = text.startsWith('otpauth:')
      ? URI.parse(text)
      : new TOTP({ secret: Secret.fromBase32(text.replace(/[\s-]/g, '').toUpperCase()) })
    if (!(parsed instanceof TOTP)) throw new Error('Codes that count are not codes by the clock')
    const { period } = parsed
    const periodMs = period * 1_000
    return {
      code: parsed.generate({ timestamp: now }),
      next: parsed.generate({ timestamp: now + periodMs }),
      secondsLeft: Math.ceil((periodMs - (now % periodMs)) / 1_000),
      period,
    }
  } catch (cause) {
    // What the library says may quote the secret.
    throw new IntegrityError('the secret is one of one-time codes', { cause: cause instanceof Error ? cause.name : '' })
  }
}
