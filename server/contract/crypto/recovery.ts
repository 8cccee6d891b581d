import { combine, split } from 'shamir-secret-sharing'
import { H, u32be, u8 } from './encoding.ts'
import { CardError, insist } from './errors.ts'
import { identityFrom, wipeIdentity } from './keys.ts'
import { isKit, readCard, writeCard, type Card } from './recovery-card.ts'
import { exactly, isSame, randomBytes, wipe } from './sodium.ts'

/**
 * The recovery kit (CRYPTO.md §6): a seed shared out over printed cards, of which k rebuild it and k − 1 say nothing
 * about it. Shamir's scheme notices nothing by itself: too few or wrong shares give 32 bytes that look like a seed. So
 * the log has a commitment to each share and the public key of the whole, and both are checked.
 */

/** What the verified log says of the kit. Byte strings are raw. */
export interface Kit {
  /** 32 bytes: the organization wherever it is hashed or signed. */
  orgId: Uint8Array
  /** Its UUID, as on the cards. */
  organizationId: string
  epoch: number
  k: number
  /** 32 bytes for each card, in order: there are n. */
  commitments: Uint8Array[]
  /** X25519, of the seed. */
  encPublicKey: Uint8Array
}

export interface NewKit extends Kit {
  /** Ed25519, of the seed. */
  signPublicKey: Uint8Array
  /** The text of each card, in order. Secret. */
  cards: string[]
}

/**
 * Makes a new kit, and proves every card before anybody prints it. The seed itself is kept nowhere.
 * @param from k of n: 2 ≤ k ≤ n ≤ 10. @param epoch one more than that of the kit before.
 */
export async function makeKit(
  { orgId, organizationId, epoch }: Pick<Kit, 'orgId' | 'organizationId' | 'epoch'>,
  from: { k: number; n: number },
): Promise<NewKit> {
  const { k, n } = from
  insist(isKit(k, n), 'between two and all of at most ten cards open the vault')
  // Made here as a plain Uint8Array: `split` refuses a Buffer.
  const seed = randomBytes(32)
  const identity = identityFrom(seed)
  const shares = await split(seed, n, k)
  try {
    const commitments = shares.map((share, at) => commitmentTo(orgId, epoch, at + 1, share))
    const cards = shares.map((share, at) => writeCard({ organizationId, epoch, k, n, index: at + 1, share }))
    const { publicKey: encPublicKey } = identity.enc
    const kit = { orgId, organizationId, epoch, k, commitments, encPublicKey }
    for (let first = 0; first < n; first++) {
      const some = Array.from({ length: k }, (_, at) => cards[(first + at) % n] as string)
      wipe(await combineCards(some, kit))
    }
    return { ...kit, signPublicKey: identity.sign.publicKey, cards }
  } finally {
    wipe(seed, ...shares)
    wipeIdentity(identity)
  }
}

/** `H("share", orgId, u32 epoch, u8 index, share)`, 32 bytes. Says nothing about the share: that is 32 random bytes. */
export function commitmentTo(orgId: Uint8Array, epoch: number, index: number, share: Uint8Array): Uint8Array {
  return H('share', exactly(32, orgId, 'orgId'), u32be(epoch), u8(index), exactly(33, share, 'share'))
}

/**
 * Whether a card is one of this kit.
 * @throws CardError for what the person can set right. @throws IntegrityError for a card that nobody made for this kit,
 * or one of a later kit than the log has.
 */
export function checkCard(typed: string, kit: Kit): Card {
  const card = readCard(typed)
  if (card.organizationId !== kit.organizationId) throw new CardError('other-organization')
  if (card.epoch < kit.epoch) throw new CardError('older-kit')
  const { index } = card
  insist(card.epoch === kit.epoch, `card ${index} is of no later kit than the log knows`)
  insist(card.k === kit.k && card.n === kit.commitments.length, `card ${index} is of a kit of this size`)
  const commitment = commitmentTo(kit.orgId, kit.epoch, index, card.share)
  insist(isSame(commitment, kit.commitments[index - 1] as Uint8Array), `card ${index} is the one that was made`)
  return card
}

/**
 * Rebuilds the seed of the kit. Every card is checked by itself first, so a single wrong one is named.
 * @returns 32 bytes, which the caller wipes.
 * @throws CardError, IntegrityError as {@link checkCard}; CardError where a card is there twice or too few are.
 */
export async function combineCards(typed: string[], kit: Kit): Promise<Uint8Array> {
  insist(isKit(kit.k, kit.commitments.length), 'the kit is one of cards')
  const cards = typed.map((text) => checkCard(text, kit))
  try {
    refuseTwice(cards)
    if (cards.length < kit.k) throw new CardError('too-few')
    return await seedOf(cards, kit)
  } finally {
    wipe(...cards.map(({ share }) => share))
  }
}

/**
 * What the cards make together where no log is at hand yet: something that the server knows the public key of, or 32
 * bytes of nothing. Only {@link combineCards} says which.
 * @returns `seed`, 32 bytes, which the caller wipes.
 * @throws CardError where the cards do not belong together or are too few.
 */
export async function joinCards(typed: string[]): Promise<{ seed: Uint8Array; cards: Omit<Card, 'share'>[] }> {
  const cards = togetherCards(typed)
  const [first] = cards
  try {
    if (!first || cards.length < first.k) throw new CardError('too-few')
    return { seed: await united(cards), cards: withoutShares(cards) }
  } finally {
    wipe(...cards.map(({ share }) => share))
  }
}

/** Cards as they are typed one by one, against one another. @throws CardError as {@link joinCards}, but for too few. */
export function readCards(typed: string[]): Omit<Card, 'share'>[] {
  const cards = togetherCards(typed)
  wipe(...cards.map(({ share }) => share))
  return withoutShares(cards)
}

function togetherCards(typed: string[]): Card[] {
  const cards = typed.map(readCard)
  const newest = Math.max(...cards.map(({ epoch }) => epoch))
  for (const card of cards) {
    const [first] = cards as [Card]
    if (card.organizationId !== first.organizationId) throw new CardError('other-organization')
    if (card.epoch !== newest) throw new CardError('older-kit')
    insist(card.k === first.k && card.n === first.n, `card ${card.index} is of a kit of the same size`)
  }
  refuseTwice(cards)
  return cards
}

function refuseTwice(cards: Card[]): void {
  if (new Set(cards.map(({ index }) => index)).size !== cards.length) throw new CardError('twice')
}

const withoutShares = (cards: Card[]) => cards.map(({ share: _share, ...card }) => card)

async function united(cards: Card[]): Promise<Uint8Array> {
  // What it throws for, two shares at one place, only a kit that was made wrongly can be.
  const seed = await combine(cards.map(({ share }) => share)).catch(() => new Uint8Array(0))
  insist(seed.length === 32, 'the cards make a seed')
  return seed
}

async function seedOf(cards: Card[], { encPublicKey }: Kit): Promise<Uint8Array> {
  const seed = await united(cards)
  const identity = identityFrom(seed)
  const isTheOne = isSame(identity.enc.publicKey, encPublicKey)
  wipeIdentity(identity)
  if (!isTheOne) wipe(seed)
  insist(isTheOne, 'the cards make the seed whose public key the log has')
  return seed
}
