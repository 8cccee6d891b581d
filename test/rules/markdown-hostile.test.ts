import fc from 'fast-check'
import { expect, test } from 'vitest'
import { factsOf } from '#contract/markdown.ts'

const fill = (piece: string, length: number) => piece.repeat(Math.ceil(length / piece.length)).slice(0, length)

/**
 * Processor time of this thread, the least of several runs: a busy machine decides nothing.
 * @param enoughMs as soon as one was quicker, there are no more.
 */
function leastMs(text: string, { runs = 5, enoughMs = 0 } = {}): number {
  let least = Infinity
  for (let run = 0; run < runs && least >= enoughMs; run++) {
    const before = process.threadCpuUsage()
    factsOf(text)
    least = Math.min(least, process.threadCpuUsage(before).user / 1_000)
  }
  return least
}

// Each makes some Markdown parser quadratic, exponential or overflow its stack.
const hostile = [
  '*a_',
  '>',
  '> ',
  '[',
  '](',
  '[a](',
  '[a](b "',
  '![',
  '[[',
  '[[RB-1|',
  '[a][b]',
  '`',
  '``a`',
  '`a``b```c````d',
  '<',
  '<a',
  '<a ',
  '<!-- ',
  '<div>\n',
  '</',
  '- ',
  '- a\n',
  '- - - x',
  '1. a\n  ',
  '***',
  '**a',
  '~~a',
  '_a_',
  'a*',
  '\\',
  '&amp;',
  '\t',
  '```\n',
  '    a\n',
  'a\n',
  '|a|b|\n',
  '# a\n',
  '---\n',
  '(',
  '](<',
  ']("',
  '<a@b',
  '\u0000',
  '\ud800',
  '= \n',
  '[a]: b\n',
]

test.each(hostile)('100,000 characters of %j are read in a moment', (piece) => {
  expect(leastMs(fill(piece, 100_000), { enoughMs: 150 })).toBeLessThan(150)
})

test.each(hostile)('eight times as much of %j takes about eight times as long', (piece) => {
  const once = leastMs(fill(piece, 50_000))
  // Quadratic would be 64 times; where all of it takes some milliseconds, the clock is too coarse to tell.
  const enoughMs = Math.max(60, once * 24)
  expect(leastMs(fill(piece, 400_000), { runs: 10, enoughMs })).toBeLessThan(enoughMs)
})

test('100,000 characters of ordinary text take ten milliseconds', () => {
  const paragraph = 'Lorem **ipsum** dolor sit [amet](https://example.com/a_b), `code`, [[RB-14]] and so on. '.repeat(6)
  const text = fill(
    `## Heading\n\n${paragraph}\n\n- [ ] Do it. **Expect:** done.\n\n| a | b |\n|---|---|\n| c | d |\n\n`,
    100_000,
  )
  expect(leastMs(text, { runs: 40, enoughMs: 10 })).toBeLessThan(10)
})

test('twenty thousand quotes and lists inside each other are words at some depth', () => {
  expect(factsOf(`${'>'.repeat(20_000)} deep`).plainText).toContain('deep')
  expect(factsOf(`${'- '.repeat(20_000)}deep`).plainText).toContain('deep')
  const stairs = Array.from({ length: 600 }, (_, depth) => `${'  '.repeat(depth)}- a`).join('\n')
  expect(factsOf(stairs).plainText.split('\n').length).toBeGreaterThan(30)
})

test('any text at all has facts', () => {
  const letters = fc.constantFrom(
    ...'# >-*_`[]()|!<>&\\~=:x1.\n\t \r'.split(''),
    'RB-14',
    '[ ] ',
    '```',
    '---\n',
    '[[',
    ']]',
  )
  fc.assert(
    fc.property(fc.array(letters, { maxLength: 120 }), (parts) => {
      const facts = factsOf(parts.join(''))
      expect(new Set(facts.headings.map(({ slug }) => slug)).size).toBe(facts.headings.length)
      expect(facts.summary.length).toBeLessThanOrEqual(400)
      for (const reference of facts.references) expect(reference).toMatch(/^[A-Z]{2}-\d{2,}$/)
    }),
    { numRuns: 2_000 },
  )
})
