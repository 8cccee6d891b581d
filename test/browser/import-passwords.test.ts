import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { aKdbx, secret } from '../support/import-files.ts'
import { expectAccessible } from './support/axe.ts'
import { aHouse } from './support/house.ts'
import { picture } from './support/screenshots.ts'

const house = aHouse('calder-wick')
const at = '/o/calder-wick/import'

/** Puts a file into the page as a person's choice would. */
const choose = (page: Page, name: string, content: Uint8Array | string) =>
  page
    .getByLabel('Choose a file')
    .setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(content) })

test('a KeePass file with a key file comes in through the screen, and its password is there to be revealed', async () => {
  const keyFile = Buffer.from('a key file of KeePass can be anything')
  const file = await aKdbx({
    version: 4,
    kdf: 'argon2id',
    password: 'open sesame',
    keyFile,
    memoryKiB: 1_024,
    fill(kdbx) {
      const network = kdbx.createGroup(kdbx.getDefaultGroup(), 'Network')
      const add = (group: typeof network, title: string, password: string) => {
        const made = kdbx.createEntry(group)
        made.fields.set('Title', title)
        made.fields.set('UserName', 'cw-netadmin')
        made.fields.set('Password', secret(password))
        made.fields.set('URL', 'https://198.51.100.1')
        return made
      }
      add(network, 'FortiGate admin', 'canary-of-keepass-1')
      add(network, 'Core switch', 'canary-of-keepass-2')
      add(kdbx.getDefaultGroup(), 'Core switch', 'canary-of-keepass-3')
      kdbx.createRecycleBin()
      add(kdbx.getGroup(kdbx.meta.recycleBinUuid!)!, 'Thrown away', 'canary-of-keepass-4')
    },
  })
  const page = await house.unlocked('priya', '/o/calder-wick/credentials')
  await page.getByRole('link', { name: 'Bring in passwords' }).click()
  const sent: string[] = []
  page.on('request', (request) => void sent.push(`${request.url()} ${request.postData() ?? ''}`))
  await page.getByRole('heading', { name: 'Bring in passwords', level: 1 }).waitFor()
  await expectAccessible(page)
  await picture(page, 'import-choose')

  await choose(page, 'team.kdbx', file)
  await page.getByLabel('Password of the file').fill('open sesame')
  await page.getByRole('button', { name: 'Open the file' }).click()
  await page.getByText('needs its key file too').first().waitFor()
  await expectAccessible(page)
  await page.getByLabel('Password of the file').fill('open sesame')
  await page
    .getByLabel('Key file')
    .setInputFiles({ name: 'team.key', mimeType: 'application/octet-stream', buffer: keyFile })
  await page.getByRole('button', { name: 'Open the file' }).click()

  await page.getByRole('button', { name: 'Bring in 3 credentials' }).waitFor()
  const table = page.getByRole('table', { name: 'Entries of the file' })
  await table.getByText('Network (new)').first().waitFor()
  await expectAccessible(page)
  await picture(page, 'import-look')
  expect(await page.locator('body').innerText()).not.toContain('canary-of-keepass')
  await page.getByLabel('Show').selectOption('left-out')
  await page.getByText('In the recycle bin').waitFor()
  await page.getByLabel('Show').selectOption('all')

  await page.getByRole('button', { name: 'Bring in 3 credentials' }).click()
  await page.getByText('3 brought in, 1 left behind').waitFor()
  await page.getByText('Put team.kdbx away').waitFor()
  await expectAccessible(page)
  await picture(page, 'import-report')
  expect(sent.join('\n')).not.toMatch(/canary-of-keepass|cw-netadmin|open sesame/)
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save the report' }).click(),
  ])
  expect(download.suggestedFilename()).toBe('runkeep-import-team.csv')
  const report = await readFile(await download.path(), 'utf8')
  expect(report).toMatch(/FortiGate admin,brought,CR-\d+,Network/)
  expect(report).not.toContain('canary')

  await page.getByRole('link', { name: 'FortiGate admin' }).click()
  await page.getByRole('heading', { name: 'FortiGate admin' }).waitFor()
  await page
    .getByRole('button', { name: /^Reveal/ })
    .first()
    .click()
  // Digits and signs stand in elements of their own.
  await page.waitForFunction(() => document.body.innerText.replace(/\s/g, '').includes('canary-of-keepass-1'))
})

test('a table of one’s own is mapped with its values hidden, and what was brought is skipped the next time', async () => {
  const table =
    'Device,Login name,Passwort,Rack\nUPS head office,admin,canary-of-a-table-1,4\n,admin,canary-of-a-table-2,\n=cmd|calc,root,canary-of-a-table-3,7\n'
  const page = await house.unlocked('priya', at)
  await choose(page, 'devices.csv', table)
  await page.getByText('a table of 3 rows').waitFor()
  expect(await page.locator('body').innerText()).not.toContain('canary-of-a-table')
  await expectAccessible(page)
  await picture(page, 'import-map')
  await page.getByLabel('Rack', { exact: true }).selectOption('text')
  await page.getByRole('button', { name: 'Go on' }).click()

  await page.getByRole('button', { name: 'Bring in 2 credentials' }).waitFor()
  await page.getByLabel('Name of Row 3').fill('Door controller')
  await page.keyboard.press('Tab')
  await page.getByRole('button', { name: 'Bring in 3 credentials' }).waitFor()
  await page.getByRole('checkbox', { name: '=cmd|calc' }).uncheck()
  await page.getByRole('button', { name: 'Bring in 2 credentials' }).click()
  await page.getByText('2 brought in, 1 left behind').waitFor()
  await page.getByText('Delete devices.csv').waitFor()

  await page.getByRole('button', { name: 'Bring in another file' }).click()
  await choose(page, 'devices.csv', table)
  await page.getByRole('button', { name: 'Go on' }).click()
  await page.getByText('1 is in the vault already').waitFor()
  await page.getByRole('button', { name: 'Bring in 1 credential' }).waitFor()
})

test('a known table comes in at once; locking takes what was read off the page', async () => {
  const page = await house.signedIn('priya', at)
  await page.getByRole('heading', { name: 'Bring in passwords', level: 1 }).waitFor()
  await choose(
    page,
    'Chrome Passwords.csv',
    'name,url,username,password,note\nportal.example.com,https://portal.example.com/,me,canary-of-chrome,\n',
  )
  await page.getByLabel('Passphrase', { exact: true }).fill(house.person('priya').passphrase)
  await page.getByRole('form', { name: 'Unlock' }).getByRole('button', { name: 'Unlock' }).click()
  await page.getByRole('button', { name: 'Bring in 1 credential' }).waitFor()
  await page.keyboard.press('Shift+L')
  await page.getByText('Locked, so what was read is gone from this page').waitFor()
  expect(await page.locator('body').innerText()).not.toContain('portal.example.com')
})

test.each([
  ['nothing.bin', new Uint8Array([0, 1, 2, 3]), 'does not know this kind of file'],
  ['vault.json', '{"encrypted":true,"items":[]}', 'opened only by the Bitwarden account that made it'],
  ['old.kdb', new Uint8Array([0x03, 0xd9, 0xa2, 0x9a, 0x65, 0xfb, 0x4b, 0xb5, 0, 0]), 'a file of KeePass 1'],
])('%s is refused in words', async (name, content, words) => {
  const page = await house.unlocked('priya', at)
  await choose(page, name, content)
  await page.getByText(words).first().waitFor()
})
