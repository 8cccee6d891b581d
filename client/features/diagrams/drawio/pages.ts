import { CellReader, cellsOf, type Cell } from './cells.ts'
import { DrawioError } from './drawio-error.ts'
import { unpackPage } from './inflate.ts'
import { limits } from './limits.ts'
import { readXml, type Budget } from './xml.ts'

export interface RawPage {
  /** As draw.io shows it on its tab; empty where it has no tabs. */
  name: string
  cells: Cell[]
}

/**
 * The pages of an `mxfile`, packed or plain, or the one of a bare `mxGraphModel`.
 * @throws DrawioError
 */
export async function pagesOf(xml: string, budget: Budget): Promise<RawPage[]> {
  const found: { name: string; text: string; plain: CellReader | undefined }[] = []
  let page: (typeof found)[number] | undefined
  const begin = (name: string) => {
    if (found.length >= limits.pages)
      throw new DrawioError('too-many', `This file has more than ${limits.pages} pages. Split it in draw.io.`)
    page = { name, text: '', plain: undefined }
    found.push(page)
    return page
  }
  readXml(
    xml,
    {
      open({ name, attributes }) {
        if (name === 'diagram') begin(attributes.get('name') ?? '')
        else if (name === 'mxGraphModel') (page ?? begin('')).plain = new CellReader()
        else page?.plain?.open(name, attributes)
      },
      close(name) {
        if (name === 'diagram') page = undefined
        else page?.plain?.close(name)
      },
      text(text) {
        if (page && !page.plain) page.text += text
      },
    },
    budget,
  )
  if (found.length === 0) throw new DrawioError('not-drawio', 'This file has no pages in it.')
  const pages: RawPage[] = []
  let left = limits.unpackedTotal
  for (const { name, text, plain } of found) {
    if (plain || !text.trim()) {
      pages.push({ name, cells: plain?.cells ?? [] })
      continue
    }
    const { xml: page, bytes } = await unpackPage(text, Math.min(left, limits.unpackedBytes))
    left -= bytes
    pages.push({ name, cells: cellsOf(page, budget) })
  }
  return pages
}
