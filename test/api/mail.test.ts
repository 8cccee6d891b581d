import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { v7 as uuidv7 } from 'uuid'
import { afterEach, describe, expect, test } from 'vitest'
import { denyRequest } from '#contract/access.ts'
import { openDocument, raiseFlag, resolveFlag, snoozeDocument } from '#contract/documents.ts'
import { changeMyMail, changeOutsideSettings, myMail, outsideSettings, sendTestMail } from '#contract/feed.ts'
import { saveFollowUp } from '#contract/incidents.ts'
import { listNotices } from '#contract/notices.ts'
import { acknowledge, assignReadingList, createReadingList as aList, openReadingList } from '#contract/reading-lists.ts'
import { confirmLane } from '#contract/responsibilities.ts'
import { textOf } from '#contract/sentences.ts'
import type { Instant, Reference } from '#contract/values.ts'
import { keepDelivering, type Delivery } from '../../server/features/mail/deliver.ts'
import { mondayOf } from '../../server/features/mail/monday.ts'
import { putInOutbox } from '../../server/features/mail/rules.ts'
import { start as startServer } from '../../server/main.ts'
import { later, settableClock } from '../../server/platform/clock.ts'
import { readConfig } from '../../server/platform/config.ts'
import { atomically } from '../../server/platform/database.ts'
import { NotSent, openPost } from '../../server/platform/post.ts'
import { aClient } from '../support/client.ts'
import { aContract, aWatchedDate } from '../support/contracts.ts'
import { aForeignRunbook, aRunbook, aSystem, aVendor, verified } from '../support/documents.ts'
import { anIncident } from '../support/incidents.ts'
import { aFolder } from '../support/installation.ts'
import { aLane, held } from '../support/lanes.ts'
import { emailOf } from '../support/log.ts'
import { aReadingSection } from '../support/reading.ts'
import { aMailServer, type Arrived, type MailServer } from '../support/mail-server.ts'
import { startSession } from '../../server/access/sessions.ts'
import { aVault, origin, start, type Name, type Vault } from '../support/vault.ts'

const from = 'Runkeep <runkeep@acme.example>'
/** A Tuesday: no digest is due. */
const tuesday = '2026-03-03T12:00:00.000Z' as Instant

const deliveries: Delivery[] = []
afterEach(async () => {
  for (const delivery of deliveries.splice(0)) await delivery.stop()
})

function delivering(vault: Vault, { url }: MailServer, settings: object = {}) {
  const post = openPost({ SMTP_URL: url, MAIL_FROM: from, SMTP_TLS: undefined, ...settings })
  if (!post) throw new Error('No post')
  const delivery = keepDelivering({ ...vault.house, post })
  deliveries.push(delivery)
  return delivery
}
async function aMailingVault(now = tuesday) {
  const [vault, server] = [aVault(), await aMailServer()]
  vault.clock.set(now)
  return { vault, server, delivery: delivering(vault, server) }
}
const aListOf = (reference: Reference) => ({ id: uuidv7(), sections: [aReadingSection([{ reference }])] })
const lettersOf = (vault: Vault) =>
  vault.db
    .prepare<[], { kind: string; sent_at: string | null; given_up_at: string | null; tries: number; failure: string }>(
      `SELECT kind, sent_at, given_up_at, tries, failure FROM letters ORDER BY id`,
    )
    .all()
const subjects = ({ arrived }: MailServer) => arrived.map(({ headers }) => headers.get('subject'))
const recipients = ({ arrived }: MailServer) => arrived.flatMap(({ to }) => to).sort()

/** Tariq of the partner asks for CR-01. */
async function aRequest(vault: Vault) {
  const mara = await aClient(vault, 'mara')
  await mara.create({ title: 'FortiGate admin', class: 'guarded' })
  const general = vault.collections.general
  await vault.grant('mara', { to: 'tariq', collection: general, level: 'view', endsAt: '2026-06-01T00:00:00.000Z' })
  const tariq = await aClient(vault, 'tariq')
  expect((await tariq.request('CR-01', { reason: 'The line is down', ticket: 'NL-20931' })).status).toBe(200)
  return mara
}
/** RB-01 is critical, jonas's, with rosa as deputy. */
const aCriticalRunbook = (vault: Vault, title = 'Internet down') =>
  aRunbook(
    vault,
    title,
    { criticality: 'critical', ownerId: vault.member('jonas'), deputyId: vault.member('rosa') },
    'mara',
  )
const reported = (vault: Vault, reference: Reference, by: Name = 'mara') =>
  vault.as(by, raiseFlag, { reference, text: 'The number is wrong' })

