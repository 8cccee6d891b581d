import { SaxesParser } from 'saxes'
import { DrawioError } from './drawio-error.ts'
import { limits } from './limits.ts'

export interface XmlElement {
  name: string
  attributes: ReadonlyMap<string, string>
}

export interface XmlReader {
  /** False: enough was read, the rest is left. */
  open: (element: XmlElement) => unknown
  close?: (name: string) => void
  text?: (text: string) => void
}

/** How many elements have been read of all texts of one file. */
export interface Budget {
  elements: number
}

const part = 65_536

/**
 * Reads XML strictly and hands out its elements one by one. There are no document types and no entities but the five of
 * XML itself: what declares any is refused before it is read. Nothing is ever fetched.
 * @param budget counted down over all that one file brings
 * @throws DrawioError 'unsafe', 'damaged' with the line, 'too-many'
 */
export function readXml(xml: string, reader: XmlReader, budget: Budget = { elements: limits.elements }): void {
  const text = withoutKnownDoctype(xml)
  if (/<!(?:DOCTYPE|ENTITY)/i.test(text))
    throw new DrawioError(
      'unsafe',
      'This file declares a document type or entities, which draw.io never does. It was not opened.',
    )
  const parser = new SaxesParser({ xmlns: false })
  let depth = 0
  let isDone = false
  parser.on('doctype', () => {
    throw new DrawioError('unsafe', 'This file declares a document type. It was not opened.')
  })
  parser.on('error', () => {
    throw new DrawioError(
      'damaged',
      `This file is no XML that can be read: it breaks off or goes wrong in line ${parser.line}.`,
    )
  })
  parser.on('opentag', ({ name, attributes }) => {
    if (isDone) return
    depth += 1
    if (depth > limits.depth)
      throw new DrawioError(
        'too-many',
        `This file has elements more than ${limits.depth} deep in each other. It was not opened.`,
      )
    budget.elements -= 1
    if (budget.elements < 0)
      throw new DrawioError(
        'too-many',
        `This file has more than ${limits.elements.toLocaleString('en')} elements. Split it in draw.io.`,
      )
    isDone = reader.open({ name, attributes: new Map(Object.entries(attributes)) }) === false
  })
  parser.on('closetag', ({ name }) => {
    depth -= 1
    if (!isDone) reader.close?.(name)
  })
  const onText = (found: string) => {
    if (!isDone) reader.text?.(found)
  }
  parser.on('text', onText)
  parser.on('cdata', onText)
  const isOver = () => isDone
  for (let at = 0; at < text.length && !isOver(); at += part) parser.write(text.slice(at, at + part))
  if (!isOver()) parser.close()
}

/** Every SVG that draw.io exports begins with this; it declares nothing and is dropped, never looked up. */
const withoutKnownDoctype = (xml: string): string =>
  xml
    .replace(/^\uFEFF/, '')
    .replace(
      /^(\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--(?:[^-]|-(?!->)){0,2000}-->\s*)*)<!DOCTYPE\s+svg(?:\s+PUBLIC\s+"[^"<>]{0,200}"\s+"[^"<>]{0,200}")?\s*>/i,
      '$1',
    )
