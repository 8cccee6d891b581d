import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { expectAccessible } from './support/axe.ts'
import { aHouse } from './support/house.ts'
import { picture } from './support/screenshots.ts'

const house = aHouse('demo')
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name }).waitFor()
const step = (page: Page, name: string) => page.getByRole('navigation', { name: 'Steps' }).getByRole('link', { name })
const choose = async (page: Page, label: string, name: string) => {
  await page.getByRole('combobox', { name: label }).fill(name)
  await page.getByRole('option', { name: new RegExp(name) }).waitFor()
  await page.keyboard.press('Enter')
}

test('a technician leaves: what they kept goes on, what they saw is rotated, both sides sign, and it is closed', async () => {
  const { db } = house.running.house
  const count = (sql: string) => Number(db.prepare(sql).pluck().get())
  const kept = `SELECT count(*) FROM documents d JOIN members m ON m.id IN (d.owner_id, d.deputy_id)
                 WHERE m.name = 'Marcus Oyelaran' AND d.archived_at IS NULL
                   AND d.organization_id = (SELECT id FROM organizations WHERE slug = 'calder-wick')`
  const documents = count(kept)
  expect(documents).toBeGreaterThan(5)
  // One of them lies where only those who are named can look.
  db.prepare(
    `UPDATE documents SET collection_id = c.id FROM collections c
      WHERE c.organization_id = documents.organization_id AND c.restricted AND documents.title = 'Server patch weekend'`,
  ).run()

  const page = await house.unlocked('priya', '/o/calder-wick/settings/members')
  await page.getByText('Marcus Oyelaran').first().click()
  await page.getByRole('link', { name: 'Hand over…' }).click()
  await heading(page, 'Hand over from Marcus Oyelaran')
  await page.getByText('Documents, contracts and dates').waitFor()
  await page.getByRole('cell', { name: 'At risk: seen, unchanged since' }).first().waitFor()
  await expectAccessible(page)
  await picture(page, 'handover-start')
  await choose(page, 'Who takes over (optional)', 'Tom Ashworth')
  await page.getByLabel('Why (optional)').fill('Leaves Northlight on 31 March')
  await page.getByRole('button', { name: 'Start the handover' }).click()
  await heading(page, 'Handover of Marcus Oyelaran')
  await page.getByRole('button', { name: `Give ${documents} documents to Tom` }).waitFor()
  await picture(page, 'handover-documents')
  // Some go to somebody who may not see one of them: opened to her, and hers.
  await page.getByRole('checkbox', { name: /^All/ }).uncheck()
  await page.getByRole('checkbox', { name: 'Quarterly restore test' }).check()
  await page.getByRole('checkbox', { name: 'Server patch weekend' }).check()
  await choose(page, 'New owner', 'Elena Marsh')
  await page.getByRole('button', { name: 'Give 2 documents to Elena' }).click()
  await page.getByText('Elena Marsh cannot see 1 document').waitFor()
  await expectAccessible(page)
  await picture(page, 'handover-cannot-see')
  await page.getByRole('button', { name: 'Let Elena read it, and move it' }).click()
  await page.getByText('Elena Marsh cannot see 1 document').waitFor({ state: 'detached' })

  // Everything else in three acts: all, who, give.
  await page.getByRole('checkbox', { name: /^All/ }).check()
  await choose(page, 'New owner', 'Tom Ashworth')
  await page.getByRole('button', { name: `Give ${documents - 2} documents to Tom` }).click()
  await page.getByText('Marcus Oyelaran is owner or deputy of nothing any more.').waitFor()
  expect(count(kept)).toBe(0)
  await page.getByLabel('Note for the report (optional)').fill('Elena reads the two in the first week')
  await page.getByRole('button', { name: 'Done, next: Lanes' }).click()

  await page.getByRole('button', { name: /^Put Tom into \d+ lanes$/ }).waitFor()
  await picture(page, 'handover-lanes')
  await page.getByRole('button', { name: /^Put Tom into \d+ lanes$/ }).click()
  await page.getByText('No lane names Marcus Oyelaran any more.').waitFor()
  await page.getByRole('button', { name: 'Done, next: Contacts' }).click()

  await page.getByText('No vendor’s card names Marcus Oyelaran.').waitFor()
  await page.getByRole('button', { name: 'Done, next: Secrets' }).click()
  await page.getByRole('button', { name: /^Put \d secrets? on the rotation list$/ }).click()
  await page.getByText('On the rotation list').first().waitFor()
  await expectAccessible(page)
  await picture(page, 'handover-secrets')

  // It waits: whoever comes back goes on where it was, with the way there at the person.
  await page.goto(`${house.url}/o/calder-wick/handovers`)
  await heading(page, 'Handovers')
  await expectAccessible(page)
  await picture(page, 'handovers')
  await page.getByRole('link', { name: /Marcus Oyelaran/ }).click()
  await page.getByText('Secrets they have seen').waitFor()
  await page.getByRole('button', { name: 'Done, next: Access' }).click()
  await page.getByRole('button', { name: 'Remove Marcus Oyelaran' }).waitFor()
  await expectAccessible(page)
  await picture(page, 'handover-access')

  // Signed by both sides while he still gets in.
  await step(page, 'Report').click()
  await page.getByRole('button', { name: 'Sign for Calder & Wick' }).click()
  await page
    .getByText(/Priya Nandakumar/)
    .last()
    .waitFor()
  await page.getByText(/It waits for Marcus Oyelaran to sign/).waitFor()
  const marcus = await house.signedIn('marcus', '/notices')
  await marcus.getByRole('button', { name: 'Read and sign' }).click()
  await heading(marcus, 'Your handover')
  await marcus.getByRole('button', { name: 'Sign', exact: true }).waitFor()
  expect(await marcus.getByRole('button', { name: /Close|Call|paper/ }).count()).toBe(0)
  await expectAccessible(marcus)
  await picture(marcus, 'handover-mine')
  await marcus.getByRole('button', { name: 'Sign', exact: true }).click()
  await marcus.getByText(/You have signed|Both sides have signed/).waitFor()

  await step(page, 'Access').click()
  await page.getByRole('button', { name: 'Remove Marcus Oyelaran' }).click()
  await page.getByText('Removed', { exact: true }).waitFor()
  await step(page, 'Report').click()
  await page.getByText('No grant, lease or session is open to them.').waitFor()
  await page.getByRole('button', { name: 'Close the handover…' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Close the handover' }).click()
  await page.getByText('Closed', { exact: true }).first().waitFor()
  await picture(page, 'handover-report')
  expect(await page.getByRole('main').getByRole('button').allInnerTexts()).toEqual(['Print'])
  expect(count(`SELECT count(*) FROM handovers WHERE outcome = 'done' AND report IS NOT NULL`)).toBe(1)
  expect(count(`SELECT count(*) FROM handover_signatures WHERE member_id IS NOT NULL`)).toBe(2)

  // On paper there is the report, and nothing to press.
  await page.emulateMedia({ media: 'print' })
  await page.getByText('Handover of Marcus Oyelaran').first().waitFor()
  expect(await page.getByRole('navigation').count()).toBe(0)
  expect(await page.getByRole('button').count()).toBe(0)
  expect(await page.getByText(/Printed .* by Priya Nandakumar/).isVisible()).toBe(true)
  await picture(page, 'handover-print')
})
