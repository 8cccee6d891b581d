import type { Drawing } from '#contract/diagrams.ts'
import { DrawioError } from './drawio-error.ts'
import { oneLine } from './link-words.ts'
import { cut, oneLineOf } from './element-facts.ts'
import type { LeftOut } from './left-out.ts'
import { limits } from './limits.ts'
import { pagesOf } from './pages.ts'
import { xmlOfFile } from './read-file.ts'
import { drawingOf } from './to-drawing.ts'
import type { Budget } from './xml.ts'

/** One page of a draw.io file: a drawing, or why it cannot come. */
export interface DrawioPage {
  /** As draw.io shows it; empty where it has none. */
  name: string
  /** What a diagram of it would be called. */
  title: string
  drawing?: Drawing
  problem?: string
  left: LeftOut[]
  /** The slug of the organization that its bindings are of. */
  organization?: string
}

/**
 * Reads a draw.io file of any sort: `.drawio`, `.xml`, `.drawio.svg`, `.drawio.png`. Pure: nothing is fetched, nothing is
 * run, and what is too much is refused on the way.
 * @throws DrawioError where the file as a whole cannot be read
 */
export async function readDrawio(bytes: Uint8Array, fileName: string): Promise<DrawioPage[]> {
  const budget: Budget = { elements: limits.elements }
  const raw = await pagesOf(await xmlOfFile(bytes, budget), budget)
  return raw.map(({ name, cells }) => {
    const head = { name, title: titleOf(fileName, name, raw.length) }
    try {
      const { drawing, left, organization } = drawingOf(cells)
      if (drawing.devices.length + drawing.groups.length === 0)
        return { ...head, problem: 'This page has nothing on it.', left }
      return { ...head, drawing, left, ...(organization !== undefined && { organization }) }
    } catch (error) {
      if (error instanceof DrawioError) return { ...head, problem: error.message, left: [] }
      throw error
    }
  })
}

/** The page's own name, unless draw.io gave it; with the file's where there are several. */
export function titleOf(fileName: string, page: string, pages: number): string {
  const bare = fileName
    .replace(/^.*[\\/]/, '')
    .replace(/\.(?:drawio|dio|xml|svg|png)$/i, '')
    .replace(/\.drawio$/i, '')
  const file = oneLine(oneLineOf(bare.replaceAll('_', ' '))) || 'Diagram'
  const own = oneLine(oneLineOf(page))
  const isGiven = own === '' || /^(?:page|seite|página|pagina|strona|untitled)[ -]?\d*$/i.test(own)
  if (pages === 1) return cut(isGiven ? file : own, 200)
  return cut(isGiven ? `${file}, ${own || 'page'}` : `${file}: ${own}`, 200)
}