describe('at once', () => {
  test('an access request goes to the key holders, by reference, with a link to our own origin', async () => {
    const { vault, server, delivery } = await aMailingVault()
    await aRequest(vault)
    await delivery.look()
    expect(recipients(server)).toEqual([emailOf('anton'), emailOf('mara')].sort())
    const letter = server.arrived[0] as Arrived
    expect(letter.headers.get('subject')).toBe('Acme Joinery: tariq asks to open CR-01 for 2 hours')
    expect(letter.text).toBe(
      [
        'tariq asks to open CR-01 for 2 hours.',
        `${origin}/o/acme/access?request=AR-01`,
        `-- \nYou choose which mail you get: ${origin}/settings/calendar-and-mail`,
      ].join('\n\n'),
    )
    expect(letter.from).toBe('runkeep@acme.example')
    expect(letter.headers.get('from')).toBe(from)
    expect(letter.headers.get('list-unsubscribe')).toContain(`<${origin}/settings/calendar-and-mail>`)
    expect(letter.headers.get('message-id')).toMatch(/^<[0-9a-f-]{36}@127\.0\.0\.1>$/)
    expect(letter.headers.get('auto-submitted')).toBe('auto-generated')
    expect(letter.headers.get('content-type')).toBe('text/plain; charset=utf-8')
  })

  test('titles and what people wrote stand there only where the organization lets them out', async () => {
    const { vault, server, delivery } = await aMailingVault()
    await vault.as('mara', changeOutsideSettings, { titles: true })
    await aRequest(vault)
    await delivery.look()
    const words = 'Acme Joinery: tariq asks to open CR-01 FortiGate admin for 2 hours, ticket NL-20931'
    expect(subjects(server)).toEqual([words, words])
  })

  test('break-glass use goes to all key holders', async () => {
    const { vault, server, delivery } = await aMailingVault()
    const mara = await aClient(vault, 'mara')
    await mara.create({ title: 'Emergency admin', class: 'break_glass' })
    await mara.reveal('CR-01', undefined, { reason: 'Nobody else is here', typed: 'CR-01' })
    await delivery.look()
    expect(recipients(server)).toEqual([emailOf('anton'), emailOf('mara')].sort())
    expect(new Set(subjects(server))).toEqual(new Set(['Acme Joinery: mara opened CR-01, which is for emergencies']))
  })

  test('a problem with something critical goes to owner and deputy, and to nobody of anything else', async () => {
    const { vault, server, delivery } = await aMailingVault()
    const critical = await aCriticalRunbook(vault)
    const other = await aRunbook(vault, 'Printer', { ownerId: vault.member('jonas') }, 'mara')
    await reported(vault, critical)
    await reported(vault, other)
    await delivery.look()
    expect(recipients(server)).toEqual([emailOf('jonas'), emailOf('rosa')].sort())
    expect(subjects(server)[0]).toBe('Acme Joinery: mara reports a problem with RB-01')
    expect(server.arrived[0]?.text).toContain(`${origin}/o/acme/runbooks/RB-01`)
    expect(server.arrived[0]?.text).not.toContain('number')
    const { body } = await vault.as('rosa', listNotices, {})
    expect(body.items.map(({ says, waits }) => [textOf(says), waits])).toEqual([
      ['mara reports a problem with RB-01 Internet down', true],
    ])
    const found = await vault.as('mara', openDocument, { reference: critical })
    await vault.as('jonas', resolveFlag, {
      reference: critical,
      flagId: found.body.causes[0]?.flagId as never,
      note: '',
    })
    expect((await vault.as('rosa', listNotices, {})).body.items[0]?.waits).toBe(false)
  })

  test('who keeps it and reports it is not told; where nobody keeps it the key holders are', async () => {
    const { vault, server, delivery } = await aMailingVault()
    await reported(vault, await aCriticalRunbook(vault), 'jonas')
    await reported(vault, await aRunbook(vault, 'Of nobody', { criticality: 'critical' }, 'mara'), 'mara')
    await delivery.look()
    expect(recipients(server)).toEqual([emailOf('anton'), emailOf('rosa')].sort())
  })

  test('an incident goes to key holders, called by its name only where titles are let out', async () => {
    const { vault, server, delivery } = await aMailingVault()
    const system = await aSystem(vault, 'Internet line')
    await anIncident(vault, 'Fibre is cut', { system }, 'jonas')
    await delivery.look()
    expect(recipients(server)).toEqual([emailOf('anton'), emailOf('mara')].sort())
    expect(new Set(subjects(server))).toEqual(new Set(['Acme Joinery: jonas started IN-01, about SY-01']))
    expect(server.arrived[0]?.text).toContain(`${origin}/o/acme/incidents/IN-01`)
    expect(server.arrived[0]?.text).not.toMatch(/Fibre|Internet/)
    await vault.as('mara', changeOutsideSettings, { titles: true })
    await anIncident(vault, 'Power is out', {}, 'jonas')
    await delivery.look()
    expect(subjects(server).at(-1)).toBe('Acme Joinery: jonas started IN-02: “Power is out”')
  })

  test('nothing else is mailed', async () => {
    const { vault, delivery, server } = await aMailingVault()
    const mara = await aRequest(vault)
    await delivery.look()
    server.arrived.length = 0
    await mara.approve('AR-01')
    await delivery.look()
    expect((await vault.as('tariq', listNotices, {})).body.items).toHaveLength(1)
    expect(server.arrived).toEqual([])
  })
})

