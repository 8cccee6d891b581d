import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { createRequire } from 'node:module'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { build } from 'vite'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { AccountKeys } from '#contract/crypto/keys.ts'
import { checkLogin, fromBase64url, sodiumReady } from '#contract/crypto/verify.ts'
import { partsOfWorker } from '../../client/check-budgets.ts'
import product from '../../client/vite.config.ts'
import { pageHeaders } from '../../server/http/headers.ts'
import { launchChromium } from './support/chromium.ts'

/**
 * The vault in a real browser: built by Vite, served under the product's own content policy and Trusted Types, with its
 * Workers and the real Argon2id. One small page stands in for the product's.
 */

const types: Record<string, string> = { '.js': 'text/javascript', '.wasm': 'application/wasm' }
const zodMini = createRequire(import.meta.url)
  .resolve('zod/mini')
  .replace(/\.cjs$/, '.js')
const source = join(import.meta.dirname, '../../client/vault')
const accountId = '019ca6b1-dc00-76fb-85b4-31cfa521c0ec'
const email = 'mara@acme.example.com'
const passphrase = 'tangerine orbit velvet spoon'
const ts = '2026-03-02T09:00:00.000Z'
const challenge = Buffer.alloc(32, 7).toString('base64url')

let folder: string
let server: Server
let origin: string
let browser: Browser
let context: BrowserContext
let complaints: string[]
/** Answers still to be refused, by the end of the path and with which status. */
let refuse: { path: string; status: number; times: number } | undefined

