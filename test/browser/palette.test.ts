import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { expectAccessible } from './support/axe.ts'
import { aHouse, phone } from './support/house.ts'
import { expectFocus, expectNoOverflow } from './support/now.ts'
import { picture } from './support/screenshots.ts'

const house = aHouse('demo')

const box = (page: Page) => page.getByRole('combobox', { name: 'Search' })
const options = (page: Page) => page.getByRole('option')
const active = (page: Page) => page.locator('[role=option][aria-selected=true]')

/** A page at rest: the palette has come, and its index with it. */
async function atRest(name: string, at = '/home', device = {}): Promise<Page> {
  const page = await house.signedIn(name, at, device)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await expect.poll(() => hasIndex(page)).toBe(true)
  return page
}

const indexes = (page: Page) => page.workers().filter((worker) => worker.url().includes('palette-worker'))

/** Whether it has been fetched: asked of its Worker, because that may have begun before anybody listens. */
async function hasIndex(page: Page): Promise<boolean | undefined> {
  return indexes(page)[0]?.evaluate(() =>
    performance.getEntriesByType('resource').some(({ name }) => name.includes('document-index')),
  )
}

async function search(page: Page, text: string): Promise<void> {
  await page.keyboard.press('Control+k')
  await box(page).waitFor()
  await page.keyboard.type(text)
}

test('at 02:00, seven keys open the runbook', async () => {
  const page = await atRest('priya')
  await page.keyboard.press('Control+k')
  for (const key of 'inter') await page.keyboard.press(key)
  await page.keyboard.press('Enter')
  await page.waitForURL('**/o/calder-wick/runbooks/RB-14')
  await page.getByRole('heading', { name: 'Internet down at head office', level: 1 }).waitFor()
})

test('whoever is quicker than the page loses no letter, and none reaches the page behind', async () => {
  const page = await house.signedIn('priya', '/home')
  const chunk = Promise.withResolvers<undefined>()
  await page.route(/assets\/Palette-.*\.js/, async (route) => {
    await chunk.promise
    await route.continue()
  })
  await page.goto(`${house.url}/o/calder-wick/runbooks/RB-09`)
  await page.getByRole('heading', { name: 'Restore a mailbox' }).waitFor()
  await page.keyboard.press('Control+k')
  // Each of these letters is a key of the page: E edits, I and N and R mean something, too.
  for (const key of 'inter') await page.keyboard.press(key)
  await page.keyboard.press('Enter')
  expect(new URL(page.url()).pathname).toBe('/o/calder-wick/runbooks/RB-09')
  chunk.resolve(undefined)
  await page.waitForURL('**/o/calder-wick/runbooks/RB-14')
})

test.each([
  ['rb9', 'Restore a mailbox'],
  ['RB-09', 'Restore a mailbox'],
  ['firewal', 'Internet and firewall'],
  ['rnasomware', 'Ransomware: first hour'],
])('%s finds %s', async (text, title) => {
  const page = await atRest('priya')
  await search(page, text)
  await active(page).getByText(title).waitFor()
})

test('what the server finds in the texts joins below, and moves nothing that stands there', async () => {
  const page = await atRest('priya')
  const answer = Promise.withResolvers<undefined>()
  await page.route('**/searches', async (route) => {
    await answer.promise
    await route.continue()
  })
  await search(page, 'mailbox')
  await active(page).getByText('Restore a mailbox').waitFor()
  const places = () =>
    options(page).evaluateAll((all) => all.map((each) => `${each.id} ${each.getBoundingClientRect().top}`))
  const before = await places()
  answer.resolve(undefined)
  const texts = page.getByRole('group', { name: 'In the text' })
  await texts.getByRole('option').first().waitFor()
  expect((await places()).slice(0, before.length)).toEqual(before)
  await texts
    .locator('mark', { hasText: /mailbox/i })
    .first()
    .waitFor()
})

