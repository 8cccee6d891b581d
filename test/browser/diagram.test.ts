import { readFileSync, writeFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { v7 as uuidv7 } from 'uuid'
import { beforeAll, expect, test } from 'vitest'
import type { DrawingInput } from '#contract/diagrams.ts'
import { expectAccessible } from './support/axe.ts'
import { aHouse, phone } from './support/house.ts'
import { expectFocus, expectNoOverflow } from './support/now.ts'
import { picture } from './support/screenshots.ts'

const house = aHouse('demo')
const api = '/api/v1/organizations/calder-wick'

/** Asks the server as the person whose page it is. */
async function ask(page: Page, method: 'GET' | 'POST' | 'PUT', path: string, body?: object) {
  const answer = await page.evaluate(
    async ([method, path, body]) => {
      const response = await fetch(path, {
        method,
        ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
      })
      return { status: response.status, body: (await response.json()) as unknown }
    },
    [method, api + path, body] as const,
  )
  if (answer.status !== 200) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
  return answer.body as Record<string, unknown>
}

const office: DrawingInput = {
  format: 'diagram/1',
  notes: 'Drawn in March. The 4G router stands in the comms room.',
  groups: [
    { id: 'ho', kind: 'site', label: 'Head office', x: 264, y: 24, width: 560, height: 440 },
    {
      ...{ id: 'servers', kind: 'subnet' as const, label: 'Servers', addresses: ['198.51.100.32/27'], group: 'ho' },
      ...{ x: 480, y: 250, width: 320, height: 190 },
    },
  ],
  devices: [
    { id: 'isp', shape: 'internet', label: 'Fibre line', addresses: ['203.0.113.9'], x: 24, y: 88, bound: [] },
    { id: 'lte', shape: 'router', label: '4G router', addresses: ['192.0.2.25'], x: 24, y: 260 },
    {
      ...{ id: 'fw1', shape: 'firewall' as const, label: 'FortiGate 100F', addresses: ['203.0.113.10', 'fw-ho'] },
      ...{ group: 'ho', x: 320, y: 88, bound: ['SY-01', 'CR-32', 'RB-14'], notes: 'In the rack by the door.' },
    },
    { id: 'sw1', shape: 'switch', label: 'Core switch', addresses: ['198.51.100.1'], group: 'ho', x: 600, y: 88 },
    {
      id: 'nas',
      shape: 'storage',
      label: 'Backup NAS',
      addresses: ['198.51.100.40'],
      group: 'servers',
      x: 540,
      y: 310,
    },
    {
      id: 'dc1',
      shape: 'server',
      label: 'DC01',
      addresses: ['198.51.100.33'],
      group: 'servers',
      x: 690,
      y: 310,
      bound: ['SY-06'],
    },
  ],
  links: [
    { id: 'l1', from: 'isp', to: 'fw1', medium: 'fibre', speed: '1 Gbit/s', toPort: 'wan1' },
    { id: 'l2', from: 'lte', to: 'fw1', medium: 'wireless', toPort: 'wan2', label: 'Failover' },
    { id: 'l3', from: 'fw1', to: 'sw1', medium: 'copper', fromPort: 'port1', toPort: '24' },
    { id: 'l4', from: 'sw1', to: 'nas', medium: 'copper' },
    { id: 'l5', from: 'sw1', to: 'dc1', medium: 'copper' },
  ],
}

let diagram = ''
let vendor = ''
let runbook = ''

beforeAll(async () => {
  const page = await house.signedIn('priya')
  const systems = await ask(page, 'GET', '/documents?kind=system&limit=1')
  const [line] = systems['items'] as { collectionId: string }[]
  const usual = { criticality: 'high', intervalDays: 180, tags: [], body: '', collectionId: line?.collectionId }
  const write = async (kind: string, title: string, fields: object) => {
    const made = await ask(page, 'POST', '/documents', { ...usual, id: uuidv7(), kind, title, ...fields })
    return made['reference'] as string
  }
  const accounts = [{ label: 'Circuit', value: 'TST-40417' }]
  vendor = await write('vendor', 'Test Fibre', { content: { format: 'vendor/1', phone: '01632 960 555', accounts } })
  const devices = office.devices.map((device) => (device.id === 'isp' ? { ...device, bound: [vendor] } : device))
  const content = { ...office, devices }
  diagram = await write('diagram', 'Cabling plan', { content })
  // Two more versions: the 4G router goes elsewhere, the NAS goes, an access point comes, the firewall gets a port.
  const save = (revision: number, content: DrawingInput) =>
    ask(page, 'PUT', `/documents/${diagram}`, { ...usual, title: 'Cabling plan', revision, content })
  const [isp, lte, fw1, sw1, , dc1] = devices
  const ap = { id: 'ap1', shape: 'access_point', label: 'Showroom AP', group: 'ho', x: 740, y: 150 }
  const second = { ...content, devices: [...devices, ap] } as DrawingInput
  await save(1, second)
  await save(2, {
    ...second,
    devices: [isp, { ...lte, y: 380 }, { ...fw1, addresses: ['203.0.113.11'] }, sw1, dc1, ap],
    links: office.links.filter(({ id }) => id !== 'l4'),
  } as DrawingInput)
  await save(3, content)
  runbook = await write('runbook', 'Line down', { body: `Look at [[${diagram}]], then sign in with [[CR-32]].` })
})

const path = (tail = '') => `/o/calder-wick/diagrams/${diagram}${tail}`
const drawing = (page: Page) => page.getByRole('group', { name: `Drawing of ${diagram}: 6 devices, 2 groups, 5 links` })
const device = (page: Page, name: string | RegExp) => drawing(page).getByRole('link', { name })
const sheet = (page: Page) => page.getByRole('dialog', { name: diagram })

test('a diagram is read as a picture and as tables, and shows how its records stand', async () => {
  const page = await house.signedIn('priya', path())
  await device(
    page,
    'FortiGate 100F, firewall, 203.0.113.10, fw-ho, Internet down at head office: Due in 6 days',
  ).waitFor()
  await device(page, 'Core switch, switch, 198.51.100.1').waitFor()
  const devices = page.getByRole('region', { name: /^Devices/ })
  await expect.poll(() => devices.getByRole('row').count()).toBe(9)
  await devices
    .getByRole('row', { name: /Core switch/ })
    .getByText('198.51.100.1')
    .waitFor()
  await page
    .getByRole('region', { name: /^Links/ })
    .getByRole('row', { name: /wan2/ })
    .getByText('wireless')
    .waitFor()
  await page.getByText('The 4G router stands in the comms room.').waitFor()
  await expectAccessible(page)
  await expectNoOverflow(page)
  await picture(page, 'diagram')
})

test('a link to a device opens it: its records, whom to call, and the way to its neighbors', async () => {
  const page = await house.unlocked('priya', path('?device=fw1'))
  await sheet(page).getByRole('heading', { name: 'FortiGate 100F' }).waitFor()
  await sheet(page).getByRole('button', { name: 'Copy 203.0.113.10' }).waitFor()
  await sheet(page).getByRole('link', { name: 'Internet and firewall' }).waitFor()
  // What belongs to the system comes with it: the runbook that is bound already is not said twice.
  await sheet(page).getByText('Belongs to Internet and firewall').waitFor()
  await expect
    .poll(() =>
      sheet(page)
        .getByRole('link', { name: /^Internet down at head office/ })
        .count(),
    )
    .toBe(1)
  await expectAccessible(page)
  await picture(page, 'diagram-sheet')

  await sheet(page).getByRole('button', { name: 'Reveal password of ISP portal' }).click()
  await sheet(page).getByRole('button', { name: 'Hide' }).waitFor()
  const reveals = await ask(page, 'GET', '/documents/CR-32/reveals')
  expect((reveals['items'] as object[])[0]).toMatchObject({ purpose: 'view', from: diagram })

  await sheet(page).getByRole('button', { name: 'Fibre line' }).click()
  await page.waitForURL(/device=isp$/)
  const number = sheet(page).getByRole('link', { name: '01632 960 555' })
  expect(await number.getAttribute('href')).toBe('tel:01632960555')
  await sheet(page).getByText('TST-40417').waitFor()
  await sheet(page).getByText('1 Gbit/s').waitFor()
  await page.keyboard.press('Escape')
  await sheet(page).waitFor({ state: 'detached' })
  await page.waitForURL((url) => url.search === '')
})

/** Puts a file on the diagram, as the page does. */
const attach = (page: Page, reference: string, name: string, content: 'picture' | 'text') =>
  page.evaluate(
    async ([address, id, name, content]) => {
      const canvas = new OffscreenCanvas(640, 400)
      const context = canvas.getContext('2d')
      if (context) {
        context.fillStyle = '#d8e6f0'
        context.fillRect(0, 0, 640, 400)
        context.fillStyle = '#203040'
        context.fillRect(240, 140, 160, 110)
      }
      const file = content === 'picture' ? await canvas.convertToBlob() : new Blob(['port 1: uplink'])
      const form = new FormData()
      form.set('id', id)
      form.set('name', name)
      form.set('file', file, name)
      const answer = await fetch(address, { method: 'POST', body: form })
      if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`)
      return ((await answer.json()) as { id: string }).id
    },
    [`${api}/documents/${reference}/attachments`, uuidv7(), name, content] as const,
  )

test('a diagram can be a picture with devices on it, or a file that is no picture', async () => {
  const page = await house.signedIn('priya', path())
  await drawing(page).waitFor()
  const { collectionId } = (await ask(page, 'GET', `/documents/${diagram}`)) as unknown as { collectionId: string }
  const usual = { criticality: 'normal', intervalDays: 180, tags: [], body: '', collectionId, title: 'Rack photo' }
  const spot = { id: 'nas', shape: 'device', label: 'NAS, unit 12', x: 250, y: 160, bound: ['SY-03'] }
  const content = { format: 'diagram/1', groups: [], links: [], devices: [spot] }
  const made = await ask(page, 'POST', '/documents', { ...usual, id: uuidv7(), kind: 'diagram', content })
  const reference = made['reference'] as string
  const attachment = await attach(page, reference, 'rack.png', 'picture')
  const pictured = { ...content, picture: { attachment, width: 640, height: 400 } }
  await ask(page, 'PUT', `/documents/${reference}`, { ...usual, revision: 1, content: pictured })
  await page.goto(`${house.url}/o/calder-wick/diagrams/${reference}`)
  const image = page.getByRole('group', { name: `Drawing of ${reference}: 1 device, 0 links` }).locator('image')
  await image.waitFor()
  const loaded = await page.evaluate(
    async (href) => {
      const seen = new Image()
      seen.src = href ?? ''
      await seen.decode()
      return [seen.naturalWidth, seen.naturalHeight]
    },
    await image.getAttribute('href'),
  )
  expect(loaded).toEqual([640, 400])
  await page.getByRole('link', { name: /^NAS, unit 12, device/ }).waitFor()
  await expectAccessible(page)
  await picture(page, 'diagram-of-picture')
  const svg = await exported(page, /SVG/)
  expect(svg.text).toMatch(/href="data:image\/webp;base64,[A-Za-z0-9+/=]{100}/)

  const text = await attach(page, reference, 'ports.txt', 'text')
  const other = { ...content, picture: { attachment: text, width: 640, height: 400 } }
  await ask(page, 'PUT', `/documents/${reference}`, { ...usual, revision: 2, content: other })
  await page.reload()
  const card = page.getByRole('region', { name: 'File of this diagram' })
  await card.getByText('ports.txt').waitFor()
  await card.getByRole('button', { name: 'Open' }).click()
  await page.getByRole('dialog').getByText('port 1: uplink').waitFor()
})

test('a link to a device that is gone says so', async () => {
  const page = await house.signedIn('priya', path('?device=fw9'))
  await page.getByText(`The device that this link leads to is no longer in ${diagram}.`).waitFor()
  expect(await sheet(page).count()).toBe(0)
})

test('a device is found by name or address, Enter goes to the next, Ctrl Enter opens it', async () => {
  const page = await house.signedIn('priya', path())
  await page.getByLabel('Find a device').waitFor()
  await page.keyboard.press('f')
  await page.keyboard.type('198.51')
  const found = page.getByRole('list', { name: 'Devices found' })
  await expect.poll(() => found.getByRole('button').count()).toBe(4)
  await expectAccessible(page)
  await picture(page, 'diagram-find')
  await page.keyboard.press('Enter')
  await page.getByText('1 of 4').waitFor()
  await page.keyboard.press('Enter')
  await page.getByText('2 of 4').waitFor()
  const name = await found.locator('[aria-current]').innerText()
  await page.keyboard.press('Control+Enter')
  await sheet(page)
    .getByRole('heading', { name: name.split('\n')[0] ?? '' })
    .waitFor()
})

test('all of it goes by keyboard: devices by arrows, the picture by arrows, + − and 0', async () => {
  const page = await house.signedIn('priya', path())
  await drawing(page).focus()
  const box = () => drawing(page).locator('svg > g').first().getAttribute('transform')
  const whole = await box()
  await page.keyboard.press('ArrowRight')
  await expect.poll(box).not.toBe(whole)
  await page.keyboard.press('+')
  await page.keyboard.press('+')
  await page.keyboard.press('-')
  await page.keyboard.press('0')
  await expect.poll(box).toBe(whole)

  // One stop for Tab, then arrows: in reading order the group comes before what stands in it.
  await page.keyboard.press('Tab')
  await expectFocus(page, 'aria-label', 'Head office, site')
  await page.keyboard.press('ArrowDown')
  await expect.poll(() => focusedName(page)).toMatch(/^FortiGate 100F/)
  await page.keyboard.press('ArrowRight')
  await expect.poll(() => focusedName(page)).toMatch(/^Core switch/)
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('ArrowLeft')
  await expect.poll(() => focusedName(page)).toMatch(/^Fibre line/)
  await page.keyboard.press('End')
  await expect.poll(() => focusedName(page)).toMatch(/^4G router/)
  await page.keyboard.press('Enter')
  await sheet(page).getByRole('heading', { name: '4G router' }).waitFor()
  await page.keyboard.press('Escape')
  await expect.poll(() => focusedName(page)).toMatch(/^4G router/)
})

const focusedName = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '')

test('the picture comes nearer under the pointer, and is dragged; a drag opens nothing', async () => {
  const page = await house.signedIn('priya', path())
  await page.getByLabel('Find a device').waitFor()
  const firewall = device(page, /^FortiGate/)
  const before = await firewall.boundingBox()
  const [x, y] = [(before?.x ?? 0) + 20, (before?.y ?? 0) + 20]
  await page.mouse.move(x, y)
  await page.keyboard.down('Control')
  await page.mouse.wheel(0, -300)
  await page.keyboard.up('Control')
  await expect.poll(async () => (await firewall.boundingBox())?.width).toBeGreaterThan((before?.width ?? 0) * 2)
  const near = await firewall.boundingBox()
  // The point under the pointer stayed where it was.
  expect(near && near.x <= x && x <= near.x + near.width).toBe(true)
  await page.mouse.down()
  await page.mouse.move(x + 60, y + 40, { steps: 4 })
  await page.mouse.up()
  await expect.poll(async () => Math.round(((await firewall.boundingBox())?.x ?? 0) - (near?.x ?? 0))).toBe(60)
  expect(new URL(page.url()).search).toBe('')
})

async function exported(page: Page, name: RegExp) {
  await page.getByRole('button', { name: 'Export' }).click()
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name }).click()])
  const content = readFileSync(await file.path())
  return { name: file.suggestedFilename(), content, text: content.toString('utf8') }
}

test('it is exported as pictures, for draw.io, as text and as tables', async () => {
  const page = await house.signedIn('priya', path())
  const save = (name: RegExp) => exported(page, name)
  const svg = await save(/SVG/)
  expect(svg.name).toBe(`${diagram} Cabling plan.svg`)
  // On a page of its own: ours lets nobody parse a text into elements.
  const blank = await page.context().newPage()
  const read = await blank.evaluate((text) => {
    const parsed = new DOMParser().parseFromString(text, 'image/svg+xml')
    const all = [...parsed.querySelectorAll('*')]
    return {
      root: parsed.documentElement.localName,
      title: parsed.querySelector('title')?.textContent,
      desc: parsed.querySelector('desc')?.textContent ?? '',
      words: [...parsed.querySelectorAll('text')].map((each) => each.textContent),
      outside: all
        .flatMap((each) => [...each.attributes])
        .filter(({ value }) => /var\(|url\(|https?:(?!\/\/www\.w3\.org)/.test(value)).length,
      classes: all.filter((each) => each.hasAttribute('class') || each.hasAttribute('style')).length,
    }
  }, svg.text)
  expect(read).toMatchObject({ root: 'svg', title: `${diagram} Cabling plan`, outside: 0, classes: 0 })
  expect(read.desc).toContain('- **FortiGate 100F** (Firewall) · `203.0.113.10`')
  expect(read.words).toEqual(expect.arrayContaining(['FortiGate 100F', '203.0.113.10', 'Head office', 'wan1']))

  const png = await save(/PNG/)
  expect([...png.content.subarray(0, 8)]).toEqual([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  const [, width = 0, height = 0] = /width="([0-9.]+)" height="([0-9.]+)"/.exec(svg.text)?.map(Number) ?? []
  expect(png.content.readUInt32BE(16)).toBe(Math.round(width * 2))
  expect(png.content.readUInt32BE(20)).toBe(Math.round(height * 2))
  expect(await inkIn(page, png.content)).toBeGreaterThan(0.005)
  if (process.env['SCREENSHOTS']) writeFileSync(`${process.env['SCREENSHOTS']}/exported.png`, png.content)

  const drawio = await save(/^draw\.io/)
  expect(drawio.text).toContain('FortiGate 100F')
  expect((await save(/Mermaid/)).text).toContain('flowchart')
  expect((await save(/^Devices/)).text).toContain(
    'FortiGate 100F,Firewall,203.0.113.10; fw-ho,Head office,SY-01; CR-32; RB-14',
  )
  expect((await save(/^Links/)).text).toContain('Fibre line,,FortiGate 100F,wan1,fibre,1 Gbit/s')
})

/** How much of a picture is not white: an empty one has been painted wrongly. */
const inkIn = (page: Page, png: Buffer) =>
  page.evaluate(async (data) => {
    const bytes = Uint8Array.from(atob(data), (sign) => sign.charCodeAt(0))
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height)
    const context = canvas.getContext('2d')
    context?.drawImage(bitmap, 0, 0)
    const { data: pixels } = context?.getImageData(0, 0, bitmap.width, bitmap.height) ?? {
      data: new Uint8ClampedArray(),
    }
    let dark = 0
    for (let at = 0; at < pixels.length; at += 4) if ((pixels[at] ?? 255) < 128) dark += 1
    return dark / (pixels.length / 4)
  }, png.toString('base64'))

test('on paper there is the whole drawing with the list of devices, and what it is', async () => {
  const page = await house.signedIn('priya', path())
  await drawing(page).waitFor()
  await page.keyboard.press('+')
  await page.keyboard.press('+')
  await page.emulateMedia({ media: 'print', colorScheme: 'light' })
  await page.getByText('Version 4 · Not verified').waitFor()
  expect(await page.getByLabel('Find a device').isVisible()).toBe(false)
  expect(await page.getByRole('region', { name: /^Devices/ }).isVisible()).toBe(true)
  const [svg, far] = [
    await drawing(page).locator('svg').first().boundingBox(),
    await device(page, /^DC01/).boundingBox(),
  ]
  expect(far && svg && far.x + far.width <= svg.x + svg.width + 1).toBe(true)
  if (process.env['SCREENSHOTS']) {
    await page.setViewportSize({ width: 700, height: 1000 })
    await page.screenshot({ path: `${process.env['SCREENSHOTS']}/diagram-print.png`, fullPage: true })
  }
  await page.emulateMedia({ media: null, colorScheme: null })
})

test('two versions are compared in one picture and in words, and an old one comes back', async () => {
  const page = await house.signedIn('priya', path('/history?from=1&to=3'))
  const differences = page.getByRole('list', { name: 'Differences' })
  await differences.getByText('Showroom AP').waitFor()
  const lines = (await differences.getByRole('listitem').allInnerTexts()).map((line) => line.replace(/\s+/g, ' '))
  expect(lines).toEqual([
    expect.stringMatching(/^4G router router moved/),
    expect.stringMatching(/^FortiGate 100F firewall changed Addresses 203\.0\.113\.10, fw-ho 203\.0\.113\.11/),
    expect.stringMatching(/^Showroom AP access point added/),
    expect.stringMatching(/^Backup NAS storage removed/),
    expect.stringMatching(/^Core switch to Backup NAS link removed/),
  ])
  await page.getByText('5 differences in the drawing: 1 added, 2 removed, 1 changed, 1 moved.').waitFor()
  await page.getByRole('group', { name: 'Version 1 beside version 3' }).waitFor()
  await expectAccessible(page)
  await picture(page, 'diagram-compare')
  await differences.getByRole('button', { name: 'Showroom AP' }).click()

  await page.goto(`${house.url}${path('/history?show=2')}`)
  await page.getByRole('group', { name: /^Version 2: 7 devices/ }).waitFor()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Restore version 2' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Restore version 2' }).click()
  await page.getByRole('group', { name: /^Drawing of .*: 7 devices/ }).waitFor()
  await ask(page, 'POST', `/documents/${diagram}/revisions/4/restorations`, { current: 5 })
})

test('a search lands on the device', async () => {
  const page = await house.signedIn('priya', '/o/calder-wick')
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Search' }).fill('cabling fw-ho')
  const row = page.getByRole('option', { name: /^FortiGate 100F in Cabling plan/ })
  await row.waitFor()
  await picture(page, 'palette-device')
  await page.keyboard.press('Enter')
  await page.waitForURL(new RegExp(`/diagrams/${diagram}\\?device=fw1$`))
  await sheet(page).getByRole('heading', { name: 'FortiGate 100F' }).waitFor()
})

test('beside the steps of a runbook stands the diagram that they cite, and leads to the device', async () => {
  const page = await house.signedIn('priya', `/o/calder-wick/runbooks/${runbook}`)
  const card = page.getByRole('group', { name: 'Cabling plan' })
  const small = card.getByRole('link', { name: /^Open Cabling plan: FortiGate 100F/ })
  await small.waitFor()
  await expectAccessible(page)
  await picture(page, 'runbook-diagram')
  await small.click()
  await page.waitForURL(/device=fw1$/)
})

test('the page of a system shows where it is drawn, and whom to call', async () => {
  const page = await house.signedIn('priya', '/o/calder-wick/systems/SY-01')
  await page.getByRole('link', { name: /^Open Cabling plan: FortiGate 100F/ }).waitFor()
  await expectAccessible(page)
  await picture(page, 'system-diagrams')
})

test('on a phone the list comes first, then the picture, and a device opens from below', async () => {
  const page = await house.signedIn('priya', path(), phone)
  const devices = page.getByRole('region', { name: /^Devices/ })
  await devices.waitFor()
  const [list, box] = [await devices.boundingBox(), await drawing(page).boundingBox()]
  expect(list && box && list.y < box.y).toBe(true)
  await expectNoOverflow(page)
  await expectAccessible(page)
  await devices.getByRole('button', { name: 'Fibre line' }).click()
  await page.getByRole('dialog').getByRole('link', { name: '01632 960 555' }).waitFor()
  // What is still rising is no dialog yet to axe, and the page behind it already hidden.
  await page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished)).then(() => 1))
  await expectAccessible(page)
  await picture(page, 'diagram-phone-sheet')
})

test('two versions of a vendor are compared field by field', async () => {
  const page = await house.signedIn('priya')
  const { collectionId } = (await ask(page, 'GET', `/documents/${vendor}`)) as unknown as { collectionId: string }
  const usual = { criticality: 'high', intervalDays: 180, tags: [], body: '', collectionId, title: 'Test Fibre' }
  const contacts = [{ id: 'c1', name: 'Ada Brook', phone: '01632 960 501' }]
  const content = { format: 'vendor/1', phone: '01632 960 777', accounts: [], contacts, sla: 'Fix in 5 h' }
  await ask(page, 'PUT', `/documents/${vendor}`, { ...usual, revision: 1, content })
  await page.goto(`${house.url}/o/calder-wick/vendors/${vendor}/history?from=1&to=2`)
  const main = page.getByRole('main')
  await main.getByText('Number to call').waitFor()
  await main.locator('del', { hasText: '01632 960 555' }).waitFor()
  await main.locator('ins', { hasText: '01632 960 777' }).waitFor()
  await main.locator('ins', { hasText: 'Ada Brook, 01632 960 501' }).waitFor()
  await main.getByRole('region', { name: 'Service level' }).getByText('Fix in 5 h').first().waitFor()
  await expectAccessible(page)
  await picture(page, 'vendor-compare')
})
