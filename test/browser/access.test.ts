import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { expectAccessible } from './support/axe.ts'
import { aHouse } from './support/house.ts'
import { parameters } from './support/now.ts'
import { demoNow } from './support/made-houses.ts'
import { picture } from './support/screenshots.ts'

const house = aHouse('demo')

const clipboard = (page: Page) => page.evaluate(() => navigator.clipboard.readText())
test('a technician asks, a manager approves, the password is copied, and the next one is refused once it is over', async () => {
  const manager = await house.unlocked('priya', '/o/calder-wick/access')
  await manager.getByRole('button', { name: 'Approve for 2 hours' }).waitFor()
  await expectAccessible(manager)
  await picture(manager, 'access-requests')

  const technician = await house.unlocked('marcus', '/o/calder-wick/credentials/CR-31')
  await technician.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await technician.getByRole('button', { name: 'Request access' }).waitFor()
  await technician.keyboard.press('r')
  await technician.getByRole('dialog', { name: 'Request access to CR-31' }).waitFor()
  await technician.keyboard.type('NL-20990')
  await technician.keyboard.press('Tab')
  await technician.keyboard.type('Line is down at head office')
  await technician.keyboard.press('Enter')
  await technician.getByText('The key holders have been told').waitFor()

  // The manager has the page open: what waits comes by itself.
  const card = manager.getByRole('listitem').filter({ hasText: 'NL-20990' })
  await card.getByText('signed with their own key').waitFor()
  await card.getByRole('button', { name: 'For less…' }).click()
  await manager.getByRole('menuitem', { name: 'Approve for 30 minutes' }).click()
  await manager.getByText('Marcus Oyelaran can open CR-31 for 30 minutes').waitFor()

  await technician.getByText(/Open to you for/).waitFor()
  await technician.bringToFront()
  await technician.keyboard.press('c')
  await technician.getByText('Password copied. Clears in 30 s').waitFor()
  expect((await clipboard(technician)).length).toBe(20)
  await picture(technician, 'credential-leased')

  // Nobody ends it: the time does, in the middle of somebody's work.
  await house.pass({ minutes: 29 })
  await technician.getByText(/Open to you for 1 min more/).waitFor()
  await technician.keyboard.press('c')
  await technician.getByText('Password copied. Clears in 30 s').last().waitFor()
  await house.pass({ minutes: 2 })
  await technician.evaluate(() => navigator.clipboard.writeText('nothing'))
  await technician.keyboard.press('c')
  await technician
    .getByText(/You can see CR-31 but not open it/)
    .first()
    .waitFor()
  await technician.getByRole('button', { name: 'Request access' }).waitFor()
  await expect.poll(() => technician.getByRole('button', { name: 'Copy password' }).count()).toBe(0)
  expect(await clipboard(technician)).toBe('nothing')
  const { db } = house.running.house
  const reveals = `SELECT count(*) FROM reveals v JOIN members m ON m.id = v.member_id WHERE m.name = ? AND v.at >= ?`
  expect(db.prepare(reveals).pluck().get('Marcus Oyelaran', demoNow)).toBe(2)
})

test('a request is denied with a word of why, which its requester reads', async () => {
  // Who is locked sees what the server says, and approves nothing by it.
  const locked = await house.signedIn('tom', '/o/calder-wick/access')
  await locked.getByRole('button', { name: 'Unlock to approve' }).waitFor()
  expect(await locked.getByRole('button', { name: /Approve for/ }).count()).toBe(0)

  const manager = await house.unlocked('priya', '/o/calder-wick/access')
  const card = manager.getByRole('listitem').filter({ hasText: 'NL-20931' })
  await card.getByText('signed with their own key').waitFor()
  await card.getByRole('button', { name: 'Deny' }).click()
  await card.getByLabel('Why not (optional)').fill('Call me first')
  await expectAccessible(manager)
  await picture(manager, 'access-deny')
  await card.getByRole('button', { name: 'Deny it' }).click()
  await manager.getByText('Nobody waits for access.').waitFor()

  const joanna = await house.signedIn('joanna', '/access')
  await joanna.getByText(/Denied by Priya Nandakumar.*“Call me first”/).waitFor()
  await expectAccessible(joanna)
  await picture(joanna, 'my-access')
})

