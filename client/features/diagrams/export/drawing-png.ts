import type { SvgFile } from './drawing-svg.tsx'

/** What browsers paint at once: 16,384 pixels a side, and 64 million in all. */
const longestSide = 16_000
const mostPixels = 64_000_000

/** Twice as fine as the screen, as far as a browser can paint it. */
export function scaleFor({ width, height }: Pick<SvgFile, 'width' | 'height'>): number {
  return Math.min(2, longestSide / Math.max(width, height), Math.sqrt(mostPixels / (width * height)))
}

/** An SVG file as a PNG picture. @throws Error where the browser cannot paint it */
export async function pngOf(svg: SvgFile): Promise<Blob> {
  const address = URL.createObjectURL(new Blob([svg.text], { type: 'image/svg+xml' }))
  try {
    const image = new Image()
    image.src = address
    await image.decode()
    const scale = scaleFor(svg)
    const canvas = document.createElement('canvas')
    canvas.width = Math.round(svg.width * scale)
    canvas.height = Math.round(svg.height * scale)
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'))
    if (!blob) throw new Error('The picture is too large for this browser')
    return blob
  } finally {
    URL.revokeObjectURL(address)
  }
}
