import type { ServerKeys } from '../access/call.ts'
import type { Clock } from '../platform/clock.ts'
import type { Config } from '../platform/config.ts'
import type { Db } from '../platform/database.ts'
import type { FileStore } from '../platform/files.ts'
import type { Log } from '../platform/log.ts'
import type { Pictures } from '../platform/pictures.ts'
import type { Writer } from '../platform/writer.ts'
import type { Asked } from './run-route.ts'
import type { Streams } from './streams.ts'

export interface House {
  db: Db
  config: Config
  serverKeys: ServerKeys
  clock: Clock
  log: Log
  writer: Writer
  streams: Streams
  files: FileStore
  pictures: Pictures
  /** Runs a heavy route away from this process's event loop, with a deadline. */
  readElsewhere: (operation: string, asked: Omit<Asked, 'db' | 'config' | 'cookies' | 'serverKeys'>) => Promise<string>
  /** Origins under which this installation is reached: cross-site writes are refused by them, sign-in is bound to them. */
  origins: () => readonly string[]
  apiHeaders: Readonly<Record<string, string>>
}
