import react from '@vitejs/plugin-react'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig, type Plugin } from 'vite'

const here = import.meta.dirname

/** The newest browsers of early 2024: light-dark(), cascade layers, the popover attribute and `:has()` need no help there. */
const browsers = ['chrome123', 'edge123', 'firefox121', 'safari17.5']

export default defineConfig({
  root: here,
  base: '/',
  publicDir: false,
  // In the browser the contract's schemas are types only; see there.
  resolve: { alias: [{ find: /^zod$/, replacement: join(here, 'platform/zod-stand-in.ts') }] },
  plugins: [react(), head(), layersFirst(), schemasStayBehind(), englishOnly(), firstLoadStaysLean()],
  worker: { format: 'es' },
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
      treeshake: { manualPureFunctions: ['z', 'bytes', 'line', 'text', 'uuid', 'pageOf'] },
      output: {
        // One long-lived file for what changes least; everything else splits along the lazy routes by itself.
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules[\\/](?:react|react-dom|scheduler|react-router)[\\/]/ },
            // Used by the editor's page and by CodeMirror's part, which must not wait for each other.
            { name: 'inserts', test: /ui[\\/]editor[\\/]inserts\.ts$/ },
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
 * Takes `input`, `output` and `summary` off the contract's endpoints: the browser needs their method and path, and
 * platform/zod-stand-in.ts stands in for what is left of the schemas. What only they used then falls away.
 */
function schemasStayBehind(): Plugin {
  return {
    name: 'runkeep:schemas-stay-behind',
    transform(code, id) {
      if (!/[\\/]server[\\/]contract[\\/][a-z-]+\.ts$/.test(id) || !code.includes('endpoint({')) return undefined
      let kept = code
      // From the last to the first, so that what is cut moves nothing that is still to be cut.
      for (const [from, to] of propertiesToCut(this.parse(code) as unknown as Node).reverse())
        kept = kept.slice(0, from) + kept.slice(to)
      return { code: kept, map: null }
    },
  }
}

type Node = { type: string; start: number; end: number; [key: string]: unknown }

function propertiesToCut(node: Node): [from: number, to: number][] {
  const isEndpoint = node.type === 'CallExpression' && (node['callee'] as Node)['name'] === 'endpoint'
  const [options] = isEndpoint ? (node['arguments'] as Node[]) : []
  if (options?.type === 'ObjectExpression') {
    const properties = options['properties'] as Node[]
    return properties.flatMap((property, at) => {
      const name = (property['key'] as Node | undefined)?.['name']
      const isCut = name === 'input' || name === 'output' || name === 'summary'
      return isCut ? [[property.start, properties[at + 1]?.start ?? property.end] as [number, number]] : []
    })
  }
  return Object.values(node)
    .flat()
    .filter((child): child is Node => typeof child === 'object' && child !== null && 'type' in child)
    .flatMap(propertiesToCut)
}

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
