import { spawn } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import path from 'node:path'
import { createHmac, randomBytes } from 'node:crypto'
import { exitCodes, Told, UsageError } from '../failures.ts'
import { cleanEnvironment } from './environment.ts'

/** The system's clipboard, by the system's own tool. A secret goes to it on stdin: arguments are seen by everybody. */

type Tool = readonly [program: string, ...given: string[]]
export interface Clipboard {
  write: Tool
  /** Fed with nothing. */
  clear: Tool
  /** Absent where it cannot be read back. */
  read?: Tool
  encode: (text: string) => Buffer
}

const utf8 = (text: string) => Buffer.from(text, 'utf8')
const utf16 = (text: string) => Buffer.from(text === '' ? '' : `\ufeff${text}`, 'utf16le')

const wayland: Clipboard = {
  write: ['wl-copy', '--type', 'text/plain'],
  clear: ['wl-copy', '--clear'],
  read: ['wl-paste', '--no-newline'],
  encode: utf8,
}
const x11: Clipboard = {
  write: ['xclip', '-selection', 'clipboard', '-in'],
  clear: ['xclip', '-selection', 'clipboard', '-in'],
  read: ['xclip', '-selection', 'clipboard', '-out'],
  encode: utf8,
}
const mac: Clipboard = { write: ['pbcopy'], clear: ['pbcopy'], read: ['pbpaste'], encode: utf8 }
const windows: Clipboard = { write: ['clip.exe'], clear: ['clip.exe'], encode: utf16 }

/** @throws UsageError that says what is missing: before anything is opened, since nobody could have it. */
export function findClipboard(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform = process.platform): Clipboard {
  const has = ({ write: [program] }: Clipboard) => isInstalled(program, environment)
  const isWayland = Boolean(environment['WAYLAND_DISPLAY'])
  const isX11 = Boolean(environment['DISPLAY'])
  if (platform === 'darwin' && has(mac)) return mac
  if ((platform === 'win32' || environment['WSL_DISTRO_NAME']) && has(windows)) return windows
  if (isWayland && has(wayland)) return wayland
  if (isX11 && has(x11)) return x11
  const instead = 'runkeep run hands it to a command, runkeep reveal prints it.'
  if (platform === 'darwin') throw new UsageError(`pbcopy is not on the PATH. ${instead}`)
  if (platform === 'win32') throw new UsageError(`clip.exe is not on the PATH. ${instead}`)
  if (isWayland) throw new UsageError(`wl-copy is missing: install wl-clipboard. Until then, ${instead}`)
  if (isX11) throw new UsageError(`xclip is missing: install xclip. Until then, ${instead}`)
  throw new UsageError(`There is no clipboard here: neither WAYLAND_DISPLAY nor DISPLAY is set. ${instead}`)
}

/** @throws Told where the tool did not take it. */
export async function copyTo({ write, encode }: Clipboard, text: string): Promise<void> {
  const code = await feed(write, encode(text))
  if (code !== 0) throw new Told(`${write[0]} ended with ${code}: nothing was copied.`, exitCodes.failed)
}

/**
 * Leaves a small process behind that clears the clipboard after a time, where our text is still in it. It knows a keyed
 * digest and not the text.
 */
export async function clearLater(text: string, seconds: number): Promise<void> {
  const key = randomBytes(32).toString('hex')
  const order: ClearOrder = { key, digest: digestOf(key, Buffer.from(text)), seconds }
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'clear-clipboard.ts')], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    env: cleanEnvironment(process.env),
  })
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject)
    child.stdin.once('error', reject)
    child.stdin.end(JSON.stringify(order), () => resolve())
  })
  child.removeAllListeners()
  child.unref()
}

export interface ClearOrder {
  key: string
  digest: string
  seconds: number
}

export const digestOf = (key: string, content: Buffer): string =>
  createHmac('sha256', key).update(content).digest('hex')

/** Some of these tools stay behind to serve the clipboard, so their end is what counts, not that of their streams. */
export function feed([program, ...given]: Tool, content: Buffer): Promise<number> {
  const child = spawn(program, given, { stdio: ['pipe', 'ignore', 'ignore'], env: cleanEnvironment(process.env) })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => resolve(code ?? 1))
    // One that ends before it has read everything says so by its exit code.
    child.stdin.on('error', () => undefined)
    child.stdin.end(content)
  })
}

/** @returns undefined where there is nothing in it, or it cannot be read. */
export function contentOf([program, ...given]: Tool): Promise<Buffer | undefined> {
  const child = spawn(program, given, { stdio: ['ignore', 'pipe', 'ignore'], env: cleanEnvironment(process.env) })
  const parts: Buffer[] = []
  child.stdout.on('data', (part: Buffer) => parts.push(part))
  return new Promise((resolve) => {
    child.once('error', () => resolve(undefined))
    child.once('close', (code) => resolve(code === 0 ? Buffer.concat(parts) : undefined))
  })
}

function isInstalled(program: string, environment: NodeJS.ProcessEnv): boolean {
  const folders = (environment['PATH'] ?? '').split(path.delimiter)
  return folders.some((folder) => {
    try {
      accessSync(path.join(folder || '.', program), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}
