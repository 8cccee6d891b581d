import {
  identityFrom,
  loginKeyPair,
  masterKey,
  noAccountKey,
  unlockKey,
  wipeIdentity,
  type AccountKeys,
  type Identity,
  type PassphraseChange,
} from '#contract/crypto/keys.ts'
import { PassphraseError, insist } from '#contract/crypto/errors.ts'
import { passphraseBytes } from '#contract/crypto/passphrase.ts'
import { acceptProfile, floorProfile, type KdfProfile } from '#contract/crypto/profiles.ts'
import {
  exactly,
  fromBase64url,
  isSame,
  randomBytes,
  sign,
  sodiumReady,
  toBase64url,
  wipe,
  type KeyPair,
} from '#contract/crypto/sodium.ts'
import { loginMessage, passphraseChangeMessage } from '#contract/crypto/statements.ts'
import { openDraft as openDraftOf, sealDraft as sealDraftOf, type DraftOf } from './sealed-drafts.ts'
import { UakDoesNotOpen, openKeys, sealSeed, sealUak, type SealedKeys } from './sealed-keys.ts'
import type { Stretch } from './stretch.ts'
import { LockedMeanwhile } from './vault-errors.ts'

/**
 * The keyring: the one holder of a person's keys, and pure, so that the same code runs in a browser's Worker, on the
 * command line and in tests. It holds one account at a time. Byte strings in and out are base64url; ids are UUIDs.
 */

export type NewAccountInput = { accountId: string; passphrase: string; profile: number }

export type LoginInput = {
  /** Where the person believes to be: of the page itself, or the address given on the command line. */
  origin: string
  challenge: string
  accountId: string
  ts: string
  passphrase: string
  salt: string
  profile: number
  /** The highest profile this device has seen for the account; `floorProfile` where it has seen none. */
  pinnedProfile: number
}

export type UnlockInput = { accountId: string; passphrase: string; pinnedProfile: number; keys: SealedKeys }

export type ChangeInput = UnlockInput & { newPassphrase: string; newProfile: number; ts: string }

export type DraftInput = DraftOf & { text: string }
export type SealedDraft = DraftOf & { sealed: string }

/** The public half of an unlocked account, to compare with what others are told about it. */
export type Unlocked = { accountId: string; encPublicKey: string; signPublicKey: string }

export type Keyring = ReturnType<typeof makeKeyring>

/** What an unlocked account signs, opens and seals with. Nobody keeps it: it is wiped on lock. */
export type Opened = { accountId: string; uak: Uint8Array; identity: Identity }

