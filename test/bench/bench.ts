import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import path from 'node:path'
import { execFileSync } from 'node:child_process'
import { Command } from 'commander'
import type { Document } from '#contract/documents.ts'
import { formatReference, type Instant } from '#contract/values.ts'
import { makeLibrary, slug, type Library } from './library.ts'
import type { Load, Measured } from './load.ts'
import { operationsOn, type Operation } from './operations.ts'
import { answerOf, cpuMsOf, ended, familyOf, memoryMbOf, shoot, started } from './processes.ts'
import { tableOf } from './table.ts'

// `npm run bench`: what the real server does with so many documents, as parts of what a bare Express does in the same
// run (PERFORMANCE.md). It prints; it never fails.

const options = new Command('bench')
  .option('--documents <count>', 'how many documents', Number, 10_000)
  .option('--seconds <count>', 'how long to measure, about, all together', Number, 300)
  .option('--connections <list>', 'separated by commas', (list) => list.split(',').map(Number), [1, 8, 32])
  .option('--only <text>', 'operations whose name has this')
  .option('--repetitions <count>', 'medians are over so many', Number, 3)
  .parse()
  .opts<{ documents: number; seconds: number; connections: number[]; only?: string; repetitions: number }>()

interface Cell extends Measured {
  ratio: number
  cpuMs: number
  loopP99Ms: number
  loopMaxMs: number
}

