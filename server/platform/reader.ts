import { fork, type ChildProcess } from 'node:child_process'
import type { Log } from './log.ts'

/**
 * A process of its own for heavy reads. `worker.terminate()` cannot interrupt SQLite; SIGKILL can (ASSURANCE M4). It
 * works at one question after the other. Two promises: whoever asks has an answer or a refusal within the deadline,
 * waiting included; and a question that has itself run for the deadline ends, with its process, while those that waited
 * behind it are asked again of a new one.
 */
export interface Reader {
  /**
   * `who` asks: everybody's questions take turns, however many one of them has waiting.
   * @throws DeadlinePassed, or what `toError` makes of the answer of a question that failed.
   */
  ask(question: unknown, who?: string): Promise<string>
  /** Of the process that runs now, for benchmarks and metrics. */
  readonly pid: number | undefined
  stop(): void
}

export class DeadlinePassed extends Error {}

export interface ReaderOptions {
  script: string
  environment: Record<string, string>
  deadlineMs: number
  /** More questions than this are refused at once: waiting would only make everybody late. */
  mostWaiting: number
  toError: (failure: unknown) => unknown
  log: Log
}

/** What the process sends: that it is ready, an answer as text, or a failure as plain values. */
export type ReaderMessage = 'ready' | { id: number; answer: string } | { id: number; failure: unknown }

interface Asked {
  id: number
  who: string
  question: unknown
  askedAt: number
  /** The caller has been told something: an answer that still comes is for nobody. */
  isSettled: boolean
  resolve: (answer: string) => void
  reject: (error: unknown) => void
}

/** More than this many of one person wait for nobody's good. */
const mostWaitingEach = 40
/** So many lie ready in the process, so that it never waits for the next; the others can still be taken back. */
const mostSent = 8
const longestStartMs = 20_000
const longestPauseMs = 5_000
/** Short-lived strings are most of what it makes: a small nursery holds them, and keeps the process small. */
const memoryLimits = ['--max-semi-space-size=4', '--max-old-space-size=256']