test('while somebody types on, questions that nobody waits for are taken back or never asked', async () => {
  const page = await atRest('priya')
  const asked: string[] = []
  page.on('request', (request) => {
    if (request.url().endsWith('/searches')) asked.push((request.postDataJSON() as { text: string }).text)
  })
  await search(page, 'certificate')
  await expect.poll(() => asked.at(-1)).toBe('certificate')
  await page.getByRole('option').first().waitFor()
  expect(asked.length).toBeLessThan('certificate'.length)
})

test('a filter is answered by the server', async () => {
  const page = await atRest('priya')
  await search(page, 'is:overdue')
  await options(page).first().waitFor()
  const isOverdue = (words: string) => /Overdue \d+ days|^Show more/.test(words)
  await expect.poll(async () => (await options(page).allInnerTexts()).filter((words) => !isOverdue(words))).toEqual([])
})

test('it is a combobox: arrows move, the count is said, Esc leads back to where the focus was', async () => {
  const page = await atRest('priya', '/o/calder-wick/runbooks')
  await page.getByRole('row').nth(1).waitFor()
  await page.keyboard.press('j')
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('href'))
  await expect.poll(focused).toEqual(expect.any(String))
  const before = await focused()
  await page.keyboard.press('/')
  await box(page).waitFor()
  await page.keyboard.type('restore')
  await options(page).nth(1).waitFor()
  const pointed = () => box(page).getAttribute('aria-activedescendant')
  const idOf = (option: Locator) => option.getAttribute('id')
  await expect.poll(pointed).toBe(await idOf(options(page).first()))
  expect(await idOf(active(page))).toBe(await idOf(options(page).first()))
  await page.keyboard.press('ArrowDown')
  await expect.poll(pointed).toBe(await idOf(options(page).nth(1)))
  await page.keyboard.press('ArrowUp')
  await expect.poll(pointed).toBe(await idOf(options(page).first()))
  await expect.poll(() => page.getByRole('dialog').getByRole('status').innerText()).toMatch(/^\d+ results$/)
  await page.keyboard.press('Escape')
  await box(page).waitFor({ state: 'detached' })
  await expect.poll(focused).toBe(before)
})

test('what is typed never stands in an address', async () => {
  const page = await atRest('priya')
  const addresses: string[] = []
  page.on('request', (request) => addresses.push(request.url()))
  const answered = page.waitForResponse('**/searches')
  await search(page, 'zanzibar mailbox')
  await answered
  await page.keyboard.press('Escape')
  addresses.push(page.url(), ...(await page.evaluate(() => [document.title, JSON.stringify(history.state)])))
  expect(addresses.filter((address) => address.includes('zanzibar'))).toEqual([])
})

test('without a word it offers what was opened last, then what this page can do', async () => {
  const page = await atRest('priya', '/o/calder-wick/runbooks/RB-27')
  await page.getByRole('heading', { name: 'Replace a failed UniFi access point', level: 1 }).waitFor()
  await page.keyboard.press('Control+k')
  const recent = page.getByRole('group', { name: 'Recent' })
  await expect.poll(() => recent.getByRole('option').first().innerText()).toContain('RB-27')
  await page.getByRole('group', { name: 'On this page' }).getByRole('option', { name: 'Edit' }).click()
  await page.waitForURL('**/RB-27/edit')
})

test('> lists actions', async () => {
  const page = await atRest('priya')
  await search(page, '>new run')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/o/calder-wick/runbooks/new')
})

test('@ lists people, and leads to what they own', async () => {
  const page = await atRest('priya')
  await search(page, '@marcus')
  await active(page).getByText('Marcus Oyelaran').waitFor()
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/o\/calder-wick\/runbooks\?owner=/)
})

test('Alt Enter looks at a document without leaving the page', async () => {
  const page = await atRest('priya')
  await search(page, 'rb-14')
  await active(page).getByText('Internet down').waitFor()
  await page.keyboard.press('Alt+Enter')
  await page.getByRole('dialog').getByRole('heading', { name: 'Internet down at head office' }).waitFor()
  expect(new URL(page.url()).pathname).toBe('/home')
})

