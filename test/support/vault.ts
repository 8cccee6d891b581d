import type { Express } from 'express'
import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import Database from 'better-sqlite3'
import request from 'supertest'
import { v7 as uuidv7 } from 'uuid'
import { addressOf, type Endpoint, type InputOf, type OutputOf } from '#contract/endpoint.ts'
import type { ProblemBody } from '#contract/problems.ts'
import type {
  AccountId,
  CollectionId,
  Instant,
  MemberId,
  OrganizationId,
  PartyId,
  Role,
  Side,
} from '#contract/values.ts'
import { sodiumReady } from '#contract/crypto/verify.ts'
import type { LogState } from '#contract/log/state.ts'
import { createParty } from '#contract/organizations.ts'
import { startSession } from '../../server/access/sessions.ts'
import { createApp, routes } from '../../server/app.ts'
import { remember } from '../../server/features/log/states.ts'
import { apiHeaders } from '../../server/http/headers.ts'
import { operationOf } from '../../server/http/route.ts'
import { runRoute } from '../../server/http/run-route.ts'
import type { House } from '../../server/http/mount.ts'
import { openStreams } from '../../server/http/streams.ts'
import { aFileRoom } from './file-room.ts'
import { secondsBetween, settableClock } from '../../server/platform/clock.ts'
import { readConfig } from '../../server/platform/config.ts'
import { migrate, openDatabase, type Db } from '../../server/platform/database.ts'
import { jsonLog } from '../../server/platform/log.ts'
import { groupCommit } from '../../server/platform/writer.ts'
import { keysOf, steadyId } from './keys.ts'
import {
  anAccount,
  ask,
  found,
  join,
  logState,
  signerOf,
  state,
  withCollection,
  type Person,
  type Place,
  type Seeds,
} from './log.ts'
import { logDeeds } from './log-deeds.ts'

await sodiumReady

export const origin = 'http://127.0.0.1:4600'
/** A Monday morning in March, in every test, until the test says otherwise. */
export const start = '2026-03-02T09:00:00.000Z' as Instant

/** The cast, always the same: who they are and what their role is. `mara` owns, `jonas` repairs, `ines` audits. */
export const cast = {
  mara: { role: 'owner', side: 'in_house' },
  anton: { role: 'admin', side: 'in_house' },
  jonas: { role: 'editor', side: 'in_house' },
  rosa: { role: 'reader', side: 'in_house' },
  ines: { role: 'auditor', side: 'outside' },
  tariq: { role: 'technician', side: 'partner' },
} as const satisfies Record<string, { role: Role; side: Side }>
export type Name = keyof typeof cast
/** Owns another organization on the same installation. */
export type Stranger = 'xenia'

export interface Answer<Body> {
  status: number
  body: Body & ProblemBody
  headers: Record<string, string>
  cookies: string[]
}

let image: Buffer | undefined

/** A migrated database in memory, opened from an image: well under a millisecond. */
export function aDatabase(): Db {
  if (!image) {
    const db = openDatabase(':memory:')
    migrate(db)
    image = db.serialize()
    db.close()
  }
  return opened(image)
}

/** A database of its own, as an image of it was. */
export function opened(image: Buffer): Db {
  const db = new Database(image)
  db.pragma('foreign_keys = ON')
  db.pragma('trusted_schema = OFF')
  return db
}

/** Both organizations, made by their own logs: once in a process, and opened from an image ever after. */
interface Made {
  image: Buffer
  people: ReadonlyMap<string, Omit<Person, 'cookie' | 'signedInAt'>>
  seeds: ReadonlyMap<string, Seeds>
  states: readonly LogState[]
}
let made: Made | undefined

const ids = {
  acme: steadyId('acme') as OrganizationId,
  other: steadyId('other') as OrganizationId,
  general: steadyId('General') as CollectionId,
  secret: steadyId('Security') as CollectionId,
  foreign: steadyId('General of other') as CollectionId,
}
const partyIds = (slug: string) => {
  const id = (side: Side) => steadyId(`${side} of ${slug}`) as PartyId
  return { in_house: id('in_house'), partner: id('partner'), outside: id('outside') }
}
const acme = { id: ids.acme, slug: 'acme', parties: partyIds('acme') }
const other = { id: ids.other, slug: 'other', parties: partyIds('other') }
const partyNames = { partner: 'Northwind IT', outside: 'Hollin Mutual' }

