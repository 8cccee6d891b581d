/** The list that a document was opened from, so that `[` and `]` lead on in its order. Only this tab, only this visit. */
let last: { slug: string; references: readonly string[] } | undefined

export function rememberList(slug: string, lines: readonly { reference: string }[]): void {
  last = { slug, references: lines.map(({ reference }) => reference) }
}

/** @returns nothing for a document that was opened in another way. */
export function neighboursOf(slug: string, reference: string): { before?: string; after?: string } {
  const at = last?.slug === slug ? last.references.indexOf(reference) : -1
  if (at < 0) return {}
  const [before, after] = [last?.references[at - 1], last?.references[at + 1]]
  return { ...(before && { before }), ...(after && { after }) }
}
