import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { expectAccessible } from './support/axe.ts'
import { aHouse, phone } from './support/house.ts'
import { expectNoOverflow } from './support/now.ts'
import { picture } from './support/screenshots.ts'

const house = aHouse('demo')
const diagrams = '/o/calder-wick/diagrams'

const sheet = (page: Page) => page.getByRole('application', { name: 'Drawing' })
const onSheet = (page: Page, name: RegExp) => sheet(page).getByRole('group', { name })
const panel = (page: Page) => page.getByRole('region', { name: 'What is chosen' })
const saveButton = (page: Page) => page.getByRole('button', { name: 'Save', exact: true })

async function newDiagram(name: string): Promise<Page> {
  const page = await house.unlocked(name, `${diagrams}/new`)
  await sheet(page).waitFor()
  return page
}

async function middleOf(element: Locator): Promise<{ x: number; y: number }> {
  const box = await element.boundingBox()
  if (!box) throw new Error('Not in sight')
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}

const hasFocus = (element: Locator) => element.evaluate((each) => each === document.activeElement)

/** Presses at one point and lets go at another, as a hand does. */
async function drag(page: Page, from: { x: number; y: number }, to: { x: number; y: number }): Promise<void> {
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  // A drag begins where the first step leads to.
  await page.mouse.move(from.x + 1, from.y + 1)
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 })
  await page.mouse.move(to.x, to.y, { steps: 4 })
  await page.mouse.up()
}

test('two devices and a link are drawn with the mouse, one stands for a system, and the diagram is saved', async () => {
  const page = await newDiagram('priya')
  await page.getByLabel('Title', { exact: true }).fill('Line and firewall')
  /** A point of the sheet, wherever the page has been scrolled to. */
  const at = async (x: number, y: number) => {
    await sheet(page).evaluate((element) => element.scrollIntoView({ block: 'center' }))
    const box = await sheet(page).boundingBox()
    if (!box) throw new Error('There is no sheet')
    return { x: box.x + x, y: box.y + y }
  }
  const shapes = page.getByRole('group', { name: 'Shapes' })
  const line = await at(260, 90)
  await drag(page, await middleOf(shapes.getByRole('button', { name: 'Internet' })), line)
  await panel(page).getByLabel('Label').fill('Brightline')
  const below = await at(260, 290)
  await drag(page, await middleOf(shapes.getByRole('button', { name: 'Firewall' })), below)
  await panel(page).getByLabel('Label').fill('FortiGate 100F')
  await panel(page).getByLabel('Addresses').fill('203.0.113.10\n198.51.100.1')
  await panel(page).getByLabel('Stands for').fill('internet')
  await page.getByRole('option', { name: /SY-01/ }).click()
  await onSheet(page, /^Firewall FortiGate 100F, 203\.0\.113\.10/).waitFor()

  // From a dot of the one to anywhere on the other.
  const firewall = onSheet(page, /^Firewall/)
  await firewall.hover()
  const dot = await firewall.locator('[data-side="top"]').boundingBox()
  if (!dot) throw new Error('There is no dot to draw a link from')
  await drag(page, { x: dot.x + 5, y: dot.y + 5 }, await middleOf(onSheet(page, /^Internet/)))
  // A plumb line has no width, and is hidden to the test for that.
  await onSheet(page, /^Link from FortiGate 100F to Brightline/).waitFor({ state: 'attached' })
  await panel(page).getByLabel('Kind').selectOption('Fibre')
  await panel(page).getByLabel('Speed').fill('1 Gbit/s')
  await panel(page).getByLabel('Port there').fill('wan1')

  // Moved by dragging, and back with Undo.
  await at(0, 0)
  const before = await middleOf(firewall)
  await drag(page, before, { x: before.x + 128, y: before.y })
  await expect.poll(async () => Math.round((await middleOf(firewall)).x - before.x)).toBe(128)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(async () => Math.round((await middleOf(firewall)).x - before.x)).toBe(0)
  await page.getByRole('button', { name: 'Redo' }).click()
  await expect.poll(async () => Math.round((await middleOf(firewall)).x - before.x)).toBe(128)

  // A frame around the firewall takes it in, and takes it along.
  await page.getByLabel('Find a shape').fill('area')
  await at(0, 0)
  const around = await middleOf(firewall)
  await drag(page, await middleOf(shapes.getByRole('button', { name: 'Area' })), around)
  await panel(page).getByLabel('Label').fill('Comms room')
  await onSheet(page, /^Firewall FortiGate 100F, .* in Comms room/).waitFor()
  const frame = await onSheet(page, /^Area Comms room/).boundingBox()
  if (!frame) throw new Error('There is no frame')
  const start = await middleOf(firewall)
  await drag(page, { x: frame.x + 40, y: frame.y + 12 }, { x: frame.x - 24, y: frame.y + 12 })
  await expect.poll(async () => Math.round((await middleOf(firewall)).x - start.x)).toBe(-64)

  await picture(page, 'diagram-editor')
  await expectAccessible(page)
  await saveButton(page).click()
  await page.getByRole('heading', { name: 'Line and firewall', level: 1 }).waitFor()
  await page.getByText('FortiGate 100F').first().waitFor()
  await page.getByText('SY-01').first().waitFor()
  await page.getByText('Comms room').first().waitFor()
})

