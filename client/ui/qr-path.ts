import { encodeQR } from 'qr'

/**
 * A QR code as the path of an SVG, one unit to a module, without the quiet border of four that belongs around it.
 * Import it lazily: 8 kB. @param correction how much may be lost: medium 15 %, quartile 25 %.
 */
export function qrPath(text: string, correction: 'medium' | 'quartile'): { d: string; size: number } {
  const framed = encodeQR(text, 'raw', { ecc: correction, border: 1 }) // it takes no 0
  const rows = framed.slice(1, -1).map((row) => row.slice(1, -1))
  const d = rows
    .flatMap((row, y) => [...runsOf(row)].map(([x, length]) => `M${x} ${y}h${length}v1h-${length}z`))
    .join('')
  return { d, size: rows.length }
}

/** Where dark modules begin, and how many stand together. */
function* runsOf(row: boolean[]): Generator<[from: number, length: number]> {
  for (let x = 0; x < row.length; x++) {
    if (!row[x]) continue
    const from = x
    while (row[x + 1]) x++
    yield [from, x - from + 1]
  }
}
