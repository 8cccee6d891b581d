import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { countDocuments, listDocuments, listRevisions, openDocument } from '#contract/documents.ts'
import { listFollowUps, readIncident } from '#contract/incidents.ts'
import { listCollections, listGrants, listInvitations, listMembers } from '#contract/organizations.ts'
import { listReadingLists, openReadingList, readingProgress } from '#contract/reading-lists.ts'
import { listAbsences, listLanes } from '#contract/responsibilities.ts'
import { listReviews } from '#contract/reviews.ts'
import { listGaps, search } from '#contract/search.ts'
import type { Instant } from '#contract/values.ts'
import { connect, type Connection } from '../../client/cli/connection.ts'
import { signInAs } from '../../client/cli/sign-in.ts'
import { openDemo, type DemoFile } from '../../client/demo/make.ts'
import { organizations, people, type PersonKey } from '../../client/demo/organization.ts'
import { newPassphrase } from '../../client/demo/passphrases.ts'
import { signInsOf } from '../../client/demo/sign-ins.ts'
import { makeKeyring } from '../../client/vault/keyring.ts'
import { makeProfilePins } from '../../client/vault/profile-pins.ts'
import { passphraseMinCharacters } from '#contract/crypto/errors.ts'
import { judgePassphrase } from '../../client/vault/passphrase-strength.ts'
import { verifyAudit } from '../../server/administer/audit.ts'
import { aFolder, aServer } from '../support/installation.ts'

// One demo for all: it is made once, and these tests only look at it.
let folder: string
let demo: DemoFile
let workedMs: number
let address: string
const told: number[] = []
const signedIn = new Map<PersonKey, Connection>()

const now = () => new Date().toISOString() as Instant

beforeAll(async () => {
  folder = path.join(aFolder(), 'demo')
  // What an interrupted demo leaves behind; no process has that number.
  mkdirSync(path.join(folder, 'making-4194305'), { recursive: true })
  writeFileSync(path.join(folder, 'making-4194305', 'vault.db'), 'half of one')
  const before = process.cpuUsage()
  demo = await openDemo(folder, now(), (done) => told.push(done))
  const { user, system } = process.cpuUsage(before)
  workedMs = (user + system) / 1000
  address = (await aServer(folder)).address
})

async function as(person: PersonKey): Promise<Connection> {
  let connection = signedIn.get(person)
  if (!connection) {
    connection = connect(address)
    const pins = makeProfilePins({ getItem: () => null, setItem: () => {} })
    const { email } = people[person]
    await signInAs({ email, passphrase: demo.passphrases[person] ?? '' }, { connection, keyring: makeKeyring(), pins })
    signedIn.set(person, connection)
  }
  return connection
}

const slug = 'calder-wick'
const stateOf = ({ state, daysLeft }: { state: string; daysLeft?: number | undefined }) =>
  state === 'due' ? `due ${daysLeft}` : state === 'overdue' ? `overdue ${-(daysLeft as number)}` : state

test('its audit log is whole, and what its people signed is theirs', async () => {
  const { faults, notes, statements, compared } = await verifyAudit(folder)
  expect(faults).toEqual([])
  expect(statements).toBeGreaterThan(50)
  // One key from the beginning: the one that was made with it.
  expect(notes.filter((note) => note.includes('keys'))).toEqual([])
  expect(compared[0]?.count).toBeGreaterThan(0)
})

test('every state shows, as DESIGN-LANGUAGE §14 names them', async () => {
  const priya = await as('priya')
  const { items } = await priya.call(listDocuments, { slug, limit: 200, sort: 'reference' })
  const notVerified = items.filter(({ state }) => state !== 'verified').map((line) => [line.reference, stateOf(line)])
  expect(Object.fromEntries(notVerified)).toEqual({
    'RB-04': 'due 12',
    'RB-09': 'suspect',
    'RB-14': 'due 6',
    'RB-15': 'due 21',
    'RB-21': 'overdue 4',
    'RB-22': 'suspect',
    'RB-27': 'unverified',
    'RB-30': 'overdue 40',
    'RB-33': 'unverified',
    'SY-07': 'due 15',
    'DG-02': 'overdue 23',
    'DG-03': 'due 15',
    'DG-04': 'unverified',
    'VN-06': 'unverified',
    'VN-09': 'overdue 15',
  })
  const counts = await priya.call(countDocuments, { slug })
  expect(counts).toMatchObject({ due: 5, overdue: 4, unverified: 4, suspect: 2, noOwner: 1, archived: 2 })
  expect(items.find(({ reference }) => reference === 'RB-30')).not.toHaveProperty('owner')
  expect(items.filter(({ editedSinceVerified }) => editedSinceVerified).map(({ reference }) => reference)).toEqual([
    'RB-12',
  ])
})

test('eight reviews wait for Priya', async () => {
  const { items } = await (await as('priya')).call(listReviews, { slug })
  expect(items.map(({ reference }) => reference as string).sort()).toEqual([
    'DG-02',
    'DG-04',
    'RB-09',
    'RB-14',
    'RB-21',
    'RB-22',
    'RB-30',
    'SY-07',
  ])
})

