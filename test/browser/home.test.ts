import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { expectAccessible } from './support/axe.ts'
import { aHouse, phone } from './support/house.ts'
import { expectFocus, expectNoOverflow } from './support/now.ts'
import { picture } from './support/screenshots.ts'

const demo = aHouse('demo')

/** Of the page's parts, what stands where. */
const headings = async (page: Page) => {
  await page.locator('[aria-busy=true]').waitFor({ state: 'detached' })
  return page.getByRole('main').getByRole('heading', { level: 2 }).allInnerTexts()
}
const part = (page: Page, name: string) =>
  page.locator('section', { has: page.getByRole('heading', { name, exact: true }) })

test('the first page leads on: systems, what waits for a manager, the riskiest reviews with their reasons', async () => {
  const page = await demo.signedIn('priya', '/home')
  await page.getByRole('heading', { name: 'Critical systems' }).waitFor()
  const reviews = page.locator('section', { has: page.getByRole('heading', { name: 'Your reviews' }) })
  await expect.poll(() => reviews.getByRole('listitem').count()).toBe(3)
  await reviews
    .getByText(/critical/i)
    .first()
    .waitFor()
  await part(page, 'Who does what').getByText('Nobody accountable').waitFor()
  await part(page, 'Recovery')
    .getByText(/^Tried /)
    .waitFor()
  const titles = part(page, 'Your deadlines').getByRole('listitem')
  await titles.first().waitFor()
  for (const title of await titles.locator('[class*=title]').all())
    expect(await title.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBeLessThanOrEqual(1)
  const request = part(page, 'Requests that wait for you').getByRole('link', { name: /Veeam console/ })
  expect(await request.getAttribute('href')).toMatch(/^\/o\/calder-wick\/access\?request=AR-\d+$/)
  await page.getByRole('heading', { name: 'Pinned' }).waitFor()
  await page.getByRole('heading', { name: 'Opened lately' }).waitFor()
  await page.getByRole('link', { name: /overdue$/ }).click()
  await page.waitForURL(/\/reviews\?.*state=overdue/)
})

test('search is the first thing to do: one press and the box has the focus', async () => {
  const page = await demo.signedIn('priya', '/home')
  await page.getByRole('button', { name: /^Search by title/ }).click()
  await page.getByRole('combobox', { name: 'Search' }).waitFor()
  await expectFocus(page, 'aria-label', 'Search')
})

test('on a phone at night the critical systems stand first, and a tap leads to the runbook', async () => {
  const page = await demo.signedIn('priya', '/home', phone)
  const first = page
    .getByRole('main')
    .getByRole('link', { name: /Internet and firewall/ })
    .first()
  await first.waitFor()
  await expect.poll(async () => (await first.boundingBox())?.height).toBeGreaterThanOrEqual(60)
  await expect.poll(async () => (await first.boundingBox())?.y).toBeLessThan(200)
  await first.tap()
  await page.waitForURL('**/o/calder-wick/systems/SY-01')
  await page
    .getByRole('link', { name: /Internet down at head office/ })
    .first()
    .tap()
  await page.waitForURL('**/runbooks/RB-14')
})

test('a partner sees all organizations together, or one of them, and nothing of the others in it', async () => {
  const page = await demo.signedIn('marcus', '/home')
  const main = page.getByRole('main')
  for (const name of ['Calder & Wick', 'Fennel & Rye Foods', 'Orchard Row Dental'])
    await main.getByText(name).first().waitFor()
  // A technician's work begins with what is open and for how long.
  await expect.poll(async () => (await headings(page))[0]).toBe('Open to you')
  await part(page, 'Open to you')
    .getByRole('link', { name: /CR-22.* left/ })
    .waitFor()
  await page.goto(`${demo.url}/o/fennel-rye`)
  await page.getByRole('heading', { name: 'Fennel & Rye Foods', level: 1 }).waitFor()
  const links = () => main.getByRole('link').evaluateAll((all) => all.map((each) => each.getAttribute('href') ?? ''))
  const isOfIt = (href: string) => /^\/o\/fennel-rye\/|organization=fennel-rye/.test(href)
  await expect.poll(async () => (await links()).some(isOfIt)).toBe(true)
  expect((await links()).filter((href) => !isOfIt(href))).toEqual([])
})

test('somebody new is led to what is to be read next, in one press', async () => {
  const page = await demo.signedIn('elena', '/home')
  await page.getByRole('link', { name: 'Continue' }).waitFor()
  expect((await headings(page))[0]).toBe('Your reading')
  await page.getByText(/^Next: /).waitFor()
  await page.getByRole('link', { name: 'Continue' }).click()
  await page.waitForURL(/\/o\/calder-wick\/[a-z]+\/[A-Z]{2}-\d+\?list=RL-01&item=/)
})

test('outcomes are told for the period of the address, as pictures and as figures', async () => {
  const page = await demo.signedIn('priya', '/o/calder-wick/outcomes?months=3')
  const table = page.getByRole('table', { name: 'Documents at the end of each month' })
  await expect.poll(() => table.getByRole('row').count()).toBe(4)
  await page.getByRole('button', { name: '6 months' }).click()
  await page.waitForURL(/outcomes\?months=6$/)
  await expect.poll(() => table.getByRole('row').count()).toBe(7)
  await page.getByRole('button', { name: 'Figures: Documents at the end of each month' }).click()
  await expect.poll(async () => (await table.boundingBox())?.height).toBeGreaterThan(100)
  await expectAccessible(page)
  await picture(page, 'outcomes')
  await page.setViewportSize({ width: 320, height: 640 })
  await expectNoOverflow(page)
  await expectAccessible(page)
})

test('one organization that does not answer leaves the others in sight', async () => {
  const page = await demo.signedIn('marcus', '/settings/appearance')
  await page.route('**/organizations/orchard-row/home', (route) =>
    route.fulfill({
      status: 403,
      contentType: 'application/problem+json',
      body: '{"type":"/problems/not-permitted","title":"x","status":403,"instance":"/requests/1"}',
    }),
  )
  await page.goto(`${demo.url}/home`)
  await page.getByText('Orchard Row Dental could not be loaded').waitFor()
  await page
    .getByRole('link', { name: /Internet and firewall/ })
    .first()
    .waitFor()
})

test('it is accessible for everybody whom it greets, down to 320 pixels', async () => {
  for (const [name, at] of [
    ['priya', '/home'],
    ['marcus', '/home'],
    ['elena', '/home'],
    ['frances', '/o/calder-wick'],
  ] as const) {
    const page = await demo.signedIn(name, at)
    await page.getByRole('main').getByRole('link').first().waitFor()
    await page.locator('[aria-busy=true]').waitFor({ state: 'detached' })
    await expectAccessible(page)
    await picture(page, `home-${name}`)
    await page.setViewportSize({ width: 320, height: 640 })
    await expectNoOverflow(page)
    await expectAccessible(page)
  }
})

describe('an organization that has just begun', () => {
  const house = aHouse('calder-wick')

  test('is led through its first steps, the command of an import to the letter', async () => {
    const page = await house.signedIn('priya', '/home')
    await page.getByRole('heading', { name: 'Calder & Wick keeps nothing yet' }).waitFor()
    const command = `npm exec runkeep -- import markdown ./our-wiki --organization calder-wick --collection "General" --create-collection --url ${house.url}`
    expect(await page.getByRole('group', { name: 'Command' }).innerText()).toBe(command)
    await expectAccessible(page)
    await picture(page, 'home-first')
    await page.getByRole('link', { name: 'New system' }).click()
    await page.waitForURL('**/o/calder-wick/systems/new')
  })

  test('warns its only key holder, and nobody else', async () => {
    const page = await house.signedIn('priya', '/home')
    await page.getByText('You alone hold the keys.').waitFor()
    await page.getByRole('link', { name: 'Name another key holder' }).click()
    await page.waitForURL('**/o/calder-wick/settings/members')
    const editor = await house.signedIn('tom', '/home')
    await editor.getByRole('heading', { name: 'Calder & Wick keeps nothing yet' }).waitFor()
    expect(await editor.getByText('You alone hold the keys').count()).toBe(0)
    expect(await editor.getByRole('link', { name: 'Invite people' }).count()).toBe(0)
  })

  test('tells whoever may not write so, and offers nothing that would be refused', async () => {
    const page = await house.signedIn('marcus', '/home')
    await page.getByText('Nothing is kept for Calder & Wick yet, or nothing that you can see.').waitFor()
    expect(await page.getByRole('link', { name: /^New/ }).count()).toBe(0)
  })
})
