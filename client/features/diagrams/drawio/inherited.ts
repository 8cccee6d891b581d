import type { Item } from './scene.ts'

/**
 * What an item has from the nearest of itself and those around it that say anything: `own` says what, or undefined where
 * it is to be asked further out. Everybody is asked once: parents can be ten thousand deep.
 */
export function inherited<Value>(
  own: (item: Item) => Value | undefined,
): (from: Item | undefined) => Value | undefined {
  const known = new Map<Item, Value | undefined>()
  return (from) => {
    const asked: Item[] = []
    let value: Value | undefined
    for (let at = from; at; at = at.parent) {
      if (known.has(at)) {
        value = known.get(at)
        break
      }
      asked.push(at)
      value = own(at)
      if (value !== undefined) break
    }
    for (const item of asked) known.set(item, value)
    return value
  }
}
