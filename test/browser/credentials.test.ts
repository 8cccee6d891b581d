import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { expectAccessible } from './support/axe.ts'
import { aHouse, phone } from './support/house.ts'
import { picture } from './support/screenshots.ts'

const house = aHouse('demo')

/** Only the page in front may write there. */
async function mayUseClipboard(page: Page): Promise<void> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.bringToFront()
}

test('a credential is kept, shown for a while, copied and hidden again, by keys alone', async () => {
  const page = await house.unlocked('priya', '/o/calder-wick/credentials')
  await mayUseClipboard(page)
  await page.getByRole('link', { name: 'UniFi controller' }).waitFor()
  await expectAccessible(page)
  await picture(page, 'credentials')

  await page.keyboard.press('n')
  await page.getByLabel('Name', { exact: true }).fill('Alarm panel, works')
  await page.getByLabel('Addresses').fill('198.51.100.201')
  await page.getByRole('textbox', { name: 'Username (optional)' }).fill('installer')
  await page.getByRole('button', { name: 'Generate' }).click()
  await page.getByText(/Very strong, about \d+ bits/).waitFor()
  await page.getByRole('button', { name: 'Use this' }).click()
  await page.getByLabel('One-time codes').fill('JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP')
  await expectAccessible(page)
  await page.keyboard.press('Control+Enter')
  await page.getByRole('heading', { name: 'Alarm panel, works' }).waitFor()
  await page.getByText('installer').waitFor()

  await page.keyboard.press('r')
  await page.getByRole('button', { name: 'Hide' }).waitFor()
  await page.getByRole('button', { name: 'Large view' }).waitFor()
  await expectAccessible(page)
  await picture(page, 'credential-shown')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Hide' }).waitFor({ state: 'detached' })

  await page.keyboard.press('c')
  await page.getByText('Password copied. Clears in 30 s').waitFor()
  expect((await page.evaluate(() => navigator.clipboard.readText())).length).toBe(20)
  await page.keyboard.press('t')
  await page.getByText('Code copied. Clears in 30 s').waitFor()
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toMatch(/^\d{6}$/)
})

test('a guarded secret asks why, once in a quarter of an hour; locking takes it off the screen', async () => {
  const page = await house.signedIn('tom', '/o/calder-wick/credentials/CR-31')
  await page.getByRole('button', { name: 'Copy password' }).waitFor()
  await page.keyboard.press('r')
  await page.getByRole('dialog').getByLabel('Passphrase', { exact: true }).fill(house.person('tom').passphrase)
  await page.keyboard.press('Enter')
  const why = page.getByRole('dialog', { name: 'Why do you need this?' })
  await why.getByRole('textbox', { name: 'Ticket' }).fill('NL-20991')
  await why.getByLabel('In a few words').fill('Port state of the firewall')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Hide' }).waitFor()
  await page.keyboard.press('Shift+L')
  await page.getByRole('button', { name: 'Hide' }).waitFor({ state: 'detached' })
  await page.getByText('Port state of the firewall').first().waitFor()
})

test('a runbook brings its credential along, and the record names the runbook', async () => {
  const page = await house.unlocked('priya', '/o/calder-wick/runbooks/RB-14')
  await mayUseClipboard(page)
  await page.getByRole('group', { name: 'FortiGate admin, head office' }).waitFor()
  await page.getByRole('button', { name: 'Copy password of FortiGate admin, head office' }).first().click()
  const why = page.getByRole('dialog', { name: 'Why do you need this?' })
  await why.getByLabel('A test').check()
  await why.getByLabel('In a few words').fill('Does the kit copy it')
  await page.keyboard.press('Enter')
  await page.getByText('Password copied. Clears in 30 s').waitFor()
  await expectAccessible(page)
  await picture(page, 'runbook-with-kit')
  await page.goto(`${house.url}/o/calder-wick/credentials/CR-31`)
  await page.getByText('copied, from RB-14').waitFor()
})

test('who may only view sees that it is there, on a phone too', async () => {
  const page = await house.signedIn('elena', '/o/calder-wick/credentials/CR-22', phone)
  await page.getByRole('button', { name: 'Request access' }).waitFor()
  await expect.poll(() => page.getByRole('button', { name: 'Reveal' }).count()).toBe(0)
  await expectAccessible(page)
  await picture(page, 'credential-phone')
})
