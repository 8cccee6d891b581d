import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { expectAccessible } from './support/axe.ts'
import { aHouse, phone } from './support/house.ts'
import { expectNoOverflow } from './support/now.ts'
import { picture } from './support/screenshots.ts'

const demo = aHouse('demo')

/** What the phone would ring, in place of ringing it: nothing here has a line. */
async function holdTheLine(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const dialled: string[] = []
    Object.assign(window, { dialled })
    document.addEventListener('click', (event) => {
      const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[href^="tel:"]') : null
      if (!link) return
      event.preventDefault()
      dialled.push(link.href)
    })
  })
  return () => page.evaluate(() => (window as unknown as { dialled: string[] }).dialled)
}

test('02:00 on a phone: from a signed-in page to ringing in three taps, with the vault locked', async () => {
  const page = await demo.signedIn('priya', '/home', phone)
  const dialled = await holdTheLine(page)
  let taps = 0
  const tap = async (what: Locator) => {
    await what.waitFor()
    // Whoever is in a hurry hits what is in sight.
    const box = await what.boundingBox()
    expect(box?.height ?? 0).toBeGreaterThanOrEqual(44)
    expect((box?.y ?? 1_000) + (box?.height ?? 0)).toBeLessThanOrEqual(844)
    taps += 1
    await what.tap()
  }
  const main = page.getByRole('main')
  await tap(main.getByRole('link', { name: /Internet and firewall/ }).first())
  await page.waitForURL('**/systems/SY-01')
  await main.getByRole('heading', { name: 'Runbooks' }).waitFor()
  await tap(main.getByRole('link', { name: /Internet down at head office/ }).first())
  const call = page.getByRole('group', { name: 'At hand' }).getByRole('link', { name: /^Call Brightline Fibre/ })
  await tap(call)
  expect(await dialled()).toEqual(['tel:01632960118'])
  expect(taps).toBe(3)
  expect((await call.boundingBox())?.height).toBe(52)
  expect(await page.getByRole('dialog').count()).toBe(0)
  await page.getByRole('link', { name: /^Map of WAN and firewall, head office/ }).waitFor()
  await expectNoOverflow(page)
  await expectAccessible(page)
  await picture(page, 'phone-runbook')
})

/** The next thing that is seen must be there within this long of the act: two people in a room would be no quicker. */
const atOnceMs = 1_000

