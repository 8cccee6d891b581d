import type { AccountKeys, PassphraseChange } from '#contract/crypto/keys.ts'
import type {
  ChangeInput,
  LoginInput,
  NewAccountInput,
  UnlockInput,
  Unlocked,
  DraftInput,
  SealedDraft,
} from './keyring.ts'
import type { SealedKeys } from './sealed-keys.ts'
import type { VaultCore } from './vault-core.ts'
import type { WireError } from './vault-errors.ts'

/** What a page and the vault's Worker say to each other. One port per tab. */

/** What a page may ask for: by name, with one input, for one answer. */
export type VaultDeeds = PersonalDeeds & CoreDeeds

type CoreDeeds = { [Name in keyof Core]: DeedOf<Core[Name]> }
type Core = VaultCore['deeds']
type DeedOf<Act> = Act extends (input: infer Input) => infer Answer ? { input: Input; answer: Awaited<Answer> } : never

type PersonalDeeds = {
  makeAccount: { input: NewAccountInput; answer: AccountKeys }
  /** The vault knows its own origin and takes nobody's word for it. */
  signLogin: { input: Omit<LoginInput, 'origin'>; answer: { signature: string } }
  unlockAfterSignIn: { input: SealedKeys; answer: Unlocked }
  unlock: { input: UnlockInput; answer: Unlocked }
  changePassphrase: { input: ChangeInput; answer: PassphraseChange }
  sealDraft: { input: DraftInput; answer: { sealed: string } }
  openDraft: { input: SealedDraft; answer: { text: string } }
  lock: { input: null; answer: VaultState }
  /** Said on arrival and when something changes in this tab; answers with the state of the vault. */
  presence: { input: Presence; answer: VaultState }
  /** Somebody is here. */
  touch: { input: null; answer: VaultState }
}
export type Deed = keyof VaultDeeds
export type InputOf<D extends Deed> = VaultDeeds[D]['input']
export type AnswerOf<D extends Deed> = VaultDeeds[D]['answer']

/** Deeds with an organization's keys: a page asks for them as they are. */
export type CoreDeed = keyof CoreDeeds

/** Deeds that stretch a passphrase: the page starts a Worker for it and lends the vault a port to it. */
export type StretchingDeed = 'makeAccount' | 'signLogin' | 'unlock' | 'changePassphrase'

export type Presence = {
  isHidden: boolean
  isPhone: boolean
  lockAfterMinutes: number
  /** What time it is for the page, in milliseconds since 1970. */
  atMs: number
}

export type LockCause = 'asked' | 'idle' | 'hidden' | 'replaced'
export type VaultState =
  | { is: 'locked'; cause: LockCause | 'never opened' }
  /** `lockingAt`: epoch milliseconds at which it locks by itself, once that is less than half a minute away. */
  | { is: 'unlocked'; accountId: string; lockingAt?: number }

export type Request = {
  [D in Deed]: { id: number; deed: D; input: InputOf<D>; stretcher?: MessagePort }
}[Deed]
/** The Worker that was to stretch the passphrase of a request has failed: give the request up. */
export type Abandon = { id: number; abandon: string }
export type ToVault = Request | Abandon

export type FromVault = { id: number; answer: unknown } | { id: number; error: WireError } | { state: VaultState }

/** What the vault says to a Worker that stretches, and back. */
export type StretchRequest = { passphrase: string; salt: Uint8Array; profile: number }
export type StretchAnswer = { stretched: Uint8Array } | { error: WireError }
