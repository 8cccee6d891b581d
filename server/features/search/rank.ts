import { cursorOf, readCursor } from '../../platform/cursor.ts'
import { candidatesOf } from './candidates.ts'
import type { Field, Searching } from './find.ts'
import type { Hits } from './hits.ts'
import { searchQueries } from './queries.ts'
import type { Term } from './read-text.ts'
import { inTitle, scoreOf } from './score.ts'

export interface Placed {
  rowId: number
  score: number
}

const exactly = 1_000
/** So many of the best are judged by their whole text, too, unless the title says it all. */
const readWhole = 14

/** Those that were judged, best first. */
export function judged(
  call: Searching,
  field: Field,
  terms: readonly Term[],
  hits: Hits,
  exact: number | undefined,
): Placed[] {
  const scores = new Map<number, number>()
  judge(call, terms, candidatesOf(call, field, terms, hits), false, scores)
  if (terms.length > 0) {
    const unclear = inOrder(scores)
      .slice(0, readWhole)
      .filter(({ score }) => score < inTitle)
    judge(
      call,
      terms,
      unclear.map(({ rowId }) => rowId),
      true,
      scores,
    )
  }
  if (exact !== undefined) scores.set(exact, exactly)
  return inOrder(scores)
}

const inOrder = (scores: ReadonlyMap<number, number>): Placed[] =>
  [...scores].map(([rowId, score]) => ({ rowId, score })).sort(byPlace)
const byPlace = (a: Placed, b: Placed) => b.score - a.score || b.rowId - a.rowId

function judge(
  { db, actor, today, useSince }: Searching,
  terms: readonly Term[],
  rows: readonly number[],
  withText: boolean,
  scores: Map<number, number>,
): void {
  if (rows.length === 0) return
  const asked = { rows: JSON.stringify(rows), memberId: actor.id, today, useSince, withText }
  for (const candidate of searchQueries(db).candidates(asked)) scores.set(candidate.rowId, scoreOf(candidate, terms))
}

/**
 * The page after a cursor, which names the place of the last result seen: what came or went since shifts nothing. After
 * those that were judged come the other hits, newest first.
 */
export function pageAfter(best: readonly Placed[], hits: Hits, after: string | undefined, limit: number) {
  const isFirstOfBest = after === undefined && best.length > limit
  const order = isFirstOfBest || !hits.isMany ? best : [...best, ...others(best, hits)]
  const start = after === undefined ? 0 : startAfter(order, readCursor(after, 'pair'))
  const items = order.slice(start, start + limit)
  const last = items.at(-1)
  return { items, ...(last && order.length > start + limit && { next: cursorOf([last.score, String(last.rowId)]) }) }
}

function others(best: readonly Placed[], hits: Hits): Placed[] {
  const isJudged = new Set(best.map(({ rowId }) => rowId))
  return hits.rows.flatMap((rowId) => (isJudged.has(rowId) ? [] : [{ rowId, score: -1 }]))
}

function startAfter(order: readonly Placed[], [score, rowId]: readonly [string | number, string]): number {
  const last = { score: Number(score), rowId: Number(rowId) }
  const start = order.findIndex((place) => byPlace(last, place) < 0)
  return start < 0 ? order.length : start
}
