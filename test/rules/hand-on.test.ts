import { describe, expect, test } from 'vitest'
import type { Contract } from '#contract/contracts.ts'
import { handOn, inHandsOf, type Owned } from '../../client/features/access/hand-on.ts'

/** So many things, each of which remembers who took it. @param refuses numbers that cannot be given away. */
function things(count: number, refuses: readonly number[] = []) {
  const taken = new Map<string, string[]>()
  const all = Array.from({ length: count }, (_, index): Owned => {
    const id = `CT-${index + 1}`
    const handTo = (to: string) => {
      if (refuses.includes(index + 1)) return Promise.reject(new Error('may not see it'))
      taken.set(id, [...(taken.get(id) ?? []), to])
      return Promise.resolve()
    }
    return { id, says: id, handTo }
  })
  return { all, taken }
}

describe('what somebody who leaves answers for', () => {
  test('is handed on to the last piece, however much it is, and says how far it is', async () => {
    const { all, taken } = things(1_003)
    const seen: number[] = []
    const answer = await handOn(all, 'ines', { goesOn: () => true, onProgress: (through) => seen.push(through) })
    expect(answer).toEqual({ done: 1_003, left: [] })
    expect(taken.size).toBe(1_003)
    expect([...taken.values()].every((to) => to.join() === 'ines')).toBe(true)
    expect(seen.at(-1)).toBe(1_003)
    expect(seen).toEqual([...seen].sort((a, b) => a - b))
  })

  test('stays with its owner where the new one cannot have it, and the rest goes on', async () => {
    const { all, taken } = things(20, [3, 17])
    const answer = await handOn(all, 'ines', { goesOn: () => true, onProgress: () => undefined })
    expect(answer.done).toBe(18)
    expect(answer.left.map(({ says }) => says)).toEqual(['CT-3', 'CT-17'])
    expect(taken.has('CT-3')).toBe(false)
  })

  test('is stopped between two batches and gone on with later: nothing twice', async () => {
    const { all, taken } = things(40)
    let through = 0
    const first = await handOn(all, 'ines', { goesOn: () => through < 16, onProgress: (count) => (through = count) })
    expect(first.done).toBe(16)
    const left = all.filter(({ id }) => !taken.has(id))
    expect(left).toHaveLength(24)
    await handOn(left, 'rosa', { goesOn: () => true, onProgress: () => undefined })
    expect([...taken.values()].flat().filter((to) => to === 'rosa')).toHaveLength(24)
    expect([...taken.values()].every((to) => to.length === 1)).toBe(true)
  })
})

describe('a contract in other hands', () => {
  const person = (id: string) => ({ id, name: id, side: 'in_house', party: 'Acme' })
  const contract = (owner?: string, fallback?: string) =>
    ({
      ...{ reference: 'CT-04', revision: 7, title: 'Lines', number: 'A-1', endsOn: '2027-03-31', autoRenews: true },
      ...{ notice: { amount: 3, unit: 'months', channel: '' }, notes: 'n', level: 4, state: 'soon', noOwner: false },
      ...(owner && { owner: person(owner) }),
      ...(fallback && { fallback: person(fallback) }),
    }) as unknown as Contract

  test('says the same in every term, and nothing that is computed', () => {
    expect(inHandsOf(contract('leo'), new Set(['leo']), 'ines')).toEqual({
      ...{ contract: 'CT-04', revision: 7, title: 'Lines', number: 'A-1', endsOn: '2027-03-31', autoRenews: true },
      ...{ notice: { amount: 3, unit: 'months', channel: '' }, notes: 'n', ownerId: 'ines' },
    })
  })

  test.each([
    ['leo', 'rosa', 'ines', 'rosa'],
    ['rosa', 'leo', 'rosa', 'ines'],
    ['leo', 'ines', 'ines', undefined],
    ['ines', 'leo', 'ines', undefined],
    // A whole partner leaves: both were theirs.
    ['leo', 'max', 'ines', undefined],
  ] as const)('owned by %s with %s to fall back on goes to %s and %s', (owner, fallback, nextOwner, nextFallback) => {
    const next = inHandsOf(contract(owner, fallback), new Set(['leo', 'max']), 'ines')
    expect([next.ownerId, next.fallbackId]).toEqual([nextOwner, nextFallback])
  })
})
