import type { Drawing } from '#contract/diagrams.ts'
import { fileNameFrom } from '../../../ui/file-name.ts'
import { keepAsFile } from '../../../ui/save-file.ts'
import { pictureAddress } from '../view/picture-address.ts'

export type ExportFormat = 'svg' | 'png' | 'drawio' | 'mermaid' | 'devices' | 'links'

interface Exported {
  slug: string
  reference: string
  title: string
  drawing: Drawing
}

/** Makes the file on this device and saves it. @returns what it is called. @throws Error in words where it cannot be made */
export async function saveDrawing(format: ExportFormat, of: Exported): Promise<string> {
  const name = fileNameFrom(`${of.reference} ${of.title}${endings[format]}`)
  keepAsFile(name, await contentOf(format, of))
  return name
}

const endings: Record<ExportFormat, string> = {
  svg: '.svg',
  png: '.png',
  drawio: '.drawio',
  mermaid: '.mmd',
  devices: ' devices.csv',
  links: ' links.csv',
}

async function contentOf(format: ExportFormat, { slug, reference, title, drawing }: Exported): Promise<string | Blob> {
  switch (format) {
    case 'svg':
    case 'png': {
      const { drawingSvg } = await import('./drawing-svg.tsx')
      const { picture } = drawing
      const address = picture && pictureAddress(slug, reference, picture.attachment)
      const svg = await drawingSvg(drawing, `${reference} ${title}`, address)
      if (format === 'svg') return svg.text
      const [{ pngOf }, { withFonts }] = await Promise.all([import('./drawing-png.ts'), import('./with-fonts.ts')])
      return pngOf(await withFonts(svg))
    }
    case 'drawio': {
      const { writeDrawio } = await import('../drawio/write-drawio.ts')
      return writeDrawio(drawing, { title, organization: slug })
    }
    case 'mermaid': {
      const { writeMermaid } = await import('../drawio/write-mermaid.ts')
      return writeMermaid(drawing, title)
    }
    case 'devices':
    case 'links': {
      const { devicesCsv, linksCsv } = await import('./drawing-csv.ts')
      return format === 'devices' ? devicesCsv(drawing) : linksCsv(drawing)
    }
  }
}
