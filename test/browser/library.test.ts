import type { Page } from 'playwright-core'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Instant } from '#contract/values.ts'
import { later, type Clock } from '../../server/platform/clock.ts'
import { expectAccessible } from './support/axe.ts'
import { aHouse, phone } from './support/house.ts'
import { expectNoOverflow, expectTitle, parameters } from './support/now.ts'
import { picture } from './support/screenshots.ts'

const house = aHouse('demo')
const runbooks = '/o/calder-wick/runbooks'
const systems = '/o/calder-wick/systems'

const row = (page: Page, reference: string) => page.getByRole('row').filter({ hasText: reference })
const titles = (page: Page) => page.getByRole('rowheader').allInnerTexts()
const isPlain = (url: URL) => url.search === ''

describe('the list', () => {
  test.each([
    [runbooks, 'Runbooks', 'Internet down at head office'],
    [systems, 'Systems', 'Internet and firewall'],
  ])('%s shows reference, owner and state, on a desk and on a phone', async (path, heading, title) => {
    for (const device of [undefined, phone]) {
      const page = await house.signedIn('priya', path, device)
      await page.getByRole('heading', { name: heading, level: 1 }).waitFor()
      const line = page.getByRole('row').filter({ hasText: title })
      await line.waitFor()
      expect(await line.innerText()).toMatch(/Priya Nandakumar/)
      await expectTitle(page, `${heading} · Calder & Wick`)
      await expectAccessible(page)
      await expectNoOverflow(page)
      if (!device) await picture(page, heading.toLowerCase())
    }
  })

  test('states are counted, chosen by a press, and stand in the address', async () => {
    const page = await house.signedIn('priya', runbooks)
    await page.getByRole('button', { name: /^Overdue 2$/ }).click()
    await row(page, 'RB-14').waitFor({ state: 'detached' })
    const overdue = ['Failover to the 4G router', 'Works label printer offline']
    await expect.poll(async () => (await titles(page)).toSorted()).toEqual(overdue)
    await expect.poll(() => parameters(page).get('state')).toBe('overdue')
    await row(page, 'RB-21').getByText('Overdue 4 days').waitFor()

    await page.reload()
    await row(page, 'RB-21').waitFor()
    await expect.poll(() => page.getByRole('row').count()).toBe(3)
    await page.goBack()
    await row(page, 'RB-14').waitFor()
  })

  test('words that nothing matches are named, and Clear filters brings everything back', async () => {
    const page = await house.signedIn('priya', `${runbooks}?state=overdue`)
    await row(page, 'RB-21').waitFor()
    await page.keyboard.press('f')
    await page.keyboard.type('vpn')
    await page.getByText('No runbook matches ‘vpn’ and Overdue.').waitFor()
    await expect.poll(() => parameters(page).get('text')).toBe('vpn')
    await expectAccessible(page)
    await picture(page, 'runbooks-none')
    await page.getByRole('button', { name: 'Clear filters' }).click()
    await row(page, 'RB-14').waitFor()
    await page.waitForURL(isPlain)
    await expect.poll(() => page.getByRole('searchbox').inputValue()).toBe('')
  })

  test('no filter works unseen, and each is taken away by itself', async () => {
    const page = await house.signedIn('priya', `${runbooks}?tag=outage&system=SY-01`)
    await row(page, 'RB-14').waitFor()
    await row(page, 'RB-25').waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Take away the filter Of SY-01' }).waitFor()
    await expectAccessible(page)
    await picture(page, 'runbooks-filtered')
    await page.getByRole('button', { name: 'Take away the filter Tag outage' }).click()
    await page.getByRole('button', { name: 'Take away the filter Of SY-01' }).click()
    await row(page, 'RB-25').waitFor()
    await page.waitForURL(isPlain)
  })

  test('what is archived has a shelf of its own', async () => {
    const page = await house.signedIn('priya', runbooks)
    await page.getByRole('button', { name: /^Archived \d+$/ }).click()
    await row(page, 'RB-20').waitFor()
    await row(page, 'RB-14').waitFor({ state: 'detached' })
    await expect.poll(() => parameters(page).get('archived')).toBe('yes')
    await expectAccessible(page)
  })

  test('a header sorts, says so, and turns around at the second press', async () => {
    const page = await house.signedIn('priya', runbooks)
    await row(page, 'RB-14').waitFor()
    const header = page.getByRole('columnheader', { name: 'Ref' })
    await header.getByRole('button').click()
    const top = () => page.getByRole('row').nth(1).innerText()
    const sorted = () => header.getAttribute('aria-sort')
    await expect.poll(top).toContain('RB-01')
    await expect.poll(sorted).toBe('ascending')
    await header.getByRole('button').click()
    await expect.poll(top).toContain('RB-33')
    await expect.poll(sorted).toBe('descending')
    await expect.poll(() => parameters(page).get('sort')).toBe('reference-desc')
  })

  test('the keyboard alone finds, peeks, opens and goes on', async () => {
    const page = await house.signedIn('priya', `${runbooks}?sort=reference`)
    await row(page, 'RB-01').waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    await page.keyboard.press('Space')
    // RB-02 is archived.
    const peek = page.getByRole('dialog', { name: 'RB-03' })
    await peek.getByText('Version').first().waitFor()
    await expectAccessible(page)
    await picture(page, 'peek')
    await page.keyboard.press('j')
    await page.getByRole('dialog', { name: 'RB-04' }).waitFor()
    await expect.poll(() => parameters(page).get('peek')).toBe('RB-04')
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Quarterly restore test', level: 1 }).waitFor()
    await page.keyboard.press(']')
    await page.waitForURL('**/RB-05')
    // Which ones are before and after it is known once it is there.
    await expect.poll(() => page.title()).toMatch(/^RB-05/)
    await page.keyboard.press('[')
    await page.waitForURL('**/RB-04')
    await page.keyboard.press('Escape')
    await page.waitForURL('**/runbooks')
  })

  test('several are archived at once, and Undo brings them back', async () => {
    const page = await house.signedIn('priya', `${runbooks}?sort=reference`)
    await row(page, 'RB-23').waitFor()
    await row(page, 'RB-23').getByRole('checkbox').check()
    await row(page, 'RB-24').getByRole('checkbox').check()
    await page.getByRole('group', { name: '2 rows selected' }).waitFor()
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Archive', exact: true }).click()
    await row(page, 'RB-23').waitFor({ state: 'detached' })
    const toast = page.getByRole('status').filter({ hasText: '2 documents archived' })
    await toast.waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await row(page, 'RB-23').waitFor()
    await row(page, 'RB-24').waitFor()
  })

  test('one person looks after several, named once', async () => {
    const page = await house.signedIn('priya', `${runbooks}?owner=none`)
    await row(page, 'RB-30').getByText('No owner').waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('x')
    await page.keyboard.press('a')
    const dialog = page.getByRole('dialog', { name: 'Who looks after RB-30?' })
    await dialog.getByLabel('Owner').selectOption({ label: 'Tom Ashworth' })
    await expectAccessible(page)
    await picture(page, 'assign')
    await dialog.getByRole('button', { name: 'Assign' }).click()
    await page.getByText('RB-30 now belongs to Tom Ashworth').waitFor()
    await page.getByText('No runbook matches No owner.').waitFor()
  })

  test('long lists come in pages', async () => {
    const page = await house.signedIn('ruth', '/o/fennel-rye/runbooks')
    await page.getByRole('heading', { name: 'Runbooks', level: 1 }).waitFor()
    await write(page, 'fennel-rye', 60)
    await page.reload()
    await page.getByText('50 runbooks shown').waitFor()
    await page.getByRole('button', { name: 'Load more' }).click()
    await page.getByRole('button', { name: 'Load more' }).waitFor({ state: 'detached' })
    await expect.poll(() => page.getByRole('rowheader').count()).toBeGreaterThanOrEqual(60)
    const all = await page.getByRole('row').allInnerTexts()
    expect(new Set(all).size).toBe(all.length)
  })

  test('when the server does not answer, the frame stays and says so', async () => {
    const page = await house.signedIn('priya', '/home')
    await page.getByRole('link', { name: 'Runbooks' }).first().waitFor()
    await page.route('**/documents?**', (route) => route.fulfill({ status: 503, body: '{}' }))
    await page.goto(`${house.url}${runbooks}`)
    await page.getByText('The runbooks could not be loaded').waitFor()
    await page.getByRole('heading', { name: 'Runbooks', level: 1 }).waitFor()
    await expectAccessible(page)
    await page.unrouteAll()
    await page.getByRole('button', { name: 'Try again' }).click()
    await row(page, 'RB-14').waitFor()
    house.expectComplaint(/503/)
  })
})

