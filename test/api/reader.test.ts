import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { jsonLog } from '../../server/platform/log.ts'
import { DeadlinePassed, startReader, type Reader, type ReaderOptions } from '../../server/platform/reader.ts'

const script = path.join(import.meta.dirname, '..', 'support', 'hanging-reader.ts')
const readers: Reader[] = []
afterEach(() => {
  for (const reader of readers.splice(0)) reader.stop()
})

/** For tests about the deadline: time enough for nothing but what a process at work answers at once. */
const shortMs = 400
/** By when somebody has noticed a deadline of half a second, on a machine that has much else to do. */
const noticedMs = 5_000

/** A reader process that is ready, unless the environment keeps it from starting. */
async function aReader(options: Partial<ReaderOptions> = {}) {
  const lines: string[] = []
  const reader = startReader({
    script,
    environment: { PATH: process.env['PATH'] ?? '' },
    deadlineMs: 20_000,
    mostWaiting: 100,
    toError: (failure) => new Error((failure as { error: string }).error),
    log: jsonLog('events', (line) => void lines.push((JSON.parse(line) as { what: string }).what)),
    ...options,
  })
  readers.push(reader)
  const ask = (deed: string, more: object = {}) => reader.ask({ deed, ...more })
  if (!options.environment) for (let tries = 0; tries < 50 && !(await answers(ask)); tries++);
  return { reader, ask, lines }
}

const answers = (ask: (deed: string) => Promise<string>) =>
  ask('pid').then(
    () => true,
    () => false,
  )

const timed = async (answer: Promise<unknown>) => {
  const began = performance.now()
  const outcome = await answer.then(
    (value) => value,
    (error: unknown) => error,
  )
  return { outcome, tookMs: performance.now() - began }
}

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

test('questions are answered in the order in which they were asked', async () => {
  const { ask } = await aReader()
  const said = await Promise.all(Array.from({ length: 60 }, (_, index) => ask('say', { say: index })))
  expect(said).toEqual(Array.from({ length: 60 }, (_, index) => String(index)))
})

test('a failure is told to the one who asked, and nobody else', async () => {
  const { ask } = await aReader()
  const both = await Promise.allSettled([ask('fail', { say: 'no such thing' }), ask('say', { say: 'yes' })])
  expect(both).toMatchObject([{ reason: { message: 'no such thing' } }, { value: 'yes' }])
})

test('a query that hangs inside SQLite is stopped at the deadline, with its process', async () => {
  const { ask, reader, lines } = await aReader({ deadlineMs: shortMs })
  const pid = reader.pid as number
  const { outcome, tookMs } = await timed(ask('hang'))
  expect(outcome).toBeInstanceOf(DeadlinePassed)
  expect(tookMs).toBeGreaterThan(shortMs - 50)
  expect(tookMs).toBeLessThan(noticedMs)
  await expect.poll(() => isAlive(pid)).toBe(false)
  expect(lines).toContain('read-deadline-passed')
})

test('those that wait behind it are asked again of a new process', async () => {
  const { ask, reader } = await aReader({ deadlineMs: 3_000 })
  const pid = reader.pid
  const hanging = timed(ask('hang'))
  // Late, so that the new process has time to start before their own deadline.
  await pause(2_800)
  const behind = await Promise.all(Array.from({ length: 12 }, (_, index) => ask('say', { say: index })))
  expect(behind).toEqual(Array.from({ length: 12 }, (_, index) => String(index)))
  expect((await hanging).outcome).toBeInstanceOf(DeadlinePassed)
  expect(reader.pid).not.toBe(pid)
})

test('whoever asks is answered or refused within the deadline, however many hostile questions are in front', async () => {
  const { ask } = await aReader({ deadlineMs: 500 })
  const outcomes = await Promise.all(Array.from({ length: 20 }, () => timed(ask('hang'))))
  for (const { outcome, tookMs } of outcomes) {
    expect(outcome).toBeInstanceOf(DeadlinePassed)
    // One after the other they would take ten seconds.
    expect(tookMs).toBeLessThan(noticedMs)
  }
  // And the next honest question finds a process at work again.
  for (let tries = 0; tries < 50 && !(await answers(ask)); tries++);
  expect(await ask('say', { say: 'well' })).toBe('well')
})