describe('what holds when a letter is sent', () => {
  /** Written while the mail server is away, and sent an hour later. */
  async function sentLater(between: (vault: Vault) => unknown) {
    const { vault, server, delivery } = await aMailingVault()
    server.refuse.recipient = () => ({ code: 451, words: 'Come back later' })
    await reported(vault, await aCriticalRunbook(vault))
    await delivery.look()
    expect(server.arrived).toEqual([])
    await between(vault)
    delete server.refuse.recipient
    vault.clock.set(later(tuesday, { hours: 1 }))
    await delivery.look()
    return server
  }
  const rosaWith = (sql: string) => (vault: Vault) => vault.db.prepare(sql).run(vault.member('rosa'))

  test.each([
    ['nothing has happened', () => {}, ['jonas', 'rosa']],
    [
      'the member is gone',
      rosaWith(`UPDATE members SET removed_at = '2026-03-03T12:10:00.000Z' WHERE id = ?`),
      ['jonas'],
    ],
    [
      'the account is disabled',
      (vault: Vault) =>
        vault.db.prepare(`UPDATE accounts SET disabled_at = ? WHERE id = ?`).run(tuesday, vault.account('rosa')),
      ['jonas'],
    ],
    [
      'the member sees the document no longer',
      (vault: Vault) => vault.db.prepare(`UPDATE documents SET collection_id = ?`).run(vault.collections.secret),
      [],
    ],
    [
      'the member wants none any more',
      (vault: Vault) => vault.as('rosa', changeMyMail, { digest: true, atOnce: false }),
      ['jonas'],
    ],
    [
      'it is settled',
      async (vault: Vault) => {
        const { body } = await vault.as('mara', openDocument, { reference: 'RB-01' })
        const flagId = body.causes[0]?.flagId as never
        await vault.as('mara', resolveFlag, { reference: 'RB-01', flagId, note: '' })
      },
      [],
    ],
  ] as [string, (vault: Vault) => unknown, Name[]][])('%s', async (_, between, expected) => {
    expect(recipients(await sentLater(between))).toEqual(expected.map(emailOf).sort())
  })

  test('a denied request is news no more', async () => {
    const { vault, server, delivery } = await aMailingVault()
    server.refuse.recipient = () => ({ code: 451, words: 'Come back later' })
    await aRequest(vault)
    await delivery.look()
    await vault.as('mara', denyRequest, { request: 'AR-01', note: 'Not today' })
    delete server.refuse.recipient
    vault.clock.set(later(tuesday, { hours: 1 }))
    await delivery.look()
    expect(server.arrived).toEqual([])
    expect(lettersOf(vault).every(({ given_up_at }) => given_up_at !== null)).toBe(true)
  })

  test('what is undone is never told of', async () => {
    const { vault, server, delivery } = await aMailingVault()
    const { db } = vault
    const letter = { accountId: vault.account('mara'), organizationId: vault.acme.id, kind: 'test', facts: {} } as const
    expect(() =>
      atomically(db, () => {
        putInOutbox({ db, now: tuesday }, letter)
        throw new Error('undone')
      }),
    ).toThrow('undone')
    expect(() => putInOutbox({ db, now: tuesday }, letter)).toThrow('belongs into the transaction')
    await delivery.look()
    expect([server.attempts, lettersOf(vault)]).toEqual([[], []])
  })
})

