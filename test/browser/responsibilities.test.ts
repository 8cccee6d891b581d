import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { expectAccessible } from './support/axe.ts'
import { aHouse, phone } from './support/house.ts'
import { expectNoOverflow } from './support/now.ts'
import { picture } from './support/screenshots.ts'

const house = aHouse('demo')
const lanes = '/o/calder-wick/responsibilities'

const heading = (page: Page, name: string) => page.getByRole('heading', { name, level: 1, exact: true }).waitFor()
const row = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name })
async function pick(page: Page, label: string | RegExp, person: string): Promise<void> {
  await page.getByRole('combobox', { name: label }).click()
  await page
    .getByRole('option', { name: new RegExp(`^${person}`) })
    .first()
    .click()
}

test('a gap appears when somebody goes away, and closes when the cover accepts', async () => {
  // A lane that is all hers, with nobody who stands in.
  const priya = await house.unlocked('priya', lanes)
  await priya.getByRole('link', { name: 'New lane' }).click()
  await heading(priya, 'New lane')
  await priya.getByLabel('Function').fill('Label printers')
  await pick(priya, 'Accountable: add', 'Priya Nandakumar')
  await pick(priya, /^First in hours/, 'Priya Nandakumar')
  await pick(priya, /^First out of hours/, 'Priya Nandakumar')
  await expectAccessible(priya)
  await picture(priya, 'lane-editor')
  await priya.getByRole('button', { name: 'Add the lane' }).click()
  await heading(priya, 'Label printers')
  await priya.getByRole('main').getByRole('button', { name: 'Confirm for Calder & Wick' }).click()
  await priya.getByRole('main').getByText('Covered').first().waitFor()
  await expectAccessible(priya)
  await picture(priya, 'lane')

  // What would be uncovered stands there before anything is said, and one step covers it.
  await priya
    .getByRole('navigation')
    .getByRole('button', { name: /Priya Nandakumar/ })
    .click()
  await priya.getByRole('menuitem', { name: 'I’m away…' }).click()
  const dialog = priya.getByRole('dialog')
  await dialog.getByRole('listitem').filter({ hasText: 'Label printers' }).getByText('nobody stands in').waitFor()
  await pick(priya, /^Who covers/, 'Elena Marsh')
  await dialog.getByText('goes to Elena Marsh').first().waitFor()
  expect(await dialog.getByText('would have a gap').count()).toBe(0)
  const lacks = dialog.getByRole('region', { name: 'What Elena Marsh lacks' })
  await lacks.getByRole('checkbox', { name: 'Give Elena Marsh access to them until 15 Mar 2026' }).waitFor()
  const count = await lacks.getByRole('listitem').count()
  await expectAccessible(priya)
  await picture(priya, 'away-dialog')
  await dialog.getByRole('button', { name: 'Set away, ask Elena and give access' }).click()
  await priya.getByText('You are away until 15 Mar 2026. Elena Marsh was asked to cover').waitFor()
  await priya.getByText(`Elena Marsh can open ${count} documents until 15 Mar 2026`).waitFor()
  await priya.getByText('Elena Marsh was asked, and has not answered').waitFor()
  await expectAccessible(priya)
  await picture(priya, 'who-is-away')

  // Asked is not covered: the gap stands in its place.
  await priya.goto(`${house.url}${lanes}`)
  await row(priya, 'Label printers').getByText('Priya away until 15 Mar', { exact: false }).first().waitFor()
  await expectAccessible(priya)
  await picture(priya, 'responsibilities')
  const tom = await house.signedIn('tom', lanes)
  await tom.getByRole('button', { name: /^Gaps/ }).click()
  await row(tom, 'Label printers').waitFor()

  // The cover is told, and accepts.
  const elena = await house.signedIn('elena', '/notices')
  await elena.getByRole('listitem').filter({ hasText: 'asks you to cover' }).getByRole('button').first().click()
  await heading(elena, 'Who is away')
  await elena.getByRole('button', { name: 'Cover for Priya' }).click()
  await elena.getByText('You cover for Priya Nandakumar until 15 Mar 2026').waitFor()

  await tom.goto(`${house.url}${lanes}?text=label`)
  await row(tom, 'Label printers').getByText('Covered').waitFor()
  await row(tom, 'Label printers').getByRole('link').first().click()
  await tom.getByText('Elena Marsh stands in for Priya Nandakumar, away until 15 Mar 2026', { exact: false }).waitFor()
  // What was given to the cover is signed, and ends with the absence.
  await priya.goto(`${house.url}${lanes}/away`)
  await priya.getByText('Elena Marsh covers').waitFor()
  await priya.getByRole('link', { name: 'What is uncovered' }).first().click()
  await heading(priya, 'What if you are away?')
  await priya.getByText('goes to Elena Marsh').first().waitFor()
  await expect.poll(() => priya.getByRole('region', { name: 'What Elena Marsh lacks' }).count()).toBe(0)
  await expectAccessible(priya)
  await picture(priya, 'what-if')

  // Back early: everything is as it was.
  await priya.goto(`${house.url}${lanes}/away`)
  await priya.getByRole('button', { name: 'I’m back' }).click()
  await priya.getByText('Priya Nandakumar is back').waitFor()
})

