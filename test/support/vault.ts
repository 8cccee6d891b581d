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
import { startSession } from '../../server/access/sessions.ts'
import { createApp, routes } from '../../server/app.ts'
import { apiHeaders } from '../../server/http/headers.ts'
import { operationOf } from '../../server/http/route.ts'
import { runRoute } from '../../server/http/run-route.ts'
import type { House } from '../../server/http/mount.ts'
import { openStreams } from '../../server/http/streams.ts'
import { secondsBetween, settableClock } from '../../server/platform/clock.ts'
import { readConfig } from '../../server/platform/config.ts'
import { migrate, openDatabase, type Db } from '../../server/platform/database.ts'
import { jsonLog } from '../../server/platform/log.ts'
import { groupCommit } from '../../server/platform/writer.ts'

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
  const db = new Database(image)
  db.pragma('foreign_keys = ON')
  db.pragma('trusted_schema = OFF')
  return db
}

/**
 * A vault of its own for every test: the real app over real SQLite, two organizations (`acme` with the cast, `other`
 * with xenia), a clock that stands still.
 */
export function aVault() {
  const db = aDatabase()
  const clock = settableClock(start)
  const config = readConfig({ LOG: 'silent' })
  const serverKeys = { secondFactor: randomBytes(32) }
  const log = jsonLog('silent', () => {})
  const writer = groupCommit(db, log)
  const house: House = {
    db,
    config,
    serverKeys,
    clock,
    log,
    writer,
    streams: openStreams({ db, config, clock, writer }),
    // The same route code as in the reader process; the process itself has tests of its own.
    readElsewhere: async (operation, asked) => {
      const route = routes.find(({ endpoint }) => operationOf(endpoint) === operation)
      if (!route) throw new Error(`no route ${operation}`)
      return runRoute(route, {
        ...asked,
        db,
        config,
        serverKeys,
        cookies: { device: undefined, startSession() {}, rememberDevice() {}, endSession() {} },
      })
    },
    origins: () => [origin],
    apiHeaders: apiHeaders(false),
  }
  const app = createApp(house, '/nowhere')
  const people = new Map<string, Person>()

  const acme = anOrganization(db, 'acme', 'Acme Joinery')
  const other = anOrganization(db, 'other', 'Other Ltd')
  for (const [name, { role, side }] of Object.entries(cast))
    people.set(name, aMember(db, acme, name, role, acme.parties[side]))
  people.set('xenia', aMember(db, other, 'xenia', 'owner', other.parties.in_house))
  const general = aCollection(db, acme, 'General', false)
  const secret = aCollection(db, acme, 'Security', true)
  const foreign = aCollection(db, other, 'General', false)

  const person = (name: string): Person => {
    const found = people.get(name)
    if (!found) throw new Error(`${name} is not in the cast`)
    return found
  }

  return {
    db,
    app,
    house,
    clock,
    acme,
    other,
    collections: { general, secret, foreign },
    member: (name: Name | Stranger): MemberId => person(name).memberId,
    account: (name: Name | Stranger): AccountId => person(name).accountId,
    /** Adds somebody to the organization, beyond the cast. */
    addMember(name: string, role: Role, side: Side = 'in_house') {
      people.set(name, aMember(db, acme, name, role, acme.parties[side]))
      return person(name)
    },
    cookie: (name: string) => cookieFor(house, person(name)),
    /** Calls the API as somebody, in the organization `acme` unless the input says otherwise. */
    async as<E extends Endpoint>(
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
    },
    /** Calls the API as nobody. */
    async asNobody<E extends Endpoint>(endpoint: E, input: InputOf<E>): Promise<Answer<OutputOf<E>>> {
      return call(app, endpoint, input as Record<string, unknown>, undefined)
    },
  }
}
export type Vault = ReturnType<typeof aVault>

interface Person {
  accountId: AccountId
  memberId: MemberId
  cookie?: string
  signedInAt?: Instant
}

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
  const answer = await (method === 'get' || method === 'delete' ? asked.query(rest) : asked.send(rest))
  return {
    status: answer.status,
    body: answer.body as never,
    headers: answer.headers as Record<string, string>,
    cookies: (answer.headers['set-cookie'] as unknown as string[] | undefined) ?? [],
  }
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

function anOrganization(db: Db, slug: string, name: string) {
  const id = uuidv7() as OrganizationId
  db.prepare(
    `INSERT INTO organizations (id, slug, name, time_zone, created_at) VALUES (?, ?, ?, 'Europe/London', ?)`,
  ).run(id, slug, name, start)
  const party = (side: Side, partyName: string): PartyId => {
    const partyId = uuidv7() as PartyId
    db.prepare(`INSERT INTO parties (id, organization_id, name, side, created_at) VALUES (?, ?, ?, ?, ?)`).run(
      partyId,
      id,
      partyName,
      side,
      start,
    )
    return partyId
  }
  return {
    id,
    slug,
    parties: {
      in_house: party('in_house', name),
      partner: party('partner', 'Northwind IT'),
      outside: party('outside', 'Hollin Mutual'),
    },
  }
}

function aMember(db: Db, organization: { id: OrganizationId }, name: string, role: Role, partyId: PartyId): Person {
  const accountId = uuidv7() as AccountId
  const memberId = uuidv7() as MemberId
  // Of the right length, and nobody's: who has to sign in gets real ones from `withKeys`.
  const [key, sealed] = [32, 124].map((length) => randomBytes(length).toString('base64url'))
  db.prepare(
    `INSERT INTO accounts (id, email, name, created_at, salt, profile, login_public_key, enc_public_key, sign_public_key, sealed_uak, sealed_seed, keys_changed_at)
     VALUES (?, ?, ?, ?, 'AAAAAAAAAAAAAAAAAAAAAA', 2, ?, ?, ?, ?, ?, ?)`,
  ).run(accountId, `${name}@acme.example.com`, name, start, key, key, key, sealed, sealed, start)
  db.prepare(
    `INSERT INTO members (id, organization_id, account_id, party_id, role, name, joined_at) VALUES (?, ?, ?, ?, ?, ?, ?)`,
  ).run(memberId, organization.id, accountId, partyId, role, name, start)
  return { accountId, memberId }
}

function aCollection(db: Db, organization: { id: OrganizationId }, name: string, restricted: boolean): CollectionId {
  const id = uuidv7() as CollectionId
  db.prepare(
    `INSERT INTO collections (id, organization_id, scope, name, description, restricted, created_at)
     VALUES (?, ?, (SELECT coalesce(max(scope), 0) + 1 FROM collections), ?, '', ?, ?)`,
  ).run(id, organization.id, name, Number(restricted), start)
  return id
}
