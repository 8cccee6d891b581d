import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { expectAccessible } from './support/axe.ts'
import { aHouse, phone } from './support/house.ts'
import { chord } from './support/keys.ts'
import { expectFocus, expectNoOverflow, parameters } from './support/now.ts'
import { picture } from './support/screenshots.ts'

const house = aHouse('demo')

const rows = (page: Page) => page.locator('table[aria-label="Review queue"] tbody tr[data-key]')
const references = (page: Page) =>
  rows(page).evaluateAll((all) => all.map((row) => (row as HTMLElement).dataset['key']?.split('/')[1]))
const rowOf = (page: Page, key: string) => page.locator(`tr[data-key="${key}"]`)
/** Waits until the queue holds these, in this order. */
const expectQueue = (page: Page, wanted: readonly (string | undefined)[]) =>
  expect.poll(() => references(page)).toEqual(wanted)
/** Waits until J, K and the deeds stand on this row. */
const expectCurrent = (page: Page, key: string) =>
  page.locator(`tr[data-current][data-key="${key}"]`).waitFor({ state: 'attached' })

/** Asks to verify a row, and waits until its checks can be made: they may come with reports that are still being read. */
async function askToVerify(page: Page, reference: string): Promise<Locator> {
  await page.keyboard.press('v')
  const dialog = page.getByRole('dialog', { name: `Verify ${reference}` })
  await dialog.getByRole('checkbox').first().waitFor()
  return dialog
}

async function queueOf(name: string, query = '', device = {}): Promise<Page> {
  const page = await house.signedIn(name, `/reviews${query}`, device)
  await rows(page).first().waitFor()
  return page
}

/** The state of a document as the server has it. */
const stateOf = (page: Page, slug: string, reference: string) =>
  page.evaluate(async (path) => {
    const answer = await fetch(path)
    return ((await answer.json()) as { state: string }).state
  }, `/api/v1/organizations/${slug}/documents/${reference}`)

test('the week’s review runs by keyboard alone: look, three checks, Enter, and the next one comes up', async () => {
  const page = await house.signedIn('priya', '/home')
  await page.getByRole('heading', { name: 'Your reviews' }).waitFor()
  await chord(page, 'g', 'q')
  await rows(page).first().waitFor()
  const before = await references(page)
  const [first = '', second = ''] = before

  await page.keyboard.press('Space')
  const peek = page.getByRole('dialog', { name: first })
  await peek.getByRole('heading', { name: 'Since it was last verified' }).waitFor()
  await expect.poll(() => parameters(page).get('peek')).toBe(`calder-wick/${first}`)

  await askToVerify(page, first)
  for (const key of ['1', '2', '3', 'Enter']) await page.keyboard.press(key)

  await page.getByRole('dialog', { name: second }).waitFor()
  await expectQueue(page, before.slice(1))
  await expectCurrent(page, `calder-wick/${second}`)
  await page.getByText(`${first} verified`).waitFor()
  expect(await stateOf(page, 'calder-wick', first)).toBe('verified')

  await page.waitForFunction(
    (key) => document.activeElement?.closest('tr')?.dataset['key'] === key,
    `calder-wick/${second}`,
  )
  await page.keyboard.press('j')
  await expectCurrent(page, `calder-wick/${before[2]}`)
  await page.keyboard.press('Escape')
  await page.waitForURL((url) => url.search === '')
})

test('keys that come faster than the page is drawn lose no step, and a deed is about the row they led to', async () => {
  const page = await queueOf('priya', '?scope=all')
  const queue = await references(page)
  const pressAll = (...keys: string[]) => Promise.all(keys.map((key) => page.keyboard.press(key)))
  await pressAll('j', 'j')
  await expectCurrent(page, `calder-wick/${queue[2]}`)
  // Beside the peek the row stands in the address.
  await page.keyboard.press('Space')
  await page.getByRole('dialog', { name: queue[2] ?? '' }).waitFor()
  await pressAll('j', 'j', 'j', 'k', 'j')
  await expectCurrent(page, `calder-wick/${queue[5]}`)
  await page.getByRole('dialog', { name: queue[5] ?? '' }).waitFor()
  expect(parameters(page).get('peek')).toBe(`calder-wick/${queue[5]}`)
  await pressAll('k', 'k', 'z')
  await page.getByRole('dialog', { name: `Snooze ${queue[3]}` }).waitFor()
})