/** What a screen reader and a keyboard need: everything in the list, nothing on the sheet. */
test('a diagram is made in the list alone, by keyboard', async () => {
  const page = await house.unlocked('tom', `${diagrams}/new`)
  await page.getByLabel('Title', { exact: true }).fill('Works and depot')
  await page.getByRole('tab', { name: 'List' }).focus()
  await page.keyboard.press('Enter')
  const type = async (label: string, words: string) => {
    await page.getByLabel(label, { exact: true }).focus()
    await page.keyboard.type(words)
    await page.keyboard.press('Enter')
  }
  await type('New group', 'Works')
  await page.getByRole('table', { name: 'Groups' }).getByText('Works').waitFor()
  await type('New device', 'sw-works-01')
  await type('New device', 'Label printer')
  const devices = page.getByRole('table', { name: 'Devices' })
  await devices.getByText('Label printer').waitFor()
  await page.getByRole('button', { name: 'Edit Label printer' }).focus()
  await page.keyboard.press('Enter')
  await panel(page).getByLabel('Shape').selectOption('Printer')
  await panel(page).getByLabel('Stands in').selectOption('Works')
  await panel(page).getByLabel('Addresses').fill('198.51.100.80')
  await panel(page).getByLabel('Link to').selectOption('sw-works-01')
  const links = page.getByRole('table', { name: 'Links' })
  await links.getByText('sw-works-01').waitFor()
  await panel(page).getByLabel('Speed').fill('100 Mbit/s')
  await links.getByText('Copper, 100 Mbit/s').waitFor()
  await expectAccessible(page)
  await picture(page, 'diagram-list')
  await page.keyboard.press('Control+Enter')
  await page.getByRole('heading', { name: 'Works and depot', level: 1 }).waitFor()
  await page.getByText('198.51.100.80').first().waitFor()
})

test('on the sheet, keys do all that a mouse does', async () => {
  const page = await newDiagram('tom')
  await page.getByLabel('Title', { exact: true }).fill('By keys')
  const find = page.getByLabel('Find a shape')
  await find.fill('switch')
  await find.press('Enter')
  await panel(page).getByLabel('Label').fill('sw-core-01')
  // Keys may come faster than a busy browser draws: each has to find what the one before it led to.
  await page.evaluate(() => {
    window.requestAnimationFrame = (draw) => window.setTimeout(() => draw(performance.now()), 2_000)
  })
  await find.fill('wifi')
  await find.press('Enter')
  await panel(page).getByLabel('Label').fill('Reception')
  const core = onSheet(page, /^Switch sw-core-01/)
  const air = onSheet(page, /^Access point Reception/)
  await page.keyboard.press('Escape')
  await expect.poll(() => hasFocus(air)).toBe(true)

  const before = await air.boundingBox()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Shift+ArrowDown')
  await expect.poll(async () => Math.round(((await air.boundingBox())?.y ?? 0) - (before?.y ?? 0))).toBe(17)

  // Nothing chosen: the arrows go from one to the other. L begins a link, Enter ends it.
  await page.keyboard.press('Escape')
  await page.keyboard.press('l')
  await page.getByText('Choose the other end of the link.').waitFor()
  await page.keyboard.press('[')
  await expect.poll(() => hasFocus(core)).toBe(true)
  await page.keyboard.press('Enter')
  const link = onSheet(page, /^Link from Reception to sw-core-01/)
  await expect.poll(() => hasFocus(link)).toBe(true)
  await page.keyboard.press('Enter')
  await panel(page).getByLabel('Label').waitFor()
  await page.keyboard.type('PoE')
  await onSheet(page, /^Link from Reception to sw-core-01, Copper, PoE/).waitFor()
  await page.keyboard.press('Escape')

  // Copied and pasted, with the link between them; then all of that undone.
  await page.keyboard.press('Control+a')
  await page.keyboard.press('Control+c')
  await page.keyboard.press('Control+v')
  await expect
    .poll(() =>
      sheet(page)
        .getByRole('group', { name: /^Link from/ })
        .count(),
    )
    .toBe(2)
  await page.keyboard.press('Delete')
  await expect
    .poll(() =>
      sheet(page)
        .getByRole('group', { name: /^Link from/ })
        .count(),
    )
    .toBe(1)
  await page.keyboard.press('Control+z')
  await page.keyboard.press('Control+z')
  await expect
    .poll(() =>
      sheet(page)
        .getByRole('group', { name: /^Switch/ })
        .count(),
    )
    .toBe(1)
  await page.keyboard.press('Control+Shift+z')
  await expect
    .poll(() =>
      sheet(page)
        .getByRole('group', { name: /^Switch/ })
        .count(),
    )
    .toBe(2)
  await page.keyboard.press('Control+z')
  await page.keyboard.press('Control+Enter')
  await page.getByRole('heading', { name: 'By keys', level: 1 }).waitFor()
  await page.getByText('PoE').first().waitFor()
})

