import react from '@vitejs/plugin-react'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig, type Plugin } from 'vite'
import { libsodiumWasm } from './libsodium-wasm.ts'

const here = import.meta.dirname

/** The newest browsers of early 2024: light-dark(), cascade layers, the popover attribute and `:has()` need no help there. */
const browsers = ['chrome123', 'edge123', 'firefox121', 'safari17.5']

export default defineConfig({
  root: here,
  base: '/',
  publicDir: false,
  // In the browser the contract's schemas are types only; see there. `zod/mini`, which the vault's Worker has, is not meant.
  resolve: {
    alias: [
      { find: /^zod$/, replacement: join(here, 'platform/zod-stand-in.ts') },
      { find: /^crypto$/, replacement: join(here, 'platform/no-node-crypto.ts') },
    ],
  },
  plugins: [react(), head(), layersFirst(), schemasStayBehind(), englishOnly(), firstLoadStaysLean()],
  worker: { format: 'es', plugins: () => [libsodiumWasm()] },
  server: {
    port: 5173,
    strictPort: true,
    host: '127.0.0.1',
    proxy: { '/api': process.env['RUNKEEP_SERVER'] ?? 'http://127.0.0.1:4180' },
  },
  build: {
    outDir: join(here, '../build/client'),
    emptyOutDir: true,
    target: browsers,
    cssTarget: browsers,
    manifest: true,
    sourcemap: false,
    // Fonts and pictures stay files: the policy allows neither data: nor inline anything.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      treeshake: { manualPureFunctions: ['z'] },
      output: {
        // One long-lived file for what changes least; everything else splits along the lazy routes by itself.
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules[\\/](?:react|react-dom|scheduler|react-router)[\\/]/ },
            // Used by the editor's page and by CodeMirror's part, which must not wait for each other.
            { name: 'inserts', test: /ui[\\/]editor[\\/](?:inserts|files-in)\.ts$/ },
          ],
        },
      },
    },
  },
})

/**
 * Puts two things into the head that the content policy does not allow inline: the small blocking script that applies
 * the stored theme before the first paint, and preloads of the two fonts under their hashed names.
 */
function head(): Plugin {
  const script = 'apply-theme.js'
  return {
    name: 'runkeep:head',
    buildStart() {
      if (this.meta.watchMode) return
      this.emitFile({ type: 'asset', name: script, source: readFileSync(join(here, 'ui', script), 'utf8') })
    },
    transformIndexHtml: {
      order: 'post',
      handler(_html, { bundle }) {
        if (!bundle) return [{ tag: 'script', attrs: { src: `/ui/${script}` }, injectTo: 'head-prepend' }]
        const files = Object.values(bundle)
        const scriptFile = files.find((file) => file.type === 'asset' && file.names.includes(script))
        const fonts = files.filter((file) => file.fileName.endsWith('.woff2'))
        if (!scriptFile || fonts.length !== 2)
          throw new Error('The theme script or the two fonts are not in the bundle')
        return [
          ...fonts.map(({ fileName }) => ({
            tag: 'link',
            attrs: { rel: 'preload', as: 'font', type: 'font/woff2', crossorigin: '', href: `/${fileName}` },
            injectTo: 'head-prepend' as const,
          })),
          { tag: 'script', attrs: { src: `/${scriptFile.fileName}` }, injectTo: 'head-prepend' },
        ]
      },
    },
  }
}

/** The order of the layers is stated at the top of every style file, so it holds whichever file arrives first. */
function layersFirst(): Plugin {
  return {
    name: 'runkeep:layers-first',
    enforce: 'post',
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type !== 'asset' || !file.fileName.endsWith('.css')) continue
        file.source = `@layer reset,tokens,base,components,pages,print;${String(file.source)}`
      }
    },
  }
}

/**
 * Takes the schemas off the contract: `input`, `output` and `summary` of endpoints go, and what else is a schema becomes
 * `z`, for which platform/zod-stand-in.ts stands in. Methods, paths and enumerations stay: a browser needs no more.
 */
