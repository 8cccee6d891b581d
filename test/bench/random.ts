/** Numbers that look random and are the same in every run (mulberry32). */
export function aRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const firsts = 'b c d f g h k l m n p r s t v w st tr pr cl br gr sp'.split(' ')
const vowels = 'a e i o u ai ea ou io'.split(' ')
const lasts = 'n r s t l m nd st rt ck'.split(' ')

/** What runbooks are about stands at the head of the list: the more common a word, the sooner it comes. */
const common =
  'the to server and is of service restart check network user in backup access system if mail windows domain for update policy switch a vpn certificate password gateway firewall router printer office client line account storage print'.split(
    ' ',
  )

/** Words by rank, the same in every run. */
export function aVocabulary(size: number): string[] {
  const random = aRandom(7)
  const pick = (parts: readonly string[]) => parts[Math.floor(random() * parts.length)] as string
  const words = new Set(common)
  while (words.size < size) {
    const syllables = 2 + Math.floor(random() * 3)
    let word = ''
    for (let index = 0; index < syllables; index++) word += pick(firsts) + pick(vowels)
    words.add(word + (random() < 0.5 ? pick(lasts) : ''))
  }
  return [...words]
}

/** Draws words as texts have them: the word of rank r comes with a frequency of about 1 / r. */
export function zipf(words: readonly string[], random: () => number): () => string {
  const cumulated = new Float64Array(words.length)
  let sum = 0
  for (let rank = 0; rank < words.length; rank++) {
    sum += 1 / (rank + 2.7) ** 1.05
    cumulated[rank] = sum
  }
  return () => {
    const wanted = random() * sum
    let low = 0
    let high = words.length - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if ((cumulated[middle] as number) < wanted) low = middle + 1
      else high = middle
    }
    return words[low] as string
  }
}
