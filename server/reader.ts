import { routes } from './app.ts'
import { operationOf } from './http/route.ts'
import { runRoute, type Asked } from './http/run-route.ts'
import { Problem } from '#contract/problems.ts'
import { sodiumReady } from '#contract/crypto/verify.ts'
import { readConfig } from './platform/config.ts'
import { dataFolder } from './platform/data-folder.ts'
import { openForReading } from './platform/database.ts'
import type { ReaderMessage } from './platform/reader.ts'

// The reader process: runs heavy routes on a connection that cannot write. Started and, when late, killed by the server.

export interface ReaderQuestion {
  operation: string
  asked: Omit<Asked, 'db' | 'config' | 'cookies' | 'serverKeys'>
}

await sodiumReady
const config = readConfig(process.env)
const db = openForReading(dataFolder(config.DATA_DIR).database)
const byOperation = new Map(routes.map((route) => [operationOf(route.endpoint), route]))
const serverKeys = {
  get secondFactor(): never {
    throw new Error('The reader process has no keys')
  },
}
const noCookies = { device: undefined, startSession: noSession, rememberDevice: noSession, endSession: noSession }

process.on('message', ({ id, question }: { id: number; question: ReaderQuestion }) => {
  process.send?.(answer(id, question))
})
// The server is gone: nobody asks any more.
process.on('disconnect', () => process.exit(0))
// A signal from the terminal goes to both; the server decides.
process.on('SIGINT', () => {})
process.send?.('ready' satisfies ReaderMessage)

function answer(id: number, { operation, asked }: ReaderQuestion): ReaderMessage {
  try {
    const route = byOperation.get(operation)
    if (route?.effect(asked.input) !== 'heavy') throw new Error(`${operation} is not a heavy route`)
    return { id, answer: runRoute(route, { ...asked, db, config, serverKeys, cookies: noCookies }) }
  } catch (error) {
    if (error instanceof Problem) return { id, failure: { code: error.code, facts: error.facts } }
    return { id, failure: { error: error instanceof Error ? (error.stack ?? error.message) : String(error) } }
  }
}

function noSession(): never {
  throw new Error('A heavy read cannot touch sessions')
}
