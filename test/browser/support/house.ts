import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, vi } from 'vitest'
import { start, type Running } from '../../../server/main.ts'
import { settableClock } from '../../../server/platform/clock.ts'
import { readConfig } from '../../../server/platform/config.ts'
import { jsonLog } from '../../../server/platform/log.ts'
import { builtClient } from './built-client.ts'
import { launchChromium } from './chromium.ts'
import { calderWick, demoNow, fillWithDemo, furnishCalderWick, type SignIn } from './made-houses.ts'
import { newWatched, watch } from './watch.ts'

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
export function aHouse(furnishing: Furnishing) {
  // Two cores, Argon2id and axe: a busy machine takes its time.
  vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 })
  const log: string[] = []
  const watched = newWatched()
  const kept = new Map<string, Awaited<ReturnType<BrowserContext['storageState']>>>()
  let folder: string
  let running: Running
  let browser: Browser
  let signIns: Record<string, SignIn> = {}
  let contexts: BrowserContext[] = []

  beforeAll(async () => {
    const client = await builtClient()
    folder = mkdtempSync(path.join(tmpdir(), 'runkeep-browser-'))
    if (furnishing === 'demo') signIns = await fillWithDemo(folder)
    running = await start(readConfig({ DATA_DIR: folder, PORT: '0', LOG: 'requests', READ_DEADLINE_MS: '30000' }), {
      ...(furnishing === 'demo' && { clock: settableClock(demoNow) }),
      log: jsonLog('requests', (line) => log.push(line)),
      client,
    })
    if (furnishing === 'calder-wick') {
      await furnishCalderWick(running.url)
      signIns = calderWick
    }
    browser = await launchChromium()
  })
  afterEach(async () => {
    await Promise.all(contexts.map((context) => context.close()))
    contexts = []
    expect(watched.complaints.splice(0)).toEqual([])
  })
  afterAll(async () => {
    await browser.close()
    await running.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  async function newContext(options: BrowserContextOptions): Promise<BrowserContext> {
    const context = await browser.newContext({
      locale: 'en-GB',
      timezoneId: 'Europe/London',
      reducedMotion: 'reduce',
      ...options,
    })
    context.setDefaultTimeout(30_000)
    context.on('page', (page) => watch(page, running.url, watched))
    if (furnishing === 'demo') await context.clock.setSystemTime(demoNow)
    contexts.push(context)
    return context
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
      const page = await (await newContext(options)).newPage()
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
     * A browser of somebody who is signed in. The first time it signs in through the page; later ones get the same
     * session in a fresh browser, where the vault is locked until somebody unlocks it.
     */
    async signedIn(name: string, at = '/home', options: BrowserContextOptions = desktop): Promise<Page> {
      if (!kept.has(name)) {
        const context = await newContext(desktop)
        const page = await context.newPage()
        await page.goto(`${running.url}/sign-in`)
        await house.signIn(page, name)
        kept.set(name, await context.storageState())
        await context.close()
      }
      const page = await (await newContext({ ...options, storageState: kept.get(name) ?? '' })).newPage()
      await page.goto(running.url + at)
      return page
    },
    /** The sessions of somebody are worth nothing any more: the next `signedIn` signs in anew. */
    forget: (name: string) => void kept.delete(name),
  }
  return house
}
export type House = ReturnType<typeof aHouse>
