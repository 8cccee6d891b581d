/**
 * Who may do what, once more and apart from the product's own code: the table of PRODUCT.md as a list of people, a list
 * of access and a list of what was ever handed out. Slow, plain, and written without a look at how the product does it.
 */

export type Role = 'owner' | 'admin' | 'editor' | 'reader' | 'auditor' | 'technician'
export type Side = 'in_house' | 'partner' | 'outside'

export interface ModelPerson {
  name: string
  role: Role
  side: Side
}
export interface ModelGrant {
  id: string
  to: string
  on: string
  level: number
  /** Milliseconds, or never. */
  ends: number | undefined
}
export interface ModelInvitation {
  id: string
  name: string
  role: Role
  side: Side
  by: string
  accepted: boolean
}

const day = 86_400_000

/** What a pair of party and role takes: an admin, an owner, or nobody can do it. */
const pairs: Record<string, 'admin' | 'owner'> = {
  'in_house owner': 'owner',
  'in_house admin': 'admin',
  'in_house editor': 'admin',
  'in_house reader': 'admin',
  'in_house auditor': 'admin',
  'partner technician': 'admin',
  'partner editor': 'owner',
  'partner reader': 'owner',
  'partner auditor': 'owner',
  'outside auditor': 'admin',
  'outside reader': 'owner',
}

export class LogModel {
  /** Who is in. */
  people: ModelPerson[]
  grants: ModelGrant[] = []
  invitations: ModelInvitation[] = []
  /** Collections that are in use, and whom a key of the present epoch was ever due to. */
  collections = new Map<string, Set<string>>()
  archived = new Set<string>()
  kit = 0
  now: number

  constructor(founder: string, collection: string, now: number) {
    this.now = now
    this.people = [{ name: founder, role: 'owner', side: 'in_house' }]
    this.collections.set(collection, new Set())
    this.epochNow(collection)
  }

  is(name: string, ...roles: Role[]): boolean {
    return this.people.some((person) => person.name === name && roles.includes(person.role))
  }
  keyHolder(name: string): boolean {
    return this.is(name, 'owner', 'admin')
  }
  private person(name: string): ModelPerson | undefined {
    return this.people.find((person) => person.name === name)
  }
  private owners(): number {
    return this.people.filter(({ role }) => role === 'owner').length
  }
  private mayMake(by: string, role: Role, side: Side): boolean {
    const who = pairs[`${side} ${role}`]
    return who === 'owner' ? this.is(by, 'owner') : who === 'admin' ? this.keyHolder(by) : false
  }

  // --- May they? Each answers, and does it if so. -------------------------------------------------------------------------

  invite(by: string, id: string, name: string, role: Role, side: Side): boolean {
    const isHere = this.person(name) !== undefined
    const isInvited = this.invitations.some((invitation) => invitation.name === name)
    if (!this.keyHolder(by) || !this.mayMake(by, role, side) || isHere || isInvited) return false
    this.invitations.push({ id, name, role, side, by, accepted: false })
    return true
  }

  takeBack(by: string, id: string): boolean {
    const invitation = this.invitations.find((each) => each.id === id)
    if (!invitation || !this.keyHolder(by)) return false
    if (invitation.role === 'owner' && !this.is(by, 'owner')) return false
    this.invitations = this.invitations.filter((each) => each !== invitation)
    return true
  }

  letIn(by: string, id: string): boolean {
    const invitation = this.invitations.find((each) => each.id === id)
    if (!invitation?.accepted || !this.keyHolder(by)) return false
    const { name, role, side } = invitation
    this.people.push({ name, role, side })
    this.invitations = this.invitations.filter((each) => each !== invitation)
    return true
  }

  change(by: string, name: string, role: Role, side: Side): boolean {
    const person = this.person(name)
    if (!person || !this.keyHolder(by) || !this.mayMake(by, role, side)) return false
    if (person.role === 'owner' && !this.is(by, 'owner')) return false
    if (person.side !== 'in_house' && side === 'in_house' && !this.is(by, 'owner')) return false
    if (person.role === 'owner' && role !== 'owner' && this.owners() === 1) return false
    const wasHolder = this.keyHolder(name)
    if (wasHolder && role !== person.role && role !== 'owner') this.forgetInvitationsOf(name)
    person.role = role
    person.side = side
    this.grants = this.grants.filter(
      (grant) => grant.to !== name || (this.lasts(grant) && this.couldHold(person, grant.level, grant.ends)),
    )
    return true
  }

