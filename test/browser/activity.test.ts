import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { v7 as uuidv7 } from 'uuid'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Checkpoint } from '#contract/activity.ts'
import { raiseFlag } from '#contract/documents.ts'
import { record } from '../../server/access/audit.ts'
import { checkSigned } from '../../server/access/checkpoints.ts'
import { notify, settle } from '../../server/features/notices/rules.ts'
import { start as startServer, type Running } from '../../server/main.ts'
import { later, settableClock } from '../../server/platform/clock.ts'
import { readConfig } from '../../server/platform/config.ts'
import { atomically } from '../../server/platform/database.ts'
import { jsonLog } from '../../server/platform/log.ts'
import { aRunbook } from '../support/documents.ts'
import { aVault, start, type Name } from '../support/vault.ts'
import { expectAccessible } from './support/axe.ts'
import { builtClient } from './support/built-client.ts'
import { launchChromium } from './support/chromium.ts'
import { desktop, phone } from './support/house.ts'
import { picture } from './support/screenshots.ts'
import { newWatched, watch } from './support/watch.ts'

// Sessions are put into the browser: nothing here needs keys, and signing in is looked at elsewhere.

vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 })
const watched = newWatched()
let client: string
let browser: Browser
let contexts: BrowserContext[] = []
const ends: (() => unknown)[] = []

beforeAll(async () => {
  client = await builtClient()
  browser = await launchChromium()
})
afterAll(() => browser.close())
afterEach(async () => {
  await Promise.all(contexts.map((context) => context.close()))
  contexts = []
  for (const end of ends.splice(0).reverse()) await end()
  expect(watched.complaints.splice(0)).toEqual([])
})

const names: Record<Name, string> = {
  mara: 'Mara Lindqvist',
  anton: 'Anton Weiss',
  jonas: 'Jonas Okafor',
  rosa: 'Rosa Delgado',
  ines: 'Ines Carvalho',
  tariq: 'Tariq Haddad',
}