function make(): Made {
  const db = aDatabase()
  const place: Place = { db, config: readConfig({ LOG: 'silent' }), now: () => start }
  const people = new Map<string, Person>()
  const seeds = new Map<string, Seeds>()
  const founder = (name: string, { id: organizationId }: { id: OrganizationId }) => {
    const memberId = steadyId(`member ${name}`) as MemberId
    const person = { name, accountId: anAccount(place, name), memberId, organizationId }
    people.set(name, person)
    return person
  }
  const begin = (name: string, { id, slug, parties }: typeof acme, called: string, collection: CollectionId) => {
    const person = founder(name, { id })
    const organization = { id, slug, name: called, partyId: parties.in_house }
    seeds.set(collection, found(place, person, organization, { id: collection }))
    for (const side of ['partner', 'outside'] as const) {
      ask(place, person, createParty, { slug, id: parties[side], name: partyNames[side], side })
    }
    return person
  }
  const mara = begin('mara', acme, 'Acme Joinery', ids.general)
  begin('xenia', other, 'Other Ltd', ids.foreign)
  const security = { id: ids.secret, name: 'Security', restricted: true }
  const made = withCollection(logState(db, acme.id), signerOf(mara), security, start)
  seeds.set(ids.secret, made.seeds)
  state(place, mara, 'acme', made.stated)
  for (const [name, { role, side }] of Object.entries(cast)) {
    if (name === 'mara') continue
    const memberId = steadyId(`member ${name}`) as MemberId
    const party = { id: acme.parties[side], name: side === 'in_house' ? 'Acme Joinery' : partyNames[side], side }
    join(place, mara, 'acme', { name, memberId, role, party }, seeds)
    people.set(name, { name, accountId: keysOf(name).accountId as AccountId, memberId, organizationId: acme.id })
  }
  const states = [logState(db, acme.id), logState(db, other.id)]
  forget(db)
  const image = db.serialize()
  db.close()
  return { image, people, seeds, states }
}

/** What making it left behind: every test begins with nobody signed in, and with an audit log of its own. */
function forget(db: Db): void {
  const triggers = db
    .prepare<[], { name: string; sql: string }>(
      `SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'audit_events'`,
    )
    .all()
  for (const { name } of triggers) db.exec(`DROP TRIGGER ${name}`)
  for (const table of ['audit_events', 'sessions', 'devices', 'allowances', 'notices']) db.exec(`DELETE FROM ${table}`)
  for (const { sql } of triggers) db.exec(sql)
}

/** What would be a transaction of the server's is a savepoint of one that is never committed. */
function withinAnother(db: Db): Db {
  const savepoints: Record<string, string> = {
    'BEGIN IMMEDIATE': 'SAVEPOINT turn',
    COMMIT: 'RELEASE turn',
    ROLLBACK: 'ROLLBACK TO turn',
  }
  const prepare = (text: string) => db.prepare(savepoints[text] ?? text)
  return new Proxy(db, { get: (real, key): unknown => (key === 'prepare' ? prepare : Reflect.get(real, key, real)) })
}

/**
 * A vault of its own for every test: the real app over real SQLite, two organizations (`acme` with the cast, `other`
 * with xenia), a clock that stands still; configured by its environment. Where hundreds of tests begin with the same,
 * one that is `undone` serves them all; see `mark`.
 */
