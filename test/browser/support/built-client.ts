import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import { fingerprint } from './fingerprint.ts'
import { once, sharedFolder } from './once.ts'

const root = path.join(import.meta.dirname, '../../..')
const sources = ['client', 'server/contract', 'package-lock.json']
const kept = 3

/**
 * The client as `npm run build` builds it, in a folder of its own for every state of the sources: tests that run keep
 * theirs while somebody builds anew.
 * @returns the folder.
 */
export async function builtClient(): Promise<string> {
  const folder = path.join(sharedFolder, `client-${fingerprint(sources, /^(?:cli|demo|gallery)$/)}`)
  await once(
    'client',
    () => existsSync(folder),
    () => build(folder),
  )
  return folder
}

/** In a process of its own: Vitest's environment is not the one that a person builds in. */
function build(folder: string): void {
  const draft = `${folder}.making`
  const vite = path.join(root, 'node_modules/vite/bin/vite.js')
  const config = path.join(root, 'client/vite.config.ts')
  const { status, stderr, stdout } = spawnSync(
    process.execPath,
    [vite, 'build', '--config', config, '--outDir', draft, '--logLevel', 'warn'],
    { cwd: root, encoding: 'utf8', env: { PATH: process.env['PATH'], HOME: process.env['HOME'] } },
  )
  if (status !== 0) throw new Error(`The client does not build:\n${stdout}${stderr}`)
  renameSync(draft, folder)
  sweep()
}

/** Leaves the newest: one may be in use by tests that began before the sources changed. */
function sweep(): void {
  const builds = readdirSync(sharedFolder)
    .filter((name) => /^client-[0-9a-f]+$/.test(name))
    .map((name) => path.join(sharedFolder, name))
    .sort((one, other) => statSync(other).mtimeMs - statSync(one).mtimeMs)
  for (const old of builds.slice(kept)) rmSync(old, { recursive: true })
}
