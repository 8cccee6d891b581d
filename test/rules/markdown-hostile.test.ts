import fc from 'fast-check'
import { expect, test } from 'vitest'
import { factsOf } from '#contract/markdown.ts'

const fill = (piece: string, length: number) => piece.repeat(Math.ceil(length / piece.length)).slice(0, length)

/** The quickest of several, so that a busy machine does not decide. */
function quickestMs(text: string): number {
  const tries = Array.from({ length: 8 }, () => {
    const start = performance.now()
    factsOf(text)
    return performance.now() - start
  })
  return Math.min(...tries)
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
  expect(quickestMs(fill(piece, 100_000))).toBeLessThan(150)
})

test.each(hostile)('twice as much of %j takes about twice as long', (piece) => {
  const once = quickestMs(fill(piece, 100_000))
  const twice = quickestMs(fill(piece, 200_000))
  // Quadratic would be four times and more; below some milliseconds the clock decides nothing.
  expect(twice).toBeLessThan(Math.max(30, once * 3.5))
})

test('100,000 characters of ordinary text take ten milliseconds', () => {
  const paragraph = 'Lorem **ipsum** dolor sit [amet](https://example.com/a_b), `code`, [[RB-14]] and so on. '.repeat(6)
  const text = fill(
    `## Heading\n\n${paragraph}\n\n- [ ] Do it. **Expect:** done.\n\n| a | b |\n|---|---|\n| c | d |\n\n`,
    100_000,
  )
  expect(quickestMs(text)).toBeLessThan(10)
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
