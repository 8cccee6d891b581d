import { z } from 'zod'
import { OrganizationId } from '#contract/values.ts'
import type { Db } from '../platform/database.ts'
import { queries } from '../platform/sql.ts'

const carryQueries = queries((sql) => ({
  heads: sql.all(
    z.object({ organizationId: OrganizationId, orgId: z.string(), seq: z.int(), hash: z.string() }),
    `SELECT o.id AS organizationId, o.org_id AS orgId, l.seq, l.hash
       FROM organizations o
       JOIN organization_log l ON l.organization_id = o.id
      WHERE l.seq = (SELECT max(seq) FROM organization_log n WHERE n.organization_id = o.id)
      ORDER BY o.id`,
  ),
  hashAt: sql.get(
    z.object({ hash: z.string() }),
    `SELECT hash FROM organization_log WHERE organization_id = @organizationId AND seq = @seq`,
  ),
  // Out of the way of what comes: names and memberships are unique, and none is yet where it will be.
  parkCollections: sql.run(`UPDATE collections SET name = id WHERE organization_id = @organizationId`),
  parkParties: sql.run(`UPDATE parties SET name = id WHERE organization_id = @organizationId`),
  parkMembers: sql.run(`UPDATE members SET removed_at = joined_at WHERE organization_id = @organizationId`),
  dropWraps: sql.run(
    `DELETE FROM seed_wraps WHERE collection_id IN (SELECT id FROM collections WHERE organization_id = @organizationId)`,
  ),
}))

/**
 * An organization's log only ever grows: people’s devices remember how far they have read and take no shorter one, and
 * what it ended must not come back with old documents. So where the vault that is replaced has the log of the backup and
 * more, the organization keeps it whole, with the rows and keys that follow from it. Documents go back; people, access
 * and keys stay as they are.
 * @returns the organizations that were carried over.
 */
export function carryLogs(copy: Db, present: Db): OrganizationId[] {
  if (versionOf(copy) !== versionOf(present)) return []
  const theirs = new Map(
    carryQueries(present)
      .heads()
      .map((head) => [head.organizationId, head]),
  )
  const carried = carryQueries(copy)
    .heads()
    .filter(({ organizationId, orgId, seq, hash }) => {
      const newer = theirs.get(organizationId)
      if (!newer || newer.orgId !== orgId || newer.seq <= seq) return false
      return carryQueries(present).hashAt({ organizationId, seq })?.hash === hash
    })
  for (const { organizationId, seq } of carried) carry(copy, present, organizationId, seq)
  return carried.map(({ organizationId }) => organizationId)
}

const versionOf = (db: Db): unknown => db.pragma('user_version', { simple: true })

function carry(copy: Db, present: Db, organizationId: OrganizationId, seq: number): void {
  const park = carryQueries(copy)
  park.parkCollections({ organizationId })
  park.parkParties({ organizationId })
  park.parkMembers({ organizationId })
  park.dropWraps({ organizationId })
  const ofOrganization = 'organization_id = @organizationId'
  const ofCollection = `collection_id IN (SELECT id FROM collections WHERE ${ofOrganization})`
  const bring = (table: string, where: string, update: 'all' | 'keys' | 'nothing' = 'all') =>
    bringRows(copy, present, { table, where, update }, { organizationId, seq })
  bring('parties', ofOrganization)
  // Who has new keys since signs and opens with those. Of everybody else the passphrase of then opens the account.
  bring(
    'accounts',
    `id IN (SELECT account_id FROM members WHERE ${ofOrganization}
            UNION SELECT accepted_by FROM invitations WHERE ${ofOrganization})`,
    'keys',
  )
  bring('members', ofOrganization)
  bring('invitations', ofOrganization)
  bring('collections', ofOrganization)
  bring('grants', ofOrganization)
  bring('collection_epochs', ofCollection)
  bring('seed_wraps', ofCollection)
  bring('recovery_kits', ofOrganization)
  bring('organization_log', `${ofOrganization} AND seq > @seq`, 'nothing')
  bringPolicies(copy, present, organizationId)
}

interface Bringing {
  table: string
  where: string
  /** What becomes of a row that is there: all of it, its keys where those are others, or nothing. */
  update: 'all' | 'keys' | 'nothing'
}

function bringRows(
  copy: Db,
  present: Db,
  { table, where, update }: Bringing,
  bound: { organizationId: string; seq: number },
): void {
  const columns = copy.pragma(`table_info(${table})`) as { name: string; pk: number }[]
  const names = columns.map(({ name }) => name)
  const keys = columns.filter(({ pk }) => pk > 0).map(({ name }) => name)
  const taken = names
    .filter((name) => !keys.includes(name) && !(update === 'keys' && keptOfAccounts.has(name)))
    .map((name) => `${name} = excluded.${name}`)
  const onConflict =
    update === 'nothing'
      ? 'NOTHING'
      : `UPDATE SET ${taken.join(', ')}${update === 'keys' ? ` WHERE ${table}.sign_public_key <> excluded.sign_public_key` : ''}`
  const insert = copy.prepare(
    `INSERT INTO ${table} (${names.join(', ')})
     SELECT ${names.map((name) => `@${name}`).join(', ')} WHERE ${reachable[table] ?? 'TRUE'}
     ON CONFLICT (${keys.join(', ')}) DO ${onConflict}`,
  )
  const read = present.prepare(`SELECT ${names.join(', ')} FROM ${table} WHERE ${where}`)
  for (const row of read.iterate(where.includes('@seq') ? bound : { organizationId: bound.organizationId })) {
    insert.run(row)
  }
}

/** What is not a key of an account: it stays as it was. */
const keptOfAccounts: ReadonlySet<string> = new Set(['email', 'name', 'created_at', 'disabled_at'])

/** Access to a document that was written since goes with the document. */
const reachable: Partial<Record<string, string>> = {
  grants: `(@document_id IS NULL OR EXISTS (SELECT 1 FROM documents WHERE id = @document_id))`,
}

function bringPolicies(copy: Db, present: Db, organizationId: OrganizationId): void {
  const row = present
    .prepare(`SELECT requires_second_factor, single_admin, drill_days FROM organizations WHERE id = ?`)
    .get(organizationId) as Record<string, unknown>
  copy
    .prepare(
      `UPDATE organizations SET requires_second_factor = @requires_second_factor, single_admin = @single_admin,
                                drill_days = @drill_days
        WHERE id = @organizationId`,
    )
    .run({ ...row, organizationId })
}
