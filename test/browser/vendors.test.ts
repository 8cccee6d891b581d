import { expect, test } from 'vitest'
import { expectAccessible } from './support/axe.ts'
import { aHouse, phone } from './support/house.ts'
import { expectNoOverflow } from './support/now.ts'
import { picture } from './support/screenshots.ts'

const house = aHouse('calder-wick')
const vendors = '/o/calder-wick/vendors'

test('a vendor is written down once, with its PIN sealed, and called from a phone', async () => {
  const page = await house.unlocked('priya', `${vendors}/new`)
  await page.getByLabel('Title').fill('Brightline Fibre')
  await page.getByLabel('Number to call').fill('ring me')
  await page.getByRole('button', { name: 'Add an account or circuit number' }).click()
  await page.getByLabel('What it is').fill('Circuit')
  await page.getByLabel('Number', { exact: true }).fill('BRL-77120')
  await page.getByRole('button', { name: 'Add a contact' }).click()
  await page.getByRole('group', { name: 'contact 1' }).getByLabel('Name').fill('Ada Brook')
  await page.getByRole('group', { name: 'Ada Brook' }).getByLabel('Phone').fill('01632 960 119')
  await page.getByLabel('When do they answer?').selectOption('Day and night')
  await page.getByRole('button', { name: 'Add a support PIN' }).click()
  await page.getByRole('dialog').getByLabel('PIN', { exact: true }).fill('4711')
  await page.getByRole('dialog').getByRole('button', { name: 'Add the PIN' }).click()
  await page.getByText(/Support PIN: sealed as CR-/).waitFor()
  await expectAccessible(page)
  await picture(page, 'vendor-editor')

  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText('Enter a phone number with its area code, like 01632 960 118').first().waitFor()
  await page.getByLabel('Number to call').fill('01632 960 118')
  await page.getByRole('button', { name: 'Save', exact: true }).click()

  await page.getByRole('heading', { name: 'Brightline Fibre', level: 1 }).waitFor()
  const number = page.getByRole('region', { name: 'Number to call' })
  expect(await number.getByRole('link').getAttribute('href')).toBe('tel:01632960118')
  await number.getByText('Open day and night').waitFor()
  await page.getByText('BRL-77120').waitFor()
  await page.getByRole('button', { name: 'Reveal' }).click()
  await page.getByText('4711').waitFor()
  await page.keyboard.press('Escape')
  await page.getByText('4711').waitFor({ state: 'detached' })
  await page.getByText('Never confirmed').waitFor()
  await page.getByRole('button', { name: 'Still right' }).click()
  await page.getByText(/Last confirmed/).waitFor()
  await expectAccessible(page)
  await picture(page, 'vendor')

  const small = await house.signedIn('priya', `${vendors}/VN-01`, phone)
  await small.getByRole('link', { name: '01632 960 118' }).waitFor()
  await expectNoOverflow(small)
  await expectAccessible(small)
  await picture(small, 'vendor-phone')
})
