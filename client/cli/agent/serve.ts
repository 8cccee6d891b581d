import { chmodSync, rmSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { Problem } from '#contract/problems.ts'
import { Told, UsageError, exitCodes, explain } from '../failures.ts'
import type { Unlocked } from '../vault/unlock.ts'
import { lockAgent } from './ask.ts'
import { makeFolder } from './place.ts'
import { acts, onLine, say, type Act, type Question } from './wire.ts'

/** The agent's own half: holds an unlocked vault for a time, and answers on the socket. */

/** A machine that was asleep has not counted down, so the clock on the wall is looked at too. */
const lookAtClockMs = 5_000
const mostConnections = 32

export interface Serving {
  /** An Instant. */
  until: string
  /** Settles when the vault is locked and the socket gone. */
  ended: Promise<void>
  end: () => void
}

/**
 * @param unlocked is ended here. @throws UsageError for a folder that others may enter.
 * @param environment of the person who asked, for where the socket goes.
 */
export async function serve(unlocked: Unlocked, socket: string, minutes: number): Promise<Serving> {
  const untilMs = Date.now() + minutes * 60_000
  const until = new Date(untilMs).toISOString()
  makeFolder(socket)
  // One vault at a time: whoever signs in anew means the new one.
  await lockAgent(socket)
  rmSync(socket, { force: true })

  const connections = new Set<Socket>()
  const server = createServer((connection) => {
    connections.add(connection)
    connection.on('close', () => connections.delete(connection))
    connection.on('error', () => connection.destroy())
    let last: Promise<unknown> = Promise.resolve()
    onLine(connection, (line) => {
      last = last.then(() => reply(connection, line))
    })
  })
  server.maxConnections = mostConnections
  const before = process.umask(0o177)
  try {
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(socket, resolve))
  } finally {
    process.umask(before)
  }
  chmodSync(socket, 0o600)

  let isEnding = false
  let settle: () => void
  const ended = new Promise<void>((resolve) => (settle = resolve))
  const timer = setTimeout(end, untilMs - Date.now())
  const clock = setInterval(() => Date.now() >= untilMs && end(), lookAtClockMs)

  /** The keys go first; that the server hears of it may take a moment. */
  function end(): void {
    if (isEnding) return
    isEnding = true
    clearTimeout(timer)
    clearInterval(clock)
    unlocked.lock()
    rmSync(socket, { force: true })
    server.close()
    void unlocked.end().finally(() => {
      for (const connection of connections) connection.destroy()
      settle()
    })
  }

  async function reply(connection: Socket, line: string): Promise<void> {
    try {
      if (isEnding || Date.now() >= untilMs) {
        end()
        throw new Told('The agent has locked the vault: runkeep sign-in.', exitCodes.signIn)
      }
      const question = questionIn(line)
      if (question.act === 'lock') {
        end()
        say(connection, { answer: {} })
        return
      }
      say(connection, { answer: await answerTo(question) })
    } catch (error) {
      // Nothing can be done for a session that is over but to sign in again.
      if (error instanceof Problem && error.code === 'not-signed-in') {
        say(connection, { words: 'The session is over: runkeep sign-in.', exitCode: exitCodes.signIn })
        end()
      } else say(connection, explain(error, unlocked.origin))
    }
  }

  async function answerTo(question: Exclude<Question, { act: 'lock' }>): Promise<unknown> {
    if (question.act === 'who') return { ...(await unlocked.keeper.who(null)), until }
    const act = unlocked.keeper[question.act] as (input: unknown) => Promise<unknown>
    return act(question.input)
  }

  return { until, ended, end }
}

function questionIn(line: string): Question {
  const question = JSON.parse(line) as { act?: Act }
  if (!question.act || !acts.includes(question.act))
    throw new UsageError('The agent does not know what is asked of it.')
  return question as Question
}