test('standby is given to a technician, sleeps until an incident, is seen by both and taken back', async () => {
  const manager = await house.unlocked('priya', '/o/calder-wick/credentials/CR-14')
  await manager.getByRole('button', { name: 'Give standby access' }).click()
  const dialog = manager.getByRole('dialog', { name: 'Standby access to CR-14' })
  await dialog.getByLabel('Who').waitFor()
  // Those who hold the keys, and those who open nothing, are not offered.
  const offered = await dialog.getByLabel('Who').locator('option').allInnerTexts()
  expect(offered).toContain('Marcus Oyelaran (Northlight IT)')
  expect(offered.join(' ')).not.toMatch(/Priya|Tom Ashworth|Frances/)
  await dialog.getByRole('button', { name: 'Give standby access' }).click()
  await dialog.getByRole('link', { name: 'Choose a person' }).waitFor()
  await dialog.getByRole('link', { name: 'Choose the last day' }).waitFor()
  await dialog.getByLabel('Who').selectOption({ label: 'Marcus Oyelaran (Northlight IT)' })
  await dialog.getByLabel('Runs for').selectOption({ label: '2 hours' })
  await dialog.getByLabel('Until').fill('2026-06-30')
  await expectAccessible(manager)
  await picture(manager, 'give-standby')
  await dialog.getByRole('button', { name: 'Give standby access' }).click()
  await manager.getByText('Marcus Oyelaran can open CR-14 in an incident').waitFor()
  await manager.getByText(/^Standby: active only in an incident/).waitFor()

  await manager.getByRole('button', { name: 'Ask for a new secret' }).click()
  await manager.getByLabel('Why (optional)').fill('It was read out on a call')
  await expectAccessible(manager)
  await manager.getByRole('dialog').getByRole('button', { name: 'Ask for a new secret' }).click()
  await manager.getByText(/Asked for: It was read out on a call/).waitFor()

  // It opens nothing while it sleeps.
  const technician = await house.unlocked('marcus', '/o/calder-wick/credentials/CR-14')
  await technician.getByRole('button', { name: 'Request access' }).waitFor()
  expect(await technician.getByRole('button', { name: 'Copy password' }).count()).toBe(0)
  await technician.goto(`${house.url}/access`)
  const asleep = technician.getByRole('listitem').filter({ hasText: 'CR-14' })
  await asleep.getByText(/Standby: active only in an incident/).waitFor()
  await expectAccessible(technician)

  await manager.goto(`${house.url}/o/calder-wick/access?tab=who`)
  const row = manager.getByRole('row', { name: /Marcus Oyelaran.*CR-14/ })
  await row.getByText('Standby: active only in an incident').waitFor()
  await expectAccessible(manager)
  await picture(manager, 'access-standby')
  await manager.getByLabel('In order of').selectOption({ label: 'Last used' })
  await manager.getByLabel('Search access').fill('marcus incident')
  await manager
    .getByRole('row', { name: /Joanna/ })
    .first()
    .waitFor({ state: 'detached' })
  expect(Object.fromEntries(parameters(manager))).toEqual({ tab: 'who', sort: '-used', text: 'marcus incident' })
  await row.getByRole('button', { name: /End now: access of Marcus Oyelaran/ }).click()
  await row.waitFor({ state: 'detached' })
  await expect.poll(() => technician.getByRole('listitem').filter({ hasText: 'CR-14' }).count()).toBe(0)
})

