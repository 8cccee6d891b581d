import { describe, expect, test } from 'vitest'
import { expectAccessible } from './support/axe.ts'
import { aHouse } from './support/house.ts'
import { expectFocus } from './support/now.ts'
import { picture } from './support/screenshots.ts'

const house = aHouse('nobody')

test('an empty installation asks for its first owner, whatever the address', async () => {
  const page = await house.visitor('/o/calder-wick/runbooks')
  await page.getByRole('heading', { name: 'Set up Runkeep' }).waitFor()
  await page.getByText('What the server can see').click()
  await expectAccessible(page)
  await picture(page, 'set-up')
})

test('what is missing or weak is named at its field, and nothing is sent', async () => {
  const page = await house.visitor('/set-up')
  await page.getByLabel('Your name').fill('Priya Nandakumar')
  await page.getByLabel('E-mail address').fill('priya')
  await page.getByLabel('Passphrase', { exact: true }).fill('nandakumar12')
  await page.getByText('It contains your name or address.').waitFor()
  await page.getByRole('button', { name: 'Set up Runkeep' }).click()

  const summary = page.getByRole('alert')
  await summary.getByText('4 things to fix').waitFor()
  await expectFocus(page, 'role', 'alert')
  await summary.getByRole('link', { name: /like priya@calderwick/ }).click()
  await expectFocus(page, 'name', 'email')
  await expectAccessible(page)
  await picture(page, 'set-up-errors')
  expect(house.log.filter((line) => line.includes('"method":"POST"'))).toEqual([])
})

describe('afterwards', () => {
  const house = aHouse('nobody')

  test('the first owner sets up, is told what the organization is known by, and the door is shut behind', async () => {
    const page = await house.visitor()
    await page.getByLabel('Your name').fill('Priya Nandakumar')
    await page.getByLabel('E-mail address').fill('priya@calderwick.example.com')
    await page.getByLabel('Passphrase', { exact: true }).fill('orchid lantern gravel seventeen')
    await page.getByText('Very strong.').waitFor()
    await page.getByLabel('Name of the organization').fill('Calder & Wick')
    await expect.poll(() => page.getByLabel('Short name for addresses').inputValue()).toBe('calder-wick')
    await expect.poll(() => page.getByLabel('Time zone').inputValue()).toBe('Europe/London')
    await page.getByRole('button', { name: 'Set up Runkeep' }).click()

    await page.getByRole('heading', { name: 'Calder & Wick stands' }).waitFor()
    await expect.poll(() => page.getByRole('list', { name: 'Fingerprint' }).getByRole('listitem').count()).toBe(6)
    await page.getByText('You alone hold the keys now.').waitFor()
    await expectAccessible(page)
    await picture(page, 'set-up-founded')
    await page.getByRole('link', { name: 'Later' }).click()
    await page.waitForURL('**/o/calder-wick')
    await page.getByRole('button', { name: 'Calder & Wick' }).waitFor()
    // The keys were made here and are at hand: there is something to lock.
    await page.getByRole('button', { name: 'Lock', exact: true }).waitFor()

    const later = await house.visitor('/set-up')
    await later.getByText('This server is set up already.').waitFor()
  })
})
