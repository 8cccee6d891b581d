import { reportSearch } from '#contract/search.ts'
import { call } from '../../platform/api.ts'
import { isSearch, type Asked } from './palette-query.ts'

export interface Outcome {
  asked: Asked
  /** The one organization that was searched; undefined when it was all of them. */
  slug: string | undefined
  /** How many were found; undefined while that is not known. */
  results: number | undefined
  opened?: { slug: string; reference: string } | undefined
}

/**
 * Tells the server how a search ended, so that it can show what people look for and do not find. A search through all
 * organizations that led nowhere is told to none of them: what is missing at one customer is no business of another.
 */
export function reportOutcome({ asked, slug, results, opened }: Outcome): void {
  const where = opened?.slug ?? slug
  if (!isSearch(asked) || where === undefined || (results === undefined && !opened)) return
  void call(reportSearch, {
    slug: where,
    text: asked.words.slice(0, 300),
    results: Math.min(1_000, Math.max(results ?? 0, opened ? 1 : 0)),
    ...(opened && { opened: opened.reference }),
  }).catch(() => undefined)
}