test('a gap is closed in its place; lanes are ordered, saved, retired and brought back', async () => {
  const page = await house.unlocked('priya', `${lanes}?show=gaps`)
  await page.getByRole('button', { name: 'Assign Security monitoring (after hours), accountable' }).click()
  await pick(page, 'Accountable', 'Tom Ashworth')
  await expectAccessible(page)
  await picture(page, 'assign')
  await page.getByRole('dialog').getByRole('button', { name: 'Assign' }).click()
  await page.getByText('Tom Ashworth: accountable for Security monitoring (after hours)').waitFor()
  await row(page, 'Security monitoring (after hours)').waitFor({ state: 'detached' })

  await page.getByRole('button', { name: 'More', exact: true }).click()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: 'Save as CSV' }).click(),
  ])
  const [head, ...lines] = readFileSync(await download.path(), 'utf8').split('\r\n')
  expect(head).toMatch(/^\uFEFFFunction,Critical,Systems,Accountable,/)
  expect(lines.filter(Boolean).length).toBe((await page.getByRole('row').count()) - 1)
  expect(lines.join('\n')).toContain('More than one is accountable')

  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Change the order' }).click()
  const order = page.getByRole('region', { name: 'Order of the lanes' }).getByRole('listitem')
  await order
    .filter({ hasText: 'Security monitoring (after hours)' })
    .dragTo(order.filter({ hasText: 'Server patching' }))
  await expect.poll(() => order.nth(3).innerText()).toContain('Security monitoring (after hours)')
  await page.getByRole('button', { name: 'Move Security monitoring (after hours) up' }).click()
  await expectAccessible(page)
  await picture(page, 'order')
  await page.getByRole('button', { name: 'Done' }).click()
  await expect.poll(() => page.getByRole('row').nth(3).innerText()).toContain('Security monitoring (after hours)')

  await row(page, 'Security monitoring (after hours)').getByRole('link').click()
  await heading(page, 'Security monitoring (after hours)')
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Retire' }).click()
  await page.getByRole('button', { name: 'Bring it back' }).waitFor()
  await page.getByRole('status').getByRole('button', { name: 'Undo' }).click()
  await page.getByRole('link', { name: 'Edit', exact: false }).first().waitFor()
})

test('two who write one lane both keep what they wrote', async () => {
  const at = async (page: Page) => {
    await row(page, 'E-mail security').getByRole('link').click()
    await heading(page, 'E-mail security')
    await page.keyboard.press('e')
    await heading(page, 'Edit E-mail security')
  }
  const priya = await house.unlocked('priya', lanes)
  await at(priya)
  const tom = await house.unlocked('tom', lanes)
  await at(tom)
  await pick(tom, /^Deputy/, 'Priya Nandakumar')
  await tom.getByLabel(/^Outcome aimed at/).fill('No phishing mail is opened')
  await tom.getByRole('button', { name: 'Save as a new version' }).click()
  await heading(tom, 'E-mail security')

  await pick(priya, 'Consulted: add', 'Joanna Kessel')
  await priya.getByLabel(/^Outcome aimed at/).fill('Spam stays below one in a hundred')
  await priya.getByRole('button', { name: 'Save as a new version' }).click()
  await priya.getByRole('heading', { name: /^Tom Ashworth saved version \d+ while you were writing$/ }).waitFor()
  await expectAccessible(priya)
  await picture(priya, 'lane-conflict')
  await priya.getByRole('group', { name: 'Outcome' }).getByLabel('Tom Ashworth’s').check()
  await priya.getByRole('button', { name: 'Merge both in the editor' }).click()
  await priya.getByRole('button', { name: 'Save as a new version' }).click()
  await heading(priya, 'E-mail security')
  await priya.getByText('No phishing mail is opened').waitFor()
  await priya.getByText('Joanna Kessel (Northlight IT)').first().waitFor()
  await priya.getByRole('tab', { name: 'Versions' }).click()
  await priya.getByRole('heading', { name: 'Version 4' }).waitFor()
  await expectAccessible(priya)
  await picture(priya, 'lane-versions')
})

test('every page of it fits a phone', async () => {
  const page = await house.signedIn('priya', lanes, phone)
  for (const [path, title, name] of [
    [lanes, 'Responsibilities', 'responsibilities-phone'],
    [`${lanes}/workload`, 'Workload', 'workload'],
    ['/o/calder-wick/settings/hours', 'Working hours', 'hours'],
    ['/settings/phone-and-absence', 'Phone and absence', 'phone-and-absence'],
  ] as const) {
    await page.goto(house.url + path)
    await heading(page, title)
    await expect.poll(() => page.locator('[aria-busy=true]').count()).toBe(0)
    await expectNoOverflow(page)
    await expectAccessible(page)
    await picture(page, name)
  }
})
