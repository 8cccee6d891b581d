import { useCallback, useEffect, useState } from 'react'
import { keepPreviousData, useQueries, type UseQueryResult } from '@tanstack/react-query'
import { search, type SearchResult } from '#contract/search.ts'
import type { OutputOf } from '#contract/endpoint.ts'
import { query } from '../../platform/api.ts'
import { listWords } from '../../ui/format.ts'

/** A result and the organization it is from. */
export interface TextResult {
  slug: string
  result: SearchResult
}

export interface TextSearch {
  results: readonly TextResult[]
  /** The answers of all organizations to exactly this text are in. */
  isDone: boolean
  isFailed: boolean
  /** Matches by organization; undefined until it answered. */
  counts: Readonly<Record<string, number>>
  /** All matches, in the answers or not; `countIsLower` where the server stopped counting. */
  count: number
  countIsLower: boolean
  /** What was searched for instead, filters that nobody knows, and the like. */
  notes: readonly string[]
}

const waitMs = 120
/** Enough for a group after those are gone that stand above already; the rest when somebody asks for it. */
const first = 12
const most = 50

/**
 * The server's full-text search in several organizations at once. Asked when the typing pauses; a question that is no
 * longer wanted is taken back.
 */
export function useTextSearch(
  slugs: readonly string[],
  text: string,
  isWanted: boolean,
  wantsMore: boolean,
): TextSearch {
  const limit = wantsMore ? most : first
  const settled = useSettled(text, waitMs)
  const isAsked = isWanted && settled === text && text.length >= 2
  const combine = useCallback(
    (answers: UseQueryResult<OutputOf<typeof search>>[]): TextSearch => {
      const lists = answers.map(({ data }) => data)
      return {
        results: interleaved(slugs, lists),
        isDone: isAsked && answers.every(({ isFetched, isFetching }) => isFetched && !isFetching),
        isFailed: isAsked && answers.some(({ isError }) => isError),
        counts: Object.fromEntries(slugs.flatMap((slug, at) => (lists[at] ? [[slug, lists[at].count]] : []))),
        count: lists.reduce((sum, list) => sum + (list?.count ?? 0), 0),
        countIsLower: lists.some((list) => list?.countIsLower === true),
        notes: notesOf(lists),
      }
    },
    [slugs, isAsked],
  )
  return useQueries({
    queries: slugs.map((slug) => ({
      ...query(search, { slug, text, limit }),
      enabled: isAsked,
      staleTime: 20_000,
      // What was searched for does not linger.
      gcTime: 30_000,
      placeholderData: wantsMore ? keepPreviousData : undefined,
    })),
    combine,
  })
}

type Answer = OutputOf<typeof search> | undefined

/** Every organization ranks for itself: the first of each, then the second of each. */
function interleaved(slugs: readonly string[], lists: readonly Answer[]): TextResult[] {
  const longest = Math.max(0, ...lists.map((list) => list?.items.length ?? 0))
  const results: TextResult[] = []
  for (let rank = 0; rank < longest; rank++)
    lists.forEach((list, at) => {
      const result = list?.items[rank]
      if (result) results.push({ slug: slugs[at] as string, result })
    })
  return results
}

function notesOf(lists: readonly Answer[]): string[] {
  const corrected = new Map(lists.flatMap((list) => list?.corrected ?? []).map(({ from, to }) => [from, to]))
  const quoted = (words: Iterable<string>) => listWords([...words].map((word) => `“${word}”`))
  const words =
    corrected.size > 0
      ? [`The texts were searched for ${quoted(corrected.values())} instead of ${quoted(corrected.keys())}.`]
      : []
  return [...new Set([...words, ...lists.flatMap((list) => list?.hints ?? [])])]
}

/** The value once it has stood still for so long. */
function useSettled<Value>(value: Value, ms: number): Value {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms)
    return () => clearTimeout(timer)
  }, [value, ms])
  return settled
}
