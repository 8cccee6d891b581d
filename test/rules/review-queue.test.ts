import { describe, expect, test } from 'vitest'
import type { Membership } from '#contract/accounts.ts'
import type { ReviewLine } from '#contract/reviews.ts'
import { changedLines } from '../../client/features/reviews/changed-lines.ts'
import { furtherReasons, joined, ordered, readKey } from '../../client/features/reviews/queue.ts'

const membership = (slug: string) => ({ slug, organization: slug, timeZone: 'Europe/London' }) as unknown as Membership
const line = (reference: string, risk: number, more: Partial<ReviewLine> = {}) =>
  ({ reference, risk, state: 'due', reasons: [], ...more }) as unknown as ReviewLine
const keys = (rows: readonly { key: string }[]) => rows.map(({ key }) => key)

describe('the queues of several organizations', () => {
  const page = (items: ReviewLine[], next?: string) => ({ items, ...(next && { next }) })

  test('are one, riskiest first', () => {
    const rows = joined([
      { membership: membership('one'), pages: [page([line('RB-01', 9), line('RB-02', 3)])] },
      { membership: membership('two'), pages: [page([line('RB-01', 7)])] },
    ])
    expect(keys(rows)).toEqual(['one/RB-01', 'two/RB-01', 'one/RB-02'])
  })

  test('show nothing above which something riskier could still arrive', () => {
    const one = { membership: membership('one'), pages: [page([line('RB-01', 9), line('RB-02', 5)], 'more')] }
    const two = { membership: membership('two'), pages: [page([line('RB-01', 7), line('RB-02', 4)])] }
    expect(keys(joined([one, two]))).toEqual(['one/RB-01', 'two/RB-01', 'one/RB-02'])
    const rest = { ...one, pages: [...one.pages, page([line('RB-03', 4.5)])] }
    expect(keys(joined([rest, two]))).toEqual(['one/RB-01', 'two/RB-01', 'one/RB-02', 'one/RB-03', 'two/RB-02'])
  })

  test('keep the order of risk inside of every group', () => {
    const rows = joined([
      {
        membership: membership('o'),
        pages: [
          page([
            line('RB-01', 9),
            line('RB-02', 8, { state: 'suspect' }),
            line('RB-03', 7),
            line('RB-04', 6, { state: 'suspect' }),
          ]),
        ],
      },
    ])
    expect(keys(ordered(rows, 'state'))).toEqual(['o/RB-02', 'o/RB-04', 'o/RB-01', 'o/RB-03'])
    expect(ordered(rows, 'risk')).toBe(rows)
  })
})

test('reasons leave out what the state says already, and read as one sentence', () => {
  const reasons = ['Overdue 23 days', 'Critical', 'Opened 14 times in 90 days']
  expect(furtherReasons({ state: 'overdue', reasons })).toBe('Critical, opened 14 times')
  expect(furtherReasons({ state: 'verified', reasons: ['Critical'] })).toBe('Critical')
})

test.each([
  ['calder-wick/RB-09', { slug: 'calder-wick', reference: 'RB-09' }],
  ['calder-wick/rb9', { slug: 'calder-wick', reference: 'RB-09' }],
  ['RB-09', undefined],
  ['calder-wick/../secrets', undefined],
])('the address %s looks at %o', (key, found) => expect(readKey(key)).toEqual(found))

test('a reviewer is shown the lines that came and went, and where they do not touch', () => {
  const before = '# Title\n\nOne\nTwo\nThree\nFour\n'
  const after = '# Title\n\nOne\nZwei\nThree\nFour\nFive\n'
  expect(changedLines(before, after)).toEqual({
    lines: [
      { is: 'removed', text: 'Two' },
      { is: 'added', text: 'Zwei' },
      { is: 'gap' },
      { is: 'added', text: 'Five' },
    ],
    added: 2,
    removed: 1,
  })
  expect(changedLines(before, `${before}\n\n`).lines).toEqual([])
})