test('somebody leaves: their access ends, what they saw must be changed, and only a new secret closes it', async () => {
  const page = await house.unlocked('tom', '/o/calder-wick/settings/members')
  await page.getByText('Joanna Kessel').first().click()
  await page.getByRole('button', { name: /Remove/ }).click()
  await page.getByRole('link', { name: 'Step by step' }).click()
  await page.getByRole('heading', { name: 'Hand over from Joanna Kessel' }).waitFor()
  await page.getByRole('cell', { name: 'At risk: seen, unchanged since' }).waitFor()
  await page.getByRole('button', { name: 'Start the handover' }).click()
  await page.getByRole('heading', { name: 'Handover of Joanna Kessel' }).waitFor()
  await page.getByRole('navigation', { name: 'Steps' }).getByRole('link', { name: /Access/ }).click()
  await page.getByRole('button', { name: 'Remove Joanna Kessel' }).click()
  await page.getByText('Joanna Kessel is removed. 1 secret to rotate.').waitFor()

  await page.goto(`${house.url}/o/calder-wick/access?tab=rotations`)
  await page.getByText('Joanna Kessel saw this and has left').waitFor()
  await page.getByText(/Asked for: It was read out on a call/).waitFor()
  await page.getByRole('link', { name: 'Rotate' }).first().click()
  await page.getByRole('button', { name: 'Change what is sealed' }).click()
  const why = page.getByRole('dialog', { name: 'Why do you need this?' })
  await why.getByLabel('Planned work').check()
  await why.getByLabel('In a few words').fill('Joanna has left, so it changes')
  await page.keyboard.press('Enter')
  await page.getByLabel('Password (optional)').fill('Entirely-new-secret-of-tests-1')
  await page.getByLabel('What changed and why').fill('Joanna has left')
  await page.keyboard.press('Control+Enter')
  await page.getByText('CR-14 saved').waitFor()

  await page.goto(`${house.url}/o/calder-wick/access?tab=rotations`)
  await page.getByText('Nothing waits to be rotated').waitFor()
  await page.getByText(/Joanna Kessel saw this and has left\. Changed/).waitFor()

  // An auditor reads the report, and ends nothing.
  const auditor = await house.signedIn('frances', `/o/calder-wick/people/${memberId('Marcus Oyelaran')}/leave`)
  await auditor.getByRole('heading', { name: 'What Marcus Oyelaran has seen' }).waitFor()
  await auditor.getByRole('cell', { name: 'At risk: seen, unchanged since' }).first().waitFor()
  expect(await auditor.getByRole('button', { name: /Remove|Start/ }).count()).toBe(0)
  await expectAccessible(auditor)
})

test('one credential is given to one person: opened with a key of its own, worded anew but not sealed anew, and ended', async () => {
  const manager = await house.unlocked('priya', '/o/calder-wick/settings/access')
  await manager.getByRole('button', { name: 'Give access' }).click()
  const dialog = manager.getByRole('dialog', { name: 'Give access' })
  await dialog.getByLabel('Person').selectOption({ label: 'Elena Marsh (Calder & Wick)' })
  await dialog.getByLabel('One document').check()
  await dialog.getByLabel('Reference').fill('cr22')
  await dialog.getByText('CR-22 UniFi controller').waitFor()
  await dialog.getByLabel('Read and edit').check()
  await dialog.getByText('To save a new one takes access to its collection').waitFor()
  await expectAccessible(manager)
  await picture(manager, 'give-access-document')
  await dialog.getByRole('button', { name: 'Give access' }).click()
  await manager.getByText('Elena Marsh has access').waitFor()
  // The manager's page hands the key over by itself, and nobody else is asked.
  const { db } = house.running.house
  const wraps = db.prepare(`SELECT count(*) FROM secret_wraps WHERE by_kind = 'grant'`).pluck()
  await expect.poll(() => wraps.get(), { timeout: 20_000 }).toBe(1)

  const elena = await house.unlocked('elena', '/o/calder-wick/credentials/CR-22')
  await elena.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await elena.bringToFront()
  await elena.getByRole('button', { name: 'Copy password' }).waitFor()
  await elena.keyboard.press('c')
  await elena.getByText('Password copied. Clears in 30 s').waitFor()
  expect((await clipboard(elena)).length).toBeGreaterThan(8)

  await elena.goto(`${house.url}/o/calder-wick/credentials/CR-22/edit`)
  await elena.getByText(/Your access is to CR-22 alone/).waitFor()
  expect(await elena.getByRole('button', { name: 'Change what is sealed' }).count()).toBe(0)
  await expectAccessible(elena)
  await picture(elena, 'credential-edit-alone')
  await elena.getByLabel('Name', { exact: true }).fill('Renamed by Elena')
  await elena.getByRole('button', { name: 'Save' }).click()
  await elena.getByRole('heading', { name: 'Renamed by Elena' }).waitFor()
  // What she wrote is believed by the others, and the secret under it is the same.
  await manager.goto(`${house.url}/o/calder-wick/credentials/CR-22`)
  await manager.getByRole('heading', { name: 'Renamed by Elena' }).waitFor()
  await manager.keyboard.press('r')
  await manager.getByRole('button', { name: 'Hide' }).waitFor()

  await manager.goto(`${house.url}/o/calder-wick/settings/access`)
  await manager
    .getByRole('link', { name: /Elena Marsh/ })
    .filter({ hasText: 'Elena' })
    .first()
    .waitFor()
  await manager
    .getByRole('row', { name: /Elena Marsh.*CR-22/ })
    .getByRole('link')
    .first()
    .click()
  await manager.getByRole('button', { name: 'End access now' }).click()
  await manager.getByText(/Elena Marsh can no longer open CR-22/).waitFor()
  expect(wraps.get()).toBe(0)
  await elena.reload()
  await elena.getByRole('button', { name: 'Request access' }).waitFor()
  await manager.goto(`${house.url}/o/calder-wick/people/${memberId('Elena Marsh')}/leave`)
  const exposed = manager.getByRole('row', { name: /CR-22/ })
  await exposed.getByRole('cell', { name: 'At risk: seen, unchanged since' }).waitFor()
})

