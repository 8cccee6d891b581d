import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { expectAccessible } from './support/axe.ts'
import { aHouse, phone } from './support/house.ts'
import { chord } from './support/keys.ts'
import { expectFocus, expectNoOverflow } from './support/now.ts'
import { picture } from './support/screenshots.ts'

const house = aHouse('calder-wick')
const at = (page: string) => `/o/calder-wick/settings/${page}`

test.each([
  ['/settings/appearance', 'Appearance'],
  ['/settings/passphrase', 'Passphrase'],
  ['/settings/security', 'Security'],
  [at('organization'), 'Organization'],
  [at('members'), 'Members'],
  [at('collections'), 'Collections'],
  [at('access'), 'Access'],
])(
  '%s is accessible on a desk and on a phone',
  async (path, heading) => {
    for (const device of [undefined, phone]) {
      const page = await house.signedIn('priya', path, device)
      await page.getByRole('heading', { name: heading, level: 1 }).waitFor()
      await page.locator('[aria-busy=true]').waitFor({ state: 'detached' })
      await expectAccessible(page)
      await expectNoOverflow(page)
      if (!device) await picture(page, `settings-${heading.toLowerCase()}`)
    }
  },
  60_000,
)

test('what is chosen for this device applies at once and outlives a reload', async () => {
  const page = await house.signedIn('priya', '/settings/appearance')
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
  const light = await background()
  await page.getByLabel('Dark').check()
  await expect.poll(background).not.toBe(light)
  const dark = await background()
  await page.getByLabel('Single keys act').uncheck()
  await page.reload()
  await expect.poll(background).toBe(dark)
  await page.getByRole('heading', { name: 'Appearance' }).waitFor()
  await chord(page, 'g', 'h')
  // Keys with Ctrl act all the same, and by then the others have been heard.
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Search' }).waitFor()
  expect(new URL(page.url()).pathname).toBe('/settings/appearance')
})

test('a theme is there before anything is painted', async () => {
  const page = await house.signedIn('priya', '/settings/appearance')
  await page.getByLabel('Dark').check()
  await page.route('**/*', (route) => (/\/index-.*\.js/.test(route.request().url()) ? undefined : route.continue()))
  await page.reload({ waitUntil: 'commit' })
  await page.waitForFunction(() => document.documentElement.dataset['theme'] === 'dark')
  expect(await page.locator('#app > *').count()).toBe(0)
  await page.unrouteAll({ behavior: 'ignoreErrors' })
})

