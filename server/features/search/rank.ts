import { cursorOf, readCursor } from '../../platform/cursor.ts'
import { candidatesOf, fewHits } from './candidates.ts'
import type { Field, Searching } from './find.ts'
import { searchQueries } from './queries.ts'
import type { Term } from './read-text.ts'
import { scoreOf } from './score.ts'

export interface Placed {
  rowId: number
  score: number
}

/** As many of the best are judged by their whole text, too. */
const readWhole = 30
const exactly = 1_000

/** All hits in order: those that were judged, best first, then the others, newest first. */
export function rank(
  call: Searching,
  field: Field,
  terms: readonly Term[],
  hits: readonly number[],
  exact: number | undefined,
): Placed[] {
  const candidates = candidatesOf(call, field, terms, hits)
  const isFew = candidates.length <= fewHits
  const scores = new Map<number, number>(hits.map((rowId) => [rowId, 0]))
  judge(call, terms, candidates, isFew, scores)
  if (!isFew && terms.length > 0) {
    const best = [...candidates].sort((a, b) => scoreAt(scores, b) - scoreAt(scores, a)).slice(0, readWhole)
    judge(call, terms, best, true, scores)
  }
  if (exact !== undefined) scores.set(exact, exactly)
  return [...scores].map(([rowId, score]) => ({ rowId, score })).sort(byPlace)
}

const scoreAt = (scores: ReadonlyMap<number, number>, rowId: number) => scores.get(rowId) ?? 0
const byPlace = (a: Placed, b: Placed) => b.score - a.score || b.rowId - a.rowId

function judge(
  { db, actor, now, today, useSince }: Searching,
  terms: readonly Term[],
  rows: readonly number[],
  withText: boolean,
  scores: Map<number, number>,
): void {
  const asked = { rows: JSON.stringify(rows), memberId: actor.id, now, today, useSince, withText }
  for (const candidate of searchQueries(db).candidates(asked)) scores.set(candidate.rowId, scoreOf(candidate, terms))
}

/** The page after a cursor, which names the place of the last result seen: what came or went since shifts nothing. */
export function pageAfter(order: readonly Placed[], after: string | undefined, limit: number) {
  const start = after === undefined ? 0 : startAfter(order, readCursor(after, 'pair'))
  const items = order.slice(start, start + limit)
  const last = items.at(-1)
  return { items, ...(last && order.length > start + limit && { next: cursorOf([last.score, String(last.rowId)]) }) }
}

function startAfter(order: readonly Placed[], [score, rowId]: readonly [string | number, string]): number {
  const last = { score: Number(score), rowId: Number(rowId) }
  const start = order.findIndex((place) => byPlace(last, place) < 0)
  return start < 0 ? order.length : start
}
