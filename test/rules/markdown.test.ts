import { expect, test } from 'vitest'
import { factsOf, partFrontMatter, slugger } from '#contract/markdown.ts'

const internetDown = `# Internet down at head office
> Use this when nobody at head office can reach the internet and the firewall still has power.
## Get people back online
- [ ] Look at the firewall in the comms room. **Expect:** the WAN1 light is on. Note it if not.
- [x] Test the line. **Expect:** 5 replies.
      \`execute ping 203.0.113.9\`
- [ ] Still down? Start [[rb21]], see [[SY-01]] and [[RB-21]].
`

test('a runbook says its title, lead, headings, steps and what it cites', () => {
  expect(factsOf(internetDown)).toMatchObject({
    title: 'Internet down at head office',
    summary: 'Use this when nobody at head office can reach the internet and the firewall still has power.',
    headings: [
      { level: 1, text: 'Internet down at head office', slug: 'internet-down-at-head-office' },
      { level: 2, text: 'Get people back online', slug: 'get-people-back-online' },
    ],
    references: ['RB-21', 'SY-01'],
    steps: [
      { text: 'Look at the firewall in the comms room. Expect: the WAN1 light is on. Note it if not.', isDone: false },
      { text: 'Test the line. Expect: 5 replies.', expects: '5 replies.', isDone: true },
      { text: 'Still down? Start RB-21, see SY-01 and RB-21.', expects: undefined },
    ],
  })
})

test('the words of a command are searchable', () => {
  expect(factsOf(internetDown).plainText).toContain('execute ping 203.0.113.9')
  expect(factsOf('```sh\nsystemctl restart veeam\n```').plainText).toBe('systemctl restart veeam')
})

test.each([
  ['a fence', '```\n[[RB-01]]\n```\n[[RB-02]]'],
  ['a fence that never closes', '[[RB-02]]\n~~~~\n[[RB-01]]\n~~~\n[[RB-01]]'],
  ['a code span', '`[[RB-01]]` [[RB-02]]'],
  ['a code span of two backticks', '``a ` [[RB-01]]`` [[RB-02]]'],
  ['indented code', '[[RB-02]]\n\n    [[RB-01]]'],
  ['code in a step', '- [ ] Go on [[RB-02]]\n\n      [[RB-01]]'.replace('\n\n      ', '\n\n          ')],
  ['a comment', '<!--\n[[RB-01]]\n-->\n[[RB-02]]'],
  ['an escape', '\\[[RB-01]] [[RB-02]]'],
])('a reference in %s is no reference', (_where, text) => {
  expect(factsOf(text).references).toEqual(['RB-02'])
})

test.each([
  ['a heading', '# See [[RB-7]]'],
  ['a table', '| a | b |\n|---|---|\n| [[RB-7]] | x |'],
  ['a quote in a list', '- > [[RB-7|the other one]]'],
  ['bold words', '**[[ rb 07 ]]**'],
  ['a paragraph that runs on', '> quoted\n[[RB-7]]'],
])('a reference in %s counts, in its one form', (_where, text) => {
  expect(factsOf(text).references).toEqual(['RB-07'])
})

test.each(['[[_TOC_]]', '[[ZZ-1]]', '[[RB-0]]', '[[RB-]]', '[[RB-12345678901]]', '[RB-1]', '[[RB-1]'])(
  '%s is no reference',
  (text) => expect(factsOf(text).references).toEqual([]),
)

test.each([
  ['---\ntitle: "Restore a mailbox"\ntags: [a]\n---\n# Other', 'Restore a mailbox'],
  ['---\ntitle: Plain words # not these\n---\n', 'Plain words'],
  ['---\ntags: x\n---\nText\n\nSetext\n===\n', 'Setext'],
  ['---\n\nA rule, no front matter\n\n## Two', 'Two'],
  ['No heading', undefined],
])('the title of %j is %j', (text, title) => {
  expect(factsOf(text).title).toBe(title)
})

test('front matter is parted from the text, whatever the line ends', () => {
  expect(partFrontMatter('---\r\na: 1\r\n---\r\nText')).toEqual({ frontMatter: 'a: 1', body: 'Text' })
  expect(partFrontMatter('---\n---\nText')).toEqual({ frontMatter: '', body: 'Text' })
  expect(partFrontMatter('Text\n---\nMore')).toEqual({ frontMatter: undefined, body: 'Text\n---\nMore' })
})

test('the summary is the first paragraph where no quote says when to use it, and never longer than 400 characters', () => {
  expect(factsOf('# T\n> A quote\n\nFirst *words*\nof it.\n\nSecond').summary).toBe('First words of it.')
  expect(factsOf('First\n\n> **Use this if** it burns').summary).toBe('Use this if it burns')
  const long = factsOf('word '.repeat(200)).summary
  expect(long.length).toBeLessThanOrEqual(400)
  expect(long).toMatch(/word…$/)
})

test('plain text is words without marks', () => {
  const text =
    'A **bold** _word_, [a link](https://x.example/a_(b) "t"), ![a picture](p.png), `a_b*c` \\*kept\\* 2 * 3 snake_case_name <br> &amp; <https://a.example>'
  expect(factsOf(text).plainText.replace(/\s+/g, ' ')).toBe(
    'A bold word, a link, a picture, a_b*c *kept* 2 * 3 snake_case_name & https://a.example',
  )
})

test('headings of one name have addresses of their own', () => {
  const slug = slugger()
  expect(['Step 1', 'Step 1', 'step-1', 'Über uns!', '***', 'Step 1-1'].map(slug)).toEqual([
    'step-1',
    'step-1-1',
    'step-1-2',
    'über-uns',
    'section',
    'step-1-1-1',
  ])
})

test('the mark for a table of contents is no text', () => {
  expect(factsOf('[[_TOC_]]\n\nFirst')).toMatchObject({ summary: 'First', plainText: 'First', references: [] })
})
