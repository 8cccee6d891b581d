import { randomInt } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { chromium, type BrowserContext, type Page } from 'playwright-core'
import { afterAll, expect, test } from 'vitest'
import { findIn, type Canary } from '../support/needles.ts'
import { findChromium } from './support/chromium.ts'
import { aHouse } from './support/house.ts'

// A day with secrets in a browser with a profile on the disk; then everything that the browser keeps is searched for
// them: what a page can read of it, and every file of the profile.

const house = aHouse('calder-wick')
const folder = mkdtempSync(path.join(tmpdir(), 'runkeep-profile-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789'
const random = (length: number, of = letters) => Array.from({ length }, () => of[randomInt(of.length)]).join('')
const secrets = {
  username: random(28),
  password: random(28),
  changed: random(28),
  totp: random(32, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'),
  note: random(28),
}
/** Not secret: it shows that the search finds what is there. */
const control: Canary = { of: 'the control', secret: random(28) }

test('a browser keeps no secret: not in its storage, and not in its profile on the disk', async () => {
  const { email, passphrase } = house.person('priya')
  const planted: Canary[] = Object.entries({ ...secrets, passphrase }).map(([of, secret]) => ({ of, secret }))
  let context = await aBrowser()
  let page = await context.newPage()
  await signIn(page, email, passphrase)

  // Kept, shown, copied, changed, half changed and left.
  await page.goto(`${house.url}/o/calder-wick/credentials/new`)
  await page.getByLabel('Name', { exact: true }).fill('Alarm panel, works')
  await page.getByRole('textbox', { name: 'Username (optional)' }).fill(secrets.username)
  await page.getByLabel('Password (optional)').fill(secrets.password)
  await page.getByLabel('One-time codes').fill(secrets.totp)
  await page.getByRole('textbox', { name: 'Note (optional)' }).fill(secrets.note)
  await page.keyboard.press('Control+Enter')
  await page.getByRole('heading', { name: 'Alarm panel, works' }).waitFor()
  await page.getByText(secrets.username).waitFor()
  await page.keyboard.press('r')
  await page.getByRole('button', { name: 'Hide' }).waitFor()
  await page.keyboard.press('c')
  await page.getByText('Password copied').waitFor()
  const credential = page.url()

  await page.goto(`${credential}/edit`)
  await page.getByRole('button', { name: 'Change what is sealed' }).click()
  await page.getByLabel('Password (optional)').fill(secrets.changed)
  await page.waitForTimeout(2_500)
  await page.evaluate((text) => localStorage.setItem('control', text), control.secret as string)

  const kept = await keptByPage(page)
  expect(kept.map(([place]) => place)).toContain('localStorage')
  expect(findIn(kept, planted)).toEqual([])
  expect(findIn(kept, [control])).not.toEqual([])
  expect(page.url()).toBe(`${credential}/edit`)
  // As a browser that is closed over an open page, and opened again where it was.
  await context.close()
  expect(findIn(profile(), planted)).toEqual([])
  expect(findIn(profile(), [control])).not.toEqual([])

  context = await aBrowser()
  page = await context.newPage()
  await page.goto(`${credential}/edit`)
  await page.getByRole('button', { name: 'Change what is sealed' }).waitFor()
  expect(findIn([['the page', await page.content()]], planted)).toEqual([])
  await context.close()
  expect(findIn(profile(), planted)).toEqual([])
})

test('locking takes every secret off the page and out of what it keeps', async () => {
  const page = await house.visitor('/sign-in?next=/o/calder-wick/credentials/new')
  await house.signIn(page, 'priya')
  const password = random(28)
  await page.getByLabel('Name', { exact: true }).fill('Gate of the works')
  await page.getByLabel('Password (optional)').fill(password)
  await page.keyboard.press('Control+Enter')
  await page.getByRole('heading', { name: 'Gate of the works' }).waitFor()
  await page.keyboard.press('r')
  await page.getByRole('button', { name: 'Hide' }).waitFor()
  const canary: Canary[] = [{ of: 'password', secret: password }]
  const shown = () => page.locator('body').evaluate((body) => body.textContent)
  expect(findIn([['the page', await shown()]], canary)).not.toEqual([])
  await lock(page)
  await page.getByRole('button', { name: 'Hide' }).waitFor({ state: 'detached' })
  const after = [['the page', await page.content()] as const, ...(await keptByPage(page))]
  expect(findIn(after as [string, string][], canary)).toEqual([])
})

test('locking takes what is typed and what was opened out of the editor', async () => {
  const page = await house.visitor('/sign-in?next=/o/calder-wick/credentials/new')
  await house.signIn(page, 'priya')
  const [password, totp] = [random(28), random(32, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567')]
  const canaries = [
    { of: 'password', secret: password },
    { of: 'code secret', secret: totp },
  ]
  const typed = async (): Promise<[string, string][]> => [
    ['the page', await page.content()],
    [
      'the fields',
      await page.evaluate(() =>
        [...document.querySelectorAll('input, textarea')].map((each) => (each as HTMLInputElement).value).join('\n'),
      ),
    ],
  ]
  const field = page.getByLabel('Password (optional)')
  await page.getByLabel('Name', { exact: true }).fill('Barrier of the car park')
  await field.fill(password)
  await page.getByLabel('One-time codes').fill(totp)
  expect(findIn(await typed(), canaries)).not.toEqual([])
  await page.locator('h1').first().focus()
  await lock(page)
  await page.getByText('What is sealed here has left the page').waitFor()
  expect(findIn(await typed(), canaries)).toEqual([])
  expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Barrier of the car park')

  // The same of what was kept and is opened to be changed.
  await field.fill(password)
  await page.keyboard.press('Control+Enter')
  const unlocking = page.getByRole('dialog')
  await unlocking.getByLabel('Passphrase', { exact: true }).fill(house.person('priya').passphrase)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Barrier of the car park' }).waitFor()
  await page.goto(`${page.url()}/edit`)
  await page.getByRole('button', { name: 'Change what is sealed' }).click()
  const again = page.getByRole('dialog').getByLabel('Passphrase', { exact: true })
  await again.or(field).first().waitFor()
  if (await again.isVisible()) {
    await again.fill(house.person('priya').passphrase)
    await page.keyboard.press('Enter')
  }
  await expect.poll(() => field.inputValue().catch(() => '')).toBe(password)
  await page.locator('h1').first().focus()
  await lock(page)
  await page.getByRole('button', { name: 'Change what is sealed' }).waitFor()
  expect(findIn(await typed(), canaries)).toEqual([])
})

async function lock(page: Page): Promise<void> {
  await page.keyboard.press('Shift+L')
}

function aBrowser(): Promise<BrowserContext> {
  return chromium.launchPersistentContext(folder, {
    executablePath: findChromium(),
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
    permissions: ['clipboard-read', 'clipboard-write'],
    locale: 'en-GB',
  })
}

async function signIn(page: Page, email: string, passphrase: string): Promise<void> {
  await page.goto(`${house.url}/sign-in`)
  await page.getByLabel('E-mail address').fill(email)
  await page.getByLabel('Passphrase', { exact: true }).fill(passphrase)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL((url) => url.pathname !== '/sign-in')
}

/** Every file of the profile, but the clipboard, which is not in it. */
const profile = (): [string, Uint8Array][] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const file = path.join(entry.parentPath, entry.name)
      return [path.relative(folder, file), readFileSync(file)]
    })

/** Whatever a script of the page could read of what the browser keeps: each place, and all of it as text. */
const keptByPage = (page: Page): Promise<[string, string][]> =>
  page.evaluate(async () => {
    const done = <Answer>(request: IDBRequest<Answer>) =>
      new Promise<Answer>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(request.error ?? new Error('no answer'))
      })
    const latin1 = (bytes: Uint8Array) => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
    const text = (value: unknown): string =>
      JSON.stringify([value], (_, each: unknown) =>
        each instanceof ArrayBuffer || ArrayBuffer.isView(each)
          ? latin1(new Uint8Array(each instanceof ArrayBuffer ? each : each.buffer))
          : each,
      )
    const kept: [string, string][] = [
      ['localStorage', text(Object.entries(localStorage))],
      ['sessionStorage', text(Object.entries(sessionStorage))],
      ['cookies', document.cookie],
      ['history', text(history.state)],
      ['addresses', text(performance.getEntries().map(({ name }) => name))],
      ['window.name', window.name],
    ]
    for (const name of await caches.keys()) {
      const cache = await caches.open(name)
      for (const request of await cache.keys())
        kept.push([`cache ${name}`, `${request.url} ${(await (await cache.match(request))?.text()) ?? ''}`])
    }
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await done(indexedDB.open(name))
      for (const store of database.objectStoreNames) {
        const from = database.transaction(store).objectStore(store)
        kept.push([`indexedDB ${name}/${store}`, text([await done(from.getAllKeys()), await done(from.getAll())])])
      }
      database.close()
    }
    return kept
  })