test('a slow question is not cut off because it had to wait for others', async () => {
  const { ask, reader } = await aReader({ deadlineMs: 3_000 })
  const pid = reader.pid
  const slow = Array.from({ length: 6 }, () => ask('count', { rows: 300_000 }))
  expect(new Set(await Promise.all(slow))).toEqual(new Set(['300000']))
  expect(reader.pid).toBe(pid)
})

test('a process that dies takes only what it worked at with it', async () => {
  const { ask, lines } = await aReader()
  const [dead, ...others] = await Promise.allSettled([
    ask('die'),
    ...Array.from({ length: 5 }, (_, index) => ask('say', { say: index })),
  ])
  expect(dead).toMatchObject({ reason: { message: 'The reader process ended' } })
  expect(others.map((other) => (other as PromiseFulfilledResult<string>).value)).toEqual(['0', '1', '2', '3', '4'])
  expect(lines).toContain('reader-ended')
})

test('a process that dies while nothing is asked is replaced', async () => {
  const { ask, reader } = await aReader()
  const pid = reader.pid as number
  process.kill(pid, 'SIGKILL')
  await pause(100)
  expect(await ask('say', { say: 'here' })).toBe('here')
  expect(reader.pid).not.toBe(pid)
})

test('too many questions are refused at once, not after the deadline', async () => {
  const { ask } = await aReader({ mostWaiting: 10, deadlineMs: 1_000 })
  const hanging = timed(ask('hang'))
  const outcomes = await Promise.all(Array.from({ length: 40 }, () => timed(ask('say', { say: 1 }))))
  const atOnce = outcomes.filter(({ tookMs }) => tookMs < 500)
  expect(atOnce.length).toBeGreaterThanOrEqual(20)
  expect(atOnce.every(({ outcome }) => outcome instanceof DeadlinePassed)).toBe(true)
  await hanging
})

test.each(['NEVER_READY', 'DIES_AT_START'])('a process that does not start keeps nobody waiting: %s', async (how) => {
  const environment = { PATH: process.env['PATH'] ?? '', [how]: '1' }
  const { ask, lines } = await aReader({ environment, deadlineMs: shortMs })
  const { outcome, tookMs } = await timed(ask('say', { say: 1 }))
  expect(outcome).toBeInstanceOf(Error)
  expect(tookMs).toBeLessThan(noticedMs)
  await pause(1_000)
  // It is tried again, slower each time, not in a circle without end.
  expect(lines.length).toBeLessThan(12)
})

test('everybody takes turns: whoever asks much waits for themselves, not others for them', async () => {
  const { reader } = await aReader()
  const order: string[] = []
  const ask = (who: string) => reader.ask({ deed: 'pid' }, who).then(() => order.push(who))
  await Promise.all([...Array.from({ length: 40 }, () => ask('many')), ask('one')])
  // Eight lie ready in the process; behind those the next turn is the other one's.
  expect(order.indexOf('one')).toBeLessThanOrEqual(9)
  const refused = await Promise.allSettled(Array.from({ length: 60 }, () => reader.ask({ deed: 'pid' }, 'flood')))
  expect(refused.filter(({ status }) => status === 'rejected').length).toBeGreaterThan(0)
  expect(refused.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThanOrEqual(40)
})

test('stopping refuses what is open, ends the process and starts no other', async () => {
  const { ask, reader } = await aReader()
  const pid = reader.pid as number
  const open = timed(ask('hang'))
  reader.stop()
  expect((await open).outcome).toBeInstanceOf(DeadlinePassed)
  await expect(ask('say', { say: 1 })).rejects.toBeInstanceOf(DeadlinePassed)
  await expect.poll(() => isAlive(pid)).toBe(false)
  expect(childrenNamed('hanging-reader')).toEqual([])
})

/** Processes started by this one that run a script of that name. */
function childrenNamed(name: string): string[] {
  return readdirSync('/proc').flatMap((pid) => {
    if (!/^\d+$/.test(pid)) return []
    try {
      const parent = / \S (\d+) /.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1]
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
      return parent === String(process.pid) && command.includes(name) ? [command] : []
    } catch {
      return []
    }
  })
}
