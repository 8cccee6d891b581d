import { createHash } from 'node:crypto'
import {
  identityFrom,
  loginKeyPair,
  masterKey,
  noAccountKey,
  unlockKey,
  type AccountKeys,
  type Identity,
} from '#contract/crypto/keys.ts'
import { acceptProfile } from '#contract/crypto/profiles.ts'
import { fromBase64url, randomBytes, sign, sodiumReady, toBase64url } from '#contract/crypto/sodium.ts'
import { loginMessage, passphraseChangeMessage } from '#contract/crypto/statements.ts'
import { stretchHere } from '../../client/vault/stretch.ts'
import { sealSeed, sealUak, type SealedKeys } from '../../client/vault/sealed-keys.ts'

/**
 * Keys of the cast, so that a test can sign in without Argon2id. They are real in every way but one: `W`, which a
 * passphrase would be stretched to, is a hash of the name. So these accounts have no passphrase; a test that needs one
 * makes an account with the keyring. The same name always gets the same id, salt and key pairs; only what is sealed has
 * new nonces in each run.
 */
export const castWithKeys = [
  'mara',
  'jonas',
  'ines',
  'anton',
  'rosa',
  'tariq',
  'xenia',
  'priya',
  'marcus',
  'lena',
  'owen',
] as const
export type Keyholder = (typeof castWithKeys)[number]

const profile = 1

await sodiumReady

export type TestKeys = { accountId: string; keys: AccountKeys }

const made = new Map<string, ReturnType<typeof make>>()

/** What the account would have sent to the server; insert it as it is. Any name works, the cast's are only usual. */
export function keysOf(name: Keyholder | (string & {})): TestKeys {
  const { accountId, keys } = of(name)
  return { accountId, keys }
}

/** The identity itself, private keys and all: seals to, opens and signs as its owner. Not to be wiped. */
export function identityOf(name: Keyholder | (string & {})): { accountId: string; epoch: number; identity: Identity } {
  const { accountId, identity } = of(name)
  return { accountId, epoch: 1, identity }
}

/** The same id for the same thing in every run: a UUIDv7 of 1 March 2026. */
export const steadyId = (what: string): string => idFrom(bytesFor(what, 'id'))
/** 32 bytes that are the same in every run. */
export const steadyBytes = (what: string): Uint8Array => bytesFor(what, 'bytes')

/** What the server gives back to the owner. */
export function sealedKeysOf(name: Keyholder | (string & {})): SealedKeys {
  const { salt, profile, loginPublicKey, sealedUak, sealedSeed } = of(name).keys
  return { salt, profile, loginPublicKey, sealedUak, sealedSeed }
}

/** Signs the challenge of a sign-in. @param challenge base64url. @returns base64url, as `signIn` wants it. */
export function signLoginAs(
  name: Keyholder | (string & {}),
  login: { origin: string; challenge: string; ts: string; accountId?: string },
): string {
  const { accountId, login: pair } = of(name)
  const message = loginMessage({ accountId, ...login, challenge: fromBase64url(login.challenge) })
  return toBase64url(sign(message, pair.privateKey))
}

/**
 * Everything that `PUT /account/passphrase` wants from somebody who changes from the name's keys to those of another.
 * @param next any other name: its login key and salt become the account's.
 */
export function passphraseChangeAs(name: Keyholder | (string & {}), next: string, ts: string) {
  const current = of(name)
  const derived = deriveFor(next, current.accountId)
  const sealedUak = sealUak(
    { accountId: current.accountId, profile, salt: derived.salt },
    derived.unlockKey,
    current.uak,
  )
  const message = passphraseChangeMessage({
    accountId: current.accountId,
    loginPublicKey: derived.login.publicKey,
    salt: derived.salt,
    profile,
    sealedUak,
    ts,
  })
  return {
    salt: toBase64url(derived.salt),
    profile,
    loginPublicKey: toBase64url(derived.login.publicKey),
    sealedUak: toBase64url(sealedUak),
    ts,
    proof: toBase64url(sign(message, current.login.privateKey)),
    /** Signs in with the new keys once the change has been made. */
    signLogin: (login: { origin: string; challenge: string; ts: string }): string => {
      const { accountId } = current
      return toBase64url(
        sign(
          loginMessage({ ...login, accountId, challenge: fromBase64url(login.challenge) }),
          derived.login.privateKey,
        ),
      )
    },
  }
}

/**
 * Keys of somebody with a real passphrase, stretched with the floor's profile, and the identity in them: what a keyring
 * makes and keeps to itself.
 */
export async function keysWithPassphrase(accountId: string, passphrase: string) {
  const salt = randomBytes(16)
  const stretched = await stretchHere({ passphrase, salt, profile: acceptProfile(profile, profile) })
  const master = masterKey(stretched, noAccountKey, accountId, profile)
  const [uak, seed] = [randomBytes(32), randomBytes(32)]
  const identity = identityFrom(seed)
  const keys: AccountKeys = {
    salt: toBase64url(salt),
    profile,
    loginPublicKey: toBase64url(loginKeyPair(master).publicKey),
    sealedUak: toBase64url(sealUak({ accountId, profile, salt }, unlockKey(master), uak)),
    sealedSeed: toBase64url(sealSeed(accountId, uak, seed)),
    encPublicKey: toBase64url(identity.enc.publicKey),
    signPublicKey: toBase64url(identity.sign.publicKey),
  }
  return { keys, identity }
}

function of(name: string) {
  const known = made.get(name) ?? make(name)
  made.set(name, known)
  return known
}

function make(name: string) {
  const accountId = idFrom(bytesFor(name, 'id'))
  const derived = deriveFor(name, accountId)
  const [uak, seed] = [bytesFor(name, 'uak'), bytesFor(name, 'seed')]
  const identity = identityFrom(seed)
  const keys: AccountKeys = {
    salt: toBase64url(derived.salt),
    profile,
    loginPublicKey: toBase64url(derived.login.publicKey),
    sealedUak: toBase64url(sealUak({ accountId, profile, salt: derived.salt }, derived.unlockKey, uak)),
    sealedSeed: toBase64url(sealSeed(accountId, uak, seed)),
    encPublicKey: toBase64url(identity.enc.publicKey),
    signPublicKey: toBase64url(identity.sign.publicKey),
  }
  return { ...derived, accountId, uak, keys, identity }
}

function deriveFor(name: string, accountId: string) {
  const master = masterKey(bytesFor(name, 'stretched'), noAccountKey, accountId, profile)
  const salt = bytesFor(name, 'salt').slice(0, 16)
  return { salt, login: loginKeyPair(master), unlockKey: unlockKey(master) }
}

const bytesFor = (name: string, what: string): Uint8Array =>
  new Uint8Array(createHash('sha256').update(`runkeep test ${what} of ${name}`).digest())

/** A UUIDv7 of 1 March 2026, 00:00 UTC. */
function idFrom(random: Uint8Array): string {
  const hex = Buffer.from(random).toString('hex')
  const variant = '89ab'[(random[8] ?? 0) & 3] ?? '8'
  return `019ca6b1-dc00-7${hex.slice(0, 3)}-${variant}${hex.slice(3, 6)}-${hex.slice(6, 18)}`
}
