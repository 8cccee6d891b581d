import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { parseSync } from 'vite'

/**
 * Measures the built client against the budget of DESIGN-LANGUAGE §13, gzipped, and fails when anything is over it:
 * `node client/check-budgets.ts` after `npm run build`. What a page loads is read from Vite's manifest; what the vault's
 * Worker loads, which is not in it, from the Worker's own imports.
 */

interface Chunk {
  file: string
  src?: string
  isEntry?: boolean
  isDynamicEntry?: boolean
  imports?: string[]
  css?: string[]
}

export interface Measured {
  what: string
  /** Bytes, gzipped. */
  bytes: number
  most: number
}

const kB = 1_000
const built = join(import.meta.dirname, '../build/client')

const most = {
  door: 110 * kB,
  signedIn: 190 * kB,
  page: 30 * kB,
  editor: 125 * kB,
  vaultWorker: 195 * kB,
  /** The largest are the word lists with which the first password is judged. */
  workerOnDemand: 650 * kB,
  // Readers of other products' files; loaded when somebody brings one in.
  importWorker: 165 * kB,
  // pdf.js, when somebody looks at a PDF.
  pdfWorker: 420 * kB,
  drawioWorker: 60 * kB,
  styles: 22 * kB,
  fonts: 55 * kB,
}

const doors = ['SignInPage', 'SetUpPage', 'JoinPage', 'RecoverPage']
const behind = 'signed-in-routes.tsx'
const frame = 'features/shell/SignedIn.tsx'
const palette = 'features/search/Palette.tsx'

/** @throws Error where the build is missing or has none of the pages that are to be measured. */
export function measure(folder = built): Measured[] {
  const manifest = JSON.parse(readFileSync(join(folder, '.vite/manifest.json'), 'utf8')) as Record<string, Chunk>
  const size = memoized((file: string) => gzipSync(readFileSync(join(folder, file)), { level: 9 }).length)
  const sum = (files: Iterable<string>) => [...files].reduce((total, file) => total + size(file), 0)
  const chunk = (key: string): Chunk => {
    const found = manifest[key]
    if (!found) throw new Error(`The build has no ${key}: build the client first, or correct client/check-budgets.ts`)
    return found
  }
  /** Every script that must arrive before `key` runs. */
  const scripts = (key: string, seen = new Set<string>()): Set<string> => {
    const { file, imports = [] } = chunk(key)
    if (seen.has(file) || !file.endsWith('.js')) return seen
    seen.add(file)
    for (const each of imports) scripts(each, seen)
    return seen
  }

  const styles = (key: string, seen = new Set<string>(), visited = new Set<string>()): Set<string> => {
    if (visited.has(key)) return seen
    visited.add(key)
    const { css = [], imports = [] } = chunk(key)
    for (const file of css) seen.add(file)
    for (const each of imports) styles(each, seen, visited)
    return seen
  }

  const keys = Object.keys(manifest)
  const start = keys.find((key) => chunk(key).isEntry) ?? 'index.html'
  const entry = scripts(start)
  const baseStyles = union(styles(start), styles(frame))
  const base = union(union(entry, scripts(behind)), scripts(frame))
  const pages = keys.filter((key) => /^features\/.*Page\.tsx$/.test(key) && chunk(key).isDynamicEntry)
  const doorOf = (key: string) => doors.some((door) => key.endsWith(`/${door}.tsx`))
  const inside = [...pages.filter((key) => !doorOf(key)), palette]
  const heavy = keys.filter((key) => {
    const { isDynamicEntry, file } = chunk(key)
    return (
      isDynamicEntry &&
      file.endsWith('.js') &&
      !pages.includes(key) &&
      key !== behind &&
      key !== frame &&
      key !== palette
    )
  })
  const assets = readdirSync(join(folder, 'assets')).map((name) => `assets/${name}`)
  const [entryOfWorker, ...otherWorkers] = assets.filter((file) => /\/vault-worker-[\w-]{8}\.js$/.test(file))
  if (pages.length < 10 || !entryOfWorker || otherWorkers.length > 0)
    throw new Error('The build has not the pages or the worker expected')
  const worker = partsOfWorker(folder, entryOfWorker)

  return [
    ...pages.filter(doorOf).map((key) => ({
      what: `${key}, first load`,
      bytes: sum(union(entry, scripts(key))),
      most: most.door,
    })),
    ...inside.map((key) => ({
      what: `${key}, signed-in first load`,
      bytes: sum(union(base, scripts(key))),
      most: most.signedIn,
    })),
    ...inside.map((key) => ({
      what: `${key}, on top of the frame`,
      bytes: sum(without(scripts(key), base)),
      most: most.page,
    })),
    ...heavy.map((key) => ({
      what: `${key}, on demand`,
      bytes: sum(without(scripts(key), base)),
      most: most.editor,
    })),
    { what: 'vault worker with its WebAssembly', bytes: sum(worker.first), most: most.vaultWorker },
    ...[...worker.later].map(([file, parts]) => ({
      what: `vault worker, ${file}, on demand`,
      bytes: sum(without(parts, worker.first)),
      most: most.workerOnDemand,
    })),
    {
      what: 'import worker',
      bytes: sum(assets.filter((file) => /\/import-worker-.*\.js$/.test(file))),
      most: most.importWorker,
    },
    {
      what: 'PDF worker',
      bytes: sum(assets.filter((file) => /\/pdf-worker-.*\.js$/.test(file))),
      most: most.pdfWorker,
    },
    {
      what: 'draw.io worker',
      bytes: sum(assets.filter((file) => /\/drawio-worker-.*\.js$/.test(file))),
      most: most.drawioWorker,
    },
    {
      what: 'styles of the page with most',
      bytes: Math.max(...inside.map((key) => sum(union(baseStyles, styles(key))))),
      most: most.styles,
    },
    {
      what: 'fonts',
      bytes: assets
        .filter((file) => file.endsWith('.woff2'))
        .reduce((total, file) => total + readFileSync(join(folder, file)).length, 0),
      most: most.fonts,
    },
  ]
}

