import { expect, test } from 'vitest'
import { CardError, IntegrityError } from '#contract/crypto/errors.ts'
import { Problem } from '#contract/problems.ts'
import { cardBlocks } from '../../client/features/recovery/card-blocks.ts'
import { cardFailureOf } from '../../client/features/recovery/card-failure.ts'
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