describe('a runbook', () => {
  test('shows what it is for, how it stands, and what belongs to it', async () => {
    for (const device of [undefined, phone]) {
      const page = await house.signedIn('priya', `${runbooks}/rb14`, device)
      await page.getByRole('heading', { name: 'Internet down at head office', level: 1 }).waitFor()
      // However it was written, the address has the one form.
      await page.waitForURL(house.url + `${runbooks}/RB-14`)
      await expectTitle(page, 'RB-14 · Runbooks · Calder & Wick')
      await page.getByText('Due in 6 days', { exact: true }).waitFor()
      await page.getByText('Use this when nobody at head office can reach the internet').waitFor()
      const rail = page.getByRole('complementary', { name: 'About RB-14' })
      await rail.getByRole('link', { name: /Internet and firewall/ }).waitFor()
      await rail.getByText('Priya Nandakumar').first().waitFor()
      await rail.getByRole('link', { name: 'Tell people' }).waitFor()
      await expectAccessible(page)
      await expectNoOverflow(page)
      if (!device) await picture(page, 'runbook')
    }
  })

  test('steps are ticked for oneself, and a reload loses none', async () => {
    const page = await house.signedIn('priya', `${runbooks}/RB-14`)
    const first = page.getByRole('checkbox').first()
    await first.check()
    await page.getByText('1 step ticked, only for you').waitFor()
    await page.reload()
    await page.getByText('1 step ticked').waitFor()
    await expect.poll(() => first.isChecked()).toBe(true)
    await page.getByRole('button', { name: 'Clear ticks' }).click()
    await expect.poll(() => first.isChecked()).toBe(false)
  })

  test('V, three checks and Enter verify it; fewer do not', async () => {
    const page = await house.signedIn('priya', `${runbooks}/RB-21`)
    await page.getByText('Overdue since').waitFor()
    await expectAccessible(page)
    await picture(page, 'runbook-overdue')
    await page.keyboard.press('v')
    const dialog = page.getByRole('dialog', { name: 'Verify RB-21' })
    await dialog.waitFor()
    await page.keyboard.press('1')
    await page.keyboard.press('2')
    await page.keyboard.press('Enter')
    await dialog.getByText('Make all three checks').waitFor()
    await expectAccessible(page)
    await picture(page, 'verify')
    await page.keyboard.press('3')
    await dialog.getByLabel('Note').fill('Walked through it with Marcus')
    await page.keyboard.press('Enter')
    await dialog.waitFor({ state: 'detached' })
    await page.getByText('RB-21 verified').waitFor()
    await page.getByText('Overdue since').waitFor({ state: 'detached' })
    await page.getByRole('complementary').getByText('Walked through it with Marcus').waitFor()
  })

  test('a reader reports a problem; whoever keeps it resolves it, and it is not verified by that', async () => {
    const elena = await house.signedIn('elena', `${runbooks}/RB-06`)
    await elena.getByRole('heading', { level: 1 }).waitFor()
    expect(await elena.getByRole('link', { name: 'Edit' }).count()).toBe(0)
    expect(await elena.getByRole('button', { name: 'Verify' }).count()).toBe(0)
    await elena.keyboard.press('p')
    const report = elena.getByRole('dialog', { name: 'Report a problem with RB-06' })
    await report.getByLabel('What is wrong?').fill('The service has another name since the update')
    await expectAccessible(elena)
    await picture(elena, 'report')
    await report.getByRole('button', { name: 'Report problem' }).click()
    await elena.getByText('The service has another name since the update').waitFor()
    expect(await elena.getByRole('button', { name: 'Resolve' }).count()).toBe(0)

    const tom = await house.signedIn('tom', `${runbooks}/RB-06`)
    await tom.getByRole('list', { name: 'Why this is in doubt' }).getByText('Elena Marsh').waitFor()
    await expectAccessible(tom)
    await picture(tom, 'runbook-doubt')
    await tom.getByRole('button', { name: 'Resolve' }).click()
    const resolve = tom.getByRole('dialog')
    await resolve.getByLabel('What was done?').fill('Corrected')
    await resolve.getByRole('button', { name: 'Resolve' }).click()
    await tom.getByText('Problem with RB-06 resolved').waitFor()
    await tom.getByText('The service has another name since the update').waitFor({ state: 'detached' })
  })

  test('every cause of doubt is named and leads to what it is about', async () => {
    const page = await house.signedIn('priya', `${runbooks}/RB-22`)
    const causes = page.getByRole('list', { name: 'Why this is in doubt' })
    await causes.getByText('was archived').waitFor()
    await causes.getByRole('link', { name: /RB-20/ }).click()
    await page.waitForURL('**/RB-20')
    await page.getByText('Archived', { exact: true }).waitFor()
    expect(await page.getByRole('link', { name: 'Edit' }).count()).toBe(0)
    await expectAccessible(page)
    await picture(page, 'runbook-archived')
  })

  test('S pins it, and the menu says how to take that back', async () => {
    const page = await house.signedIn('tom', `${runbooks}/RB-24`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.keyboard.press('s')
    await page.getByText('RB-24 pinned to Home').waitFor()
    await page.getByRole('button', { name: 'More', exact: true }).click()
    await expectAccessible(page)
    await page.getByRole('menuitem', { name: 'Unpin' }).click()
    await page.getByText('RB-24 no longer pinned').waitFor()
  })

  test('archived and brought back by Undo; gone for good only by typing its reference', async () => {
    const page = await house.signedIn('priya', `${runbooks}/RB-28`)
    await page.getByRole('button', { name: 'More', exact: true }).click()
    await page.getByRole('menuitem', { name: 'Archive' }).click()
    await page.getByText('RB-28 archived').waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByRole('button', { name: 'Verify' }).waitFor()

    await page.getByRole('button', { name: 'More', exact: true }).click()
    await page.getByRole('menuitem', { name: 'Archive' }).click()
    await page.getByRole('button', { name: 'Restore' }).waitFor()
    await page.getByRole('button', { name: 'More', exact: true }).click()
    await page.getByRole('menuitem', { name: 'Erase for good' }).click()
    const dialog = page.getByRole('alertdialog', { name: 'Erase RB-28 for everyone?' })
    await dialog.getByLabel('Type RB-28').fill('RB-29')
    await dialog.getByRole('button', { name: 'Erase RB-28' }).click()
    await dialog.getByText('Type RB-28 to erase it').waitFor()
    await expectAccessible(page)
    await picture(page, 'purge')
    // Whoever signed in a while ago enters the passphrase once more.
    const clock = house.running.house.clock as Clock & { set(now: Instant): void }
    const before = clock.now()
    onTestFinished(async () => {
      clock.set(before)
      await page.clock.setSystemTime(before)
      // The sign-in anew has ended the session that the other tests would go on with.
      house.forget('priya')
    })
    clock.set(later(before, { minutes: 20 }))
    await page.clock.setSystemTime(clock.now())
    await dialog.getByLabel('Type RB-28').fill('rb28')
    await dialog.getByRole('button', { name: 'Erase RB-28' }).click()
    await dialog.getByLabel('Passphrase', { exact: true }).fill('not the one that it is')
    await dialog.getByRole('button', { name: 'Erase RB-28' }).click()
    await dialog.getByText('That is not the passphrase of this account').waitFor()
    await expectAccessible(page)
    await picture(page, 'purge-passphrase')
    await dialog.getByLabel('Passphrase', { exact: true }).fill(house.person('priya').passphrase)
    await dialog.getByRole('button', { name: 'Erase RB-28' }).click()
    await page.getByText('RB-28 erased').waitFor()
    await page.goto(`${house.url}${runbooks}/RB-28`)
    await page.getByRole('heading', { name: 'There is nothing here' }).waitFor()
  })

  test('out of reach looks made up; in view but not to be opened says who owns it', async () => {
    const joanna = await house.signedIn('joanna', `${runbooks}/RB-30`)
    await joanna.getByRole('heading', { name: 'There is nothing here' }).waitFor()
    const words = await joanna.getByRole('main').innerText()
    await joanna.goto(`${house.url}${runbooks}/RB-999`)
    await joanna.getByRole('heading', { name: 'There is nothing here' }).waitFor()
    expect(await joanna.getByRole('main').innerText()).toBe(words)

    const frances = await house.signedIn('frances', runbooks)
    await row(frances, 'RB-14').getByRole('link').click()
    await frances.getByText('You can see RB-14 but not open it. Priya Nandakumar owns it.').waitFor()
    await expectAccessible(frances)
    await picture(frances, 'runbook-not-permitted')
  })

  test('opening is reported once, in a request of its own', async () => {
    const page = await house.signedIn('tom', '/home')
    const reports: unknown[] = []
    page.on('request', (request) => {
      if (request.url().endsWith('/opens')) reports.push(request.postDataJSON())
    })
    for (const reference of ['RB-11', 'RB-12', 'RB-11']) {
      await page.goto(`${house.url}${runbooks}/${reference}`)
      await page.getByRole('complementary').waitFor()
    }
    const told = () => reports.flatMap((report) => (report as { references: string[] }).references)
    await expect.poll(() => told().toSorted()).toEqual(['RB-11', 'RB-12'])
    // The third opening would have been told by now.
    await page.waitForTimeout(1_000)
    expect(told()).toHaveLength(2)
  })

  test('on paper it says what it is and how it stood, without the rest of the page', async () => {
    const page = await house.signedIn('priya', `${runbooks}/RB-09`)
    await page.getByRole('complementary').waitFor()
    await page.emulateMedia({ media: 'print' })
    await page.getByText('Calder & Wick · RB-09 Restore a mailbox').waitFor()
    await expect.poll(() => page.getByRole('navigation').count()).toBe(0)
    await expect.poll(() => page.getByRole('button').count()).toBe(0)
    await page.getByText('Check RB-09 in the vault before use.').waitFor()
    await page.locator('svg[shape-rendering=crispEdges]').waitFor()
    const sheets = await page.pdf({ format: 'A4' })
    expect(sheets.byteLength).toBeGreaterThan(10_000)
  })
})

test('a system shows its runbooks, the most used first, and makes new ones of its own', async () => {
  for (const device of [phone, undefined]) {
    const page = await house.signedIn('priya', `${systems}/SY-01`, device)
    const list = page.getByRole('region', { name: 'Runbooks' })
    await list.getByRole('link').nth(2).waitFor()
    await expect.poll(() => list.getByRole('listitem').first().innerText()).toContain('Internet down at head office')
    await expectAccessible(page)
    await expectNoOverflow(page)
    if (device) continue
    await picture(page, 'system')
    await list.getByRole('link', { name: 'New runbook' }).click()
    await page.getByRole('button', { name: 'Remove SY-01' }).waitFor()
    await expect.poll(() => page.getByLabel('Criticality').inputValue()).toBe('critical')
    await expect.poll(() => page.getByLabel('Days between reviews').inputValue()).toBe('90')
  }
})

/** Writes runbooks through the API, as whoever the page belongs to. */
async function write(page: Page, slug: string, count: number): Promise<void> {
  await page.evaluate(
    async ({ slug, count }) => {
      const at = `/api/v1/organizations/${slug}`
      const { items } = (await (await fetch(`${at}/collections`)).json()) as { items: { id: string }[] }
      for (let number = 1; number <= count; number++) {
        const id = `0195c2a5-0000-7000-8000-${String(number).padStart(12, '0')}`
        const body = {
          id,
          kind: 'runbook',
          title: `Filler ${number}`,
          body: '',
          collectionId: items[0]?.id,
          criticality: 'low',
          intervalDays: 90,
        }
        const answer = await fetch(`${at}/documents`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        })
        if (!answer.ok) throw new Error(await answer.text())
      }
    },
    { slug, count },
  )
}
