import { randomFillSync } from 'node:crypto'
import { v7 as uuidv7 } from 'uuid'

const pool = Buffer.alloc(4_096)
let used = pool.length

/** A UUIDv7 for every request. Random bytes are drawn some hundred ids at a time: drawing is what an id costs. */
export function newRequestId(): string {
  if (used === pool.length) {
    randomFillSync(pool)
    used = 0
  }
  used += 16
  return uuidv7({ random: pool.subarray(used - 16, used) })
}
