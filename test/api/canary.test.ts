import { randomBytes, randomInt } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { v7 as uuidv7 } from 'uuid'
import { acceptInvitation, lookUpInvitation } from '#contract/accounts.ts'
import { fieldNumbers, openCredential, revealForCheck } from '#contract/credentials.ts'
import { newAccountId } from '#contract/account-id.ts'
import { appendToLog } from '#contract/log.ts'
import { openRecovery, recordDrill } from '#contract/recovery.ts'
import { connect } from '../../client/cli/connection.ts'
import { signInAs } from '../../client/cli/sign-in.ts'
import { makeProfilePins } from '../../client/vault/profile-pins.ts'
import type { TypedField } from '../../client/vault/secrets.ts'
import { stretchHere } from '../../client/vault/stretch.ts'
import { makeVaultCore } from '../../client/vault/vault-core.ts'
import { backUp } from '../../server/administer/backup.ts'
import { laterByDays } from '../../server/platform/clock.ts'
import { aClient } from '../support/client.ts'
import { aRunbook } from '../support/documents.ts'
import { identityOf } from '../support/keys.ts'
import { findIn, shapesOf, type Canary } from '../support/needles.ts'
import { aDrill, aKit } from '../support/recovery.ts'
import { aVault } from '../support/vault.ts'
import { onDisk } from '../support/vault-on-disk.ts'

// Lives through a day with secrets that are each unique, then looks for them wherever the server could keep, send or
// say something (ASSURANCE T7). Browsers' own stores are looked at in the browser tests.

const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789'
const random = (length: number, of = letters) => Array.from({ length }, () => of[randomInt(of.length)]).join('')

const planted: Canary[] = []
function plant(of: string, secret = random(28)): string {
  planted.push({ of, secret })
  return secret
}
/** With characters that every way of writing text down escapes in its own way. The random half is looked for as well. */
function plantAwkward(of: string): string {
  const head = plant(`${of}, its first half`)
  return plant(of, `${head} "ü\\&/€ ${random(12)}`)
}
const plantKey = (of: string, secret: Uint8Array) => void planted.push({ of, secret: Uint8Array.from(secret) })

