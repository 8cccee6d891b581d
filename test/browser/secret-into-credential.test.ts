import { expect, test } from 'vitest'
import { made } from '../support/made-secrets.ts'
import { expectAccessible } from './support/axe.ts'
import { aHouse } from './support/house.ts'
import { picture } from './support/screenshots.ts'

const house = aHouse('calder-wick')
const password = `Kq8-${made(9)}`

test('what was found in a text becomes a credential, and its reference stands wherever it stood', async () => {
  const page = await house.unlocked('priya', '/o/calder-wick/runbooks/new')
  const sent: string[] = []
  page.on('request', (request) => void sent.push(request.postData() ?? ''))
  await page.getByLabel('Title', { exact: true }).fill('Let a supplier in')
  await page.locator('.cm-content').waitFor()
  await page.getByRole('textbox', { name: 'Text of the runbook' }).focus()
  await page.keyboard.type(`Sign in at the door with \`${password}\`.\n\nIts password: ${password}\n`)

  const notice = page.getByRole('region', { name: 'Secrets in the text' })
  await notice.getByText('Line 3 looks like a password (13 characters).').waitFor()
  await notice.getByRole('button', { name: 'Make it a credential' }).click()
  const dialog = page.getByRole('dialog', { name: 'Make it a credential' })
  const name = dialog.getByLabel('Name', { exact: true })
  await expect.poll(() => name.inputValue()).toBe('Password, Let a supplier in')
  await name.fill('Door controller')
  await expectAccessible(page)
  await picture(page, 'credential-from-text')
  await dialog.getByRole('button', { name: 'Make the credential' }).click()

  await page.getByText('CR-01 has it now and stands in its place').waitFor()
  await notice.waitFor({ state: 'detached' })
  await page.locator('.cm-secret').waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByRole('heading', { name: 'Let a supplier in', level: 1 }).waitFor()
  await page.getByRole('main').getByText('Door controller').first().waitFor()
  await picture(page, 'credential-in-text')

  // Sealed on its way, and never in a text that was sent: there is no earlier version that has it.
  expect(sent.filter((body) => body.includes(password))).toEqual([])
  const { db } = house.running.house
  const bodies = db.prepare(`SELECT body FROM document_revisions WHERE title = 'Let a supplier in'`).pluck().all()
  expect(bodies).toEqual(['Sign in at the door with [[CR-01]].\n\nIts password: [[CR-01]]\n'])
}, 90_000)