beforeAll(async () => {
  await sodiumReady
  folder = mkdtempSync(join(tmpdir(), 'runkeep-vault-'))
  writeFileSync(
    join(folder, 'index.html'),
    '<!doctype html><title>vault</title><link rel="icon" href="data:," /><script type="module" src="./page.ts"></script>',
  )
  writeFileSync(
    join(folder, 'page.ts'),
    `import { openVault } from '${source}/open-vault.ts'
     import { startStrengthJudge } from '${source}/strength-judge.ts'
     import { openDraftShelf } from '${source}/draft-shelf.ts'
     import { makeDrafts } from '${source}/drafts.ts'
     const vault = openVault()
     const clock = { ahead: 0 }
     const now = () => Date.now() + clock.ahead
     const shelf = openDraftShelf(window.indexedDB, now)
     Object.assign(window, { vault, startStrengthJudge, shelf, clock, drafts: makeDrafts({ vault, shelf, now }) })`,
  )
  // A Worker as the credentials' parts need it: schemas, and something that is loaded only when it is asked for.
  writeFileSync(
    join(folder, 'probe.html'),
    '<!doctype html><title>probe</title><link rel="icon" href="data:," /><script type="module" src="./probe.ts"></script>',
  )
  writeFileSync(
    join(folder, 'probe.ts'),
    `import url from './probe-worker.ts?worker&url'
     const policy = trustedTypes.createPolicy('runkeep', { createScriptURL: (given) => given })
     const answerOf = (port) => new Promise((resolve) => (port.onmessage = ({ data }) => resolve(data)))
     const options = { type: 'module' }
     Object.assign(window, {
       shared: () => answerOf(new SharedWorker(policy.createScriptURL(url), options).port),
       dedicated: () => answerOf(new Worker(policy.createScriptURL(url), options)),
     })`,
  )
  writeFileSync(
    join(folder, 'probe-worker.ts'),
    `const violations = []
     globalThis.addEventListener('securitypolicyviolation', ({ blockedURI }) => violations.push(blockedURI))
     // The event comes after the fact.
     const seen = () => new Promise((resolve) => setTimeout(() => resolve([...violations]), 50))
     const probe = async (port) => {
       const { parsed } = await import('./probe-part.ts')
       const answer = { ...parsed(), violations: await seen() }
       // The control: eval is forbidden here, and an attempt would have been seen.
       try { new Function('') } catch {}
       port.postMessage({ ...answer, attempted: await seen() })
     }
     if ('onconnect' in globalThis) globalThis.onconnect = ({ ports }) => probe(ports[0])
     else probe(globalThis)`,
  )
  writeFileSync(
    join(folder, 'probe-part.ts'),
    `import * as z from '${zodMini}'
     z.config({ jitless: true })
     const Entry = z.strictObject({ seq: z.int().check(z.gte(1)), name: z.string() })
     export const parsed = () => ({
       good: Entry.safeParse({ seq: 1, name: 'mara' }).success,
       bad: Entry.safeParse({ seq: 0, name: 'mara', more: 1 }).error?.issues.map(({ path, code }) => [code, ...path]),
     })`,
  )
  await build({
    root: folder,
    configFile: false,
    logLevel: 'silent',
    // How the product builds its Workers is what is tested here.
    resolve: product.resolve ?? {},
    worker: product.worker ?? {},
    build: {
      outDir: join(folder, 'built'),
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
      rolldownOptions: { input: ['index', 'probe'].map((page) => join(folder, `${page}.html`)) },
    },
  })
  server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://x').pathname
    if (refuse && refuse.times > 0 && path.endsWith(refuse.path)) {
      refuse.times -= 1
      return void response.writeHead(refuse.status, pageHeaders(false)).end()
    }
    readFile(join(folder, 'built', path === '/' ? 'index.html' : path)).then(
      (content) => {
        const type = types[extname(path)] ?? 'text/html'
        response.writeHead(200, { ...pageHeaders(false), 'content-type': type }).end(content)
      },
      () => response.writeHead(404).end(),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  browser = await launchChromium()
})

afterAll(async () => {
  await browser.close()
  server.close()
  rmSync(folder, { recursive: true, force: true })
})

beforeEach(async () => {
  context = await browser.newContext()
  complaints = []
  refuse = undefined
})
afterEach(async () => {
  await context.close()
  expect(complaints).toEqual([])
})

// What the page has put on its window.
declare const vault: import('../../client/vault/open-vault.ts').Vault
declare const drafts: import('../../client/vault/drafts.ts').Drafts
declare const shelf: import('../../client/vault/draft-shelf.ts').DraftShelf
declare const clock: { ahead: number }
declare const startStrengthJudge: typeof import('../../client/vault/strength-judge.ts').startStrengthJudge

async function aTab(path = '/', ready = 'vault'): Promise<Page> {
  const page = await context.newPage()
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  await page.goto(origin + path)
  await page.waitForFunction((name) => name in window, ready)
  return page
}

const makeAccount = (tab: Page): Promise<AccountKeys> =>
  tab.evaluate((input) => vault.makeAccount(input), { accountId, passphrase, email })
const state = (tab: Page) => tab.evaluate(() => vault.current())

describe.each([
  ['shared by all tabs', true],
  ['of one tab, where the browser has no SharedWorker', false],
])('a vault %s', (_name, isShared) => {
  beforeEach(async () => {
    if (!isShared) await context.addInitScript(() => Reflect.deleteProperty(window, 'SharedWorker'))
  })

  test('makes an account, signs in for this origin, locks and unlocks', async () => {
    const tab = await aTab()
    const keys = await makeAccount(tab)
    expect(await state(tab)).toEqual({ is: 'unlocked', accountId })

    const login = { accountId, passphrase, email, challenge, ts, salt: keys.salt, profile: keys.profile }
    const { signature } = await tab.evaluate((input) => vault.signLogin(input), login)
    const stated = { origin, challenge: fromBase64url(challenge), accountId, ts }
    checkLogin(stated, fromBase64url(signature), fromBase64url(keys.loginPublicKey))
    const unlocked = await tab.evaluate((given) => vault.unlockAfterSignIn(given), keys)
    expect(unlocked.encPublicKey).toBe(keys.encPublicKey)

    await tab.evaluate(() => vault.lock())
    expect(await state(tab)).toEqual({ is: 'locked', cause: 'asked' })
    const unlock = (typed: string) =>
      tab.evaluate(
        (input) =>
          vault.unlock(input).then(
            () => 'open',
            (error: unknown) => String(error),
          ),
        { accountId, passphrase: typed, email, keys },
      )
    expect(await unlock('something else entirely')).toBe('PassphraseError: That passphrase does not open this account')
    expect(await unlock(passphrase)).toBe('open')
    expect(await state(tab)).toEqual({ is: 'unlocked', accountId })
  })

  test(`${isShared ? 'is' : 'is not'} open in a second tab, too`, async () => {
    const [first, second] = [await aTab(), await aTab()]
    await makeAccount(first)
    if (!isShared) return expect(await state(second)).toMatchObject({ is: 'locked' })
    await second.waitForFunction(() => vault.current().is === 'unlocked')
    await second.evaluate(() => vault.lock())
    await first.waitForFunction(() => vault.current().is === 'locked')
  })
})

test('the page goes on while a passphrase is stretched, and that Worker ends', async () => {
  const tab = await aTab()
  let started = 0
  tab.on('worker', () => (started += 1))
  const { longestMs, wholeMs } = await tab.evaluate(
    async (input) => {
      const from = performance.now()
      let longestMs = 0
      let last = from
      const ticking = setInterval(() => {
        longestMs = Math.max(longestMs, performance.now() - last)
        last = performance.now()
      }, 5)
      await vault.makeAccount(input)
      clearInterval(ticking)
      return { longestMs, wholeMs: performance.now() - from }
    },
    { accountId, passphrase, email },
  )
  // Argon2id would hold up the page for nearly the whole time; a busy machine only makes it wait for its turn.
  expect(longestMs).toBeLessThan(wholeMs * 0.75)
  expect(started).toBe(1)
  await expect.poll(() => tab.workers().length).toBe(0)
})

test('nothing is kept in the browser but the pins', async () => {
  const tab = await aTab()
  const keys = await makeAccount(tab)
  await tab.evaluate((given) => vault.unlock(given), { accountId, passphrase, email, keys })
  const kept = await tab.evaluate(async () => ({
    local: JSON.stringify(localStorage),
    session: JSON.stringify(sessionStorage),
    databases: await indexedDB.databases(),
  }))
  expect(Object.values(JSON.parse(kept.local) as object)).toEqual(['2', '2'])
  expect(kept).toMatchObject({ session: '{}', databases: [] })
  for (const secret of [passphrase, 'tangerine', email, 'mara', keys.salt, keys.sealedUak]) {
    expect(JSON.stringify(kept)).not.toContain(secret)
  }
})

describe('drafts', () => {
  const organizationId = '019ca6b1-dc00-7aaa-85b4-31cfa521c0ec'
  const key = { accountId, organizationId, draftId: 'RB-14' }
  const text = 'Pull the plug of the canary, wait ten seconds. 漢字 🔌'
  const save = (tab: Page, given: typeof key = key, words = text) =>
    tab.evaluate(([key, text]) => drafts.saveDraft(key, text), [given, words] as const)
  const read = (tab: Page, given: typeof key = key) =>
    tab.evaluate((key) => drafts.readDraft(key).catch((error: unknown) => String(error)), given)
  const listed = async (tab: Page, owner = accountId) =>
    (await tab.evaluate((id) => drafts.draftsOf(id), owner)).map(({ draftId }) => draftId)

  test('outlive a reload and a lock, and open again after the unlock', async () => {
    const tab = await aTab()
    const keys = await makeAccount(tab)
    const savedAtMs = await save(tab)
    expect(await read(tab)).toEqual({ text, savedAtMs })
    await tab.reload()
    await tab.waitForFunction(() => 'vault' in window)
    await tab.evaluate(() => vault.lock())
    expect(await tab.evaluate((key) => drafts.findDraft(key), key)).toEqual({ savedAtMs })
    expect(await read(tab)).toBe('LockedMeanwhile: The vault is locked for this account')
    await tab.evaluate((given) => vault.unlock(given), { accountId, passphrase, email, keys })
    expect(await read(tab)).toEqual({ text, savedAtMs })
  })

  test('lie sealed in the database, with nothing else beside them than name, owner and time', async () => {
    const tab = await aTab()
    await makeAccount(tab)
    const savedAtMs = await save(tab)
    const kept = await tab.evaluate(async () => {
      const dump: unknown[] = []
      for (const { name = '' } of await indexedDB.databases()) {
        const database = await new Promise<IDBDatabase>((resolve) => {
          const request = indexedDB.open(name)
          request.onsuccess = () => resolve(request.result)
        })
        for (const store of database.objectStoreNames) {
          const rows = await new Promise((resolve) => {
            const request = database.transaction(store).objectStore(store).getAll()
            request.onsuccess = () => resolve(request.result)
          })
          dump.push({ name, store, rows })
        }
        database.close()
      }
      return dump
    })
    const sealed = expect.stringMatching(/^RQEHA[\w-]{400,}$/) as string
    expect(kept).toEqual([{ name: 'runkeep', store: 'drafts', rows: [{ ...key, savedAtMs, sealed }] }])
    expect(JSON.stringify(kept)).not.toMatch(/canary|mara|tangerine/)
  })

  test('are forgotten beyond fifty, the oldest first, and after thirty days', async () => {
    const tab = await aTab()
    await makeAccount(tab)
    const other = { ...key, accountId: '019ca6b1-dc00-7bbb-85b4-31cfa521c0ec' }
    // Somebody else's, put there as that person's vault would have.
    await tab.evaluate((of) => shelf.put({ ...of, savedAtMs: Date.now(), sealed: 'theirs' }), other)
    for (let number = 1; number <= 52; number++) {
      await tab.evaluate(() => (clock.ahead += 1000))
      await save(tab, { ...key, draftId: `RB-${number}` })
    }
    const names = Array.from({ length: 50 }, (_, at) => `RB-${52 - at}`)
    expect(await listed(tab)).toEqual(names)
    expect(await read(tab, { ...key, draftId: 'RB-2' })).toBeUndefined()
    expect(await listed(tab, other.accountId)).toEqual(['RB-14'])

    await tab.evaluate(() => (clock.ahead += 30 * 24 * 3600_000))
    expect(await listed(tab)).toEqual([])
    expect(await read(tab, { ...key, draftId: 'RB-52' })).toBeUndefined()
    await save(tab)
    // Gone from the disk, too: they do not come back when the clock does.
    await tab.evaluate(() => (clock.ahead = 0))
    expect(await listed(tab)).toEqual(['RB-14'])
    expect(await listed(tab, other.accountId)).toEqual([])
  })

  test('of an account that signs out go, in every tab, and no others', async () => {
    const [tab, second] = [await aTab(), await aTab()]
    await makeAccount(tab)
    await second.waitForFunction(() => vault.current().is === 'unlocked')
    await save(tab)
    await save(second, { ...key, draftId: 'SY-02' })
    const other = { ...key, accountId: '019ca6b1-dc00-7bbb-85b4-31cfa521c0ec' }
    await tab.evaluate((of) => shelf.put({ ...of, savedAtMs: Date.now(), sealed: 'theirs' }), other)
    expect(await listed(second)).toEqual(['SY-02', 'RB-14'])
    await second.evaluate((id) => drafts.removeDraftsOf(id), accountId)
    expect(await listed(tab)).toEqual([])
    expect(await listed(tab, other.accountId)).toEqual(['RB-14'])
  })

  test('are sealed before a lock takes the keys', async () => {
    const tab = await aTab()
    const keys = await makeAccount(tab)
    await tab.evaluate(
      async ([key, text]) => {
        vault.beforeLock(() => drafts.saveDraft(key, text))
        await vault.lock()
      },
      [key, text] as const,
    )
    expect(await state(tab)).toMatchObject({ is: 'locked' })
    await tab.evaluate((given) => vault.unlock(given), { accountId, passphrase, email, keys })
    expect(await read(tab)).toMatchObject({ text })
  })

  test('are kept by a browser that has closed their database meanwhile, and quietly not by one without', async () => {
    const tab = await aTab()
    await makeAccount(tab)
    await save(tab)
    // Clearing the site's data closes the connection under the page.
    await tab.evaluate(
      () =>
        new Promise<void>((resolve, reject) => {
          const request = indexedDB.deleteDatabase('runkeep')
          request.onsuccess = () => resolve()
          request.onerror = () => reject(new Error('not deleted'))
        }),
    )
    expect(await read(tab)).toBeUndefined()
    expect(await save(tab)).toEqual(expect.any(Number))
    expect(await read(tab)).toMatchObject({ text })

    await context.addInitScript(() =>
      Object.defineProperty(window, 'indexedDB', { value: undefined, configurable: true }),
    )
    const without = await aTab()
    await without.waitForFunction(() => vault.current().is === 'unlocked')
    expect(await save(without)).toBeUndefined()
    expect(await read(without)).toBeUndefined()
    expect(await listed(without)).toEqual([])
  })

  test('take no time that anybody notices: 200,000 characters are kept within half a second', async () => {
    const tab = await aTab()
    await makeAccount(tab)
    await save(tab)
    // The quickest of three: a busy machine makes some of them wait for their turn.
    const tookMs = await tab.evaluate(
      async ([key, text]) => {
        const took: number[] = []
        for (let time = 0; time < 3; time++) {
          const from = performance.now()
          await drafts.saveDraft(key, text)
          took.push(performance.now() - from)
        }
        return Math.min(...took)
      },
      [key, 'é'.repeat(200_000)] as const,
    )
    expect(tookMs).toBeLessThan(500)
  })
})

test('the strength of a passphrase is judged in a Worker of its own', async () => {
  const tab = await aTab()
  const judged = await tab.evaluate(async () => {
    const judge = startStrengthJudge()
    const person = { name: 'Mara Lindqvist', email: 'mara@acme.example.com' }
    const both = await Promise.all([
      judge.judge('maralindqvist', person),
      judge.judge('tangerine orbit velvet spoon', person),
    ])
    judge.end()
    return both
  })
  expect(judged.map(({ isEnough }) => isEnough)).toEqual([false, true])
})

test('the policy lets no other script become a Worker, and there is no second policy', async () => {
  const tab = await aTab()
  const refused = await tab.evaluate(() => {
    const tries = {
      text: () => new Worker('/page.js'),
      blob: () => new Worker(URL.createObjectURL(new Blob(['1']))),
      policy: () =>
        (
          window as unknown as { trustedTypes: { createPolicy(n: string, r: object): unknown } }
        ).trustedTypes.createPolicy('runkeep', {}),
    }
    return Object.entries(tries)
      .filter(([, attempt]) => {
        try {
          attempt()
          return false
        } catch (error) {
          return error instanceof TypeError
        }
      })
      .map(([name]) => name)
  })
  expect(refused).toEqual(['text', 'blob', 'policy'])
  expect(complaints.splice(0).every((text) => /TrustedScriptURL|Trusted Type|TrustedTypePolicy/i.test(text))).toBe(true)
})

test.each(['shared', 'dedicated'] as const)(
  'a %s Worker loads a part of itself when asked, with schemas that need no eval',
  async (kind) => {
    const tab = await aTab('/probe.html', kind)
    const parsed = await tab.evaluate((name) => (window as unknown as Record<string, () => unknown>)[name]?.(), kind)
    expect(parsed).toEqual({
      good: true,
      bad: [['too_small', 'seq'], ['unrecognized_keys']],
      violations: [],
      attempted: ['trusted-types-sink'],
    })
    complaints = complaints.filter((text) => !/Content Security Policy.*eval|unsafe-eval/i.test(text))
  },
)

describe('the WebAssembly of libsodium', () => {
  const assets = () => readdirSync(join(folder, 'built/assets'))

  test('is one file, used by the vault and by the Worker that stretches, and asked for again while the server is away', async () => {
    refuse = { path: '.wasm', status: 503, times: 3 }
    const tab = await aTab()
    const keys = await makeAccount(tab)
    expect(keys.sealedUak).toHaveLength(166)
    expect(refuse.times).toBe(0)
    expect(assets().filter((name) => name.endsWith('.wasm'))).toHaveLength(1)
  })

  test('that another version has replaced fails plainly, in the vault and where passphrases are stretched', async () => {
    refuse = { path: '.wasm', status: 404, times: 2 }
    const tab = await aTab()
    const failure = await tab.evaluate((input) => vault.makeAccount(input).catch((error: unknown) => String(error)), {
      accountId,
      passphrase,
      email,
    })
    expect(failure).toMatch(/libsodium could not be loaded: 404/)
    complaints = complaints.filter((text) => !/404/.test(text))
  })
})

test('the Worker and its WebAssembly take at most 195 kB, and neither it nor schemas or word lists are where they do not belong', () => {
  const assets = join(folder, 'built/assets')
  const nameOf = (name: string) => readdirSync(assets).find((file) => file.startsWith(`${name}-`)) ?? name
  const codeOf = (name: string) => readFileSync(join(assets, nameOf(name)), 'utf8')
  expect(codeOf('vault-worker')).toContain('crypto_pwhash')
  expect(codeOf('vault-worker')).not.toMatch(/zxcvbn|l33t|AGFzbQ/)
  expect(codeOf('strength-worker')).not.toContain('crypto_pwhash')
  expect(codeOf('index')).not.toMatch(/crypto_pwhash|zxcvbn|ZodError/)
  const sizeOf = (file: string) => gzipSync(readFileSync(join(folder, 'built', file))).length
  const { first } = partsOfWorker(join(folder, 'built'), `assets/${nameOf('vault-worker')}`)
  expect([...first].filter((file) => file.endsWith('.wasm'))).toHaveLength(1)
  expect([...first].reduce((total, file) => total + sizeOf(file), 0)).toBeLessThan(195_000)
  expect(sizeOf(`assets/${nameOf('index')}`)).toBeLessThan(10_000)
})
