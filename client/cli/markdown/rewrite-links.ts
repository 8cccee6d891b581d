import { GFM, parser } from '@lezer/markdown'
import { inlineOf } from '#contract/markdown.ts'
import type { FindTarget, Target } from './link-targets.ts'

/** What rewriting needs to know of the other files. */
export interface Surroundings {
  /** The path of the text itself. */
  from: string
  findTarget: FindTarget
  /** `RB-14`, of a file that becomes a document. */
  referenceOf(path: string): string
  titleOf(path: string): string
  /** The id of the attachment that a picture becomes; undefined for what is not brought. */
  pictureOf(href: string): string | undefined
}

export interface Rewritten {
  text: string
  notes: string[]
}

const markdown = parser.configure(GFM)
type Node = ReturnType<ReturnType<typeof markdown.parse>['topNode']['getChildren']>[number]
interface Definition {
  node: Node
  href: string
  /** How often it makes a link that becomes a reference, and how often anything else. */
  replaced: number
  kept: number
}
interface Edit {
  from: number
  to: number
  insert: string
}

/**
 * Turns links between files into references: `[the failover](failover.md)` into `the failover ([[RB-21]])`, or into
 * `[[RB-21]]` alone where the words only repeat the title, which the page shows anyway. Everything that is no such link
 * stays to the letter, code above all.
 */
export function rewriteLinks(text: string, around: Surroundings): Rewritten {
  const tree = markdown.parse(text)
  const slice = ({ from, to }: { from: number; to: number }) => text.slice(from, to)
  const definitions = new Map<string, Definition>()
  const edits: Edit[] = []
  const found = {
    images: new Set<string>(),
    html: new Set<string>(),
    lost: new Set<string>(),
    sections: new Set<string>(),
  }

  tree.iterate({
    enter({ name, node }) {
      if (name !== 'LinkReference') return
      const label = node.getChild('LinkLabel')
      const url = node.getChild('URL')
      const key = label && labelKey(slice(label).slice(1, -1))
      if (key && url && !definitions.has(key)) definitions.set(key, { node, href: slice(url), replaced: 0, kept: 0 })
    },
  })

  tree.iterate({
    enter({ name, node }) {
      if (name === 'HTMLBlock' || name === 'HTMLTag') noteHtml(slice(node), found.html, around)
      if (name === 'Image') {
        const { href, definition } = destination(node)
        const picture = href === undefined ? undefined : around.pictureOf(href)
        if (picture) {
          if (definition) definition.replaced += 1
          edits.push({ from: node.from, to: node.to, insert: `![${words(node)}](attachment:${picture})` })
          return false
        }
        if (definition) definition.kept += 1
        if (href !== undefined && leadsInto(around.findTarget(href, around.from))) found.images.add(bare(href))
      }
      if (name !== 'Link') return true
      const { href, definition } = destination(node)
      if (href === undefined) return true
      const target = around.findTarget(href, around.from)
      if (target.leadsTo === 'nothing') found.lost.add(`${bare(href)} (${target.why})`)
      if (target.leadsTo !== 'document') {
        if (definition) definition.kept += 1
        return true
      }
      if (definition) definition.replaced += 1
      if (target.section !== undefined && target.path !== around.from) found.sections.add(bare(href))
      edits.push({ from: node.from, to: node.to, insert: replacement(node, target, href) })
      node.getChildren('Image').forEach((image) => {
        const inside = destination(image)
        if (inside.href !== undefined) found.images.add(bare(inside.href))
      })
      return false
    },
  })

  for (const { node, replaced, kept } of definitions.values()) {
    // Nothing uses it any more. Inside quotes and lists it stays: it shows nowhere, and its line may hold their marks.
    if (replaced === 0 || kept > 0 || node.parent?.name !== 'Document') continue
    edits.push({ from: node.from, to: text[node.to] === '\n' ? node.to + 1 : node.to, insert: '' })
  }

  return { text: applied(text, edits), notes: notesOf(found) }

  /** Of a link or an image: where it leads, and the definition that says so; nothing where it is no link at all. */
  function destination(node: Node): { href: string | undefined; definition?: Definition } {
    const url = node.getChild('URL')
    if (url) return { href: slice(url) }
    const label = node.getChild('LinkLabel')
    const written = label && label.to - label.from > 2 ? slice(label).slice(1, -1) : words(node)
    const definition = definitions.get(labelKey(written))
    return definition ? { href: definition.href, definition } : { href: undefined }
  }

  /** What stands between the brackets. */
  function words(node: Node): string {
    const [open, close] = node.getChildren('LinkMark')
    return open && close ? text.slice(open.to, close.from) : ''
  }

  function replacement(node: Node, target: Target & { leadsTo: 'document' }, href: string): string {
    const shown = node.getChild('Image') ? inlineOf(words(node)).text : words(node)
    if (target.path === around.from) return target.section ? `[${shown}](#${target.section})` : shown
    const chip = `[[${around.referenceOf(target.path)}]]`
    const said = letters(inlineOf(shown).text)
    const isName = [target.path, target.path.replace(/^.*\//, ''), bare(href)].some(
      (name) => letters(name) === said || letters(name.replace(/\.\w+$/, '')) === said,
    )
    const repeats = said === '' || isName || (said.length > 3 && letters(around.titleOf(target.path)).includes(said))
    // A heading is what the outline shows, so it keeps its words.
    return repeats && (said === '' || !isHeading(node)) ? chip : `${shown} (${chip})`
  }
}

function notesOf(found: Record<'images' | 'html' | 'lost' | 'sections', Set<string>>): string[] {
  const note = (words: string, list: Set<string>) =>
    list.size === 0
      ? []
      : [`${words}: ${[...list].slice(0, 10).join(', ')}${list.size > 10 ? ` and ${list.size - 10} more` : ''}`]
  return [
    ...note('Images are not brought', found.images),
    ...note('Links left as they are', found.lost),
    ...note('Links to a section lead to the whole document', found.sections),
    ...note('Written as HTML and left as it is', found.html),
  ]
}

function noteHtml(html: string, found: Set<string>, { findTarget, from }: Surroundings): void {
  for (const [, double, single] of html.matchAll(/\b(?:src|href)\s*=\s*(?:"([^"]{1,500})"|'([^']{1,500})')/gi)) {
    const href = (double ?? single) as string
    if (leadsInto(findTarget(href, from))) found.add(href)
  }
}

const leadsInto = (target: Target) => target.leadsTo !== 'elsewhere'
const bare = (href: string) => href.replace(/^<(.*)>$/, '$1')
const labelKey = (label: string) => label.trim().replace(/\s+/g, ' ').toLowerCase()
const letters = (words: string) =>
  words
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')

function isHeading(node: Node): boolean {
  for (let at = node.parent; at; at = at.parent) if (/Heading/.test(at.name)) return true
  return false
}

function applied(text: string, edits: readonly Edit[]): string {
  let result = ''
  let at = 0
  for (const { from, to, insert } of [...edits].sort((a, b) => a.from - b.from)) {
    result += text.slice(at, from) + insert
    at = to
  }
  return result + text.slice(at)
}
