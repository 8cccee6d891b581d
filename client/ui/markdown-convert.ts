import { Marked, type Token, type Tokens } from 'marked'
import { isOutlineMark, isUseWhen, maximumNesting, partFrontMatter, referenceAt, slugger } from '#contract/markdown.ts'
import type { Reference } from '#contract/values.ts'
import { decodeEntities } from './entities.ts'
import { wordsOf, type MdBlock, type MdInline, type MdItem } from './markdown-tree.ts'

/** Only `markdown-worker.ts` (and tests) import this: marked stays in the Worker. */
const marked = new Marked({
  gfm: true,
  extensions: [
    {
      name: 'reference',
      level: 'inline',
      start: (text: string) => text.indexOf('[['),
      tokenizer(text: string) {
        const found = referenceAt(text)
        return found && { type: 'reference', raw: text.slice(0, found.length), reference: found.reference }
      },
    },
  ],
})

interface State {
  slug: (heading: string) => string
  steps: number
}

/** Reads a text into the tree that the screen shows. May throw or take long on hostile texts: guard it with a deadline. */
export function convertMarkdown(text: string): MdBlock[] {
  return blocks(marked.lexer(partFrontMatter(text).body), { slug: slugger(), steps: 0 }, 0)
}

function blocks(tokens: readonly Token[], state: State, depth: number): MdBlock[] {
  if (depth > maximumNesting) return tokens.map((token) => ({ is: 'paragraph', inline: [token.raw] }))
  return tokens.flatMap((token) => block(token as Tokens.Generic, state, depth))
}

