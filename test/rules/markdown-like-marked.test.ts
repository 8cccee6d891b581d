import { lexer, type Token, type Tokens } from 'marked'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { factsOf, partFrontMatter } from '#contract/markdown.ts'

/**
 * The server reads a text with `contract/markdown.ts`, the browser shows it with `marked`. Where they differed, a step
 * would be counted that nobody sees, or a heading linked that is not there.
 */
const texts: Record<string, string> = {
  'headings of both kinds':
    '# One\n\nTwo\n===\n\nThree and\nmore\n---\n\n####### seven\n\n#no\n\n## closed ##\n\n## sharp C# #',
  'steps in lists':
    '1. [ ] one\n2. [x] two **Expect:** so\n   - [ ] three\n\n   para\n- [ ]no\n- [ ] \n* [X] `code` four',
  'loose steps': '- [ ] one\n\n- [ ] two\n\n  more\n\n- [ ] three\n\n      code\n',
  'lists after words': 'Words\n- [ ] one\n2. not\n\n2. [ ] two',
  quotes: '> # In a quote\n> - [ ] step\nlazy\n> ## Two\n\n>no space\n',
  fences: '````md\n# not\n```\n````\n# Yes\n~~~\n# not\n~~~~\n## Yes\n   ```\n   # not\n',
  html: '<div>\n# not\n\n# Yes\n</div>\n<!-- a\n\n# not -->\n<details><summary>x</summary>\n\n## Yes\n\n</details>',
  tables: '| a | b |\n|---|:-:|\n| **c** | `d` |\n\n# After',
  links: '# A [link](http://a.example/(x) "t") and [one][l] and [l] and ![alt](x)\n\n[l]: http://b.example',
  emphasis: '# *a* **b** ***c*** _d_ __e__ f_g_h i*j*k ~~l~~ 2 * 3 `*m*` \\*n\\* **o *p* q**',
  rules: '***\n# a\n- - -\n# b\n* * *\n___\n\nc\n***\n',
  'code by indent': '# a\n\n    # not\n\n- x\n\n      # not\n\n# b',
  'deep lists': '- a\n  - b\n    - [ ] c\n      - [ ] d\n- [ ] e',
  'line ends': '# a\r\n\r\n- [ ] b\r\n- [ ] c\r\n',
  entities: '# a &amp; b &lt;c&gt; "d"',
  tabs: '-\t[ ] a\n\n\tb\n\n# c\n',
}

test.each(Object.entries(texts))('%s are read as marked reads them', (_name, text) => {
  expect(ours(text)).toEqual(theirs(text))
})

const samples = process.env['RUNKEEP_SAMPLES']
describe.skipIf(!samples)('the runbooks in RUNKEEP_SAMPLES are read as marked reads them', () => {
  const files = samples
    ? readdirSync(samples, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.md'))
    : []
  test('there are some', () => expect(files.length).toBeGreaterThan(10))
  test.each(files)('%s', (path) => {
    const text = readFileSync(join(samples as string, path), 'utf8')
    expect(ours(text)).toEqual(theirs(text))
  })
})

function ours(text: string) {
  const { headings, steps } = factsOf(text)
  return {
    headings: headings.map(({ level, text }) => `${level} ${text}`),
    steps: steps.map(({ text, isDone }) => `${isDone} ${text}`),
  }
}

function theirs(text: string) {
  const headings: string[] = []
  const steps: string[] = []
  visit(lexer(partFrontMatter(text).body), (token) => {
    if (token.type === 'heading') headings.push(`${(token as Tokens.Heading).depth} ${words(token.tokens)}`)
    if (token.type !== 'list_item' || !(token as Tokens.ListItem).task) return
    const first = token.tokens?.find((each) => each.type !== 'checkbox') as Tokens.Generic | undefined
    steps.push(`${(token as Tokens.ListItem).checked} ${words(first?.tokens)}`)
  })
  return { headings, steps }
}

function visit(tokens: readonly Token[], see: (token: Token) => void): void {
  for (const token of tokens) {
    see(token)
    visit(token.type === 'list' ? (token as Tokens.List).items : ('tokens' in token && token.tokens) || [], see)
  }
}

function words(tokens: readonly Token[] | undefined): string {
  const text = (token: Token): string => {
    if (token.type === 'br') return ' '
    if (token.type === 'html' || token.type === 'checkbox') return ''
    if (token.type === 'image') return (token as Tokens.Image).text
    const inner = (token as Tokens.Generic).tokens
    if (inner) return inner.map(text).join('')
    return 'text' in token ? String(token.text) : ''
  }
  const entities: Record<string, string> = {
    '&amp;': '&',
    '&lt;': '<',
    '&gt;': '>',
    '&quot;': '"',
    '&#39;': "'",
    '&nbsp;': ' ',
  }
  const all = (tokens ?? [])
    .map(text)
    .join('')
    .replace(/&(?:amp|lt|gt|quot|#39|nbsp);/g, (entity) => entities[entity] as string)
  return all.replace(/\s+/g, ' ').trim()
}
