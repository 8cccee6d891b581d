import { describe, expect, test } from 'vitest'
import { CardError, IntegrityError } from '#contract/crypto/errors.ts'
import { Problem } from '#contract/problems.ts'
import { cardBlocks } from '../../client/features/recovery/card-blocks.ts'
import { cardFailureOf } from '../../client/features/recovery/card-failure.ts'
import { unknownWords, warnings } from '../../client/features/recovery/holders.ts'
import { isDrillDue } from '../../client/features/recovery/kit.ts'
import { whichOpen, whichToBring } from '../../client/features/recovery/words.ts'

test.each([
  [undefined, true], // nobody has tried the cards yet
  ['2026-03-01', true],
  ['2026-03-02', true], // the day itself
  ['2026-03-03', false],
])('a drill that is due on %s is on 2 March 2026: %s', (dueOn, is) => {
  expect(isDrillDue(dueOn === undefined ? {} : ({ dueOn } as never), '2026-03-02')).toBe(is)
})

test.each([
  [2, 3, 'Any two of these three cards', 'two cards'],
  [2, 2, 'Both cards together', 'both cards'],
  [3, 3, 'All three cards together', 'all three cards'],
  [9, 10, 'Any nine of these ten cards', 'nine cards'],
])('%d of %d cards, in words', (k, n, open, bring) => {
  expect([whichOpen(k, n), whichToBring(k, n)]).toEqual([open, bring])
})

test('a code is parted as it is printed, and as its blocks are counted', () => {
  const blocks = cardBlocks(`RKCARD1${'QPZR'.repeat(24)}YX`)
  expect([blocks.length, blocks[0], blocks[1], blocks.at(-1)]).toEqual([26, 'RKCARD1', 'QPZR', 'YX'])
})

test.each([
  [new CardError('mistyped', 'Look at block 7 again'), 'Something in the code is mistyped. Look at block 7 again'],
  [new IntegrityError('card 2 is the one that was made'), 'Card 2 is not the one that was made'],
  [new IntegrityError('card 1 is of no later kit than the log knows'), 'This card is newer than the server admits'],
  [new IntegrityError('the log holds together'), 'This was stopped to protect your keys'],
  [new Problem('not-found'), 'These cards open nothing here'],
])('%s is said plainly', (error, title) => {
  expect(cardFailureOf(error).title).toBe(title)
})

describe('where the cards are', () => {
  const northlight = { id: 'n', name: 'Northlight IT', side: 'partner' }
  const house = { id: 'h', name: 'Calder & Wick', side: 'in_house' }

  test('is warned of where a partner, or one place, has enough to open everything', () => {
    const cards = [
      { card: 1, holder: 'Priya', party: house },
      { card: 2, holder: 'Marcus', party: northlight },
      { card: 3, holder: 'Joanna', party: northlight },
    ]
    expect(warnings(cards, 2)).toEqual([
      'Northlight IT has cards 2 and 3: enough to open everything without you. Give one of them to somebody else.',
    ])
    expect(warnings(cards, 3)).toEqual([])
    const safe = [
      { card: 1, holder: 'Safe ' },
      { card: 3, holder: 'safe' },
      { card: 2, holder: 'Priya', party: house },
    ]
    expect(warnings(safe, 2)).toEqual(['Cards 1 and 3 are with safe: whoever gets there has enough of them.'])
  })

  test('is well in different hands, of the house or not', () => {
    const cards = [
      { card: 1, holder: 'Priya', party: house },
      { card: 2, holder: 'Tom', party: house },
      { card: 3, holder: 'Marcus', party: northlight },
    ]
    expect(warnings(cards, 2)).toEqual([])
    expect(
      warnings(
        [
          { card: 1, holder: ' ' },
          { card: 2, holder: '' },
        ],
        2,
      ),
    ).toEqual([])
  })

  test('is asked for as long as it is not known', () => {
    expect(unknownWords([], 3)).toBe('Nobody has noted who holds them.')
    expect(unknownWords([{ card: 1, holder: 'Priya' }], 3)).toBe('Nobody has noted who holds the other two.')
    expect(
      unknownWords(
        [1, 2, 3].map((card) => ({ card, holder: 'x' })),
        3,
      ),
    ).toBeUndefined()
  })
})
