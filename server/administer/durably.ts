import { closeSync, fsyncSync, openSync, readdirSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'

/** A failure that is told to whoever runs the command, in a sentence. */
export class Refused extends Error {}

/** Forces a file or a folder to the disk: what is renamed before that may be empty after a power loss. */
export function settle(path: string): void {
  const descriptor = openSync(path, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

const abandonedAfterMs = 3_600_000

/** Takes away what commands that were killed have left in a folder: what begins so, and nobody has touched for an hour. */
export function sweepAbandoned(folder: string, start: string): void {
  for (const name of readdirSync(folder)) {
    if (!name.startsWith(start)) continue
    const left = path.join(folder, name)
    const touchedAt = statSync(left, { throwIfNoEntry: false })?.mtimeMs ?? Infinity
    if (Date.now() - touchedAt > abandonedAfterMs) rmSync(left, { recursive: true, force: true })
  }
}
