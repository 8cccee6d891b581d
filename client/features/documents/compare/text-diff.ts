import { diffArrays, diffWordsWithSpace } from 'diff'

/** A stretch of a line, and whether it is different on the other side. */
export interface Piece {
  text: string
  isDifferent: boolean
}
export interface Line {
  number: number
  pieces: Piece[]
}
/** One row of two texts side by side: the same line, or what stands in its place; a side may be empty. */
export interface Row {
  isSame: boolean
  left: Line | undefined
  right: Line | undefined
}

/** A text is compared for so long; after that, whole stretches count as different. */
const patienceMs = 400
/** Longer lines are compared as wholes. */
const longestLine = 3_000

/** Compares line by line, and word by word within lines that changed. */
export function compare(left: string, right: string): Row[] {
  const [leftLines, rightLines] = [toLines(left), toLines(right)]
  const changes = diffArrays(leftLines, rightLines, { timeout: patienceMs }) ?? [
    { value: leftLines, removed: true, added: false },
    { value: rightLines, removed: false, added: true },
  ]
  const rows: Row[] = []
  let [leftNumber, rightNumber] = [1, 1]
  const toLine = (number: number, text: string, isDifferent: boolean): Line => ({
    number,
    pieces: [{ text, isDifferent }],
  })

  for (let at = 0; at < changes.length; at++) {
    const change = changes[at]
    if (!change) continue
    if (!change.removed && !change.added) {
      for (const text of change.value)
        rows.push({ isSame: true, left: toLine(leftNumber++, text, false), right: toLine(rightNumber++, text, false) })
      continue
    }
    const next = changes[at + 1]
    const isPair = next !== undefined && (next.removed || next.added)
    if (isPair) at++
    const removed = change.removed ? change.value : isPair && next.removed ? next.value : []
    const added = change.added ? change.value : isPair && next.added ? next.value : []
    for (let index = 0; index < Math.max(removed.length, added.length); index++) {
      const [before, after] = [removed[index], added[index]]
      if (before !== undefined && after !== undefined) {
        const [leftPieces, rightPieces] = comparePieces(before, after)
        rows.push({
          isSame: false,
          left: { number: leftNumber++, pieces: leftPieces },
          right: { number: rightNumber++, pieces: rightPieces },
        })
      } else {
        rows.push({
          isSame: false,
          left: before === undefined ? undefined : toLine(leftNumber++, before, true),
          right: after === undefined ? undefined : toLine(rightNumber++, after, true),
        })
      }
    }
  }
  return rows
}

function comparePieces(before: string, after: string): [Piece[], Piece[]] {
  const whole = (text: string): Piece[] => [{ text, isDifferent: true }]
  if (before.length > longestLine || after.length > longestLine) return [whole(before), whole(after)]
  const parts = diffWordsWithSpace(before, after)
  const kept = parts
    .filter((part) => !part.added && !part.removed)
    .reduce((sum, part) => sum + part.value.trim().length, 0)
  // Lines that share next to nothing are two lines: marked words all over would only confuse.
  if (kept * 4 < Math.min(before.length, after.length)) return [whole(before), whole(after)]
  const side = (hidden: 'added' | 'removed'): Piece[] =>
    parts.filter((part) => !part[hidden]).map((part) => ({ text: part.value, isDifferent: part.added || part.removed }))
  return [side('added'), side('removed')]
}

/** Rows with long stretches that are the same taken together. */
export type Part = { is: 'rows'; rows: Row[] } | { is: 'same'; rows: Row[] }

const around = 3
const worthFolding = 4

/** Keeps three lines around every difference in sight. */
export function fold(rows: readonly Row[]): Part[] {
  const isNear = rows.map((_, at) => rows.slice(Math.max(0, at - around), at + around + 1).some((row) => !row.isSame))
  const parts: Part[] = []
  for (let at = 0; at < rows.length;) {
    let end = at
    while (end < rows.length && isNear[end] === isNear[at]) end++
    const stretch = rows.slice(at, end)
    const is = isNear[at] || stretch.length < worthFolding ? 'rows' : 'same'
    parts.push({ is, rows: stretch })
    at = end
  }
  return parts
}

/** `4 lines changed, 2 added, 1 removed` as numbers. */
export function countsOf(rows: readonly Row[]): { changed: number; added: number; removed: number } {
  const different = rows.filter((row) => !row.isSame)
  return {
    changed: different.filter((row) => row.left && row.right).length,
    added: different.filter((row) => !row.left).length,
    removed: different.filter((row) => !row.right).length,
  }
}

const toLines = (text: string): string[] => (text === '' ? [] : text.replace(/\n$/, '').split('\n'))
