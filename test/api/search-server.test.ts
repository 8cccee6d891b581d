import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Instant } from '#contract/values.ts'
import { makeLibrary, rareWord, slug, type Library } from '../bench/library.ts'
import { answerOf, started } from '../bench/processes.ts'

// The real server in a process of its own, with its reader process: what a search may cost everybody else.

const folder = mkdtempSync(path.join(tmpdir(), 'runkeep-search-'))
let library: Library
let server: Awaited<ReturnType<typeof started<{ port: number }>>>

beforeAll(async () => {
  library = makeLibrary(path.join(folder, 'vault.db'), 1_500, new Date().toISOString() as Instant)
  server = await started<{ port: number }>('serve.ts', { DATA_DIR: folder })
  // The reader process takes a moment to start, the longer the busier the machine.
  while ((await searching(rareWord)).status !== 200);
}, 120_000)

afterAll(async () => {
  const ended = new Promise((resolve) => server.child.once('exit', resolve))
  server.child.disconnect()
  await ended
  rmSync(folder, { recursive: true, force: true })
})

const url = (address: string) => `http://127.0.0.1:${server.first.port}${address}`

async function searching(text: string, cookie = library.all[0] as string) {
  const began = performance.now()
  const answer = await fetch(url(`/api/v1/organizations/${slug}/searches`), {
    method: 'POST',
    headers: { cookie, origin: url(''), 'content-type': 'application/json' },
    body: JSON.stringify({ text }),
  })
  const body = (await answer.json()) as { items: { reference: string }[]; count: number }
  return { status: answer.status, body, tookMs: performance.now() - began }
}

test('searches run in the reader process and find what was planted', async () => {
  expect((await searching(rareWord)).body.items.map(({ reference }) => reference).sort()).toEqual(['RB-1017', 'RB-17'])
  expect((await searching('quixotblam')).body.count).toBe(2)
  expect((await searching(rareWord, library.narrow[0])).body.count).toBe(0)
  const common = await searching('restart', library.narrow[0])
  expect(common.body.count).toBeGreaterThan(0)
  const seen = new Set(library.narrowNumbers.map((number) => `RB-${String(number).padStart(2, '0')}`))
  expect(common.body.items.every(({ reference }) => seen.has(reference))).toBe(true)
})

const worst = [
  'the to server and is of service restart check network user in backup access system if mail windows domain for',
  '"the to" "to the" "of the" "server and"',
  'is:verified the to server',
  'restar tserver becmup newtrok',
  'th',
  'a b c d e f g h '.repeat(18),
  'system:"s" the',
]

/** What somebody gets who asks for nothing heavy, fifty times a second. */
async function healthFor(milliseconds: number) {
  server.child.send('reset')
  const times: number[] = []
  for (const until = performance.now() + milliseconds; performance.now() < until;) {
    const began = performance.now()
    expect((await fetch(url('/healthz'))).status).toBe(200)
    times.push(performance.now() - began)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  server.child.send('loop')
  const { p99Ms } = await answerOf<{ p99Ms: number }>(server.child)
  return { medianMs: times.sort((a, b) => a - b)[times.length >> 1] as number, loopP99Ms: p99Ms }
}

test('the worst searches hold up nobody else', async () => {
  const before = await healthFor(1_500)
  let isDone = false
  const hostile = Array.from({ length: 20 }, async (_, client) => {
    const outcomes: { status: number; tookMs: number }[] = []
    for (let turn = client; !isDone; turn++) outcomes.push(await searching(worst[turn % worst.length] as string))
    return outcomes
  })
  const beside = await healthFor(3_000)
  isDone = true
  const outcomes = (await Promise.all(hostile)).flat()
  expect(outcomes.length).toBeGreaterThan(40)
  // Each ends in an answer or a refusal, within the deadline and a little.
  expect(outcomes.every(({ status }) => status === 200 || status === 503)).toBe(true)
  expect(Math.max(...outcomes.map(({ tookMs }) => tookMs))).toBeLessThan(15_000)
  // ASSURANCE T21 and F21, for a machine with nothing else to do; a busy one is as slow before as it is then.
  expect(beside.medianMs).toBeLessThan(Math.max(100, 5 * before.medianMs))
  expect(beside.loopP99Ms).toBeLessThan(Math.max(100, 5 * before.loopP99Ms))
})
