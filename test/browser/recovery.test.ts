import type { Locator, Page } from 'playwright-core'
import decodeQR from 'qr/decode.js'
import { expect, test } from 'vitest'
import { expectAccessible } from './support/axe.ts'
import { aHouse, phone } from './support/house.ts'
import { expectNoOverflow } from './support/now.ts'
import { picture } from './support/screenshots.ts'

const house = aHouse('calder-wick')
const recovery = '/o/calder-wick/settings/recovery'

/** What comes out of the printer. */
interface Sheet {
  /** As they stand on paper, block by block. */
  codes: string[]
  qr: { d: string; size: number }[]
  text: string
  fingerprint: string
}

/** The vault may have been left unlocked: a Worker outlives the page for a while. */
async function unlockIfAsked(page: Page, name: string, next: Locator): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'Unlock' })
  await Promise.race([next.waitFor(), dialog.waitFor()])
  if (await dialog.isVisible()) {
    await dialog.getByLabel('Passphrase', { exact: true }).fill(house.person(name).passphrase)
    await dialog.getByRole('button', { name: 'Unlock', exact: true }).click()
  }
  await next.waitFor()
}

/** Makes a kit of two of three on the page of somebody whose vault is unlocked or asks for it. */
async function makeCards(page: Page, name: string, act: string): Promise<Sheet> {
  await page.getByRole('button', { name: act }).click()
  const dialog = page.getByRole('dialog', { name: act })
  await expectAccessible(page)
  await picture(page, 'recovery-make')
  await dialog.getByRole('button', { name: 'Make three cards' }).click()
  const printing = page.getByRole('alertdialog', { name: 'Print three cards' })
  await unlockIfAsked(page, name, printing)
  await expectAccessible(page)
  await picture(page, 'recovery-print')

  // Whoever would go on without paper is asked.
  await printing.getByRole('button', { name: 'I have all three on paper' }).click()
  await printing.getByText('Nothing has been printed yet').waitFor()
  const prints = await page.evaluate(() => {
    const counted = { count: 0 }
    Object.assign(window, { counted, print: () => (counted.count += 1) })
    return counted.count
  })
  expect(prints).toBe(0)
  await printing.getByRole('button', { name: 'Print the cards' }).click()
  await expect
    .poll(() => page.evaluate(() => (window as unknown as { counted: { count: number } }).counted.count))
    .toBe(1)
  const sheet = await printed(page)
  await printing.getByRole('button', { name: 'I have all three on paper' }).click()
  await printing.waitFor({ state: 'detached' })
  expect(await page.content()).not.toContain('RKCARD1')
  return sheet
}

/** Looks at the paper: nothing else is on it, two cards fit on a page of A4 and of Letter, and every code can be read. */
async function printed(page: Page): Promise<Sheet> {
  await page.emulateMedia({ media: 'print' })
  const sheet = await page.evaluate(() => {
    const cards = [...document.querySelectorAll('section')].filter((card) => card.innerText.includes('RKCARD1'))
    const visible = document.body.innerText
    return {
      codes: cards.map((card) => {
        const blocks = [...card.querySelectorAll('ol li')].map((li) => li.lastChild?.textContent ?? '')
        return `RKCARD1${blocks.join('')}`
      }),
      qr: cards.map((card) => ({
        d: card.querySelector('svg path')?.getAttribute('d') ?? '',
        size: Number(card.querySelector('svg')?.getAttribute('viewBox')?.split(' ')[2]) - 8,
      })),
      text: cards.map((card) => card.innerText).join('\n'),
      fingerprint: cards[0]?.querySelector('li:last-of-type strong:last-of-type')?.textContent ?? '',
      overflowing: cards.filter((card) => card.scrollHeight > card.clientHeight + 1).length,
      visible: visible.replace(/\s+/g, ' '),
    }
  })
  expect(sheet.overflowing).toBe(0)
  expect(sheet.visible.startsWith('Recovery card 1 of 3')).toBe(true)
  for (const format of ['A4', 'Letter']) {
    const pdf = (await page.pdf({ format })).toString('latin1')
    expect([format, pdf.match(/\/Type\s*\/Page\b/g)?.length]).toEqual([format, 2])
  }
  await page.emulateMedia({ media: null })
  return sheet
}

/** Reads a QR code as a scanner does, from pixels. */
function scanned({ d, size }: { d: string; size: number }): string {
  const [border, scale] = [4, 4]
  const width = (size + 2 * border) * scale
  const data = new Uint8Array(width * width * 4).fill(255)
  for (const [, x = '', y = '', run = ''] of d.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g))
    for (let column = 0; column < Number(run) * scale; column++)
      for (let row = 0; row < scale; row++) {
        const at = ((Number(y) + border) * scale + row) * width + (Number(x) + border) * scale + column
        data.fill(0, at * 4, at * 4 + 3)
      }
  return decodeQR({ width, height: width, data })
}

