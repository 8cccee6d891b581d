import { existsSync, readdirSync, readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { cell, file, line, model, packed, page as sheet, png, shape } from '../support/drawio-files.ts'
import { expectAccessible } from './support/axe.ts'
import { aHouse, phone } from './support/house.ts'
import { expectNoOverflow } from './support/now.ts'
import { picture } from './support/screenshots.ts'

const house = aHouse('calder-wick')
const at = '/o/calder-wick/diagrams/import'

interface Chosen {
  name: string
  content: Uint8Array | string
  type?: string
}
/** Puts files into the page as a person's choice would. */
const choose = (page: Page, ...files: Chosen[]) =>
  page
    .getByLabel('Choose files')
    .setInputFiles(
      files.map(({ name, content, type = '' }) => ({ name, mimeType: type, buffer: Buffer.from(content) })),
    )

const contentOf = (page: Page, reference: string) =>
  page.evaluate(
    async (path) => ((await (await fetch(path)).json()) as { content: unknown }).content,
    `/api/v1/organizations/calder-wick/documents/${reference}`,
  )

const wan = model(
  shape('office', 'Head office', 'rounded=1', { x: 200, y: 0, w: 420, h: 260 }),
  shape('net', 'Internet', 'ellipse;shape=cloud', { x: 0, y: 80, w: 90, h: 60 }),
  shape('fw', 'fw-01<br>198.51.100.1', 'shape=mxgraph.cisco.security.firewall;html=1', { x: 260, y: 80, w: 60, h: 60 }),
  shape('sw', 'sw-01', 'shape=mxgraph.cisco.switches.workgroup_switch;html=1', { x: 480, y: 80, w: 80, h: 48 }),
  line('l1', 'net', 'fw', { value: '1 Gbit/s' }),
  line('l2', 'fw', 'sw'),
  line('l3', 'sw', '', { value: 'spare' }),
)
const rack = model(
  shape('rack', 'Rack 1', 'swimlane', { w: 200, h: 300 }),
  shape('srv', 'srv-01', 'shape=mxgraph.rack.dell.poweredge', { x: 10, y: 40, w: 180, h: 20 }, { parent: 'rack' }),
)
const secretive = model(
  `<object id="fw" label="fw-02" password="Tr0ub4dor&amp;3xyz">${cell({ vertex: '1', parent: '1', style: 'shape=mxgraph.networks.firewall' }, '<mxGeometry width="60" height="60" as="geometry"/>')}</object>`,
)

test('pages of a draw.io file and a picture are looked at, brought in and related; what cannot come is said', async () => {
  const page = await house.unlocked('priya', '/o/calder-wick/diagrams')
  await page
    .getByRole('link', { name: /^Bring in/ })
    .first()
    .click()
  await page.getByRole('heading', { name: 'Bring in diagrams', level: 1 }).waitFor()
  await expectAccessible(page)
  await picture(page, 'diagram-import-choose')
  const writes: string[] = []
  page.on('request', (request) => {
    if (request.method() !== 'GET' && request.url().includes('/documents')) writes.push(request.url())
  })
  await choose(
    page,
    { name: 'network.drawio', content: file(sheet(packed(wan), 'WAN and firewall'), sheet(rack, 'Server room')) },
    { name: 'whiteboard.png', content: png('none'), type: 'image/png' },
    { name: 'broken.drawio', content: file(sheet(wan)).slice(0, -60) },
    { name: 'laughs.xml', content: '<!DOCTYPE a [<!ENTITY b "c">]><mxfile>&b;</mxfile>' },
  )
  await page.getByRole('button', { name: 'Bring in 3 diagrams' }).waitFor()
  await page.getByRole('img', { name: 'network: WAN and firewall: 3 devices, 1 group, 2 links' }).waitFor()
  await page.getByText('1 line does not join two devices, and was left out').waitFor()
  await page.getByText(/broken cannot come as a drawing.* goes wrong in line 1/).waitFor()
  await page.getByText('This file declares a document type or entities').waitFor()
  expect(writes).toEqual([])
  await expectAccessible(page)
  await picture(page, 'diagram-import-look')

  // Kept as it is, another title for it; and one that stays behind.
  await page.getByRole('button', { name: 'Keep the file as the diagram' }).first().click()
  await page.getByRole('textbox', { name: 'Title' }).nth(3).fill('Drawn by hand')
  await page.getByRole('checkbox', { name: 'Bring in Drawn by hand' }).uncheck()
  await page.getByRole('textbox', { name: 'Title' }).nth(2).fill('')
  await page.getByText('Enter a title for every diagram that comes.').waitFor()
  await page.getByRole('textbox', { name: 'Title' }).nth(2).fill('Whiteboard')
  await page.getByRole('button', { name: 'Bring in 3 diagrams' }).click()
  await page.getByText('3 of 3 diagrams brought in').first().waitFor()
  await expectAccessible(page)
  await picture(page, 'diagram-import-report')

  await page.getByRole('link', { name: 'network: WAN and firewall' }).click()
  await page.getByRole('heading', { name: 'network: WAN and firewall', level: 1 }).waitFor()
  await page
    .getByRole('link', { name: /network: Server room/ })
    .first()
    .waitFor()
  await page.getByText('198.51.100.1').first().waitFor()
  await picture(page, 'diagram-import-brought')

  // To draw.io and back: nothing is lost.
  const reference = new URL(page.url()).pathname.split('/').pop() ?? ''
  const before = await contentOf(page, reference)
  await page.getByRole('button', { name: 'Export' }).click()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: /^draw\.io/ }).click(),
  ])
  const exported = readFileSync(await download.path(), 'utf8')
  await page.goto(house.url + at)
  await choose(page, { name: 'back.drawio', content: exported })
  await page.getByText('Everything on it comes.').waitFor()
  await page.getByText('has this title already').waitFor()
  await page.getByRole('button', { name: 'Bring in 1 diagram' }).click()
  await page.getByRole('link', { name: 'network: WAN and firewall' }).click()
  await page.waitForURL((url) => /DG-\d+$/.test(url.pathname))
  expect(await contentOf(page, new URL(page.url()).pathname.split('/').pop() ?? '')).toEqual(before)

  // The picture is the diagram.
  await page.goto(`${house.url}/o/calder-wick/diagrams`)
  await page.getByRole('link', { name: 'Whiteboard' }).first().click()
  await page.locator('svg image').first().waitFor({ state: 'attached' })
})

