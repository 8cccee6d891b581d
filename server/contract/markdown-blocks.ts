/**
 * Parts a Markdown text into its leaf blocks, in one pass over its lines: CommonMark's block structure with the limits
 * that keep it linear. It never looks inside a line further than needed to see what the line is.
 */

export interface Block {
  kind: 'heading' | 'paragraph' | 'table' | 'code' | 'html'
  /** Source of the block without the marks of what it stands in. Of code: the code. */
  text: string
  /** Of a heading: 1 to 6. */
  level: number
  /** Of a code block: the first word after the fence. */
  language: string
  isQuoted: boolean
  /** The list item that this block opens: whether it is a step, and ticked in the text. */
  step: 'open' | 'done' | undefined
}

/** Deeper than this, marks of quotes and lists are words. Nobody reads further down; parsers fall over. */
export const maximumNesting = 32

interface Container {
  isQuote: boolean
  /** Of a list item: columns that its content is indented by. */
  indent: number
}

interface Leaf {
  block: Block
  lines: string[]
  depth: number
  fence: { mark: string; length: number; indent: number } | undefined
  htmlEnd: RegExp | undefined
}

/** @param source any text; line ends of all systems */
export function blocksOf(source: string): Block[] {
  const blocks: Block[] = []
  const containers: Container[] = []
  let leaf: Leaf | undefined
  let step: Block['step']

  const close = () => {
    if (leaf) finish(leaf, blocks)
    leaf = undefined
  }
  const open = (kind: Block['kind'], more: Partial<Leaf> = {}) => {
    close()
    const isQuoted = containers.some((container) => container.isQuote)
    const block: Block = { kind, text: '', level: 0, language: '', isQuoted, step }
    step = undefined
    leaf = { block, lines: [], depth: containers.length, fence: undefined, htmlEnd: undefined, ...more }
    return leaf
  }

  for (const line of source.split(/\r\n|\r|\n/)) {
    let rest = untab(line)
    let matched = 0
    for (const container of containers) {
      const inner = container.isQuote ? afterQuote(rest) : afterIndent(rest, container.indent)
      if (inner === undefined) break
      rest = inner
      matched++
    }

    if (leaf && (leaf.fence || leaf.htmlEnd) && matched >= leaf.depth) {
      if (leaf.fence && closesFence(rest, leaf.fence)) close()
      else {
        leaf.lines.push(leaf.fence ? rest.slice(Math.min(leaf.fence.indent, indentOf(rest))) : rest)
        if (leaf.htmlEnd?.test(rest)) close()
      }
      continue
    }

    const isParagraphOpen: boolean = leaf?.block.kind === 'paragraph'
    const isLazy = matched < containers.length
    if (isLazy && isParagraphOpen && rest.trim() !== '' && !startsBlock(rest)) {
      leaf?.lines.push(rest.trim())
      continue
    }
    if (isLazy) {
      close()
      containers.length = matched
    }

    // Open what opens here: any number of quotes and list items, then one leaf.
    for (;;) {
      if (containers.length >= maximumNesting || indentOf(rest) > 3) break
      const canInterrupt = leaf?.block.kind === 'paragraph'
      const quoted = afterQuote(rest)
      if (quoted !== undefined) {
        close()
        containers.push({ isQuote: true, indent: 0 })
        rest = quoted
        continue
      }
      const item = isRule(rest) ? undefined : listItem(rest)
      if (!item || (canInterrupt && !item.mayInterrupt)) break
      close()
      containers.push({ isQuote: false, indent: item.indent })
      rest = item.rest
      const task = /^\[([ xX])\] +(?=\S)/.exec(rest)
      step = task ? (task[1] === ' ' ? 'open' : 'done') : undefined
      if (task) rest = rest.slice(task[0].length)
    }

    if (rest.trim() === '') {
      if (leaf?.block.kind === 'code') leaf.lines.push(rest.slice(4))
      else close()
      continue
    }
    const indent = indentOf(rest)
    const isParagraph = leaf?.block.kind === 'paragraph'
    if (indent > 3 && !isParagraph) {
      if (leaf?.block.kind !== 'code') open('code')
      leaf?.lines.push(rest.slice(4))
      continue
    }
    if (leaf?.block.kind === 'code') close()
    const text = rest.trim()
    if (indent <= 3) {
      const fence = fenceOf(text, indent)
      if (fence) {
        open('code', { fence }).block.language = /^[^\s`]*/.exec(text.slice(fence.length).trim())?.[0] ?? ''
        continue
      }
      const hashes = /^#{1,6}(?=\s|$)/.exec(text)?.[0].length
      if (hashes) {
        const heading = open('heading')
        heading.block.level = hashes
        heading.lines.push(withoutClosingHashes(text.slice(hashes).trim()))
        close()
        continue
      }
      if (isParagraph && leaf && /^(?:=+|-+)$/.test(text)) {
        leaf.block.kind = 'heading'
        leaf.block.level = text.startsWith('=') ? 1 : 2
        close()
        continue
      }
      if (isRule(rest)) {
        close()
        continue
      }
      const htmlEnd = htmlBlock(text, isParagraph)
      if (htmlEnd) {
        open('html', { htmlEnd }).lines.push(rest)
        // A block that closes on its own line is done; the ordinary kind goes on to the next empty line.
        if (htmlEnd !== emptyLine && htmlEnd.test(text)) close()
        continue
      }
    }
    if (!isParagraph) open('paragraph')
    leaf?.lines.push(text)
  }
  close()
  return blocks
}

function finish(leaf: Leaf, blocks: Block[]): void {
  const { block, lines } = leaf
  if (block.kind === 'code' && !leaf.fence) while (lines.length > 0 && lines.at(-1)?.trim() === '') lines.pop()
  if (block.kind === 'paragraph' && lines.length > 1 && isTableRule(lines[1] as string) && lines[0]?.includes('|'))
    block.kind = 'table'
  block.text = lines.join('\n')
  blocks.push(block)
}

function untab(line: string): string {
  if (!line.includes('\t')) return line
  const start = /^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t>]+)*/.exec(line)?.[0] ?? ''
  let columns = ''
  for (const character of start) columns += character === '\t' ? ' '.repeat(4 - (columns.length % 4)) : character
  return columns + line.slice(start.length)
}

function indentOf(line: string): number {
  let indent = 0
  while (line.charCodeAt(indent) === 32) indent++
  return indent
}

function afterQuote(line: string): string | undefined {
  const indent = indentOf(line)
  if (indent > 3 || line[indent] !== '>') return undefined
  return line.slice(line[indent + 1] === ' ' ? indent + 2 : indent + 1)
}

function afterIndent(line: string, indent: number): string | undefined {
  const own = indentOf(line)
  if (own >= indent) return line.slice(indent)
  return own === line.length ? '' : undefined
}

function listItem(line: string): { indent: number; rest: string; mayInterrupt: boolean } | undefined {
  const marker = /^ {0,3}(?:[-*+]|(\d{1,9})[.)])(?= |$)/.exec(line)
  if (!marker) return undefined
  const after = line.slice(marker[0].length)
  const isEmpty = after.trim() === ''
  const spaces = isEmpty ? 1 : indentOf(after)
  const gap = spaces > 4 ? 1 : spaces
  const mayInterrupt = !isEmpty && (marker[1] === undefined || Number(marker[1]) === 1)
  return { indent: marker[0].length + gap, rest: after.slice(gap), mayInterrupt }
}

function fenceOf(text: string, indent: number): Leaf['fence'] {
  const run = /^(?:`{3,}|~{3,})/.exec(text)?.[0]
  if (!run || (run[0] === '`' && text.includes('`', run.length))) return undefined
  return { mark: run[0] as string, length: run.length, indent }
}

function closesFence(line: string, fence: NonNullable<Leaf['fence']>): boolean {
  if (indentOf(line) > 3) return false
  const text = line.trim()
  return text.length >= fence.length && text[0] === fence.mark && text === fence.mark.repeat(text.length)
}

function withoutClosingHashes(text: string): string {
  let end = text.length
  while (end > 0 && text[end - 1] === '#') end--
  if (end === text.length || (end > 0 && text[end - 1] !== ' ' && text[end - 1] !== '\t')) return text
  return text.slice(0, end).trimEnd()
}

/** `***`, `- - -`, `___`: a thematic break. */
function isRule(line: string): boolean {
  const mark = line.trimStart()[0]
  if ((mark !== '-' && mark !== '*' && mark !== '_') || indentOf(line) > 3) return false
  let marks = 0
  for (const character of line) {
    if (character === mark) marks++
    else if (character !== ' ' && character !== '\t') return false
  }
  return marks >= 3
}

function isTableRule(line: string): boolean {
  return /^[|:\- \t]+$/.test(line) && line.includes('-') && (line.includes('|') || line.includes(':'))
}

/** Whether a line begins something else than more of the paragraph that it would lazily run on. */
function startsBlock(line: string): boolean {
  const indent = indentOf(line)
  if (indent > 3) return false
  const text = line.trim()
  if (text[0] === '>' || isRule(line) || fenceOf(text, indent) !== undefined || /^#{1,6}(?:\s|$)/.test(text))
    return true
  return listItem(line) !== undefined || htmlBlock(text, true) !== undefined
}

const emptyLine = /^\s*$/
const verbatim: readonly (readonly [start: RegExp, end: RegExp])[] = [
  [/^<(?:script|pre|style|textarea)(?=[\s>]|$)/i, /<\/(?:script|pre|style|textarea)>/i],
  [/^<!--/, /-->/],
  [/^<\?/, /\?>/],
  [/^<!\[CDATA\[/, /\]\]>/],
  [/^<![A-Za-z]/, />/],
]
const blockTags = new RegExp(
  `^</?(?:${'address article aside base basefont blockquote body caption center col colgroup dd details dialog dir div dl dt fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html iframe legend li link main menu menuitem meta nav noframes ol optgroup option p param search section summary table tbody td tfoot th thead title tr track ul'.replaceAll(' ', '|')})(?=[\\s/>]|$)`,
  'i',
)

/** The end of an HTML block that begins here; ordinary ones end at an empty line. */
function htmlBlock(text: string, isInParagraph: boolean): RegExp | undefined {
  if (text[0] !== '<') return undefined
  const known = verbatim.find(([start]) => start.test(text))
  if (known) return known[1]
  if (blockTags.test(text)) return emptyLine
  // Any other single tag alone on its line, which cannot interrupt a paragraph.
  const isLoneTag = !isInParagraph && /^<\/?[a-z][a-z0-9-]*(?:\s[^<>]*)?\/?>$/i.test(text)
  return isLoneTag ? emptyLine : undefined
}
