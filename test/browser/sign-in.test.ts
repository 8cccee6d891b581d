import { expect, test } from 'vitest'
import { expectAccessible } from './support/axe.ts'
import { aHouse, desktop, phone } from './support/house.ts'
import { chord } from './support/keys.ts'
import { expectFocus, expectTitle } from './support/now.ts'
import { picture } from './support/screenshots.ts'

const house = aHouse('calder-wick')

test('whoever is not signed in gets to the sign-in page, and from there to where they wanted to go', async () => {
  const page = await house.visitor('/o/calder-wick/settings/members?text=priya')
  await page.getByText('Sign in to go on where you were.').waitFor()
  await picture(page, 'sign-in')
  await house.signIn(page, 'priya')
  await page.getByRole('heading', { name: 'Members', level: 1 }).waitFor()
  await page.waitForURL(`${house.url}/o/calder-wick/settings/members?text=priya`)
  await expectTitle(page, 'Members · Settings · Calder & Wick')
  await expectFocus(page, 'tagName', 'H1')
})

test('an address that leads elsewhere is not gone to', async () => {
  const page = await house.visitor('/sign-in?next=//evil.example/x')
  await house.signIn(page, 'priya')
  await page.waitForURL(`${house.url}/home`)
})

test('a wrong passphrase and an unknown address are refused in the same words', async () => {
  const page = await house.visitor('/sign-in')
  const refused = async (email: string) => {
    await page.getByLabel('E-mail address').fill(email)
    await page.getByLabel('Passphrase', { exact: true }).fill('something else entirely')
    const answer = page.waitForResponse('**/api/v1/sessions')
    await page.getByRole('button', { name: 'Sign in' }).click()
    expect((await answer).status()).toBe(401)
    return page.getByRole('alert').innerText()
  }
  const wrong = await refused('priya@calderwick.example.com')
  expect(wrong).toContain('That address and passphrase do not go together')
  await expectAccessible(page)
  await picture(page, 'sign-in-refused')
  // The passphrase is marked, ready to be typed over; the address is kept.
  await expectFocus(page, 'name', 'passphrase')
  expect(await refused('nobody@calderwick.example.com')).toBe(wrong)
  expect(new URL(page.url()).pathname).toBe('/sign-in')
})

test('locking drops the keys, leaves the page readable, and the passphrase opens it again', async () => {
  const page = await house.visitor('/o/calder-wick/settings/collections')
  await house.signIn(page, 'priya')
  await page.getByRole('link', { name: 'General' }).waitFor()

  await page.keyboard.press('Shift+L')
  await page.getByText('Documents stay readable.').waitFor()
  await expectTitle(page, 'Locked · Runkeep')
  await page.getByRole('link', { name: 'General' }).waitFor()
  await expectAccessible(page)
  await picture(page, 'locked')

  await page.getByRole('button', { name: 'Unlock', exact: true }).first().click()
  const dialog = page.getByRole('dialog', { name: 'Unlock' })
  await dialog.getByLabel('Passphrase', { exact: true }).fill('something else entirely')
  await page.keyboard.press('Enter')
  await dialog.getByText('That is not the passphrase of this account.').waitFor()
  await expectAccessible(page)
  await picture(page, 'unlock')
  await dialog.getByLabel('Passphrase', { exact: true }).fill(house.person('priya').passphrase)
  await page.keyboard.press('Enter')
  await dialog.waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Lock', exact: true }).waitFor()
  await expectTitle(page, 'Collections · Settings · Calder & Wick')
})

test('before it locks by itself it says so, and a press puts it off', async () => {
  const page = await house.visitor('/settings/appearance')
  await house.signIn(page, 'priya')
  await page.getByLabel('Lock by itself after').selectOption('1')
  const warning = page.getByRole('button', { name: 'Stay unlocked' })
  await warning.waitFor({ timeout: 45_000 })
  await expectAccessible(page)
  await picture(page, 'locking')
  await warning.click()
  await warning.waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Lock', exact: true }).waitFor()
})

test('a session that has ended leads to the sign-in page, and back to where one was', async () => {
  const page = await house.visitor('/settings/appearance')
  await house.signIn(page, 'tom')
  await page.getByRole('heading', { name: 'Appearance' }).waitFor()
  house.running.house.db.prepare(`UPDATE sessions SET ended_at = created_at WHERE ended_at IS NULL`).run()
  house.forget('priya')
  await page.getByRole('link', { name: 'Collections' }).click()
  await page.getByText('Sign in to go on where you were.').waitFor()
  await house.signIn(page, 'tom')
  await page.getByRole('link', { name: 'General' }).waitFor()
})