export function aVault(environment: Record<string, string> = {}, { undone = false } = {}) {
  made ??= make()
  const db = opened(made.image)
  // Kept as the server keeps it: a log is read from its beginning once.
  for (const log of made.states) remember(db, log.organization as OrganizationId, log)
  const clock = settableClock(start)
  const config = readConfig({ LOG: 'silent', ...environment })
  const serverKeys = { secondFactor: randomBytes(32) }
  const log = jsonLog('silent', () => {})
  const writer = groupCommit(undone ? withinAnother(db) : db, log)
  const house: House = {
    db,
    config,
    serverKeys,
    clock,
    log,
    writer,
    streams: openStreams({ db, config, clock, writer }),
    ...aFileRoom(),
    // The same route code as in the reader process; the process itself has tests of its own.
    readElsewhere: (operation, asked) =>
      new Promise((resolve) => {
        const route = routes.find(({ endpoint }) => operationOf(endpoint) === operation)
        if (!route) throw new Error(`no route ${operation}`)
        const cookies = { device: undefined, startSession() {}, rememberDevice() {}, endSession() {} }
        resolve(runRoute(route, { ...asked, db, config, serverKeys, cookies }))
      }),
    origins: () => [origin],
    apiHeaders: apiHeaders(false),
  }
  const app = createApp(house, '/nowhere')
  const people = new Map<string, Person>()

  for (const [name, person] of made.people) people.set(name, { ...person })
  const place: Place = { db, config, now: () => clock.now() }
  const seeds = new Map(made.seeds)

  const person = (name: string): Person => {
    const found = people.get(name)
    if (!found) throw new Error(`${name} is not in the cast`)
    return found
  }

  /** Calls the API as somebody, in the organization `acme` unless the input says otherwise. */
  async function asSomebody<E extends Endpoint>(
    name: string,
    endpoint: E,
    input: Omit<InputOf<E>, 'slug'> & { slug?: string },
  ): Promise<Answer<OutputOf<E>>> {
    return call(
      app,
      endpoint,
      { ...(endpoint.path.includes(':slug') && { slug: 'acme' }), ...input },
      cookieFor(house, person(name)),
    )
  }

  /** What is so now. @returns how it becomes so again, as often as one likes; what was marked after it is forgotten. */
  function mark(): () => void {
    if (!undone) throw new Error('This vault is for one test')
    const name = `mark${(marks += 1)}`
    db.exec(`SAVEPOINT ${name}`)
    const [now, keptSeeds, keptPeople] = [clock.now(), [...seeds], [...people].map(([who, one]) => [who, { ...one }])]
    return () => {
      db.exec(`ROLLBACK TO ${name}`)
      clock.set(now)
      seeds.clear()
      for (const [id, each] of keptSeeds) seeds.set(id, each)
      people.clear()
      for (const [who, one] of keptPeople as [string, Person][]) people.set(who, { ...one })
    }
  }
  let marks = 0

  return {
    db,
    app,
    house,
    mark,
    clock,
    acme,
    other,
    collections: { general: ids.general, secret: ids.secret, foreign: ids.foreign },
    member: (name: Name | Stranger): MemberId => person(name).memberId,
    account: (name: Name | Stranger): AccountId => person(name).accountId,
    /** Adds somebody to the organization, beyond the cast: invited, joined and let in. */
    addMember(name: string, role: Role, side: Side = 'in_house') {
      const memberId = uuidv7() as MemberId
      const party = { id: acme.parties[side], name: side === 'in_house' ? 'Acme Joinery' : partyNames[side], side }
      join(place, person('mara'), 'acme', { name, memberId, role, party }, seeds)
      people.set(name, { name, accountId: keysOf(name).accountId as AccountId, memberId, organizationId: acme.id })
      return person(name)
    },
    /** Everything that is signed; see log-deeds.ts. */
    ...logDeeds({ place, person, seeds, as: asSomebody }),
    cookie: (name: string) => cookieFor(house, person(name)),
    as: asSomebody,
    /** Calls the API as nobody. */
    async asNobody<E extends Endpoint>(endpoint: E, input: InputOf<E>): Promise<Answer<OutputOf<E>>> {
      return call(app, endpoint, input as Record<string, unknown>, undefined)
    },
  }
}
export type Vault = ReturnType<typeof aVault>

/** supertest's agent does not send a Secure cookie back over HTTP: it is set by hand. */
export async function call<E extends Endpoint>(
  app: Express,
  endpoint: E,
  input: Record<string, unknown>,
  cookie?: string,
): Promise<Answer<OutputOf<E>>> {
  const { path, rest } = addressOf(endpoint, input)
  const method = endpoint.method.toLowerCase() as 'get' | 'post' | 'put' | 'delete'
  let asked = request(app)[method](path).set('origin', origin)
  if (cookie) asked = asked.set('cookie', cookie)
  // A stream goes on: that it has begun is all that one call can see of it.
  if (endpoint.mediaType === 'text/event-stream') asked = asked.buffer(true).parse(beginning)
  if (endpoint.mediaType === 'application/octet-stream' || endpoint.mediaType === 'image/webp')
    asked = asked.responseType('blob')
  const { file, ...fields } = rest
  const answer = await (method === 'get' || method === 'delete'
    ? asked.query(rest)
    : endpoint.body === 'file'
      ? asked.field(fields as Record<string, string>).attach('file', file as Buffer, 'as-told.bin')
      : asked.send(rest))
  return {
    status: answer.status,
    body: told(answer) as never,
    headers: answer.headers,
    cookies: (answer.headers['set-cookie'] as unknown as string[] | undefined) ?? [],
  }
}

/** supertest takes a problem for bytes where bytes were to come. */
function told({ body, headers }: request.Response): unknown {
  return Buffer.isBuffer(body) && headers['content-type']?.includes('json') ? JSON.parse(body.toString()) : body
}

type Parser = Parameters<request.Test['parse']>[0]
const beginning: Parser = (response, done) => {
  const isStream = String((response as unknown as IncomingMessage).headers['content-type']).startsWith(
    'text/event-stream',
  )
  let text = ''
  response.on('data', (chunk: Buffer) => {
    text += chunk.toString()
    if (!isStream) return
    done(null, text)
    ;(response as unknown as IncomingMessage).destroy()
  })
  response.on('end', () => done(null, JSON.parse(text)))
}

/** A live session; when the clock has moved past the idle limit the person signs in again, as people do. */
function cookieFor(house: House, person: Person): string {
  const now = house.clock.now()
  if (!person.cookie || person.signedInAt === undefined || secondsBetween(person.signedInAt, now) >= 59 * 60) {
    const { accountId } = person
    const { token } = startSession(house.db, house.config, { accountId, now, address: '127.0.0.1', agent: 'test' })
    person.cookie = `__Host-runkeep=${token}`
    person.signedInAt = now
  }
  return person.cookie
}
