import { makeIdleLock } from './idle-lock.ts'
import type { Stretch } from './stretch.ts'
import { makeVaultCore } from './vault-core.ts'
import { fromWire, toWire } from './vault-errors.ts'
import type {
  AnswerOf,
  Deed,
  FromVault,
  InputOf,
  LockCause,
  Presence,
  Request,
  StretchAnswer,
  StretchRequest,
  ToVault,
  VaultState,
} from './vault-protocol.ts'

/** The vault's side of the protocol: one keyring, any number of tabs, and the lock that closes by itself. */

type Handlers = {
  [D in Deed]: (input: InputOf<D>, stretch: Stretch, tab: MessagePort) => AnswerOf<D> | Promise<AnswerOf<D>>
}

/**
 * @param origin of the page, as the browser states it to the Worker: what sign-ins are signed for.
 * @returns what to do with each tab's port.
 */
export function serveVault(origin: string): (tab: MessagePort) => void {
  /** How far the clock of the pages is ahead of this thread's: statements bear the time that people see. */
  let aheadMs = 0
  const { keyring, deeds } = makeVaultCore(origin, () => new Date(Date.now() + aheadMs).toISOString())
  const tabs = new Map<MessagePort, Presence>()
  /** Ways to give up requests whose Worker failed, by tab and number. */
  const abandoning = new Map<MessagePort, Map<number, (reason: Error) => void>>()
  let state: VaultState = { is: 'locked', cause: 'never opened' }
  const idle = makeIdleLock({
    lock: close,
    warn: (inMs) => tellIfUnlocked({ lockingAt: Date.now() + inMs }),
    calm: () => tellIfUnlocked({}),
  })

  const handlers: Handlers = {
    ...deeds,
    makeAccount: (input, stretch) => keyring.makeAccount(input, stretch),
    signLogin: (input, stretch) => keyring.signLogin({ ...input, origin }, stretch),
    unlockAfterSignIn: (keys) => keyring.unlockAfterSignIn(keys),
    unlock: (input, stretch) => keyring.unlock(input, stretch),
    changePassphrase: (input, stretch) => keyring.changePassphrase(input, stretch),
    sealDraft: (input) => keyring.sealDraft(input),
    openDraft: (input) => keyring.openDraft(input),
    lock: () => {
      close('asked')
      return state
    },
    presence: (presence, _stretch, tab) => {
      tabs.set(tab, presence)
      aheadMs = presence.atMs - Date.now()
      idle.setMinutes(presence.lockAfterMinutes)
      idle.setHiddenOnPhone(presence.isPhone && everyTabIsHidden())
      if (!presence.isHidden) idle.touch()
      return state
    },
    touch: () => {
      idle.touch()
      return state
    },
  }

  async function answer(tab: MessagePort, request: Request): Promise<void> {
    const { id, deed, input, stretcher } = request
    idle.checkNow() // a machine that slept through the end of the time finds the vault locked
    const { promise: abandoned, reject } = Promise.withResolvers<never>()
    abandoned.catch(() => undefined) // only a request that stretches listens
    abandoning.get(tab)?.set(id, reject)
    try {
      // The compiler cannot see that name and input of one request belong together; Request says that they do.
      const handle = handlers[deed] as (input: unknown, stretch: Stretch, tab: MessagePort) => unknown
      const given = await handle(input, stretchVia(stretcher, abandoned), tab)
      noteChange()
      tell(tab, { id, answer: given })
    } catch (error) {
      noteChange()
      tell(tab, { id, error: toWire(error) })
    } finally {
      abandoning.get(tab)?.delete(id)
      stretcher?.close()
    }
  }

  function close(cause: LockCause): void {
    keyring.lock()
    idle.disarm()
    if (state.is === 'unlocked') tellAll({ is: 'locked', cause })
  }

  /** After each deed: counts for as long as there are keys, and tells every tab when they came or went. */
  function noteChange(): void {
    if (keyring.holdsKeys()) idle.arm()
    else idle.disarm()
    const accountId = keyring.unlockedAccount()
    if (accountId === undefined) {
      if (state.is === 'unlocked') tellAll({ is: 'locked', cause: 'replaced' })
    } else if (state.is === 'locked' || state.accountId !== accountId) {
      tellAll({ is: 'unlocked', accountId })
    }
  }

  function tellIfUnlocked(note: { lockingAt?: number }): void {
    if (state.is === 'unlocked') tellAll({ is: 'unlocked', accountId: state.accountId, ...note })
  }

  function tellAll(next: VaultState): void {
    state = next
    for (const tab of abandoning.keys()) tell(tab, { state })
  }

  const everyTabIsHidden = (): boolean => [...tabs.values()].every(({ isHidden }) => isHidden)

  return (tab) => {
    abandoning.set(tab, new Map())
    tab.onmessage = ({ data }: MessageEvent<ToVault>) => {
      if ('abandon' in data) abandoning.get(tab)?.get(data.id)?.(new Error(data.abandon))
      else void answer(tab, data)
    }
    // Where the browser does not say that a tab has closed, its last word was that it is hidden.
    tab.addEventListener('close', () => {
      abandoning.delete(tab)
      tabs.delete(tab)
    })
  }
}

function tell(tab: MessagePort, message: FromVault): void {
  tab.postMessage(message)
}

function stretchVia(stretcher: MessagePort | undefined, abandoned: Promise<never>): Stretch {
  return (from) => {
    if (!stretcher) throw new Error('A request that needs a passphrase brings a Worker to stretch it')
    const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>()
    stretcher.onmessage = ({ data }: MessageEvent<StretchAnswer>) => {
      if ('error' in data) reject(fromWire(data.error))
      else resolve(data.stretched)
    }
    stretcher.postMessage({
      passphrase: from.passphrase,
      salt: from.salt,
      profile: from.profile,
    } satisfies StretchRequest)
    return Promise.race([promise, abandoned])
  }
}
