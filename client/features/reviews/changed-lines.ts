import { diffLines } from 'diff'

/** Lines that came and went, in the order of the text; `gap` parts places that do not touch. */
export type ChangedLine = { is: 'added' | 'removed'; text: string } | { is: 'gap' }

export interface ChangedLines {
  lines: readonly ChangedLine[]
  added: number
  removed: number
}

/** What a reviewer looks at first: only what changed, without what stands around it. */
export function changedLines(before: string, after: string): ChangedLines {
  const lines: ChangedLine[] = []
  let added = 0
  let removed = 0
  let isApart = false
  for (const part of diffLines(before, after)) {
    if (!part.added && !part.removed) {
      isApart = lines.length > 0
      continue
    }
    const texts = part.value.split('\n').filter((text) => text.trim() !== '')
    if (texts.length === 0) continue
    if (isApart) lines.push({ is: 'gap' })
    isApart = false
    if (part.added) added += texts.length
    else removed += texts.length
    lines.push(...texts.map((text): ChangedLine => ({ is: part.added ? 'added' : 'removed', text })))
  }
  return { lines, added, removed }
}
