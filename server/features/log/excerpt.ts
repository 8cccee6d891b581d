import { readStatement } from '#contract/log/apply.ts'
import { edit, isKeyHolderRole } from '#contract/log/rights.ts'
import { Acceptance, type Statement } from '#contract/log/statements.ts'
import type { OrganizationId } from '#contract/values.ts'
import type { Db } from '../../platform/database.ts'
import { logQueries } from './queries.ts'
import { entriesAfter } from './states.ts'

/**
 * What people from outside read of a log (see `readsWholeLog`): everything that it takes to check the signatures that
 * they meet, and what is about themselves. Of all other entries they are given the hash.
 *
 * That is: the beginning, the organization's policies and recovery; everything about members who are or were key holders,
 * because those sign the log; everything about members who were ever given `edit` where the reader sees something,
 * because those sign what the reader opens; the reader's own invitation, membership and grants; and the collections in
 * which the reader sees something, with their keys.
 */
export interface Reader {
  /** Absent for somebody who has not joined yet. */
  memberId?: string
  /** The invitation that leads here. */
  invitation?: string
  /** Collections and documents of which the reader sees something at present. */
  sees: ReadonlySet<string>
}

/** What an entry is about. */
interface About {
  seq: number
  hash: string
  type: Statement['type']
  member?: string
  invitation?: string
  /** The role that the entry gives to the member. */
  role?: string
  /** The role of an invitation. */
  offers?: string
  grant?: string
  /** The collection or document. */
  on?: string
  level?: number
}

/** @returns whether the reader is shown the entry of that number. */
export function excerptFor(db: Db, organizationId: OrganizationId, reader: Reader): (seq: number) => boolean {
  const entries = about(db, organizationId)
  const invitedAs = new Map(
    entries.flatMap(({ member, invitation }) => (member && invitation ? [[invitation, member]] : [])),
  )
  const sees = new Set(reader.sees)
  const people = new Set(reader.memberId === undefined ? [] : [reader.memberId])
  for (const { member, role, on, invitation } of entries) {
    // Who comes back with new keys reads who they were: their invitation names it.
    if (member !== undefined && invitation !== undefined && invitation === reader.invitation) people.add(member)
    if (member !== undefined && role !== undefined && isKeyHolderRole(role as never)) people.add(member)
    if (on !== undefined && member !== undefined && member === reader.memberId) sees.add(on)
  }
  const grants = new Set<string>()
  for (const { member, grant, on, level = 0 } of entries) {
    if (grant === undefined || member === undefined || on === undefined) continue
    const signs = level >= edit && sees.has(on)
    if (signs) people.add(member)
    if (signs || member === reader.memberId) grants.add(grant)
  }
  const shown = new Set(
    entries
      .filter(({ type, member, invitation, grant, on }) => {
        if (always.has(type)) return true
        if (grant !== undefined) return grants.has(grant)
        if (invitation !== undefined && invitation === reader.invitation) return true
        const person = member ?? (invitation === undefined ? undefined : invitedAs.get(invitation))
        if (person !== undefined) return people.has(person)
        return type === 'policy.set' ? on === undefined || sees.has(on) : on !== undefined && sees.has(on)
      })
      .map(({ seq }) => seq),
  )
  return (seq) => shown.has(seq)
}

const always: ReadonlySet<Statement['type']> = new Set(['genesis', 'recovery.set', 'recovery.takeover'] as const)

const remembered = new WeakMap<Db, Map<OrganizationId, About[]>>()

/** What every entry is about, kept in memory like the states: the database says up to where it is still true. */
function about(db: Db, organizationId: OrganizationId): readonly About[] {
  let known = remembered.get(db)
  if (!known) {
    known = new Map<OrganizationId, About[]>()
    remembered.set(db, known)
  }
  const entries = known.get(organizationId) ?? []
  known.set(organizationId, entries)
  while (entries.length > 0) {
    const last = entries.at(-1)
    if (last && logQueries(db).hashAt({ organizationId, seq: last.seq })?.hash === last.hash) break
    entries.pop()
  }
  const offers = new Map<string, string>()
  const note = ({ invitation, offers: role }: About) => invitation && role && offers.set(invitation, role)
  entries.forEach(note)
  for (const { seq, hash, payload } of entriesAfter(db, organizationId, entries.length)) {
    const entry = { seq, hash, ...aboutOf(readStatement(payload), offers) }
    note(entry)
    entries.push(entry)
  }
  return entries
}

function aboutOf(statement: Statement, offers: ReadonlyMap<string, string>): Omit<About, 'seq' | 'hash'> {
  const { type } = statement
  switch (statement.type) {
    case 'genesis':
      return { type, member: statement.founder.member, role: 'owner' }
    case 'recovery.takeover':
      return { type, member: statement.owner.member, role: 'owner' }
    case 'invite.create':
      return {
        type,
        invitation: statement.invitation,
        offers: statement.role,
        ...(statement.rekeys && { member: statement.rekeys }),
      }
    case 'invite.cancel':
      return { type, invitation: statement.invitation }
    case 'member.add':
    case 'member.rekey': {
      const { member, invitation } = Acceptance.parse(JSON.parse(statement.acceptance.payload))
      const role = offers.get(invitation)
      return { type, member, invitation, ...(type === 'member.add' && role !== undefined && { role }) }
    }
    case 'member.role':
      return { type, member: statement.member, role: statement.role }
    case 'member.remove':
      return { type, member: statement.member }
    case 'grant.set': {
      const on = 'collection' in statement.on ? statement.on.collection : statement.on.document
      return { type, member: statement.member, grant: statement.grant, on, level: statement.level }
    }
    case 'grant.end':
      return { type, grant: statement.grant }
    case 'collection.create':
    case 'collection.epoch':
      return { type, on: statement.collection }
    case 'policy.set':
      return 'collection' in statement.for ? { type, on: statement.for.collection } : { type }
    case 'recovery.set':
      return { type }
  }
}
