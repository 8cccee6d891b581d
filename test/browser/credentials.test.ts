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

test('what is shown hides by itself, though the focus was brought to it', async () => {
  const page = await house.unlocked('priya', '/settings/appearance')
  await page.getByLabel('Hide what is shown after').selectOption({ label: '10 seconds' })
  await page.goto(`${house.url}/o/calder-wick/credentials/CR-22`)
  await page.getByText('•'.repeat(12)).first().waitFor()
  await page.keyboard.press('r')
  const hide = page.getByRole('button', { name: 'Hide' })
  await hide.waitFor()
  await page.mouse.move(1_000, 700)
  const from = Date.now()
  await hide.waitFor({ state: 'detached' })
  expect(Date.now() - from).toBeGreaterThan(7_000)
  expect(Date.now() - from).toBeLessThan(19_000)
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
  // The record of what others did is not for everybody, and it does not say that there is none.
  await page.getByText('You have not opened it.').waitFor()
  await expect.poll(() => page.getByRole('button', { name: 'Reveal' }).count()).toBe(0)
  await expectAccessible(page)
  await picture(page, 'credential-phone')
})

test('an old value opens from the history, under the same class, and the record names its version', async () => {
  const page = await house.unlocked('priya', '/o/calder-wick/credentials/CR-31/history')
  const first = page.getByRole('region', { name: 'Sealed in version 1' })
  await first.getByText('sealed for the first time').waitFor()
  await page
    .getByRole('region', { name: 'Sealed in version 2' })
    .getByText(/^Changed with it: .*password/)
    .waitFor()
  // What was signed comes back by writing it anew, and not by a press.
  await expect.poll(() => page.getByRole('button', { name: /^Restore/ }).count()).toBe(0)
  await first.getByRole('button', { name: 'Reveal' }).nth(1).click()
  const why = page.getByRole('dialog', { name: 'Why do you need this?' })
  await why.getByLabel('A test').check()
  await why.getByLabel('In a few words').fill('What was it before June')
  await page.keyboard.press('Enter')
  await first.getByRole('button', { name: 'Hide' }).waitFor()
  await expectAccessible(page)
  await picture(page, 'credential-history')
  const { db } = house.running.house
  const newest = `SELECT payload FROM audit_events WHERE act = 'credential.reveal' ORDER BY seq DESC LIMIT 1`
  expect(JSON.parse(db.prepare(newest).pluck().get() as string)).toMatchObject({
    details: { reference: 'CR-31', revision: 1, fields: [2], reason: 'Test: What was it before June' },
  })
})

test('a password in the reason is said before it is signed', async () => {
  const page = await house.unlocked('tom', '/o/calder-wick/credentials/CR-31')
  const { db } = house.running.house
  const reveals = () => db.prepare(`SELECT count(*) FROM audit_events WHERE act = 'credential.reveal'`).pluck().get()
  const before = reveals()
  await page.getByRole('button', { name: 'Copy password' }).waitFor()
  await page.keyboard.press('r')
  const why = page.getByRole('dialog', { name: 'Why do you need this?' })
  await why.getByRole('textbox', { name: 'Ticket' }).fill('kV9$wLq2!xPzR7')
  await why.getByLabel('In a few words').fill('Port state of the firewall')
  await page.keyboard.press('Enter')
  await why.getByText('This looks like a password. It goes into the access log').first().waitFor()
  await expectAccessible(page)
  expect(reveals()).toBe(before)
  await why.getByRole('textbox', { name: 'Ticket' }).fill('NL-20992')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Hide' }).waitFor()
  expect(reveals()).toBe((before as number) + 1)
})

test('the list narrows by class, rotation and what one can open, in the address; its counts agree', async () => {
  const page = await house.unlocked('priya', '/o/calder-wick/credentials?class=guarded&opens=open')
  const rows = page.getByRole('row').filter({ has: page.getByRole('link') })
  await page.getByRole('link', { name: 'Veeam console' }).waitFor()
  const all = await rows.count()
  expect(await rows.filter({ hasText: 'Guarded' }).count()).toBe(all)
  await page.getByRole('button', { name: `All ${all}` }).waitFor()
  await page.getByRole('button', { name: 'Take away the filter Guarded' }).waitFor()
  await page.getByRole('button', { name: 'Filters, 2 on' }).click()
  await page.getByLabel('Class').selectOption({ label: 'Break-glass' })
  await page.getByLabel('Rotation').selectOption({ label: 'Rotation late' })
  await page.waitForURL(/class=break_glass&opens=open&rotation=overdue/)
  await page.getByText('No credential matches Break-glass, Rotation late and I can open.').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Take away the filter Break-glass' }).click()
  await page.getByRole('link', { name: 'Print server' }).waitFor()
  expect(await rows.count()).toBe(1)
  await expectAccessible(page)
  await picture(page, 'credentials-narrowed')
})

