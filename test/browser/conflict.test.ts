import type { Page } from 'playwright-core'
import { test } from 'vitest'
import { expectAccessible } from './support/axe.ts'
import { aHouse, phone } from './support/house.ts'
import { expectNoOverflow } from './support/now.ts'
import { picture } from './support/screenshots.ts'

const house = aHouse('demo')
const runbooks = '/o/calder-wick/runbooks'

const code = (page: Page) => page.getByRole('textbox', { name: 'Text of the runbook' })
const saveButton = (page: Page) => page.getByRole('button', { name: 'Save', exact: true })
const preview = (page: Page) => page.getByRole('region', { name: 'Preview' })

async function editing(name: string, reference: string): Promise<Page> {
  const page = await house.unlocked(name, `${runbooks}/${reference}/edit`)
  await page.locator('.cm-content').waitFor()
  return page
}

/** Puts the whole text in place of the other, as pasting does. */
async function replaceText(page: Page, words: string): Promise<void> {
  await code(page).focus()
  await page.keyboard.press('Control+a')
  await page.keyboard.press('Delete')
  await page.keyboard.insertText(words)
}

async function save(page: Page): Promise<void> {
  await saveButton(page).click()
  await page.getByRole('complementary').waitFor()
}

const lines = (...all: string[]) => all.join('\n\n')

/** Both begin from the same text; Tom is first. */
async function twoPeople(reference: string, texts: { start: string; toms: string; mine: string }) {
  const tom = await editing('tom', reference)
  await replaceText(tom, texts.start)
  await save(tom)
  const priya = await editing('priya', reference)
  await preview(priya)
    .getByText(texts.start.split('\n')[0] ?? '')
    .waitFor()
  await tom.getByRole('link', { name: 'Edit' }).click()
  await tom.locator('.cm-content').waitFor()
  await replaceText(tom, texts.toms)
  await save(tom)
  await replaceText(priya, texts.mine)
  await saveButton(priya).click()
  const conflict = priya.getByRole('region', { name: /^Tom Ashworth saved version \d+ while you were writing$/ })
  await conflict.waitFor()
  return { tom, priya, conflict }
}

test('the second save sees both texts, and merging takes what each has changed', async () => {
  const { priya, conflict } = await twoPeople('RB-05', {
    start: lines('First part.', 'Second part.', 'Third part.'),
    toms: lines('First part, by Tom.', 'Second part.', 'Third part.'),
    mine: lines('First part.', 'Second part.', 'Third part, by Priya.'),
  })
  const diff = conflict.getByRole('table', { name: 'Your text beside theirs' })
  await diff.getByText('First part, by Tom.').waitFor()
  await diff.getByText('Third part, by Priya.').waitFor()
  await conflict.getByText('nothing was changed twice').waitFor()
  await expectAccessible(priya)
  await picture(priya, 'conflict')
  await conflict.getByRole('button', { name: 'Merge both in the editor' }).click()
  await priya.getByText('Both texts are in, and nothing was changed twice.').waitFor()
  await preview(priya).getByText('First part, by Tom.').waitFor()
  await preview(priya).getByText('Third part, by Priya.').waitFor()
  await save(priya)
  await priya.getByText('First part, by Tom.').waitFor()
  await priya.getByText('Third part, by Priya.').waitFor()
})

test('lines that both changed stand twice until somebody chooses', async () => {
  const { priya, conflict } = await twoPeople('RB-06', {
    start: lines('Call the old number.', 'Wait.'),
    toms: lines('Call 01632 960 111.', 'Wait.'),
    mine: lines('Call 01632 960 222.', 'Wait.'),
  })
  await conflict.getByText('at 1 place of the text both of you changed the same lines').waitFor()
  await conflict.getByRole('button', { name: 'Merge both in the editor' }).click()
  await priya.getByText('At 1 place both changed the same lines').waitFor()
  await saveButton(priya).click()
  await priya.getByText('Choose at 1 place between <<<<<<< and >>>>>>>').first().waitFor()
  await expectAccessible(priya)
  await replaceText(priya, lines('Call 01632 960 222, not 111.', 'Wait.'))
  await save(priya)
  await priya.getByText('Call 01632 960 222, not 111.').waitFor()
})

