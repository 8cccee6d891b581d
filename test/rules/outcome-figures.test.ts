import { describe, expect, test } from 'vitest'
import {
  monthWords,
  mostCount,
  mostSeconds,
  periodWords,
  readPeriod,
  secondsWords,
  shareWords,
} from '../../client/features/outcomes/figures.ts'

describe('outcomes', () => {
  test.each([
    [null, 12],
    ['3', 3],
    ['24', 24],
    ['5', 12],
    ['12 ', 12],
    ['-3', 12],
    ['toString', 12],
  ])('are shown for the period of the address: %s', (written, months) => {
    expect(readPeriod(written)).toBe(months)
  })

  test.each([
    [[], 10],
    [[61], 120],
    [[120], 120],
    [[2_520], 3_600],
    [[90_000, 30], 172_800],
    [[100 * 86_400], 120 * 86_400],
  ])('of %s seconds go up to %s', (values, most) => {
    expect(mostSeconds(values)).toBe(most)
  })

  test.each([
    [[], 2],
    [[1], 2],
    [[3], 4],
    [[7], 8],
    [[9], 10],
    [[68], 80],
    [[11], 20],
    [[100], 100],
    [[101], 200],
    [[1_234], 2_000],
  ])('of %s go up to %s, whose half is a whole number', (values, most) => {
    expect(mostCount(values)).toBe(most)
    expect(Number.isInteger(mostCount(values) / 2)).toBe(true)
  })

  test('are said in words', () => {
    expect([monthWords('2026-09'), periodWords(6), periodWords(24)]).toEqual(['Sep 2026', '6 months', '2 years'])
    expect([secondsWords(undefined), secondsWords(0), secondsWords(2_520)]).toEqual(['—', '0 s', '42 min'])
    expect([shareWords(0, 0), shareWords(53, 68), shareWords(4, 4)]).toEqual(['—', '78%', '100%'])
  })
})
