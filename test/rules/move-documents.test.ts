import { describe, expect, test } from 'vitest'
import { Problem } from '#contract/problems.ts'
import { moveInBatches } from '../../client/features/handover/move-documents.ts'

/** A server that takes at most 25 at a time, all or none, and names all that the receiver cannot see. */
function aServer(shut: readonly string[] = []) {
  const taken: string[] = []
  const calls: number[] = []
  const send = (references: string[]) => {
    calls.push(references.length)
    const errors = references.flatMap((reference, index) =>
      shut.includes(reference) ? { pointer: `/references/${index}`, detail: 'not in sight' } : [],
    )
    if (errors.length > 0) return Promise.reject(new Problem('invalid-input', { errors }))
    taken.push(...references)
    return Promise.resolve({ moved: references.length })
  }
  return { taken, calls, send }
}
const some = (count: number) => Array.from({ length: count }, (_, index) => `RB-${index + 1}`)
const steady = { goesOn: () => true, onProgress: () => undefined }

describe('documents of somebody who leaves', () => {
  test('are moved in batches that the server takes, and it says how far it is', async () => {
    const server = aServer()
    const seen: number[] = []
    const moved = await moveInBatches(some(60), { ...steady, ...server, onProgress: (count) => seen.push(count) })
    expect(moved).toEqual({ done: 60, unseen: [] })
    expect(server.calls).toEqual([25, 25, 10])
    expect(seen).toEqual([25, 50, 60])
  })

  test('stay where the receiver cannot see them, and the others of their batch go', async () => {
    const server = aServer(['RB-3', 'RB-17', 'RB-40'])
    const moved = await moveInBatches(some(50), { ...steady, ...server })
    expect(moved).toEqual({ done: 47, unseen: ['RB-3', 'RB-17', 'RB-40'] })
    expect(server.calls).toEqual([25, 23, 25, 24])
    expect(server.taken).not.toContain('RB-17')
  })

  test('are not asked for in vain where the receiver sees none of them', async () => {
    const server = aServer(some(30))
    expect((await moveInBatches(some(30), { ...steady, ...server })).unseen).toHaveLength(30)
    expect(server.calls).toEqual([25, 5])
  })

  test('wait where somebody stops between two batches', async () => {
    const server = aServer()
    let through = 0
    const goesOn = () => through < 25
    const moved = await moveInBatches(some(60), { ...server, goesOn, onProgress: (count) => (through = count) })
    expect([moved.done, server.calls]).toEqual([25, [25]])
  })

  test('are not lost in a failure of another kind: it is told', async () => {
    const send = () => Promise.reject(new Problem('invalid-input', { errors: [{ pointer: '/toId', detail: 'gone' }] }))
    await expect(moveInBatches(some(3), { ...steady, send })).rejects.toThrow(Problem)
  })
})
