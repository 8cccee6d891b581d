import { blocksOf, type Block } from './markdown-blocks.ts'
import { inlineOf, labelOf } from './markdown-inline.ts'
import type { Reference } from './values.ts'

export { maximumNesting } from './markdown-blocks.ts'
export { attachmentAt, inlineOf, referenceAt } from './markdown-inline.ts'

export interface Heading {
  /** 1 to 6. */
  level: number
  text: string
  /** Its address in the page, unique in the text. */
  slug: string
}

/** A task-list item. */
export interface Step {
  text: string
  /** What follows "Expect:" in the step. */
  expects: string | undefined
  isDone: boolean
}

/** What can be known of a Markdown text without rendering it. */
export interface TextFacts {
  /** `title` of the front matter, else the first heading. */
  title: string | undefined
  headings: Heading[]
  /** Every `[[RB-14]]` outside of code, in its one form, once, in order. */
  references: Reference[]
  /** Ids of the document's own files that are shown as pictures (`![words](attachment:<uuid>)`), once, in order. */
  pictures: string[]
  steps: Step[]
  /** "Use this when …": the first quote that begins so, else the first paragraph; at most 400 characters. */
  summary: string
  /** All words, without marks, one block a line: for the search index. */
  plainText: string
}

const longestSummary = 400

/** Reads a text in time linear to its length: safe on the server's thread for any input (ASSURANCE M8). */
export function factsOf(text: string): TextFacts {
  const { frontMatter, body } = partFrontMatter(text)
  const slug = slugger()
  const facts: TextFacts = {
    title: frontMatter === undefined ? undefined : titleOf(frontMatter),
    headings: [],
    references: [],
    pictures: [],
    steps: [],
    summary: '',
    plainText: '',
  }
  const references = new Set<Reference>()
  const pictures = new Set<string>()
  const words: string[] = []
  let firstParagraph: string | undefined
  let useWhen: string | undefined

  const blocks = blocksOf(body)
  const labels = takeDefinitions(blocks)
  for (const block of blocks) {
    if (block.kind === 'code') {
      words.push(block.text)
      continue
    }
    if (block.kind === 'html') {
      words.push(withoutTags(block.text))
      continue
    }
    const inline = inlineOf(block.kind === 'table' ? tableText(block.text) : block.text, labels)
    inline.references.forEach((reference) => references.add(reference))
    inline.pictures.forEach((id) => pictures.add(id))
    const line = block.kind === 'table' ? inline.text : inline.text.replace(/\s+/g, ' ').trim()
    if (isOutlineMark(line)) continue
    if (line) words.push(line)
    if (block.kind === 'heading') facts.headings.push({ level: block.level, text: line, slug: slug(line) })
    if (block.step) facts.steps.push(stepOf(block, line))
    if (block.kind !== 'paragraph' || block.step) continue
    if (block.isQuoted && isUseWhen(line)) useWhen ??= line
    else if (!block.isQuoted) firstParagraph ??= line
  }
  facts.title ??= facts.headings[0]?.text
  facts.references = [...references]
  facts.pictures = [...pictures]
  facts.summary = shorten(useWhen ?? firstParagraph ?? '', longestSummary)
  facts.plainText = words.join('\n')
  return facts
}

/** Parts YAML between two lines of `---` from the text below it. */
export function partFrontMatter(text: string): { frontMatter: string | undefined; body: string } {
  const start = /^\uFEFF?---[ \t]*(?:\r\n|\r|\n)/.exec(text)
  if (!start) return { frontMatter: undefined, body: text }
  // Front matter is short; a rule at the start of a long text is not the start of one.
  const head = text.slice(start[0].length, start[0].length + 10_000)
  const end = /(?:^|\r\n|\r|\n)(?:---|\.\.\.)[ \t]*(?:\r\n|\r|\n|$)/.exec(head)
  if (!end) return { frontMatter: undefined, body: text }
  return { frontMatter: head.slice(0, end.index), body: text.slice(start[0].length + end.index + end[0].length) }
}

/** Gives headings their addresses: `Get people back online` is `get-people-back-online`, the second of a name ends in `-1`. */
export function slugger(): (heading: string) => string {
  const taken = new Set<string>()
  const counts = new Map<string, number>()
  return (heading) => {
    const plain = heading
      .toLowerCase()
      .trim()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    const base = plain.replace(/\s/g, '-').slice(0, 80) || 'section'
    let slug = base
    let count = counts.get(base) ?? 0
    while (taken.has(slug)) slug = `${base}-${++count}`
    counts.set(base, count)
    taken.add(slug)
    return slug
  }
}

/** Whether a quote is the lead of a runbook. */
export function isUseWhen(text: string): boolean {
  return /^use (?:this )?(?:when|if)\b/i.test(text)
}

/** GitLab's and others' place for a table of contents; we have an outline. */
export function isOutlineMark(text: string): boolean {
  return /^(?:\[\[_?TOC_?\]\]|\[TOC\]|\{:toc\})$/i.test(text.trim())
}

/** Takes `[label]: address` off the start of paragraphs. @returns the labels */
function takeDefinitions(blocks: Block[]): Set<string> {
  const labels = new Set<string>()
  for (const block of blocks) {
    if (block.kind !== 'paragraph' || block.text[0] !== '[') continue
    const lines = block.text.split('\n')
    let count = 0
    for (const line of lines) {
      const label = /^\[([^[\]]{1,300})\]:[ \t]*\S/.exec(line)?.[1]
      if (label === undefined) break
      labels.add(labelOf(label))
      count++
    }
    if (count > 0) block.text = lines.slice(count).join('\n')
  }
  return labels
}

function titleOf(frontMatter: string): string | undefined {
  const line = /^title[ \t]*:[ \t]*(\S.*)$/m.exec(frontMatter)?.[1]?.trim()
  const quoted = line && /^(["'])(.*)\1$/.exec(line)
  return (quoted ? quoted[2] : line?.replace(/\s#.*$/, ''))?.trim() || undefined
}

/** A line of its own that is all code is the step's command, not part of what it says. */
function stepOf(block: Block, line: string): Step {
  const prose = block.text.split('\n').filter((part, index) => index === 0 || !/^`[^`]+`$/.test(part))
  const text =
    prose.length === block.text.split('\n').length ? line : inlineOf(prose.join(' ')).text.replace(/\s+/g, ' ').trim()
  const expects = /(?:^|\s)expect(?:ed(?: result)?)?:\s*(\S.*)$/i.exec(text)?.[1]
  return { text, expects, isDone: block.step === 'done' }
}

function tableText(source: string): string {
  const rows = source.split('\n').filter((_, index) => index !== 1)
  return rows
    .map((row) =>
      row
        .replace(/(?<!\\)\|/g, ' ')
        .replace(/[ \t]+/g, ' ')
        .trim(),
    )
    .join('\n')
}

function withoutTags(html: string): string {
  return html
    .replace(/<!--[^]*?(?:-->|$)/g, ' ')
    .replace(/<[^<>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}

function shorten(text: string, longest: number): string {
  if (text.length <= longest) return text
  const cut = text.slice(0, longest - 1)
  const end = cut.lastIndexOf(' ')
  return `${(end > longest / 2 ? cut.slice(0, end) : cut).replace(/[\uD800-\uDBFF]$/, '')}…`
}
