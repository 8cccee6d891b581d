import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { makeIdleLock } from '../../client/vault/idle-lock.ts'

let heard: string[] = []
let idle: ReturnType<typeof makeIdleLock>

beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 2, 2, 9) })
  heard = []
  idle = makeIdleLock({
    lock: (cause) => heard.push(`locked: ${cause}`),
    warn: (inMs) => heard.push(`locking in ${inMs / 1000} s`),
    calm: () => heard.push('stays'),
  })
})
afterEach(() => vi.useRealTimers())

const seconds = (count: number) => vi.advanceTimersByTime(count * 1000)
const minutes = (count: number) => seconds(count * 60)

test('locks ten minutes after the last touch, and says so half a minute before', () => {
  idle.arm()
  minutes(9)
  expect(heard).toEqual([])
  seconds(30)
  expect(heard).toEqual(['locking in 30 s'])
  seconds(29)
  expect(heard).toHaveLength(1)
  seconds(1)
  expect(heard).toEqual(['locking in 30 s', 'locked: idle'])
  minutes(60)
  expect(heard).toHaveLength(2)
})

test('a touch puts it off, before the warning and after', () => {
  idle.arm()
  minutes(9)
  idle.touch()
  minutes(9)
  expect(heard).toEqual([])
  seconds(45)
  idle.touch()
  expect(heard).toEqual(['locking in 30 s', 'stays'])
  minutes(9)
  expect(heard).toHaveLength(2)
  minutes(1)
  expect(heard).toEqual(['locking in 30 s', 'stays', 'locking in 30 s', 'locked: idle'])
})

test.each([
  [1, 1],
  [25, 25],
  [60, 60],
  [0, 1],
  [-5, 1],
  [61, 60],
  [1e9, 60],
  [Number.NaN, 10],
])('a setting of %d minutes locks after %d', (setting, after) => {
  idle.setMinutes(setting)
  idle.arm()
  seconds(after * 60 - 1)
  expect(heard).toEqual(['locking in 30 s'])
  seconds(1)
  expect(heard.at(-1)).toBe('locked: idle')
})

test('a shorter setting counts from the last touch, at once', () => {
  idle.arm()
  minutes(5)
  idle.setMinutes(2)
  expect(heard).toEqual(['locked: idle'])
})

test('on a phone it locks two minutes after it went out of sight', () => {
  idle.arm()
  minutes(3)
  idle.setHiddenOnPhone(true)
  seconds(60)
  idle.setHiddenOnPhone(true)
  seconds(59)
  expect(heard).toEqual(['locking in 30 s'])
  seconds(1)
  expect(heard).toEqual(['locking in 30 s', 'locked: hidden'])
})

test('a phone that comes back in time stays open', () => {
  idle.arm()
  idle.setHiddenOnPhone(true)
  seconds(100)
  idle.setHiddenOnPhone(false)
  idle.touch()
  minutes(9)
  expect(heard).toEqual(['locking in 30 s', 'stays'])
})

test('a phone that comes back too late is locked, although no timer could ring while it was frozen', () => {
  idle.arm()
  idle.setHiddenOnPhone(true)
  vi.setSystemTime(Date.now() + 121_000)
  idle.setHiddenOnPhone(false)
  expect(heard).toEqual(['locked: hidden'])
})

test('a machine that slept through the end of the time is locked by the first touch', () => {
  idle.arm()
  vi.setSystemTime(Date.now() + 11 * 60_000)
  idle.touch()
  expect(heard).toEqual(['locked: idle'])
})

test('setting the clock back gives no more time', () => {
  idle.arm()
  minutes(5)
  vi.setSystemTime(Date.now() - 3_600_000)
  minutes(5)
  expect(heard).toEqual(['locking in 30 s', 'locked: idle'])
})

test('nothing is counted while there is nothing to lock, and arming again begins anew', () => {
  minutes(100)
  idle.touch()
  idle.setHiddenOnPhone(false)
  expect(heard).toEqual([])
  idle.arm()
  minutes(5)
  idle.disarm()
  minutes(100)
  expect(heard).toEqual([])
  idle.arm()
  minutes(9)
  idle.arm()
  minutes(1)
  expect(heard).toEqual(['locking in 30 s', 'locked: idle'])
})