describe('a mail server in trouble', () => {
  test('a letter is tried again after a minute, five, a quarter of an hour and then hourly, under one name', async () => {
    const { vault, server, delivery } = await aMailingVault()
    server.refuse.content = () => ({ code: 452, words: 'Disk full' })
    const own = { criticality: 'critical', ownerId: vault.member('jonas') } as const
    await reported(vault, await aRunbook(vault, 'Internet down', own, 'mara'))
    await delivery.look()
    const at: number[] = []
    for (let minute = 0; minute <= 150; minute += 1) {
      vault.clock.set(later(tuesday, { minutes: minute }))
      const before = server.attempts.length
      await delivery.look()
      if (server.attempts.length > before) at.push(minute)
    }
    expect(at).toEqual([1, 6, 21, 81, 141])
    expect(lettersOf(vault)).toMatchObject([{ tries: 6, sent_at: null, failure: '452 Disk full' }])
    delete server.refuse.content
    vault.clock.set(later(tuesday, { minutes: 210 }))
    await delivery.look()
    expect(server.arrived).toHaveLength(1)
    vault.clock.set(later(tuesday, { minutes: 600 }))
    await delivery.look()
    expect(server.arrived).toHaveLength(1)
    expect(lettersOf(vault)).toMatchObject([{ failure: '' }])
  })

  test('after a day it is given up', async () => {
    const { vault, server, delivery } = await aMailingVault()
    await server.stop()
    await reported(vault, await aCriticalRunbook(vault))
    await delivery.look()
    vault.clock.set(later(tuesday, { hours: 24 }))
    await delivery.look()
    for (const letter of lettersOf(vault))
      expect(letter).toMatchObject({ tries: 1, failure: expect.stringMatching(/ECONNREFUSED/) })
    expect(lettersOf(vault).every(({ given_up_at }) => given_up_at === later(tuesday, { hours: 24 }))).toBe(true)
  })

  test('what the server will never take is given up at once, and the others are sent', async () => {
    const { vault, server, delivery } = await aMailingVault()
    server.refuse.recipient = (address) =>
      address === emailOf('jonas') ? { code: 550, words: 'No such person\u0007here' } : undefined
    await reported(vault, await aCriticalRunbook(vault))
    await delivery.look()
    expect(recipients(server)).toEqual([emailOf('rosa')])
    vault.clock.set(later(tuesday, { hours: 2 }))
    await delivery.look()
    expect(server.attempts.filter((address) => address === emailOf('jonas'))).toHaveLength(1)
    const { body } = await vault.as('mara', outsideSettings, {})
    expect(body).toEqual({
      titles: false,
      mail: { isSetUp: false, waiting: 0, lastSentAt: tuesday, lastFailure: '550 No such person here' },
    })
    // Another organization on the same installation hears nothing of it.
    const theirs = await vault.as('xenia', outsideSettings, { slug: 'other' })
    expect(theirs.body).toEqual({ titles: false, mail: { isSetUp: false, waiting: 0 } })
  })

  test('the server is stopped in between and started again: it is sent then, and once', async () => {
    const mail = await aMailServer()
    mail.refuse.recipient = () => ({ code: 421, words: 'Going down' })
    const vault = aVault()
    const data = path.join(aFolder(), 'data')
    const clock = settableClock(tuesday)
    const settings = { PORT: '0', LOG: 'silent', DATA_DIR: data, SMTP_URL: mail.url, MAIL_FROM: from }
    const begin = () => startServer(readConfig({ ...settings, PUBLIC_URL: 'https://vault.acme.example' }), { clock })
    await (await begin()).stop()
    writeFileSync(path.join(data, 'vault.db'), vault.db.serialize())

    const first = await begin()
    const { db, config } = first.house
    const accountId = vault.account('mara')
    const { token } = startSession(db, config, { accountId, now: clock.now(), address: '127.0.0.1', agent: 'test' })
    const asked = await fetch(`http://127.0.0.1:${first.port}/api/v1/organizations/acme/test-mails`, {
      method: 'POST',
      headers: {
        origin: 'https://vault.acme.example',
        'x-forwarded-host': 'evil.example',
        'content-type': 'application/json',
        cookie: `__Host-runkeep=${token}`,
      },
      body: '{}',
    })
    expect(asked.status).toBe(200)
    await expect.poll(() => mail.attempts).toHaveLength(1)
    await first.stop()
    expect(mail.arrived).toEqual([])

    delete mail.refuse.recipient
    clock.set(later(tuesday, { minutes: 2 }))
    const second = await begin()
    await expect.poll(() => mail.arrived).toHaveLength(1)
    await second.stop()
    await (await begin()).stop()
    expect(mail.arrived).toHaveLength(1)
    // Whatever address the request named: links lead to the configured one.
    expect(mail.arrived[0]?.text).toContain('https://vault.acme.example')
    expect(mail.arrived[0]?.headers.get('message-id')).toMatch(/@vault\.acme\.example>$/)
    expect(subjects(mail)).toEqual(['Test mail from Runkeep of Acme Joinery'])
  }, 30_000)

  test('without a mail server nothing is written, and a test mail is refused with what to do', async () => {
    const vault = aVault()
    await reported(vault, await aCriticalRunbook(vault))
    expect(lettersOf(vault)).toEqual([])
    const { status, body } = await vault.as('mara', sendTestMail, {})
    expect([status, body.detail]).toEqual([409, expect.stringContaining('SMTP_URL')])
    expect((await vault.as('rosa', myMail, {})).body).toEqual({ digest: true, atOnce: true, isSetUp: false })
  })
})