export function startReader(options: ReaderOptions): Reader {
  const { deadlineMs, log } = options
  /** Sent to the process, in order: the first is what it works at. */
  const sent: Asked[] = []
  const waiting: Asked[] = []
  let child: ChildProcess | undefined
  let isReady = false
  let hasAnswered = false
  let isStopped = false
  let startedAt = 0
  let headSince = 0
  let failedStarts = 0
  let nextId = 1
  let watch: NodeJS.Timeout | undefined
  let wakesAt = 0
  let pause: NodeJS.Timeout | undefined

  function begin(): void {
    pause = undefined
    if (isStopped) return
    isReady = false
    hasAnswered = false
    startedAt = performance.now()
    const started = fork(options.script, [], {
      execPath: process.execPath,
      execArgv: memoryLimits,
      env: options.environment,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      // Answers are JSON text already: written as they are, not escaped into JSON once more.
      serialization: 'advanced',
    })
    child = started
    started.on('message', (message: ReaderMessage) => {
      if (child === started) take(message)
    })
    const ended = () => {
      if (child !== started) return
      child = undefined
      if (isStopped) return
      log.event('reader-ended', { count: sent.length + waiting.length })
      if (!hasAnswered) failedStarts += 1
      // What it worked at may be why it ended: that one is not asked again.
      const head = sent.shift()
      if (head) settle(head, () => head.reject(new Error('The reader process ended')))
      takeBack()
      beginAgain()
    }
    started.on('exit', ended)
    started.on('error', ended)
    watchNext()
  }

  /** At once after a question that ran too long; slower and slower if the process ends before it has answered any. */
  function beginAgain(): void {
    const pauseMs = failedStarts === 0 ? 0 : Math.min(longestPauseMs, 50 * 2 ** failedStarts)
    if (pauseMs === 0) begin()
    else pause = setTimeout(begin, pauseMs)
    watchNext()
  }

  function take(message: ReaderMessage): void {
    if (message === 'ready') {
      isReady = true
      sendMore()
      return
    }
    // Saying that it is ready shows nothing yet: one that ends right after would be started in a circle.
    hasAnswered = true
    failedStarts = 0
    if (sent[0]?.id !== message.id) return
    const head = sent.shift() as Asked
    headSince = performance.now()
    settle(head, () =>
      'answer' in message ? head.resolve(message.answer) : head.reject(options.toError(message.failure)),
    )
    sendMore()
  }

  /** The first that waits of somebody who has the fewest under way. */
  function takeNext(): Asked {
    const underWay = new Map<string, number>()
    for (const { who } of sent) underWay.set(who, (underWay.get(who) ?? 0) + 1)
    const turns = waiting.map(({ who }) => underWay.get(who) ?? 0)
    return waiting.splice(turns.indexOf(Math.min(...turns)), 1)[0] as Asked
  }

  function settle(asked: Asked, tell: () => void): void {
    if (asked.isSettled) return
    asked.isSettled = true
    tell()
  }

  function sendMore(): void {
    while (child && isReady && sent.length < mostSent && waiting.length > 0) {
      const next = takeNext()
      if (sent.length === 0) headSince = performance.now()
      sent.push(next)
      // If the channel is closed the process has ended, and its end is told by an event of its own.
      child.send({ id: next.id, question: next.question }, () => {})
    }
  }

  /** What was sent and nobody worked at yet waits again, in front. */
  function takeBack(): void {
    waiting.unshift(...sent.splice(0).filter(({ isSettled }) => !isSettled))
  }

  function kill(): void {
    const killed = child
    child = undefined
    killed?.kill('SIGKILL')
  }

  /** One timer for everything: it wakes when the next deadline may have passed, and mostly finds that it has not. */
  function watchNext(): void {
    if (isStopped) return
    const due = [
      ...(child && !isReady ? [startedAt + longestStartMs] : []),
      ...(sent.length > 0 ? [headSince + deadlineMs] : []),
      ...[sent.find(({ isSettled }) => !isSettled), waiting[0]].flatMap((first) =>
        first ? [first.askedAt + deadlineMs] : [],
      ),
    ]
    const next = Math.min(...due)
    if (due.length === 0 || (watch && wakesAt <= next)) return
    clearTimeout(watch)
    wakesAt = next
    watch = setTimeout(look, Math.max(1, next - performance.now() + 1))
  }

  function look(): void {
    watch = undefined
    const now = performance.now()
    for (const asked of sent) if (asked.askedAt + deadlineMs <= now) refuse(asked)
    while (waiting[0] && waiting[0].askedAt + deadlineMs <= now) refuse(waiting.shift() as Asked)
    if (sent.length > 0 && headSince + deadlineMs <= now) {
      refuse(sent.shift() as Asked)
      log.event('read-deadline-passed', { count: sent.length + waiting.length })
      takeBack()
      kill()
      begin()
    } else if (child && !isReady && startedAt + longestStartMs <= now) {
      log.event('reader-did-not-start')
      failedStarts += 1
      kill()
      beginAgain()
    }
    watchNext()
  }

  const refuse = (asked: Asked) => settle(asked, () => asked.reject(new DeadlinePassed()))

  begin()
  return {
    ask: (question, who = '') =>
      new Promise((resolve, reject) => {
        const mine = who === '' ? [] : waiting.filter((asked) => asked.who === who)
        if (isStopped || waiting.length >= options.mostWaiting || mine.length >= mostWaitingEach) {
          return reject(new DeadlinePassed())
        }
        waiting.push({ id: nextId++, who, question, askedAt: performance.now(), isSettled: false, resolve, reject })
        sendMore()
        watchNext()
      }),
    get pid() {
      return child?.pid
    },
    stop() {
      isStopped = true
      clearTimeout(watch)
      clearTimeout(pause)
      kill()
      for (const asked of [...sent.splice(0), ...waiting.splice(0)]) refuse(asked)
    },
  }
}
