import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { slipsAllowed, slipsBetween } from '../../server/features/search/correct.ts'
import { cut, highlight } from '../../server/features/search/cut.ts'
import { inflections } from '../../server/features/search/inflect.ts'
import { readText } from '../../server/features/search/read-text.ts'
import { scoreOf, type Judged } from '../../server/features/search/score.ts'
import { compoundParts, fold, foldWord, learnableWords, partsOf } from '../../server/features/search/words.ts'

// --- Words ------------------------------------------------------------------------------------------------------------

test.each([
  ['MailboxStatistics', ['Mailbox', 'Statistics']],
  ['HTTPServer', ['HTTP', 'Server']],
  ['Office365Group', ['Office', '365', 'Group']],
  ['KB5034441', ['KB', '5034441']],
  ['0x80070005', ['0x', '80070005']],
  ['restart', undefined],
  ['RESTART', undefined],
  ['Restart', undefined],
  ['dc01', undefined],
  ['9f86d081884c7d65', undefined],
  [`a${'B'.repeat(200)}c`, undefined],
] as const)('%s is made of %j', (word, parts) => {
  expect(compoundParts(word)).toEqual(parts)
})

test('the parts that are indexed are each compound once, and hyphenated words in one', () => {
  expect(partsOf('Get-MailboxStatistics, MailboxStatistics; a fail-over of site-to-site and x-y')).toBe(
    'GetMailboxStatistics\nfailover\nMailbox Statistics',
  )
})

test.each([
  ['Größe', 'große'],
  ['CAFÉ', 'cafe'],
  ['İstanbul', 'istanbul'],
  ['naïve', 'naive'],
  ['Cafe\u0301', 'cafe'],
])('%s is folded to %s', (word, folded) => {
  expect(foldWord(word)).toBe(folded)
})

test('folding keeps every place where it was', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(fold(text)).toHaveLength(text.length)
    }),
  )
})

test('every word of a text is learned in the form in which it is searched for', () => {
  expect([...learnableWords('The VPN-Gateway, dc01: 0x80070005 to go é')].sort()).toEqual(
    ['0x80070005', '80070005', 'dc01', 'gateway', 'the', 'vpn'].sort(),
  )
})

test.each([
  ['block', ['blocks', 'blocked', 'blocking']],
  ['blocking', ['block', 'blocks', 'blocked']],
  ['policy', ['policies']],
  ['policies', ['policy']],
  ['restore', ['restores', 'restored', 'restoring']],
  ['restoring', ['restore', 'restored']],
  ['stop', ['stopped', 'stopping', 'stops']],
  ['stopped', ['stop', 'stopping']],
  ['switches', ['switch']],
])('%s may also be written %j', (word, forms) => {
  expect(inflections(word)).toEqual(expect.arrayContaining(forms))
  expect(inflections(word)).not.toContain(word)
})

// --- Slips ------------------------------------------------------------------------------------------------------------

test.each([
  ['exchange', 'exchange', 0],
  ['exchagne', 'exchange', 1],
  ['exchnge', 'exchange', 1],
  ['excchange', 'exchange', 1],
  ['axchange', 'exchange', 1],
  ['xechagne', 'exchange', 2],
  ['mail', 'fail', 1],
])('from %s to %s there are %i slips', (a, b, slips) => {
  expect(slipsBetween(a, b, 3)).toBe(slips)
  expect(slipsBetween(b, a, 3)).toBe(slips)
})

test.each([
  ['ad', 0],
  ['vpn', 1],
  ['exchange', 1],
  ['authentication', 2],
  ['authenticationauthentication', 2],
])('in %s so many slips are forgiven: %i', (word, slips) => {
  expect(slipsAllowed(word)).toBe(slips)
})

// --- What was typed -----------------------------------------------------------------------------------------------------

describe('what was typed', () => {
  const written = (text: string) => readText(text).terms.map((term) => term.forms[0]?.join(' '))

  test('is words, phrases and filters, in any order', () => {
    const read = readText(
      'kind:runbook "backup power" tag:"mail relay" Vpn owner:me is:overdue system:SY-01 in:"Net work" gate',
    )
    expect(read.terms.map(({ forms, isPrefix }) => [forms[0]?.join(' '), isPrefix])).toEqual([
      ['backup power', false],
      ['vpn', false],
      ['gate', true],
    ])
    expect(read.filters).toEqual({
      kind: 'runbook',
      tags: ['mail-relay'],
      isMine: true,
      state: 'overdue',
      isArchived: false,
      system: 'SY-01',
      collection: 'Net work',
    })
    expect(read.hints).toEqual([])
  })

  test('holds no operator, whatever it holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        for (const { forms } of readText(text).terms) {
          for (const word of forms.flat()) expect(word).toMatch(/^[\p{L}\p{N}\p{M}]+$/u)
        }
      }),
    )
  })

  test('with a colon that is no filter is words', () => {
    expect(written('https://example.com:8443 error:5 C:\\Temp')).toEqual([
      'https example com 8443',
      'error 5',
      'c temp',
    ])
  })

  test('as a reference is one', () => {
    expect(readText('rb 09').reference).toEqual({ kind: 'runbook', number: 9 })
    expect(readText('SY-1').reference).toEqual({ kind: 'system', number: 1 })
    expect(readText('rb-9 modem').reference).toBeUndefined()
  })
})

