import { expect, test } from 'vitest'
import { factsOf } from '#contract/markdown.ts'
import { convertMarkdown } from '../../client/ui/markdown-convert.ts'
import { keepSame, keyOf } from '../../client/ui/markdown-same.ts'
import { isTooTangled } from '../../client/ui/markdown-limits.ts'
import type { MdBlock, MdInline } from '../../client/ui/markdown-tree.ts'
import { safeLink } from '../../client/ui/safe-link.ts'

const here = 'https://vault.example'

/** What a text becomes in the browser, short of React: the tree that the Worker answers. */
const shown = (text: string) => convertMarkdown(text)

test('a step has an action, an expected result and a command', () => {
  const text =
    '- [ ] Test the line. **Expect:** 5 replies.\n      `execute ping 203.0.113.9`\n- [x] Look.\n- not a step'
  expect(shown(text)).toEqual([
    {
      is: 'list',
      start: undefined,
      items: [
        {
          step: { index: 0, isDone: false },
          blocks: [
            { is: 'paragraph', inline: ['Test the line. '] },
            { is: 'expect', inline: [' 5 replies.\n'] },
            { is: 'code', text: 'execute ping 203.0.113.9', language: '' },
          ],
        },
        { step: { index: 1, isDone: true }, blocks: [{ is: 'paragraph', inline: ['Look.'] }] },
        { step: undefined, blocks: [{ is: 'paragraph', inline: ['not a step'] }] },
      ],
    },
  ])
})

test('steps count through the whole text, inside each other too, as the server counts them', () => {
  const text = '- [ ] one\n  - [ ] two\n\n1. [ ] three\n\n> - [ ] four\n\n- [ ] five\n\n  para\n\n- [ ] six'
  const indexes: number[] = []
  eachBlock(shown(text), (block) => {
    if (block.is === 'list') for (const { step } of block.items) if (step) indexes.push(step.index)
  })
  expect(indexes.toSorted()).toEqual([0, 1, 2, 3, 4, 5])
  expect(factsOf(text).steps.map((step) => step.text)).toEqual(['one', 'two', 'three', 'four', 'five', 'six'])
})

test('headings have the addresses that the server knows', () => {
  const text = '# Über *uns*\n\n## Step 1\n\n## Step 1\n\n## `code` & [link](x)\n\nSetext\n---\n'
  const slugs = shown(text).flatMap((block) => (block.is === 'heading' ? [block.slug] : []))
  expect(slugs).toEqual(factsOf(text).headings.map(({ slug }) => slug))
})

test('references are read outside of code and escapes only, in their one form', () => {
  const found: string[] = []
  eachInline(
    shown('[[rb14]] `[[RB-15]]` \\[[RB-16]] [[SY-2|the line]] **[[RB-03]]**\n\n```\n[[RB-17]]\n```'),
    (inline) => {
      if (inline.is === 'reference') found.push(inline.reference)
    },
  )
  expect(found).toEqual(['RB-14', 'SY-02', 'RB-03'])
})

test('a table of contents that others make is left out, comments too', () => {
  expect(shown('[[_TOC_]]\n\n[TOC]\n\n<!-- note -->\n\nText<!-- x -->')).toEqual([
    { is: 'paragraph', inline: ['Text'] },
  ])
})

test('raw HTML is words', () => {
  expect(shown('<img src=x onerror=alert(1)>')).toEqual([{ is: 'html', text: '<img src=x onerror=alert(1)>' }])
  expect(shown('a <b onclick=x>b</b><br>c')).toEqual([
    { is: 'paragraph', inline: ['a <b onclick=x>b</b>', { is: 'break' }, 'c'] },
  ])
})

test.each([
  ['https://a.example/x?y#z', { is: 'outside', href: 'https://a.example/x?y#z' }],
  ['HTTP://A.example', { is: 'outside', href: 'http://a.example/' }],
  ['mailto:it@a.example', { is: 'outside', href: 'mailto:it@a.example' }],
  ['tel:+441632960118', { is: 'outside', href: 'tel:+441632960118' }],
  ['/o/cw/runbooks/RB-14?x#y', { is: 'in-app', to: '/o/cw/runbooks/RB-14?x#y' }],
  ['https://vault.example/home', { is: 'in-app', to: '/home' }],
  ['//evil.example/x', { is: 'outside', href: 'https://evil.example/x' }],
  ['/\\evil.example', { is: 'outside', href: 'https://evil.example/' }],
  ['#get%20people', { is: 'heading', slug: 'get people' }],
] as const)('%s leads somewhere', (href, where) => expect(safeLink(href, here)).toEqual(where))

const nowhere = [
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  ' javascript:alert(1)',
  'java\nscript:alert(1)',
  'java\tscript:alert(1)',
  '\u0001javascript:alert(1)',
  'javascript&#58;alert(1)',
  'javascript&colon;alert(1)',
  'vbscript:x',
  'data:text/html,<script>x</script>',
  'data:image/svg+xml,<svg onload=x>',
  'blob:https://vault.example/1',
  'filesystem:https://vault.example/1',
  'file:///etc/passwd',
  'about:blank',
  'view-source:https://a.example',
  'ftp://a.example',
  'ws://a.example',
  'intent://a',
  'ms-msdt:/id',
  'jar:https://a!/',
  'feed:javascript:alert(1)',
  'https://',
  'http://[',
  '../consul.md',
  'img/x.png',
  'x',
  '',
  '#',
  '?q=1',
]
test.each(nowhere)('%j leads nowhere', (href) => expect(safeLink(href, here)).toBeUndefined())

