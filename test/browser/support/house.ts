import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, vi } from 'vitest'
import type { AccountId } from '#contract/values.ts'
import { startSession } from '../../../server/access/sessions.ts'
import { start, type Running } from '../../../server/main.ts'
import { later, settableClock } from '../../../server/platform/clock.ts'
import { readConfig } from '../../../server/platform/config.ts'
import { jsonLog } from '../../../server/platform/log.ts'
import { builtClient } from './built-client.ts'
import { theChromium } from './chromium.ts'
import { demoNow, fillWithCalderWick, fillWithDemo, type SignIn } from './made-houses.ts'
import { layToRest, placeToRest } from './resting.ts'
import { newWatched, watch } from './watch.ts'

type NewCookie = Parameters<BrowserContext['addCookies']>[0][number]

/** What an installation holds when the tests of a file begin: see `made-houses.ts`. */
export type Furnishing = 'nobody' | 'calder-wick' | 'demo'

export const desktop: BrowserContextOptions = { viewport: { width: 1280, height: 800 } }
export const phone: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  hasTouch: true,
  isMobile: true,
}

/**
 * A real installation with the built client, and real browsers in it, for all tests of a file. After each test its pages
 * are closed, and the test fails if one of them complained.
 *
 * With the demo, server and browsers live on the morning of {@link demoNow}; otherwise today.
 */