const union = (one: Set<string>, other: Set<string>) => new Set([...one, ...other])
const without = (one: Set<string>, other: Set<string>) => new Set([...one].filter((file) => !other.has(file)))

/**
 * What the vault's Worker loads before it answers, its scripts and the one WebAssembly that they name, and what it
 * imports only when asked to: by first file, all that it needs.
 */
export function partsOfWorker(folder: string, entry: string): { first: Set<string>; later: Map<string, Set<string>> } {
  const first = new Set<string>()
  const later = new Map<string, Set<string>>()
  const visit = (file: string, seen: Set<string>): void => {
    if (seen.has(file)) return
    seen.add(file)
    const code = readFileSync(join(folder, file), 'utf8')
    const { staticImports, staticExports, dynamicImports } = parseSync(file, code).module
    const beside = (name: string) => join(file, '..', name)
    for (const { moduleRequest } of staticImports) visit(beside(moduleRequest.value), seen)
    for (const { moduleRequest } of staticExports.flatMap(({ entries }) => entries))
      if (moduleRequest) visit(beside(moduleRequest.value), seen)
    for (const { moduleRequest } of dynamicImports) {
      const named = /^(["'`])(\.\/[\w.-]+\.js)\1$/.exec(code.slice(moduleRequest.start, moduleRequest.end))?.[2]
      if (!named) throw new Error(`${file} imports something whose name is not written out`)
      if (later.has(beside(named))) continue
      const parts = new Set<string>()
      later.set(beside(named), parts)
      visit(beside(named), parts)
    }
    // Bounded: long runs of letters, as word lists are, would be read once for each of their letters.
    for (const [name] of code.matchAll(/(?<![\w.-])[\w.-]{1,80}\.wasm\b/g)) seen.add(beside(name))
  }
  visit(entry, first)
  const wasm = [...first].filter((file) => file.endsWith('.wasm'))
  if (wasm.length !== 1) throw new Error(`The vault's worker names ${wasm.length} WebAssembly files in place of one`)
  return { first, later }
}

function memoized<Answer>(ask: (key: string) => Answer): (key: string) => Answer {
  const known = new Map<string, Answer>()
  return (key) => {
    let answer = known.get(key)
    if (answer === undefined) known.set(key, (answer = ask(key)))
    return answer
  }
}

if (process.argv[1] === import.meta.filename) {
  const measured = measure()
  const over = measured.filter(({ bytes, most: limit }) => bytes > limit)
  for (const { what, bytes, most: limit } of measured) {
    const mark = bytes > limit ? 'OVER' : '    '
    console.log(`${mark} ${(bytes / kB).toFixed(1).padStart(6)} of ${String(limit / kB).padStart(3)} kB  ${what}`)
  }
  if (over.length > 0) {
    console.error(`${over.length} over the budget of DESIGN-LANGUAGE §13`)
    process.exitCode = 1
  }
}
