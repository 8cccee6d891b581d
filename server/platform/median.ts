/** Of an even number, between the two in the middle, rounded; nothing of none. */
export function medianOf(numbers: readonly number[]): number | undefined {
  const sorted = numbers.toSorted((one, other) => one - other)
  const middle = sorted.length >> 1
  const upper = sorted[middle]
  if (upper === undefined) return undefined
  const lower = sorted.length % 2 ? upper : (sorted[middle - 1] ?? upper)
  return Math.round((lower + upper) / 2)
}