// --- Order --------------------------------------------------------------------------------------------------------------

describe('a document is worth more', () => {
  const plain: Judged = {
    title: 'Other',
    tags: [],
    headings: '',
    summary: '',
    body: '',
    criticality: 'normal',
    pinned: false,
  }
  const worth = (changes: Partial<Judged>, text = 'router ') => scoreOf({ ...plain, ...changes }, readText(text).terms)

  test.each([
    ['the title is it', { title: 'Router' }, 'the title begins with it', { title: 'Router restart' }],
    ['the title begins with it', { title: 'Router restart' }, 'the title has it', { title: 'The router' }],
    ['the title has it', { title: 'The router' }, 'a tag is it', { tags: ['router'] }],
    ['a tag is it', { tags: ['router'] }, 'a heading has it', { headings: 'The router' }],
    ['a heading has it', { headings: 'The router' }, 'the summary has it', { summary: 'a router' }],
    ['the summary has it', { summary: 'a router' }, 'the text has it', { body: 'a router' }],
    ['the text has it often', { body: 'router router router' }, 'the text has it once', { body: 'a router' }],
    ['it is pinned', { body: 'router', pinned: true }, 'it is not', { body: 'router' }],
    [
      'it was used today',
      { body: 'router', daysSinceUse: 0 },
      'it was used a month ago',
      { body: 'router', daysSinceUse: 30 },
    ],
    ['it was used a month ago', { body: 'router', daysSinceUse: 30 }, 'it was not', { body: 'router' }],
    ['it is critical', { body: 'router', criticality: 'critical' }, 'it is not', { body: 'router' }],
  ] as const)('if %s than if %s', (_more, better, _less, worse) => {
    expect(worth(better as Partial<Judged>)).toBeGreaterThan(worth(worse))
  })

  test('small words hardly count', () => {
    const about = { title: 'Router', body: 'how to the' }
    const around = { title: 'How to use the phone', body: 'router' }
    expect(worth(about, 'how to the router')).toBeGreaterThan(worth(around, 'how to the router'))
  })
})

// --- Snippets -------------------------------------------------------------------------------------------------------------

describe('snippets', () => {
  const text = fc.string({
    unit: fc.constantFrom(
      'a',
      'B',
      'é',
      ' ',
      '\n',
      '#',
      '`',
      '*',
      '[',
      ']',
      '(',
      ')',
      '|',
      '-',
      '>',
      '\u{1F525}',
      'router',
      '\n## Router\n',
    ),
    maxLength: 400,
  })

  test('of any text mark words of the text and nothing else', () => {
    fc.assert(
      fc.property(text, (body) => {
        const { terms } = readText('router a')
        const cutting = cut(body, 'Router', terms)
        for (const { text: part, hit } of cutting?.snippet ?? []) if (hit) expect(fold(part)).toMatch(/^(?:router|a)/)
        for (const { text: part } of cutting?.snippet ?? []) expect(part).not.toMatch(/\p{Surrogate}/u)
      }),
    )
  })

  test('of a title are the title', () => {
    fc.assert(
      fc.property(text, (title) => {
        const parts = highlight(title, readText('router a').terms)
        expect(parts.map((part) => part.text).join('')).toBe(title.normalize('NFC'))
      }),
    )
  })

  test.each([
    ['word', 'a '.repeat(100_000)],
    ['# ', '\n# router'.repeat(20_000)],
    ['router', 'router'.repeat(30_000)],
    ['router a', `${'a'.repeat(199_990)} router`],
  ])('of a text of 200,000 characters are cut at once: %s', (words, body) => {
    const { terms } = readText(words)
    const times = [1, 2, 3].map(() => {
      const began = performance.now()
      cut(body, 'Somewhere', terms)
      return performance.now() - began
    })
    expect(Math.min(...times)).toBeLessThan(300)
  })
})
