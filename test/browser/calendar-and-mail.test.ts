import ICAL from 'ical.js'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { aMailServer } from '../support/mail-server.ts'
import { expectAccessible } from './support/axe.ts'
import { aHouse, phone } from './support/house.ts'
import { expectNoOverflow } from './support/now.ts'
import { picture } from './support/screenshots.ts'

const mail = await aMailServer()
const house = aHouse('calder-wick', { SMTP_URL: mail.url, MAIL_FROM: 'Runkeep <runkeep@calderwick.example>' })
const mine = '/settings/calendar-and-mail'
const ofOrganization = '/o/calder-wick/settings/organization'

const shown = (page: Page) => page.getByLabel('Calendar address').inputValue()
/** As a calendar app fetches it: with the address alone. */
const read = (address: string) => fetch(address, { redirect: 'error' })

test('how much of which notices one is told is chosen beside it, and stays chosen', async () => {
  const page = await house.signedIn('priya', '/notices')
  await page.getByRole('link', { name: 'Choose what to be told' }).click()
  await page.getByRole('heading', { name: 'Notices', level: 1 }).waitFor()
  const reading = page.getByLabel('Reading', { exact: true })
  await reading.selectOption('Only what waits for me, in the list')
  await page.getByText('Saved', { exact: true }).waitFor()
  await expectAccessible(page)
  await expectNoOverflow(page)
  await picture(page, 'notice-settings')
  await page.reload()
  await expect.poll(() => reading.inputValue()).toBe('waiting')
  expect(await page.getByLabel('Access', { exact: true }).inputValue()).toBe('at_once')
})

describe('a calendar', () => {
  test('an address is made by keyboard, read by a calendar, replaced, and ended', async () => {
    const page = await house.signedIn('priya', mine)
    await page.getByRole('heading', { name: 'Calendar and mail', level: 1 }).waitFor()
    await page.getByText('You have no calendar address.').waitFor()
    await page.getByRole('button', { name: 'Make a calendar address' }).focus()
    await page.keyboard.press('Enter')
    await page.getByText('It is shown this once').waitFor()
    await expectAccessible(page)
    await picture(page, 'calendar-address')
    const first = await shown(page)
    expect(first).toMatch(new RegExp(`^${house.url}/calendar/[A-Za-z0-9_-]{43}\\.ics$`))
    const answer = await read(first)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/calendar; charset=utf-8'])
    const calendar = new ICAL.Component(ICAL.parse(await answer.text()) as never)
    expect(calendar.getFirstPropertyValue('version')).toBe('2.0')

    await page.getByRole('button', { name: 'Make a new address' }).click()
    await expect.poll(() => shown(page)).not.toBe(first)
    const second = await shown(page)
    expect((await read(first)).status).toBe(404)
    expect((await read(second)).status).toBe(200)

    // Shown once: a reload forgets it, and it goes on being read.
    await page.reload()
    await page.getByRole('button', { name: 'Make a new address' }).waitFor()
    expect(await page.getByLabel('Calendar address').count()).toBe(0)
    expect(await page.getByText('Never', { exact: true }).count()).toBe(0)
    await page.getByRole('button', { name: 'End the address' }).click()
    await page.getByText('You have no calendar address.').waitFor()
    expect((await read(second)).status).toBe(404)
  })

  test('the page fits a phone', async () => {
    const page = await house.signedIn('priya', mine, phone)
    await page.getByRole('button', { name: 'Make a calendar address' }).click()
    await page.getByText('It is shown this once').waitFor()
    await page.getByLabel('A digest on Mondays at 08:00').waitFor()
    await expectAccessible(page)
    await expectNoOverflow(page)
    await picture(page, 'calendar-and-mail-phone')
  })
})

describe('mail', () => {
  test('what one wants is saved at once and holds after a reload', async () => {
    const page = await house.signedIn('priya', mine)
    const [digest, atOnce] = [
      page.getByLabel('A digest on Mondays at 08:00'),
      page.getByLabel('What cannot wait, at once'),
    ]
    await digest.waitFor()
    expect([await digest.isChecked(), await atOnce.isChecked()]).toEqual([true, true])
    await picture(page, 'mail-wishes')
    await digest.uncheck()
    await page.getByText('Saved', { exact: true }).first().waitFor()
    await page.reload()
    await digest.waitFor()
    await expect.poll(async () => [await digest.isChecked(), await atOnce.isChecked()]).toEqual([false, true])
  })

  test('a key holder lets titles out, and tries mail out', async () => {
    const page = await house.signedIn('priya', ofOrganization)
    await page.getByRole('button', { name: 'Send me a test mail' }).click()
    await expect
      .poll(() => mail.arrived.map(({ headers }) => headers.get('subject')))
      .toEqual(['Test mail from Runkeep of Calder & Wick'])
    await page.getByText('Nothing waits').waitFor()
    const titles = page.getByLabel('Titles and reasons may stand there')
    await titles.click()
    await page.getByText('Saved', { exact: true }).waitFor()
    await titles.scrollIntoViewIfNeeded()
    await expectAccessible(page)
    await picture(page, 'organization-calendars-and-mail')
    await page.reload()
    await expect.poll(() => titles.isChecked()).toBe(true)
  })
})