test('every document leads to what was done with it, for who may read that', async () => {
  const page = await house.unlocked('priya', '/o/calder-wick/credentials/CR-31')
  await page.getByRole('complementary').getByRole('link', { name: 'Activity' }).click()
  await page.waitForURL('**/o/calder-wick/activity?document=CR-31')
  await page.getByRole('link', { name: /CR-31/ }).first().waitFor()
  const reader = await house.signedIn('elena', '/o/calder-wick/runbooks/RB-14')
  await reader.getByRole('complementary').getByRole('link', { name: 'History' }).waitFor()
  await expect.poll(() => reader.getByRole('link', { name: 'Activity', exact: true }).count()).toBe(0)
})

test('a runbook’s kit shows what a break-glass credential is, and its keys work for the card in focus', async () => {
  const page = await house.unlocked('tom', '/o/calder-wick/runbooks/RB-11')
  const glass = page.getByRole('group', { name: 'Emergency global admin' })
  await glass.getByRole('button', { name: 'Reveal password of Emergency global admin' }).waitFor()
  await page.getByRole('group', { name: 'Partner admin' }).getByText('northlight-admin@').waitFor()
  await page.keyboard.press('2')
  await expect.poll(() => glass.evaluate((card) => card === document.activeElement)).toBe(true)
  await page.keyboard.press('r')
  await page.getByRole('dialog', { name: 'Break the glass on CR-01?' }).getByRole('button', { name: 'Not now' }).click()
  await expectAccessible(page)
  const reader = await house.signedIn('elena', '/o/calder-wick/runbooks/RB-11')
  await reader
    .getByRole('group', { name: 'Emergency global admin' })
    .getByText('Only owners and admins open it.')
    .waitFor()
})

test('what is half typed when the vault locks leaves the page, is nowhere in the clear, and is taken up again', async () => {
  const page = await house.visitor('/sign-in')
  await house.signIn(page, 'tom')
  await page.goto(`${house.url}/o/calder-wick/credentials/new`)
  await page.getByLabel('Name', { exact: true }).fill('Badge printer')
  await page.getByLabel('Password (optional)').fill('Half-typed-secret-77')
  await page.getByRole('button', { name: 'Lock', exact: true }).first().click()
  await page.getByText(/what you typed is kept on this device, sealed/).waitFor()
  expect(await page.getByLabel('Password (optional)').inputValue()).toBe('')
  const lying = await page.evaluate(async () => {
    const done = <Answer>(request: IDBRequest<Answer>) =>
      new Promise<Answer>((resolve) => (request.onsuccess = () => resolve(request.result)))
    const database = await done(indexedDB.open('runkeep'))
    return JSON.stringify(await done(database.transaction('drafts').objectStore('drafts').getAll()))
  })
  expect(lying).toContain('new credential')
  expect(lying).not.toMatch(/Half-typed|Badge printer/)

  const takeUp = async () => {
    await page.getByRole('button', { name: 'Go on with it' }).click()
    const unlock = page.getByRole('dialog').getByLabel('Passphrase')
    const password = page.getByLabel('Password (optional)')
    await expect
      .poll(async () => (await unlock.count()) > 0 || (await password.inputValue()) !== '', { timeout: 20_000 })
      .toBe(true)
    if ((await unlock.count()) > 0) {
      await unlock.fill(house.person('tom').passphrase)
      await page.keyboard.press('Enter')
    }
    await expect.poll(() => password.inputValue(), { timeout: 20_000 }).toBe('Half-typed-secret-77')
  }
  await takeUp()
  await expectAccessible(page)
  // And after a reload, all of it.
  await page.reload()
  await takeUp()
  expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Badge printer')
  await page.getByRole('button', { name: 'Keep it' }).click()
  await page.getByRole('heading', { name: 'Badge printer' }).waitFor()
  await page.goto(`${house.url}/o/calder-wick/credentials/new`)
  await page.getByLabel('Name', { exact: true }).waitFor()
  expect(await page.getByRole('button', { name: 'Go on with it' }).count()).toBe(0)
})
