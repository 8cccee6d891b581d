import type { appendToLog, CollectionName, SeedWrap } from '#contract/log.ts'
import type { ParsedInputOf } from '#contract/endpoint.ts'
import { nameHash } from '#contract/log/names.ts'
import { keyOf } from '#contract/log/state.ts'
import { invalid } from '#contract/problems.ts'
import type { z } from 'zod'

type Input = ParsedInputOf<typeof appendToLog>
/** What is stated, and what comes along with it. */
export type Stated = Omit<Input, 'slug'>
export type Name = z.output<typeof CollectionName>
type Epoch = Input['epochs'][number]

/** What comes along with entries, each taken by the entry that it belongs to. Nothing may be left over in the end. */
export interface Luggage {
  /** The name that hashes to this. */
  takeName(collection: string, hash: string): Name | undefined
  takeEpoch(collection: string, epoch: number): Epoch | undefined
  /** By `keyOf`. */
  takeWraps(collection: string, epoch: number): Map<string, SeedWrap>
  /** Wraps that belong to no epoch of these entries. */
  restOfWraps(): SeedWrap[]
  /** @throws Problem 'invalid-input' naming what belongs to no entry. */
  requireTaken(at: string): void
}

export function unpack({ names, epochs, wraps }: Pick<Stated, 'names' | 'epochs' | 'wraps'>): Luggage {
  const named = new Set(names)
  const sealed = new Map(epochs.map((epoch) => [placeOf(epoch), epoch]))
  const carried = new Map<string, SeedWrap[]>()
  for (const wrap of wraps) {
    const place = placeOf(wrap)
    const others = carried.get(place)
    if (others) others.push(wrap)
    else carried.set(place, [wrap])
  }
  return {
    takeName(collection, hash) {
      const found = [...named].find(
        (name) => name.collection === collection && nameHash(name.collection, name.salt, name.name) === hash,
      )
      if (found) named.delete(found)
      return found
    },
    takeEpoch(collection, epoch) {
      const place = placeOf({ collection, epoch })
      const found = sealed.get(place)
      sealed.delete(place)
      return found
    },
    takeWraps(collection, epoch) {
      const place = placeOf({ collection, epoch })
      const found = carried.get(place) ?? []
      carried.delete(place)
      return new Map(found.map((wrap) => [keyOf(wrap), wrap]))
    },
    restOfWraps() {
      const rest = [...carried.values()].flat()
      carried.clear()
      return rest
    },
    requireTaken(at) {
      const [name] = named
      if (name) {
        throw invalid(`${at}/names/${names.indexOf(name)}`, 'No entry gives this collection that name.')
      }
      const [epoch] = sealed.values()
      if (epoch) throw invalid(`${at}/epochs/${epochs.indexOf(epoch)}`, 'No entry makes this epoch.')
    },
  }
}

const placeOf = ({ collection, epoch }: { collection: string; epoch: number }) => `${collection}:${epoch}`
