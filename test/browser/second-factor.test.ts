import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import type { Instant } from '#contract/values.ts'
import { codeFrom, giveSecondFactor } from '../support/second-factor.ts'
import { expectAccessible } from './support/axe.ts'
import { aHouse, phone } from './support/house.ts'
import { picture } from './support/screenshots.ts'

const house = aHouse('calder-wick')

test('is turned on by keyboard alone, with a real code, and its recovery codes are kept', async () => {
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
  await expect.poll(() => focusedField(page)).toBe('code')
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
  await page.setViewportSize({ width: 320, height: 700 })
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
  await expect.poll(() => kept.evaluate((box) => box.getBoundingClientRect().right <= innerWidth)).toBe(true)
  await page.setViewportSize({ width: 1280, height: 800 })
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
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)

  // Nothing of it lies about.
  const stored = await page.evaluate(async () =>
    JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage), await indexedDB.databases()]),
  )
  for (const place of [stored, ...house.log]) for (const each of [secret, ...codes]) expect(place).not.toContain(each)
})

test('then signing in takes a code after the passphrase, and each code once', async () => {
  const factor = secondFactorOf('tom')
  const page = await house.visitor('/sign-in')
  await passphraseOf(page, 'tom')
  const field = page.getByLabel('Code from your authenticator app')
  await field.waitFor()
  await expect.poll(() => field.getAttribute('autocomplete')).toBe('one-time-code')
  await expect.poll(() => focusedField(page)).toBe('code')
  await expectAccessible(page)
  await picture(page, 'sign-in-code')
  await page.keyboard.type('12345')
  await page.keyboard.press('Enter')
  await page.getByText('A code has six digits').waitFor()
  await field.fill('000000')
  await page.keyboard.press('Enter')
  await page.getByText('That is not the code of now.').waitFor()
  await expectAccessible(page)
  const code = factor.code()
  await field.fill(code.replace(/^(...)/, '$1 '))
  await page.keyboard.press('Enter')
  await page.waitForURL('**/home')
  await page.getByRole('button', { name: 'Lock', exact: true }).waitFor()

  // The same code is worth nothing to somebody who looked over the shoulder.
  const stranger = await house.visitor('/sign-in', phone)
  await passphraseOf(stranger, 'tom')
  await stranger.getByLabel('Code from your authenticator app').fill(code)
  await stranger.getByRole('button', { name: 'Sign in' }).click()
  await stranger.getByText('This code has been used.').waitFor()
  await expect.poll(() => stranger.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
  await stranger.goto(`${house.url}/home`)
  await stranger.getByRole('heading', { name: 'Sign in' }).waitFor()
})

test('a recovery code stands in for the phone, and the page says how many are left', async () => {
  const { recoveryCodes } = secondFactorOf('tom')
  const page = await house.visitor('/sign-in')
  await passphraseOf(page, 'tom')
  await page.getByRole('button', { name: 'Use a recovery code' }).click()
  await expect.poll(() => focusedField(page)).toBe('code')
  await expectAccessible(page)
  await page.getByLabel('Recovery code').fill(recoveryCodes[0]?.toLowerCase() ?? '')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/settings/security')
  await page.getByText('9 of 10 left').waitFor()
})

test('one session ends another, which finds itself signed out', async () => {
  const [page, other] = [await house.visitor('/settings/security'), await house.visitor('/settings/security')]
  for (const each of [page, other]) {
    const { code } = secondFactorOf('marcus')
    await passphraseOf(each, 'marcus')
    await each.getByLabel('Code from your authenticator app').fill(code())
    await each.keyboard.press('Enter')
    await each.getByRole('heading', { name: 'Where you are signed in' }).waitFor()
  }
  await page.reload()
  await page.getByText('New device').first().waitFor()
  await expectAccessible(page)
  await picture(page, 'security-sessions')
  await page
    .getByRole('button', { name: /^End Chrome on Linux/ })
    .first()
    .click()
  await page.getByText('Chrome on Linux: session ended').waitFor()
  await other.reload()
  await other.getByText('Sign in to go on where you were.').waitFor()
  await page.getByRole('button', { name: 'Lock', exact: true }).waitFor()
})

test('it is turned off only by somebody who has just signed in: passphrase and code come first', async () => {
  const factor = secondFactorOf('tom')
  const page = await house.visitor('/settings/security')
  await passphraseOf(page, 'tom')
  await page.getByLabel('Code from your authenticator app').fill(factor.code())
  await page.keyboard.press('Enter')
  const off = page.getByRole('button', { name: 'Turn off second factor' })
  await off.waitFor()
  house.running.house.db.prepare(`UPDATE sessions SET authenticated_at = '2026-01-01T00:00:00.000Z'`).run()
  await off.click()
  await page.getByRole('alertdialog').getByText('your passphrase alone signs in').waitFor()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Turn off', exact: true }).click()
  const once = page.getByRole('alertdialog', { name: 'Sign in once more' })
  await once.getByLabel('Passphrase', { exact: true }).fill(house.person('tom').passphrase)
  await page.keyboard.press('Enter')
  const field = once.getByLabel('Code from your authenticator app')
  await field.waitFor()
  await expectAccessible(page)
  await picture(page, 'security-fresh')
  // The keys stay at hand meanwhile.
  await expect.poll(() => page.getByText(/^Locked[ :.]/).count()).toBe(0)
  await field.fill(factor.code(30))
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
  await expect.poll(() => bar.count()).toBe(0)
  await anew.getByRole('button', { name: 'Ask for it no longer' }).click()
  await anew.getByText('Key holders may sign in with the passphrase alone.').waitFor()
})

const now = () => new Date().toISOString() as Instant

/** Gives somebody here a second factor, in the place of any that they have. */
const secondFactorOf = (name: string) => giveSecondFactor(house.running.house, house.person(name).email)

const focusedField = (page: Page) => page.evaluate(() => (document.activeElement as HTMLInputElement).name)

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
