import { signIn, startSignIn, type Session } from '#contract/accounts.ts'
import { Problem } from '#contract/problems.ts'
import { enterSecondFactor } from '#contract/second-factor.ts'
import type { Instant } from '#contract/values.ts'
import type { Keyring } from '../vault/keyring.ts'
import type { ProfilePins } from '../vault/profile-pins.ts'
import { stretchHere, type Stretch } from '../vault/stretch.ts'
import type { Connection } from './connection.ts'
import { UsageError } from './failures.ts'

interface Means {
  connection: Connection
  keyring: Keyring
  pins: ProfilePins
  /** Asks for the code of a second factor, or a recovery code; told why if the one before was not taken. */
  askForCode?: (fault?: string) => Promise<string>
  now?: () => Instant
  stretch?: Stretch
}

/**
 * Signs in as the browser does: the server's challenge is signed with a key that grows out of the passphrase, and the
 * passphrase goes nowhere. Where the account has a second factor, its code follows. Afterwards the keyring holds the
 * account's keys.
 */
export async function signInAs(person: { email: string; passphrase: string }, means: Means): Promise<Session> {
  const { connection, keyring, pins, now = clock, stretch = stretchHere, askForCode = nobodyToAsk } = means
  const { email, passphrase } = person
  const { accountId, salt, profile, challenge } = await connection.call(startSignIn, { email })
  const pinnedProfile = await pins.pinOf(accountId, email)
  const ts = now()
  const login = { origin: connection.origin, challenge, accountId, ts }
  const { signature } = await keyring.signLogin({ ...login, passphrase, salt, profile, pinnedProfile }, stretch)
  const answer = await connection.call(signIn, { ...login, signature })
  const session = 'secondFactor' in answer ? await withCode(connection, answer.ticket, askForCode) : answer
  await keyring.unlockAfterSignIn({
    salt: session.salt,
    profile: session.profile,
    loginPublicKey: session.loginPublicKey,
    sealedUak: session.sealedUak,
    sealedSeed: session.sealedSeed,
  })
  await pins.raise(accountId, email, profile)
  return session
}

const triesAtMost = 3

/** A slip of the finger is forgiven; the passphrase is not asked for again. */
async function withCode(
  connection: Connection,
  ticket: string,
  askForCode: NonNullable<Means['askForCode']>,
): Promise<Session> {
  let fault: string | undefined
  for (let tries = 1; ; tries += 1) {
    const code = await askForCode(fault)
    try {
      return await connection.call(enterSecondFactor, { ticket, code })
    } catch (error) {
      const isWrong = error instanceof Problem && error.code === 'second-factor-failed'
      if (!isWrong || tries === triesAtMost) throw error
      fault = error.facts.errors?.[0]?.detail ?? error.message
    }
  }
}

const clock = () => new Date().toISOString() as Instant
const nobodyToAsk = () =>
  Promise.reject(new UsageError('This account has a second factor, and there is no terminal to ask for its code.'))
