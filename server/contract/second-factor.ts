import { z } from 'zod'
import { Session } from './accounts.ts'
import { endpoint } from './endpoint.ts'
import { bytes, Done, Instant, SessionId } from './values.ts'

/** Codes of RFC 6238 as every authenticator app makes them: SHA-1, 6 digits, 30 seconds. */
export const codeDigits = 6
export const recoveryCodeCount = 10

/** As somebody types it: a code from the app (`482 915`), or a recovery code; spaces and hyphens do not matter. */
export const TypedCode = z.string().trim().min(1, 'Enter the code').max(100, 'This is too long for a code')

/** Shown once. */
const RecoveryCodes = z.object({ recoveryCodes: z.array(z.string()).length(recoveryCodeCount) })

// --- Signing in ------------------------------------------------------------------------------------------------------

/** The second half of a sign-in whose first half answered with a ticket. A ticket makes one session, within minutes. */
export const enterSecondFactor = endpoint({
  method: 'POST',
  path: '/api/v1/sessions/second-factor',
  summary: 'Finish signing in with a code from the authenticator app, or a recovery code',
  input: z.strictObject({ ticket: bytes(32), code: TypedCode }),
  output: Session,
})

// --- One's own second factor -------------------------------------------------------------------------------------------

export const SecondFactorState = z.object({
  /** Absent while there is none. */
  enrolledAt: Instant.optional(),
  recoveryCodes: z.object({ left: z.int(), madeAt: Instant }).optional(),
  /** The organizations that ask it of this person, by name. */
  requiredBy: z.array(z.string()),
})
export type SecondFactorState = z.infer<typeof SecondFactorState>
export const mySecondFactor = endpoint({
  method: 'GET',
  path: '/api/v1/account/second-factor',
  summary: 'Whether a code is asked for when you sign in',
  input: z.strictObject({}),
  output: SecondFactorState,
})

/** Nothing changes until a code confirms it. Where there is a second factor already, that one stays until then. */
export const beginSecondFactor = endpoint({
  method: 'POST',
  path: '/api/v1/account/second-factor-enrolments',
  summary: 'Get a secret for an authenticator app; needs a fresh sign-in',
  input: z.strictObject({}),
  output: z.object({
    /** Base32, for typing. */
    secret: z.string(),
    /** `otpauth://totp/…`, for a QR code. */
    address: z.string(),
    expiresAt: Instant,
  }),
})

export const confirmSecondFactor = endpoint({
  method: 'PUT',
  path: '/api/v1/account/second-factor',
  summary: 'Turn the second factor on with a first code; all other sessions end',
  input: z.strictObject({ code: TypedCode }),
  output: RecoveryCodes,
})

export const endSecondFactor = endpoint({
  method: 'DELETE',
  path: '/api/v1/account/second-factor',
  summary: 'Turn the second factor off; needs a fresh sign-in, and all other sessions end',
  input: z.strictObject({}),
  output: Done,
})

export const makeRecoveryCodes = endpoint({
  method: 'POST',
  path: '/api/v1/account/recovery-codes',
  summary: 'Make new recovery codes in the place of the old ones; needs a fresh sign-in',
  input: z.strictObject({}),
  output: RecoveryCodes,
})

// --- One's own sessions ------------------------------------------------------------------------------------------------

export const MySession = z.object({
  id: SessionId,
  /** In words: `Firefox on Windows`. */
  device: z.string(),
  address: z.string(),
  startedAt: Instant,
  seenAt: Instant,
  /** The session that asks. */
  isThis: z.boolean(),
  /** The device signed in for the first time less than a week ago, and is not this account's first. */
  isNewDevice: z.boolean(),
})
export type MySession = z.infer<typeof MySession>
export const listMySessions = endpoint({
  method: 'GET',
  path: '/api/v1/account/sessions',
  summary: 'Where you are signed in',
  input: z.strictObject({}),
  output: z.object({ items: z.array(MySession) }),
})

export const endMySession = endpoint({
  method: 'DELETE',
  path: '/api/v1/account/sessions/:sessionId',
  summary: 'End one of your sessions',
  input: z.strictObject({ sessionId: SessionId }),
  output: Done,
})

export const endMyOtherSessions = endpoint({
  method: 'DELETE',
  path: '/api/v1/account/sessions',
  summary: 'End all of your sessions but this one',
  input: z.strictObject({}),
  output: z.object({ ended: z.int() }),
})