test('the runbook of the internet outage has its history, its citations and its readers', async () => {
  const priya = await as('priya')
  const on = { slug, reference: 'RB-14' }
  const runbook = await priya.call(openDocument, on)
  expect(runbook).toMatchObject({ title: 'Internet down at head office', revision: 6, pinned: true })
  expect(runbook.owner?.name).toBe('Priya Nandakumar')
  expect(runbook.related.map(({ reference }) => reference as string)).toContain('SY-01')
  expect(runbook.cited.length).toBeGreaterThan(1)
  expect(runbook.usedIn.length).toBeGreaterThan(0)
  expect(runbook.opened90).toBeGreaterThan(10)
  const { items } = await priya.call(listRevisions, on)
  expect(new Set(items.map(({ savedBy }) => savedBy))).toEqual(
    new Set(['Priya Nandakumar', 'Tom Ashworth', 'Marcus Oyelaran']),
  )
  const days = items.map(({ savedAt }) => Math.round((Date.now() - Date.parse(savedAt)) / 86_400_000))
  expect(days.map((day) => Math.round(day / 5))).toEqual([84, 95, 176, 268, 391, 470].map((day) => Math.round(day / 5)))
})

test('security alerts at night are nobody’s; one lane is two people’s, one waits for Northlight', async () => {
  const { items } = await (await as('priya')).call(listLanes, { slug })
  const wrong = items.map(({ name, gaps }) => [name, gaps.map(({ cause, party }) => [cause, party].join(' ').trim())])
  expect(Object.fromEntries(wrong.filter(([, gaps]) => gaps?.length))).toEqual({
    'Backup and restore test': ['unconfirmed Northlight IT'],
    'Security monitoring (after hours)': ['nobody'],
    'Software licensing': ['two', 'unconfirmed Calder & Wick', 'unconfirmed Northlight IT'],
  })
  const { items: absences } = await (await as('priya')).call(listAbsences, { slug })
  expect(absences.map(({ person, answer, asksMe }) => [person.name, answer, asksMe])).toEqual([
    ['Marcus Oyelaran', 'accepted', false],
    ['Tom Ashworth', 'asked', true],
  ])
})

test('one outage of 42 minutes is over, and one thing is still to be done', async () => {
  const priya = await as('priya')
  const { seconds, secondsToRunbook, runbooks, timeline } = await priya.call(readIncident, { slug, incident: 'IN-01' })
  expect([seconds, secondsToRunbook]).toEqual([42 * 60, 2 * 60])
  expect(runbooks.map(({ reference, verdict }) => [reference, verdict])).toEqual([['RB-14', 'worked']])
  expect(new Set(timeline.map(({ by }) => by.name))).toHaveLength(3)
  const { items } = await priya.call(listFollowUps, { slug })
  expect(items.map(({ text }) => text)).toEqual(['Claim the hour from Brightline'])
  const { body: _body, ...runbook } = await priya.call(openDocument, { slug, reference: 'RB-14' })
  expect(runbook.state).toBe('due')
})

test('Elena has read 3 of 12, one of which asks again; of Northlight, Marcus is through', async () => {
  const elena = await as('elena')
  const { items } = await elena.call(listReadingLists, { slug })
  expect(items).toMatchObject([{ reference: 'RL-01', items: 12, read: 3, assignedBy: 'Priya Nandakumar' }])
  const list = await elena.call(openReadingList, { slug, list: 'RL-01' })
  expect(list.sections.map((section) => section.items.length)).toEqual([5, 4, 3])
  const all = list.sections.flatMap((section) => section.items)
  expect(all.filter(({ isClosed }) => isClosed)).toEqual([])
  expect(all.filter(({ mine }) => mine === 'again').map(({ reference }) => reference)).toEqual(['RB-12'])
  const { people: readers } = await (await as('priya')).call(readingProgress, { slug, list: 'RL-02' })
  expect(readers.map(({ person, read, items: of, isLate }) => [person.name, read, of, isLate])).toEqual([
    ['Joanna Kessel', 2, 6, true],
    ['Marcus Oyelaran', 6, 6, false],
  ])
})

test('each organization has the people, collections and access that it should', async () => {
  for (const organization of organizations) {
    const owner = await as(organization.members[0].person)
    const there = { slug: organization.slug }
    const { items: members } = await owner.call(listMembers, there)
    const expected = organization.members.map(({ person, party, role, leftDaysAgo }) => ({
      name: people[person].name,
      email: people[person].email,
      party,
      role,
      hasLeft: leftDaysAgo !== undefined,
    }))
    const found = members.map(({ name, email, party, role, removedAt }) => ({
      name,
      email,
      party,
      role,
      hasLeft: removedAt !== undefined,
    }))
    expect(found.sort((a, b) => (a.name < b.name ? -1 : 1))).toEqual(
      expected.sort((a, b) => (a.name < b.name ? -1 : 1)),
    )
    const { items: collections } = await owner.call(listCollections, there)
    expect(collections.map(({ name }) => name).sort()).toEqual(organization.collections.map(({ name }) => name).sort())
    const { items: grants } = await owner.call(listGrants, there)
    expect(grants).toHaveLength(organization.grants.length)
    for (const { endsAt, side } of grants) if (side === 'partner') expect(endsAt && endsAt > now()).toBe(true)
    expect((await owner.call(listInvitations, there)).items).toEqual([])
  }
})