/** A real server over a vault in which something has happened, and browsers of its people. */
async function aHouse() {
  const vault = aVault()
  for (const [name, full] of Object.entries(names))
    vault.db.prepare(`UPDATE members SET name = ? WHERE id = ?`).run(full, vault.member(name as Name))
  const reference = await aRunbook(vault, 'Internet down at head office', {}, 'jonas')
  const documentId = vault.db.prepare(`SELECT id FROM documents`).pluck().get() as string
  vault.clock.set(later(start, { hours: 1 }))
  await vault.as('rosa', raiseFlag, { reference, text: 'The number is wrong' })
  for (let n = 0; n < 60; n++) write(n)
  function write(n: number) {
    const by = { organizationId: vault.acme.id, accountId: vault.account('mara'), memberId: vault.member('mara') }
    const details = {
      memberId: vault.member('tariq'),
      level: 'view',
      documentId,
      endsAt: later(start, { hours: 8 + n }),
    }
    const origin = { requestId: uuidv7(), address: '198.51.100.20', agent: 'test' }
    const doer = { db: vault.db, now: vault.clock.now(), origin }
    atomically(vault.db, () => record(doer, { act: 'grant.set', on: ['grant', uuidv7()], ...by, details }))
  }
  const cookies = Object.fromEntries((Object.keys(names) as Name[]).map((name) => [name, vault.cookie(name)]))
  const folder = mkdtempSync(path.join(tmpdir(), 'runkeep-activity-'))
  writeFileSync(path.join(folder, 'vault.db'), vault.db.serialize())
  const clock = settableClock(vault.clock.now())
  const running: Running = await startServer(
    readConfig({ DATA_DIR: folder, PORT: '0', LOG: 'silent', READ_DEADLINE_MS: '30000' }),
    { clock, client, log: jsonLog('silent', () => undefined) },
  )
  ends.push(async () => {
    await running.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  const people = new Map<string, BrowserContext>()
  async function contextOf(name: Name, options: BrowserContextOptions) {
    const context = await browser.newContext({
      locale: 'en-GB',
      timezoneId: 'Europe/London',
      reducedMotion: 'reduce',
      acceptDownloads: true,
      ...options,
    })
    context.setDefaultTimeout(30_000)
    context.on('page', (page) => watch(page, running.url, watched))
    await context.clock.setSystemTime(clock.now())
    const [cookie = '', value = ''] = (cookies[name] ?? '').split('=')
    await context.addCookies([
      {
        name: cookie,
        value,
        url: running.url.replace('http:', 'https:'),
        secure: true,
        httpOnly: true,
        sameSite: 'Strict',
      },
    ])
    contexts.push(context)
    people.set(name, context)
    return context
  }
  /** A page in a new browser of somebody's, or in the one that they have. */
  const open = async (name: Name, at: string, { options = desktop, same = false } = {}): Promise<Page> => {
    const known = same ? people.get(name) : undefined
    const page = await (known ?? (await contextOf(name, options))).newPage()
    await page.goto(running.url + at)
    return page
  }
  const { db, writer, streams } = running.house
  return {
    vault,
    db,
    streams,
    clock,
    running,
    reference,
    open,
    /** A request of tariq's, as it is told to somebody. */
    ask: (to: Name, request: string) =>
      writer.write(() => {
        const facts = {
          memberId: vault.member('tariq'),
          documentId,
          minutes: 120,
          ticket: 'NL-20931',
          requestId: request,
        }
        notify({ db, now: clock.now() }, { to: [vault.member(to)], kind: 'access.requested', facts, dedupe: request })
      }),
    settle: (request: string) =>
      writer.write(() => settle({ db, now: clock.now(), actor: { organizationId: vault.acme.id } }, request)),
  }
}
let house: Awaited<ReturnType<typeof aHouse>>
beforeEach(async () => {
  house = await aHouse()
})

/** On a machine that does other things too. */
const soon = { timeout: 15_000 }
const rows = (page: Page) => page.getByRole('table', { name: 'Activity' }).getByRole('row')
const saved = async (page: Page, act: () => Promise<void>): Promise<{ name: string; content: string }> => {
  const [download] = await Promise.all([page.waitForEvent('download'), act()])
  return { name: download.suggestedFilename(), content: readFileSync(await download.path(), 'utf8') }
}

describe('the activity page', () => {
  test('tells who did what, with exact times, fifty at a time', async () => {
    const page = await house.open('mara', '/o/acme/activity')
    await expect.poll(() => rows(page).count(), soon).toBe(51)
    await expect.poll(() => rows(page).nth(1).innerText()).toContain('The server\tbegan to seal the audit log')
    await expect
      .poll(() => rows(page).nth(2).innerText())
      .toMatch(
        /^2 Mar 2026, 10:00:00 \+00:00\s+ML\s+Mara Lindqvist\s+gave Tariq Haddad view access to RB-01 Internet down at head office until 5 Mar 2026, 04:00\s+198\.51\.100\.20$/,
      )
    await expectAccessible(page)
    await picture(page, 'activity')
    await page.getByRole('button', { name: 'Load more' }).click()
    await expect.poll(() => rows(page).count(), soon).toBe(64)
    await expect
      .poll(() => rows(page).nth(62).innerText())
      .toMatch(/Rosa Delgado\s+reported a problem with RB-01 .*“The number is wrong”/)
    await rows(page).nth(2).getByRole('link', { name: 'RB-01 Internet down at head office' }).click()
    await page.waitForURL('**/o/acme/runbooks/RB-01')
  })

  test('filters stand in the address, and Back takes them away', async () => {
    const page = await house.open('mara', '/o/acme/activity')
    await page.getByLabel('What').selectOption({ label: 'Reviews and reports' })
    await page.waitForURL('**/o/acme/activity?group=reviews')
    await expect.poll(() => rows(page).count(), soon).toBe(2)
    await page.getByLabel('By whom').selectOption({ label: 'By Jonas Okafor' })
    await page.getByText('Nothing that happened matches.').waitFor()
    await expectAccessible(page)
    await page.goBack()
    await expect.poll(() => rows(page).count(), soon).toBe(2)
    await page.getByLabel('What').selectOption({ label: 'Everything' })
    await page.getByLabel('Document').fill('rb1')
    await page.waitForURL('**/o/acme/activity?document=rb1')
    await page.getByLabel('Last day').fill('2026-03-01')
    await page.getByRole('button', { name: 'Clear filters' }).click()
    await page.waitForURL('**/o/acme/activity')
    await expect.poll(() => rows(page).count(), soon).toBe(51)
    await expect.poll(() => page.getByLabel('Document').inputValue()).toBe('')
  })

  test('what is filtered is what is exported; the export stands in the list', async () => {
    const page = await house.open('mara', '/o/acme/activity?group=reviews')
    await page.getByRole('button', { name: 'Export' }).click()
    await expectAccessible(page)
    const { name, content } = await saved(page, () =>
      page.getByRole('menuitem', { name: /These entries, as CSV/ }).click(),
    )
    expect(name).toBe('activity-acme-2026-03-02.csv')
    expect(content.trimEnd().split('\r\n')).toHaveLength(2)
    expect(content).toContain('reported a problem with RB-01 Internet down at head office: “The number is wrong”')
    await page.getByRole('status').getByText('1 entry exported').waitFor()
    await page.goto(`${house.running.url}/o/acme/activity?group=records`)
    await expect.poll(() => rows(page).nth(1).innerText(), soon).toContain('exported the activity')
  })

  test('checkpoints are saved as the server signed them', async () => {
    const page = await house.open('ines', '/o/acme/activity')
    await page.getByRole('button', { name: 'Export' }).click()
    const { name, content } = await saved(page, () => page.getByRole('menuitem', { name: /Checkpoints/ }).click())
    expect(name).toBe('checkpoints-2026-03-02.json')
    const { items } = JSON.parse(content) as { items: Checkpoint[] }
    expect(items).toHaveLength(1)
    for (const checkpoint of items) checkSigned(checkpoint)
  })

  test('on a phone each entry is a card, and nothing is wider than the screen', async () => {
    const page = await house.open('mara', '/o/acme/activity', { options: phone })
    await expect.poll(() => rows(page).count(), soon).toBe(51)
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
    await expectAccessible(page)
    await picture(page, 'activity-phone')
    await page.getByRole('button', { name: 'Filters' }).click()
    await page.getByLabel('By whom').selectOption({ label: 'By Rosa Delgado' })
    await expect.poll(() => rows(page).count(), soon).toBe(2)
    await expectAccessible(page)
  })

  test('an auditor reads no word of a document', async () => {
    const page = await house.open('ines', '/o/acme/activity?group=reviews')
    await expect.poll(() => rows(page).count(), soon).toBe(2)
    await expect.poll(() => rows(page).nth(1).innerText()).toContain('reported a problem with RB-01')
    expect(await page.content()).not.toContain('The number is wrong')
  })

  test('whoever reads their own acts only finds them with their own settings', async () => {
    const page = await house.open('rosa', '/home')
    await page.getByRole('button', { name: 'Rosa' }).first().click()
    await page.getByRole('menuitem', { name: 'My activity' }).click()
    await page.getByRole('heading', { name: 'My activity', level: 1 }).waitFor()
    await expect.poll(() => rows(page).count(), soon).toBe(2)
    await expect.poll(() => page.getByRole('link', { name: 'Activity', exact: true }).count()).toBe(0)
    await expect.poll(() => page.getByLabel('By whom').count()).toBe(0)
    await expectAccessible(page)
  })

  test('what cannot be loaded is said, and tried again', async () => {
    const page = await house.open('mara', '/home')
    let isBroken = true
    await page.route(/\/api\/.*\/activity(?:\?|$)/, (route) =>
      isBroken
        ? route.fulfill({
            status: 404,
            contentType: 'application/problem+json',
            body: JSON.stringify({ type: '/problems/took-too-long', title: '', status: 404, instance: '' }),
          })
        : route.continue(),
    )
    await page.getByRole('link', { name: 'Activity', exact: true }).click()
    await page.getByText('The activity could not be loaded').waitFor()
    await expectAccessible(page)
    isBroken = false
    await page.getByRole('button', { name: 'Try again' }).click()
    await expect.poll(() => rows(page).count(), soon).toBe(51)
  })
})

describe('notices', () => {
  /** The count beside the bell in the sidebar. */
  const bell = (page: Page) =>
    page
      .getByRole('navigation', { name: 'Main' })
      .first()
      .getByRole('link', { name: /Notices/ })
  const listening = (count = 1) => expect.poll(() => house.streams.count, { timeout: 15_000 }).toBe(count)

  test('arrive while somebody looks at something else: counted, said, and one press away', async () => {
    const page = await house.open('mara', '/home')
    await listening()
    await house.ask('mara', 'AR-01')
    const news = page.getByRole('status').filter({ hasText: 'Tariq Haddad asks to open' })
    await news.waitFor()
    await expect.poll(() => bell(page).innerText(), soon).toMatch(/Notices\s+1/)
    await expect.poll(() => news.innerText()).toMatch(/RB-01 Internet down at head office for 2 hours, ticket NL-20931/)
    await expectAccessible(page)
    await picture(page, 'notice-toast')
    await news.getByRole('button', { name: 'Look at it' }).click()
    await page.waitForURL('**/o/acme/access?request=AR-01')
    await expect.poll(() => bell(page).innerText(), soon).toBe('Notices')
  })

  test('that were there before are counted and not said', async () => {
    await house.ask('mara', 'AR-01')
    const page = await house.open('mara', '/home')
    await expect.poll(() => bell(page).innerText(), soon).toMatch(/Notices\s+1/)
    await listening()
    await house.ask('mara', 'AR-02')
    await page.getByRole('status').getByText('Tariq Haddad').waitFor()
    await expect.poll(() => page.getByRole('status').getByRole('button', { name: 'Look at it' }).count()).toBe(1)
    await expect.poll(() => bell(page).innerText(), soon).toMatch(/Notices\s+2/)
  })

  test('stop waiting when somebody else has answered', async () => {
    const page = await house.open('mara', '/home')
    await listening()
    await house.ask('mara', 'AR-01')
    await expect.poll(() => bell(page).innerText(), soon).toMatch(/Notices\s+1/)
    await house.settle('AR-01')
    await expect.poll(() => bell(page).innerText(), soon).toBe('Notices')
  })

  test('have a page: read, unread, what waits, in both themes and on a phone', async () => {
    const page = await house.open('mara', '/notices')
    await page.getByText('No notices yet.').waitFor()
    await expectAccessible(page)
    await listening()
    await house.ask('mara', 'AR-01')
    await house.ask('mara', 'AR-02')
    const notices = page.getByRole('main').getByRole('listitem')
    await expect.poll(() => notices.count(), soon).toBe(2)
    await expect
      .poll(() => notices.first().innerText())
      .toMatch(/^Unread:\s+Tariq Haddad asks to open RB-01[^]*Waits for you/)
    await page.getByRole('status').getByRole('button', { name: 'Close' }).first().click()
    await page.getByRole('status').getByRole('button', { name: 'Close' }).first().click()
    await expectAccessible(page)
    await picture(page, 'notices')
    await page.getByRole('button', { name: 'Unread 2' }).click()
    await page.waitForURL('**/notices?show=unread')
    await notices.first().getByRole('button', { name: 'Look at it' }).click()
    await page.goBack()
    await expect.poll(() => notices.count(), soon).toBe(1)
    await page.getByRole('button', { name: 'Mark all as read' }).click()
    await page.getByText('You have read everything.').waitFor()
    await page.setViewportSize({ width: 390, height: 844 })
    await page.getByRole('button', { name: 'All', exact: true }).click()
    await expect.poll(() => notices.count(), soon).toBe(2)
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
    await expectAccessible(page)
    await picture(page, 'notices-phone')
  })

  test('reach all of a browser’s pages over one stream, also when the page that holds it is closed', async () => {
    const first = await house.open('mara', '/home')
    await listening()
    const others = [
      await house.open('mara', '/notices', { same: true }),
      await house.open('mara', '/reviews', { same: true }),
    ]
    await house.ask('mara', 'AR-01')
    for (const page of [first, ...others]) await expect.poll(() => bell(page).innerText(), soon).toMatch(/Notices\s+1/)
    expect(house.streams.count).toBe(1)
    await first.close()
    await expect.poll(() => house.streams.count).toBe(1)
    await house.ask('mara', 'AR-02')
    for (const page of others) await expect.poll(() => bell(page).innerText(), soon).toMatch(/Notices\s+2/)
    // Reading in one is seen in the other.
    await others[0]?.getByRole('button', { name: 'Mark all as read' }).click()
    await expect.poll(() => bell(others[1] as Page).innerText(), soon).toBe('Notices')
  })

  test('are nobody’s any more when the session ends: the page leads to the door within seconds', async () => {
    const page = await house.open('mara', '/home')
    await listening()
    house.db.prepare(`UPDATE sessions SET ended_at = ?`).run(house.clock.now())
    await page.waitForURL('**/sign-in**', { timeout: 10_000 })
    await expect.poll(() => house.streams.count).toBe(0)
  })

  test('of somebody who was removed go with the organization', async () => {
    const page = await house.open('anton', '/home')
    await listening()
    await house.ask('anton', 'AR-01')
    await expect.poll(() => bell(page).innerText(), soon).toMatch(/Notices\s+1/)
    house.db.prepare(`UPDATE members SET removed_at = joined_at WHERE id = ?`).run(house.vault.member('anton'))
    await page.getByText('You belong to no organization').waitFor({ timeout: 15_000 })
    await expect.poll(() => bell(page).innerText(), soon).toBe('Notices')
  })
})
