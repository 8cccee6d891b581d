import { v7 as uuidv7 } from 'uuid'
import type { Instant, MemberId, OrganizationId, PartyId } from '#contract/values.ts'
import { createParty } from '#contract/organizations.ts'
import { startSession } from '../../server/access/sessions.ts'
import { laterByDays } from '../../server/platform/clock.ts'
import { readConfig } from '../../server/platform/config.ts'
import { migrate, openDatabase, type Db } from '../../server/platform/database.ts'
import { tidyIndex } from '../../server/features/search/tidy.ts'
import { keysOf } from '../support/keys.ts'
import {
  anAccount,
  ask,
  found,
  join,
  logState,
  signed,
  signerOf,
  state,
  withCollection,
  type Person,
  type Place,
  type Seeds,
} from '../support/log.ts'

export interface CredentialLibrary {
  organizationId: string
  orgId: string
  collections: string[]
  /** Key holders by name, the first the owner; and the technician. */
  keepers: string[]
  technician: string
  cookies: Map<string, string>
  members: Map<string, string>
  parties: { in_house: string; partner: string }
  madeInSeconds: number
}

/**
 * An organization as its members signed it: so many key holders, collections with keys for each of them, and a
 * technician. No credentials yet.
 */
export function makeKeepers(file: string, of: { members: number; collections: number }, now: () => Instant) {
  const began = performance.now()
  const db = openDatabase(file)
  db.pragma('synchronous = OFF')
  migrate(db)
  const config = readConfig({ LOG: 'silent' })
  const place: Place = { db, config, now }
  const organizationId = uuidv7() as OrganizationId
  const parties = { in_house: uuidv7() as PartyId, partner: uuidv7() as PartyId }
  const owner: Person = {
    name: 'keeper-0',
    accountId: anAccount(place, 'keeper-0'),
    memberId: uuidv7() as MemberId,
    organizationId,
  }
  const first = uuidv7()
  const organization = { id: organizationId, slug: 'acme', name: 'Acme', partyId: parties.in_house }
  const seeds = new Map<string, Seeds>([[first, found(place, owner, organization, { id: first })]])
  ask(place, owner, createParty, { slug: 'acme', id: parties.partner, name: 'Northwind IT', side: 'partner' } as never)
  for (let index = 1; index < of.collections; index++) {
    const id = uuidv7()
    const named = { id, name: `Collection ${index}`, restricted: false }
    const made = withCollection(logState(db, organizationId), signerOf(owner), named, now())
    state(place, owner, 'acme', made.stated)
    seeds.set(id, made.seeds)
  }
  const people: Person[] = [owner]
  const add = (name: string, role: 'admin' | 'technician') => {
    const memberId = uuidv7() as MemberId
    const side = role === 'technician' ? 'partner' : 'in_house'
    const party = { id: parties[side], name: side === 'partner' ? 'Northwind IT' : 'Acme', side } as const
    join(place, owner, 'acme', { name, memberId, role, party }, seeds)
    people.push({ name, accountId: keysOf(name).accountId as never, memberId, organizationId })
  }
  for (let index = 1; index < of.members; index++) add(`keeper-${index}`, 'admin')
  add('tariq', 'technician')
  const tariq = people.at(-1) as Person
  const grant = { type: 'grant.set', grant: uuidv7(), member: tariq.memberId, on: { collection: first }, level: 1 }
  const draft = { ...grant, endsAt: laterByDays(now(), 30) } as never
  state(place, owner, 'acme', { entries: signed(logState(db, organizationId), signerOf(owner), [draft], now()) })

  const cookieOf = ({ accountId }: Person) =>
    `__Host-runkeep=${startSession(db, config, { accountId, now: now(), address: '127.0.0.1', agent: 'bench' }).token}`
  const library: CredentialLibrary = {
    organizationId,
    orgId: logState(db, organizationId).orgId,
    collections: [...seeds.keys()],
    keepers: people.slice(0, -1).map(({ name }) => name),
    technician: tariq.name,
    cookies: new Map(people.map((person) => [person.name, cookieOf(person)])),
    members: new Map(people.map(({ name, memberId }) => [name, memberId])),
    parties,
    madeInSeconds: (performance.now() - began) / 1000,
  }
  db.close()
  return library
}

/**
 * Copies of the one credential that there is, sealed parts and all: the server cannot tell them apart, a client would.
 * @returns ids and numbers of the copies.
 */
export function copyCredential(file: string, collections: readonly string[], count: number) {
  const db = openDatabase(file)
  db.pragma('synchronous = OFF')
  const [original] = db.prepare<[], { id: string }>(`SELECT id FROM documents WHERE kind = 'credential'`).all()
  if (!original) throw new Error('There is no credential to copy')
  const into = (table: string, own: Record<string, string>, where: string) => {
    const columns = columnsOf(db, table)
    const values = columns.map((column) => own[column] ?? column).join()
    return db.prepare(`INSERT INTO ${table} (${columns.join()}) SELECT ${values} FROM ${table} WHERE ${where}`)
  }
  const spine = { id: '@id', number: '@number', title: '@title', collection_id: '@collection', body: '@address' }
  const document = into('documents', spine, `id = @original`)
  const parts = ['credentials', 'secrets', 'secret_fields', 'manifests'].map((table) =>
    into(
      table,
      { document_id: '@id', ...(table === 'secrets' && { collection_id: '@collection' }) },
      `document_id = @original`,
    ),
  )
  const copies: { id: string; number: number }[] = []
  db.transaction(() => {
    for (let index = 0; index < count; index++) {
      const id = uuidv7()
      const number = index + 1_001
      const collection = collections[index % collections.length]
      const title = `${['Firewall', 'Switch', 'Backup', 'Portal', 'Printer'][index % 5]} of site ${index}`
      const address = `https://10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`
      const own = { id, number, title, collection, address, original: original.id }
      document.run(own)
      for (const part of parts) part.run(without(own, part.source))
      copies.push({ id, number })
    }
    db.prepare(`UPDATE reference_counters SET last = ? WHERE kind = 'credential'`).run(count + 1_001)
  })()
  for (let isMore = true; isMore;) isMore = db.transaction(() => tidyIndex(db))()
  db.pragma('wal_checkpoint(TRUNCATE)')
  db.exec('ANALYZE')
  db.close()
  return copies
}

/** Without what is computed, and without the row's number. */
function columnsOf(db: Db, table: string): string[] {
  const all = db.pragma(`table_xinfo(${table})`) as { name: string; hidden: number }[]
  return all.filter(({ name, hidden }) => hidden === 0 && name !== 'row_id').map(({ name }) => name)
}

/** SQLite refuses names that a statement does not have. */
const without = (own: Record<string, unknown>, source: string) =>
  Object.fromEntries(Object.entries(own).filter(([name]) => source.includes(`@${name}`)))