  remove(by: string, name: string): boolean {
    const person = this.person(name)
    if (!person || !this.keyHolder(by)) return false
    if (person.role === 'owner' && (!this.is(by, 'owner') || this.owners() === 1)) return false
    this.people = this.people.filter((each) => each !== person)
    this.grants = this.grants.filter(({ to }) => to !== name)
    this.forgetInvitationsOf(name)
    return true
  }

  give(by: string, grant: ModelGrant): boolean {
    const person = this.person(grant.to)
    const isThere = this.collections.has(grant.on) || grant.on.startsWith('document')
    if (!person || !this.keyHolder(by) || !isThere) return false
    if (!this.couldHold(person, grant.level, grant.ends)) return false
    if (person.side !== 'in_house' && grant.level > 1 && !this.is(by, 'owner')) return false
    this.grants = this.grants.filter(({ to, on }) => to !== grant.to || on !== grant.on)
    this.grants.push(grant)
    return true
  }

  end(by: string, id: string): boolean {
    if (!this.keyHolder(by) || !this.grants.some((grant) => grant.id === id)) return false
    this.grants = this.grants.filter((grant) => grant.id !== id)
    return true
  }

  make(by: string, collection: string): boolean {
    if (!this.keyHolder(by)) return false
    this.collections.set(collection, new Set())
    this.epochNow(collection)
    return true
  }

  renew(by: string, collection: string): boolean {
    if (!this.keyHolder(by) || !this.collections.has(collection)) return false
    this.epochNow(collection)
    return true
  }

  /** For what changes nothing of who may do what. */
  setCollection(by: string, collection: string): boolean {
    return this.keyHolder(by) && this.collections.has(collection)
  }

  archive(by: string, collection: string): boolean {
    if (!this.setCollection(by, collection)) return false
    this.collections.delete(collection)
    this.archived.add(collection)
    this.grants = this.grants.filter(({ on }) => on !== collection)
    return true
  }

  setOrganization(by: string): boolean {
    return this.is(by, 'owner')
  }

  newKit(by: string): boolean {
    if (!this.is(by, 'owner')) return false
    this.kit += 1
    return true
  }

  // --- Whose are the keys? ------------------------------------------------------------------------------------------------

  /** Everybody who is entitled to a seed of the collection now. */
  entitled(collection: string): Set<string> {
    const found = new Set<string>()
    for (const { name } of this.people) if (this.keyHolder(name)) found.add(`custody of ${name}`)
    if (this.kit > 0) found.add(`custody of kit ${this.kit}`)
    for (const grant of this.grants) {
      if (grant.on === collection && grant.level >= 2 && this.lasts(grant)) found.add(`reveal of ${grant.to}`)
    }
    return found
  }

  /** Whether somebody may have kept a key who may not use it any more. */
  stale(collection: string): boolean {
    const now = this.entitled(collection)
    return [...(this.collections.get(collection) ?? [])].some((holder) => !now.has(holder))
  }

  /** To be called after everything that happens: whoever is entitled may have got hold of the key. */
  note(): void {
    for (const [collection, had] of this.collections) for (const holder of this.entitled(collection)) had.add(holder)
  }

  private epochNow(collection: string): void {
    this.collections.set(collection, this.entitled(collection))
  }

  private lasts({ ends }: ModelGrant): boolean {
    return ends === undefined || ends > this.now
  }

  private couldHold({ role, side }: ModelPerson, level: number, ends: number | undefined): boolean {
    if (role === 'owner' || role === 'admin') return false
    if (role === 'auditor' && level > 1) return false
    if (ends !== undefined && ends <= this.now) return false
    const needsEnd = role === 'technician' || (side !== 'in_house' && level > 1)
    return !needsEnd || (ends !== undefined && ends - this.now <= 366 * day)
  }

  private forgetInvitationsOf(name: string): void {
    this.invitations = this.invitations.filter(({ by }) => by !== name)
  }
}
