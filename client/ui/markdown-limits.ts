import { blocksOf, maximumNesting } from '#contract/markdown-blocks.ts'

/** More runs of `*`, `_` or `~` than this in one block and marked takes seconds (ASSURANCE M8); no author writes them. */
const maximumDelimiters = 1_000

/**
 * Whether a text would take marked too long or too deep, found in linear time. Such a text is shown as it was typed.
 * Other ways to be slow exist and will be found: the deadline of the Worker stands behind this.
 */
export function isTooTangled(text: string): boolean {
  return text.split('\n').some(isTooDeep) || blocksOf(text).some(isTooMarked)
}

function isTooDeep(line: string): boolean {
  const markers = /^(?:[ \t]*(?:>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t])))*/.exec(line)?.[0] ?? ''
  if ((markers.match(/[>*+)-]|\d\./g)?.length ?? 0) > maximumNesting) return true
  // Four columns are a level of list: this far in is a staircase into the parser's stack.
  return line.length - line.trimStart().length > 4 * maximumNesting && /^\s*(?:[-*+]|\d{1,9}[.)])\s/.test(line)
}

function isTooMarked({ kind, text }: { kind: string; text: string }): boolean {
  if (kind !== 'paragraph' && kind !== 'heading') return false
  return (text.match(/\*+|_+|~+/g)?.length ?? 0) > maximumDelimiters
}