test('whoever goes on with their own text leaves the other one in the history', async () => {
  const { priya, conflict } = await twoPeople('RB-07', {
    start: 'As it was.',
    toms: 'As Tom has it.',
    mine: 'As Priya has it.',
  })
  await conflict.getByRole('button', { name: 'Go on with mine' }).click()
  await preview(priya).getByText('As Priya has it.').waitFor()
  await save(priya)
  await priya.getByText('As Priya has it.').waitFor()

  await priya.keyboard.press('h')
  const history = priya.getByRole('table')
  await history.getByText('As Tom has it.').waitFor()
  await history.getByText('As Priya has it.').waitFor()
  await expectAccessible(priya)
  await picture(priya, 'history')

  // And it can be had back, by whoever wants it.
  const versions = priya.getByRole('region', { name: 'Versions' })
  await versions.getByRole('link').nth(1).waitFor()
  const [newest = '', before = ''] = (await versions.getByRole('link').allInnerTexts()).map(
    (text) => /Version (\d+)/.exec(text)?.[1],
  )
  await priya.getByRole('button', { name: `Restore version ${before}` }).click()
  const dialog = priya.getByRole('dialog', { name: `Restore version ${before} of RB-07?` })
  await dialog.getByText(`Version ${newest} stays in the history.`).waitFor()
  await expectAccessible(priya)
  await picture(priya, 'restore')
  await dialog.getByRole('button', { name: `Restore version ${before}` }).click()
  await priya.getByRole('complementary').waitFor()
  await priya.getByText('As Tom has it.').waitFor()
})

test('taking the other text leaves nothing to save', async () => {
  const { priya, conflict } = await twoPeople('RB-12', {
    start: 'One.',
    toms: 'Two, by Tom.',
    mine: 'Two, by Priya.',
  })
  await conflict.getByRole('button', { name: 'Take Tom Ashworth’s' }).click()
  await preview(priya).getByText('Two, by Tom.').waitFor()
  await priya.getByRole('link', { name: 'Home' }).first().click()
  await priya.waitForURL('**/home')
})

test('a draft that others have overtaken is compared before it goes on', async () => {
  const priya = await editing('priya', 'RB-13')
  await replaceText(priya, 'What Priya was about to write.')
  await priya.getByText('Draft saved here').waitFor()
  await priya.goto(`${house.url}/home`)
  const tom = await editing('tom', 'RB-13')
  await replaceText(tom, 'What Tom wrote meanwhile.')
  await save(tom)

  await priya.goto(`${house.url}${runbooks}/RB-13/edit`)
  const compare = priya.getByRole('button', { name: 'Compare them' })
  const unlock = priya.getByRole('button', { name: 'Unlock and go on with it' })
  await compare.or(unlock).first().waitFor()
  if (await unlock.isVisible()) {
    await unlock.click()
    const dialog = priya.getByRole('dialog', { name: 'Unlock' })
    await dialog.getByLabel('Passphrase', { exact: true }).fill(house.person('priya').passphrase)
    await dialog.getByRole('button', { name: 'Unlock', exact: true }).click()
  }
  await priya.getByText('You left a draft of RB-13 here').waitFor()
  await expectAccessible(priya)
  await picture(priya, 'editor-older-draft')
  await compare.click()
  const diff = priya.getByRole('table', { name: 'Your text beside theirs' })
  await diff.getByText('What Priya was about to write.').waitFor()
  await diff.getByText('What Tom wrote meanwhile.').waitFor()
})

test('any two versions stand side by side, on a phone one under the other, and in the address', async () => {
  const page = await house.signedIn('priya', `${runbooks}/RB-14/history`)
  await page.getByRole('heading', { name: 'History of RB-14', level: 1 }).waitFor()
  await page.getByText('How many replies').first().waitFor()
  await page.getByLabel('From').selectOption('2')
  await page.getByLabel('To').selectOption('5')
  await page.getByRole('table', { name: 'Version 2 beside version 5' }).waitFor()
  await page.waitForURL((url) => url.search === '?from=2&to=5')
  await page
    .getByRole('button', { name: /^Show \d+ lines that are the same$/ })
    .first()
    .click()
  await expectAccessible(page)
  await page.getByRole('link', { name: 'Show version 5' }).click()
  await page.getByRole('article', { name: 'Version 5' }).getByText('Use this when').waitFor()
  await expectAccessible(page)
  await page.getByRole('link', { name: /^Compare with version/ }).click()
  await page.getByRole('table').waitFor()

  const small = await house.signedIn('priya', `${runbooks}/RB-14/history?from=1&to=4`, phone)
  await small.getByRole('table', { name: 'Version 1 beside version 4' }).waitFor()
  await expectAccessible(small)
  await expectNoOverflow(small)
})
