import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import type { DrawingInput } from '#contract/diagrams.ts'
import type { AccountId } from '#contract/values.ts'
import { startSession } from '../../server/access/sessions.ts'
import { start } from '../../server/main.ts'
import { settableClock } from '../../server/platform/clock.ts'
import { readConfig } from '../../server/platform/config.ts'
import { jsonLog } from '../../server/platform/log.ts'
import { builtClient } from '../browser/support/built-client.ts'
import { launchChromium } from '../browser/support/chromium.ts'
import { demoNow, fillWithDemo } from '../browser/support/made-houses.ts'
import { tableOf } from './table.ts'

// `npm run bench:diagram`: the diagram editor with 500 devices and 600 links in a real Chromium (issue 4): how long it
// takes to open, and how long the frames are while the sheet is panned and a device is dragged. It prints; it never fails.

const rounds = 5
const counts = { devices: 500, links: 600, groups: 20 }
const limits = { openMs: 1_000, medianMs: 17, p95Ms: 34 }

async function main(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'runkeep-bench-'))
  const client = await builtClient()
  const people = await fillWithDemo(folder)
  const clock = settableClock(demoNow)
  const running = await start(readConfig({ DATA_DIR: folder, PORT: '0' }), {
    clock,
    client,
    log: jsonLog('silent', () => undefined),
  })
  const browser = await launchChromium()
  try {
    const { db, config } = running.house
    const accountId = db
      .prepare(`SELECT id FROM accounts WHERE email = ?`)
      .pluck()
      .get(people['priya']?.email) as AccountId
    const { token } = startSession(db, config, { accountId, now: clock.now(), address: '127.0.0.1', agent: 'bench' })
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
    await context.clock.setSystemTime(clock.now())
    await context.addCookies([
      {
        name: '__Host-runkeep',
        value: token,
        domain: '127.0.0.1',
        path: '/',
        secure: true,
        httpOnly: true,
        sameSite: 'Strict',
      },
    ])
    const page = await context.newPage()
    await page.goto(`${running.url}/o/calder-wick/diagrams`)
    const reference = await keep(page, largeDrawing())
    const measured: { open: number; pan: number[]; drag: number[] }[] = []
    for (let round = 0; round < rounds; round += 1) measured.push(await look(page, running.url, reference))
    print(measured)
  } finally {
    await browser.close()
    await running.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Twenty subnets of twenty-five devices each, linked in stars and to each other. */
function largeDrawing(): DrawingInput {
  const perGroup = counts.devices / counts.groups
  const groups = Array.from({ length: counts.groups }, (_each, at) => ({
    id: `g${at}`,
    kind: 'subnet' as const,
    label: `Subnet ${at}`,
    addresses: [`10.0.${at}.0/24`],
    x: (at % 5) * 820,
    y: Math.floor(at / 5) * 760,
    width: 780,
    height: 720,
  }))
  const shapes = ['switch', 'server', 'pc', 'printer', 'access_point', 'device'] as const
  const devices = Array.from({ length: counts.devices }, (_each, at) => {
    const group = groups[Math.floor(at / perGroup)]
    const within = at % perGroup
    return {
      id: `d${at}`,
      shape: shapes[within === 0 ? 0 : at % shapes.length] ?? 'device',
      label: `host-${at}`,
      addresses: [`10.0.${Math.floor(at / perGroup)}.${within + 1}`],
      group: group?.id,
      x: (group?.x ?? 0) + 40 + (within % 5) * 144,
      y: (group?.y ?? 0) + 48 + Math.floor(within / 5) * 128,
    }
  })
  const links = Array.from({ length: counts.links }, (_each, at) => {
    const to = at % counts.devices
    const hub = Math.floor(to / perGroup) * perGroup
    const isBetween = to === hub || at >= counts.devices
    const from = isBetween ? (hub + perGroup * (1 + (at % 7))) % counts.devices : hub
    return {
      id: `l${at}`,
      from: `d${from}`,
      to: `d${to}`,
      medium: at % 9 === 0 ? ('fibre' as const) : ('copper' as const),
    }
  })
  return { format: 'diagram/1', groups, devices, links }
}

async function keep(page: Page, content: DrawingInput): Promise<string> {
  return page.evaluate(async (given) => {
    const base = '/api/v1/organizations/calder-wick'
    const collections = (await (await fetch(`${base}/collections`)).json()) as { items: { id: string }[] }
    const answer = await fetch(`${base}/documents`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        id: `0195c2a5-0000-7000-8000-${Date.now().toString(16).padStart(12, '0')}`,
        kind: 'diagram',
        title: 'Large',
        summary: '',
        body: '',
        content: given,
        collectionId: collections.items[0]?.id,
        tags: [],
        related: [],
        criticality: 'normal',
        intervalDays: 180,
      }),
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(text)
    return (JSON.parse(text) as { reference: string }).reference
  }, content)
}