/** Deeds that need the passphrase are told how to stretch it: in this thread, or in one that ends afterwards. */
export function makeKeyring() {
  /** Signed in with, and waiting for the sealed keys that come after the second factor. */
  let pending: (Derived & { salt: string; profile: number; accountId: string }) | undefined
  let open: Opened | undefined
  const dependents = new Set<() => void>()
  /** Public, and kept while locked: tells a mistyped passphrase from keys that were tampered with. */
  let lastLogin: { accountId: string; publicKey: Uint8Array } | undefined
  let locks = 0

  /** Whose keys are at hand; nobody's while locked. */
  const unlockedAccount = (): string | undefined => open?.accountId

  /** Whether there is anything that {@link lock} would destroy. */
  const holdsKeys = (): boolean => open !== undefined || pending !== undefined

  /** @throws LockedMeanwhile while nobody's keys are at hand. */
  function opened(): Opened {
    if (!open) throw new LockedMeanwhile('The vault is locked')
    return open
  }

  /** Told whenever the keys go: whatever was opened with them goes too. */
  const onDrop = (told: () => void): void => void dependents.add(told)

  /** Zeroes every key. What was being derived meanwhile comes to nothing. */
  function lock(): void {
    locks += 1
    dropKeys()
  }

  /**
   * Makes the keys of a new account, and leaves the keyring unlocked for it.
   * @throws PassphraseError for a passphrase that is too short.
   */
  async function makeAccount(input: NewAccountInput, stretch: Stretch): Promise<AccountKeys> {
    await sodiumReady
    const { accountId, passphrase } = input
    const profile = acceptProfile(input.profile, floorProfile)
    const salt = randomBytes(16)
    const derived = await derive({ accountId, passphrase, salt, profile }, stretch)
    try {
      const [uak, seed] = [randomBytes(32), randomBytes(32)]
      const sealedUak = sealUak({ accountId, profile, salt }, derived.unlockKey, uak)
      const sealedSeed = sealSeed(accountId, uak, seed)
      const { encPublicKey, signPublicKey } = hold(accountId, uak, seed, derived)
      return {
        salt: toBase64url(salt),
        profile,
        loginPublicKey: toBase64url(derived.login.publicKey),
        sealedUak: toBase64url(sealedUak),
        sealedSeed: toBase64url(sealedSeed),
        encPublicKey,
        signPublicKey,
      }
    } finally {
      wipeDerived(derived)
    }
  }

  /**
   * Signs the server's challenge, and keeps what {@link unlockAfterSignIn} needs. The passphrase goes nowhere.
   * @throws IntegrityError before any work when the server names a weaker profile than this device has seen.
   */
  async function signLogin(input: LoginInput, stretch: Stretch): Promise<{ signature: string }> {
    await sodiumReady
    const { accountId, passphrase } = input
    const profile = acceptProfile(input.profile, input.pinnedProfile)
    const salt = exactly(16, fromBase64url(input.salt), 'salt')
    const message = loginMessage({ ...input, challenge: fromBase64url(input.challenge) })
    const derived = await derive({ accountId, passphrase, salt, profile }, stretch)
    // Somebody who signs in once more, as some deeds ask for, stays unlocked while the code is looked for.
    if (open?.accountId === accountId) dropPending()
    else dropKeys()
    pending = { ...derived, accountId, profile, salt: input.salt }
    return { signature: toBase64url(sign(message, derived.login.privateKey)) }
  }

  /**
   * Opens the keys that the server gives after {@link signLogin}.
   * @throws IntegrityError for keys that are not this account's: the server took the signature, so it is not the
   * passphrase that is wrong.
   */
  async function unlockAfterSignIn(keys: SealedKeys): Promise<Unlocked> {
    await sodiumReady
    if (!pending) throw new LockedMeanwhile('Sign in again: the keys were locked meanwhile')
    const { accountId, profile, salt } = pending
    try {
      insist(keys.profile === profile && keys.salt === salt, 'the keys belong to this sign-in')
      insist(isLoginKey(keys.loginPublicKey, pending.login), 'the login key is the one that signed in')
      const { uak, seed } = openKeys(accountId, keys, pending.unlockKey)
      return hold(accountId, uak, seed, pending)
    } catch (error) {
      dropKeys()
      throw error
    }
  }

  /**
   * Opens the keys of a session that is live but locked. Nothing is sent.
   * @throws PassphraseError where the passphrase is not the one, IntegrityError where the keys are not.
   */
  async function unlock(input: UnlockInput, stretch: Stretch): Promise<Unlocked> {
    await sodiumReady
    const { accountId, passphrase, keys } = input
    const salt = exactly(16, fromBase64url(keys.salt), 'salt')
    const profile = acceptProfile(keys.profile, input.pinnedProfile)
    const derived = await derive({ accountId, passphrase, salt, profile }, stretch)
    try {
      const { uak, seed } = openedBy(accountId, keys, derived)
      return hold(accountId, uak, seed, derived)
    } finally {
      wipeDerived(derived)
    }
  }

  /**
   * Seals the account's key anew. Nothing else moves: it stays the same key, and the keyring as it was.
   * @throws PassphraseError for a wrong current passphrase and for a new one that is too short or the same.
   */
  async function changePassphrase(input: ChangeInput, stretch: Stretch): Promise<PassphraseChange> {
    await sodiumReady
    const { accountId, keys, ts } = input
    const salt = exactly(16, fromBase64url(keys.salt), 'salt')
    const profile = acceptProfile(keys.profile, input.pinnedProfile)
    const newProfile = acceptProfile(input.newProfile, Math.max(profile, input.pinnedProfile))
    refuseTheSame(input.passphrase, input.newPassphrase)
    const current = await derive({ accountId, passphrase: input.passphrase, salt, profile }, stretch)
    let uak: Uint8Array | undefined
    let next: Derived | undefined
    try {
      const before = openedBy(accountId, keys, current)
      uak = before.uak
      wipe(before.seed)
      const newSalt = randomBytes(16)
      const newFrom = { accountId, passphrase: input.newPassphrase, salt: newSalt, profile: newProfile }
      next = await derive(newFrom, stretch)
      const sealedUak = sealUak({ accountId, profile: newProfile, salt: newSalt }, next.unlockKey, uak)
      const { publicKey: loginPublicKey } = next.login
      const change = { accountId, loginPublicKey, salt: newSalt, profile: newProfile, sealedUak, ts }
      if (lastLogin?.accountId === accountId) lastLogin = undefined
      return {
        salt: toBase64url(newSalt),
        profile: newProfile,
        loginPublicKey: toBase64url(loginPublicKey),
        sealedUak: toBase64url(sealedUak),
        proof: toBase64url(sign(passphraseChangeMessage(change), current.login.privateKey)),
      }
    } finally {
      wipeDerived(current)
      if (next) wipeDerived(next)
      if (uak) wipe(uak)
    }
  }

  /**
   * Seals what somebody is writing, for this device.
   * @throws LockedMeanwhile while the account's keys are not at hand.
   */
  async function sealDraft({ text, ...of }: DraftInput): Promise<{ sealed: string }> {
    await sodiumReady
    return { sealed: sealDraftOf(of, uakOf(of.accountId), text) }
  }

  /** @throws LockedMeanwhile as {@link sealDraft}, IntegrityError for what was not sealed as this draft at that time. */
  async function openDraft({ sealed, ...of }: SealedDraft): Promise<{ text: string }> {
    await sodiumReady
    return { text: openDraftOf(of, uakOf(of.accountId), sealed) }
  }

  function uakOf(accountId: string): Uint8Array {
    if (open?.accountId !== accountId) throw new LockedMeanwhile('The vault is locked for this account')
    return open.uak
  }

  /** The slow step, and everything that follows from it at once. */
  async function derive(from: DeriveFrom, stretch: Stretch): Promise<Derived> {
    const locksBefore = locks
    wipe(passphraseBytes(from.passphrase)) // refuses a short one before anything slow begins
    const stretched = await stretch(from)
    try {
      if (locks !== locksBefore) throw new LockedMeanwhile('Locked while the passphrase was being worked on')
      const master = masterKey(stretched, noAccountKey, from.accountId, from.profile)
      const derived = { unlockKey: unlockKey(master), login: loginKeyPair(master) }
      wipe(master)
      return derived
    } finally {
      wipe(stretched)
    }
  }

  /**
   * As {@link openKeys}, for a passphrase that nobody has checked yet. Which login key grows out of it tells a mistyped
   * one, which the server cannot know about, from keys that were tampered with.
   */
  function openedBy(accountId: string, keys: SealedKeys, derived: Derived) {
    const isAsStated = isLoginKey(keys.loginPublicKey, derived.login)
    const isAsBefore = lastLogin?.accountId === accountId && isSame(lastLogin.publicKey, derived.login.publicKey)
    const opened = attempt()
    if (isAsStated) return opened
    wipe(opened.uak, opened.seed)
    insist(false, 'the login key belongs to the keys')

    function attempt() {
      try {
        return openKeys(accountId, keys, derived.unlockKey)
      } catch (error) {
        if (isAsStated || isAsBefore || !(error instanceof UakDoesNotOpen)) throw error
        throw new PassphraseError('wrong')
      }
    }
  }

  function hold(accountId: string, uak: Uint8Array, seed: Uint8Array, derived: Derived): Unlocked {
    const identity = identityFrom(seed)
    wipe(seed)
    dropKeys()
    open = { accountId, uak, identity }
    lastLogin = { accountId, publicKey: derived.login.publicKey }
    return {
      accountId,
      encPublicKey: toBase64url(identity.enc.publicKey),
      signPublicKey: toBase64url(identity.sign.publicKey),
    }
  }

  function dropPending(): void {
    if (pending) wipeDerived(pending)
    pending = undefined
  }

  function dropKeys(): void {
    dropPending()
    if (open) {
      wipe(open.uak)
      wipeIdentity(open.identity)
    }
    open = undefined
    for (const told of dependents) told()
  }

  return {
    unlockedAccount,
    holdsKeys,
    opened,
    onDrop,
    lock,
    makeAccount,
    signLogin,
    unlockAfterSignIn,
    unlock,
    changePassphrase,
    sealDraft,
    openDraft,
  }
}

type DeriveFrom = { accountId: string; passphrase: string; salt: Uint8Array; profile: KdfProfile }
type Derived = { unlockKey: Uint8Array; login: KeyPair }

const isLoginKey = (stated: string, { publicKey }: KeyPair): boolean =>
  isSame(exactly(32, fromBase64url(stated), 'login public key'), publicKey)

function refuseTheSame(passphrase: string, newPassphrase: string): void {
  const [current, next] = [passphraseBytes(passphrase), passphraseBytes(newPassphrase)]
  const same = isSame(current, next)
  wipe(current, next)
  if (same) throw new PassphraseError('unchanged')
}

function wipeDerived({ unlockKey, login }: Derived): void {
  wipe(unlockKey, login.privateKey)
}
