import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { v7 as uuidv7 } from 'uuid'
import { beforeAll, describe, expect, test } from 'vitest'
import { expectAccessible } from './support/axe.ts'
import { aHouse, phone } from './support/house.ts'
import { expectNoOverflow } from './support/now.ts'
import { picture } from './support/screenshots.ts'

const house = aHouse('calder-wick')
const day = (inDays: number) => new Date(Date.now() + inDays * 86_400_000).toISOString().slice(0, 10)
const inWords = (on: string) =>
  new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })
    .format(new Date(on))
    .replace('Sept', 'Sep')

/** Writes through the API as the person who is signed in on the page. */
async function send(page: Page, path: string, body: object): Promise<Record<string, never>> {
  return page.evaluate(
    async ([path, body]) => {
      const answer = await fetch(`/api/v1/organizations/calder-wick/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
      const text = await answer.text()
      if (!answer.ok) throw new Error(text)
      return JSON.parse(text) as Record<string, never>
    },
    [path, body] as const,
  )
}

async function aDocument(page: Page, kind: 'vendor' | 'system', title: string): Promise<string> {
  const collections = await page.evaluate(async () => {
    const answer = await fetch('/api/v1/organizations/calder-wick/collections')
    return ((await answer.json()) as { items: { id: string }[] }).items
  })
  const content = { format: 'vendor/1', phone: '01632 960 118', accounts: [], contacts: [], notes: '', sla: '' }
  const { reference } = await send(page, 'documents', {
    id: uuidv7(),
    kind,
    title,
    body: kind === 'system' ? 'The public site.' : '',
    ...(kind === 'vendor' && { content }),
    collectionId: collections[0]?.id,
    criticality: 'normal',
    intervalDays: 365,
  })
  return reference as unknown as string
}

const contract = (page: Page, vendor: string, fields: object) =>
  send(page, `documents/${vendor}/contracts`, { id: uuidv7(), title: 'Line', ...fields })
const yearly = (minorUnits: number, currency = 'GBP') => ({ minorUnits, currency, per: 'year' })
const monthsNotice = (amount: number) => ({ amount, unit: 'months' })

describe('one contract', () => {
  test('is entered by keyboard, counts down while it is typed, is decided, and the decision is taken back', async () => {
    const page = await house.signedIn('priya', '/o/calder-wick/vendors')
    const vendor = await aDocument(page, 'vendor', 'Brightline Fibre')
    await page.goto(`${house.url}/o/calder-wick/vendors/${vendor}`)
    await page.getByText('No contract yet.').waitFor()
    await page.getByRole('button', { name: 'Add contract' }).focus()
    await page.keyboard.press('Enter')
    const form = page.getByRole('form', { name: 'New contract' })
    await expect
      .poll(() => form.getByLabel('What for').evaluate((field) => field === document.activeElement))
      .toBe(true)

    // What cannot be is said, and nothing is lost.
    await page.keyboard.type('Leased line')
    await form.getByLabel('Renews by itself').check()
    await form.getByLabel(/^Cost/).fill('nine thousand')
    await page.keyboard.press('Control+Enter')
    await form.getByText('Enter on which day the term ends').first().waitFor()
    await form.getByText('Enter an amount, like 9,480.50').first().waitFor()
    await expectAccessible(page)

    await form.getByLabel(/^End of the term/).fill(day(100))
    await form.getByLabel(/^Notice/).fill('10')
    await form.getByLabel('Counted in').selectOption('weeks')
    const noticeBy = day(30)
    await form.getByText(`Notice by ${inWords(noticeBy)}`).waitFor()
    await form.getByLabel(/^How it is given/).fill('Registered letter')
    await form.getByLabel(/^Cost/).fill('9,480')
    await form.getByLabel('Currency').fill('gbp')
    await form.getByLabel('Owner').selectOption({ label: 'Priya Nandakumar' })
    await expectAccessible(page)
    await picture(page, 'contract-dialog')
    await page.keyboard.press('Control+Enter')

    const card = page.getByRole('article', { name: 'CT-01 Leased line' })
    await card.getByText(`Notice by ${inWords(noticeBy)}`).waitFor()
    await card.getByText('£9,480 a year').waitFor()
    await card.getByText('10 weeks before the end of a term · Registered letter').waitFor()
    await card.getByText('then renews by a year').waitFor()
    await picture(page, 'contract-card')

    await card.getByRole('button', { name: 'Decide' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Record decision' }).click()
    await dialog.getByText('Choose what becomes of it').waitFor()
    await dialog.getByLabel('Cancel', { exact: true }).check()
    await dialog.getByLabel('Why').fill('The new office has fibre')
    await dialog.getByLabel(/^What shows/).fill('Letter of today, receipt 4471')
    await expectAccessible(page)
    await page.keyboard.press('Control+Enter')
    await card.getByText(`Cancelled: ends ${inWords(day(100))}`).waitFor()
    await card.getByText('The new office has fibre · Letter of today, receipt 4471').waitFor()

    await card.getByText('Decisions and changes').click()
    await card.getByRole('button', { name: 'Take the last decision back' }).click()
    await card.getByText(`Notice by ${inWords(noticeBy)}`).waitFor()
    await card.getByText('taken back by Priya Nandakumar').waitFor()
    await expectAccessible(page)
  })

  test('is reached by its reference, and shows both sides where two people save', async () => {
    const page = await house.signedIn('priya')
    const vendor = await aDocument(page, 'vendor', 'Larkfield Cloud')
    const made = await contract(page, vendor, { endsOn: day(300), cost: yearly(100_000) })
    const reference = String(made['contract'])
    await page.goto(`${house.url}/o/calder-wick/contracts/${reference.toLowerCase()}`)
    const card = page.getByRole('article', { name: `${reference} Line` })
    await card.waitFor()
    expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe(
      `/o/calder-wick/vendors/${vendor}?contract=${reference}`,
    )
    await card.getByRole('button', { name: `More about ${reference}` }).click()
    await page.getByRole('menuitem', { name: 'Change' }).click()
    const form = page.getByRole('form', { name: `Change ${reference}` })
    await form.getByLabel(/^Cost/).fill('1,250.50')
    // Tom is quicker.
    const tom = await house.signedIn('tom')
    await tom.evaluate(
      async ([reference, endsOn]) => {
        const answer = await fetch(`/api/v1/organizations/calder-wick/contracts/${reference}`, {
          method: 'PUT',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ revision: 1, title: 'Seats', endsOn, autoRenews: false }),
        })
        if (!answer.ok) throw new Error(await answer.text())
      },
      [reference, day(300)] as const,
    )
    await form.getByRole('button', { name: 'Save contract' }).click()
    await form.getByText('Tom Ashworth saved version 2 while you were writing.').waitFor()
    await form.getByText('Title: Line → Seats').waitFor()
    await expectAccessible(page)
    await form.getByRole('button', { name: 'Save mine over it' }).click()
    await card.getByText('£1,250.50 a year').first().waitFor()
    // From anywhere, as it is said on a call.
    await page.goto(`${house.url}/o/calder-wick/vendors`)
    await page.getByRole('heading', { name: 'Vendors', level: 1 }).waitFor()
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: 'Search' }).fill(reference.replace('-', '').toLowerCase())
    await page.getByRole('option', { name: `Open ${reference}` }).click()
    await card.waitFor()
    await page.goto(`${house.url}/o/calder-wick/contracts/CT-999`)
    await page.getByRole('heading', { level: 1 }).waitFor()
  })
})

describe('renewals', () => {
  beforeAll(async () => {
    const page = await house.signedIn('priya')
    const [erp, print] = [
      await aDocument(page, 'vendor', 'Sablefield ERP'),
      await aDocument(page, 'vendor', 'Penrose Print'),
    ]
    await contract(page, erp, {
      title: 'Licences',
      endsOn: day(200),
      autoRenews: true,
      renewalMonths: 12,
      notice: monthsNotice(3),
      cost: yearly(4_120_000),
    })
    await contract(page, erp, {
      title: '=HYPERLINK("http://x")',
      endsOn: day(700),
      notice: monthsNotice(1),
      cost: yearly(90_000, 'EUR'),
    })
    await contract(page, erp, { title: 'Support', endsOn: day(100), notice: { amount: 10, unit: 'weeks' } })
    await contract(page, print, {
      title: 'Managed print',
      endsOn: day(40),
      autoRenews: true,
      renewalMonths: 12,
      notice: monthsNotice(3),
      cost: { minorUnits: 2, currency: 'GBP', per: 'use', note: 'per page' },
    })
    await page.close()
  })

  test('missed ones stand on top, months follow, and currencies are never added', async () => {
    const page = await house.signedIn('priya', '/o/calder-wick/renewals')
    const table = page.getByRole('table', { name: 'Renewals' })
    await table.getByRole('row', { name: /Penrose Print: Managed print/ }).waitFor()
    const headings = await table.getByRole('rowheader').allInnerTexts()
    expect(headings[0]).toContain('Missed: the day for notice has gone by')
    expect(headings[1]).toContain('Penrose Print: Managed print')
    await expect.poll(() => page.getByText(/1 missed/).count()).toBe(1)
    const costs = await page.locator('main dl').first().innerText()
    expect(costs).toMatch(/in GBP[\s\S]*a year[\s\S]*in EUR\s*€900 a year/)
    expect(await table.getByText('=HYPERLINK').count()).toBe(0) // beyond twelve months
    expect(await page.getByRole('list', { name: 'By month of notice' }).getByRole('heading').count()).toBe(12)
    await expectAccessible(page)
    await expectNoOverflow(page)
    await picture(page, 'renewals')
  })

  test('filters live in the address, and rows open with J and Enter', async () => {
    const page = await house.signedIn('priya', '/renewals?period=all')
    const table = page.getByRole('table', { name: 'Renewals' })
    await table.getByText('=HYPERLINK').waitFor()
    await page.keyboard.press('f')
    await page.keyboard.type('sablefield lic')
    await expect.poll(() => table.locator('tbody tr[data-key]').count()).toBe(1)
    expect(page.url()).toContain('text=sablefield+lic')
    await page.reload()
    await table.getByText('Sablefield ERP: Licences').waitFor()
    await page.getByRole('heading', { name: 'Renewals', level: 1 }).click()
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/vendors\/VN-\d+\?contract=CT-\d+$/)
    await page.getByRole('article', { name: /Licences$/ }).waitFor()
    await page.goBack()
    await page.getByRole('searchbox', { name: 'Search contracts' }).fill('nothing like it')
    await page.getByText('No contract matches.').waitFor()
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Clear filters' }).click()
    await table.getByText('Penrose Print: Managed print').waitFor()
  })

  test('what is saved as CSV runs no formula', async () => {
    const page = await house.signedIn('priya', '/o/calder-wick/renewals?period=all')
    await page.getByRole('table', { name: 'Renewals' }).getByText('=HYPERLINK').waitFor()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save as CSV' }).click(),
    ])
    expect(download.suggestedFilename()).toMatch(/^renewals-calder-wick-\d{4}-\d\d-\d\d\.csv$/)
    const csv = readFileSync(await download.path(), 'utf8')
    expect(csv.charCodeAt(0)).toBe(0xfeff)
    expect(csv).toContain(`"'=HYPERLINK(""http://x"")"`)
    expect(csv).toMatch(/Sablefield ERP,VN-\d+,CT-\d+,Licences,,Notice later,/)
    expect(csv).toMatch(/41200,GBP,year/)
  })

  test('on a phone it is a list that fits', async () => {
    const page = await house.signedIn('tom', '/renewals', phone)
    await page.getByRole('table', { name: 'Renewals' }).getByText('Penrose Print: Managed print').waitFor()
    await expectNoOverflow(page)
    await expectAccessible(page)
    await picture(page, 'renewals-phone')
    // The narrowest screen, and the form on it.
    await page.setViewportSize({ width: 320, height: 640 })
    await expectNoOverflow(page)
    await page.getByRole('link', { name: 'Penrose Print: Managed print' }).click()
    const card = page.getByRole('article', { name: /Managed print$/ })
    await card.waitFor()
    await expectNoOverflow(page)
    await card.getByRole('button', { name: /^More about/ }).click()
    await page.getByRole('menuitem', { name: 'Change' }).click()
    await page.getByRole('form', { name: /^Change CT-/ }).waitFor()
    await expectNoOverflow(page)
  })

  test('what is mine to decide stands in the queue and on the first page, and leads there', async () => {
    const page = await house.signedIn('priya', '/reviews')
    const list = page.getByRole('region', { name: /^Deadlines/ })
    const first = list.getByRole('link').first()
    await first.waitFor()
    expect(await first.innerText()).toContain('Penrose Print: Managed print')
    await expectAccessible(page)
    await picture(page, 'reviews-deadlines')
    // K goes up from the first document into the list, J and K move over it, Enter opens.
    await first.focus()
    await page.keyboard.press('j')
    expect(
      await list
        .getByRole('link')
        .nth(1)
        .evaluate((link) => link === document.activeElement),
    ).toBe(true)
    await page.keyboard.press('k')
    await page.keyboard.press('Enter')
    await page.getByRole('article', { name: /Managed print$/ }).waitFor()
    await page.goto(`${house.url}/home`)
    const home = page.locator('section', { has: page.getByRole('heading', { name: 'Your deadlines' }) })
    await home.getByRole('link', { name: /Penrose Print: Managed print/ }).waitFor()
    await expectAccessible(page)
    await picture(page, 'home-deadlines')
  })
})

test('a date to watch is entered, renewed and ended, on the page of its system', async () => {
  const page = await house.signedIn('priya')
  const system = await aDocument(page, 'system', 'Website')
  await page.goto(`${house.url}/o/calder-wick/systems/${system}`)
  await page.getByRole('button', { name: 'Add date' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('What', { exact: true }).fill('calderwick.example.com')
  await dialog.getByLabel('Runs out on').fill(day(10))
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Watch it' }).click()
  const dates = page.getByRole('region', { name: 'Dates to watch' })
  await dates.getByText(`Runs out ${inWords(day(10))}, in 10 days`).waitFor()
  await expectAccessible(page)
  await picture(page, 'dates-to-watch')
  await dates.getByRole('button', { name: 'Renewed' }).click()
  await dialog.getByLabel('Now runs out on').fill(day(5))
  await dialog.getByRole('button', { name: 'Save the new date' }).click()
  await dialog
    .getByText(`Enter a day after ${inWords(day(10))}`)
    .first()
    .waitFor()
  await dialog.getByLabel('Now runs out on').fill(day(375))
  await dialog.getByRole('button', { name: 'Save the new date' }).click()
  await dates.getByText(`Runs out ${inWords(day(375))}`).waitFor()
  await dates.getByText('Renewed once').click()
  await dates.getByText(`Until ${inWords(day(10))}, renewed by Priya Nandakumar`).waitFor()
  await dates.getByRole('button', { name: 'More about calderwick.example.com' }).click()
  await page.getByRole('menuitem', { name: 'Watch it no longer' }).click()
  await dialog.getByLabel('Why').fill('Given back')
  await dialog.getByRole('button', { name: 'Watch it no longer' }).click()
  await dates.getByText('None yet').waitFor()
})

test('holidays are added one by one and pasted, and removed with a way back', async () => {
  const page = await house.signedIn('priya', '/o/calder-wick/settings/holidays')
  await page.getByText('None yet: only Saturdays and Sundays').waitFor()
  await page.getByLabel('One day a line').fill('2099-12-25 Christmas Day\n26/12/2099, Boxing Day\n\nnot a day')
  await page.getByRole('button', { name: 'Add these days' }).click()
  await page.getByText('No day begins this line: “not a day”').first().waitFor()
  await page.getByLabel('One day a line').fill('2099-12-25 Christmas Day\n26/12/2099, Boxing Day')
  await page.getByRole('button', { name: 'Add these days' }).click()
  await page.getByRole('row', { name: /25 Dec 2099 Christmas Day/ }).waitFor()
  await page.getByLabel('Day', { exact: true }).fill('2099-12-25')
  await page.getByRole('button', { name: 'Add day' }).click()
  await page.getByText('25 Dec 2099 is in the list already').first().waitFor()
  await expectAccessible(page)
  await picture(page, 'settings-holidays')
  await page.getByRole('button', { name: 'Remove 26 Dec 2099' }).click()
  await expect.poll(() => page.getByRole('row', { name: /Boxing Day/ }).count()).toBe(0)
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByRole('row', { name: /26 Dec 2099 Boxing Day/ }).waitFor()
  const tom = await house.signedIn('tom', '/o/calder-wick/settings/holidays')
  await tom.getByRole('row', { name: /Boxing Day/ }).waitFor()
  expect(await tom.getByRole('button', { name: /Remove|Add/ }).count()).toBe(0)
})
