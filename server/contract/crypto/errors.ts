/** What can go wrong with anything sealed, signed or derived. Apart from libsodium, so that a page can know them too. */

/** Something sealed, signed or derived is not what it should be. The message names the check and never the contents. */
export class IntegrityError extends Error {
  override readonly name = 'IntegrityError'
}

/** Throws an {@link IntegrityError} that names the promise which does not hold. */
export function insist(holds: boolean, promise: string): asserts holds {
  if (!holds) throw new IntegrityError(promise)
}

export const passphraseMinCharacters = 12

/** What can be wrong with a passphrase, in words for its owner. */
const passphraseFaults = {
  'too-short': `A passphrase has at least ${passphraseMinCharacters} characters`,
  'not-text': 'The passphrase has half of a character in it: type it again',
  wrong: 'That passphrase does not open this account',
  unchanged: 'The new passphrase is the same as the current one',
} as const
export type PassphraseFault = keyof typeof passphraseFaults

/** The person typed something else than was needed; nobody tampered with anything. */
export class PassphraseError extends Error {
  override readonly name = 'PassphraseError'
  readonly fault: PassphraseFault

  constructor(fault: PassphraseFault) {
    super(passphraseFaults[fault])
    this.fault = fault
  }
}

/** What can be wrong with a recovery card, in words for the person who typed it. */
const cardFaults = {
  'not-a-card': 'That is not the code of a recovery card: it begins with RKCARD1',
  length: 'The code of a card has 98 characters after RKCARD1',
  mistyped: 'Something in the code is mistyped',
  'newer-format': 'This card was made by a newer version of Runkeep',
  'other-organization': 'This card belongs to another organization',
  'older-kit': 'This card belongs to an older kit: new cards were made since',
  twice: 'This card is here twice',
  'too-few': 'These cards are not enough',
} as const
export type CardFault = keyof typeof cardFaults

/** The person typed something else than was needed, or holds another card; nobody tampered with anything. */
export class CardError extends Error {
  override readonly name = 'CardError'
  readonly fault: CardFault

  /** @param detail what is known beyond the fault, as a sentence. Names no character of a code. */
  constructor(fault: CardFault, detail?: string) {
    super(detail ? `${cardFaults[fault]}. ${detail}` : cardFaults[fault])
    this.fault = fault
  }
}
