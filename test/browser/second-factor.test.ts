import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import type { Instant } from '#contract/values.ts'
import { codeFrom } from '../support/second-factor.ts'
import { expectAccessible } from './support/axe.ts'
import { aHouse, phone } from './support/house.ts'
import { picture } from './support/screenshots.ts'

const house = aHouse('calder-wick')

test('is turned on by keyboard with a real code; signing in then takes a code or a recovery code, each once', async () => {
  const page = await house.visitor('/settings/security')
  await house.signIn(page, 'tom')
  await page.getByText('Chrome on Linux').waitFor()
  await expectAccessible(page)
  await picture(page, 'security-off')

  // On, without a mouse.
  await tabTo(page, 'Set up second factor')
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('alertdialog', { name: 'Set up your second factor' })
  await dialog.getByRole('img', { name: /QR code/ }).waitFor()
  const secret = (await dialog.locator('code').innerText()).replaceAll(' ', '')
  expect(secret).toMatch(/^[A-Z2-7]{32}$/)
  expect(await page.evaluate(() => (document.activeElement as HTMLInputElement).name)).toBe('code')
  await expectAccessible(page)
  await picture(page, 'security-secret')
  await page.keyboard.type('000000')
  await page.keyboard.press('Enter')
  await dialog.getByText('That is not the code for this secret.').waitFor()
  await page.keyboard.press('Control+a')
  await page.keyboard.type(codeFrom(secret, now()).replace(/^(...)/, '$1 '))
  await page.keyboard.press('Enter')

  // The recovery codes, this one time.
  const kept = page.getByRole('alertdialog', { name: 'Keep your recovery codes' })
  await kept.waitFor()
  const codes = await kept.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem').allInnerTexts()
  expect(codes).toHaveLength(10)
  await page.keyboard.press('Escape')
  await kept.waitFor()
  await expectAccessible(page)
  await picture(page, 'security-codes')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    kept.getByRole('button', { name: 'Download codes' }).click(),
  ])
  expect(download.suggestedFilename()).toBe('runkeep-recovery-codes.txt')
  const written = readFileSync(await download.path(), 'utf8')
  for (const code of codes) expect(written).toContain(code)
  await page.emulateMedia({ media: 'print' })
  const printed = await page.evaluate(() => document.body.innerText)
  expect(printed).toContain('Recovery codes for Runkeep')
  for (const code of codes) expect(printed).toContain(code)
  expect(printed).not.toContain('Where you are signed in')
  await page.emulateMedia({ media: null })
  await tabTo(page, 'I have kept them')
  await page.keyboard.press('Enter')
  await page.getByText('10 of 10 left').waitFor()
  await expectAccessible(page)
  await picture(page, 'security-on')
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)

  // Out, and in again: the passphrase, then the code.
  await page.getByRole('button', { name: 'Tom Ashworth' }).click()
  await page.getByRole('menuitem', { name: /Sign out/ }).click()
  await page.waitForURL('**/sign-in')
  await passphraseOf(page, 'tom')
  const field = page.getByLabel('Code from your authenticator app')
  await field.waitFor()
  expect(await field.getAttribute('autocomplete')).toBe('one-time-code')
  expect(await page.evaluate(() => (document.activeElement as HTMLInputElement).name)).toBe('code')
  await expectAccessible(page)
  await picture(page, 'sign-in-code')
  await page.keyboard.type('12345')
  await page.keyboard.press('Enter')
  await page.getByText('A code has six digits').waitFor()
  await field.fill('000000')
  await page.keyboard.press('Enter')
  await page.getByText('That is not the code of now.').waitFor()
  await expectAccessible(page)
  forgetUsedCodes()
  const code = codeFrom(secret, now())
  await field.fill(code)
  await page.keyboard.press('Enter')
  await page.waitForURL('**/home')
  await page.getByRole('button', { name: 'Lock', exact: true }).waitFor()

  // The same code is worth nothing to somebody who looked over the shoulder.
  const stranger = await house.visitor('/sign-in', phone)
  await passphraseOf(stranger, 'tom')
  await stranger.getByLabel('Code from your authenticator app').fill(code)
  await stranger.getByRole('button', { name: 'Sign in' }).click()
  await stranger.getByText('This code has been used.').waitFor()
  expect(await stranger.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
  await stranger.goto(`${house.url}/home`)
  await stranger.getByRole('heading', { name: 'Sign in' }).waitFor()

  // Without the phone: a recovery code, once, and the page that tells how many are left.
  const away = await house.visitor('/sign-in')
  await passphraseOf(away, 'tom')
  await away.getByRole('button', { name: 'Use a recovery code' }).click()
  expect(await away.evaluate(() => (document.activeElement as HTMLInputElement).name)).toBe('code')
  await expectAccessible(away)
  await away.getByLabel('Recovery code').fill(codes[0]?.toLowerCase() ?? '')
  await away.keyboard.press('Enter')
  await away.waitForURL('**/settings/security')
  await away.getByText('9 of 10 left').waitFor()
  await away.getByText('New device').first().waitFor()

  // One of the two ends the other.
  await page.goto(`${house.url}/settings/security`)
  const ending = page.getByRole('button', { name: /^End Chrome on Linux/ })
  await ending.first().waitFor()
  await expectAccessible(page)
  await picture(page, 'security-sessions')
  await ending.first().click()
  await page.getByText('Chrome on Linux: session ended').waitFor()
  await away.getByRole('link', { name: 'Appearance' }).click()
  await away.reload()
  await away.getByText('Sign in to go on where you were.').waitFor()
  await page.getByRole('button', { name: 'Lock', exact: true }).waitFor()

  // Nothing of it lies about.
  const stored = await page.evaluate(async () =>
    JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage), await indexedDB.databases()]),
  )
  for (const place of [stored, ...house.log]) for (const each of [secret, ...codes]) expect(place).not.toContain(each)

  // Off again, from a session that is not fresh any more: passphrase and code come first.
  house.running.house.db.prepare(`UPDATE sessions SET authenticated_at = '2026-01-01T00:00:00.000Z'`).run()
  await page.getByRole('button', { name: 'Turn off second factor' }).click()
  await page.getByRole('alertdialog').getByText('your passphrase alone signs in').waitFor()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Turn off', exact: true }).click()
  const once = page.getByRole('alertdialog', { name: 'Sign in once more' })
  await once.getByLabel('Passphrase', { exact: true }).fill(house.person('tom').passphrase)
  await page.keyboard.press('Enter')
  await once.getByLabel('Code from your authenticator app').waitFor()
  await expectAccessible(page)
  await picture(page, 'security-fresh')
  forgetUsedCodes()
  await once.getByLabel('Code from your authenticator app').fill(codeFrom(secret, now()))
  await page.keyboard.press('Enter')
  await page.getByText('Second factor turned off.').waitFor()
  await page.getByRole('button', { name: 'Set up second factor' }).waitFor()
})

