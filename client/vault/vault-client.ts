import type { AccountKeys, PassphraseChange } from '#contract/crypto/keys.ts'
import { defaultProfile } from '#contract/crypto/profiles.ts'
import type { ChangeInput, DraftInput, LoginInput, SealedDraft, UnlockInput, Unlocked } from './keyring.ts'
import { makeProfilePins } from './profile-pins.ts'
import type { SealedKeys } from './sealed-keys.ts'
import { fromWire } from './vault-errors.ts'
import type {
  Abandon,
  AnswerOf,
  CoreDeed,
  Deed,
  FromVault,
  InputOf,
  LockCause,
  Presence,
  Request,
  StretchingDeed,
  VaultState,
} from './vault-protocol.ts'

/** The page's side of the vault: promises, the pins of this device, and what to tell the screen. Holds no keys. */

/** A Worker that stretches passphrases, ended as soon as the request is over. */
export type Stretcher = { port: MessagePort; failed: Promise<never>; end: () => void }

/** Everything that differs between a browser and a test. */
export type VaultParts = {
  port: MessagePort
  startStretcher: () => Stretcher
  storage: Pick<Storage, 'getItem' | 'setItem'>
}

/** An e-mail address beside the account it belongs to, for the pins. */
type Addressed = { email: string }

export type VaultClient = ReturnType<typeof makeVaultClient>

