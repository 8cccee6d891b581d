import { v7 as uuidv7 } from 'uuid'
import { z } from 'zod'
import { Checkpoint } from '#contract/activity.ts'
import {
  checkCheckpoint,
  checkpointMessage,
  fromBase64url,
  IntegrityError,
  toBase64url,
} from '#contract/crypto/verify.ts'
import type { Instant } from '#contract/values.ts'
import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import type { Log } from '../platform/log.ts'
import type { LogKey } from '../platform/log-key.ts'
import { queries } from '../platform/sql.ts'
import type { Writer } from '../platform/writer.ts'
import { auditHead, record } from './audit.ts'

/**
 * Checkpoints of the audit chain (CRYPTO.md §6): a chain alone cannot show that its end was cut off, or that all of it
 * was written anew. What the server signed and somebody kept elsewhere can. This is the one place where the server signs
 * anything; it lies beside the chain and not in `platform`, because what is signed is about the chain.
 */

const checkpointQueries = queries((sql) => ({
  newest: sql.get(
    z.object({ size: z.int(), key: z.string() }),
    `SELECT size, key FROM audit_checkpoints ORDER BY size DESC LIMIT 1`,
  ),
  keep: sql.run(
    `INSERT INTO audit_checkpoints (size, head, time, key, signature) VALUES (@size, @head, @time, @key, @signature)`,
  ),
  before: sql.all(
    Checkpoint,
    `SELECT size, head, time, key, signature FROM audit_checkpoints
      WHERE size < @before ORDER BY size DESC LIMIT @limit`,
  ),
  keyEvent: sql.get(
    z.object({ seq: z.int() }),
    `SELECT seq FROM audit_events WHERE subject_id = @key AND act = 'log-key.use' ORDER BY seq LIMIT 1`,
  ),
}))

/** Checkpoints of fewer entries than `before`, the newest first. */
export const checkpointsBefore = (db: Db, before: number, limit: number): Checkpoint[] =>
  checkpointQueries(db).before({ before, limit })

/** Whether the chain names this key as one of the server's. */
export const isKnownKey = (db: Db, key: LogKey): boolean =>
  checkpointQueries(db).keyEvent({ key: key.publicKey }) !== undefined

/** @throws IntegrityError unless the holder of the key that the checkpoint names has signed it. */
export function checkSigned({ size, head, time, key, signature }: Checkpoint): void {
  const end = { size, head: new Uint8Array(Buffer.from(head, 'hex')), time }
  checkCheckpoint(end, fromBase64url(signature), fromBase64url(key))
}

export function isSigned(checkpoint: Checkpoint): boolean {
  try {
    checkSigned(checkpoint)
    return true
  } catch (error) {
    if (error instanceof IntegrityError) return false
    throw error
  }
}

/** Signs how far the chain has come, without keeping it. @returns undefined for an empty chain. */
export function sign(db: Db, key: LogKey, time: Instant): Checkpoint | undefined {
  const end = auditHead(db)
  if (!end) return undefined
  const message = checkpointMessage({ size: end.seq, head: new Uint8Array(Buffer.from(end.hash, 'hex')), time })
  return {
    size: end.seq,
    head: end.hash,
    time,
    key: key.publicKey,
    signature: toBase64url(new Uint8Array(key.sign(message))),
  }
}

/** Signs how far the chain has come and keeps that, in the caller's transaction. @returns undefined if nothing is new. */
export function seal(db: Db, key: LogKey, time: Instant): Checkpoint | undefined {
  const newest = checkpointQueries(db).newest()
  if (newest?.size === auditHead(db)?.seq && newest?.key === key.publicKey) return undefined
  const checkpoint = sign(db, key, time)
  if (checkpoint) checkpointQueries(db).keep(checkpoint)
  return checkpoint
}

const everyEntries = 1_000
const everyMs = 3_600_000

export interface CheckpointKeeper {
  /** Seals what is new, now. */
  seal(): Promise<void>
  stop(): void
}

/**
 * Seals the chain while the server runs: when it starts, every thousand entries, every hour in which something happened,
 * and when it stops. Each checkpoint is a line of the server's log as well: there it leaves the machine.
 * @param key makes it when it is first needed, which is when there is something to seal.
 */
export function keepCheckpoints(house: {
  db: Db
  writer: Writer
  clock: Clock
  log: Log
  key: () => LogKey
}): CheckpointKeeper {
  const { db, writer, clock, log } = house
  let lookedAt = checkpointQueries(db).newest()?.size ?? 0
  let isSealing = false

  async function seal(): Promise<void> {
    const end = auditHead(db)
    if (isSealing || !end) return
    isSealing = true
    lookedAt = end.seq
    try {
      const checkpoint = await writer.write(() => sealNow(db, house.key(), clock.now()))
      if (checkpoint) log.event('audit-checkpoint', checkpoint)
    } catch (error) {
      // Whatever keeps the writer from writing is told elsewhere; a key that cannot be read is told here.
      log.event('audit-checkpoint-failed', { error: error instanceof Error ? error.message : String(error) })
    } finally {
      isSealing = false
    }
  }

  const stopListening = writer.onCommit(() => {
    if ((auditHead(db)?.seq ?? 0) >= lookedAt + everyEntries) void seal()
  })
  const timer = setInterval(() => void seal(), everyMs).unref()
  return {
    seal,
    stop() {
      stopListening()
      clearInterval(timer)
    },
  }
}

/** A key that is new says so in the chain first: whoever verifies knows from where on it counts. */
function sealNow(db: Db, key: LogKey, now: Instant): Checkpoint | undefined {
  if (!isKnownKey(db, key)) {
    const server = { db, now, origin: { requestId: uuidv7(), address: '', agent: 'runkeep' } }
    record(server, { act: 'log-key.use', on: ['log-key', key.publicKey] })
  }
  return seal(db, key, now)
}
