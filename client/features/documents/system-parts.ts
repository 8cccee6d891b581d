import type { Document, DocumentChip } from '#contract/documents.ts'

/** Whom to call about a system. */
export const vendorsOf = ({ related }: Document): DocumentChip[] =>
  related.filter(({ kind, archived }) => kind === 'vendor' && !archived)

/** Diagrams in which it is drawn, and those that somebody related to it. */
export function diagramsOf({ usedIn, related }: Document): DocumentChip[] {
  const all = [...usedIn, ...related].filter(({ kind, archived }) => kind === 'diagram' && !archived)
  return all.filter(({ reference }, at) => all.findIndex((other) => other.reference === reference) === at)
}

/** Credentials that somebody related to it, that its text names, or that name it: each once. */
export function credentialsOf({ usedIn, related, cited }: Document): DocumentChip[] {
  const all = [...related, ...cited, ...usedIn].filter(({ kind, archived }) => kind === 'credential' && !archived)
  return all.filter(({ reference }, at) => all.findIndex((other) => other.reference === reference) === at)
}
