import path from 'node:path/posix'
import type { z } from 'zod'
import { importDocuments, maximumBody } from '#contract/documents.ts'
import { factsOf } from '#contract/markdown.ts'
import { readFrontMatter } from './front-matter.ts'
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

/** Title from the front matter, the first heading or the file's name; tags from the folders it lies in. */
export function draftOf(file: SourceFile): Draft {
  const { body, notes, ...front } = readFrontMatter(file.text)
  const facts = factsOf(body)
  const title = front.title ?? facts.headings.find(({ text }) => text !== '')?.text ?? titleFromName(file.path)
  const tags = tagsOf([...file.path.split('/').slice(0, -1), ...front.tags])
  const cited = facts.references.slice(0, 10).join(', ')
  return {
    path: file.path,
    title: shortened(title, longestTitle),
    summary: shortened(front.summary ?? facts.summary, longestSummary),
    tags: tags.slice(0, mostTags),
    body,
    notes: [
      ...notes,
      ...(tags.length > mostTags ? [`Only ${mostTags} of its ${tags.length} tags are brought`] : []),
      ...(cited ? [`Cites ${cited}: here that is what this organization calls so`] : []),
    ],
  }
}

/** The file as it is sent, with its links rewritten; or why it cannot be. */
export function finished(
  draft: Draft,
  around: { id: string; findTarget: FindTarget; referenceOf(path: string): string; titleOf(path: string): string },
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

const oneLine = (text: string) => text.replace(/[\u0000-\u001f\u007f\s]+/g, ' ').trim()

function shortened(text: string, longest: number): string {
  const line = oneLine(text)
  if (line.length <= longest) return line
  const cut = line.slice(0, longest - 1)
  const end = cut.lastIndexOf(' ')
  return `${(end > longest / 2 ? cut.slice(0, end) : cut).replace(/[\uD800-\uDBFF]$/, '')}…`
}
