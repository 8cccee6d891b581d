/**
 * How wide words are, near enough to wrap and to place them without asking a browser: the same on the screen, in the
 * editor and in an exported file.
 */

/** Sizes of letters in a drawing, in pixels. */
export const letters = { label: 13, small: 12 } as const
/** Heights of lines in a drawing, in pixels. */
export const lineHeights = { label: 17, small: 15 } as const

const narrow = /[iIl.,:;'|!()[\]tfj]/
const wide = /[mwMW@%]/
const capital = /[A-Z0-9–—&]/

/** In pixels, of one line at a size in pixels. */
export function widthOf(text: string, size: number, isMono = false): number {
  if (isMono) return text.length * size * 0.61
  let units = 0
  for (const letter of text) {
    units += narrow.test(letter)
      ? 0.31
      : wide.test(letter)
        ? 0.86
        : capital.test(letter)
          ? 0.64
          : letter === ' '
            ? 0.26
            : 0.54
    if (letter > '\u2e80') units += 0.46
  }
  return units * size
}

/** Broken at spaces, words that are too long anywhere; what is over the last line ends with an ellipsis. */
export function wrapped(text: string, size: number, width: number, mostLines: number): string[] {
  const lines: string[] = []
  for (const paragraph of text.split('\n')) {
    let line = ''
    for (const word of paragraph.trim().split(/\s+/)) {
      for (const part of parts(word, size, width)) {
        const longer = line ? `${line} ${part}` : part
        if (line && widthOf(longer, size) > width) {
          lines.push(line)
          line = part
        } else line = longer
      }
    }
    lines.push(line)
    if (lines.length > mostLines) break
  }
  while (lines.length > 0 && lines.at(-1) === '') lines.pop()
  if (lines.length <= mostLines) return lines
  const kept = lines.slice(0, Math.max(mostLines, 0))
  const last = kept.pop()
  return last === undefined ? [] : [...kept, shortened(`${last}…`, size, width)]
}

function shortened(text: string, size: number, width: number): string {
  let kept = text.replace(/…$/, '')
  while (kept.length > 1 && widthOf(`${kept}…`, size) > width) kept = kept.slice(0, -1).trimEnd()
  return `${kept}…`
}

function parts(word: string, size: number, width: number): string[] {
  if (widthOf(word, size) <= width) return [word]
  const found: string[] = []
  let part = ''
  for (const letter of word) {
    if (part && widthOf(part + letter, size) > width) {
      found.push(part)
      part = ''
    }
    part += letter
  }
  return part ? [...found, part] : found
}