describe('people', () => {
  async function revealed(page: Page) {
    await page.getByRole('button', { name: 'Copy password' }).waitFor()
    await page.keyboard.press('r')
    await page.getByText('before-he-forgot-1').waitFor()
  }

  test('a partner’s technician is invited, joins on a phone, and sees nothing until access is given', async () => {
    const owner = await house.unlocked('priya', at('members'))
    await owner.getByRole('button', { name: 'Add a party' }).click()
    await owner.getByLabel('Name', { exact: true }).fill('Southgate IT')
    await owner.getByRole('button', { name: 'Add party' }).click()
    await owner.getByRole('rowheader', { name: 'Southgate IT' }).waitFor()

    const link = await invite(owner, 'Joanna Kessel', 'joanna@southgate.example.net', 'Southgate IT (Partner)')
    expect(link).toMatch(/\/join#[A-Za-z0-9_-]{43}\.[A-Za-z0-9_-]{43}$/)

    const joanna = await house.visitor(link.slice(house.url.length), phone)
    await joanna.getByRole('heading', { name: 'Join Calder & Wick' }).waitFor()
    await joanna.getByText('Sees nothing until access is given').waitFor()
    await expectAccessible(joanna)
    await picture(joanna, 'join')
    await joanna.getByLabel('Passphrase', { exact: true }).fill('walnut harbor thistle eleven')
    await joanna.getByRole('button', { name: 'Make my account and join' }).click()
    // Nobody presses anything: one of the owner's tabs is unlocked, and lets her in.
    await joanna.getByRole('heading', { name: 'Welcome to Calder & Wick' }).waitFor()
    await owner.getByText('Let in: Joanna Kessel').waitFor()
    await joanna.waitForURL('**/o/calder-wick')
    expect(joanna.url()).not.toContain('#')

    await joanna.goto(house.url + at('collections'))
    await joanna.getByText('No collection is open to you.').waitFor()
    await joanna.goto(house.url + at('organization'))
    await joanna.getByText('Ask one of the owners or admins').waitFor()

    await owner.goto(house.url + at('access'))
    await owner.getByRole('button', { name: 'Give access' }).click()
    const dialog = owner.getByRole('dialog', { name: 'Give access' })
    await dialog.getByLabel('Person').selectOption({ label: 'Joanna Kessel (Southgate IT)' })
    // Nobody can give a technician access without an end.
    const ends = () => dialog.getByLabel('Ends').locator('option').allInnerTexts()
    await expect.poll(ends).not.toContain('With no end')
    expect((await ends()).length).toBeGreaterThan(1)
    await expectAccessible(owner)
    await picture(owner, 'give-access')
    await dialog.getByRole('button', { name: 'Give access' }).click()
    await owner.getByRole('link', { name: 'Joanna Kessel (Southgate IT)' }).waitFor()

    await joanna.goto(house.url + at('collections'))
    await joanna.getByRole('link', { name: 'General' }).waitFor()

    await owner.getByRole('link', { name: 'Joanna Kessel (Southgate IT)' }).click()
    await owner.getByRole('button', { name: 'End access now' }).waitFor()
    await expectAccessible(owner)
    await owner.getByRole('button', { name: 'End access now' }).click()
    await owner.getByRole('link', { name: 'Joanna Kessel (Southgate IT)' }).waitFor({ state: 'detached' })
    await joanna.reload()
    await joanna.getByText('No collection is open to you.').waitFor()
    await expectAccessible(joanna)
  })

  test('who forgot the passphrase comes back with new keys on the same device, and opens what they could before', async () => {
    const owner = await house.unlocked('priya', '/o/calder-wick/credentials/new')
    await owner.getByLabel('Name', { exact: true }).fill('Switch, head office')
    await owner.getByLabel('Password (optional)').fill('before-he-forgot-1')
    await owner.keyboard.press('Control+Enter')
    await owner.getByRole('heading', { name: 'Switch, head office' }).waitFor()
    await owner.goto(house.url + at('access'))
    await owner.getByRole('button', { name: 'Give access' }).click()
    const give = owner.getByRole('dialog', { name: 'Give access' })
    await give.getByLabel('Person').selectOption({ label: 'Tom Ashworth (Calder & Wick)' })
    await give.getByLabel('Read and edit').check()
    await give.getByRole('button', { name: 'Give access' }).click()
    await owner.getByText('Tom Ashworth has access').waitFor()

    // His device knows him: what it remembers of his old keys must not stand in the way of the new ones.
    const tom = await house.visitor('/sign-in')
    await house.signIn(tom, 'tom')
    await tom.goto(`${house.url}/o/calder-wick/credentials`)
    await tom.getByRole('link', { name: 'Switch, head office' }).click()
    await revealed(tom)
    await expect.poll(() => tom.evaluate(() => Object.keys(localStorage).join(' '))).toContain('runkeep.home.')

    await owner.goto(house.url + at('members'))
    await owner.getByRole('link', { name: 'Tom Ashworth' }).click()
    await owner.getByRole('button', { name: 'Make a link for new keys' }).click()
    const dialog = owner.getByRole('alertdialog', { name: 'The link for Tom Ashworth' })
    const link = await dialog.getByRole('textbox').inputValue()
    await dialog.getByRole('button', { name: 'Done' }).click()

    await tom.goto(link)
    await tom.getByRole('heading', { name: 'Come back to Calder & Wick' }).waitFor()
    await expectAccessible(tom)
    await picture(tom, 'come-back')
    await tom.getByLabel('New passphrase', { exact: true }).fill('pebble orchestra nineteen kettles')
    await tom.getByRole('button', { name: 'Make new keys' }).click()
    await owner.getByText('Let in: Tom Ashworth').waitFor()
    await tom.waitForURL('**/o/calder-wick')
    await tom.getByRole('link', { name: 'Credentials' }).first().click()
    await tom.getByRole('link', { name: 'Switch, head office' }).click()
    await revealed(tom)
    // The list of his organizations begins anew, under the new keys.
    const { db } = house.running.house
    const homes = `SELECT h.counter FROM homes h JOIN accounts a ON a.id = h.account_id WHERE a.email = ?`
    await expect.poll(() => db.prepare(homes).pluck().get(house.person('tom').email)).toBe(1)

    // The old passphrase opens nothing, and the new one does.
    await tom.context().clearCookies()
    await tom.goto(`${house.url}/sign-in`)
    await tom.getByLabel('E-mail address').fill(house.person('tom').email)
    await tom.getByLabel('Passphrase', { exact: true }).fill(house.person('tom').passphrase)
    await tom.getByRole('button', { name: 'Sign in' }).click()
    await tom.getByText('That address and passphrase do not go together').waitFor()
    await tom.getByLabel('Passphrase', { exact: true }).fill('pebble orchestra nineteen kettles')
    await tom.getByRole('button', { name: 'Sign in' }).click()
    await tom.waitForURL((url) => url.pathname !== '/sign-in')
    await tom.goto(`${house.url}/o/calder-wick/credentials/CR-01`)
    await revealed(tom)
  })

  test('a link works once', async () => {
    const owner = await house.unlocked('priya', at('members'))
    const link = await invite(owner, 'Elena Marsh', 'elena@calderwick.example.com', 'Calder & Wick (In-house)')
    const path = link.slice(house.url.length)
    const elena = await house.visitor(path)
    await elena.getByLabel('Passphrase', { exact: true }).fill('saddle quartz pumpkin eleven')
    await elena.getByRole('button', { name: 'Make my account and join' }).click()
    await elena.waitForURL('**/o/calder-wick')
    const other = await house.visitor(path)
    await other.getByRole('heading', { name: 'This link leads nowhere' }).waitFor()
    await expectAccessible(other)
    expect(house.log.join('')).not.toContain(link.split('.').at(-1))
  })

  test('an invitation that was taken back leads nowhere', async () => {
    const owner = await house.unlocked('priya', at('members'))
    const link = await invite(owner, 'Graham Pike', 'graham@calderwick.example.com', 'Calder & Wick (In-house)')
    await owner.getByRole('button', { name: 'Take back the invitation of Graham Pike' }).click()
    await owner.getByText('The link for Graham Pike leads nowhere now').waitFor()
    const graham = await house.visitor(link.slice(house.url.length))
    await graham.getByRole('heading', { name: 'This link leads nowhere' }).waitFor()
  })

  test('what somebody can do is changed and ended, with its consequences said before', async () => {
    const owner = await house.unlocked('priya', at('members'))
    await owner.getByRole('link', { name: 'Tom Ashworth' }).click()
    const dialog = owner.getByRole('dialog', { name: 'Tom Ashworth' })
    await dialog.getByLabel('Reads', { exact: true }).check()
    await dialog.getByText('Tom Ashworth has to sign in again.').waitFor()
    await expectAccessible(owner)
    await picture(owner, 'member')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await owner
      .getByRole('row', { name: /Tom Ashworth/ })
      .getByText('Reads')
      .waitFor()

    await owner.getByRole('link', { name: 'Tom Ashworth' }).click()
    await owner.getByRole('button', { name: 'Remove Tom Ashworth' }).click()
    const question = owner.getByRole('alertdialog', { name: 'Remove Tom Ashworth from Calder & Wick?' })
    await question.getByText('cannot be taken back').waitFor()
    await expectAccessible(owner)
    await picture(owner, 'remove')
    await question.getByRole('button', { name: 'Remove Tom Ashworth' }).click()
    await owner.getByRole('heading', { name: 'No longer members' }).waitFor()
    await expectAccessible(owner)
  })

  test('the last owner cannot leave', async () => {
    const owner = await house.unlocked('priya', at('members'))
    await owner.getByRole('link', { name: 'Priya Nandakumar' }).click()
    await owner.getByRole('button', { name: 'Leave Calder & Wick' }).click()
    await owner.getByRole('alertdialog').getByRole('button', { name: 'Leave Calder & Wick' }).click()
    await owner.getByText('Name another owner first.').waitFor()
  })
})

describe('collections', () => {
  test('one is made, restricted, and put away while it is empty', async () => {
    const page = await house.unlocked('priya', at('collections'))
    await page.getByRole('button', { name: 'New collection' }).click()
    await page.getByLabel('Name', { exact: true }).fill('General')
    await page.getByRole('button', { name: 'Make collection' }).click()
    await page.getByText('There is a collection of this name.').waitFor()
    await expectFocus(page, 'name', 'name')
    await page.getByLabel('Name', { exact: true }).fill('Network core')
    await page.keyboard.press('Control+Enter')

    await page.getByRole('link', { name: 'Network core' }).click()
    await page.getByLabel('Restricted').check()
    await page.getByText('Editors and readers without a grant lose sight').waitFor()
    await expectAccessible(page)
    await picture(page, 'collection')
    await page.getByRole('button', { name: 'Save collection' }).click()
    await page
      .getByRole('row', { name: /Network core/ })
      .getByText('Restricted')
      .waitFor()

    await page.getByRole('link', { name: 'Network core' }).click()
    await page.getByRole('button', { name: 'Archive Network core' }).click()
    await page.getByRole('heading', { name: 'Archived' }).waitFor()
    await page.getByRole('link', { name: 'Network core' }).waitFor({ state: 'detached' })
  })

  test('the address keeps search and order, and Back closes a dialog', async () => {
    const page = await house.signedIn('priya', `${at('collections')}?sort=-name`)
    await page.getByRole('link', { name: 'General' }).click()
    await page.getByRole('dialog', { name: 'General' }).waitFor()
    await page.waitForURL(/open=/)
    await page.goBack()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.waitForURL((url) => url.search === '?sort=-name')
    await page.getByLabel('Search collections').fill('nothing like it')
    await page.getByText('No collection matches “nothing like it”.').waitFor()
    await page.waitForURL(/text=nothing/)
    await page.getByRole('button', { name: 'Clear the search' }).click()
    await page.getByRole('link', { name: 'General' }).waitFor()
  })
})

test('another organization is made, and one switches between the two', async () => {
  const page = await house.unlocked('priya', at('organization'))
  await page.getByRole('button', { name: 'Make another organization' }).click()
  await page.getByLabel('Name of the organization').fill('Fennel & Rye Foods')
  await page.getByRole('button', { name: 'Make organization' }).click()
  const stands = page.getByRole('alertdialog', { name: 'Fennel & Rye Foods stands' })
  await expect.poll(() => stands.getByRole('list', { name: 'Fingerprint' }).getByRole('listitem').count()).toBe(6)
  await expectAccessible(page)
  await stands.getByRole('link', { name: 'Later' }).click()
  await page.waitForURL('**/o/fennel-rye-foods')
  await page.getByRole('button', { name: 'Fennel & Rye Foods' }).click()
  await page.getByRole('menuitemradio', { name: 'Calder & Wick' }).click()
  await page.waitForURL('**/o/calder-wick')
  await page.getByRole('button', { name: 'Calder & Wick' }).waitFor()
})

test('a new passphrase takes the place of the old one, and ends other sessions', async () => {
  const elsewhere = await house.visitor('/settings/appearance')
  await house.signIn(elsewhere, 'marcus')
  const page = await house.visitor('/settings/passphrase')
  await house.signIn(page, 'marcus')
  const { passphrase, email } = house.person('marcus')
  const next = 'granite teapot orbit mistletoe'
  const change = async (current: string, wanted: string) => {
    await page.getByLabel('Current passphrase').fill(current)
    await page.getByLabel('New passphrase').fill(wanted)
    await page.getByRole('button', { name: 'Change passphrase' }).click()
  }
  await change('something else entirely', next)
  await page.getByText('That is not your current passphrase.').waitFor()
  await expectAccessible(page)
  await change(passphrase, 'password1234')
  await page
    .getByText(/Guessed at once|easy to guess/)
    .first()
    .waitFor()
  await change(passphrase, next)
  await page.getByText('Passphrase changed.').waitFor()
  await expect.poll(() => page.getByLabel('Current passphrase').inputValue()).toBe('')

  await elsewhere.reload()
  await elsewhere.getByRole('heading', { name: 'Sign in' }).waitFor()
  // What is sealed now opens with the new passphrase only.
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Lock', exact: true }).click()
  await page.getByRole('button', { name: 'Unlock', exact: true }).first().click()
  const dialog = page.getByRole('dialog', { name: 'Unlock' })
  await dialog.getByLabel('Passphrase', { exact: true }).fill(passphrase)
  await page.keyboard.press('Enter')
  await dialog.getByText('That is not the passphrase').waitFor()
  await dialog.getByLabel('Passphrase', { exact: true }).fill(next)
  await page.keyboard.press('Enter')
  await dialog.waitFor({ state: 'detached' })

  await elsewhere.getByLabel('E-mail address').fill(email)
  await elsewhere.getByLabel('Passphrase', { exact: true }).fill(next)
  await elsewhere.getByRole('button', { name: 'Sign in' }).click()
  await elsewhere.waitForURL('**/settings/appearance')
})

/** @returns the link, which is shown once. */
async function invite(page: Page, name: string, email: string, party: string): Promise<string> {
  await page.getByRole('button', { name: 'Invite a person' }).click()
  await page.getByLabel('Name', { exact: true }).fill(name)
  await page.getByLabel('E-mail address').fill(email)
  await page.getByLabel('Works for').selectOption({ label: party })
  await page.getByRole('button', { name: 'Make the link' }).click()
  const link = await page.getByLabel('Invitation link').inputValue()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Done' }).click()
  return link
}
