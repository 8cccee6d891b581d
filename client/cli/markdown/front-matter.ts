import { parseDocument } from 'yaml'
import { partFrontMatter } from '#contract/markdown.ts'

/** What a file says about itself between two lines of `---`. */
export interface FrontMatter {
  title?: string
  summary?: string
  tags: string[]
  /** The text below it. */
  body: string
  notes: string[]
}

const tagKeys = ['tags', 'tag', 'keywords', 'categories']
const summaryKeys = ['summary', 'description']

/** Reads YAML as data only: no types of its own, no references that multiply. What cannot be read stays in the text. */
export function readFrontMatter(text: string): FrontMatter {
  const { frontMatter, body } = partFrontMatter(text)
  if (frontMatter === undefined) return { body: text, tags: [], notes: [] }
  const values = mappingOf(frontMatter)
  if (!values) return { body: text, tags: [], notes: ['Its front matter could not be read and stays in the text'] }
  const title = lineOf(values.get('title'))
  const summary = summaryKeys.map((key) => lineOf(values.get(key))).find((line) => line !== undefined)
  const left = [...values.keys()].filter((key) => !['title', ...summaryKeys, ...tagKeys].includes(key))
  return {
    ...(title && { title }),
    ...(summary && { summary }),
    tags: tagKeys.flatMap((key) => listOf(values.get(key))),
    body: body.replace(/^\n+/, ''),
    notes: left.length > 0 ? [`Not brought from its front matter: ${left.join(', ')}`] : [],
  }
}

function mappingOf(yaml: string): Map<string, unknown> | undefined {
  try {
    const document = parseDocument(yaml, { schema: 'core', logLevel: 'silent' })
    if (document.errors.length > 0) return undefined
    const values: unknown = document.toJS({ maxAliasCount: 0, mapAsMap: true })
    if (values === null) return new Map()
    if (!(values instanceof Map)) return undefined
    return new Map([...(values as Map<unknown, unknown>)].map(([key, value]) => [String(key).toLowerCase(), value]))
  } catch {
    return undefined
  }
}

const isScalar = (value: unknown): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'

function lineOf(value: unknown): string | undefined {
  return isScalar(value) ? String(value).replace(/\s+/g, ' ').trim() || undefined : undefined
}

/** `[a, b]` or `a, b`. */
function listOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.filter(isScalar).map(String)
  return isScalar(value) ? String(value).split(/[,;]/) : []
}
