import { createServer, type Server } from 'node:http'
import path from 'node:path'
import { sodiumReady } from '#contract/crypto/verify.ts'
import type { Instant } from '#contract/values.ts'
import { createApp } from './app.ts'
import { auditHead, lastMoment } from './access/audit.ts'
import { keepCheckpoints } from './access/checkpoints.ts'
import type { ServerKeys } from './access/call.ts'
import { keepFilesTidy } from './features/attachments/tidy.ts'
import { hasSecondFactors } from './features/accounts/rules.ts'
import { keepDelivering } from './features/mail/deliver.ts'
import { neededSetUpCode } from './features/organizations/set-up-code.ts'
import { keepIndexTidy } from './features/search/tidy.ts'
import { problemFrom } from './http/answer-problem.ts'
import { limitBody, longestRequestMs } from './http/body-deadline.ts'
import { apiHeaders } from './http/headers.ts'
import type { House } from './http/mount.ts'
import { openStreams } from './http/streams.ts'
import { Problem } from '#contract/problems.ts'
import { systemClock, type Clock } from './platform/clock.ts'
import { isLoopback, readConfig, type Config } from './platform/config.ts'
import { dataFolder, FolderInUse, takeDataFolder, type DataFolder } from './platform/data-folder.ts'
import { migrate, openDatabase, type Db } from './platform/database.ts'
import { openFiles } from './platform/files.ts'
import { keyFromFile } from './platform/key-file.ts'
import { jsonLog, type Log } from './platform/log.ts'
import { logKeyIn } from './platform/log-key.ts'
import { openPictures } from './platform/pictures.ts'
import { openPost } from './platform/post.ts'
import { DeadlinePassed, startReader } from './platform/reader.ts'
import { groupCommit } from './platform/writer.ts'

export const clientFolder = path.join(import.meta.dirname, '..', 'build', 'client')

export interface Running {
  /** Where people reach it. */
  url: string
  port: number
  house: House
  /** Finishes what is under way, checkpoints and lets go of the data folder. */
  stop(): Promise<void>
}

/**
 * Starts Runkeep on its data folder: the process as `npm start`, the demo, the benchmark and the browser tests run it.
 * @throws FolderInUse, or Error with a plain sentence when the configuration or the data cannot be used.
 */
export async function start(
  config: Config,
  overrides: { clock?: Clock; log?: Log; client?: string } = {},
): Promise<Running> {
  if (!isLoopback(config.HOST) && !config.PUBLIC_URL) {
    throw new Error(
      'HOST is not loopback: set PUBLIC_URL to the address that people type, like https://vault.example.com',
    )
  }
  const post = openPost(config)
  await sodiumReady
  const log = overrides.log ?? jsonLog(config.LOG, (line) => process.stdout.write(line))
  const data = dataFolder(config.DATA_DIR)
  const giveBack = takeDataFolder(data)
  const db = openDatabase(data.database)
  migrate(db, data.backups)
  const clock = overrides.clock ?? systemClock(lastMoment(db) as Instant | undefined)
  const serverKeys = keysOf(data, db, log)
  const writer = groupCommit(db, log)
  const reader = startReader({
    script: path.join(import.meta.dirname, 'reader.ts'),
    environment: { ...stringsOf(withoutMail(config)), ...ofTheRuntime },
    deadlineMs: config.READ_DEADLINE_MS,
    mostWaiting: 500,
    toError: (failure) => {
      const told = failure as { code?: string; facts?: Problem['facts']; error?: string }
      return told.code ? problemFrom(told.code, told.facts ?? {}) : new Error(told.error)
    },
    log,
  })

  const stopTidying = keepIndexTidy(db, writer)
  const checkpoints = keepCheckpoints({ db, writer, clock, log, key: () => logKeyIn(data.logKey) })

  let origins: readonly string[] = []
  const house: House = {
    db,
    config,
    serverKeys,
    clock,
    log,
    writer,
    streams: openStreams({ db, config, clock, writer }),
    files: openFiles(data.files),
    pictures: openPictures(log),
    readElsewhere: async (operation, asked) => {
      try {
        return await reader.ask({ operation, asked }, asked.session?.accountId)
      } catch (error) {
        throw error instanceof DeadlinePassed ? new Problem('took-too-long') : error
      }
    },
    origins: () => origins,
    apiHeaders: apiHeaders(config.PUBLIC_URL?.startsWith('https:') ?? false),
  }

  const stopErasing = await keepFilesTidy(house)
  const app = createApp(house, overrides.client ?? clientFolder)
  const server = createServer(
    {
      requestTimeout: longestRequestMs(config.FILE_MEGABYTES * 1e6),
      headersTimeout: 15_000,
      keepAliveTimeout: 10_000,
      maxHeaderSize: 16_384,
      connectionsCheckingInterval: 5_000,
    },
    (request, response) => {
      limitBody(request)
      app(request, response)
    },
  )
  server.maxRequestsPerSocket = 0
  server.maxConnections = 20_000
  const port = await listen(server, config)
  origins = originsOf(config, port)
  const url = config.PUBLIC_URL ?? `http://${config.HOST.includes(':') ? `[${config.HOST}]` : config.HOST}:${port}`
  log.event('listening', { detail: url })
  const setUpCode = neededSetUpCode(db, config)
  if (setUpCode) log.event('set-up-code', { detail: setUpCode })
  await checkpoints.seal()
  // Links lead to where people reach it, which is known now.
  const delivery = post && keepDelivering({ ...house, post })

  return {
    url,
    port,
    house,
    async stop() {
      stopTidying()
      stopErasing()
      house.streams.close()
      await close(server)
      await delivery?.stop()
      reader.stop()
      house.pictures.stop()
      await checkpoints.seal()
      checkpoints.stop()
      const head = auditHead(db)
      if (head) log.event('stopped', { auditSeq: head.seq, auditHash: head.hash })
      // The reader may hold its connection a moment longer, and then closing alone leaves everything in the WAL.
      db.pragma('wal_checkpoint(TRUNCATE)')
      db.close()
      giveBack()
    },
  }
}

