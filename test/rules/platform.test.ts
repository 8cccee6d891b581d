import { readFileSync } from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { parseReference, Reference } from '#contract/values.ts'
import { addDays, dayIn, later, systemClock } from '../../server/platform/clock.ts'
import { Config, isLoopback, readConfig, trustedProxies } from '../../server/platform/config.ts'
import { jsonLog } from '../../server/platform/log.ts'
import { queries } from '../../server/platform/sql.ts'
import type { Day, Instant } from '#contract/values.ts'

describe('settings', () => {
  test('are complete without any', () => {
    expect(readConfig({})).toMatchObject({ HOST: '127.0.0.1', PORT: 4600, SESSION_HOURS: 12 })
  })
  test('that are not right are all named', () => {
    expect(() =>
      readConfig({ PORT: '70000', SESSION_HOURS: '25', TRUST_PROXY: 'proxy.example', PUBLIC_URL: 'ftp://x' }),
    ).toThrow(/PORT.*\n?(.*\n)*.*SESSION_HOURS/)
  })
  test('stand in the README, each with its line', () => {
    const readme = readFileSync(path.join(import.meta.dirname, '../../README.md'), 'utf8')
    for (const name of Object.keys(Config.shape)) expect(readme).toMatch(new RegExp(`^\\| \`${name}\` \\|`, 'm'))
  })
  test('name proxies by address', () => {
    expect(trustedProxies(readConfig({ TRUST_PROXY: '10.0.0.1, ::1' }))).toEqual(['10.0.0.1', '::1'])
  })
  test.each([
    ['127.0.0.1', true],
    ['127.9.9.9', true],
    ['localhost', true],
    ['::1', true],
    ['0.0.0.0', false],
    ['192.168.0.1', false],
    ['::', false],
  ])('%s is loopback: %s', (host, expected) => expect(isLoopback(host)).toBe(expected))
})

describe('time', () => {
  test.each([
    ['2026-03-29T00:59:59.999Z', 'Europe/London', '2026-03-29'],
    ['2026-03-28T23:59:59.999Z', 'Europe/London', '2026-03-28'],
    ['2026-06-30T23:00:00.000Z', 'Europe/London', '2026-07-01'],
    ['2026-10-25T00:30:00.000Z', 'Europe/London', '2026-10-25'],
    ['2028-02-28T23:30:00.000Z', 'Europe/Berlin', '2028-02-29'],
    ['2026-12-31T11:00:00.000Z', 'Pacific/Auckland', '2027-01-01'],
    ['2026-12-31T11:00:00.000Z', 'Pacific/Pago_Pago', '2026-12-31'],
  ])('%s in %s is %s', (now, zone, day) => expect(dayIn(zone, now as Instant)).toBe(day))

  test.each([
    ['2026-02-28', 1, '2026-03-01'],
    ['2028-02-28', 1, '2028-02-29'],
    ['2026-03-28', 2, '2026-03-30'],
    ['2026-01-01', -1, '2025-12-31'],
  ])('%s and %i days is %s', (day, by, result) => expect(addDays(day as Day, by)).toBe(result))

  test('is told to the millisecond', () => {
    expect(later('2026-03-02T09:00:00.000Z' as Instant, { milliseconds: 1 })).toBe('2026-03-02T09:00:00.001Z')
    expect(later('2026-03-02T09:00:00.000Z' as Instant, { hours: -9 })).toBe('2026-03-02T00:00:00.000Z')
  })

  test('never goes back behind what was written down', () => {
    const clock = systemClock('2999-01-01T00:00:00.000Z' as Instant)
    expect(clock.now()).toBe('2999-01-01T00:00:00.000Z')
  })
})

describe('references', () => {
  test.each([
    ['RB-14', 'RB-14'],
    ['rb9', 'RB-09'],
    ['RB 9', 'RB-09'],
    ['rb_0009', 'RB-09'],
    ['sy-1', 'SY-01'],
    ['RB-1234', 'RB-1234'],
    [' rb-7 ', 'RB-07'],
  ])('%j is %s', (written, reference) => expect(Reference.parse(written)).toBe(reference))
  test.each(['RB', '14', 'RB-0', 'RB-', 'XX-1', 'RB-1.5', 'RB--1', 'RB-１', 'ＲＢ-1', 'RB-1234567890', 'RB-14a', ''])(
    '%j is none',
    (written) => {
      expect(parseReference(written)).toBeUndefined()
    },
  )
})

describe('queries', () => {
  const db = new Database(':memory:')
  db.exec(`CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT, tags TEXT, done INTEGER) STRICT;
           INSERT INTO things VALUES (1, 'a', '["x"]', 1), (2, NULL, '[]', 0)`)
  const Thing = z.object({ id: z.int(), name: z.string().optional(), tags: z.array(z.string()), isDone: z.boolean() })

  test('read rows as the schema has them: absent, lists, booleans', () => {
    const things = queries((sql) => ({
      all: sql.all(Thing, `SELECT id, name, tags, done AS isDone FROM things WHERE id <= @most ORDER BY id`),
    }))
    expect(things(db).all({ most: 2 })).toEqual([
      { id: 1, name: 'a', tags: ['x'], isDone: true },
      { id: 2, tags: [], isDone: false },
    ])
  })
  test.each([
    ['a column too few', `SELECT id, tags FROM things`],
    ['a column too many', `SELECT id, name, tags, done AS isDone, done FROM things`],
    ['a table that is not there', `SELECT id, name, tags, done AS isDone FROM nothings`],
  ])('%s is found when the statement is prepared', (_what, text) => {
    expect(() => queries((sql) => ({ one: sql.get(Thing, text) }))(db).one()).toThrow()
  })
  test('a parameter left out does not compile', () => {
    const things = queries((sql) => ({
      named: sql.get(Thing, `SELECT id, name, tags, done AS isDone FROM things WHERE name = @name AND id = @id`),
    }))
    // @ts-expect-error `id` is missing
    expect(() => things(db).named({ name: 'a' })).toThrow(/Missing named parameter/)
  })
})

test('a log line says named fields and when', () => {
  const lines: string[] = []
  jsonLog('requests', (line) => lines.push(line)).request({ status: 200, endpoint: '/x' })
  expect(JSON.parse(lines[0] ?? '')).toEqual({ at: expect.any(String), what: 'request', status: 200, endpoint: '/x' })
})
