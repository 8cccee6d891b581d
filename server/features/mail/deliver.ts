import { later, laterByDays } from '../../platform/clock.ts'
import { NotSent, type Post } from '../../platform/post.ts'
import { composer, type Room } from './compose.ts'
import { mondayOf } from './monday.ts'
import { mailQueries, type LetterRow } from './queries.ts'
import { closeOutbox, openOutbox, putInOutbox } from './rules.ts'

const lookEveryMs = 20_000
/** Who was away on Monday morning gets the digest until Tuesday morning, and then next week's. */
const digestHours = 24
const givenUpAfterHours = 24
const keptDays = 90
/** A mail server that hangs does not keep Runkeep from stopping: the letter is tried again after the next start. */
const longestFarewellMs = 8_000
/** Between attempts: a minute, five, a quarter of an hour, and then every hour. */
const pausesMinutes = [1, 5, 15, 60]

export interface MailRoom extends Room {
  post: Post
}
export interface Delivery {
  /** Sends what is due now, one after the other. For tests; the server looks by itself. */
  look(): Promise<void>
  /** Lets the letter under way end. */
  stop(): Promise<void>
}

/**
 * Sends letters when what they tell of is on the disk, and the digest on Mondays. An attempt is written down before it
 * is made: whatever ends the process, the letter is tried again later, under the same Message-ID, and never at once.
 */
export function keepDelivering(room: MailRoom): Delivery {
  const { db, writer, clock, log, post } = room
  const letters = mailQueries(db)
  const compose = composer(room)
  const outbox = openOutbox(db)
  let isStopped = false
  let underWay: Promise<void> | undefined

  async function deliver(): Promise<void> {
    await writeDigests()
    while (!isStopped) {
      outbox.isFilled = false
      const letter = letters.next({ now: clock.now() })
      if (!letter) break
      await attempt(letter)
    }
    const before = laterByDays(clock.now(), -keptDays)
    if (letters.oldest({ before })) await writer.write(() => letters.dropOld({ before }))
  }

  async function attempt(letter: LetterRow): Promise<void> {
    const { id } = letter
    const now = clock.now()
    const isLate = now >= later(letter.createdAt, { hours: givenUpAfterHours })
    if (isLate || !letter.isThere) return giveUp(id, isLate ? letter.failure || 'It was a day old' : '')
    const pause = pausesMinutes[Math.min(letter.tries, pausesMinutes.length - 1)] as number
    await writer.write(() => letters.trying({ id, nextTryAt: later(now, { minutes: pause }) }))
    try {
      const words = await compose(letter)
      // Settled, not wanted, nothing to say: no letter.
      if (!words) return await giveUp(id, '')
      await post.send(words)
      await writer.write(() => letters.sent({ id, now: clock.now() }))
    } catch (error) {
      if (!(error instanceof NotSent)) throw error
      log.event('mail-not-sent', { detail: error.message, count: letter.tries + 1 })
      if (error.isFinal) await giveUp(id, error.message)
      else await writer.write(() => letters.failed({ id, failure: error.message }))
    }
  }

  const giveUp = (id: string, failure: string): Promise<void> =>
    writer.write(() => void letters.giveUp({ id, failure, now: clock.now() }))

  /** One for a person and week, whatever organizations the person is in. */
  async function writeDigests(): Promise<void> {
    const now = clock.now()
    const due = letters.digestReaders().flatMap(({ accountId, timeZone, joinedAt }) => {
      const { monday, at } = mondayOf(timeZone, now)
      if (now < at || now >= later(at, { hours: digestHours }) || joinedAt > at) return []
      const dedupe = `digest/${accountId}/${monday}`
      return letters.byDedupe({ dedupe }) ? [] : [{ accountId, dedupe, facts: { monday } }]
    })
    if (due.length === 0) return
    await writer.write(() => {
      for (const digest of due) putInOutbox({ db, now }, { kind: 'digest', ...digest })
    })
  }

  /** Once more where something was written meanwhile, unless it failed: then the next look is soon enough. */
  async function deliverAll(): Promise<void> {
    try {
      do await deliver()
      while (outbox.isFilled && !isStopped)
    } catch (error) {
      // Whatever keeps the writer or the reader from working is told elsewhere; the letters wait.
      log.event('mail-interrupted', { error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
    }
  }

  function look(): Promise<void> {
    if (isStopped) return Promise.resolve()
    underWay ??= deliverAll().finally(() => (underWay = undefined))
    return underWay
  }

  const timer = setInterval(() => void look(), lookEveryMs).unref()
  const stopListening = writer.onCommit(() => {
    if (outbox.isFilled && !underWay) void look()
  })
  void look()
  return {
    look,
    async stop() {
      isStopped = true
      clearInterval(timer)
      stopListening()
      await Promise.race([underWay, new Promise((resolve) => setTimeout(resolve, longestFarewellMs).unref())])
      closeOutbox(db)
    },
  }
}
