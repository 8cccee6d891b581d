import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Locator, Page } from 'playwright-core'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { expectAccessible } from './support/axe.ts'
import { aHouse, phone } from './support/house.ts'
import { expectNoOverflow } from './support/now.ts'
import { picture } from './support/screenshots.ts'

const house = aHouse('calder-wick')
const runbooks = '/o/calder-wick/runbooks'

/** A picture of a rack, more or less. */
const rack = (color: string, width = 1_200) =>
  sharp({ create: { width, height: 700, channels: 3, background: color } })
    .png()
    .toBuffer()

/** The smallest PDF that says something, with a script that must never run. */
function aPdf(words: string): Buffer {
  const content = `BT /F1 28 Tf 60 700 Td (${words}) Tj ET`
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (app.alert\\(1\\); this.submitForm\\("/x"\\)) >> >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ]
  let text = '%PDF-1.4\n'
  const places = objects.map((object, index) => {
    const at = text.length
    text += `${index + 1} 0 obj\n${object}\nendobj\n`
    return at
  })
  const start = text.length
  const table = places.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('')
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`
  return Buffer.from(text, 'latin1')
}

interface Brought {
  name: string
  type: string
  bytes: Buffer
}

/** What a hand does with files: drops them, or pastes them. */
async function bring(target: Locator, how: 'drop' | 'paste', files: readonly Brought[]): Promise<void> {
  const sent = files.map(({ name, type, bytes }) => ({ name, type, text: bytes.toString('base64') }))
  await target.evaluate(
    (element, { how, sent }) => {
      const data = new DataTransfer()
      for (const { name, type, text } of sent) {
        data.items.add(new File([Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))], name, { type }))
      }
      const around = { bubbles: true, cancelable: true, composed: true }
      const { x, y, height } = element.getBoundingClientRect()
      const event =
        how === 'drop'
          ? new DragEvent('drop', { ...around, dataTransfer: data, clientX: x + 40, clientY: y + height / 2 })
          : new ClipboardEvent('paste', { ...around, clipboardData: data })
      element.dispatchEvent(event)
    },
    { how, sent },
  )
}

/** A runbook of its own, open in front of priya. */
async function withRunbook(title: string): Promise<Page> {
  const page = await house.unlocked('priya', `${runbooks}/new`)
  await page.getByLabel('Title').fill(title)
  await page.getByRole('textbox', { name: 'Text of the runbook' }).fill('Begin at the rack.')
  await page.keyboard.press('Control+Enter')
  await page.getByRole('heading', { name: title, level: 1 }).waitFor()
  return page
}

const files = (page: Page) => page.getByRole('list', { name: /^Files of/ })
const row = (page: Page, name: string) => files(page).getByRole('listitem').filter({ hasText: name })
const act = async (page: Page, name: string, what: string) => {
  await page.getByRole('button', { name: `More for ${name}` }).click()
  await page.getByRole('menuitem', { name: what }).click()
}

test('a picture is dropped on a runbook, looked at, replaced, and brought back', async () => {
  const page = await withRunbook('Tidy the rack')
  await page.getByRole('button', { name: 'Add files' }).waitFor()
  const body = page.locator('body')
  await bring(body, 'drop', [
    { name: 'Rack: left.png', type: 'image/png', bytes: await rack('#1d5c8f') },
    { name: 'line-test.pdf', type: 'application/pdf', bytes: aPdf('Line test of 2 March') },
    { name: 'router.cfg', type: '', bytes: Buffer.from('hostname cw-edge-01\n<script>alert(1)</script>\n') },
  ])
  await row(page, 'Rack- left.png')
    .getByText(/Picture · [\d.]+ kB/)
    .waitFor()
  await row(page, 'line-test.pdf').getByText(/PDF/).waitFor()
  await row(page, 'router.cfg').getByText(/CFG/).waitFor()
  await page.getByRole('heading', { name: 'Files (3)' }).waitFor()
  await expectAccessible(page)
  await files(page).scrollIntoViewIfNeeded()
  await picture(page, 'files')

  await page.getByRole('button', { name: 'Rack- left.png', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('img', { name: 'Rack- left.png' }).waitFor()
  await expect.poll(() => dialog.getByRole('img').evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(1_200)
  await dialog.getByRole('button', { name: 'Full size' }).click()
  await expectAccessible(page)
  await picture(page, 'file-picture')
  await page.keyboard.press('Escape')

  await page.getByRole('button', { name: 'router.cfg', exact: true }).click()
  await dialog.getByText('<script>alert(1)</script>').waitFor()
  await page.keyboard.press('Escape')

  await act(page, 'Rack- left.png', 'Replace')
  await page.getByLabel('New version of Rack- left.png').setInputFiles({
    name: 'Rack left, tidied.png',
    mimeType: 'image/png',
    buffer: await rack('#8f5c1d', 900),
  })
  await row(page, 'Rack left, tidied.png')
    .getByText(/version 2/)
    .waitFor()

  await act(page, 'router.cfg', 'Remove')
  await page.getByText('router.cfg removed').waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()
  await row(page, 'router.cfg').waitFor()

  await act(page, 'router.cfg', 'Rename')
  await page.getByRole('dialog').getByLabel('Name').fill('edge router')
  await page.keyboard.press('Enter')
  await row(page, 'edge router.cfg').waitFor()

  await page
    .getByRole('heading', { name: /^Files/ })
    .locator('..')
    .getByRole('button', { name: 'History' })
    .click()
  const before = dialog.getByRole('listitem').filter({ hasText: 'Rack- left.png' })
  await before.getByText(/Replaced/).waitFor()
  await expectAccessible(page)
  await picture(page, 'file-history')
  await before.getByRole('button', { name: 'Bring back' }).click()
  await page.getByText('Rack- left.png is back').waitFor()
  // Now it is the other one that an owner could erase, by typing its name.
  const other = dialog.getByRole('listitem').filter({ hasText: 'Rack left, tidied.png' })
  await other.getByRole('button', { name: 'Erase…' }).click()
  await dialog.or(page.getByRole('alertdialog')).getByLabel('Type Rack left, tidied.png').fill('Rack left, tidied.png')
  await page.getByRole('button', { name: 'Erase it' }).click()
  await other.getByText(/erased/).waitFor()
  await page.keyboard.press('Escape')
  await row(page, 'Rack- left.png').waitFor()

  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download line-test.pdf' }).click()
  const saved = await download
  expect(saved.suggestedFilename()).toBe('line-test.pdf')
  expect(readFileSync(await saved.path())).toEqual(aPdf('Line test of 2 March'))
})

test('pages of a PDF are drawn, its words can be read, and its script never runs', async () => {
  const page = await withRunbook('Read the line test')
  await page.getByRole('button', { name: 'Add files' }).waitFor()
  await bring(page.locator('body'), 'drop', [
    { name: 'contract.pdf', type: 'application/pdf', bytes: aPdf('Signed in Leeds') },
    { name: 'broken.pdf', type: 'application/pdf', bytes: Buffer.from('%PDF-1.7\nthis is no PDF at all') },
  ])
  await row(page, 'contract.pdf').getByText(/PDF/).waitFor()
  await page.getByRole('button', { name: 'contract.pdf', exact: true }).click()
  const dialog = page.getByRole('dialog')
  const sheet = dialog.getByRole('img', { name: /^Page 1/ })
  await sheet.waitFor()
  const isDrawn = () =>
    sheet.evaluate((canvas: HTMLCanvasElement) => {
      const data = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? []
      return data.some((value, at) => at % 4 === 0 && value < 80 && data[at + 3] === 255)
    })
  await expect.poll(isDrawn).toBe(true)
  await expectAccessible(page)
  await picture(page, 'file-pdf')
  await dialog.getByRole('button', { name: 'Words only' }).click()
  await dialog.getByText('Signed in Leeds').waitFor()
  await page.keyboard.press('Escape')

  await row(page, 'broken.pdf').waitFor()
  await page.getByRole('button', { name: 'broken.pdf', exact: true }).click()
  await dialog.getByText('This PDF could not be read').waitFor()
})

test('a picture is pasted into a new text, stands in it, and is there after the save', async () => {
  const page = await house.unlocked('priya', `${runbooks}/new`)
  await page.getByLabel('Title').fill('Swap the failed switch')
  const editor = page.getByRole('textbox', { name: 'Text of the runbook' })
  await editor.fill('Look for the red light.\n')
  await page.locator('.cm-content').waitFor()
  await bring(page.locator('.cm-content'), 'paste', [
    { name: 'image.png', type: 'image/png', bytes: await rack('#a03030') },
  ])
  await page.getByText('Is added with the first save').waitFor()
  const preview = page.getByRole('region', { name: 'Preview' })
  await preview.getByRole('img', { name: /^Picture of/ }).waitFor()
  await expectAccessible(page)
  await picture(page, 'editor-picture')
  await page.keyboard.press('Control+Enter')

  await page.getByRole('heading', { name: 'Swap the failed switch', level: 1 }).waitFor()
  const shown = page.getByRole('button', { name: /^Open picture: Picture of/ })
  await shown.waitFor()
  const image = shown.getByRole('img')
  await expect.poll(() => image.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(1_200)
  expect(await image.getAttribute('src')).toMatch(/\/preview\?size=view$/)
  await expectAccessible(page)
  await picture(page, 'text-picture')
  await shown.click()
  await page.getByRole('dialog').getByRole('img').waitFor()
  await page.keyboard.press('Escape')

  // Off the document, it is off the text: words stand in its place.
  const name = await files(page).getByRole('button').first().innerText()
  await act(page, name, 'Remove')
  await shown.waitFor({ state: 'detached' })
  await page
    .getByRole('main')
    .getByText(/^Picture of/)
    .waitFor()
})

test('what is refused says why, beside what was taken', async () => {
  const page = await withRunbook('Keep the notes')
  await page.getByText(/Drop or paste here, up to \d+ MB each/).waitFor()
  await bring(page.locator('body'), 'drop', [
    { name: 'empty.txt', type: 'text/plain', bytes: Buffer.alloc(0) },
    { name: 'notes.txt', type: 'text/plain', bytes: Buffer.from('kept') },
  ])
  await row(page, 'empty.txt')
    .getByText(/There is nothing in it/)
    .waitFor()
  await row(page, 'notes.txt').getByText(/TXT/).waitFor()
  await page.route('**/attachments', (route) =>
    route.request().method() === 'POST' ? route.abort() : route.continue(),
  )
  await bring(page.locator('body'), 'paste', [{ name: 'later.txt', type: 'text/plain', bytes: Buffer.from('later') }])
  await row(page, 'later.txt')
    .getByText(/The server cannot be reached/)
    .waitFor()
  await page.unroute('**/attachments')
  house.expectComplaint(/ERR_FAILED/)
  await row(page, 'later.txt').getByRole('button', { name: 'Try again' }).click()
  await row(page, 'later.txt').getByText(/TXT/).waitFor()
  await page.getByRole('button', { name: 'Dismiss empty.txt' }).click()

  const small = await house.signedIn('priya', new URL(page.url()).pathname, phone)
  await files(small).waitFor()
  await expectNoOverflow(small)
  await expectAccessible(small)
  await files(small).scrollIntoViewIfNeeded()
  await picture(small, 'files-phone')
})

test('an SSH key file of a credential is sealed, opened again and taken along', async () => {
  const key = `-----BEGIN OPENSSH PRIVATE KEY-----\n${createHash('sha512').update('a key').digest('base64')}\n-----END OPENSSH PRIVATE KEY-----\n`
  const page = await house.unlocked('priya', '/o/calder-wick/credentials/new')
  await page.getByLabel('Name', { exact: true }).fill('Core switch, SSH')
  await page.getByRole('textbox', { name: 'Username (optional)' }).fill('netadmin')
  await page.getByLabel('Files to seal').setInputFiles({ name: 'id_ed25519', mimeType: '', buffer: Buffer.from(key) })
  await page.getByText('sealed when you save').waitFor()
  await expectAccessible(page)
  const sent: (Buffer | null)[] = []
  page.on('request', (request) => sent.push(request.postDataBuffer()))
  await page.keyboard.press('Control+Enter')
  await page.getByRole('heading', { name: 'Core switch, SSH', level: 1 }).waitFor()
  expect(
    sent.some((body) => body?.includes('attachments') || body?.includes('multipart') || (body?.length ?? 0) > 200),
  ).toBe(true)
  for (const body of sent) expect(body?.includes('OPENSSH') ?? false).toBe(false)

  await page.getByRole('button', { name: 'Open id_ed25519' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('BEGIN OPENSSH PRIVATE KEY').waitFor()
  expect(await dialog.locator('pre').innerText()).toContain(key.split('\n')[1])
  await expectAccessible(page)
  await picture(page, 'sealed-file')
  await page.keyboard.press('Escape')

  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Save id_ed25519' }).click()
  const saved = await download
  expect(readFileSync(await saved.path(), 'utf8')).toBe(key)
})