test('a key holder from whom it is asked can read, change nothing, and is led to it', async () => {
  const settings = '/o/calder-wick/settings/organization'
  const page = await house.visitor(settings)
  await house.signIn(page, 'priya')
  // Nobody asks of others what they have not done.
  await page.getByRole('button', { name: 'Ask it of every key holder' }).click()
  await page.getByText('Set up your own second factor first.').waitFor()
  await expectAccessible(page)

  // As another key holder would have.
  house.running.house.db.prepare(`UPDATE organizations SET requires_second_factor = 1`).run()
  const anew = await house.visitor('/sign-in')
  await house.signIn(anew, 'priya')
  await anew.waitForURL('**/settings/security')
  await anew.getByText('Until you have one you can read there, and change nothing.').waitFor()
  await expectAccessible(anew)
  await picture(anew, 'security-required')

  await anew.goto(`${house.url}/o/calder-wick/settings/collections`)
  await anew.getByRole('link', { name: 'General' }).waitFor()
  const bar = anew.getByRole('region', { name: 'Second factor needed' })
  await bar.getByText('Calder & Wick asks its key holders for a second factor.').waitFor()
  await expectAccessible(anew)
  await picture(anew, 'second-factor-bar')
  await anew.getByRole('button', { name: 'New collection' }).click()
  await anew.getByLabel('Name', { exact: true }).fill('Security')
  await anew.getByRole('button', { name: 'Make collection' }).click()
  await anew
    .getByText(/Until you have one you can read, and change nothing/)
    .nth(1)
    .waitFor()
  await anew.keyboard.press('Escape')

  await bar.getByRole('link', { name: 'Set it up' }).click()
  await anew.getByRole('button', { name: 'Set up second factor' }).click()
  const secret = (await anew.getByRole('alertdialog').locator('code').innerText()).replaceAll(' ', '')
  await anew.getByLabel('Code that the app shows').fill(codeFrom(secret, now()))
  await anew.keyboard.press('Enter')
  await anew.getByRole('button', { name: 'I have kept them' }).click()
  await anew.getByText('Calder & Wick asks its key holders for it, so it stays on.').waitFor()
  await anew.goto(house.url + settings)
  await anew.getByText('Every key holder needs a second factor here.').waitFor()
  expect(await bar.count()).toBe(0)
  await anew.getByRole('button', { name: 'Ask for it no longer' }).click()
  await anew.getByText('Key holders may sign in with the passphrase alone.').waitFor()
})

const now = () => new Date().toISOString() as Instant

/** As if half a minute had passed: waiting for it would prove nothing more. */
const forgetUsedCodes = () => void house.running.house.db.prepare(`UPDATE second_factors SET last_step = 0`).run()

async function passphraseOf(page: Page, name: string) {
  const { email, passphrase } = house.person(name)
  await page.getByLabel('E-mail address').fill(email)
  await page.getByLabel('Passphrase', { exact: true }).fill(passphrase)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

/** Goes to a button by the keyboard alone. */
async function tabTo(page: Page, name: string) {
  for (let n = 0; n < 60; n++) {
    if ((await page.evaluate(() => document.activeElement?.textContent)) === name) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`The keyboard does not reach ${name}`)
}
