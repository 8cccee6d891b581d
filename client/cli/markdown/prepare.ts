import path from 'node:path/posix'
import type { z } from 'zod'
import { importDocuments, maximumBody } from '#contract/documents.ts'
import { factsOf, type TextFacts } from '#contract/markdown.ts'
import { readFrontMatter, type FrontMatter } from './front-matter.ts'
import type { FindTarget } from './link-targets.ts'
import type { SourceFile } from './read-folder.ts'
import { rewriteLinks } from './rewrite-links.ts'

/** A file, read for what it says of itself. Its links come later: they need everybody's references. */
export interface Draft {
  path: string
  title: string
  summary: string
  tags: string[]
  body: string
  notes: string[]
}

const SentFile = importDocuments.input.shape.files.element
export type SentFile = z.output<typeof SentFile>

const longestTitle = 200
const longestSummary = 400
const longestTag = 40
const mostTags = 30

/** The files, read for what they say of themselves. */
export function draftsOf(files: readonly SourceFile[]): Draft[] {
  const read = files.map((file) => ({ file, front: readFrontMatter(file.text) }))
  const drafts = read.map(({ file, front }) => ({ file, front, facts: factsOf(front.body) }))
  const shared = new Map<string, number>()
  const headingOf = ({ headings }: TextFacts) => headings.find(({ text }) => text !== '')
  for (const { facts } of drafts) {
    const name = headingOf(facts)?.text.toLowerCase() ?? ''
    shared.set(name, (shared.get(name) ?? 0) + 1)
  }
  return drafts.map(({ file, front, facts }) => {
    const heading = headingOf(facts)
    const isVague = heading && saysLittle(heading, shared.get(heading.text.toLowerCase()) ?? 0)
    const named = isVague ? titleFromName(file.path) : heading?.text
    return draftOf(file, front, facts, front.title ?? named ?? titleFromName(file.path), [
      ...(isVague && !front.title ? [`Called after its file: its first heading is only “${heading.text}”`] : []),
    ])
  })
}

const sharedByTooMany = 3
const sections =
  /^(?:about|background|contents|description|instructions|introduction|overview|purpose|quick start|summary|symptoms|table of contents|toc)$/i

/** A heading that many files begin with, or a section without a title above it, tells nobody which file it is. */
function saysLittle({ text, level }: { text: string; level: number }, files: number): boolean {
  return files >= sharedByTooMany || (level > 1 && sections.test(text))
}

/** Tags come from the folders that a file lies in, and from its front matter. */
function draftOf(file: SourceFile, front: FrontMatter, facts: TextFacts, title: string, notes: string[]): Draft {
  const tags = tagsOf([...file.path.split('/').slice(0, -1), ...front.tags])
  const cited = facts.references.slice(0, 10).join(', ')
  return {
    path: file.path,
    title: shortened(title, longestTitle),
    summary: shortened(front.summary ?? summaryOf(front.body, facts), longestSummary),
    tags: tags.slice(0, mostTags),
    body: front.body,
    notes: [
      ...front.notes,
      ...notes,
      ...(tags.length > mostTags ? [`Only ${mostTags} of its ${tags.length} tags are brought`] : []),
      ...(cited ? [`Cites ${cited}: here that is what this organization calls so`] : []),
    ],
  }
}

/** The words above a table of contents are no summary: then what comes after them. */
function summaryOf(body: string, { summary }: TextFacts): string {
  const contents = /^[*_ ]*table of contents\b/i
  if (!contents.test(summary)) return summary
  const rest = body.split('\n').filter((line) => !contents.test(line))
  const next = factsOf(rest.join('\n')).summary
  return contents.test(next) ? '' : next
}

/** The file as it is sent, with its links rewritten; or why it cannot be. */
export function finished(
  draft: Draft,
  around: {
    id: string
    findTarget: FindTarget
    referenceOf(path: string): string
    titleOf(path: string): string
    /** The id of the picture that a file becomes; undefined where it does not. */
    pictureOf(href: string): string | undefined
  },
): { file: SentFile; notes: string[] } | { why: string } {
  const { id, ...links } = around
  const { path, title, summary, tags } = draft
  const { text: body, notes } = rewriteLinks(draft.body, { from: path, ...links })
  if (body.length > maximumBody) {
    const most = maximumBody.toLocaleString('en')
    return { why: `Too long: ${body.length.toLocaleString('en')} characters, and a document takes ${most}` }
  }
  const parsed = SentFile.safeParse({ id, path, title, summary, body, tags })
  if (parsed.success && parsed.data.path === path) return { file: parsed.data, notes: [...draft.notes, ...notes] }
  const issue = parsed.error?.issues[0]
  return { why: issue ? `${issue.path.join('.')}: ${issue.message}` : 'Its name begins or ends with a space' }
}

/** `ban-an-IP-with-redis.md` is "Ban an IP with redis"; a README has the name of its folder. */
function titleFromName(file: string): string {
  const name = path.basename(file).replace(/\.\w+$/, '')
  const folder = path.basename(path.dirname(file))
  const said = /^(?:readme|_?index)$/i.test(name) && folder && folder !== '.' ? folder : name
  const spaced = said.replace(/[-_]+/g, ' ').trim() || name
  return spaced.charAt(0).toUpperCase() + spaced.slice(1)
}

function tagsOf(names: readonly string[]): string[] {
  const tags = names.map((name) =>
    oneLine(name)
      .toLowerCase()
      .replace(/[,"]/g, '')
      .trim()
      .replace(/\s+/g, '-')
      .slice(0, longestTag)
      .replace(/[\uD800-\uDBFF]$/, ''),
  )
  return [...new Set(tags.filter((tag) => tag !== ''))]
}

const oneLine = (text: string) => text.replace(/[\p{Cc}\s]+/gu, ' ').trim()

function shortened(text: string, longest: number): string {
  const line = oneLine(text)
  if (line.length <= longest) return line
  const cut = line.slice(0, longest - 1)
  const end = cut.lastIndexOf(' ')
  return `${(end > longest / 2 ? cut.slice(0, end) : cut).replace(/[\uD800-\uDBFF]$/, '')}…`
}
