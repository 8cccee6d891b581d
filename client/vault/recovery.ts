import type { LogEntry, ReadEntry } from '#contract/log/statements.ts'
import type { Role } from '#contract/values.ts'
import { sodiumReady } from '#contract/crypto/sodium.ts'
import type { Keyring } from './keyring.ts'
import type { Wrap } from './log-writer.ts'
import type { Organizations } from './organizations.ts'
import type { Post } from './stating.ts'

/**
 * The recovery kit in the vault: making cards, checking one, the drill, and taking over with them. The work is loaded
 * when it is asked for, and nothing of a card stays here: they come along with every deed.
 */

/** A card as far as it is no secret. */
export interface CardFacts {
  organizationId: string
  epoch: number
  k: number
  n: number
  /** From 1. */
  index: number
}

/** A seed of custody on its way to the kit, as the server has it. */
export interface RecoveryWrap {
  collection: string
  epoch: number
  toEpoch: number
  granter: string
  granterEpoch: number
  wrap: string
}

/** Signed with the key of the kit: a proof that its cards are at hand. */
export interface SignedByKit {
  payload: string
  signature: string
}

/** What the server gives against {@link SignedByKit}. */
export interface RecoveryAnswer {
  log: ReadEntry[]
  wraps: RecoveryWrap[]
}

/** What the cards open, from the verified log. */
export interface RecoveryFacts {
  organizationId: string
  orgId: string
  organization: string
  /** Six words to compare with those on the cards. */
  fingerprint: string[]
  /** Who is a member at present: one of them may come back with new keys. */
  people: { account: string; name: string; email: string; role: Role }[]
  /** Collections with keys, and how many of them the kit opens. */
  collections: number
  opened: number
}

/** Who takes over: an account whose keys the vault holds. */
export interface Taker {
  name: string
  email: string
  /** For somebody who is no member yet. */
  memberId: string
}

export type Recovery = ReturnType<typeof makeRecovery>

/** @param origin of the page: what proofs are made for. */
export function makeRecovery(organizations: Organizations, keyring: Pick<Keyring, 'opened'>, origin: string) {
  const work = async () => {
    await sodiumReady
    return import('./recovery-work.ts')
  }

  /**
   * Makes a new kit, in place of the one before. The cards count once `post` stands in the log, and are shown this once.
   * @param input `recovery`: an id for the first kit of an organization.
   */
  async function newKit(input: {
    organizationId: string
    recovery: string
    k: number
    n: number
  }): Promise<{ post: Post; epoch: number; cards: string[] }> {
    return (await work()).newKit(organizations, input)
  }

  /** Whether a card is one of the kit in force. @throws CardError, IntegrityError. */
  async function checkCard(input: { organizationId: string; card: string }): Promise<CardFacts> {
    return (await work()).checkOne(organizations, input)
  }

  /**
   * Rebuilds the kit's key from cards, opens every collection with it, and signs that it did.
   * @returns `missing`: collections that the server has no key of for the kit; then nothing is signed.
   */
  async function drill(input: {
    organizationId: string
    cards: string[]
    wraps: RecoveryWrap[]
  }): Promise<{ missing: string[] } | SignedByKit> {
    return (await work()).drill(organizations, input)
  }

  /** Cards against one another, while they are typed. Needs no keys. @throws CardError. */
  async function readCards({ cards }: { cards: string[] }): Promise<CardFacts[]> {
    return (await work()).readCards(cards)
  }

  /** Proves to the server that enough cards are here, without sending any. Needs no keys. @throws CardError. */
  async function proveCards({ cards }: { cards: string[] }): Promise<SignedByKit> {
    return (await work()).prove(cards, { origin, at: organizations.now() })
  }

  /** What the cards open. Needs no keys. @throws IntegrityError where the server's answer is not theirs. */
  async function readRecovery(input: { cards: string[]; answer: RecoveryAnswer }): Promise<RecoveryFacts> {
    return (await work()).readRecovery(input)
  }

  /** Makes the account whose keys are at hand an owner. */
  async function takeOver(input: {
    cards: string[]
    answer: RecoveryAnswer
    taker: Taker
  }): Promise<{ entry: LogEntry; wraps: Wrap[] }> {
    const taken = await (await work()).takeOver(input, keyring.opened(), organizations.now())
    organizations.pinTo({ organizationId: taken.log.organization, log: taken.log })
    return { entry: taken.entry, wraps: taken.wraps }
  }

  return { newKit, checkCard, drill, readCards, proveCards, readRecovery, takeOver }
}
