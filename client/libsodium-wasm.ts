import type { Plugin } from 'vite'

/**
 * Takes libsodium's WebAssembly out of its JavaScript, where the package carries it as base64, and makes it a file of
 * its own: a third smaller on the way, compiled while it arrives, and kept compiled by the browser. Node, the command
 * line and the tests use the package as it is.
 *
 * It leans on three things about the package: one long base64 text that is a WebAssembly module, `export default` of an
 * Emscripten factory, and Emscripten's documented `instantiateWasm`. Where one of them is no longer so, the build stops.
 */
export function libsodiumWasm(): Plugin {
  return {
    name: 'runkeep:libsodium-wasm',
    apply: 'build',
    transform: {
      filter: { id: packageFile },
      async handler(code) {
        const { wasm, factory } = await takeApart(code).catch((cause: unknown) =>
          this.error(`libsodium-sumo is not built as client/libsodium-wasm.ts expects: ${String(cause)}`),
        )
        const file = this.emitFile({ type: 'asset', name: 'libsodium.wasm', source: wasm })
        return { code: `${factory}\n${loaderOf(`import.meta.ROLLUP_FILE_URL_${file}`)}`, map: null }
      },
    },
    generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk' || !chunk.moduleIds.some((id) => /libsodium-sumo/.test(id))) continue
        // The package has another entry, for `require`, which the transform does not see.
        if (!chunk.moduleIds.some((id) => packageFile.test(id)) || wasmAsText.test(chunk.code))
          this.error(`${chunk.fileName} still carries libsodium's WebAssembly as text`)
      }
    },
  }
}

const packageFile = /[\\/]libsodium-sumo[\\/]dist[\\/]modules-sumo-esm[\\/]libsodium-sumo\.mjs$/
/** `\0asm` and version 1, as base64; the text of 0.8.4 is 380 kB. */
const wasmAsText = /(["'`])(AGFzbQEAAA[A-Za-z0-9+/]{100000,}={0,2})\1/
const factoryExport = /\bexport\s+default\s+([\w$]+)\s*;?\s*$/

/** @returns the WebAssembly, and the JavaScript without it, whose factory is now the function `libsodium`. */
export async function takeApart(code: string): Promise<{ wasm: Uint8Array; factory: string }> {
  const texts = [...code.matchAll(new RegExp(wasmAsText, 'g'))]
  const [, , base64] = texts[0] ?? []
  if (texts.length !== 1 || !base64) throw new Error(`${texts.length} WebAssembly texts in place of one`)
  const wasm = Uint8Array.from(Buffer.from(base64, 'base64'))
  if (Buffer.from(wasm).toString('base64') !== base64) throw new Error('the base64 is not in its one form')
  const { length } = WebAssembly.Module.imports(await WebAssembly.compile(wasm))
  if (length === 0) throw new Error('the WebAssembly imports nothing of its JavaScript')
  const [statement, name] = factoryExport.exec(code) ?? []
  if (!statement || !name) throw new Error('it does not end with the export of its factory')
  if (!/\.instantiateWasm\s*\?/.test(code)) throw new Error('it takes no instantiateWasm')
  const factory = code.replace(base64, '').replace(factoryExport, `const libsodium=${name};`)
  return { wasm, factory }
}

/**
 * The export in place of the factory. A Worker outlives many pages, so a server that is away for a moment must not leave
 * it without libsodium: it asks again. A file that is gone has been replaced by another version: then the page must be
 * loaded anew, and the vault says so by failing.
 */
const loaderOf = (address: string) => `
async function fetched() {
  for (let waitMs = 250; ; waitMs = Math.min(2 * waitMs, 4000)) {
    const answer = await fetch(${address}).catch(() => undefined)
    if (answer?.ok) return answer
    if (answer && answer.status < 500 && answer.status !== 429) throw new Error('libsodium could not be loaded: ' + answer.status)
    await new Promise((resolve) => setTimeout(resolve, waitMs))
  }
}
export default async function (given) {
  const compiled = await WebAssembly.compileStreaming(fetched())
  return new Promise((resolve, reject) => {
    const instantiateWasm = (imports, done) => void WebAssembly.instantiate(compiled, imports).then(done).catch(reject)
    libsodium({ ...given, instantiateWasm }).then(resolve, reject)
  })
}
`
