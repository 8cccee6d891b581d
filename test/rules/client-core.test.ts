import { describe, expect, test } from 'vitest'
import { Problem, invalid } from '#contract/problems.ts'
import { endOfDay } from '../../client/features/settings/end-of-day.ts'
import { endChoices, endOf } from '../../client/features/settings/grant-end.ts'
import { listed } from '../../client/features/settings/use-list.ts'
import { slugOf } from '../../client/features/sign-in/slug.ts'
import { Unreachable } from '../../client/platform/api.ts'
import { failureOf, fieldErrorsOf, waitSeconds } from '../../client/platform/failure.ts'
import { z } from '../../client/platform/zod-stand-in.ts'

describe('the last moment of a day', () => {
  test.each([
    ['2026-03-02', 'UTC', '2026-03-02T23:59:59.999Z'],
    ['2026-07-02', 'Europe/London', '2026-07-02T22:59:59.999Z'],
    ['2026-03-29', 'Europe/London', '2026-03-29T22:59:59.999Z'], // the clocks went forward that morning
    ['2026-10-25', 'Europe/London', '2026-10-25T23:59:59.999Z'],
    ['2026-11-01', 'America/New_York', '2026-11-02T04:59:59.999Z'],
    ['2026-01-31', 'Asia/Kolkata', '2026-01-31T18:29:59.999Z'],
    ['2026-01-31', 'Pacific/Auckland', '2026-01-31T10:59:59.999Z'],
    // Clocks that change at midnight: the day before has 23:59:59 once, the one in autumn twice, and the later counts.
    ['2026-04-23', 'Africa/Cairo', '2026-04-23T21:59:59.999Z'],
    ['2026-10-29', 'Africa/Cairo', '2026-10-29T21:59:59.999Z'],
  ])('of %s in %s is %s', (day, zone, instant) => {
    expect(endOfDay(day, zone)).toBe(instant)
  })
})

test('a technician’s access cannot be given without an end', () => {
  expect(endChoices(true)).not.toContain('never')
  expect(endChoices(false)).toContain('never')
  const of = { now: new Date('2026-03-02T09:00:00.000Z'), day: '', timeZone: 'Europe/London' }
  expect(endOf('4 hours', of)).toBe('2026-03-02T13:00:00.000Z')
  expect(endOf('on a day', of)).toBeUndefined()
  expect(endOf('on a day', { ...of, day: '2026-03-31' })).toBe('2026-03-31T22:59:59.999Z')
  expect(endOf('never', of)).toBeUndefined()
})

test.each([
  ['Calder & Wick Ltd', 'calder-wick-ltd'],
  ['  Bäckerei Müller  ', 'backerei-muller'],
  ['O’Brien’s', 'obriens'],
  ['日本', ''],
  [`${'a'.repeat(39)} b`, 'a'.repeat(39)],
])('%s is %s in addresses', (name, slug) => {
  expect(slugOf(name)).toBe(slug)
})

describe('what went wrong, in words', () => {
  test('stands at the field that it is about, and at none where the form has no such field', () => {
    expect(fieldErrorsOf(invalid('/account/email', 'Take another.'), ['email'])).toEqual({ email: 'Take another.' })
    expect(fieldErrorsOf(invalid('/tags/3', 'Leave commas out.'), ['title', 'tags'])).toEqual({
      tags: 'Leave commas out.',
    })
    expect(fieldErrorsOf(invalid('/proof', 'Not signed.'), ['email'])).toEqual({ '': 'Not signed.' })
    expect(fieldErrorsOf(new Unreachable(), ['email'])['']).toContain('cannot be reached')
  })

  test('tells how long to wait', () => {
    const wait = new Problem('too-many-attempts', { facts: { retryAfterSeconds: 90 } })
    expect(waitSeconds(wait)).toBe(90)
    expect(waitSeconds(new Problem('not-found'))).toBeUndefined()
  })

  test('does not say more of a fault of ours than its code', () => {
    expect(failureOf(new Error('undefined is not a function'))).not.toMatchObject({
      detail: expect.stringContaining('undefined') as string,
    })
    expect(failureOf(new Problem('cannot-write'))).toMatchObject({ code: 'cannot-write', isWorthRetrying: true })
    expect(failureOf(new Problem('not-permitted', { detail: 'Tom can.' }))).toMatchObject({ title: 'Tom can.' })
  })
})

test('a list is narrowed down by every word, and ordered with the empty ones last', () => {
  const rows = [{ name: 'Tom 10' }, { name: 'Tom 9' }, { name: 'Elena', ends: '2026-03-02' }]
  const keys = { name: (row: { name: string }) => row.name, ends: (row: { ends?: string }) => row.ends }
  const names = (text: string, by: string, isDescending = false) =>
    listed(rows, { text, sort: { by, isDescending } }, ({ name }) => [name], keys).map(({ name }) => name)
  expect(names('', 'name')).toEqual(['Elena', 'Tom 9', 'Tom 10'])
  expect(names('', 'name', true)).toEqual(['Tom 10', 'Tom 9', 'Elena'])
  expect(names('10 tom', 'name')).toEqual(['Tom 10'])
  expect(names('', 'ends')[0]).toBe('Elena')
  expect(names('', 'ends', true)[0]).toBe('Elena')
})

test('the browser’s stand-in for zod lists names and refuses to parse anything else', () => {
  const zod = z as unknown as typeof import('zod').z
  const Kind = zod.enum(['runbook', 'system'])
  expect(Kind.options).toEqual(['runbook', 'system'])
  expect(Kind.exclude(['system']).options).toEqual(['runbook'])
  expect(Kind.safeParse('vendor').success).toBe(false)
  expect(Kind.parse('system')).toBe('system')
  const Line = zod.object({ name: zod.string().trim().max(3) }).extend({ kind: Kind.default('runbook') })
  expect(() => Line.parse({ name: 'x' })).toThrow('has no schemas')
  expect(() => Line.safeParse({ name: 'x' })).toThrow('has no schemas')
})
