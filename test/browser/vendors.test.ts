import type { Page } from 'playwright-core'
import { v7 as uuidv7 } from 'uuid'
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

/** Writes through the API as the person who is signed in on the page. */
async function send(page: Page, path: string, body: object): Promise<Record<string, string>> {
  return page.evaluate(
    async ([path, body]) => {
      const answer = await fetch(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
      if (!answer.ok) throw new Error(await answer.text())
      return (await answer.json()) as Record<string, string>
    },
    [path, body] as const,
  )
}

const aCollection = (page: Page) =>
  page.evaluate(async () => {
    const answer = await fetch('/api/v1/organizations/calder-wick/collections')
    const { items } = (await answer.json()) as { items: { id: string }[] }
    return items[0]?.id
  })

test('a contract counts down on Renewals and in the calendar; another number puts who cites the vendor in doubt', async () => {
  const page = await house.signedIn('priya', `${vendors}/VN-01`)
  await page.getByRole('heading', { name: 'Brightline Fibre', level: 1 }).waitFor()
  const api = '/api/v1/organizations/calder-wick'
  const collectionId = await aCollection(page)
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
  await send(page, `${api}/documents/VN-01/contracts`, {
    id: uuidv7(),
    title: 'Leased line',
    endsOn: inDays(120),
    notice: { amount: 90, unit: 'days' },
    cost: { minorUnits: 948_000, currency: 'GBP', per: 'year' },
    ownerId: await page.evaluate(async (api) => {
      const { items } = (await (await fetch(`${api}/members`)).json()) as { items: { id: string; name: string }[] }
      return items.find(({ name }) => name === 'Priya Nandakumar')?.id
    }, api),
  })
  const { reference } = await send(page, `${api}/documents`, {
    ...{ id: uuidv7(), kind: 'runbook', title: 'Internet down', body: 'Call [[VN-01]].', collectionId },
    ...{ criticality: 'critical', intervalDays: 90 },
  })
  await send(page, `${api}/documents/${reference ?? ''}/verifications`, {
    ...{ revision: 1, checks: ['steps', 'links', 'phones'] },
  })

  await page.goto(`${house.url}/o/calder-wick/renewals`)
  await page.getByRole('row').filter({ hasText: 'CT-01' }).getByText('£9,480 a year').waitFor()
  const { path } = await send(page, '/api/v1/my/calendar-feed', {})
  const feed = await page.evaluate(async (path) => (await fetch(path)).text(), path ?? '')
  expect(feed.replaceAll(/\r\n /g, '')).toMatch(/SUMMARY:CT-01 notice by /)

  await page.goto(`${house.url}${vendors}/VN-01/edit`)
  await page.getByLabel('Number to call').fill('01632 960 555')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByRole('link', { name: '01632 960 555' }).waitFor()
  await page.goto(`${house.url}/o/calder-wick/runbooks/${reference ?? ''}`)
  await page
    .getByText(/Brightline Fibre changed/)
    .and(page.locator(':visible'))
    .first()
    .waitFor()
})

test('vendors come in from a table: looked at first, known ones added to', async () => {
  const page = await house.signedIn('priya', vendors)
  const api = '/api/v1/organizations/calder-wick'
  const { reference = '' } = await send(page, `${api}/documents`, {
    ...{
      id: uuidv7(),
      kind: 'vendor',
      title: 'Penrose Print',
      body: '',
      content: { format: 'vendor/1', phone: '01632 960 777' },
    },
    ...{ collectionId: await aCollection(page), criticality: 'normal', intervalDays: 365 },
  })
  await page.goto(`${house.url}${vendors}/import`)
  const rows = [
    'Name,Description,Contact Name,Phone,Website,Account Number,Notes',
    'Penrose Print,Printers,Colm Reyes,01632 960999,penrose.example.com,40-11873,',
    'Tarn Networks,Switches,Jo Whitlock,01632 960163,tarn.example.com,TN-2290,Ask for Jo',
    ',No name,,,,,',
  ]
  await page
    .getByLabel('Choose a file')
    .setInputFiles({ name: 'vendors.csv', mimeType: 'text/csv', buffer: Buffer.from(rows.join('\n')) })
  await page.getByRole('row').filter({ hasText: 'Penrose Print' }).getByText(`Adds to ${reference}`).waitFor()
  await page.getByRole('row').filter({ hasText: 'Tarn Networks' }).getByText('New', { exact: true }).waitFor()
  await page.getByText('It has no name').waitFor()
  await expectAccessible(page)
  await picture(page, 'vendors-import')
  await page.getByRole('button', { name: 'Bring in 2 vendors' }).click()
  await page.getByText('2 of 2 brought in').waitFor()
  await expectAccessible(page)
  await page.getByRole('link', { name: 'Tarn Networks' }).click()
  await page.getByRole('heading', { name: 'Tarn Networks', level: 1 }).waitFor()
  await page.getByText('TN-2290').waitFor()
  await page.goto(`${house.url}${vendors}/${reference}`)
  await page.getByText('Colm Reyes').waitFor()
  // What stood there stays.
  await page.getByRole('link', { name: '01632 960 777' }).first().waitFor()
})
