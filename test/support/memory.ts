import { closeSync, openSync, readFileSync, readSync } from 'node:fs'

/** What another process has in its memory, as Linux shows it to whoever started that process. */

/** Whether this machine lets us: Linux, and no rule that keeps a parent out of its child. */
export function memoryIsReadable(pid: number): boolean {
  try {
    closeSync(openSync(`/proc/${pid}/mem`, 'r'))
    return true
  } catch {
    return false
  }
}

/** The processes that it started, and theirs. */
export function withChildren(pid: number): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim()
  return [pid, ...(children === '' ? [] : children.split(/\s+/).map(Number).flatMap(withChildren))]
}

const partBytes = 8 * 1024 * 1024
const untouched = Buffer.alloc(partBytes)
/** Of the part before, so that nothing is cut in two. */
const overlapBytes = 8 * 1024
/** Reserved rather than used, beyond this. */
const longestBytes = 1024 * 1024 * 1024

/**
 * Everything in the process that can be written to, in overlapping parts; pages that were never touched are left out.
 * @throws as `openSync` where the system does not allow it.
 */
export function* memoryOf(pid: number): Generator<[name: string, content: Buffer]> {
  const places = readFileSync(`/proc/${pid}/maps`, 'utf8').split('\n')
  const file = openSync(`/proc/${pid}/mem`, 'r')
  try {
    for (const place of places) {
      const [, start, end] = /^([0-9a-f]+)-([0-9a-f]+) rw/.exec(place) ?? []
      if (start === undefined || end === undefined) continue
      const [from, to] = [Number.parseInt(start, 16), Number.parseInt(end, 16)]
      if (to - from > longestBytes) continue
      for (let at = from; at < to; at += partBytes - overlapBytes) {
        const part = readPart(file, at, Math.min(partBytes, to - at))
        if (part && !part.equals(untouched.subarray(0, part.length))) yield [`${pid}:${at.toString(16)}`, part]
        if (at + partBytes >= to) break
      }
    }
  } finally {
    closeSync(file)
  }
}

function readPart(file: number, at: number, length: number): Buffer | undefined {
  const part = Buffer.alloc(length)
  try {
    const read = readSync(file, part, 0, length, at)
    return part.subarray(0, read)
  } catch {
    // Gone meanwhile, or not to be read by anybody.
    return undefined
  }
}
