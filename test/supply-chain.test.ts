import { readFileSync } from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'

const root = path.join(import.meta.dirname, '..')
const read = (file: string) => readFileSync(path.join(root, file), 'utf8')
const lock = JSON.parse(read('package-lock.json')) as {
  packages: Record<string, { version?: string; resolved?: string; hasInstallScript?: boolean }>
}
const manifest = JSON.parse(read('package.json')) as Record<string, Record<string, string>>

/** `name → lowest version`, from the table in SECURITY.md. */
const lowest = new Map(
  [
    ...read('SECURITY.md').matchAll(/^\| ([a-z@/.-]+|SQLite \(inside better-sqlite3\)|Node) \| (\d+\.\d+\.\d+) \|$/gm),
  ].map((row) => [row[1] as string, row[2] as string]),
)
const isAtLeast = (version: string, least: string) => version.localeCompare(least, 'en', { numeric: true }) >= 0

test('the table of lowest versions is read, and a version below it would be seen', () => {
  expect(lowest.size).toBeGreaterThanOrEqual(6)
  expect([isAtLeast('8.10.0', '8.4.0'), isAtLeast('8.3.9', '8.4.0')]).toEqual([true, false])
})

test('no package in the lock file is below its lowest version', () => {
  const tooOld = Object.entries(lock.packages).flatMap(([place, { version = '' }]) => {
    const name = place.replace(/^.*node_modules\//, '')
    const least = lowest.get(name)
    return least && !isAtLeast(version, least) ? [`${place} ${version} < ${least}`] : []
  })
  expect(tooOld).toEqual([])
})

test('SQLite and Node are new enough', () => {
  const sqlite = new Database(':memory:').prepare('SELECT sqlite_version()').pluck().get() as string
  expect(isAtLeast(sqlite, lowest.get('SQLite (inside better-sqlite3)') ?? '')).toBe(true)
  expect(isAtLeast(process.versions.node, lowest.get('Node') ?? '')).toBe(true)
})

test('every dependency has one exact version and a line in the README', () => {
  const readme = read('README.md')
  for (const kind of ['dependencies', 'optionalDependencies', 'devDependencies']) {
    for (const [name, version] of Object.entries(manifest[kind] ?? {})) {
      expect([name, version]).toEqual([name, expect.stringMatching(/^(npm:[a-z-]+@)?\d+\.\d+\.\d+$/)])
      if (kind !== 'devDependencies') expect(readme).toContain(name)
    }
  }
})

test('only packages that we know run something when they are installed', () => {
  const running = Object.entries(lock.packages).flatMap(([place, { hasInstallScript }]) =>
    hasInstallScript ? [place.replace(/^.*node_modules\//, '')] : [],
  )
  expect(running.filter((name) => !['better-sqlite3', 'fsevents', 'esbuild'].includes(name))).toEqual([])
})

test('libsodium is the build that has Argon2id', () => {
  expect(manifest['dependencies']?.['libsodium-wrappers']).toBe('npm:libsodium-wrappers-sumo@0.8.4')
})
