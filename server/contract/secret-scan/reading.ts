import type { Block } from './blocks.ts'
import type { SecretRule } from './rules.ts'

/** Something found, before it is known what else lies at the same place. */
export interface Find {
  rule: SecretRule
  from: number
  to: number
  /** How it begins, where that is public: `AKIA`. */
  start: string
  /** Of two at one place, the one with the lower rank knows more. */
  rank: number
}

/** More than this in one text is one finding: that it is full of them. */
const mostFinds = 200

/** A text while it is scanned. Places are in UTF-16 units. */
export class Reading {
  readonly text: string
  readonly finds: Find[] = []
  /** Of the table that was read last. */
  rows = { from: 0, to: 0 }
  readonly #blocks: readonly Block[]
  #block = 0
  #work: number

  constructor(text: string, blocks: readonly Block[]) {
    this.text = text
    this.#blocks = blocks
    // Texts that people write need a fifth of this. A text made to keep the scanner busy is given up.
    this.#work = 4 * text.length + 20_000
  }

  add(find: Find): void {
    if (this.finds.length < mostFinds) this.finds.push(find)
  }

  /**
   * Takes work from what may be spent on this text, so that no text costs more than its length allows.
   * @param characters about how many are looked at
   */
  spend(characters: number): boolean {
    this.#work -= characters
    return this.#work >= 0
  }

  get isOver(): boolean {
    return this.#work < 0 || this.finds.length >= mostFinds
  }

  /** Whether a key or a certificate in several lines covers the place. Fastest when asked in order. */
  isInBlock(place: number): boolean {
    const blocks = this.#blocks
    if (blocks.length === 0) return false
    while ((blocks[this.#block - 1]?.to ?? -1) > place) this.#block--
    while ((blocks[this.#block]?.to ?? Infinity) <= place) this.#block++
    const block = blocks[this.#block]
    return block !== undefined && block.from <= place
  }

  /** What stands before a place on its line, as far as 160 characters; in small letters. */
  lineBefore(place: number): string {
    const near = this.text.slice(Math.max(0, place - 160), place)
    return near.slice(near.lastIndexOf('\n') + 1).toLowerCase()
  }
}