test('when somebody else signs in in another tab, nothing of the first person stays in this one', async () => {
  const first = await house.visitor('/o/calder-wick/settings/members')
  await house.signIn(first, 'priya')
  await first.getByRole('link', { name: 'Marcus Oyelaran' }).waitFor()
  const second = await first.context().newPage()
  await second.goto(`${house.url}/sign-in`)
  await house.signIn(second, 'marcus')
  await first.getByRole('button', { name: 'Marcus Oyelaran' }).waitFor()
  await first.getByText('You can work here, but not see the list of people.').waitFor()
  expect(await first.getByText('priya@calderwick.example.com').count()).toBe(0)
})

test('signing out ends the session', async () => {
  const page = await house.visitor('/home')
  await house.signIn(page, 'priya')
  await page.getByRole('button', { name: 'Priya Nandakumar' }).click()
  await page.getByRole('menuitem', { name: /Sign out/ }).click()
  await page.waitForURL('**/sign-in')
  await page.goto(`${house.url}/reviews`)
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
})

test('the passphrase is nowhere but in the person’s head', async () => {
  const page = await house.visitor('/sign-in')
  const sent: string[] = []
  page.on('request', (request) => sent.push(request.url() + (request.postData() ?? '')))
  await page.getByLabel('E-mail address').fill('priya@calderwick.example.com')
  await page.getByLabel('Passphrase', { exact: true }).fill(house.person('priya').passphrase)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL('**/home')

  const stored = await page.evaluate(async () =>
    JSON.stringify([
      Object.entries(localStorage),
      Object.entries(sessionStorage),
      await indexedDB.databases(),
      document.cookie,
    ]),
  )
  expect(sent.length).toBeGreaterThan(2)
  for (const place of [...sent, stored, ...house.log]) {
    expect(place).not.toContain('orchid')
    expect(place).not.toContain('lantern')
  }
})

test.each([
  ['on a desk', desktop],
  ['on a phone', phone],
])('the frame of the signed-in pages is accessible %s', async (_where, device) => {
  const page = await house.signedIn('priya', '/o/nowhere/runbooks', device)
  await page.getByRole('heading', { name: 'There is nothing here' }).waitFor()
  await expectAccessible(page)
  await picture(page, 'nothing-here')
})

test('a made-up organization, page and reference look the same', async () => {
  const page = await house.signedIn('priya')
  const seen: string[] = []
  for (const path of ['/o/nowhere', '/o/nowhere/settings/members', '/o/calder-wick/nonsense', '/nonsense']) {
    await page.goto(house.url + path)
    await page.getByRole('heading', { name: 'There is nothing here' }).waitFor()
    await expectTitle(page, 'Not found · Runkeep')
    seen.push(await page.locator('main').innerText())
  }
  expect(new Set(seen).size).toBe(1)
})

test('while the server cannot be reached the page says so, and goes on by itself afterwards', async () => {
  const page = await house.signedIn('priya', '/settings/appearance')
  await page.getByRole('heading', { name: 'Appearance' }).waitFor()
  await page.route('**/api/**', (route) => route.abort())
  await page.getByRole('link', { name: 'Collections' }).click()
  await page.getByText('The server cannot be reached. What you see is from').waitFor()
  await page.getByText('Collections could not be loaded').waitFor()
  await expectAccessible(page)
  await picture(page, 'offline')
  await page.unroute('**/api/**')
  await page.getByRole('link', { name: 'General' }).waitFor({ timeout: 40_000 })
  await page.getByText('The server cannot be reached. What you see').waitFor({ state: 'detached' })
  house.expectComplaint(/ERR_FAILED/)
})

test('all of the frame is reached by keys', async () => {
  const page = await house.signedIn('priya', '/settings/appearance')
  await page.getByRole('heading', { name: 'Appearance' }).waitFor()
  await page.keyboard.press('Tab')
  await expectFocus(page, 'textContent', 'Skip to the page')
  await page.keyboard.press('Enter')
  await expectFocus(page, 'id', 'main')

  await page.keyboard.press('?')
  const keys = page.getByRole('dialog', { name: 'Keys' })
  await keys.getByText('Switch organization').waitFor()
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await keys.waitFor({ state: 'detached' })

  await chord(page, 'g', 'o')
  const settings = page.getByRole('menuitem', { name: 'Settings of this organization' })
  await settings.waitFor()
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await settings.waitFor({ state: 'detached' })

  await chord(page, 'g', 's')
  await page.waitForURL('**/o/calder-wick/systems')
  await chord(page, 'g', 'h')
  await page.waitForURL('**/home')
})