async function main(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'runkeep-bench-'))
  try {
    const library = makeLibrary(path.join(folder, 'vault.db'), options.documents, new Date().toISOString() as Instant)
    say(`${options.documents} documents made in ${library.madeInSeconds.toFixed(1)} s`)
    const server = await started<{ port: number }>('serve.ts', { DATA_DIR: folder })
    const bare = await started<{ port: number }>('bare.ts')
    const load = await started<string>('load.ts')
    const origin = `http://127.0.0.1:${server.first.port}`
    const bareOrigin = `http://127.0.0.1:${bare.first.port}`
    const operations = operationsOn(library, origin).filter(({ name }) => !options.only || name.includes(options.only))
    await measureAll({
      server: server.child,
      bare: bare.child,
      load: load.child,
      origin,
      bareOrigin,
      operations,
      library,
    })
    for (const { child } of [load, bare, server]) await ended(child)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

interface Run {
  server: ChildProcess
  bare: ChildProcess
  load: ChildProcess
  origin: string
  bareOrigin: string
  operations: Operation[]
  library: Library
}

async function measureAll(run: Run): Promise<void> {
  const { server, load, origin, bareOrigin, operations } = run
  const pid = server.pid as number
  const cells = options.repetitions * options.connections.length * (operations.length + 1) + options.repetitions * 2
  const seconds = Math.max(0.3, options.seconds / cells)
  say(
    `Node ${process.version}, ${cpus().length} CPUs, load ${loadavg()[0]?.toFixed(2)}, commit ${commit()}, ` +
      `${seconds.toFixed(1)} s a cell, medians of ${options.repetitions}\n`,
  )
  const hello = { method: 'GET', path: '/', headers: {} }
  const saves = await savesOf(run)
  const fire = (operation: Operation, connections: number, length: number) =>
    shoot(load, {
      url: origin,
      connections,
      seconds: length,
      requests: operation.requests,
      ...(operation.isSave && { saves }),
    })
  for (const operation of operations) await fire(operation, 4, 0.4)
  await shoot(load, { url: bareOrigin, connections: 8, seconds: 1, requests: [hello] })
  say(`Memory after warming up: ${memoryMbOf(familyOf(pid)).toFixed(0)} MB (PSS, server and reader)`)

  const results = new Map<string, Cell[]>()
  const bareRates: number[] = []
  const bareCpu: number[] = []
  for (let repetition = 0; repetition < options.repetitions; repetition++) {
    for (const connections of options.connections) {
      const barePids = [run.bare.pid as number]
      const bareBefore = cpuMsOf(barePids)
      const e = await shoot(load, { url: bareOrigin, connections, seconds, requests: [hello] })
      bareCpu.push((cpuMsOf(barePids) - bareBefore) / Math.max(1, e.total))
      if (connections === 8 || options.connections.length === 1) bareRates.push(e.perSecond)
      for (const operation of operations) {
        server.send('reset')
        const before = cpuMsOf(familyOf(pid))
        const measured = await fire(operation, connections, seconds)
        const cpuMs = (cpuMsOf(familyOf(pid)) - before) / Math.max(1, measured.total)
        server.send('loop')
        const loop = await answerOf<{ p99Ms: number; maxMs: number }>(server)
        const key = `${connections} ${operation.name}`
        const cell = { ...measured, cpuMs, ratio: 0, loopP99Ms: loop.p99Ms, loopMaxMs: loop.maxMs }
        results.set(key, [...(results.get(key) ?? []), cell])
      }
    }
  }
  // E is what bare Express does at 8 connections in the same run.
  const e = median(bareRates)
  say(`E = ${e.toFixed(0)} requests/s (bare Express, 8 connections), ${median(bareCpu).toFixed(3)} CPU ms each\n`)
  for (const connections of options.connections) {
    say(`${connections} connection${connections === 1 ? '' : 's'}`)
    say(
      tableOf(
        ['', 'req/s', '× E', 'target', 'p50 ms', 'p99 ms', 'CPU ms', 'loop p99', 'loop max', 'failed'],
        operations.map(({ name, target }) => {
          const of = (pick: (cell: Cell) => number) => median((results.get(`${connections} ${name}`) ?? []).map(pick))
          const ratio = of((cell) => cell.perSecond) / e
          const goal =
            target === undefined || connections !== 8 ? '' : `${target.toFixed(2)} ${ratio >= target ? '✓' : '✗'}`
          return [
            name,
            of((cell) => cell.perSecond).toFixed(0),
            ratio.toFixed(2),
            goal,
            of((cell) => cell.p50Ms).toFixed(1),
            of((cell) => cell.p99Ms).toFixed(1),
            of((cell) => cell.cpuMs).toFixed(3),
            of((cell) => cell.loopP99Ms).toFixed(1),
            of((cell) => cell.loopMaxMs).toFixed(1),
            of((cell) => cell.failed).toFixed(0),
          ]
        }),
      ),
    )
  }
  await besideTheWorst(run, seconds)
  say(`Memory at the end: ${memoryMbOf(familyOf(pid)).toFixed(0)} MB (PSS, server and reader; target 120)`)
}

/** What others get while somebody sends the worst searches without pause. */
async function besideTheWorst({ load, server, origin, library }: Run, seconds: number): Promise<void> {
  const operations = operationsOn(library, origin)
  const named = (name: string) => operations.find((operation) => operation.name === name) as Operation
  const other = await started<string>('load.ts')
  for (const name of ['healthz', 'open']) {
    const alone: number[] = []
    const beside: Measured[] = []
    for (let repetition = 0; repetition < options.repetitions; repetition++) {
      const one = { url: origin, connections: 1, seconds, requests: named(name).requests }
      alone.push((await shoot(load, one)).perSecond)
      server.send('reset')
      const worst = shoot(other.child, {
        url: origin,
        connections: 8,
        seconds: seconds + 0.4,
        requests: named('search, worst').requests,
      })
      beside.push(await shoot(load, one))
      await worst
    }
    server.send('loop')
    const loop = await answerOf<{ p99Ms: number; maxMs: number }>(server)
    const rate = median(beside.map(({ perSecond }) => perSecond)) / median(alone)
    const p99 = median(beside.map(({ p99Ms }) => p99Ms))
    say(
      `${name} beside 8 connections of the worst searches keeps ${rate.toFixed(2)} of its rate (target 0.70; the load ` +
        `generators share the CPUs), p99 ${p99.toFixed(1)} ms, event loop p99 ${loop.p99Ms.toFixed(1)} ms, max ` +
        `${loop.maxMs.toFixed(1)} ms (targets 50, 200)`,
    )
  }
  await ended(other.child)
}

async function savesOf({ origin, library, operations }: Run): Promise<NonNullable<Load['saves']>> {
  if (!operations.some(({ isSave }) => isSave)) return []
  const cookie = library.all[0] as string
  const numbers = Array.from({ length: 32 }, (_, index) => 2 + index * 7).filter((number) => number % 50 !== 1)
  return Promise.all(
    numbers.map(async (number) => {
      const address = `/api/v1/organizations/${slug}/documents/${formatReference('runbook', number)}`
      const answer = await fetch(origin + address, { headers: { cookie } })
      const { title, summary, body, tags, collectionId, criticality, intervalDays, owner } =
        (await answer.json()) as Document
      return {
        cookie,
        path: address,
        body: { title, summary, body, tags, collectionId, criticality, intervalDays, ownerId: owner?.id },
      }
    }),
  )
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 ? (sorted[middle] as number) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}

function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim()
  } catch {
    return 'unknown'
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

try {
  await main()
} catch (error) {
  say(`The benchmark could not go on: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
}
process.exit(0)
