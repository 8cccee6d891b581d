import { reportSearch } from '#contract/search.ts'
import { call } from '../../platform/api.ts'
import { isSearch, type Asked } from './palette-query.ts'

/**
 * Tells the server of a search that led nowhere, nothing found or nothing opened, so that it can show what people look
 * for in vain. A search through all organizations is told to none of them: what one customer lacks is no business of
 * another.
 * @param slug the one organization that was searched
 * @param results how many were found; undefined while that is not known
 */
export function reportDeadEnd(asked: Asked, slug: string | undefined, results: number | undefined): void {
  if (!isSearch(asked) || slug === undefined || results === undefined) return
  const text = asked.words.slice(0, 300)
  void call(reportSearch, { slug, text, results: Math.min(1_000, results) }).catch(() => undefined)
}
