/** Text as it is compared: small letters, without accents. */
export const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

export interface Word {
  /** Folded. */
  text: string
  /** Where it stands in the text as written: from, to. */
  at: readonly [from: number, to: number]
}

/** Letters and digits in a row; `Wi-Fi` is `wi`, `fi` and, so that both ways of writing meet, `wifi`. */
export function wordsOf(text: string): Word[] {
  const words: Word[] = []
  for (const match of text.matchAll(/[\p{L}\p{N}\p{M}]+(?:[-_.'’][\p{L}\p{N}\p{M}]+)*/gu)) {
    const parts = [...match[0].matchAll(/[\p{L}\p{N}\p{M}]+/gu)]
    for (const part of parts) words.push(word(part[0], match.index + part.index, part[0].length))
    if (parts.length > 1) words.push(word(parts.map((part) => part[0]).join(''), match.index, match[0].length))
  }
  return words
}

/** What somebody typed, as folded words. */
export const tokensOf = (text: string): string[] => fold(text).match(/[\p{L}\p{N}]+/gu) ?? []

const word = (text: string, from: number, length: number): Word => ({ text: fold(text), at: [from, from + length] })
