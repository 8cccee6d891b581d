import { spawnSync } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { once } from './once.ts'

const root = path.join(import.meta.dirname, '../../..')
const built = path.join(root, 'build/client/.vite/manifest.json')
const sources = ['client', 'server/contract', 'package-lock.json']

/** Builds the client as `npm run build` does, unless what is built is newer than every source. */
export async function builtClient(): Promise<void> {
  await once('client', isFresh, build)
}

function isFresh(): boolean {
  const builtAt = statSync(built, { throwIfNoEntry: false })?.mtimeMs ?? 0
  return sources.every((source) => newestIn(path.join(root, source)) < builtAt)
}

function newestIn(place: string): number {
  const found = statSync(place)
  if (!found.isDirectory()) return found.mtimeMs
  return Math.max(0, ...readdirSync(place).map((name) => newestIn(path.join(place, name))))
}

/** In a process of its own: Vitest's environment is not the one that a person builds in. */
function build(): void {
  const vite = path.join(root, 'node_modules/vite/bin/vite.js')
  const { status, stderr, stdout } = spawnSync(
    process.execPath,
    [vite, 'build', '--config', path.join(root, 'client/vite.config.ts'), '--logLevel', 'warn'],
    { cwd: root, encoding: 'utf8', env: { PATH: process.env['PATH'], HOME: process.env['HOME'] } },
  )
  if (status !== 0) throw new Error(`The client does not build:\n${stdout}${stderr}`)
}
