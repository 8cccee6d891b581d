import type { SearchResult } from '#contract/search.ts'
import { cut, highlight } from './cut.ts'
import { findTerm, looked } from './find-in-text.ts'
import type { ResultRow } from './queries.ts'
import type { Term } from './read-text.ts'

/** A row as a result: hits marked, and of the text only what stands around them. */
export function shown(row: ResultRow, terms: readonly Term[]): SearchResult {
  const { rowId: _rowId, level: _level, title, summary, body, headings, ...rest } = row
  const cutting = cut(body, headings, terms) ?? { snippet: ofSummary(summary, terms) }
  return { ...rest, title: highlight(title, terms), ...cutting }
}

function ofSummary(summary: string, terms: readonly Term[]) {
  const ready = looked(summary)
  return terms.some((term) => findTerm(ready, term)) ? highlight(summary, terms) : []
}
