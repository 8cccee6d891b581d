import drawioUrl from '../features/diagrams/drawio/drawio-worker.ts?worker&url'
import pdfUrl from '../features/attachments/pdf-worker.ts?worker&url'
import importerUrl from '../features/import-passwords/import-worker.ts?worker&url'
import markdownUrl from '../ui/markdown-worker.ts?worker&url'
import paletteUrl from '../features/search/palette-worker.ts?worker&url'
import strengthUrl from './strength-worker.ts?worker&url'
import vaultUrl from './vault-worker.ts?worker&url'

/**
 * The page's only Trusted Types policy, `runkeep`: it lets through the addresses of our own Workers and nothing else.
 * A new Worker is one more line here. The content policy needs `trusted-types runkeep` (with whatever other libraries
 * name), `require-trusted-types-for 'script'`, `worker-src 'self'` and, in the Worker's own answer, `'wasm-unsafe-eval'`.
 */
const ours = {
  vault: vaultUrl,
  strength: strengthUrl,
  markdown: markdownUrl,
  palette: paletteUrl,
  importer: importerUrl,
  drawio: drawioUrl,
  pdf: pdfUrl,
} as const
export type TrustedWorker = keyof typeof ours

/** What there is of Trusted Types in the browsers that have them. */
type Policy = { createScriptURL(url: string): unknown }
type TrustedTypes = { createPolicy(name: string, rules: { createScriptURL(url: string): string }): Policy }

const trustedTypes = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes
const policy: Policy = (trustedTypes ?? { createPolicy: (_name, rules) => rules }).createPolicy('runkeep', {
  createScriptURL(url) {
    const isOurs = Object.values(ours).some((own) => own === url)
    if (!isOurs) throw new TypeError('That script is not one of our Workers')
    return url
  },
})

export function startWorker(which: TrustedWorker, name: string): Worker {
  return new Worker(trusted(which), { type: 'module', name })
}

/** One for all tabs; undefined where the browser has none. */
export function startSharedWorker(which: TrustedWorker, name: string): SharedWorker | undefined {
  if (!('SharedWorker' in globalThis)) return undefined
  // Not in the types yet: keeps the Worker over a reload of the only tab.
  const options: WorkerOptions & { extendedLifetime: boolean } = { type: 'module', name, extendedLifetime: true }
  return new SharedWorker(trusted(which), options)
}

/** A TrustedScriptURL, which the types of `Worker` do not know yet: to them it is a string. */
function trusted(which: TrustedWorker): string {
  return policy.createScriptURL(ours[which]) as string
}