test('a technician sees what was granted, in all three; somebody who left cannot come in', async () => {
  const marcus = await as('marcus')
  const seen = await marcus.call(listDocuments, { slug, limit: 200 })
  expect(new Set(seen.items.map(({ collection }) => collection))).toEqual(
    new Set(['Infrastructure', 'Business applications', 'Security and continuity', 'Passwords and keys']),
  )
  expect(
    seen.items
      .filter(({ collection }) => collection.startsWith('Security'))
      .map(({ reference }) => reference as string),
  ).toEqual(['RB-17'])
  for (const other of ['fennel-rye', 'orchard-row'])
    expect((await marcus.call(listDocuments, { slug: other, limit: 200 })).items.length).toBeGreaterThan(0)
  const graham = await as('graham')
  await expect(graham.call(listDocuments, { slug })).rejects.toMatchObject({ code: 'not-found' })
})

test('what was looked for in vain is on the page of gaps, with its words only where they are kept', async () => {
  const { items, textsKept } = await (await as('priya')).call(listGaps, { slug })
  expect(textsKept).toBe(true)
  expect(items.map(({ text, searches, people: by }) => [text, searches, by])).toEqual(
    expect.arrayContaining([
      ['cnc dongle', 2, 2],
      ['showroom projector', 1, 1],
    ]),
  )
  const found = await (await as('priya')).call(search, { slug, text: 'internet down' })
  expect(found.items[0]?.reference).toBe('RB-14')
})

test('it takes seconds, tells how far it is, and leaves nothing half-made', () => {
  // Of work, not by the clock on the wall: other tests run beside this one.
  expect(workedMs).toBeLessThan(20_000)
  expect(told.at(-1)).toBe(told.length)
  expect(told.length).toBeGreaterThan(300)
  expect(readdirSync(folder).filter((name) => name.startsWith('making-'))).toEqual([])
})

test('a second start finds it made, with the same passphrases, for nobody else to read', async () => {
  const again = await openDemo(folder, now(), () => expect.fail('nothing is to be made'))
  expect(again).toEqual(demo)
  expect(statSync(path.join(folder, 'demo.json')).mode & 0o777).toBe(0o600)
  expect(statSync(path.join(folder, 'vault.db')).mode & 0o777).toBe(0o600)
  expect(statSync(folder).mode & 0o777).toBe(0o700)
})

test('the terminal is told of everybody who can sign in', () => {
  const words = signInsOf(demo)
  for (const [person, { name, email }] of Object.entries(people)) {
    const isHere = person !== 'graham'
    expect(words.includes(`${name}, `), name).toBe(isHere)
    expect(words.includes(email), email).toBe(isHere)
    expect(words.includes(demo.passphrases[person] ?? '?')).toBe(isHere)
  }
  expect(words).toContain(
    'Marcus Oyelaran, Northlight IT (technician: only what was granted, until it ends; also in Fennel & Rye Foods and Orchard Row Dental)',
  )
})

test('passphrases are five words, strong enough, and never the same', async () => {
  const passphrases = Array.from({ length: 200 }, newPassphrase)
  expect(new Set(passphrases).size).toBe(200)
  for (const passphrase of passphrases) {
    expect(passphrase).toMatch(/^[a-z]{4,8}(?: [a-z]{4,8}){4}$/)
    expect(passphrase.length).toBeGreaterThanOrEqual(passphraseMinCharacters)
  }
  const { isEnough } = await judgePassphrase(passphrases[0] ?? '', people.priya)
  expect(isEnough).toBe(true)
})

test('a move that was interrupted is ended, and a vault that is not the demo’s is left alone', async () => {
  const half = path.join(aFolder(), 'demo')
  mkdirSync(path.join(half, 'making-4194305'), { recursive: true })
  writeFileSync(path.join(half, 'vault.db'), 'moved already')
  writeFileSync(path.join(half, 'making-4194305', 'demo.json'), readFileSync(path.join(folder, 'demo.json')))
  expect(await openDemo(half, now(), () => expect.fail('nothing is to be made'))).toEqual(demo)
  expect(existsSync(path.join(half, 'making-4194305'))).toBe(false)

  const foreign = aFolder()
  writeFileSync(path.join(foreign, 'vault.db'), 'somebody’s')
  await expect(openDemo(foreign, now(), () => {})).rejects.toThrow(
    'holds a vault that is not the demo’s'.replace('’', "'"),
  )
  expect(readFileSync(path.join(foreign, 'vault.db'), 'utf8')).toBe('somebody’s')
})
