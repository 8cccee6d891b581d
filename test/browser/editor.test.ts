import type { Locator, Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { expectAccessible } from './support/axe.ts'
import { aHouse, desktop, phone } from './support/house.ts'
import { expectNoOverflow } from './support/now.ts'
import { picture } from './support/screenshots.ts'

const house = aHouse('demo')
const runbooks = '/o/calder-wick/runbooks'

/** Signed in through the page, for tests that lock, reload or sign out; the others are `house.unlocked`. */
async function newlySignedIn(name: string, at: string, options = desktop): Promise<Page> {
  const page = await house.visitor(`/sign-in?next=${encodeURIComponent(at)}`, options)
  await house.signIn(page, name)
  return page
}

const code = (page: Page) => page.getByRole('textbox', { name: 'Text of the runbook' })
const saveButton = (page: Page) => page.getByRole('button', { name: 'Save', exact: true })

/** The preview has the whole text; the editor draws only the lines in sight. */
const preview = (page: Page) => page.getByRole('region', { name: 'Preview' })
const shows = (page: Page, words: string) => preview(page).getByText(words).waitFor()

/** On the document's own page again. */
async function read(page: Page, words: string): Promise<void> {
  await page.getByRole('complementary').waitFor()
  await page.getByText(words).waitFor()
}

const hasFocus = (element: Locator) => element.evaluate((each) => each === document.activeElement)

/** Puts words at the end of the text. */
async function write(page: Page, words: string): Promise<void> {
  // CodeMirror comes in a part of its own, in place of a plain text area.
  await page.locator('.cm-content').waitFor()
  await code(page).focus()
  await page.keyboard.press('Control+End')
  await page.keyboard.type(words)
}

describe('writing', () => {
  test('a new runbook is written, found, and belongs to whoever wrote it', async () => {
    const page = await house.unlocked('tom', runbooks)
    await page.getByRole('link', { name: 'New runbook' }).waitFor()
    await page.keyboard.press('n')
    await page.getByLabel('Title', { exact: true }).fill('Franking machine has no credit')
    await expectAccessible(page)
    await picture(page, 'editor-new')
    await page.getByLabel('Tags').fill('post, office')
    await page.getByLabel('Related documents').fill('printing')
    await page.getByRole('option', { name: /Printing/ }).click()
    await write(page, '- [ ] Press Credit, then 9. **Expect:** a receipt.')
    await shows(page, 'a receipt.')
    await expectAccessible(page)
    await page.keyboard.press('Control+Enter')
    await page.getByRole('heading', { name: 'Franking machine has no credit', level: 1 }).waitFor()
    await page.getByText('Not verified', { exact: true }).waitFor()
    const rail = page.getByRole('complementary')
    await rail.getByText('Tom Ashworth').first().waitFor()
    await rail.getByRole('link', { name: /Printing/ }).waitFor()
    await rail.getByRole('link', { name: 'office' }).click()
    await page.getByRole('row').filter({ hasText: 'Franking machine' }).waitFor()
  })

  test('what is wrong is named beside its field, and nothing that was written is lost', async () => {
    const page = await house.unlocked('tom', `${runbooks}/new`)
    await page.getByLabel('Days between reviews').fill('soon')
    await write(page, 'Text that stays.')
    await saveButton(page).click()
    const summary = page.getByRole('alert')
    await summary.getByText('2 things to fix').waitFor()
    await expect.poll(() => hasFocus(summary)).toBe(true)
    await expectAccessible(page)
    await picture(page, 'editor-wrong')
    await summary.getByRole('link', { name: /title/ }).click()
    await expect.poll(() => hasFocus(page.getByLabel('Title', { exact: true }))).toBe(true)
    await page.keyboard.type('Two mistakes')
    await page.getByLabel('Days between reviews').fill('30')
    // A tag that only the server finds too long: its pointer leads to the field.
    await page.getByLabel('Tags').fill('x'.repeat(41))
    await saveButton(page).click()
    await page.getByText('Enter at most 40 characters').first().waitFor()
    await shows(page, 'Text that stays.')
    await page.getByRole('button', { name: /^Remove xxx/ }).click()
    await saveButton(page).click()
    await page.getByRole('heading', { name: 'Two mistakes', level: 1 }).waitFor()
    await read(page, 'Text that stays.')
  })

  test('saving does not verify; saving and verifying does', async () => {
    const page = await house.unlocked('priya', `${runbooks}/RB-16/edit`)
    await write(page, '\nOne line more.')
    await page.getByLabel('What has changed?').fill('One line')
    await saveButton(page).click()
    await page.getByText('Verified, edited since', { exact: true }).waitFor()
    await page.getByText('RB-16 saved as version').waitFor()

    await page.getByRole('link', { name: 'Edit' }).click()
    await write(page, '\nAnd another.')
    await page.getByRole('button', { name: 'Save and verify' }).click()
    const dialog = page.getByRole('dialog', { name: 'Save and verify RB-16' })
    await expectAccessible(page)
    for (const box of await dialog.getByRole('checkbox').all()) await box.check()
    await dialog.getByRole('button', { name: 'Save and verify' }).click()
    await read(page, 'And another.')
    await page.getByText('Verified', { exact: true }).first().waitFor()
    await page
      .getByRole('complementary')
      .getByText(/^just now by Priya|today by Priya|^\d+ min ago by Priya/)
      .waitFor()
  })

  test('what the server cannot be told is kept, and goes out at the next try', async () => {
    const page = await house.unlocked('tom', `${runbooks}/RB-25/edit`)
    await write(page, '\nWritten on a train.')
    await page.route('**/documents/RB-25', (route) =>
      route.request().method() === 'PUT' ? route.abort() : route.continue(),
    )
    await saveButton(page).click()
    await page.getByRole('alert').getByText('The server cannot be reached').waitFor()
    await expectAccessible(page)
    await picture(page, 'editor-unreachable')
    await shows(page, 'Written on a train.')
    await page.unrouteAll()
    await saveButton(page).click()
    await read(page, 'Written on a train.')
    house.expectComplaint(/ERR_FAILED/)
  })

  test('on a phone it is a plain text area', async () => {
    const page = await newlySignedIn('priya', `${runbooks}/RB-05/edit`, phone)
    const area = page.getByRole('textbox', { name: 'Text of the runbook' })
    await area.waitFor()
    await area.fill('- [ ] Close the ledger. **Expect:** no open batch.')
    await page.getByRole('tab', { name: 'Preview' }).click()
    await page.getByRole('tabpanel').getByText('no open batch.').waitFor()
    await expectAccessible(page)
    await expectNoOverflow(page)
    await saveButton(page).click()
    await read(page, 'no open batch.')
  })

  test('whoever may not edit is told, and by whom it is looked after', async () => {
    const page = await house.signedIn('elena', `${runbooks}/RB-14/edit`)
    await page.getByText('You can read RB-14 but not edit it. Priya Nandakumar looks after it.').waitFor()
    await expectAccessible(page)
    await page.goto(`${house.url}${runbooks}/new`)
    await page.getByText('There is no collection here that you may write in.').waitFor()
  })
})

describe('a draft', () => {
  const canary = 'canary-in-a-draft'

  test('survives a reload, is offered back with its age, and goes when it is discarded', async () => {
    const page = await newlySignedIn('tom', `${runbooks}/RB-13/edit`)
    await write(page, `\n${canary}`)
    await page.getByText('Draft saved here').waitFor()
    await page.reload()
    await back(page, 'tom')
    await page.getByText('Your draft from').waitFor()
    await shows(page, canary)
    await expectAccessible(page)
    await picture(page, 'editor-draft')
    await page.getByRole('button', { name: 'Discard draft' }).click()
    await preview(page).getByText(canary).waitFor({ state: 'detached' })
    await page.reload()
    await back(page, 'tom')
    await code(page).waitFor()
    await preview(page).getByText(/\w/).first().waitFor()
    expect(await page.getByText('Your draft from').count()).toBe(0)
    expect(await preview(page).innerText()).not.toContain(canary)
  })

  test('is gone once it is saved', async () => {
    const page = await house.unlocked('tom', `${runbooks}/RB-12/edit`)
    await write(page, '\nSaved in the end.')
    await page.getByText('Draft saved here').waitFor()
    await saveButton(page).click()
    await read(page, 'Saved in the end.')
    await page.getByRole('link', { name: 'Edit' }).click()
    await code(page).waitFor()
    await expect.poll(() => drafts(page)).toEqual([])
    expect(await page.getByText('Your draft from').count()).toBe(0)
  })

  test('lies on the device sealed, leaves the page with the lock, and the passphrase brings it back', async () => {
    const page = await newlySignedIn('tom', `${runbooks}/RB-19/edit`)
    await write(page, `\n${canary}`)
    await page.getByText('Draft saved here').waitFor()
    await expect.poll(async () => (await drafts(page)).length).toBe(1)
    expect(JSON.stringify(await drafts(page))).not.toContain(canary)

    await page.keyboard.type(' and a moment later')
    await page.getByLabel('Title', { exact: true }).blur()
    await page.getByRole('button', { name: 'Lock', exact: true }).click()
    await page.getByText('What you were writing is kept on this device, sealed.').waitFor()
    await expect.poll(() => page.content()).not.toContain(canary)
    await expectAccessible(page)
    await picture(page, 'editor-locked')
    await page.getByRole('main').getByRole('button', { name: 'Unlock' }).click()
    await unlock(page, 'tom')
    await page.locator('.cm-content').waitFor()
    await shows(page, `${canary} and a moment later`)
  })

  test('waits for an unlock where the keys are not at hand', async () => {
    const page = await newlySignedIn('tom', `${runbooks}/RB-06/edit`)
    await write(page, `\n${canary}`)
    await page.getByText('Draft saved here').waitFor()
    await page.goto(`${house.url}/home`)
    await page.getByRole('button', { name: 'Lock', exact: true }).click()
    await page.getByText('Documents stay readable.').waitFor()
    await page.goto(`${house.url}${runbooks}/RB-06/edit`)
    await page.getByText('Your draft of RB-06 from').waitFor()
    await expectAccessible(page)
    await picture(page, 'editor-sealed-draft')
    await page.getByRole('button', { name: 'Unlock and go on with it' }).click()
    await unlock(page, 'tom')
    await page.locator('.cm-content').waitFor()
    await shows(page, canary)
  })

  test('does not outlive a sign-out', async () => {
    const page = await newlySignedIn('tom', `${runbooks}/RB-07/edit`)
    await write(page, `\n${canary}`)
    await page.getByText('Draft saved here').waitFor()
    await page.getByRole('button', { name: 'Tom Ashworth' }).click()
    await page.getByRole('menuitem', { name: /Sign out/ }).click()
    await page.waitForURL(/sign-in/)
    await expect.poll(() => drafts(page)).toEqual([])
  })

  test('says so where nothing can be kept because the vault is locked', async () => {
    const page = await house.signedIn('tom', `${runbooks}/RB-32/edit`)
    await write(page, '\nNot kept yet.')
    await page.getByText('Drafts need your keys').waitFor()
    await expectAccessible(page)
    await page.getByRole('status').getByRole('button', { name: 'Unlock' }).click()
    await unlock(page, 'tom')
    await page.getByText('Draft saved here').waitFor()
    await shows(page, 'Not kept yet.')
  })
})

describe('leaving', () => {
  test('asks before unsaved words are left, and the draft comes back', async () => {
    const page = await house.unlocked('tom', `${runbooks}/RB-24/edit`)
    await write(page, '\nHalf a thought')
    await page.getByText('Draft saved here').waitFor()
    await page.getByRole('link', { name: 'Home' }).first().click()
    const dialog = page.getByRole('alertdialog', { name: 'Leave RB-24 without saving?' })
    await expectAccessible(page)
    await picture(page, 'editor-leave')
    await dialog.getByRole('button', { name: 'Keep writing' }).click()
    await dialog.waitFor({ state: 'detached' })
    expect(new URL(page.url()).pathname).toBe(`${runbooks}/RB-24/edit`)
    await page.getByRole('link', { name: 'Home' }).first().click()
    await dialog.getByRole('button', { name: 'Leave, keep the draft' }).click()
    await page.waitForURL('**/home')
    // The document says that there is one, and leads back to it.
    await page.goto(`${house.url}${runbooks}/RB-24`)
    await page.getByText('A draft of yours from').waitFor()
    await expectAccessible(page)
    await page.getByRole('link', { name: 'Go on writing' }).click()
    await back(page, 'tom')
    await page.getByText('Your draft from').waitFor()
    await shows(page, 'Half a thought')
  })

  test('asks nothing when nothing was written', async () => {
    const page = await house.unlocked('tom', `${runbooks}/RB-24/edit`)
    await page.locator('.cm-content').waitFor()
    await page.getByRole('link', { name: 'Home' }).first().click()
    await page.waitForURL('**/home')
  })
})

/** After a reload: the vault stays open where the browser keeps its Worker, otherwise it is unlocked once. */
async function back(page: Page, name: string): Promise<void> {
  const unlockFirst = page.getByRole('button', { name: 'Unlock and go on with it' })
  await code(page).or(unlockFirst).first().waitFor()
  if (!(await unlockFirst.isVisible())) return
  await unlockFirst.click()
  await unlock(page, name)
  await code(page).waitFor()
}

async function unlock(page: Page, name: string): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'Unlock' })
  await dialog.getByLabel('Passphrase', { exact: true }).fill(house.person(name).passphrase)
  await dialog.getByRole('button', { name: 'Unlock', exact: true }).click()
  await dialog.waitFor({ state: 'detached' })
}

/** Everything that lies in this browser's database, as it lies there. */
function drafts(page: Page): Promise<unknown[]> {
  return page.evaluate(async () => {
    const asked = <Answer>(request: IDBRequest<Answer>) =>
      new Promise<Answer>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(request.error ?? new Error('no answer'))
      })
    const found: unknown[] = []
    for (const { name } of await indexedDB.databases()) {
      const database = await asked(indexedDB.open(name ?? ''))
      for (const store of database.objectStoreNames)
        found.push(...((await asked(database.transaction(store).objectStore(store).getAll())) as unknown[]))
      database.close()
    }
    return found
  })
}