test('the code alone is asked for and approved: it is copied, and the password stays sealed', async () => {
  const manager = await house.unlocked('priya', '/o/calder-wick/access')
  const technician = await house.unlocked('marcus', '/o/calder-wick/credentials/CR-31')
  await technician.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await technician.getByRole('button', { name: 'Request access' }).click()
  const dialog = technician.getByRole('dialog', { name: /Request access to/ })
  await dialog.getByLabel('Ticket').fill('NL-21050')
  await dialog.getByLabel('Why').fill('The vendor asks for a code on the phone')
  await dialog.getByLabel('Only the one-time code, without the password').check()
  await technician.keyboard.press('Enter')
  await technician.getByText('The key holders have been told').waitFor()

  const card = manager.getByRole('listitem').filter({ hasText: 'NL-21050' })
  await card.getByText('signed with their own key').waitFor()
  await card.getByText(/only its one-time code/).waitFor()
  await expectAccessible(manager)
  await picture(manager, 'access-code-only')
  await card.getByRole('button', { name: /^Approve for/ }).click()
  await manager.getByText(/Marcus Oyelaran can open/).waitFor()

  await technician.getByText(/Open to you for/).waitFor()
  await technician.bringToFront()
  await technician.getByRole('button', { name: 'Show code' }).waitFor()
  expect(await technician.getByRole('button', { name: 'Copy password' }).count()).toBe(0)
  // The username goes with the code: it is worth nothing without the rest.
  expect(await technician.getByRole('button', { name: 'Reveal' }).count()).toBe(1)
  expect(await technician.getByRole('button', { name: /^Copy (password|note|SSH key)$/ }).count()).toBe(0)
  await technician.getByRole('button', { name: 'Copy code' }).click()
  await technician.getByText(/Code copied/i).waitFor()
  expect(await clipboard(technician)).toMatch(/^[0-9]{6,8}$/)
  await picture(technician, 'credential-code-only')
  // The server has no key of the password for him: only those of the fields that were approved.
  const { db } = house.running.house
  const wraps = db.prepare(
    `SELECT w.n FROM secret_wraps w JOIN leases l ON l.id = w.by_id JOIN access_requests r ON r.id = l.request_id
      WHERE r.ticket = 'NL-21050' ORDER BY 1`,
  )
  expect(wraps.pluck().all()).toEqual([1, 3])

  // The list of what was decided is searched and narrowed, and its address says so.
  await manager.getByLabel('Search requests').fill('NL-21050')
  await manager.getByLabel('Show').selectOption({ label: 'Approved' })
  await manager.getByText(/Approved by Priya Nandakumar.*NL-21050/).waitFor()
  expect(await manager.getByText('Call me first').count()).toBe(0)
  expect(Object.fromEntries(parameters(manager))).toMatchObject({ show: 'approved', text: 'NL-21050' })
  await manager.getByLabel('Search requests').fill('nothing of the kind')
  await manager.getByText('Nothing here is like that.').waitFor()
  await manager.getByRole('button', { name: 'Show all' }).click()
  await manager.getByText(/“Call me first”/).waitFor()
})