const banner = (page: Page, words: string | RegExp) =>
  page.getByRole('region', { name: /Recovery/ }).filter({ hasText: words })

/** Types a card with the sloppiness of a person. */
const sloppily = (code: string) => code.toLowerCase().replace(/(.{4})/g, '$1 ')

test('recovery with two cards on an empty browser profile', async () => {
  const sent: string[] = []
  const listen = (page: Page) =>
    page.on('request', (request) => sent.push(`${request.url()} ${request.postData() ?? ''}`))

  // The red reminder leads to the cards.
  const priya = await house.signedIn('priya', '/o/calder-wick')
  listen(priya)
  await banner(priya, 'You alone hold the keys').waitFor()
  await priya.getByRole('link', { name: 'Make recovery cards' }).click()
  await priya.getByText('There are no cards').waitFor()
  await expectAccessible(priya)
  await expectNoOverflow(priya)
  await picture(priya, 'recovery-none')
  const paper = await makeCards(priya, 'priya', 'Make recovery cards')
  expect(paper.codes).toHaveLength(3)
  expect(paper.qr.map(scanned)).toEqual(paper.codes)
  expect(paper.text).toContain(`${house.url}/recover`)
  const [first, second, third] = paper.codes as [string, string, string]
  await banner(priya, 'Nobody has tried the recovery cards yet').waitFor()

  // One card is looked at: wrong by a letter, and right.
  await priya.getByRole('button', { name: 'Check a card' }).click()
  const field = priya.getByLabel('Code of a card')
  await field.fill(`${first.slice(0, 60)}${first[60] === 'Q' ? 'P' : 'Q'}${first.slice(61)}`)
  await priya.getByText(/Look at block 14 again/).waitFor()
  await expectAccessible(priya)
  await field.fill(sloppily(first))
  await priya.getByText('Card 1 of 3, kit 1.').waitFor()
  await picture(priya, 'recovery-check')
  await priya.getByRole('button', { name: 'Done' }).click()

  // The drill opens everything and is on record; the reminder says no more than what is still true.
  await priya.getByRole('button', { name: 'Try the cards' }).click()
  const drill = priya.getByRole('dialog', { name: 'Try the cards' })
  await drill.getByLabel('Code of the first card').fill(first)
  await drill.getByRole('button', { name: 'Try these cards' }).click()
  await drill.getByText('More cards are needed').waitFor()
  await drill.getByLabel('Code of the second card').fill(first)
  await drill.getByText('This card is here twice').waitFor()
  await drill.getByLabel('Code of the second card').fill(second)
  await drill.getByText('Card 2 of 3, kit 1.').waitFor()
  await expectAccessible(priya)
  await picture(priya, 'recovery-drill')
  await drill.getByRole('button', { name: 'Try these cards' }).click()
  await priya.getByText('The cards open everything. The drill is recorded.').waitFor()
  await banner(priya, 'Nobody has tried').waitFor({ state: 'detached' })
  await banner(priya, 'You alone hold the keys').waitFor()
  await picture(priya, 'recovery-kit')

  // Where the cards are is noted, and where enough of them lie together is said.
  await priya.getByRole('button', { name: 'Note who holds them' }).click()
  const note = priya.getByRole('dialog', { name: 'Who holds the cards' })
  await note.getByLabel('Card 1 (optional)').fill('Office safe')
  await note.getByLabel('Card 3 (optional)').fill('Office safe')
  await note.getByText('Cards 1 and 3 are with Office safe: whoever gets there has enough of them.').waitFor()
  await expectAccessible(priya)
  await picture(priya, 'recovery-holders')
  await note.getByLabel('Card 3 (optional)').fill('Bank of Calder')
  await note.getByText(/whoever gets there has enough/).waitFor({ state: 'detached' })
  await note.getByRole('button', { name: 'Save the note' }).click()
  await priya.getByText('Noted who holds the cards').waitFor()
  await priya.getByText(/^Office safe, noted/).waitFor()
  await priya.getByText('Nobody has noted who holds the other one.').waitFor()

  // Priya is gone. Somebody whom the server has never seen comes with two of the cards.
  const nora = await house.visitor('/recover')
  listen(nora)
  await nora.getByRole('heading', { name: 'Recover a vault' }).waitFor()
  await expectAccessible(nora)
  await nora.getByLabel('Code of a card').fill(sloppily(third))
  await nora.getByText('Card 3 of 3, kit 1. One more card is needed.').waitFor()
  await nora.getByRole('button', { name: 'Open with these cards' }).click()
  await nora.getByText('More cards are needed').waitFor()
  await nora.getByLabel('Code of the second card').fill(first)
  await nora.getByText('Card 1 of 3, kit 1.').waitFor()
  await expectAccessible(nora)
  await picture(nora, 'recover-cards')
  await nora.getByRole('button', { name: 'Open with these cards' }).click()
  await nora.getByRole('heading', { name: 'Calder & Wick', level: 1 }).waitFor()
  const words = await nora.getByRole('list', { name: 'Fingerprint' }).getByRole('listitem').allInnerTexts()
  expect(words).toHaveLength(6)
  expect(paper.text.replace(/\s+/g, ' ')).toContain(words.join(' '))
  await nora.getByText('its one collection').waitFor()
  await expectAccessible(nora)
  await picture(nora, 'recover-words')
  await nora.getByRole('button', { name: 'The words are the same' }).click()
  await nora.getByLabel('E-mail address').fill('nora@calderwick.example.com')
  await nora.getByLabel('Your name').fill('Nora Quist')
  await nora.getByLabel('New passphrase', { exact: true }).fill('walnut ferry eleven trumpets')
  await expectAccessible(nora)
  await picture(nora, 'recover-account')
  await nora.getByRole('button', { name: 'Make my account and take over' }).click()
  await nora.waitForURL((url) => url.pathname === recovery)
  await banner(nora, 'You took over with recovery cards').waitFor()
  await picture(nora, 'recover-done')
  expect(await nora.title()).not.toMatch(/RKCARD/i)

  // Everybody sees it.
  const tom = await house.signedIn('tom', '/o/calder-wick')
  await banner(tom, 'Nora Quist took over with recovery cards').waitFor()
  await expectAccessible(tom)
  await picture(tom, 'recovery-taken-over')

  // Nora has the keys: new cards follow, and the old ones open nothing.
  const next = await makeCards(nora, 'nora', 'Make new cards')
  expect(next.codes.filter((code) => paper.codes.includes(code))).toEqual([])
  const again = await house.visitor('/recover')
  listen(again)
  await again.getByLabel('Code of a card').fill(first)
  await again.getByLabel('Code of the second card').fill(third)
  await again.getByText('Card 3 of 3, kit 1.').waitFor()
  await again.getByRole('button', { name: 'Open with these cards' }).click()
  await again.getByText(/Newer cards were made/).waitFor()

  // No card has left a browser, and nothing of them is kept.
  const everything = [...sent, ...house.log].join('\n').toLowerCase()
  const kept = await nora.evaluate(() => JSON.stringify([localStorage, sessionStorage]).toLowerCase())
  const database = house.running.house.db.serialize().toString('latin1').toLowerCase()
  for (const code of [...paper.codes, ...next.codes])
    for (const part of [code, code.slice(50, 100)].map((text) => text.toLowerCase()))
      for (const place of [everything, kept, database]) expect(place).not.toContain(part)
})

