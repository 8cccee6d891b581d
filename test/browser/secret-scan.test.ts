import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { awsKey, made } from '../support/made-secrets.ts'
import { expectAccessible } from './support/axe.ts'
import { aHouse, desktop, phone } from './support/house.ts'
import { picture } from './support/screenshots.ts'

const house = aHouse('demo')
const runbooks = '/o/calder-wick/runbooks'
const key = awsKey()
const password = `Kq8-${made(9)}`

/** Signed in through the page, so that the vault is unlocked. */
async function unlocked(name: string, at: string, options = desktop): Promise<Page> {
  const page = await house.visitor(`/sign-in?next=${encodeURIComponent(at)}`, options)
  await house.signIn(page, name)
  return page
}

/** Puts words at the end of the text. */
async function write(page: Page, words: string): Promise<void> {
  await page.locator('.cm-content').waitFor()
  await page.getByRole('textbox', { name: 'Text of the runbook' }).focus()
  await page.keyboard.press('Control+End')
  await page.keyboard.type(words)
}

const notice = (page: Page) => page.getByRole('region', { name: 'Secrets in the text' })
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const isRead = (page: Page) => page.getByRole('complementary').waitFor()

/** What the audit trail says of the newest save. */
function lastSave(): string {
  const { db } = house.running.house
  return db
    .prepare(`SELECT payload FROM audit_events WHERE act = 'document.save' ORDER BY seq DESC LIMIT 1`)
    .pluck()
    .get() as string
}

test('a key in a text is named by rule and line, and saved only at the second word', async () => {
  const page = await unlocked('tom', `${runbooks}/RB-25/edit`)
  await write(page, `\nThe recorder takes ${key} for its bucket.\n`)
  await notice(page)
    .getByText(/^Line \d+ looks like an AWS access key \(AKIA…, 20 characters\)\.$/)
    .waitFor()
  await notice(page).getByText('Everybody who may read this runbook sees it.').waitFor()
  await page.locator('.cm-secret').waitFor()
  await expect.poll(() => page.locator('.cm-secret').textContent()).toBe(key)
  await page.locator('.cm-hint-secret').getByText('Looks like an AWS access key').waitFor()
  await expectAccessible(page)
  await picture(page, 'editor-secret')

  const before = lastSave()
  await button(page, 'Save').click()
  await page.getByRole('alert').getByText('Nothing is saved yet. Press Save anyway to save it as it stands.').waitFor()
  expect(lastSave()).toBe(before)
  await expectAccessible(page)
  await picture(page, 'editor-secret-held')

  await notice(page).getByRole('button', { name: 'Not a secret' }).waitFor()
  await notice(page)
    .getByRole('button', { name: /^Show line/ })
    .click()
  await expect.poll(() => page.locator('.cm-focused .cm-activeLine').textContent()).toContain(key)

  await button(page, 'Save anyway').click()
  await isRead(page)
  expect(JSON.parse(lastSave())).toMatchObject({ details: { reference: 'RB-25', looksSecret: ['aws-access-key'] } })
  expect(lastSave()).not.toContain(key)
}, 60_000)

test('what is no secret is said once for a document, and nothing of it is kept on the device', async () => {
  const page = await unlocked('tom', `${runbooks}/RB-26/edit`)
  await write(page, `\npassword: ${password}\n`)
  await notice(page)
    .getByText(/looks like a password \(\d+ characters\)/)
    .waitFor()
  await notice(page).getByRole('button', { name: 'Not a secret' }).click()
  await notice(page).waitFor({ state: 'detached' })
  await page.locator('.cm-secret').waitFor({ state: 'detached' })
  expect(await page.evaluate(() => JSON.stringify(Object.entries(localStorage)))).not.toContain(password)
  await button(page, 'Save').click()
  await isRead(page)
  expect(JSON.parse(lastSave())).toMatchObject({ details: { reference: 'RB-26', looksSecret: ['password'] } })

  await page.getByRole('link', { name: 'Edit' }).click()
  await write(page, 'One line more.')
  await button(page, 'Save').click()
  await isRead(page)
}, 60_000)

test('summary and note are looked at as well', async () => {
  const page = await unlocked('tom', `${runbooks}/RB-27/edit`)
  await page.getByLabel('Summary').fill(`Login: admin / ${password}`)
  await notice(page)
    .getByText(/^The summary looks like a password/)
    .waitFor()
  await page.getByLabel('Summary').fill('Who may open the doors')
  await notice(page).waitFor({ state: 'detached' })
  await page.getByLabel('What has changed?').fill(`PIN: 4711, was 0815`)
  await notice(page)
    .getByText(/^What has changed looks like a PIN/)
    .waitFor()
}, 60_000)

test('a problem report that looks like a secret goes at the second press', async () => {
  const page = await house.signedIn('priya', `${runbooks}/RB-19`)
  await isRead(page)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.keyboard.press('p')
  const dialog = page.getByRole('dialog', { name: 'Report a problem with RB-19' })
  await dialog.getByLabel('What is wrong?').fill(`The password is ${password} now`)
  await button(page, 'Report problem').click()
  await dialog.getByText(/This looks like a password\. Everybody who may read the document sees it/).waitFor()
  await expectAccessible(page)
  await button(page, 'Report problem').click()
  await page.getByText('Problem with RB-19 reported').waitFor()
}, 60_000)

test('on a phone the notice finds room, and shows the place in the plain text', async () => {
  const page = await unlocked('priya', `${runbooks}/RB-05/edit`, phone)
  const area = page.getByRole('textbox', { name: 'Text of the runbook' })
  await area.fill(`Close the ledger.\n\npassword: ${password}\n`)
  await notice(page)
    .getByText(/^Line 3 looks like a password/)
    .waitFor()
  await expectAccessible(page)
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
  await picture(page, 'editor-secret-phone')
  await button(page, 'Save').click()
  const held = page.getByRole('alert').getByText('Press Save anyway')
  await held.waitFor()
  await expect.poll(() => held.evaluate((element) => element.getBoundingClientRect().top)).toBeGreaterThan(0)
  await picture(page, 'editor-secret-held-phone')
  await button(page, 'Show line 3').click()
  expect(
    await area.evaluate((element: HTMLTextAreaElement) =>
      element.value.slice(element.selectionStart, element.selectionEnd),
    ),
  ).toBe(password)
}, 60_000)
