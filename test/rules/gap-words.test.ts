import { expect, test } from 'vitest'
import type { MissingPart } from '#contract/gaps.ts'
import { gapSentence, reasonWords } from '../../client/features/gaps/words.ts'

const sentence = (gaps: MissingPart[], readers: number, onlyReader?: string) =>
  gapSentence({ gaps, readers, ...(onlyReader !== undefined && { onlyReader }) }, 'Priya')

test('what a critical system lacks is one sentence, with the only reader named where that may be known', () => {
  expect(sentence(['runbook', 'diagram', 'second_reader'], 1, 'Tom')).toBe(
    'This critical system has no runbook and no diagram, and nobody but Tom has read it in 180 days.',
  )
  expect(sentence(['owner'], 4)).toBe('This critical system has no owner.')
  expect(sentence(['vendor', 'second_reader'], 0)).toBe(
    'This critical system has no vendor, and nobody has read it in 180 days.',
  )
  expect(sentence(['second_reader'], 1, 'Priya')).toBe(
    'Nobody but you has read about this critical system in 180 days.',
  )
  expect(sentence(['second_reader'], 1)).toBe('Only one person has read about this critical system in 180 days.')
})

test('who read it is told of others by name, of oneself as you', () => {
  const words = (readers: number, onlyReader?: string) =>
    reasonWords('second_reader', { gaps: [], readers, ...(onlyReader !== undefined && { onlyReader }) }, 'Priya')
  expect(words(0)).toBe('Nobody has read it in 180 days')
  expect(words(1)).toBe('Only one person has read it in 180 days')
  expect(words(1, 'Tom')).toBe('Only Tom has read it in 180 days')
  expect(words(1, 'Priya')).toBe('Only you have read it in 180 days')
})
