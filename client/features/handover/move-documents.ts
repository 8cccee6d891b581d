import { Problem } from '#contract/problems.ts'

/** The server takes as many in one request. */
const atOnce = 25

export interface Moved {
  done: number
  /** Those whose new owner may not see them: still where they were. */
  unseen: string[]
}

/**
 * Moves documents batch by batch. What the new owner cannot see is taken out, and the rest of its batch goes again;
 * whoever stops, or loses the connection, goes on later with what is left.
 * @param send moves all of them or none. @throws whatever it throws for another reason than what cannot be seen.
 */
export async function moveInBatches(
  references: readonly string[],
  {
    send,
    goesOn,
    onProgress,
  }: {
    send: (references: string[]) => Promise<{ moved: number }>
    goesOn: () => boolean
    /** With how many are through. */
    onProgress: (through: number) => void
  },
): Promise<Moved> {
  const moved: Moved = { done: 0, unseen: [] }
  for (let start = 0; start < references.length && goesOn(); start += atOnce) {
    let batch = references.slice(start, start + atOnce)
    while (batch.length > 0) {
      try {
        moved.done += (await send(batch)).moved
        break
      } catch (error) {
        const refused = refusedOf(error)
        if (refused.size === 0) throw error
        moved.unseen.push(...batch.filter((_, index) => refused.has(index)))
        batch = batch.filter((_, index) => !refused.has(index))
      }
    }
    onProgress(Math.min(references.length, start + atOnce))
  }
  return moved
}

/** Which of a batch the server names; none where it is about something else. */
function refusedOf(error: unknown): Set<number> {
  if (!(error instanceof Problem) || error.code !== 'invalid-input') return new Set()
  const found = (error.facts.errors ?? []).map(({ pointer }) => /^\/references\/(\d+)$/.exec(pointer)?.[1])
  return found.includes(undefined) ? new Set() : new Set(found.map(Number))
}
