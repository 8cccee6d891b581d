import { labelOf } from '#contract/diagrams/twin.ts'
import { typeOf } from './element-words.ts'
import type { Placed } from './reading-order.ts'

/**
 * Devices and groups that hold every word typed: those whose name or address begins with it first, then the others, each
 * in reading order. Case and accents do not matter; the type counts too ("switch").
 */
export function findElements(order: readonly Placed[], typed: string): Placed[] {
  const words = fold(typed).split(/\s+/).filter(Boolean)
  if (words.length === 0) return []
  const ranked = order.flatMap((element) => {
    const fields = [labelOf(element), ...element.addresses].map(fold)
    const all = [...fields, fold(typeOf(element))].join('\n')
    if (!words.every((word) => all.includes(word))) return []
    const whole = words.join(' ')
    const rank = fields.includes(whole) ? 0 : fields.some((field) => field.startsWith(whole)) ? 1 : 2
    return [{ element, rank }]
  })
  return ranked.toSorted((a, b) => a.rank - b.rank).map(({ element }) => element)
}

const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