test('a single admin approves for themselves where the policy says so, and every owner is told', async () => {
  const asker = await house.unlocked('elena', '/o/calder-wick/credentials/CR-22')
  await asker.getByRole('button', { name: 'Request access' }).click()
  const dialog = asker.getByRole('dialog', { name: 'Request access to CR-22' })
  await dialog.getByLabel('Why').fill('The controller wants a new site')
  await dialog.getByLabel('Ticket').fill('NL-21077')
  await asker.keyboard.press('Enter')
  await asker.getByText('The key holders have been told').waitFor()

  const owner = await house.unlocked('priya', '/o/calder-wick/settings/members')
  await owner.getByText('Elena Marsh').first().click()
  await owner.getByLabel('Manages').check()
  await owner.getByRole('button', { name: 'Save' }).click()
  await owner.getByText(/^Elena Marsh: /).waitFor()

  const elena = await house.visitor('/sign-in')
  await house.signIn(elena, 'elena')
  await elena.goto(`${house.url}/o/calder-wick/access`)
  const own = elena.getByRole('listitem').filter({ hasText: 'NL-21077' })
  await own.getByText('Somebody else approves what you ask for.').waitFor()
  expect(await own.getByRole('button', { name: /Approve for/ }).count()).toBe(0)

  await owner.goto(`${house.url}/o/calder-wick/settings/organization`)
  await owner.getByRole('button', { name: 'Let one person ask and approve' }).click()
  await owner.getByText('One person may ask and approve').first().waitFor()

  await elena.reload()
  const again = elena.getByRole('listitem').filter({ hasText: 'NL-21077' })
  await again.getByText('signed with their own key').waitFor()
  await again.getByRole('button', { name: /^Approve for/ }).click()
  await elena.getByText(/Elena Marsh can open CR-22 for/).waitFor()

  // At once, over whatever page is open, and among the notices.
  await owner.goto(`${house.url}/notices`)
  await owner
    .getByText(/Elena Marsh approved access for themselves: /)
    .first()
    .waitFor()
  await expectAccessible(owner)
  await picture(owner, 'self-approved')
  const told = house.running.house.db
    .prepare(`SELECT m.name FROM notices n JOIN members m ON m.id = n.member_id WHERE n.kind = 'access.self-approved'`)
    .pluck()
  const owners = house.running.house.db
    .prepare(
      `SELECT m.name FROM members m JOIN organizations o ON o.id = m.organization_id
        WHERE o.slug = 'calder-wick' AND m.role = 'owner' AND m.removed_at IS NULL`,
    )
    .pluck()
  expect(told.all().sort()).toEqual(owners.all().sort())
})

test('a server that calls somebody by another name in a review is noticed, and nothing is decided by it', async () => {
  const page = await house.unlocked('priya', '/o/calder-wick/access?tab=review')
  await page.getByLabel('Decide by').fill('2026-12-20')
  await page.getByRole('button', { name: 'Start a review' }).click()
  const keep = page.getByRole('button', { name: /^Keep: Marcus Oyelaran/ })
  await keep.first().waitFor()
  await expectAccessible(page)
  await picture(page, 'access-review')

  const rows = '**/api/v1/organizations/calder-wick/access-reviews/current/rows**'
  await page.route(rows, async (route) => {
    const answer = await route.fetch()
    const text = await answer.text()
    await route.fulfill({ response: answer, body: text.replaceAll('Marcus Oyelaran', 'Tom Ashworth') })
  })
  await page.reload()
  await page.getByText(/Decide nothing here\. The server calls/).waitFor()
  // The log's name is the one that is shown.
  await page
    .getByRole('rowheader', { name: /Marcus Oyelaran/ })
    .first()
    .waitFor()
  expect(await page.getByRole('button', { name: /^(Keep|End): / }).count()).toBe(0)
  await page.unroute(rows)

  // A name that is right over a place that is not: found out when it is decided.
  await page.route(rows, async (route) => {
    const answer = await route.fetch()
    const body = (await answer.json()) as { items: { collection?: { name: string } }[] }
    for (const { collection } of body.items) if (collection) collection.name = 'Kitchen'
    await route.fulfill({ response: answer, json: body })
  })
  await page.reload()
  await page
    .getByRole('button', { name: /^Keep: Marcus Oyelaran, Kitchen/ })
    .first()
    .click()
  await page
    .getByText(/This was stopped to protect your keys/)
    .first()
    .waitFor()
  await page.unroute(rows)
  await page.reload()
  await keep.first().click()
  await page
    .getByText(/Kept by Priya Nandakumar/)
    .first()
    .waitFor()
  await page.getByLabel('Show').selectOption({ label: 'Kept' })
  await page
    .getByRole('button', { name: /^Keep: / })
    .first()
    .waitFor({ state: 'detached' })
  expect(await page.getByRole('rowheader').count()).toBe(1)
})

const memberId = (name: string) =>
  house.running.house.db
    .prepare(`SELECT id FROM members WHERE name = ? AND removed_at IS NULL`)
    .pluck()
    .get(name) as string