test('a partner searches one organization, and with Tab all of them', async () => {
  const page = await atRest('marcus', '/o/fennel-rye/runbooks')
  await search(page, 'internet')
  await options(page).first().waitFor()
  const organizations = async () =>
    new Set(
      (await options(page).evaluateAll((all) => all.map(({ id }) => id))).flatMap(
        (id) => /calder-wick|fennel-rye|orchard-row/.exec(id) ?? [],
      ),
    )
  await expect.poll(organizations).toEqual(new Set(['fennel-rye']))
  await page.keyboard.press('Tab')
  await expect.poll(async () => (await organizations()).size).toBeGreaterThan(1)
  // With several in sight, every row says where it is from.
  await options(page).filter({ hasText: 'Calder & Wick' }).first().waitFor()
  await expectFocus(page, 'role', 'combobox')
})

test('a search that led nowhere is kept as a gap, one that was opened is not', async () => {
  const page = await atRest('priya', '/o/calder-wick')
  const reported = page.waitForRequest('**/search-reports')
  await search(page, 'franking machine')
  await page.getByText('Nothing matches').waitFor()
  await page.keyboard.press('Escape')
  expect((await reported).postDataJSON()).toEqual({ text: 'franking machine', results: 0 })

  await search(page, 'certificate')
  await active(page).getByText('Renew a TLS certificate').waitFor()
  await page.keyboard.press('Enter')
  await page.waitForURL('**/RB-18')

  await page.goto(`${house.url}/o/calder-wick/gaps`)
  const row = page.getByRole('row', { name: /franking machine/ })
  await row.getByText('Found nothing once').waitFor()
  expect(await page.getByText('certificate').count()).toBe(0)
  await expectAccessible(page)
  await picture(page, 'gaps')
})

test('a search through all organizations that led nowhere is told to none of them', async () => {
  const page = await atRest('marcus', '/home')
  const reports: string[] = []
  page.on('request', (request) => request.url().endsWith('/search-reports') && reports.push(request.url()))
  await search(page, 'franking machine')
  await page.getByText('Nothing matches').waitFor()
  await page.keyboard.press('Escape')
  await page.waitForTimeout(300)
  expect(reports).toEqual([])
})

test('while the server does not answer, titles are still found', async () => {
  const page = await atRest('priya')
  await page.route('**/searches', (route) => route.abort())
  await search(page, 'mailbox')
  await active(page).getByText('Restore a mailbox').waitFor()
  await page.getByText('The texts could not be searched').waitFor()
  house.expectComplaint(/ERR_FAILED/)
})

test('the index is gone with the session', async () => {
  const page = await atRest('tom')
  await search(page, 'rb-14')
  await active(page).waitFor()
  await page.keyboard.press('Escape')
  expect(indexes(page)).toHaveLength(1)
  await page.getByRole('button', { name: 'Tom Ashworth' }).click()
  await page.getByRole('menuitem', { name: /Sign out/ }).click()
  await page.waitForURL('**/sign-in**')
  await expect.poll(() => indexes(page)).toEqual([])
  house.forget('tom')
})

test('the palette is accessible, on a desk and on a phone', async () => {
  const page = await atRest('marcus', '/o/calder-wick/runbooks')
  await page.keyboard.press('Control+k')
  await options(page).first().waitFor()
  await expectAccessible(page)
  const answered = page.waitForResponse('**/searches')
  await page.keyboard.type('restore')
  await answered
  await options(page).nth(2).waitFor()
  await expectAccessible(page)
  await picture(page, 'palette')
  await box(page).fill('franking machine')
  await page.getByText('Nothing matches').waitFor()
  await expectAccessible(page)

  const small = await atRest('marcus', '/home', phone)
  await small.getByRole('button', { name: 'Search' }).tap()
  await box(small).fill('restore')
  await options(small).nth(2).waitFor()
  await expectAccessible(small)
  await small.setViewportSize({ width: 320, height: 560 })
  await expectNoOverflow(small)
  await small.getByRole('button', { name: 'Close' }).tap()
  await box(small).waitFor({ state: 'detached' })
})
