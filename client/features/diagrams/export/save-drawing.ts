import type { Drawing } from '#contract/diagrams.ts'
import { pictureAddress } from '../view/picture-address.ts'

export type ExportFormat = 'svg' | 'png' | 'drawio' | 'mermaid' | 'devices' | 'links'

interface Exported {
  slug: string
  reference: string
  title: string
  drawing: Drawing
}

/** Makes the file on this device and saves it. @throws Error in words where it cannot be made */
export async function saveDrawing(format: ExportFormat, of: Exported): Promise<string> {
  const { name, content } = await made(format, of)
  const address = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
  return name
}

async function made(format: ExportFormat, of: Exported): Promise<{ name: string; content: Blob }> {
  const { slug, reference, title, drawing } = of
  const stem = fileStem(reference, title)
  const file = (tail: string, type: string, content: string) => ({
    name: `${stem}${tail}`,
    content: new Blob([content], { type }),
  })
  switch (format) {
    case 'svg':
    case 'png': {
      const { drawingSvg } = await import('./drawing-svg.tsx')
      const { picture } = drawing
      const svg = await drawingSvg(
        drawing,
        `${reference} ${title}`,
        picture && pictureAddress(slug, reference, picture.attachment),
      )
      if (format === 'svg') return file('.svg', 'image/svg+xml', svg.text)
      const [{ pngOf }, { withFonts }] = await Promise.all([import('./drawing-png.ts'), import('./with-fonts.ts')])
      return { name: `${stem}.png`, content: await pngOf(await withFonts(svg)) }
    }
    case 'drawio': {
      const { writeDrawio } = await import('../drawio/write-drawio.ts')
      return file('.drawio', 'application/xml', writeDrawio(drawing, { title, organization: slug }))
    }
    case 'mermaid': {
      const { writeMermaid } = await import('../drawio/write-mermaid.ts')
      return file('.mmd', 'text/plain;charset=utf-8', writeMermaid(drawing, title))
    }
    case 'devices':
    case 'links': {
      const { devicesCsv, linksCsv } = await import('./drawing-csv.ts')
      return file(
        `-${format}.csv`,
        'text/csv;charset=utf-8',
        format === 'devices' ? devicesCsv(drawing) : linksCsv(drawing),
      )
    }
  }
}

/** `DG-02 WAN and firewall`: what a file system takes. */
export function fileStem(reference: string, title: string): string {
  const safe = title
    .replace(/[\\/:*?"<>|\p{Cc}]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  return `${reference} ${safe}`.slice(0, 80).replace(/[. ]+$/, '')
}
