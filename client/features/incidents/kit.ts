import type { Document, DocumentChip } from '#contract/documents.ts'

export interface Kit {
  credentials: readonly DocumentChip[]
  vendors: readonly DocumentChip[]
  diagrams: readonly DocumentChip[]
}

/**
 * What these documents need, each once: what their texts mention stands first, in that order, then what is related to
 * them, or, of a system, is drawn or opened with it.
 */
export function kitOf(documents: readonly Document[]): Kit {
  const chips = [
    ...documents.flatMap(({ cited }) => cited),
    ...documents.flatMap(({ related }) => related),
    ...documents.filter(({ kind }) => kind === 'system').flatMap(({ usedIn }) => usedIn),
  ].filter(({ archived }, at, all) => !archived && all.findIndex((one) => one.reference === all[at]?.reference) === at)
  const of = (kind: DocumentChip['kind']) => chips.filter((chip) => chip.kind === kind)
  return { credentials: of('credential'), vendors: of('vendor'), diagrams: of('diagram') }
}