describe('settings', () => {
  test.each([
    [{ SMTP_URL: 'https://mail.example.com' }, 'SMTP_URL'],
    [{ SMTP_URL: 'smtp://mail.example.com', MAIL_FROM: 'nobody' }, 'MAIL_FROM'],
    [{ MAIL_FROM: 'Evil\r\nBcc: a@b.example <a@b.example>' }, 'MAIL_FROM'],
    [{ MAIL_FROM: 'a@b.example, c@d.example' }, 'MAIL_FROM'],
    [{ SMTP_TLS: 'maybe' }, 'SMTP_TLS'],
  ])('%o is refused by name', (settings, name) => {
    expect(() => readConfig(settings)).toThrow(name)
  })

  test('a mail server without a sender is refused at the start', () => {
    expect(() => openPost(readConfig({ SMTP_URL: 'smtp://127.0.0.1' }))).toThrow('MAIL_FROM')
  })
})

describe('encryption', () => {
  const letter = {
    messageId: 'a@acme.example',
    to: { name: 'Mara', address: 'mara@acme.example' },
    subject: 'Hello',
    text: 'Hello\n',
    unsubscribeAt: origin,
  }
  const postTo = (url: string, settings: object = {}, authority?: string) => {
    const post = openPost({ SMTP_URL: url, MAIL_FROM: from, SMTP_TLS: undefined, ...settings }, authority)
    if (!post) throw new Error('No post')
    return post
  }
  function aCertificate() {
    const folder = aFolder()
    const [keyFile, certFile] = [path.join(folder, 'key.pem'), path.join(folder, 'cert.pem')]
    const given = `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost`
    const names = ['-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1']
    execFileSync('openssl', [...given.split(' '), ...names, '-keyout', keyFile, '-out', certFile], { stdio: 'ignore' })
    return { key: readFileSync(keyFile, 'utf8'), cert: readFileSync(certFile, 'utf8') }
  }

  test('where it is required, nothing is sent in the clear', async () => {
    const server = await aMailServer()
    await expect(postTo(server.url, { SMTP_TLS: 'required' }).send(letter)).rejects.toBeInstanceOf(NotSent)
    expect([server.attempts, server.arrived]).toEqual([[], []])
    await postTo(server.url).send(letter)
    expect(server.arrived).toMatchObject([{ isEncrypted: false }])
  })

  test('a certificate that nobody vouches for is refused; one that somebody does is taken, with name and password', async () => {
    const certificate = aCertificate()
    const server = await aMailServer({ ...certificate, disabledCommands: [] })
    const url = `smtp://runkeep:pass%3Aword%401@127.0.0.1:${server.port}`
    await expect(postTo(url, { SMTP_TLS: 'required' }).send(letter)).rejects.toThrow(/self.signed/)
    await postTo(url, { SMTP_TLS: 'required' }, certificate.cert).send(letter)
    expect(server.arrived).toMatchObject([{ isEncrypted: true, user: 'runkeep' }])
    const secure = await aMailServer({ ...certificate, secure: true })
    await postTo(`smtps://127.0.0.1:${secure.port}`, {}, certificate.cert).send(letter)
    expect(secure.arrived).toMatchObject([{ isEncrypted: true }])
  })

  test('a wrong password is no fault of the letter: it is tried again, and not told', async () => {
    const server = await aMailServer({ allowInsecureAuth: true })
    const failure: unknown = await postTo(`smtp://runkeep:wrong-one@127.0.0.1:${server.port}`)
      .send(letter)
      .catch((error: unknown) => error)
    expect(failure).toMatchObject({ isFinal: false })
    expect((failure as Error).message).not.toContain('wrong-one')
  })

  test.each([
    ['a line end', 'Mara\r\nBcc: thief@evil.example'],
    ['a bare line feed', 'Mara\nX-Evil: 1\n\nbody'],
    ['another address', 'Mara" <thief@evil.example>, "x'],
    ['HTML', '<img src=x onerror=alert(1)>'],
    ['other signs for a new line', 'Mara\u2028Bcc: thief@evil.example\u0085x'],
  ])('%s in a name or subject stays text', async (_, evil) => {
    const server = await aMailServer()
    await postTo(server.url).send({ ...letter, to: { name: evil, address: 'mara@acme.example' }, subject: evil })
    const [arrived] = server.arrived
    expect(arrived?.to).toEqual(['mara@acme.example'])
    expect(arrived?.head).not.toMatch(/^(?:Bcc|X-Evil):/im)
    expect([...(arrived?.headers.keys() ?? [])].sort()).toEqual([
      'auto-submitted',
      'content-transfer-encoding',
      'content-type',
      'date',
      'from',
      'list-unsubscribe',
      'message-id',
      'mime-version',
      'subject',
      'to',
      'x-auto-response-suppress',
    ])
    // eslint-disable-next-line no-control-regex -- control characters are what it looks for
    expect(arrived?.headers.get('subject')).toBe(evil.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' '))
    expect(arrived?.text).toBe('Hello')
  })
})

