import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { expectAccessible } from './support/axe.ts'
import { aHouse, phone } from './support/house.ts'
import { expectNoOverflow, expectTitle, parameters } from './support/now.ts'
import { picture } from './support/screenshots.ts'

const house = aHouse('demo')
const gaps = '/o/calder-wick/gaps'
const table = (page: Page) => page.getByRole('table', { name: 'Systems that lack something' })

test('systems that lack something stand in order of risk, with the reason and the way out', async () => {
  for (const device of [phone, undefined]) {
    const page = await house.signedIn('priya', gaps, device)
    await page.getByRole('heading', { name: 'Documentation gaps', level: 1 }).waitFor()
    await table(page).getByRole('row').nth(1).waitFor()
    await page.getByRole('heading', { name: 'What people did not find' }).waitFor()
    await expectTitle(page, 'Gaps · Calder & Wick')
    await expectAccessible(page)
    await expectNoOverflow(page)
    await picture(page, device ? 'documentation-gaps-phone' : 'documentation-gaps')
    if (device) continue
    const reason = table(page).getByRole('listitem').filter({ hasText: 'nobody knows whom to call' }).first()
    await reason.getByRole('link', { name: /^Add vendor for / }).click()
    await page.waitForURL(/vendors\/new\?system=SY-/)
    await page.getByRole('button', { name: /^Remove SY-/ }).waitFor()
  }
})

test('filters stand in the address, and Clear filters brings everything back', async () => {
  const page = await house.signedIn('priya', `${gaps}?missing=vendor`)
  await table(page).getByRole('row').nth(1).waitFor()
  for (const words of await table(page).getByRole('row').allInnerTexts())
    if (words.includes('SY-')) expect(words).toContain('No vendor')
  await page.getByRole('searchbox', { name: 'Search systems' }).fill('nothing like it')
  await page.getByText('No such system lacks anything.').waitFor()
  await expect.poll(() => parameters(page).get('text')).toBe('nothing like it')
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await table(page).getByRole('row').nth(1).waitFor()
  await expect.poll(() => parameters(page).toString()).toBe('')
})

test('a critical system says what it lacks, and shows its credentials', async () => {
  const page = await house.signedIn('priya', gaps)
  const line = table(page).getByRole('row').filter({ hasText: 'Critical' }).filter({ hasText: 'SY-' }).first()
  await line.getByRole('rowheader').getByRole('link').click()
  const missing = page.getByRole('region', { name: 'What is missing' })
  await missing.getByText(/critical system/).waitFor()
  await expectAccessible(page)
  await picture(page, 'system-lacks')
  await page.goto(`${house.url}/o/calder-wick/systems/SY-01`)
  const credentials = page.getByRole('region', { name: 'Credentials' })
  await credentials.getByRole('listitem').first().waitFor()
  await expectAccessible(page)
  await picture(page, 'system-credentials')
})

test('a technician is told who can see it', async () => {
  const page = await house.signedIn('marcus', gaps)
  await page.getByText(/^Those who write in Calder & Wick/).waitFor()
})
