import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { beforeAll, expect, test } from 'vitest'
import { libsodiumWasm, takeApart } from '../../client/libsodium-wasm.ts'

/** What takes libsodium apart must notice when the package is no longer built as it expects. */

let code: string
beforeAll(() => {
  const wrappers = createRequire(import.meta.url).resolve('libsodium-wrappers')
  const file = createRequire(wrappers).resolve('libsodium-sumo')
  code = readFileSync(file.replace('/modules-sumo/libsodium-sumo.js', '/modules-sumo-esm/libsodium-sumo.mjs'), 'utf8')
})

test('the WebAssembly comes out whole, and nothing of it stays behind', async () => {
  const { wasm, factory } = await takeApart(code)
  expect(Buffer.from(wasm.slice(0, 8)).toString('hex')).toBe('0061736d01000000')
  expect(code).toContain(Buffer.from(wasm).toString('base64'))
  expect(factory.length).toBeLessThan(50_000)
  expect(factory).not.toMatch(/\bexport\b/)
})

test('the factory runs with the WebAssembly it is given', async () => {
  const { wasm, factory } = await takeApart(code)
  const { default: make } = (await import(
    `data:text/javascript,${encodeURIComponent(factory)}export default libsodium`
  )) as {
    default: (given: object) => Promise<{ _sodium_init(): number; _crypto_pwhash_alg_argon2id13(): number }>
  }
  const sodium = await make({
    getRandomValue: () => 0,
    instantiateWasm: (imports: WebAssembly.Imports, done: (instance: WebAssembly.Instance) => void) =>
      void WebAssembly.instantiate(wasm.slice(), imports).then(({ instance }) => done(instance)),
  })
  expect(sodium._sodium_init()).toBe(0)
  expect(sodium._crypto_pwhash_alg_argon2id13()).toBe(2)
})

test.each([
  ['without the text', (given: string) => given.replace(/"AGFzbQEAAA[^"]+"/, '""')],
  ['with two of them', (given: string) => given.replace(/("AGFzbQEAAA[^"]+")/, '$1+$1')],
  ['with a text that is damaged', (given: string) => given.replace(/"AGFzbQEAAA.{8}/, '"AGFzbQEAAAAAAAAAAA')],
  ['with another export', (given: string) => given.replace('export default A;', 'export { A };')],
  ['without the hook', (given: string) => given.replaceAll('instantiateWasm', 'instantiate')],
])('a package %s is refused', async (_what, change) => {
  const changed = change(code)
  expect(changed).not.toBe(code)
  await expect(takeApart(changed)).rejects.toThrow()
})

test.each([
  ['the text is still there', '/x/libsodium-sumo/dist/modules-sumo-esm/libsodium-sumo.mjs', () => code],
  ['another entry of the package was taken', '/x/libsodium-sumo/dist/modules-sumo/libsodium-sumo.js', () => ''],
])('the build stops where %s', (_what, id, content) => {
  const { generateBundle } = libsodiumWasm()
  if (typeof generateBundle !== 'function') throw new Error('no check of the bundle')
  const error = (message: string): never => {
    throw new Error(message)
  }
  const chunk = { type: 'chunk', fileName: 'vault-worker.js', moduleIds: [id], code: content() }
  expect(() => generateBundle.call({ error } as never, {} as never, { worker: chunk } as never, false)).toThrow(
    /still carries libsodium/,
  )
})
