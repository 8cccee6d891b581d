import { signIn, startSignIn, type Session } from '#contract/accounts.ts'
import type { Instant } from '#contract/values.ts'
import type { Keyring } from '../vault/keyring.ts'
import type { ProfilePins } from '../vault/profile-pins.ts'
import { stretchHere, type Stretch } from '../vault/stretch.ts'
import type { Connection } from './connection.ts'

/**
 * Signs in as the browser does: the server's challenge is signed with a key that grows out of the passphrase, and the
 * passphrase goes nowhere. Afterwards the keyring holds the account's keys.
 */
export async function signInAs(
  person: { email: string; passphrase: string },
  {
    connection,
    keyring,
    pins,
    now = () => new Date().toISOString() as Instant,
    stretch = stretchHere,
  }: { connection: Connection; keyring: Keyring; pins: ProfilePins; now?: () => Instant; stretch?: Stretch },
): Promise<Session> {
  const { email, passphrase } = person
  const { accountId, salt, profile, challenge } = await connection.call(startSignIn, { email })
  const pinnedProfile = await pins.pinOf(accountId, email)
  const ts = now()
  const login = { origin: connection.origin, challenge, accountId, ts }
  const { signature } = await keyring.signLogin({ ...login, passphrase, salt, profile, pinnedProfile }, stretch)
  const session = await connection.call(signIn, { ...login, signature })
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
