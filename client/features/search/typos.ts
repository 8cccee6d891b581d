/** One slip per five letters is forgiven; short words must be right. */
export const slipsAllowed = (typed: string): number => Math.floor(typed.length / 5)

/**
 * Whether `typed` begins `word` with at most so many slips: a letter too many, missing, wrong, or two swapped
 * (optimal string alignment, against every beginning of the word).
 */
export function beginsWithSlips(word: string, typed: string, slips: number): boolean {
  if (word.length < typed.length - slips) return false
  const longest = Math.min(word.length, typed.length + slips)
  let beforeLast: number[] = []
  let last = Array.from({ length: longest + 1 }, (_, at) => at)
  for (let row = 1; row <= typed.length; row++) {
    const next = [row]
    let best = row
    for (let at = 1; at <= longest; at++) {
      const isSame = typed[row - 1] === word[at - 1]
      let cost = Math.min(cell(last, at) + 1, cell(next, at - 1) + 1, cell(last, at - 1) + (isSame ? 0 : 1))
      if (row > 1 && at > 1 && typed[row - 1] === word[at - 2] && typed[row - 2] === word[at - 1])
        cost = Math.min(cost, cell(beforeLast, at - 2) + 1)
      next.push(cost)
      best = Math.min(best, cost)
    }
    // A swap reaches back two rows, so one row over the limit alone decides nothing.
    if (best > slips + 1) return false
    beforeLast = last
    last = next
  }
  return last.some((cost) => cost <= slips)
}

const cell = (row: readonly number[], at: number): number => row[at] ?? Infinity
