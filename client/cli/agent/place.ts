import { lstatSync, mkdirSync, type Stats } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { UsageError } from '../failures.ts'

/**
 * Where the agent listens: a socket that only this user can open, in a folder that only this user can enter. Whoever can
 * connect can open secrets, so both are looked at before either side trusts them.
 */

/** @throws UsageError where there is no such socket on this system. */
export function socketPath(environment: NodeJS.ProcessEnv): string {
  const { getuid } = process
  if (!getuid) throw new UsageError('The agent needs a system with Unix sockets: here every command asks by itself.')
  const runtime = environment['XDG_RUNTIME_DIR']
  const folder = runtime ? path.join(runtime, 'runkeep') : path.join(tmpdir(), `runkeep-${getuid()}`)
  return path.join(folder, 'agent.sock')
}

/** @throws UsageError where somebody else made the folder first, or may enter it. */
export function makeFolder(socket: string): void {
  const folder = path.dirname(socket)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  requireOwn(folder, lstatSync(folder).isDirectory())
}

/** @returns false where there is none. @throws UsageError for one that others could have made, or may open. */
export function isThere(socket: string): boolean {
  const found = lstat(socket)
  if (!found) return false
  requireOwn(path.dirname(socket), true)
  requireOwn(socket, found.isSocket())
  return true
}

function requireOwn(file: string, isRightKind: boolean): void {
  const { uid, mode } = lstatSync(file)
  if (isRightKind && uid === process.getuid?.() && (mode & 0o077) === 0) return
  throw new UsageError(`${file} is not yours alone, so the agent is not used: remove it, or chmod go-rwx it.`)
}

function lstat(file: string): Stats | undefined {
  return lstatSync(file, { throwIfNoEntry: false })
}