function fieldsOf(which: string): TypedField[] {
  const key = Array.from({ length: 5 }, (_, line) => plant(`SSH key ${which}, line ${line}`, random(64)))
  return [
    { n: fieldNumbers.username, kind: 'username', text: plantAwkward(`username ${which}`) },
    { n: fieldNumbers.password, kind: 'password', text: plantAwkward(`password ${which}`) },
    {
      n: fieldNumbers.totp,
      kind: 'totp',
      text: plant(`TOTP secret ${which}`, random(32, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567')),
    },
    { n: fieldNumbers.note, kind: 'note', text: plantAwkward(`note ${which}`) },
    {
      n: 16,
      kind: 'text',
      text: plantAwkward(`custom value ${which}`),
      label: plantAwkward(`custom label ${which}`),
    },
    {
      n: 17,
      kind: 'key',
      text: `-----BEGIN OPENSSH PRIVATE KEY-----\n${key.join('\n')}\n-----END OPENSSH PRIVATE KEY-----\n`,
      label: 'SSH key',
    },
    { n: 18, kind: 'secret', text: plantAwkward(`passphrase of the SSH key ${which}`), label: 'Passphrase' },
  ]
}

const control: Canary = { of: 'a word of a runbook', secret: random(28) }
let lived: Awaited<ReturnType<typeof liveThroughADay>>
beforeAll(async () => {
  lived = await liveThroughADay()
})

async function liveThroughADay() {
  const made = aVault()
  for (const collection of [made.collections.general, made.collections.secret]) {
    const { reveal, custody } = made.seeds(collection)
    plantKey('reveal seed', reveal)
    plantKey('custody seed', custody)
  }
  for (const name of ['mara', 'anton', 'tariq']) {
    const { identity } = identityOf(name)
    plantKey(`private signing key of ${name}`, identity.sign.privateKey.slice(0, 32))
    plantKey(`private key of ${name}`, identity.enc.privateKey)
  }
  const endsAt = '2026-06-01T00:00:00.000Z'
  await made.grant('mara', { to: 'tariq', collection: made.collections.general, level: 'view', endsAt })
  const { vault, address, data, traffic, lines, stop } = await onDisk(made)
  const organizationId = vault.acme.id
  const mara = await aClient(vault, 'mara')

  await aRunbook(vault, 'Internet down', { body: `Call the number on the wall: ${control.secret as string}.\n` })
  const first = fieldsOf('of revision 1')
  const { reference, status } = await mara.create({ class: 'guarded', fields: first })
  expect(status).toBe(200)
  const why = { reason: 'The line is down at head office', ticket: 'NL-20931' }
  const all = first.map(({ n }) => n)
  const shown = await mara.reveal(reference, all, { ...why, purpose: 'view' })
  expect(shown.opened).toMatchObject(Object.fromEntries(first.slice(1).map(({ n, text }) => [n, text])))

  // Requested, approved, used; changed while the lease runs, used again.
  const tariq = await aClient(vault, 'tariq')
  expect(await tariq.request(reference, why)).toMatchObject({ status: 200 })
  expect(await mara.approve('AR-01')).toMatchObject({ status: 200 })
  await tariq.refresh()
  const [, password] = first
  expect((await tariq.reveal(reference, [2], why)).opened).toEqual({ 2: password?.text })
  const second = fieldsOf('of revision 2').map((field, at) => ({ ...field, before: first[at]?.text ?? '' }))
  expect(await mara.save(reference, { fields: second, note: 'Planned' })).toMatchObject({ status: 200 })
  await tariq.refresh()
  expect((await tariq.reveal(reference, [3], why)).opened).toEqual({ 3: second[2]?.text })
  const glass = await mara.create({ class: 'break_glass', title: 'Global admin', fields: fieldsOf('of break-glass') })
  expect(glass.status).toBe(200)

  const { credential, shown: around } = await mara.open(reference)
  expect((await mara.does.openUsername({ organizationId, shown: around, credential })).username).toBe(second[0]?.text)
  const actorSeq = (await vault.as('mara', openCredential, { reference: reference })).body.nextActorSeq
  const statement = await mara.does.signCheck({ organizationId, documents: [credential.id], actorSeq })
  const check = await vault.as('mara', revealForCheck, statement)
  expect(check.status).toBe(200)
  const { items } = await mara.does.openCheck({ organizationId, items: check.body.items as never })
  expect(items[0]?.score).toBe(4)

  // A kit, a drill, a newcomer with a passphrase and a link, who then comes with cards.
  const cards = await aKit(vault)
  cards.forEach((card, at) => {
    plant(`recovery card ${at + 1}`, card)
    plant(`the share on card ${at + 1}`, card.replaceAll(/[\s-]/g, '').slice(-48))
  })
  expect((await vault.as('mara', recordDrill, await aDrill(vault, cards.slice(0, 2)))).status).toBe(200)
  await mara.refresh()
  const nora = await joined()
  await nora.connection.call(openRecovery, await nora.does.proveCards({ cards: cards.slice(1) }))

  const whileRunning = haystacks()
  const backup = path.join(data.backups, 'today.db')
  backUp(data, backup, vault.clock.now())
  await stop()
  return { whileRunning, afterwards: haystacks() }

  async function joined() {
    const passphrase = plant('passphrase of an account', `${random(12)} ${random(14)} ${random(10)}`)
    const email = 'nora@acme.example.com'
    const party = { id: vault.acme.parties.in_house, name: 'Acme Joinery', side: 'in_house' } as const
    const invitation = uuidv7()
    const wish = { invitation, person: { name: 'Nora', email }, role: 'admin', party } as const
    const expiresAt = laterByDays(vault.clock.now(), 7)
    const { post, fragment } = await mara.does.invite({ organizationId, ...wish, expiresAt })
    expect((await vault.as('mara', appendToLog, post as never)).status).toBe(200)
    await mara.refresh()
    const [orgId = '', seed = ''] = fragment.split('.')
    plantKey('seed of an invitation link', Buffer.from(seed, 'base64url'))

    const connection = connect(address)
    const core = makeVaultCore(address, () => vault.clock.now())
    const accountId = newAccountId()
    const keys = await core.keyring.makeAccount({ accountId, passphrase, profile: 1 }, stretchHere)
    const { key } = await core.deeds.keyOfLink({ seed })
    const { log } = await connection.call(lookUpInvitation, { orgId, key })
    const memberId = uuidv7()
    const { acceptance } = await core.deeds.acceptInvitation({ orgId, seed, log, memberId })
    const account = { id: accountId, email, name: 'Nora', keys }
    await connection.call(acceptInvitation, { orgId, invitation, acceptance, account })
    const admission = await mara.does.admit({ organizationId, acceptance })
    expect((await vault.as('mara', appendToLog, admission.post as never)).status).toBe(200)
    const pins = makeProfilePins({ getItem: () => null, setItem: () => {} })
    const means = { connection: connect(address), keyring: core.keyring, pins, now: () => vault.clock.now() }
    await signInAs({ email, passphrase }, means)
    return { connection: means.connection, does: core.deeds }
  }

  function haystacks(): [string, Uint8Array | string][] {
    const names = readdirSync(data.folder, { recursive: true, withFileTypes: true })
    const files = names
      .filter((entry) => entry.isFile())
      .map((entry): [string, Uint8Array] => {
        const file = path.join(entry.parentPath, entry.name)
        return [path.relative(data.folder, file), readFileSync(file)]
      })
    return [...files, ['traffic', traffic.join('\n')], ['the log', lines.join('')]]
  }
}

test('a day with credentials leaves no secret in the data folder, its backups, the traffic or the log', () => {
  expect(planted.length).toBeGreaterThan(50)
  for (const { of, secret } of planted) expect([of, secret.length >= 24]).toEqual([of, true])
  const names = lived.whileRunning.map(([name]) => name)
  expect(names).toEqual(expect.arrayContaining(['vault.db', 'vault.db-wal', 'second-factor.key', 'traffic', 'the log']))
  expect(lived.afterwards.map(([name]) => name)).toContain(path.join('backups', 'today.db'))
  expect(findIn(lived.whileRunning, planted)).toEqual([])
  expect(findIn(lived.afterwards, planted)).toEqual([])
})

test('the same search finds what is not secret, in every one of those places but the log', () => {
  const places = (of: readonly [string, Uint8Array | string][]) =>
    [...new Set(findIn(of, [control]).map((hit) => / in (\S+) \(/.exec(hit)?.[1]))].sort()
  expect(places(lived.whileRunning)).toEqual(expect.arrayContaining(['traffic', 'vault.db-wal']))
  expect(places(lived.afterwards)).toEqual(['backups/today.db', 'traffic', 'vault.db'])
  // What the log has of a request is there; of its body nothing.
  const log = lived.afterwards.filter(([name]) => name === 'the log')
  expect(findIn(log, [{ of: 'endpoint', secret: '/documents/:reference/reveals' }])).not.toEqual([])
  expect(findIn(log, [control])).toEqual([])
})

test('the search finds every shape it knows, wherever it stands', () => {
  const secret = `${random(24)} "ü\\&/€ ${random(12)}`
  const canary = { of: 'it', secret }
  const around = (content: Buffer) => Buffer.concat([randomBytes(301), content, randomBytes(302)])
  const json = JSON.stringify({ secret })
  const written: Record<string, Buffer> = {
    plain: Buffer.from(secret),
    upper: Buffer.from(secret.replaceAll(/[a-z]/g, (each) => each.toUpperCase())),
    'UTF-16LE': Buffer.from(secret, 'utf16le'),
    'UTF-16BE': Buffer.from(secret, 'utf16le').swap16(),
    hex: Buffer.from(Buffer.from(secret).toString('hex').toUpperCase()),
    ...Object.fromEntries(
      ['x', 'xy', 'xyz', 'xyza'].flatMap((before) => [
        [`base64 ${before}`, Buffer.from(Buffer.from(`${before}${secret}after`).toString('base64'))],
        [`base64url ${before}`, Buffer.from(Buffer.from(`${before}${secret}after`).toString('base64url'))],
      ]),
    ),
    URL: Buffer.from(new URL(`http://a.example/?q=${encodeURIComponent(secret)}`).href),
    form: Buffer.from(new URLSearchParams({ secret }).toString()),
    JSON: Buffer.from(json),
    'JSON in JSON': Buffer.from(JSON.stringify({ json })),
    ASCII: Buffer.from(json.replaceAll('ü', '\\u00fc').replaceAll('€', '\\u20ac')),
    reversed: Buffer.from(Array.from(secret).reverse().join('')),
    'reversed bytes': Buffer.from(secret).reverse(),
  }
  for (const [name, content] of Object.entries(written)) {
    expect([name, findIn([['there', around(content)]], [canary]).length]).not.toEqual([name, 0])
    const cut = content.subarray(0, content.length >> 1)
    expect([name, findIn([['there', around(cut)]], [canary])]).toEqual([name, []])
  }
  expect(shapesOf(canary).length).toBeGreaterThan(12)
})
