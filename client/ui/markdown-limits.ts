import { maximumNesting } from '#contract/markdown.ts'

/** More runs of `*` and `_` than this in one block and marked would take seconds (ASSURANCE M8); no author writes them. */
const maximumDelimiters = 2_000

/**
 * Whether a text would take a Markdown parser too long or too deep. Such a text is shown as it was typed. Linear; the
 * deadline of the Worker stands behind it.
 */
export function isTooTangled(text: string): boolean {
  let delimiters = 0
  for (const line of text.split('\n')) {
    if (line.trim() === '') delimiters = 0
    const markers = /^(?:[ \t]*(?:>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t])))*/.exec(line)?.[0] ?? ''
    if (markers.length > maximumNesting && (markers.match(/[^\s\d]/g)?.length ?? 0) > maximumNesting) return true
    // Four levels of list are sixteen columns; this many are a staircase into the parser's stack.
    if (/^[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]/.test(line) && line.length - line.trimStart().length > 4 * maximumNesting)
      return true
    // Cells of a table are read one by one.
    if (line.trimStart().startsWith('|')) continue
    delimiters += line.match(/\*+|_+|~+/g)?.length ?? 0
    if (delimiters > maximumDelimiters) return true
  }
  return false
}
