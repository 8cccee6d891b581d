import { fork, type ChildProcess } from 'node:child_process'
import type { Log } from './log.ts'

/**
 * A process of its own for heavy reads. `worker.terminate()` cannot interrupt SQLite; SIGKILL can (ASSURANCE M4). One
 * request runs at a time there; if it passes the deadline the process is killed, that request fails, and those that
 * waited behind it are asked again of a new one.
 */
export interface Reader {
  /** @throws DeadlinePassed, or what `toError` makes of the answer of a request that failed. */
  ask(question: unknown): Promise<string>
  /** Memory and pid, for benchmarks and metrics. */
  readonly pid: number | undefined
  stop(): void
}

export class DeadlinePassed extends Error {}

interface Waiting {
  id: number
  question: unknown
  resolve: (answer: string) => void
  reject: (error: unknown) => void
}

/** What the child sends: an answer as text, or a failure as plain values. */
export type ReaderAnswer = { id: number; answer: string } | { id: number; failure: unknown }

export function startReader(options: {
  script: string
  environment: Record<string, string>
  deadlineMs: number
  mostWaiting: number
  toError: (failure: unknown) => unknown
  log: Log
}): Reader {
  const queue: Waiting[] = []
  let child: ChildProcess | undefined
  let timer: NodeJS.Timeout | undefined
  let nextId = 1
  let stopped = false

  function begin(): ChildProcess {
    const started = fork(options.script, [], {
      execPath: process.execPath,
      env: options.environment,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    started.on('message', (message) => settle(message as ReaderAnswer))
    started.on('exit', () => {
      if (child !== started) return
      // It ended by itself, so what it worked at may be why: that one is not asked again.
      child = undefined
      queue.shift()?.reject(new Error('The reader process ended'))
      if (!stopped && queue.length > 0) again()
    })
    return started
  }

  function settle(message: ReaderAnswer): void {
    if (queue[0]?.id !== message.id) return
    const done = queue.shift() as Waiting
    watchHead()
    if ('answer' in message) done.resolve(message.answer)
    else done.reject(options.toError(message.failure))
  }

  /** The head of the queue is what the child works at now. */
  function watchHead(): void {
    clearTimeout(timer)
    if (queue.length > 0) timer = setTimeout(killHead, options.deadlineMs)
  }

  function killHead(): void {
    const late = queue.shift()
    const killed = child
    child = undefined
    killed?.kill('SIGKILL')
    options.log.event('read-deadline-passed', { count: queue.length })
    late?.reject(new DeadlinePassed())
    if (queue.length > 0) again()
  }

  /** A new process for those that waited. */
  function again(): void {
    child = begin()
    for (const waiting of queue) child.send({ id: waiting.id, question: waiting.question })
    watchHead()
  }

  child = begin()
  return {
    ask: (question) =>
      new Promise((resolve, reject) => {
        if (queue.length >= options.mostWaiting) return reject(new DeadlinePassed())
        const waiting = { id: nextId++, question, resolve, reject }
        queue.push(waiting)
        child ??= begin()
        child.send({ id: waiting.id, question })
        if (queue.length === 1) watchHead()
      }),
    get pid() {
      return child?.pid
    },
    stop() {
      stopped = true
      clearTimeout(timer)
      child?.kill('SIGKILL')
      for (const waiting of queue.splice(0)) waiting.reject(new DeadlinePassed())
    },
  }
}
