import type { MdBlock } from './markdown-tree.ts'

/**
 * The new tree, with the blocks at its start and end that did not change taken from the old one: what is the same
 * object need not be drawn again, and most of a text does not change with a keystroke.
 */
export function keepSame(before: MdBlock[] | undefined, after: MdBlock[] | undefined): MdBlock[] | undefined {
  if (!before || !after) return after
  const merged = [...after]
  const same = (old: number, now: number) => {
    const a = before[old]
    const b = after[now]
    if (!a || !b || JSON.stringify(a) !== JSON.stringify(b)) return false
    merged[now] = a
    return true
  }
  const shorter = Math.min(before.length, after.length)
  let start = 0
  while (start < shorter && same(start, start)) start++
  for (let end = 1; end <= shorter - start && same(before.length - end, after.length - end); end++);
  return merged
}

const keys = new WeakMap<MdBlock, number>()
let lastKey = 0

/** A key that stays with a block for as long as it stays the same, wherever it moves. */
export function keyOf(block: MdBlock): number {
  const known = keys.get(block)
  if (known !== undefined) return known
  keys.set(block, ++lastKey)
  return lastKey
}
