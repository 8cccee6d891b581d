import mono from '@fontsource-variable/atkinson-hyperlegible-mono/files/atkinson-hyperlegible-mono-latin-wght-normal.woff2?url'
import words from '@fontsource-variable/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-wght-normal.woff2?url'
import { asData } from './as-data.ts'
import type { SvgFile } from './drawing-svg.tsx'

/**
 * The same file with its faces in it: a picture is painted apart from the page and knows none of them. Without, where they
 * cannot be read: a picture in another face is still the picture.
 */
export async function withFonts(svg: SvgFile): Promise<SvgFile> {
  try {
    const faces = await Promise.all(
      [
        ['Atkinson Hyperlegible Next', words],
        ['Atkinson Hyperlegible Mono', mono],
      ].map(async ([family = '', address = '']) => {
        const data = await asData(address)
        return `@font-face{font-family:'${family}';font-weight:200 800;src:url(${data}) format('woff2')}`
      }),
    )
    return { ...svg, text: svg.text.replace('</title>', `</title><style>${faces.join('')}</style>`) }
  } catch {
    return svg
  }
}