test('two people in one incident: what one does the other sees within a second; the end is a report', async () => {
  const priya = await demo.unlocked('priya', '/o/calder-wick/runbooks/RB-14')
  await priya.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await priya.getByRole('button', { name: 'Start incident' }).waitFor()
  await priya.getByRole('button', { name: 'Copy password of FortiGate admin, head office' }).first().waitFor()

  // I, Enter: the runbook stays where it is, and only the band is new.
  await priya.keyboard.press('i')
  const starting = priya.getByRole('dialog', { name: 'Start an incident' })
  await expect.poll(() => starting.getByLabel('What is broken').inputValue()).toBe('Internet down at head office')
  await expect.poll(() => starting.getByLabel('What it is about').inputValue()).toBe('SY-01')
  await expectAccessible(priya)
  await picture(priya, 'incident-start')
  await priya.keyboard.press('Enter')
  const band = priya.getByRole('region', { name: /^Incident IN-/ })
  await band.getByRole('timer').waitFor()
  expect(new URL(priya.url()).pathname).toBe('/o/calder-wick/runbooks/RB-14')
  const reference = /IN-\d+/.exec(await band.innerText())?.[0] ?? ''

  // A guarded secret is copied with one press: the incident is the reason.
  await priya.keyboard.press('1')
  await priya.keyboard.press('c')
  await expect.poll(() => priya.evaluate(() => navigator.clipboard.readText())).toHaveLength(20)
  expect(await priya.getByRole('dialog').count()).toBe(0)
  await expectAccessible(priya)
  await picture(priya, 'incident-band')

  // Tom, on his phone, is told, and joins.
  const tom = await demo.signedIn('tom', '/home', phone)
  await tom
    .getByRole('main')
    .getByRole('link', { name: new RegExp(reference) })
    .first()
    .tap()
  await tom.getByRole('button', { name: 'Join' }).tap()
  await tom.getByRole('region', { name: `Incident ${reference}` }).waitFor()
  const toms = tom.getByRole('log')
  await toms.getByText(/Priya Nandakumar opened CR-31/).waitFor()
  await toms.getByText(/Priya Nandakumar opened RB-14/).waitFor()

  // One writes, the other reads, and the other way round.
  await band.getByRole('link').click()
  const priyas = priya.getByRole('log')
  await priyas.getByText('Tom Ashworth joined').waitFor()
  await priya.keyboard.press('n')
  await priya.keyboard.type('A digger cut the fibre in Mill Lane')
  const seen = toms.getByText('A digger cut the fibre in Mill Lane')
  const written = Date.now()
  await priya.keyboard.press('Enter')
  await seen.waitFor()
  expect(Date.now() - written).toBeLessThanOrEqual(atOnceMs)

  // Tom works the steps; each tick stands in Priya's timeline within the second.
  await tom.getByRole('button', { name: 'Start run of Internet down at head office' }).tap()
  await tom
    .getByRole('dialog')
    .getByRole('button', { name: /^Start/ })
    .tap()
  await tom.waitForURL('**/runs/*')
  const step = tom.getByRole('checkbox', { name: /Look at the firewall/ })
  await step.waitFor()
  await priyas.getByText(/Tom Ashworth started a run of RB-14/).waitFor()
  const ticked = Date.now()
  await step.tap()
  await priyas.getByText(/Tom Ashworth ticked step 1/).waitFor()
  expect(Date.now() - ticked).toBeLessThanOrEqual(atOnceMs)
  await tom.getByRole('group', { name: 'At hand' }).waitFor()
  await expectAccessible(tom)
  await picture(tom, 'incident-phone-run')

  // Calling writes itself down too.
  const dialled = await holdTheLine(tom)
  await tom
    .getByRole('link', { name: /^Call Brightline Fibre/ })
    .first()
    .tap()
  expect(await dialled()).toEqual(['tel:01632960118'])
  await priyas.getByText(/Tom Ashworth called VN-07 Brightline Fibre/).waitFor()
  await expectAccessible(priya)
  await picture(priya, 'incident-page')

  // The end asks how the runbook did, and who sees to what.
  await band.getByRole('button', { name: 'End' }).click()
  const ending = priya.getByRole('dialog', { name: `End ${reference}?` })
  await ending.getByLabel('What was affected').fill('Head office had no internet for twenty minutes')
  await ending.getByRole('button', { name: 'End incident' }).click()
  await ending.getByText('Say how RB-14 did').first().waitFor()
  await ending.getByRole('radio', { name: 'Worked' }).check()
  await ending.getByRole('button', { name: 'Add follow-up' }).click()
  await ending.getByRole('textbox', { name: 'Follow-up 1' }).fill('Ask Brightline for a second line')
  await ending.getByRole('combobox', { name: 'Who' }).selectOption({ label: 'Priya Nandakumar' })
  await ending.getByLabel(/^By/).fill('2026-03-09')
  await expectAccessible(priya)
  await picture(priya, 'incident-end')
  await ending.getByRole('button', { name: 'End incident' }).click()
  await priya.getByRole('button', { name: 'Print report' }).waitFor()
  await priya.getByText('Head office had no internet for twenty minutes').waitFor()
  // Over for both: neither has the band.
  await band.waitFor({ state: 'detached' })
  await tom.getByRole('region', { name: `Incident ${reference}` }).waitFor({ state: 'detached' })
  await expectAccessible(priya)
  await picture(priya, 'incident-report')

  // What is to follow waits on Home, and is settled there.
  await priya.getByRole('link', { name: 'Home', exact: true }).first().click()
  const followUp = priya.getByRole('checkbox', { name: 'Ask Brightline for a second line' })
  await followUp.waitFor()
  await expectAccessible(priya)
  await picture(priya, 'incident-home')
  await followUp.click()
  await followUp.waitFor({ state: 'detached' })

  // The list has it, with how long it took, and filters it.
  await priya.goto(`${demo.url}/o/calder-wick/incidents?state=ended`)
  const row = priya.getByRole('row', { name: new RegExp(reference) })
  await row.waitFor()
  await expectAccessible(priya)
  await picture(priya, 'incidents')
  await priya.getByRole('searchbox', { name: 'Search incidents' }).fill('no such thing')
  await priya.getByText('No incident matches.').waitFor()
  await priya.getByRole('button', { name: 'Clear filters' }).click()
  await row.waitFor()
})