function block(token: Tokens.Generic, state: State, depth: number): MdBlock[] {
  switch (token.type) {
    case 'heading': {
      const inline = inlines(token.tokens)
      const level = (token as Tokens.Heading).depth
      return [{ is: 'heading', level, slug: state.slug(wordsOf(inline).replace(/\s+/g, ' ').trim()), inline }]
    }
    case 'paragraph':
    case 'text': {
      const inline = token.tokens ? inlines(token.tokens) : [decodeEntities(String(token['text'] ?? ''))]
      const words = wordsOf(inline)
      return words.trim() === '' && !inline.some((each) => typeof each !== 'string')
        ? []
        : isOutlineMark(words)
          ? []
          : [{ is: 'paragraph', inline }]
    }
    case 'code': {
      const { text, lang } = token as Tokens.Code
      return [{ is: 'code', text, language: /^[\w+#.-]*/.exec(lang ?? '')?.[0] ?? '' }]
    }
    case 'blockquote': {
      const inner = blocks(token.tokens ?? [], state, depth + 1)
      const first = inner[0]
      return [{ is: 'quote', blocks: inner, isLead: first?.is === 'paragraph' && isUseWhen(wordsOf(first.inline)) }]
    }
    case 'list': {
      const list = token as Tokens.List
      const items = list.items.map((item) => listItem(item, state, depth + 1))
      return [{ is: 'list', start: list.ordered ? Number(list.start) || 1 : undefined, items }]
    }
    case 'table': {
      const table = token as Tokens.Table
      const cells = (row: Tokens.TableCell[]) => row.map((cell) => inlines(cell.tokens))
      return [{ is: 'table', align: table.align, header: cells(table.header), rows: table.rows.map(cells) }]
    }
    case 'hr':
      return [{ is: 'rule' }]
    case 'html':
      return htmlBlock(token.raw)
    case 'space':
    case 'def':
    case 'checkbox':
      return []
    default:
      return [{ is: 'paragraph', inline: [token.raw] }]
  }
}

function listItem(item: Tokens.ListItem, state: State, depth: number): MdItem {
  const step = item.task ? { index: state.steps++, isDone: item.checked === true } : undefined
  const tokens = item.tokens.filter((token) => token.type !== 'checkbox')
  const first = tokens[0] as Tokens.Generic | undefined
  // A loose item keeps its checkbox inside the paragraph.
  if (step && first?.tokens?.[0]?.type === 'checkbox') first.tokens = first.tokens.slice(1)
  const inner = blocks(tokens, state, depth)
  return {
    step,
    blocks: step ? inner.flatMap((each) => (each.is === 'paragraph' ? stepParts(each.inline) : [each])) : inner,
  }
}

/** A step's paragraph as action, expected result ("**Expect:** …") and commands (code alone on its line). */
function stepParts(inline: readonly MdInline[]): MdBlock[] {
  const parts: MdBlock[] = []
  let now: { is: 'paragraph' | 'expect'; inline: MdInline[] } = { is: 'paragraph', inline: [] }
  const close = () => {
    const words = now.inline.filter(
      (each, index, all) =>
        !(typeof each === 'string' && each.trim() === '' && (index === 0 || index === all.length - 1)),
    )
    if (words.length > 0) parts.push({ is: now.is, inline: words })
  }
  inline.forEach((each, index) => {
    if (
      typeof each !== 'string' &&
      each.is === 'strong' &&
      /^expect(?:ed(?: result)?)?:?$/i.test(wordsOf([each]).trim())
    ) {
      close()
      now = { is: 'expect', inline: [] }
    } else if (isCodeAlone(inline, index)) {
      close()
      parts.push({ is: 'code', text: (each as { text: string }).text, language: '' })
      now = { is: 'paragraph', inline: [] }
    } else now.inline.push(each)
  })
  close()
  return parts
}

function isCodeAlone(inline: readonly MdInline[], index: number): boolean {
  const each = inline[index]
  if (typeof each === 'string' || each?.is !== 'code' || index === 0) return false
  const before = inline[index - 1]
  const after = inline[index + 1]
  const startsLine = typeof before === 'string' ? /\n[ \t]*$/.test(before) : before?.is === 'break'
  const endsLine =
    after === undefined || (typeof after === 'string' ? /^[ \t]*(?:\n|$)/.test(after) : after.is === 'break')
  return startsLine && endsLine
}

function inlines(tokens: readonly Token[] | undefined, depth = 0): MdInline[] {
  if (depth > maximumNesting) return (tokens ?? []).map((token) => token.raw)
  const found = (tokens ?? []).flatMap((token) => inline(token as Tokens.Generic, depth))
  // Neighbouring words become one string.
  return found.reduce<MdInline[]>((all, each) => {
    const last = all.at(-1)
    if (typeof each === 'string' && typeof last === 'string') all[all.length - 1] = last + each
    else all.push(each)
    return all
  }, [])
}

function inline(token: Tokens.Generic, depth: number): MdInline[] {
  switch (token.type) {
    case 'strong':
    case 'em':
    case 'del':
      return [{ is: token.type, inline: inlines(token.tokens, depth + 1) }]
    case 'codespan':
      return [{ is: 'code', text: (token as Tokens.Codespan).text }]
    case 'br':
      return [{ is: 'break' }]
    case 'link':
      return [
        { is: 'link', href: decodeEntities((token as Tokens.Link).href), inline: inlines(token.tokens, depth + 1) },
      ]
    case 'image':
      return [
        {
          is: 'image',
          href: decodeEntities((token as Tokens.Image).href),
          alt: decodeEntities((token as Tokens.Image).text),
        },
      ]
    case 'reference':
      return [{ is: 'reference', reference: token['reference'] as Reference, written: token.raw }]
    case 'escape':
      return [String(token['text'])]
    case 'html':
      return inlineTag(token.raw)
    case 'checkbox':
      return []
    case 'text':
      return token.tokens ? inlines(token.tokens, depth + 1) : [decodeEntities(String(token['text']))]
    default:
      return [token.raw]
  }
}

/** Of raw HTML, a line break is one, comments and empty anchors are nothing, all else is shown as it was typed. */
function inlineTag(raw: string): MdInline[] {
  if (/^<br\s*\/?>$/i.test(raw)) return [{ is: 'break' }]
  return /^<!--/.test(raw) || /^<\/?a(?:\s+(?:name|id)=["'][^"'<>]*["'])?\s*\/?>$/i.test(raw) ? [] : [raw]
}

/** Comments and the frames of folding sections vanish; a section's summary stays as words. */
function htmlBlock(raw: string): MdBlock[] {
  const text = raw
    .replace(/<!--[^]*?(?:-->|$)/g, '')
    .replace(/<\/?(?:details|summary|div|p|center|br|a)(?:\s[^<>]*)?\/?>/gi, (tag) => (/^<br/i.test(tag) ? '\n' : ''))
    .trim()
  if (text === '') return []
  return [
    /<[a-z!/]/i.test(text)
      ? { is: 'html', text }
      : { is: 'paragraph', inline: [{ is: 'strong', inline: [decodeEntities(text)] }] },
  ]
}
