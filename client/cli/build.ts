import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, gzip } from 'node:zlib'

// Builds the client. With --if-needed only where something that goes into it has changed since the last build.

const root = path.join(import.meta.dirname, '..', '..')
const built = path.join(root, 'build', 'client', 'index.html')
/** The digest of what the build was made from; written when it has succeeded. */
const stamp = path.join(root, 'build', 'client.stamp')
const vite = path.join(root, 'node_modules', 'vite', 'bin', 'vite.js')

const now = digestOfSources()
if (!process.argv.includes('--if-needed') || !existsSync(built) || lastDigest() !== now)
  process.exitCode = await build()

async function build(): Promise<number> {
  if (!existsSync(vite)) {
    const hasOne = existsSync(built)
    process.stderr.write(
      hasOne ? 'The client may be older than its source.\n' : 'Run `npm ci` first: Vite is missing.\n',
    )
    return hasOne ? 0 : 1
  }
  rmSync(stamp, { force: true })
  const quiet = process.argv.includes('--if-needed')
  if (quiet) process.stderr.write('Building the client…\n')
  const config = path.join(root, 'client', 'vite.config.ts')
  const options = ['build', '--config', config, ...(quiet ? ['--logLevel', 'warn'] : [])]
  const { status } = spawnSync(process.execPath, [vite, ...options], { cwd: root, stdio: 'inherit' })
  if (status !== 0) return status ?? 1
  await compress(path.dirname(built))
  mkdirSync(path.dirname(stamp), { recursive: true })
  writeFileSync(stamp, now)
  return 0
}

/** Beside each file its smaller forms, made once: the server sends them as they are. */
async function compress(folder: string): Promise<void> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.(?:js|css|svg|wasm)$/.test(file),
  )
  await Promise.all(
    files.map(async (name) => {
      const file = path.join(folder, name)
      const content = await readFile(file)
      await writeFile(`${file}.br`, await promisify(brotliCompress)(content))
      await writeFile(`${file}.gz`, await promisify(gzip)(content, { level: 9 }))
    }),
  )
}

function lastDigest(): string | undefined {
  return existsSync(stamp) ? readFileSync(stamp, 'utf8') : undefined
}

/** Names and contents of the client's own files, of the contract, and of the lock file: what the build depends on. */
function digestOfSources(): string {
  const digest = createHash('sha256')
  const files = [
    ...filesIn('client').filter((file) => !/^client\/(?:cli|demo)\//.test(file)),
    ...filesIn('server/contract'),
    'package-lock.json',
  ]
  for (const file of files)
    digest
      .update(`${file}\0`)
      .update(readFileSync(path.join(root, file)))
      .update('\0')
  return digest.digest('hex')
}

function filesIn(folder: string): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .sort()
}
