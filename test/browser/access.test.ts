import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { expectAccessible } from './support/axe.ts'
import { aHouse } from './support/house.ts'
import { picture } from './support/screenshots.ts'

const house = aHouse('demo')

const clipboard = (page: Page) => page.evaluate(() => navigator.clipboard.readText())
test('a technician asks, a manager approves, the password is copied, and it ends with its time', async () => {
  const manager = await house.unlocked('priya', '/o/calder-wick/access')
  await manager.getByRole('button', { name: 'Approve for 2 hours' }).waitFor()
  await expectAccessible(manager)
  await picture(manager, 'access-requests')

  const technician = await house.unlocked('marcus', '/o/calder-wick/credentials/CR-31')
  await technician.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await technician.getByRole('button', { name: 'Request access' }).waitFor()
  await technician.keyboard.press('r')
  await technician.getByRole('dialog', { name: 'Request access to CR-31' }).waitFor()
  await technician.keyboard.type('NL-20990')
  await technician.keyboard.press('Tab')
  await technician.keyboard.type('Line is down at head office')
  await technician.keyboard.press('Enter')
  await technician.getByText('The key holders have been told').waitFor()

  // The manager has the page open: what waits comes by itself.
  const card = manager.getByRole('listitem').filter({ hasText: 'NL-20990' })
  await card.getByText('signed with their own key').waitFor()
  await card.getByRole('button', { name: 'Approve for 4 hours' }).click()
  await manager.getByText('Marcus Oyelaran can open CR-31 for 4 hours').waitFor()

  await technician.getByText(/Open to you for/).waitFor()
  await technician.bringToFront()
  await technician.keyboard.press('c')
  await technician.getByText('Password copied. Clears in 30 s').waitFor()
  expect((await clipboard(technician)).length).toBe(20)
  await picture(technician, 'credential-leased')

  const given = manager.getByRole('listitem').filter({ hasText: 'NL-20990' })
  await given.getByRole('button', { name: 'End now' }).click()
  await technician.getByText('You can see CR-31 but not open it').waitFor()
  await expect.poll(() => technician.getByRole('button', { name: 'Copy password' }).count()).toBe(0)
})

test('somebody leaves: their access ends, what they saw must be changed, and only a new secret closes it', async () => {
  const page = await house.unlocked('tom', '/o/calder-wick/settings/members')
  await page.getByText('Joanna Kessel').first().click()
  await page.getByRole('button', { name: /Remove/ }).click()
  await page.getByRole('link', { name: 'Step by step' }).click()
  await page.getByRole('heading', { name: 'Joanna Kessel leaves' }).waitFor()
  await page.getByRole('cell', { name: 'At risk: seen, unchanged since' }).waitFor()
  await expectAccessible(page)
  await picture(page, 'leaving')
  await page.getByRole('button', { name: 'Remove Joanna Kessel' }).click()
  await page.getByRole('heading', { name: 'Joanna Kessel has left' }).waitFor()

  await page.goto(`${house.url}/o/calder-wick/access?tab=rotations`)
  await page.getByText('Joanna Kessel saw this and has left').waitFor()
  await page.getByRole('link', { name: 'Rotate' }).first().click()
  await page.getByRole('button', { name: 'Change what is sealed' }).click()
  const why = page.getByRole('dialog', { name: 'Why do you need this?' })
  await why.getByLabel('Planned work').check()
  await why.getByLabel('In a few words').fill('Joanna has left, so it changes')
  await page.keyboard.press('Enter')
  await page.getByLabel('Password (optional)').fill('Entirely-new-secret-of-tests-1')
  await page.getByLabel('What changed and why').fill('Joanna has left')
  await page.keyboard.press('Control+Enter')
  await page.getByText('CR-14 saved').waitFor()

  await page.goto(`${house.url}/o/calder-wick/access?tab=rotations`)
  await page.getByText('Nothing waits to be rotated').waitFor()
  await page.getByText(/Joanna Kessel saw this and has left\. Changed/).waitFor()
})