function schemasStayBehind(): Plugin {
  return {
    name: 'runkeep:schemas-stay-behind',
    transform(code, id) {
      if (!/[\\/]server[\\/]contract[\\/][a-z-]+\.ts$/.test(id) || !/from ['"]zod['"]/.test(code)) return undefined
      let kept = code
      // From the last to the first, so that what is changed moves nothing that is still to be changed.
      const changes = changesTo(this.parse(code) as unknown as Node).sort((one, other) => other.from - one.from)
      for (const { from, to, put } of changes) kept = kept.slice(0, from) + put + kept.slice(to)
      return { code: kept, map: null }
    },
  }
}

interface Node {
  type: string
  start: number
  end: number
  [key: string]: unknown
}
interface Change {
  from: number
  to: number
  put: string
}

function changesTo(node: Node): Change[] {
  if (isSchema(node)) return [{ from: node.start, to: node.end, put: 'z' }]
  if (node.type === 'CallExpression' && (node['callee'] as Node)['name'] === 'endpoint') {
    const properties = ((node['arguments'] as Node[])[0]?.['properties'] ?? []) as Node[]
    return properties.flatMap((property, at) => {
      const isCut = ['input', 'output', 'summary'].includes(String((property['key'] as Node | undefined)?.['name']))
      return isCut ? [{ from: property.start, to: properties[at + 1]?.start ?? property.end, put: '' }] : []
    })
  }
  return Object.values(node)
    .flat()
    .filter((child): child is Node => typeof child === 'object' && child !== null && 'type' in child)
    .flatMap(changesTo)
}

/** `z.object(…).extend(…)`, `line(80)`, `Document.omit(…)`; no enumeration, whose names a browser may list. */
function isSchema(expression: Node): boolean {
  if (expression.type !== 'CallExpression') return false
  const callee = expression['callee'] as Node
  if (callee.type === 'Identifier') return ['uuid', 'line', 'text', 'bytes', 'pageOf'].includes(String(callee['name']))
  if (callee.type !== 'MemberExpression') return false
  const method = String((callee['property'] as Node)['name'])
  const of = callee['object'] as Node
  if (of.type === 'CallExpression') return isSchema(of)
  if (of['name'] === 'z') return method !== 'enum'
  return ['extend', 'omit', 'pick', 'partial'].includes(method) || (of.type === 'MemberExpression' && isOfZ(of))
}

/** `z.coerce` and `z.iso`, whose methods make schemas too. */
const isOfZ = (member: Node) => (member['object'] as Node)['name'] === 'z'

/** React Aria says a few words of its own, in 34 languages; the page is in English. Saves the first load 4 kB. */
function englishOnly(): Plugin {
  return {
    name: 'runkeep:english-only',
    enforce: 'pre',
    load(id) {
      const isOther = /react-aria[\\/].*[\\/]intl[\\/][^\\/]+[\\/](?!en-US)[a-z]{2}-[A-Z]{2}\.mjs$/.test(id)
      return isOther ? 'export default undefined' : undefined
    },
  }
}

/** Fails the build when something heavy that belongs in a worker or a lazy chunk is pulled into the first load. */
function firstLoadStaysLean(): Plugin {
  const heavy =
    /node_modules[\\/](?:libsodium[^\\/]*|hash-wasm|marked|@codemirror|@lezer|@zxcvbn-ts|temporal-polyfill)[\\/]/
  return {
    name: 'runkeep:first-load-stays-lean',
    generateBundle(_options, bundle) {
      const seen = new Set<string>()
      const visit = (fileName: string): void => {
        const chunk = bundle[fileName]
        if (chunk?.type !== 'chunk' || seen.has(fileName)) return
        seen.add(fileName)
        const culprit = chunk.moduleIds.find((id) => heavy.test(id))
        if (culprit) this.error(`${culprit} must not be part of the first load: import it lazily or in a worker`)
        chunk.imports.forEach(visit)
      }
      for (const chunk of Object.values(bundle)) if (chunk.type === 'chunk' && chunk.isEntry) visit(chunk.fileName)
    },
  }
}