/** Both draw in the same diagram; Tom saves first. */
test('two people draw at once: nothing is lost, and what both changed is chosen', async () => {
  const tom = await newDiagram('tom')
  await tom.getByLabel('Title', { exact: true }).fill('Drawn by two')
  const addOn = async (page: Page, shape: string, label: string) => {
    await page.getByLabel('Find a shape').fill(shape)
    await page.getByLabel('Find a shape').press('Enter')
    await panel(page).getByLabel('Label').fill(label)
  }
  await addOn(tom, 'router', 'Line')
  await addOn(tom, 'switch', 'Core')
  await saveButton(tom).click()
  await tom.getByRole('heading', { name: 'Drawn by two', level: 1 }).waitFor()
  const { pathname } = new URL(tom.url())

  const priya = await house.unlocked('priya', `${pathname}/edit`)
  await onSheet(priya, /^Switch Core/).click()
  await panel(priya).getByLabel('Label').fill('Core, by Priya')
  await addOn(priya, 'server', 'From Priya')

  await tom.goto(`${new URL(tom.url()).origin}${pathname}/edit`)
  await onSheet(tom, /^Switch Core/).click()
  await panel(tom).getByLabel('Label').fill('Core, by Tom')
  await addOn(tom, 'printer', 'From Tom')
  await saveButton(tom).click()
  await tom.getByRole('heading', { name: 'Drawn by two', level: 1 }).waitFor()

  await saveButton(priya).click()
  const conflict = priya.getByRole('region', { name: /^Tom Ashworth saved version 2 while you were writing$/ })
  await conflict.getByText('Both of you changed 1 thing in different ways.').waitFor()
  await conflict.getByRole('heading', { name: 'What Tom Ashworth did' }).waitFor()
  await conflict.getByText('From Tom').first().waitFor()
  await expectAccessible(priya)
  await picture(priya, 'diagram-conflict')
  await conflict.getByRole('radio', { name: 'Tom Ashworth’s' }).check()
  await conflict.getByRole('button', { name: 'Merge both in the editor' }).click()
  await onSheet(priya, /^Switch Core, by Tom/).waitFor()
  await onSheet(priya, /^Printer From Tom/).waitFor()
  await onSheet(priya, /^Server From Priya/).waitFor()
  await saveButton(priya).click()
  await priya.getByRole('heading', { name: 'Drawn by two', level: 1 }).waitFor()
  await priya.getByText('From Priya').first().waitFor()
})

test('on a phone the list comes first; the sheet shows fields in a panel from below', async () => {
  const page = await house.visitor(`/sign-in?next=${encodeURIComponent(`${diagrams}/new`)}`, phone)
  await house.signIn(page, 'tom')
  await page.getByLabel('Title', { exact: true }).fill('On the train')
  await page.getByLabel('New device', { exact: true }).fill('Depot router')
  await page.getByRole('button', { name: 'Add device' }).click()
  await page.getByRole('table', { name: 'Devices' }).getByText('Depot router').waitFor()
  await expectNoOverflow(page)
  await page.getByRole('tab', { name: 'Drawing' }).click()
  await onSheet(page, /Depot router/).tap()
  await page.getByRole('button', { name: 'Fields' }).click()
  const fields = page.getByRole('dialog', { name: 'What is chosen' })
  await fields.getByLabel('Shape').selectOption('Router')
  await fields.getByRole('button', { name: 'Close' }).click()
  await onSheet(page, /^Router Depot router/).waitFor()
  await expectAccessible(page)
  await expectNoOverflow(page)
  await saveButton(page).click()
  await page.getByRole('heading', { name: 'On the train', level: 1 }).waitFor()
})