describe('Monday', () => {
  test.each([
    // 08:00 by the clocks of the place, whether they are turned or not
    ['Europe/London', '2026-03-23', '2026-03-23T08:00:00.000Z'],
    ['Europe/London', '2026-03-30', '2026-03-30T07:00:00.000Z'], // the day after clocks went forward
    ['Europe/London', '2026-10-19', '2026-10-19T07:00:00.000Z'],
    ['Europe/London', '2026-10-26', '2026-10-26T08:00:00.000Z'], // the day after they went back
    ['America/New_York', '2026-03-02', '2026-03-02T13:00:00.000Z'],
    ['America/New_York', '2026-03-09', '2026-03-09T12:00:00.000Z'],
    ['Asia/Kolkata', '2026-03-02', '2026-03-02T02:30:00.000Z'],
    ['Australia/Lord_Howe', '2026-04-06', '2026-04-05T21:30:00.000Z'], // half an hour back the night before
    ['Pacific/Kiritimati', '2026-03-02', '2026-03-01T18:00:00.000Z'],
    ['Pacific/Niue', '2026-03-02', '2026-03-02T19:00:00.000Z'],
    ['Pacific/Apia', '2026-01-05', '2026-01-04T19:00:00.000Z'],
    ['UTC', '2026-12-28', '2026-12-28T08:00:00.000Z'],
  ])('in %s, %s: eight o’clock is %s', (timeZone, monday, at) => {
    for (const now of [at, later(at as Instant, { hours: 24 * 6 }), later(at as Instant, { hours: -8 })])
      expect(mondayOf(timeZone, now as Instant)).toEqual({ monday, at })
  })

  /** Everybody of the cast has something to do in acme: RB-01 was never verified. */
  async function aVaultWithWork(now: Instant) {
    const { vault, server } = { vault: aVault(), server: await aMailServer() }
    vault.clock.set('2026-03-05T12:00:00.000Z' as Instant)
    await aRunbook(vault, 'Internet down', { ownerId: vault.member('mara') }, 'mara')
    vault.clock.set(now)
    return { vault, server, delivery: delivering(vault, server) }
  }

  test.each([
    ['2026-03-09T07:59:59.000Z', 0],
    ['2026-03-09T08:00:00.000Z', 1],
    ['2026-03-10T07:59:59.000Z', 1], // the server was away on Monday
    ['2026-03-10T08:00:00.000Z', 0],
    ['2026-03-14T08:00:00.000Z', 0],
  ])('at %s %i letter', async (now, count) => {
    const { vault, server, delivery } = await aVaultWithWork(now as Instant)
    vault.db.prepare(`UPDATE organizations SET time_zone = 'Europe/London'`).run()
    await delivery.look()
    await delivery.look()
    expect(server.arrived).toHaveLength(count)
  })

  const nextMonday = '2026-03-09T09:00:00.000Z' as Instant

  test('one digest for a person and week, and none to whom nothing is to be said', async () => {
    const { vault, server, delivery } = await aVaultWithWork(nextMonday)
    await delivery.look()
    expect(recipients(server)).toEqual([emailOf('mara')])
    for (const hours of [1, 5, 23, 24, 100]) {
      vault.clock.set(later(nextMonday, { hours }))
      await delivery.look()
    }
    expect(server.arrived).toHaveLength(1)
    vault.clock.set(later(nextMonday, { hours: 24 * 7 }))
    await delivery.look()
    expect(server.arrived).toHaveLength(2)
  })

  test('says what waits: requests, notices, ends, secrets, dates, reviews; by reference alone', async () => {
    const { vault, server, delivery } = await aMailingVault('2026-03-08T12:00:00.000Z' as Instant)
    const own = { ownerId: vault.member('mara') }
    await aRunbook(vault, 'Internet down', own, 'mara')
    const vendor = await aVendor(vault, 'Brightline', own, 'mara')
    await verified(vault, vendor, 'mara')
    await aContract(vault, vendor, { title: 'Leased line', endsOn: '2026-06-30' })
    await aContract(vault, vendor, { title: 'Copper line', endsOn: '2026-03-20', autoRenews: false })
    await aWatchedDate(vault, vendor, { kind: 'certificate', name: 'Wildcard' })
    await aRequest(vault)
    await delivery.look()
    server.arrived.length = 0
    vault.clock.set(nextMonday)
    await delivery.look()
    const letter = server.arrived.find(({ to }) => to.includes(emailOf('mara')))
    expect(letter?.headers.get('subject')).toMatch(/^Runkeep: \d+ things wait for you$/)
    const text = letter?.text ?? ''
    for (const part of [
      'Acme Joinery\n============',
      `Access requests that wait: 1\n  ${origin}/o/acme/access`,
      'CT-01 notice by 30 Mar, in 21 days',
      `Contracts that end: 1\n  CT-02 contract ends, in 11 days\n    ${origin}/o/acme/contracts/CT-02`,
      `Dates to watch: 1\n  VN-01 certificate expires, in 23 days`,
      `RB-01: Never verified`,
      `${origin}/o/acme/runbooks/RB-01`,
      `${origin}/reviews`,
    ])
      expect(text).toContain(part)
    for (const title of ['Internet', 'Brightline', 'Leased', 'Copper', 'Wildcard', 'FortiGate', 'line is down'])
      expect(text).not.toContain(title)
    await vault.as('mara', changeOutsideSettings, { titles: true })
    vault.clock.set(later(nextMonday, { hours: 24 * 7 }))
    await delivery.look()
    expect(server.arrived.findLast(({ to }) => to.includes(emailOf('mara')))?.text).toContain('RB-01 Internet down')
  })

  test('says what is left to do after incidents, and which lanes are to be confirmed; by reference alone', async () => {
    const { vault, server, delivery } = await aMailingVault('2026-03-04T12:00:00.000Z' as Instant)
    const incident = await anIncident(vault, 'Fibre is cut')
    const followUp = { incident, text: 'Order a second line', ownerId: vault.member('rosa'), dueOn: '2026-03-12' }
    await vault.as('mara', saveFollowUp, { ...followUp, followUpId: uuidv7() })
    const laneId = await aLane(vault, { accountable: [held(vault, 'jonas')], intervalDays: 10 }, 'jonas')
    await vault.as('jonas', confirmLane, { laneId, revision: 1 })
    await delivery.look()
    vault.clock.set(nextMonday)
    await delivery.look()
    const textTo = (name: Name) => server.arrived.find(({ to }) => to.includes(emailOf(name)))?.text ?? ''
    expect(textTo('rosa')).toContain(
      `Left to do after incidents: 1\n  IN-01 follow-up due, in 3 days\n    ${origin}/o/acme/incidents/IN-01`,
    )
    expect(textTo('jonas')).toContain(
      `Responsibilities to confirm: 1\n  Responsibility to be confirmed, in 5 days\n    ${origin}/o/acme/responsibilities/${laneId}`,
    )
    expect(textTo('jonas')).not.toContain('IN-01')
    for (const { text } of server.arrived) expect(text).not.toMatch(/Fibre|second line|Network/)
  })

  test('says what is to be read soon or late, and who is late with what one gave; by reference alone', async () => {
    const { vault, server, delivery } = await aMailingVault('2026-03-04T12:00:00.000Z' as Instant)
    await vault.as('jonas', aList, { ...aListOf(await aRunbook(vault, 'Internet down')), title: 'First days' })
    const give = (list: string, to: object, dueOn?: string) =>
      vault.as('jonas', assignReadingList, { list, id: uuidv7(), ...to, ...(dueOn && { dueOn }) })
    await give('RL-01', { role: 'reader' }, '2026-03-06')
    await give('RL-01', { memberId: vault.member('anton') }, '2026-03-20')
    await give('RL-01', { memberId: vault.member('mara') }, '2026-05-20')
    await give('RL-01', { role: 'technician' })
    vault.clock.set(nextMonday)
    await delivery.look()
    const textTo = (name: Name) => server.arrived.findLast(({ to }) => to.includes(emailOf(name)))?.text ?? ''
    expect(textTo('rosa')).toContain(
      `For you to read: 1\n  RL-01: 0 of 1 read, due 3 days ago\n    ${origin}/o/acme/reading/RL-01\n`,
    )
    expect(textTo('anton')).toContain('RL-01: 0 of 1 read, due in 11 days')
    expect(textTo('jonas')).toContain(
      `Not read yet of what you gave: 1\n  rosa has read 0 of 1 of RL-01, due 6 Mar 2026\n    ${origin}/o/acme/reading/RL-01?tab=people\n`,
    )
    for (const name of ['mara', 'tariq'] as const) expect(textTo(name)).not.toContain('RL-01')
    for (const { text } of server.arrived) expect(text).not.toMatch(/First days|Internet/)
    const { body } = await vault.as('rosa', openReadingList, { list: 'RL-01' })
    await vault.as('rosa', acknowledge, { list: 'RL-01', item: body.next, revision: 1 } as never)
    server.arrived.length = 0
    vault.clock.set(later(nextMonday, { hours: 24 * 7 }))
    await delivery.look()
    expect(textTo('rosa')).not.toContain('RL-01')
    expect(textTo('jonas')).not.toContain('RL-01')
  })

  test('nothing that a person may not see or has put off is in it', async () => {
    const { vault, server, delivery } = await aVaultWithWork(nextMonday)
    await vault.as('mara', snoozeDocument, { reference: 'RB-01', days: 7 })
    const secret = { collectionId: vault.collections.secret }
    await aRunbook(vault, 'Of the board', secret, 'mara')
    await delivery.look()
    server.arrived.length = 0
    vault.clock.set(later(nextMonday, { hours: 24 * 7 }))
    await delivery.look()
    expect(recipients(server)).toEqual([emailOf('anton'), emailOf('mara')].sort())
  })

  test('of several organizations one letter, each as far as it is wanted', async () => {
    const { vault, server, delivery } = await aVaultWithWork(later(nextMonday, { hours: -2 }))
    // Mara works for the other one too, as a reader there.
    const row = vault.db.prepare(`SELECT * FROM members WHERE id = ?`).get(vault.member('mara')) as object
    const there = { ...row, id: uuidv7(), organization_id: vault.other.id, party_id: vault.other.parties.in_house }
    const columns = Object.keys(there)
    vault.db
      .prepare(`INSERT INTO members (${columns.join(', ')}) VALUES (${columns.map((name) => `@${name}`).join(', ')})`)
      .run(there)
    await aForeignRunbook(vault, 'Theirs')
    vault.clock.set(nextMonday)
    await delivery.look()
    const toMara = () => server.arrived.filter(({ to }) => to.includes(emailOf('mara')))
    expect(toMara()).toHaveLength(1)
    expect(toMara()[0]?.text).toMatch(/^Acme Joinery\n=+\n[^]*\nOther Ltd\n=+\n/)
    vault.clock.set(later(nextMonday, { hours: 24 * 7 }))
    await vault.as('mara', changeMyMail, { digest: false, atOnce: true })
    await delivery.look()
    expect(toMara()[1]?.text).not.toContain('Acme')
    expect(toMara()[1]?.text).toContain('Other Ltd')
  })

  test('who joined after Monday morning waits for the next', async () => {
    const { vault, server, delivery } = await aVaultWithWork(later(nextMonday, { hours: -2 }))
    vault.db
      .prepare(`UPDATE members SET joined_at = ? WHERE id = ?`)
      .run(later(nextMonday, { hours: 1 }), vault.member('mara'))
    vault.clock.set(later(nextMonday, { hours: 2 }))
    await delivery.look()
    expect(server.arrived).toEqual([])
  })
})

test('wishes are one’s own, and both unless told', async () => {
  const vault = aVault()
  expect((await vault.as('rosa', myMail, {})).body).toMatchObject({ digest: true, atOnce: true })
  await vault.as('rosa', changeMyMail, { digest: false, atOnce: true })
  expect((await vault.as('rosa', myMail, {})).body).toMatchObject({ digest: false, atOnce: true })
  expect((await vault.as('jonas', myMail, {})).body).toMatchObject({ digest: true, atOnce: true })
  expect(start).toBeDefined()
})
