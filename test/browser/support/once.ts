import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

/** Outside every test's own folder: what several test files share. Ignored by git. */
export const sharedFolder = path.join(import.meta.dirname, '../../../build/for-tests')

const longestMs = 180_000

/**
 * Makes something that several test processes want, once: the others wait for it.
 * @param isThere whether it is there and up to date; asked again after waiting.
 */
export async function once(name: string, isThere: () => boolean, make: () => void | Promise<void>): Promise<void> {
  mkdirSync(sharedFolder, { recursive: true })
  const lock = path.join(sharedFolder, `${name}.lock`)
  const from = Date.now()
  while (!isThere()) {
    if (take(lock)) {
      try {
        if (!isThere()) await make()
      } finally {
        rmSync(lock, { recursive: true, force: true })
      }
      return
    }
    if (Date.now() - from > longestMs) throw new Error(`Somebody has been making the ${name} for too long: ${lock}`)
    await wait(200)
  }
}

/** A folder is made by one of many; one whose maker is gone belongs to nobody. */
function take(lock: string): boolean {
  const owner = path.join(lock, 'pid')
  try {
    mkdirSync(lock)
    writeFileSync(owner, String(process.pid))
    return true
  } catch {
    if (!isAlive(pidIn(owner))) rmSync(lock, { recursive: true, force: true })
    return false
  }
}

function pidIn(file: string): number {
  try {
    return Number(readFileSync(file, 'utf8'))
  } catch {
    return process.pid // just being taken
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
