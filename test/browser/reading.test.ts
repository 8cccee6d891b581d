import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { expectAccessible } from './support/axe.ts'
import { aHouse, phone } from './support/house.ts'
import { expectNoOverflow } from './support/now.ts'
import { picture } from './support/screenshots.ts'

const house = aHouse('demo')
const reading = '/o/calder-wick/reading'

const heading = (page: Page, name: string) => page.getByRole('heading', { name, level: 1 }).waitFor()
const bar = (page: Page) => page.getByRole('region', { name: 'Reading list' })
const row = (page: Page, words: string) => page.getByRole('main').getByRole('listitem').filter({ hasText: words })

/** Saves the document with another title. */
async function retitle(page: Page, reference: string, title: string, isSmall: boolean): Promise<void> {
  await page.goto(`${house.url}/o/calder-wick/systems/${reference}/edit`)
  await page.getByLabel('Title', { exact: true }).fill(title)
  if (isSmall) await page.getByLabel(/^A small change/).check()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await heading(page, title)
}

describe('reading', () => {
  test('a new hire goes on where she stopped, marks read by a key, and reports what is unclear', async () => {
    const page = await house.unlocked('elena', '/home')
    await page.getByRole('link', { name: /Your first two weeks/ }).click()
    await heading(page, 'Your first two weeks')
    await page.getByText('3 of 12 read', { exact: false }).waitFor()
    await expectAccessible(page)
    await picture(page, 'reading-list')

    // What changed since comes in its place, with the difference.
    await page.keyboard.press('Enter')
    await heading(page, 'New starter')
    await bar(page).getByText('Changed since you read it.').waitFor()
    await expectAccessible(page)
    await picture(page, 'reading-bar')
    await bar(page).getByRole('link', { name: 'See what changed' }).click()
    await page.waitForURL('**/RB-12/history?from=2&to=3')
    await page.getByText('Give them the reading list').first().waitFor()
    await page.goBack()
    await heading(page, 'New starter')

    await page.keyboard.press('m')
    await heading(page, 'Sites and links')
    await bar(page).getByText('4 of 12 read', { exact: false }).waitFor()
    await page.keyboard.press('m')
    await heading(page, 'Reset a lost MFA method')
    await page.keyboard.press('p')
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox').first().fill('Which number do they call me on?')
    await page.keyboard.press('Control+Enter')
    await dialog.waitFor({ state: 'hidden' })
    await page.getByText('Which number do they call me on?').first().waitFor()

    await bar(page).getByRole('link', { name: 'Your first two weeks' }).click()
    await page.getByText('5 of 12 read', { exact: false }).waitFor()
    expect(await row(page, 'New starter').innerText()).not.toContain('Changed since')
  })

  test('a small change asks nobody again, any other asks whoever has read it', async () => {
    const editor = await house.unlocked('priya', '/home')
    const page = await house.unlocked('elena', `${reading}/RL-01`)
    await row(page, 'SY-11').getByText('Read', { exact: true }).waitFor()
    await retitle(editor, 'SY-11', 'Laptops and docks', true)
    await page.reload()
    await row(page, 'Laptops and docks').getByText('Read', { exact: true }).waitFor()
    await retitle(editor, 'SY-11', 'Laptops, docks and screens', false)
    await page.reload()
    await row(page, 'Laptops, docks and screens').getByText('Changed since you read it.').waitFor()
  })

  test('the palette opens a list by its reference', async () => {
    const page = await house.unlocked('elena', '/o/calder-wick')
    await page.getByRole('heading', { name: 'Critical systems' }).waitFor()
    await page.keyboard.press('Control+k')
    await page.keyboard.type('rl1')
    await page.getByRole('option', { name: /Open RL-01/ }).waitFor()
    await page.keyboard.press('Enter')
    await heading(page, 'Your first two weeks')
  })

  test('a list fits a phone', async () => {
    const page = await house.signedIn('priya', `${reading}/RL-02`, phone)
    await heading(page, 'On call with Northlight')
    await expectNoOverflow(page)
    await page.getByRole('tab', { name: 'People' }).click()
    await page.getByText('Joanna Kessel').first().waitFor()
    await expectNoOverflow(page)
    await expectAccessible(page)
    await picture(page, 'reading-people-phone')
  })
})

test('a list begins from a template, is given to a role, and tells first what they cannot see', async () => {
  const page = await house.unlocked('priya', reading)
  await page.getByRole('link', { name: 'New list' }).waitFor()
  await page.keyboard.press('n')
  await page.getByRole('button', { name: 'Know our network' }).click()
  const systems = page.getByRole('group', { name: 'Section 2' })
  await systems.getByLabel('Heading').fill('Systems, and what we hold on people')
  const count = await systems.getByLabel('Why it matters').count()
  await systems.getByLabel('Add a document').fill('RB-26')
  await page.getByRole('option', { name: /RB-26/ }).click()
  await systems.getByLabel('Why it matters').nth(count).fill('Asked for twice a year')
  await expectAccessible(page)
  await picture(page, 'reading-editor')
  await page.getByRole('button', { name: 'Write it' }).click()
  await heading(page, 'Know our network')

  await page.getByRole('button', { name: 'Give to…' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Everybody of a role').check()
  await dialog.getByLabel('Role', { exact: true }).selectOption('reader')
  await dialog.getByText(/^Elena Marsh: .*\(RB-26\)/).waitFor()
  await expectAccessible(page)
  await picture(page, 'reading-give')
  await dialog.getByRole('button', { name: 'Give it out' }).click()
  await page.getByText('RL-03 given out').waitFor()

  const elena = await house.unlocked('elena', '/notices')
  await elena.getByText(/Priya Nandakumar gave you something to read: RL-03/).waitFor()
  await row(elena, 'RL-03').getByRole('button', { name: 'Read it' }).click()
  await heading(elena, 'Know our network')
  await elena.getByText('Not open to you yet.', { exact: false }).waitFor()
  expect(await elena.getByRole('main').innerText()).not.toMatch(/RB-26|Data request/)

  await page.getByRole('tab', { name: 'People' }).click()
  await page.getByText('1 item not open to them', { exact: false }).waitFor()
  await expectAccessible(page)
  await picture(page, 'reading-people')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save as CSV' }).click(),
  ])
  expect(download.suggestedFilename()).toBe('reading-know-our-network.csv')
  const [head, line] = readFileSync(await download.path(), 'utf8').split('\r\n')
  expect(head).toBe('\uFEFFPerson,Party,Items,Read,Due,Last read,Through')
  expect(line).toMatch(/^Elena Marsh,Calder & Wick,\d+,\d+,,/)
  await page.getByRole('button', { name: 'Remind Elena' }).click()
  await page.getByText('Elena Marsh was reminded').waitFor()
})

test('a collection asks for a list, and says which where it is refused', async () => {
  const page = await house.unlocked('priya', '/o/calder-wick/settings/collections')
  await page.getByRole('row').filter({ hasText: 'Passwords and keys' }).getByRole('link').first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Read before you open').selectOption('RL-02')
  await page.getByText('RL-02 has to be read first').waitFor()
  await expectAccessible(page)
  await picture(page, 'reading-required')
  const joanna = await house.unlocked('joanna', `${reading}/RL-02`)
  await joanna.getByText('To be read before opening Passwords and keys').waitFor()
})
