const numbers = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'] as const

/** Numbers of cards in words, to ten. */
export const asWord = (count: number): string => numbers[count] ?? String(count)

export const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)

/** `Any two of these three cards`, `Both cards together`, `All three cards together`. */
export function whichOpen(k: number, n: number): string {
  if (k < n) return `Any ${asWord(k)} of these ${asWord(n)} cards`
  return n === 2 ? 'Both cards together' : `All ${asWord(n)} cards together`
}

/** `two cards`, `both cards`, `all three cards`. */
export function whichToBring(k: number, n: number): string {
  if (k < n) return `${asWord(k)} cards`
  return n === 2 ? 'both cards' : `all ${asWord(n)} cards`
}