test('a verified row is gone before the server has answered', async () => {
  const page = await queueOf('tom', '?state=due&scope=all')
  const [first = ''] = await references(page)
  const answer = Promise.withResolvers<undefined>()
  await page.route('**/verifications', async (route) => {
    await answer.promise
    await route.continue()
  })
  await askToVerify(page, first)
  for (const _ of '123') await page.keyboard.press('Space')
  await page.keyboard.press('Enter')
  await rowOf(page, `calder-wick/${first}`).waitFor({ state: 'detached' })
  expect(await page.getByText(`${first} verified`).count()).toBe(0)
  answer.resolve(undefined)
  await page.getByText(`${first} verified`).waitFor()
})

test('what the server refuses comes back, with the reason', async () => {
  const page = await queueOf('tom', '?state=due&scope=all')
  const [first = ''] = await references(page)
  await page.route('**/verifications', (route) =>
    route.fulfill({
      status: 409,
      contentType: 'application/problem+json',
      body: JSON.stringify({
        type: '/problems/changed-meanwhile',
        title: 'Somebody saved this while you were working on it',
        status: 409,
        instance: '/requests/1',
      }),
    }),
  )
  await askToVerify(page, first)
  for (const key of ['1', '2', '3', 'Enter']) await page.keyboard.press(key)
  await page.getByText(`${first} is back in the queue. Somebody saved this`).waitFor()
  await rowOf(page, `calder-wick/${first}`).waitFor()
  await page.getByRole('button', { name: 'Look at it' }).click()
  await page.getByRole('dialog', { name: first }).waitFor()
})

test('three checks are three: with fewer nothing is verified', async () => {
  const page = await queueOf('tom')
  const [first = ''] = await references(page)
  await askToVerify(page, first)
  for (const key of ['1', '2', 'Enter']) await page.keyboard.press(key)
  await page.getByText('Make all three checks.').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  expect(await references(page)).toContain(first)
})

test('a reported problem has to be put right before the document is trusted again', async () => {
  const page = await queueOf('tom', '?state=suspect&scope=all')
  for (const reference of (await references(page)).slice(0, (await references(page)).indexOf('RB-09'))) {
    await expectCurrent(page, `calder-wick/${reference}`)
    await page.keyboard.press('j')
  }
  await expectCurrent(page, 'calder-wick/RB-09')
  await page.keyboard.press('Space')
  await page.getByRole('dialog', { name: 'RB-09' }).getByText('Why it is in doubt').waitFor()
  const dialog = await askToVerify(page, 'RB-09')
  await dialog.getByText('Put right:').waitFor()
  for (const key of ['1', '2', '3', 'Enter']) await page.keyboard.press(key)
  await dialog.getByText('As long as one is open, it stays in doubt.').waitFor()
  for (const key of ['4', 'Enter']) await page.keyboard.press(key)
  await page.getByText('RB-09 verified').waitFor()
  expect(await stateOf(page, 'calder-wick', 'RB-09')).toBe('verified')
})

test('a snooze hides a document for some days, and Undo brings it back', async () => {
  const page = await queueOf('priya')
  const before = await references(page)
  const [first] = before
  await page.keyboard.press('z')
  await page.getByText('Back in your queue on 9 Mar 2026.').waitFor()
  await page.keyboard.type('14')
  await page.getByRole('button', { name: 'Snooze for 14 days' }).waitFor()
  await page.keyboard.press('Enter')
  await page.getByText(`${first} is back in your queue on 16 Mar 2026`).waitFor()
  await expectQueue(page, before.slice(1))
  await page.getByRole('button', { name: 'Undo' }).click()
  await expectQueue(page, before)
})

test('another owner takes over, and Undo gives it back', async () => {
  const page = await queueOf('priya')
  const before = await references(page)
  const [first] = before
  await page.keyboard.press('a')
  const dialog = page.getByRole('dialog', { name: `Who looks after ${first}?` })
  await dialog.getByLabel('Owner').selectOption('Tom Ashworth')
  await dialog.getByLabel('Deputy').selectOption('Nobody')
  await dialog.getByRole('button', { name: 'Assign' }).click()
  await page.getByText(`${first} now belongs to Tom Ashworth`).waitFor()
  await expectQueue(page, before.slice(1))
  await page.getByRole('button', { name: 'Undo' }).click()
  await expectQueue(page, before)
})