export function makeVaultClient({ port, startStretcher, storage }: VaultParts) {
  const pins = makeProfilePins(storage)
  const waiting = new Map<number, { resolve: (answer: unknown) => void; reject: (error: Error) => void }>()
  const watchers = new Set<() => void>()
  const lastDeeds = new Set<() => unknown>()
  let state: VaultState = { is: 'locked', cause: 'never opened' }
  let lastId = 0
  let brokenBy: Error | undefined
  /** Whom the sign-in that is under way is for, until its keys have opened. */
  let signingIn: { accountId: string; email: string } | undefined

  port.onmessage = ({ data }: MessageEvent<FromVault>) => {
    if ('state' in data) return take(data.state)
    const asked = waiting.get(data.id)
    waiting.delete(data.id)
    if ('error' in data) asked?.reject(fromWire(data.error))
    else asked?.resolve(data.answer)
  }

  /** Makes the keys of a new account and unlocks the vault for it. The answer is what to send. */
  async function makeAccount(input: { accountId: string; passphrase: string } & Addressed): Promise<AccountKeys> {
    const { accountId, passphrase, email } = input
    const keys = await stretching('makeAccount', { accountId, passphrase, profile: defaultProfile })
    await pins.raise(accountId, email, keys.profile)
    return keys
  }

  /** Signs the server's challenge for this page's origin; {@link unlockAfterSignIn} with the session's answer follows. */
  async function signLogin(
    input: Omit<LoginInput, 'origin' | 'pinnedProfile'> & Addressed,
  ): Promise<{ signature: string }> {
    const { email, ...login } = input
    const pinnedProfile = await pins.pinOf(login.accountId, email)
    const signed = await stretching('signLogin', { ...login, pinnedProfile })
    signingIn = { accountId: login.accountId, email }
    return signed
  }

  async function unlockAfterSignIn(keys: SealedKeys): Promise<Unlocked> {
    const unlocked = await ask('unlockAfterSignIn', sealedOnly(keys))
    if (signingIn?.accountId === unlocked.accountId) await pins.raise(unlocked.accountId, signingIn.email, keys.profile)
    signingIn = undefined
    return unlocked
  }

  /** For a session that is live but locked. @throws PassphraseError where the passphrase is not the one. */
  async function unlock(input: Omit<UnlockInput, 'pinnedProfile'> & Addressed): Promise<Unlocked> {
    const { accountId, passphrase, email, keys } = input
    const pinnedProfile = await pins.pinOf(accountId, email)
    const unlocked = await stretching('unlock', { accountId, passphrase, pinnedProfile, keys: sealedOnly(keys) })
    await pins.raise(accountId, email, keys.profile)
    return unlocked
  }

  /** The answer is what to send, with the same `ts`. @throws PassphraseError for either of the two passphrases. */
  async function changePassphrase(
    input: Omit<ChangeInput, 'pinnedProfile' | 'newProfile'> & Addressed,
  ): Promise<PassphraseChange> {
    const { email, keys, ...rest } = input
    const pinnedProfile = await pins.pinOf(rest.accountId, email)
    const newProfile = Math.max(defaultProfile, pinnedProfile, keys.profile)
    return stretching('changePassphrase', { ...rest, keys: sealedOnly(keys), pinnedProfile, newProfile })
  }

  /** Seals what somebody is writing, for this device. @throws LockedMeanwhile while locked. */
  async function sealDraft(input: DraftInput): Promise<string> {
    return (await ask('sealDraft', input)).sealed
  }

  /** @throws LockedMeanwhile while locked, IntegrityError for anything that is not this draft. */
  async function openDraft(input: SealedDraft): Promise<string> {
    return (await ask('openDraft', input)).text
  }

  /**
   * Does something with the keys of an organization: see vault-core.ts for what there is.
   * @throws LockedMeanwhile, KeyMissing, Refused, IntegrityError as the deed says.
   */
  function does<D extends CoreDeed>(deed: D, input: InputOf<D>): Promise<AnswerOf<D>> {
    return ask(deed, input)
  }

  async function lock(): Promise<void> {
    signingIn = undefined
    await doLastDeeds()
    take(await ask('lock', null))
  }

  /**
   * Registers what still needs the keys before they go, such as sealing a draft. It is done when this tab locks, which
   * waits half a second for it at most, and when the vault warns that it will lock by itself.
   * @returns a function that takes it back.
   */
  function beforeLock(deed: () => unknown): () => void {
    lastDeeds.add(deed)
    return () => void lastDeeds.delete(deed)
  }

  async function doLastDeeds(): Promise<void> {
    if (lastDeeds.size === 0 || state.is === 'locked') return
    const { promise: timeIsUp, resolve } = Promise.withResolvers<undefined>()
    const timer = setTimeout(() => resolve(undefined), lastDeedsMs)
    const allDone = Promise.allSettled([...lastDeeds].map((deed) => Promise.resolve().then(deed)))
    await Promise.race([allDone, timeIsUp])
    clearTimeout(timer)
  }

  /** Somebody is here: puts the lock off. */
  async function stayUnlocked(): Promise<void> {
    take(await ask('touch', null))
  }

  async function present(presence: Omit<Presence, 'atMs'>): Promise<void> {
    take(await ask('presence', { ...presence, atMs: Date.now() }))
  }

  /** For useSyncExternalStore, with {@link current}. @returns a function that ends the subscription. */
  function subscribe(watcher: () => void): () => void {
    watchers.add(watcher)
    return () => void watchers.delete(watcher)
  }

  /** The same object for as long as nothing changes. */
  const current = (): VaultState => state

  function onLock(told: (cause: LockCause) => void): () => void {
    let was = state.is
    return subscribe(() => {
      const isLockedNow = was === 'unlocked' && state.is === 'locked'
      was = state.is
      if (isLockedNow && state.is === 'locked' && state.cause !== 'never opened') told(state.cause)
    })
  }

  function onUnlock(told: (accountId: string) => void): () => void {
    let was = state.is === 'unlocked' ? state.accountId : undefined
    return subscribe(() => {
      const account = state.is === 'unlocked' ? state.accountId : undefined
      const isNew = account !== was
      was = account
      if (isNew && account !== undefined) told(account)
    })
  }

  /** The Worker behind the port has failed: everything asked of it fails, now and later. */
  function breakDown(error: Error): void {
    brokenBy = error
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
    take({ is: 'locked', cause: 'never opened' })
  }

  function take(next: VaultState): void {
    if (JSON.stringify(next) === JSON.stringify(state)) return
    const isWarnedNow = isWarned(next) && !isWarned(state)
    state = next
    if (isWarnedNow) void doLastDeeds()
    for (const watcher of [...watchers]) watcher()
  }

  function ask<D extends Deed>(deed: D, input: InputOf<D>, stretcher?: MessagePort, id = ++lastId) {
    const { promise, resolve, reject } = Promise.withResolvers<AnswerOf<D>>()
    if (brokenBy) reject(brokenBy)
    else {
      waiting.set(id, { resolve: (answer) => resolve(answer as AnswerOf<D>), reject })
      const request = { id, deed, input, ...(stretcher && { stretcher }) } as Request
      port.postMessage(request, stretcher ? [stretcher] : [])
    }
    return promise
  }

  async function stretching<D extends StretchingDeed>(deed: D, input: InputOf<D>): Promise<AnswerOf<D>> {
    const stretcher = startStretcher()
    const id = ++lastId
    stretcher.failed.catch((error: unknown) => {
      const abandon = error instanceof Error ? error.message : 'The Worker for the passphrase failed'
      port.postMessage({ id, abandon } satisfies Abandon)
    })
    try {
      return await ask(deed, input, stretcher.port, id)
    } finally {
      stretcher.end()
    }
  }

  return {
    makeAccount,
    signLogin,
    unlockAfterSignIn,
    unlock,
    changePassphrase,
    sealDraft,
    openDraft,
    does,
    lock,
    beforeLock,
    stayUnlocked,
    present,
    subscribe,
    current,
    onLock,
    onUnlock,
    breakDown,
  }
}

/** Nothing may keep the vault open for longer than this once somebody has asked for a lock. */
const lastDeedsMs = 500

const isWarned = (state: VaultState): boolean => state.is === 'unlocked' && state.lockingAt !== undefined

/** A session's answer has more in it than the vault should be sent. */
function sealedOnly({ salt, profile, loginPublicKey, sealedUak, sealedSeed }: SealedKeys): SealedKeys {
  return { salt, profile, loginPublicKey, sealedUak, sealedSeed }
}