export function aHouse(furnishing: Furnishing, settings: Record<string, string> = {}) {
  // Two cores, Argon2id and axe: a busy machine takes its time.
  vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 })
  const log: string[] = []
  const watched = newWatched()
  const sessions = new Map<string, string>()
  const openVaults = new Map<string, { context: BrowserContext; tab: Page; spare?: Page }>()
  let folder: string
  let restingPlace: string
  let running: Running
  let browser: Browser
  const endings: (() => Promise<void> | void)[] = []
  const demoClock = settableClock(demoNow)
  let signIns: Record<string, SignIn> = {}
  /** Which device a browser stands for; at rest it has one page at most, which shows nothing. */
  const inUse = new Map<BrowserContext, string>()
  const resting = new Map<BrowserContext, string>()
  /** All of this file's. */
  const contexts = new Set<BrowserContext>()
  /** Beside the one of an open vault: whose they are. */
  const tabs = new Map<Page, string>()

  beforeAll(async () => {
    const client = await builtClient()
    restingPlace = placeToRest(client)
    folder = mkdtempSync(path.join(tmpdir(), 'runkeep-browser-'))
    endings.push(() => rmSync(folder, { recursive: true, force: true }))
    if (furnishing === 'demo') signIns = await fillWithDemo(folder)
    if (furnishing === 'calder-wick') signIns = await fillWithCalderWick(folder)
    const usual = { DATA_DIR: folder, PORT: '0', LOG: 'requests', READ_DEADLINE_MS: '30000' }
    running = await start(readConfig({ ...usual, ...settings }), {
      ...(furnishing === 'demo' && { clock: demoClock }),
      log: jsonLog('requests', (line) => log.push(line)),
      client,
    })
    endings.push(() => running.stop())
    browser = await theChromium()
    endings.push(() => Promise.allSettled([...contexts].map((context) => context.close())).then(() => undefined))
  })
  afterEach(async () => {
    await Promise.all([...inUse.keys()].map(rest))
    await Promise.all([...tabs].map(restTab))
    tabs.clear()
    expect(watched.complaints.splice(0)).toEqual([])
  })
  afterAll(async () => {
    for (const end of endings.reverse()) await end()
  })

  async function newContext(options: BrowserContextOptions): Promise<BrowserContext> {
    const context = await browser.newContext({
      locale: 'en-GB',
      timezoneId: 'Europe/London',
      reducedMotion: 'reduce',
      ...options,
    })
    contexts.add(context)
    context.setDefaultTimeout(30_000)
    context.on('page', (page) => watch(page, running.url, watched))
    if (furnishing === 'demo') await context.clock.setSystemTime(demoClock.now())
    return context
  }

  /** A page in a browser that knows nothing but these cookies. */
  async function newPage(options: BrowserContextOptions, cookies: NewCookie[] = []): Promise<Page> {
    const device = JSON.stringify(options)
    const rested = [...resting.keys()].find((context) => resting.get(context) === device)
    if (rested) resting.delete(rested)
    const context = rested ?? (await newContext(options))
    inUse.set(context, device)
    const [spare] = context.pages()
    if (spare) watch(spare, running.url, watched)
    const page = spare ?? (await context.newPage())
    if (options.viewport) await page.setViewportSize(options.viewport)
    if (rested) {
      const session = await context.newCDPSession(page)
      await session.send('Storage.clearDataForOrigin', { origin: running.url, storageTypes: 'all' })
      await session.detach()
    }
    await context.addCookies(cookies)
    return page
  }

  /** @returns the token for the cookie. */
  function beginSession({ email }: SignIn): string {
    const { db, config, clock } = running.house
    const accountId = db.prepare(`SELECT id FROM accounts WHERE email = ?`).pluck().get(email) as AccountId
    const from = { now: clock.now(), address: '127.0.0.1', agent: 'a test' }
    return startSession(db, config, { accountId, ...from }).token
  }

  async function rest(context: BrowserContext): Promise<void> {
    const [first, ...others] = context.pages()
    await Promise.all(others.map((page) => page.close()))
    if (first) await layToRest(first, running.url + restingPlace)
    await context.clearCookies()
    resting.set(context, inUse.get(context) ?? '')
    inUse.delete(context)
  }

  async function restTab([tab, name]: [Page, string]): Promise<void> {
    const vault = openVaults.get(name)
    if (!vault || vault.spare) return tab.close()
    vault.spare = tab
    if (!(await layToRest(tab, running.url + restingPlace))) delete vault.spare
  }

  const house = {
    get url() {
      return running.url
    },
    get running() {
      return running
    },
    /** Lines of the server's log, as far as they were written. */
    log,
    /** Takes complaints of a page that the test provokes on purpose out of what fails it. */
    expectComplaint: (what: RegExp) => watched.expect(what),
    person(name: string): SignIn {
      const found = signIns[name]
      if (!found) throw new Error(`${name} has no account here: there are ${Object.keys(signIns).join(', ')}`)
      return found
    },
    /** A browser of somebody whom the server has never seen. */
    async visitor(at = '/', options: BrowserContextOptions = desktop): Promise<Page> {
      const page = await newPage(options)
      await page.goto(running.url + at)
      return page
    },
    /** Signs in on the page where the sign-in form stands; the vault is unlocked afterwards. */
    async signIn(page: Page, name: string): Promise<void> {
      const { email, passphrase } = house.person(name)
      await page.getByLabel('E-mail address').fill(email)
      await page.getByLabel('Passphrase', { exact: true }).fill(passphrase)
      await page.getByRole('button', { name: 'Sign in' }).click()
      await page.waitForURL((url) => url.pathname !== '/sign-in')
    },
    /**
     * A browser of somebody who is signed in, and where the vault is locked until somebody unlocks it. Signing in takes
     * a second of work, so the session is begun as the server begins it; the tests of signing in go through the page.
     */
    async signedIn(name: string, at = '/home', options: BrowserContextOptions = desktop): Promise<Page> {
      const token = sessions.get(name) ?? beginSession(house.person(name))
      sessions.set(name, token)
      const page = await newPage(options, [
        {
          name: '__Host-runkeep',
          value: token,
          domain: '127.0.0.1',
          path: '/',
          secure: true,
          httpOnly: true,
          sameSite: 'Strict',
        },
      ])
      await page.goto(running.url + at)
      return page
    },
    /**
     * Somebody who is signed in with the vault unlocked, and has no drafts: a tab beside one that stays open. For tests
     * that neither lock nor sign out; those sign in for themselves.
     */
    async unlocked(name: string, at = '/home'): Promise<Page> {
      const known = openVaults.get(name)
      if (known) await known.tab.evaluate(emptyDatabases)
      const context = known?.context ?? (await newContext(desktop))
      if (!known) {
        const tab = await context.newPage()
        await tab.goto(`${running.url}/sign-in`)
        await house.signIn(tab, name)
        openVaults.set(name, { context, tab })
      }
      const spare = known?.spare
      if (spare) {
        delete known.spare
        watch(spare, running.url, watched)
        await spare.setViewportSize({ width: 1280, height: 800 })
      }
      const page = spare ?? (await context.newPage())
      tabs.set(page, name)
      await page.goto(running.url + at)
      return page
    },
    /** Moves the clocks of the demo's server and of every browser that is open: what ends by the clock ends. */
    async pass(by: { minutes: number }): Promise<void> {
      demoClock.set(later(demoClock.now(), by))
      for (const context of contexts) await context.clock.setSystemTime(demoClock.now())
    },
    /** The sessions of somebody are worth nothing any more: the next `signedIn` signs in anew. */
    forget: (name: string) => void sessions.delete(name),
  }
  return house
}
export type House = ReturnType<typeof aHouse>

/** Runs in the page. */
async function emptyDatabases(): Promise<void> {
  const done = <Answer>(request: IDBRequest<Answer>) =>
    new Promise<Answer>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => reject(request.error ?? new Error('no answer'))
    })
  for (const { name } of await indexedDB.databases()) {
    const database = await done(indexedDB.open(name ?? ''))
    for (const store of database.objectStoreNames)
      await done(database.transaction(store, 'readwrite').objectStore(store).clear())
    database.close()
  }
}