test('filters live in the address: they outlive a reload, and Back takes them off again', async () => {
  const page = await queueOf('priya')
  const all = await references(page)
  await page.getByRole('button', { name: /^\d+ due$/ }).click()
  await page.waitForURL(/state=due/)
  await page.reload()
  await rows(page).first().waitFor()
  const isDue = (text: string) => text.includes('Due in')
  await expect.poll(async () => (await rows(page).allInnerTexts()).every(isDue)).toBe(true)
  await page.goBack()
  await page.waitForURL((url) => url.search === '')
  await expectQueue(page, all)

  await page.keyboard.press('f')
  await expectFocus(page, 'tagName', 'SELECT')
  await page.goto(`${house.url}/reviews?state=suspect&kind=system`)
  await page.getByText('No system that is in doubt waits for you.').waitFor()
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await rows(page).first().waitFor()
})

test('a partner works through several organizations at once, and can look at one', async () => {
  const page = await queueOf('marcus')
  const slugs = async () => [
    ...new Set(
      await rows(page).evaluateAll((all) => all.map((row) => (row as HTMLElement).dataset['key']?.split('/')[0])),
    ),
  ]
  await expect.poll(async () => (await slugs()).length).toBeGreaterThan(1)
  await page.getByLabel('Organization').selectOption('Calder & Wick')
  await expect.poll(slugs).toEqual(['calder-wick'])
})

test('whoever may not verify is told who does', async () => {
  const page = await house.signedIn('elena', '/reviews')
  await page.getByText('Nothing waits for you.').waitFor()
  await page.getByRole('button', { name: 'See what waits for others' }).click()
  await rows(page).first().waitFor()
  await page.keyboard.press('v')
  await page.getByText(/verifies [A-Z]{2}-\d+\. You can report a problem with it\./).waitFor()
  expect(await page.getByRole('dialog').count()).toBe(0)
})

test('an auditor sees what waits and how it stands, and is told that the text is not for them', async () => {
  const page = await queueOf('frances', '?scope=all')
  await page.keyboard.press('Space')
  const peek = page.getByRole('dialog')
  await peek.getByText(/You (can see|may)/).waitFor()
  expect(await peek.getByRole('button', { name: 'Verify' }).count()).toBe(0)
})

test('one organization that does not answer leaves the others in sight', async () => {
  const page = await house.signedIn('marcus', '/home')
  await page.route('**/api/v1/organizations/orchard-row/reviews*', (route) =>
    route.fulfill({
      status: 500,
      contentType: 'application/problem+json',
      body: '{"type":"/problems/unexpected","title":"x","status":500,"instance":"/requests/1"}',
    }),
  )
  await page.goto(`${house.url}/reviews`)
  await page.getByText('The queue of Orchard Row Dental could not be loaded').waitFor()
  await rows(page).first().waitFor()
  await page.unrouteAll()
  await page.getByRole('button', { name: 'Try again' }).click()
  await page.getByText('The queue of Orchard Row Dental could not be loaded').waitFor({ state: 'detached' })
  house.expectComplaint(/status of 500/)
})

test('on a phone a card opens what a reviewer needs, with the acts below', async () => {
  const page = await queueOf('marcus', '', phone)
  const title = (await rows(page).first().getByRole('link').innerText()).trim()
  await rows(page).first().getByRole('link').tap()
  const sheet = page.getByRole('dialog')
  await sheet.getByRole('heading', { name: title }).waitFor()
  await sheet.getByRole('button', { name: 'Verify' }).waitFor()
  await expectAccessible(page)
})

test('every state of the queue is accessible, down to 320 pixels', async () => {
  const page = await queueOf('priya')
  await expectAccessible(page)
  await picture(page, 'reviews')
  await page.keyboard.press('Space')
  await page.getByRole('heading', { name: 'What it leans on' }).waitFor()
  await page.locator('[aria-busy=true]').waitFor({ state: 'detached' })
  await expectAccessible(page)
  await picture(page, 'reviews-peek')
  for (const [key, heading] of [
    ['v', 'Verify'],
    ['z', 'Snooze'],
    ['a', 'Who looks after'],
  ] as const) {
    await page.keyboard.press(key)
    await page.getByRole('dialog').getByRole('heading', { name: heading }).waitFor()
    await expectAccessible(page)
    await page.keyboard.press('Escape')
    await page.getByRole('heading', { name: heading }).waitFor({ state: 'detached' })
  }
  await page.keyboard.press('Escape')
  for (const order of ['state', 'owner']) {
    await page.goto(`${house.url}/reviews?scope=all&order=${order}`)
    await rows(page).first().waitFor()
    await expectAccessible(page)
  }
  await page.setViewportSize({ width: 320, height: 640 })
  await expectNoOverflow(page)
  await expectAccessible(page)
})