async function look(page: Page, url: string, reference: string) {
  await page.goto(`${url}/o/calder-wick/diagrams/${reference}`)
  const edit = page.getByRole('link', { name: 'Edit' }).first()
  await edit.waitFor()
  await wait(1_500)
  const open = await page.evaluate(async (all) => {
    const link = [...document.querySelectorAll<HTMLAnchorElement>('a')].find(({ href }) => href.endsWith('/edit'))
    const from = performance.now()
    link?.click()
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
    while (document.querySelectorAll('.react-flow__node').length < all) await frame()
    await frame()
    await frame()
    return performance.now() - from
  }, counts.devices + counts.groups)
  const sheet = page.locator('.react-flow')
  await sheet.evaluate((element) => element.scrollIntoView({ block: 'center' }))
  await wait(1_000)
  const box = await sheet.boundingBox()
  if (!box) throw new Error('There is no sheet')
  // The gap between two subnets, where nothing but the sheet is.
  const empty = await page.evaluate(({ x, y, width, height }) => {
    for (let across = 10; across < width; across += 3)
      for (let down = 10; down < height; down += 3)
        if (document.elementFromPoint(x + across, y + down)?.classList.contains('react-flow__pane'))
          return { x: x + across, y: y + down }
    throw new Error('The sheet has no empty place')
  }, box)
  const pan = await frames(page, empty)
  const device = await page.locator('.react-flow__node-device').nth(200).boundingBox()
  if (!device) throw new Error('The device is out of sight')
  const drag = await frames(page, { x: device.x + device.width / 2, y: device.y + device.height / 2 })
  return { open, pan, drag }
}

/** Lengths of the frames, in milliseconds, while the pointer is held down and goes round. */
async function frames(page: Page, from: { x: number; y: number }): Promise<number[]> {
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move(from.x + 2, from.y + 2)
  const collecting = page.evaluate(
    () =>
      new Promise<number[]>((resolve) => {
        const lengths: number[] = []
        let before = performance.now()
        const end = before + 2_500
        const frame = (now: number) => {
          lengths.push(now - before)
          before = now
          if (now < end) requestAnimationFrame(frame)
          else resolve(lengths.slice(2))
        }
        requestAnimationFrame(frame)
      }),
  )
  const until = Date.now() + 2_600
  for (let turn = 0; Date.now() < until; turn += 0.12) {
    await page.mouse.move(from.x + 90 * Math.sin(turn), from.y + 60 * (1 - Math.cos(turn)))
    await wait(8)
  }
  await page.mouse.up()
  return collecting
}

const sorted = (numbers: readonly number[]) => [...numbers].sort((one, other) => one - other)
const part = (numbers: readonly number[], share: number) =>
  sorted(numbers)[Math.min(numbers.length - 1, Math.floor(numbers.length * share))] ?? NaN

function print(measured: readonly { open: number; pan: number[]; drag: number[] }[]): void {
  const median = (pick: (each: (typeof measured)[number]) => number) => part(measured.map(pick), 0.5)
  const ms = (value: number) => `${value.toFixed(1)} ms`
  const row = (what: string, value: number, most: number) => [
    what,
    ms(value),
    `≤ ${most} ms`,
    value <= most ? '' : 'OVER',
  ]
  console.log(
    `${counts.devices} devices, ${counts.links} links, ${counts.groups} groups; medians of ${rounds}; ` +
      `Node ${process.version}, ${cpus().length} CPUs, load ${loadavg()[0]?.toFixed(1)}\n`,
  )
  console.log(
    tableOf(
      ['', 'measured', 'at most', ''],
      [
        row(
          'opening the editor',
          median(({ open }) => open),
          limits.openMs,
        ),
        row(
          'a frame while panning, median',
          median(({ pan }) => part(pan, 0.5)),
          limits.medianMs,
        ),
        row(
          'a frame while panning, p95',
          median(({ pan }) => part(pan, 0.95)),
          limits.p95Ms,
        ),
        row(
          'a frame while dragging, median',
          median(({ drag }) => part(drag, 0.5)),
          limits.medianMs,
        ),
        row(
          'a frame while dragging, p95',
          median(({ drag }) => part(drag, 0.95)),
          limits.p95Ms,
        ),
      ],
    ),
  )
}

await main()