// Every way of writing a link, with every address that must not become one.
const writings = [
  (href: string) => `[x](${href})`,
  (href: string) => `[x](<${href}>)`,
  (href: string) => `[x][l]\n\n[l]: ${href}`,
  (href: string) => `<${href}>`,
  (href: string) => `![x](${href})`,
  (href: string) => `[![x](${href})](${href})`,
  (href: string) => `| a |\n|---|\n| [x](${href}) |`,
  (href: string) => `- [ ] [x](${href} "t")`,
  (href: string) => `<a href="${href}">x</a>`,
  (href: string) => href,
]
test.each(nowhere.filter((href) => /[a-z](?::|&)/i.test(href)))('no writing of %j makes a link', (href) => {
  for (const write of writings)
    eachInline(shown(write(href)), (inline) => {
      if (inline.is !== 'link' && inline.is !== 'image') return
      const link = safeLink(inline.href, here)
      expect(link?.is === 'outside' ? new URL(link.href).protocol : 'none').toMatch(/^(?:none|https?:|mailto:|tel:)$/)
      expect(JSON.stringify(link ?? null)).not.toMatch(/^[^/]*(?:javascript|vbscript|data):/i)
    })
})

test.each([
  ['emphasis without end', '*a_'.repeat(10_000)],
  ['twenty thousand quotes', '>'.repeat(20_000)],
  ['quotes with spaces', '> '.repeat(20_000)],
  ['a thousand lists on one line', `${'- '.repeat(1_000)}a`],
  ['numbered lists on one line', `${'1. '.repeat(1_000)}a`],
  ['a staircase of lists', Array.from({ length: 600 }, (_, depth) => `${'  '.repeat(depth)}- a`).join('\n')],
  ['emphasis over many lines', '*a_ *b_\n'.repeat(2_000)],
])('%s is not given to marked', (_name, text) => expect(isTooTangled(text)).toBe(true))

test.each([
  ['a long list with bold words', '- **a** and _b_ and `c_d_e`\n'.repeat(2_000)],
  ['a big table', `| a | b |\n|---|---|\n${'| **a** | _b_ |\n'.repeat(2_000)}`],
  ['a log in a fence', `\`\`\`\n${'some_snake_case_name ** __ **\n'.repeat(2_000)}\`\`\``],
  ['many paragraphs', 'A **bold** word.\n\n'.repeat(5_000)],
  ['a list of six levels', Array.from({ length: 6 }, (_, depth) => `${'    '.repeat(depth)}- a`).join('\n')],
])('%s is laid out', (_name, text) => {
  expect(isTooTangled(text)).toBe(false)
  expect(shown(text).length).toBeGreaterThan(0)
})

test('what is too tangled is found in a moment', () => {
  for (const piece of ['*a_', '>', '- ', '`', '[', '<!--', '1. ', '\t', '|', '  - a\n']) {
    const before = process.threadCpuUsage()
    isTooTangled(piece.repeat(200_000 / piece.length))
    expect(process.threadCpuUsage(before).user / 1_000).toBeLessThan(400)
  }
})

test('a keystroke changes one block; all others stay the same objects', () => {
  const before = shown('# A\n\none\n\ntwo\n\nthree')
  const after = keepSame(before, shown('# A\n\none\n\nnew\n\ntwo!\n\nthree'))
  expect(after?.map((block) => before.indexOf(block))).toEqual([0, 1, -1, -1, 3])
  expect(after).toEqual(shown('# A\n\none\n\nnew\n\ntwo!\n\nthree'))
  expect(new Set(after?.map(keyOf)).size).toBe(5)
  expect(keepSame(before, undefined)).toBeUndefined()
  // The same block twice is still two blocks.
  const twice = keepSame(shown('a\n\na'), shown('a\n\na\n\na'))
  expect(new Set(twice).size).toBe(3)
})

function eachBlock(blocks: readonly MdBlock[], see: (block: MdBlock) => void): void {
  for (const block of blocks) {
    see(block)
    if (block.is === 'quote') eachBlock(block.blocks, see)
    if (block.is === 'list') for (const item of block.items) eachBlock(item.blocks, see)
  }
}

function eachInline(blocks: readonly MdBlock[], see: (inline: Exclude<MdInline, string>) => void): void {
  const visit = (inline: readonly MdInline[]): void => {
    for (const each of inline) {
      if (typeof each === 'string') continue
      see(each)
      if ('inline' in each) visit(each.inline)
    }
  }
  eachBlock(blocks, (block) => {
    if ('inline' in block) visit(block.inline)
    if (block.is === 'table') [block.header, ...block.rows].flat().forEach(visit)
  })
}