test('a member who forgot the passphrase comes back with the cards, as who they were', async () => {
  const priya = await house.signedIn('priya', recovery)
  const { codes } = await makeCards(priya, 'priya', 'Make new cards')
  const back = await house.visitor('/recover', phone)
  await back.getByLabel('Code of a card').fill(codes[1] ?? '')
  await back.getByLabel('Code of the second card').fill(codes[2] ?? '')
  await back.getByText('Card 3 of 3').waitFor()
  await back.getByRole('button', { name: 'Open with these cards' }).click()
  await expectNoOverflow(back)
  await back.getByRole('button', { name: 'The words are the same' }).click()
  await back.getByLabel('E-mail address').fill(house.person('tom').email)
  await back.getByText(/Tom Ashworth is a member with this address/).waitFor()
  await back.getByLabel('New passphrase', { exact: true }).fill('lighthouse marble forty onions')
  await expectAccessible(back)
  await back.getByRole('button', { name: 'Come back as Tom Ashworth' }).click()
  await back.waitForURL((url) => url.pathname === recovery)
  await banner(back, 'You took over with recovery cards').waitFor()
  const roles = house.running.house.db.prepare(`SELECT role FROM members WHERE name = 'Tom Ashworth'`).pluck().all()
  expect(roles).toEqual(['owner'])
})

test('cards that are not on paper are lost when the vault locks', async () => {
  const priya = await house.signedIn('priya', recovery)
  await priya.getByRole('button', { name: 'Make new cards' }).click()
  await priya.getByRole('button', { name: 'Make three cards' }).click()
  await unlockIfAsked(priya, 'priya', priya.getByRole('alertdialog', { name: 'Print three cards' }))
  await expect.poll(() => priya.content()).toContain('RKCARD1')
  await priya.evaluate(() => dispatchEvent(new Event('beforeunload', { cancelable: true })))
  await priya.keyboard.press('Escape')
  const other = await priya.context().newPage()
  await other.goto(`${house.url}/o/calder-wick`)
  await other.getByRole('button', { name: 'Lock', exact: true }).first().click()
  await priya.getByText('Cards that were not on paper are lost').waitFor()
  expect(await priya.content()).not.toContain('RKCARD1')
})