function keysOf(data: DataFolder, db: Db, log: Log): ServerKeys {
  const { key: secondFactor, isNew } = keyFromFile(data.secondFactorKey)
  if (isNew && hasSecondFactors(db)) {
    const detail = `${data.secondFactorKey} was missing: codes from apps cannot be checked, recovery codes can.`
    log.event('second-factor-key-lost', { detail })
  }
  return { secondFactor }
}

function originsOf(config: Config, port: number): string[] {
  if (config.PUBLIC_URL) return [new URL(config.PUBLIC_URL).origin]
  return ['127.0.0.1', 'localhost', '[::1]'].map((host) => `http://${host}:${port}`)
}

/** Of our own environment: where programs are, and where Node keeps what it has compiled, where somebody said so. */
const ofTheRuntime = Object.fromEntries(
  ['PATH', 'NODE_COMPILE_CACHE'].flatMap((name) =>
    process.env[name] === undefined ? [] : [[name, process.env[name]]],
  ),
) as Record<string, string>

/** The reader process sends nothing: it need not know the password of the mail server. */
const withoutMail = ({ SMTP_URL: _url, ...config }: Config): Config => config

function stringsOf(config: Config): Record<string, string> {
  return Object.fromEntries(
    Object.entries(config).flatMap(([name, value]) => (value === undefined ? [] : [[name, `${value}`]])),
  )
}

function listen(server: Server, config: Config): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(config.PORT, config.HOST, () => resolve((server.address() as { port: number }).port))
  })
}

/** Lets requests under way finish for ten seconds, then cuts. */
function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), 10_000)
    server.close(() => {
      clearTimeout(cut)
      resolve()
    })
    server.closeIdleConnections()
  })
}

/** Exit codes: 0 stopped, 1 failed, 2 configuration, 3 folder in use. */
async function main(): Promise<void> {
  let config: Config
  try {
    config = readConfig(process.env)
  } catch (error) {
    process.stderr.write(`Runkeep cannot start. Settings that are not right:\n${(error as Error).message}\n`)
    process.exit(2)
  }
  try {
    const running = await start(config)
    const stop = () => void running.stop().then(() => process.exit(0))
    // The last resort: nobody knows what state this leaves, so it is written down and the process ends for a clean start.
    for (const kind of ['uncaughtException', 'unhandledRejection'] as const) {
      process.on(kind, (error: unknown) => {
        running.house.log.event('last-resort', {
          error: error instanceof Error ? (error.stack ?? error.message) : String(error),
        })
        process.exit(1)
      })
    }
    process.once('SIGTERM', stop)
    process.once('SIGINT', stop)
    // Somebody reading the terminal wants the address, not JSON.
    process.stderr.write(`Runkeep is at ${running.url}\n`)
    const setUpCode = neededSetUpCode(running.house.db, config)
    if (setUpCode) process.stderr.write(`Setting it up takes this code: ${setUpCode}\n`)
  } catch (error) {
    process.stderr.write(`Runkeep cannot start: ${(error as Error).message}\n`)
    process.exit(error instanceof FolderInUse ? 3 : 1)
  }
}

if (import.meta.main) await main()
