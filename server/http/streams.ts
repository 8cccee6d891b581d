import type { ServerResponse } from 'node:http'
import type { StreamEnd } from '#contract/notices.ts'
import { Problem } from '#contract/problems.ts'
import type { AccountId } from '#contract/values.ts'
import { takeRung } from '../access/doorbell.ts'
import { standingOf } from '../access/sessions.ts'
import type { Clock } from '../platform/clock.ts'
import type { Config } from '../platform/config.ts'
import type { Db } from '../platform/database.ts'
import type { Writer } from '../platform/writer.ts'

/**
 * Answers that go on: server-sent events (HTML Living Standard §9.2), to whoever may listen. What is sent is a doorbell,
 * so a stream that is lost loses nothing: who comes back asks what is new.
 *
 * Nobody listens longer than they may: every two seconds each stream's session is looked at, and it does not count as
 * use of the session that one listens.
 */
export interface Streams {
  /** Begins a stream. @throws Problem 'too-many-streams'. */
  open(response: ServerResponse, headers: Readonly<Record<string, string>>, listener: Listener): void
  readonly count: number
  /** Tells everybody to come back, and closes: the server stops. */
  close(): void
}

export interface Listener {
  accountId: AccountId
  tokenHash: string
}

interface Stream extends Listener {
  response: ServerResponse
  /** What the session was worth when the stream began. */
  standing: string
}

const lookEveryMs = 2_000
const beatEveryMs = 20_000
/** Browsers share one stream among their tabs, so this is that many browsers; the oldest gives way. */
const mostPerAccount = 8
const mostInAll = 5_000

export function openStreams(house: { db: Db; config: Config; clock: Clock; writer: Writer }): Streams {
  const { db, config, clock, writer } = house
  const byAccount = new Map<AccountId, Set<Stream>>()
  let count = 0
  let timers: NodeJS.Timeout[] = []

  writer.onCommit(() => {
    for (const accountId of takeRung(db)) for (const stream of byAccount.get(accountId) ?? []) send(stream, 'notice')
  })

  /** Without streams nothing ticks. */
  function keepTime(): void {
    if (count > 0 && timers.length === 0) {
      timers = [setInterval(look, lookEveryMs).unref(), setInterval(beat, beatEveryMs).unref()]
    } else if (count === 0) {
      for (const timer of timers.splice(0)) clearInterval(timer)
    }
  }

  const all = () => [...byAccount.values()].flatMap((streams) => [...streams])

  function look(): void {
    const now = clock.now()
    for (const stream of all()) {
      const standing = standingOf(db, config, stream.tokenHash, now)
      if (standing === undefined) end(stream, 'signed-out')
      else if (standing !== stream.standing) end(stream, 'changed')
    }
  }

  /** Proxies and browsers give up on what is silent; a comment is heard by nobody else. */
  function beat(): void {
    for (const stream of all()) write(stream, ':\n\n')
  }

  const send = (stream: Stream, event: 'ready' | 'notice') => write(stream, `event: ${event}\ndata: 1\n\n`)

  /** Nothing is kept for a reader who does not read: a few bytes now and then fit, or the stream ends. */
  function write(stream: Stream, text: string): void {
    if (stream.response.writableNeedDrain) end(stream, 'slow')
    else stream.response.write(text)
  }

  function end(stream: Stream, why: StreamEnd): void {
    forget(stream)
    stream.response.end(`event: end\ndata: ${why}\n\n`)
    // Whoever does not take even that is not waited for.
    if (why === 'slow') stream.response.destroy()
  }

  function forget(stream: Stream): void {
    const streams = byAccount.get(stream.accountId)
    if (!streams?.delete(stream)) return
    if (streams.size === 0) byAccount.delete(stream.accountId)
    count -= 1
    keepTime()
  }

  return {
    open(response, headers, listener) {
      if (count >= mostInAll) throw new Problem('too-many-streams', { facts: { retryAfterSeconds: 60 } })
      const standing = standingOf(db, config, listener.tokenHash, clock.now())
      if (standing === undefined) throw new Problem('not-signed-in')
      const streams = byAccount.get(listener.accountId) ?? new Set()
      const [oldest] = streams
      if (oldest && streams.size >= mostPerAccount) end(oldest, 'elsewhere')
      const stream = { ...listener, response, standing }
      byAccount.set(listener.accountId, streams.add(stream))
      count += 1
      keepTime()
      response.on('close', () => forget(stream))
      response.on('error', () => forget(stream))
      // When it ends, so does its connection: nobody waits for it who stops.
      response.shouldKeepAlive = false
      response.writeHead(200, {
        ...headers,
        'content-type': 'text/event-stream; charset=utf-8',
        // Some proxies collect an answer before they pass it on, unless told.
        'x-accel-buffering': 'no',
      })
      send(stream, 'ready')
    },
    get count() {
      return count
    },
    close() {
      for (const stream of all()) end(stream, 'restart')
    },
  }
}
