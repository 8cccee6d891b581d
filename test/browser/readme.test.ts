import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, expect, test } from 'vitest'
import { aHouse, desktop, phone } from './support/house.ts'

const root = path.join(import.meta.dirname, '../..')
/** Taken anew with `README_PICTURES=1 npm exec -- vitest run test/browser/readme.test.ts`; a usual run changes no file. */
const folder = process.env['README_PICTURES']
  ? path.join(root, 'docs/screenshots')
  : mkdtempSync(path.join(tmpdir(), 'runkeep-pictures-'))
afterAll(() => {
  if (!process.env['README_PICTURES']) rmSync(folder, { recursive: true })
})
const house = aHouse('demo')

/** Leaves the picture that the README shows under that name. */
async function leave(page: Page, name: string, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme })
  await page.locator('[aria-busy=true]').waitFor({ state: 'detached' })
  await page.evaluate(() => document.fonts.ready)
  await page.screenshot({ path: path.join(folder, `${name}.png`) })
}

/** The README's pictures and how to come to what they show. Server and browser live on a fixed day, so they stay the same. */
const pictures: Record<string, { at: string; isUnlocked?: true; shows: (page: Page) => Promise<void> }> = {
  home: {
    at: '/o/calder-wick',
    async shows(page) {
      await page.getByText('Internet down at head office').first().waitFor()
      await page.getByRole('heading', { name: 'Your deadlines' }).waitFor()
      await page.getByRole('heading', { name: 'Who does what' }).waitFor()
    },
  },
  reviews: { at: '/reviews', shows: (page) => page.getByText('Failover to the 4G router').first().waitFor() },
  runbook: {
    at: '/o/calder-wick/runbooks/RB-14',
    isUnlocked: true,
    async shows(page) {
      await page.getByText('Get people back online').first().waitFor()
      const kit = page.getByRole('group', { name: 'FortiGate admin, head office' })
      await kit.getByRole('button', { name: 'Copy password' }).waitFor()
    },
  },
  credential: {
    at: '/o/calder-wick/credentials/CR-31',
    isUnlocked: true,
    async shows(page) {
      await page.getByRole('button', { name: 'Copy password' }).waitFor()
      await page.getByText('cw-netadmin').waitFor()
      await page.getByText('holds the keys').first().waitFor()
      await page.getByText('copied').first().waitFor()
    },
  },
  access: {
    at: '/o/calder-wick/access',
    isUnlocked: true,
    shows: (page) => page.getByRole('button', { name: /^Approve for/ }).waitFor(),
  },
  diagram: {
    at: '/o/calder-wick/diagrams/DG-01',
    shows: (page) => page.getByText('FW-HO').first().waitFor(),
  },
  renewals: {
    at: '/o/calder-wick/renewals',
    shows: (page) => page.getByText('Missed: the day for notice has gone by').waitFor(),
  },
  responsibilities: {
    at: '/o/calder-wick/responsibilities',
    shows: (page) => page.getByRole('link', { name: 'Security monitoring (after hours)' }).waitFor(),
  },
  incident: {
    at: '/o/calder-wick/incidents/IN-01',
    shows: (page) => page.getByText('An engineer is at the exchange').waitFor(),
  },
  palette: {
    at: '/o/calder-wick/runbooks/RB-14',
    async shows(page) {
      await page.getByText('Get people back online').first().waitFor()
      await page.keyboard.press('Control+K')
      await page.keyboard.type('inter')
      await page
        .getByRole('option', { name: /Internet down at head office/ })
        .first()
        .waitFor()
      await page.getByRole('group', { name: 'In the text' }).getByRole('option').first().waitFor()
    },
  },
}

const inReadme = [
  ...readFileSync(path.join(root, 'README.md'), 'utf8').matchAll(
    /docs\/screenshots\/([a-z]+)-(light|dark)-(1280|390)\.png/g,
  ),
]

test.each(inReadme.map(([, name, scheme, width]) => [name, scheme, width] as [string, 'light' | 'dark', string]))(
  'the README’s picture of %s, %s, %s wide, is of the program as it is',
  async (name, scheme, width) => {
    const picture = pictures[name]
    if (!picture) throw new Error(`Nobody knows how to take a picture of ${name}`)
    const page =
      picture.isUnlocked && width !== '390'
        ? await house.unlocked('priya', picture.at)
        : await house.signedIn('priya', picture.at, width === '390' ? phone : desktop)
    await picture.shows(page)
    await leave(page, `${name}-${scheme}-${width}`, scheme)
    for (const place of [folder, path.join(root, 'docs/screenshots')])
      expect(statSync(path.join(place, `${name}-${scheme}-${width}.png`)).size).toBeGreaterThan(10_000)
  },
)

test('the README shows pictures', () => {
  expect(inReadme.length).toBeGreaterThanOrEqual(6)
})
