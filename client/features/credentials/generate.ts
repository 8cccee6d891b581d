/**
 * Passwords that nobody thought of. Random numbers come from the browser's generator, and every choice is equally
 * likely: what would favour the first ones is thrown away and drawn again.
 */

/** Look-alikes are left out: 0 and O, 1, l, I and |. */
export const alphabets = {
  lower: 'abcdefghijkmnopqrstuvwxyz',
  upper: 'ABCDEFGHJKLMNPQRSTUVWXYZ',
  digits: '23456789',
  symbols: '!#$%&*+-./:;<=>?@^_~',
} as const
export type Alphabet = keyof typeof alphabets

export interface Generated {
  text: string
  /** Of the way it was made, not of how it looks. */
  bits: number
}

/** @param kinds at least one. Each of them is in it at least once, where it is long enough for that. */
export function characters(length: number, kinds: readonly Alphabet[]): Generated {
  const all = kinds.map((kind) => alphabets[kind]).join('')
  const hasEach = (text: string) => kinds.every((kind) => Array.from(text).some((one) => alphabets[kind].includes(one)))
  const mustHaveEach = length >= kinds.length
  for (;;) {
    const text = Array.from({ length }, () => all.charAt(below(all.length))).join('')
    // Drawn anew as a whole, so that no place is likelier to hold one kind than another.
    if (!mustHaveEach || hasEach(text)) return { text, bits: Math.floor(length * Math.log2(all.length)) }
  }
}

/** @param list words, all different. */
export function words(count: number, list: readonly string[], separator = '-'): Generated {
  const text = Array.from({ length: count }, () => list[below(list.length)] ?? '').join(separator)
  return { text, bits: Math.floor(count * Math.log2(list.length)) }
}

/** `Very strong, about 129 bits` */
export function strengthWords(bits: number): string {
  const word = bits < 40 ? 'Weak' : bits < 60 ? 'Fair' : bits < 80 ? 'Strong' : 'Very strong'
  return `${word}, about ${bits} bits`
}

/** A whole number from 0 to `most` − 1. */
function below(most: number): number {
  const limit = Math.floor(2 ** 32 / most) * most
  const drawn = new Uint32Array(1)
  do crypto.getRandomValues(drawn)
  while ((drawn[0] as number) >= limit)
  return (drawn[0] as number) % most
}
