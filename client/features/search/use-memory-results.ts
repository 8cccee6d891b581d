import { useEffect, useState } from 'react'
import type { Found, Hit } from './palette-index.ts'
import type { Asked } from './palette-query.ts'
import { visitedKeys } from './recents.ts'
import type { PaletteMemory } from './use-palette-memory.ts'

export interface MemoryResults {
  found: Found
  recent: readonly Hit[]
  /** It is the answer to exactly what stands in the box now. */
  isCurrent: boolean
}

const nothing: Found = { best: undefined, isSimilar: false, groups: [], total: 0 }

/** What the Worker finds for the words; the last answer stays in sight until the next one is there. */
export function useMemoryResults(memory: PaletteMemory, asked: Asked, slugs: readonly string[]): MemoryResults {
  const { mode, words, hasFilter } = asked
  const isAsked = mode === 'find' && !hasFilter
  const question = `${slugs.join()} ${words}`
  const [answer, setAnswer] = useState({ question: '', loads: 0, found: nothing, recent: [] as readonly Hit[] })
  const { loads } = memory

  useEffect(() => {
    if (!isAsked) return
    let isWanted = true
    const take = (found: Found, recent: readonly Hit[]) => isWanted && setAnswer({ question, loads, found, recent })
    if (words) void memory.find(words, slugs).then((found) => take(found, []))
    else void memory.recent(visitedKeys(), slugs).then((recent) => take(nothing, recent))
    return () => {
      isWanted = false
    }
    // `question` stands for words and slugs.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [question, isAsked, memory])

  if (!isAsked) return { found: nothing, recent: [], isCurrent: true }
  return { ...answer, isCurrent: answer.question === question && answer.loads > 0 }
}
