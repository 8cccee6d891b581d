import { Parser } from 'htmlparser2'
import { limits } from './limits.ts'

/** What HTML had beside its words. */
export interface Dropped {
  pictures: number
  /** Scripts, handlers of events and addresses that run something. */
  scripts: number
  /** Web and mail addresses that its links led to. */
  links: string[]
}

export const nothingDropped = (): Dropped => ({ pictures: 0, scripts: 0, links: [] })

const blocks = new Set(
  'address article aside blockquote br dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tr ul'.split(
    ' ',
  ),
)
const silent = new Set(['script', 'style', 'title', 'template', 'noscript', 'iframe', 'object', 'embed', 'textarea'])

/**
 * The words of a label that draw.io keeps as HTML, a line for every block; tags are read, never shown. What it had beside
 * words is counted into `dropped`.
 */
export function textOfHtml(html: string, dropped: Dropped): string {
  let text = ''
  let silenced = 0
  const parser = new Parser({
    onopentag(name, attributes) {
      if (silent.has(name)) silenced += 1
      if (name === 'script' || name === 'iframe' || name === 'object' || name === 'embed') dropped.scripts += 1
      if (name === 'img' || name === 'image') dropped.pictures += 1
      for (const [key, value] of Object.entries(attributes)) {
        if (key.startsWith('on')) dropped.scripts += 1
        if (key !== 'href' && key !== 'xlink:href') continue
        const address = linkOf(value)
        if (address === 'unsafe') dropped.scripts += 1
        else if (address !== undefined) dropped.links.push(address)
      }
      if (blocks.has(name)) text += '\n'
      else if (name === 'td' || name === 'th') text += ' '
    },
    ontext(words) {
      if (silenced === 0) text += words.replace(/[\t\n\r\f ]+/g, ' ')
    },
    onclosetag(name) {
      if (silent.has(name)) silenced = Math.max(0, silenced - 1)
      if (blocks.has(name) && name !== 'br') text += '\n'
    },
  })
  parser.end(html.slice(0, limits.label))
  return tidyLines(text)
}

/** A link as it may be noted: web, mail and phone; `unsafe` for what would run; nothing for places inside the file. */
export function linkOf(address: string): string | undefined {
  // eslint-disable-next-line no-control-regex -- browsers leave them out, too
  const written = address.replace(/[\u0000-\u0020\u007f]+/g, '')
  if (/^(?:https?:\/\/|mailto:|tel:)/i.test(written)) return written.slice(0, 500)
  return /^(?:javascript|vbscript|data:text|data:image\/svg)/i.test(written) ? 'unsafe' : undefined
}

// eslint-disable-next-line no-control-regex -- what a label must not have
const controls = /[\u0000-\u001f\u007f]/g

/** Lines trimmed, of spaces one, empty lines left out, without control characters and halves of letters. */
export function tidyLines(text: string): string {
  return text
    .split(/\r\n?|\n|\u2028|\u2029/)
    .map((line) =>
      line
        .replace(controls, ' ')
        .replace(/[\s\u00a0]+/g, ' ')
        .replace(/[\u200b\ufeff]/g, '')
        .trim(),
    )
    .filter(Boolean)
    .join('\n')
    .replace(/\p{Surrogate}/gu, '\ufffd')
}