test('what is there already is pointed out, and what looks like a secret asks twice', async () => {
  const page = await house.unlocked('priya', at)
  const twice = { name: 'secretive.drawio', content: file(sheet(secretive, 'Cellar')) }
  await choose(page, { name: 'cellar.drawio', content: file(sheet(rack, 'Cellar')) })
  await page.getByRole('button', { name: 'Bring in 1 diagram' }).click()
  await page.getByText('1 of 1 diagram brought in').first().waitFor()
  await page.getByRole('button', { name: 'Bring in more files' }).click()
  await choose(page, twice)
  await page.getByText('has this title already').waitFor()
  await page.getByText(/fw-02: looks like/).waitFor()
  expect(await page.locator('main').innerText()).not.toContain('Tr0ub4dor')
  await page.getByRole('button', { name: 'Bring in 1 diagram' }).click()
  await page.getByText('Something in Cellar looks like a secret.').waitFor()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Bring in 1 diagram' }).click()
  await page.getByText('1 of 1 diagram brought in').first().waitFor()
})

test('on a phone one sees the same', async () => {
  const page = await house.signedIn('priya', at, phone)
  await choose(page, { name: 'network.drawio', content: file(sheet(wan, 'WAN')) })
  await page.getByRole('img', { name: /^WAN: 3 devices/ }).waitFor()
  await expectNoOverflow(page)
  await picture(page, 'diagram-import-phone')
})

const folder = '/work/shared/data/diagrams-drawio'
const names = existsSync(folder) ? readdirSync(folder).filter((name) => /\.(?:drawio|xml)$/.test(name)) : []
if (names.length === 0) console.info(`Skipped: ${folder} is not on this machine`)

test.skipIf(names.length === 0)(
  'ten drawings that people made come in at once, twelve pages, each as it was',
  async () => {
    const page = await house.unlocked('priya', at)
    await choose(page, ...names.map((name) => ({ name, content: readFileSync(`${folder}/${name}`) })))
    await page.getByRole('button', { name: 'Bring in 12 diagrams' }).waitFor()
    await picture(page, 'diagram-import-ten')
    await page.getByRole('button', { name: 'Bring in 12 diagrams' }).click()
    await page.getByText('12 of 12 diagrams brought in').first().waitFor()
    const links = await page
      .getByRole('table', { name: 'Report' })
      .getByRole('link')
      .evaluateAll((all) => all.map((each) => (each as HTMLAnchorElement).pathname))
    expect(links).toHaveLength(12)
    for (const [index, path] of links.entries()) {
      await page.goto(house.url + path)
      await page.locator('main svg').first().waitFor()
      await picture(page, `diagram-sample-${index}`)
    }
  },
)
