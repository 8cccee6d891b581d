import { describe, expect, test } from 'vitest'
import { checkLogs } from '../../server/features/log/rules.ts'
import { later } from '../../server/platform/clock.ts'
import { aRunbook } from '../support/documents.ts'
import { readAnew } from '../support/log.ts'
import { aDatabase, aVault, start } from '../support/vault.ts'

const soon = later(start, { hours: 8 })

describe('what verify finds', () => {
  async function withHistory() {
    const vault = aVault()
    const { secret } = vault.collections
    await aRunbook(vault, 'One')
    const { id } = await vault.grant('mara', { to: 'rosa', collection: secret, level: 'reveal' })
    await vault.grant('mara', { to: 'tariq', reference: 'RB-01', level: 'view', endsAt: soon })
    await vault.endGrant('anton', id)
    await vault.renew('mara')
    await vault.createCollection('anton', { name: 'Third' })
    await vault.invite('mara', { name: 'lena' })
    const { link } = await vault.invite('mara', { name: 'nora' })
    await vault.cancelInvitation('mara', link.id)
    vault.addMember('olga', 'admin')
    await vault.removeMember('mara', 'jonas')
    await vault.setPolicies('mara', { drillDays: 30 })
    return vault
  }

  test('nothing where all is as it was signed', async () => {
    const vault = await withHistory()
    expect(checkLogs(vault.db)).toEqual([])
    expect(readAnew(vault, aDatabase(), vault.acme.id)).toEqual(vault.logState())
  })

  const raising = (level: number) => `UPDATE grants SET level = ${level} WHERE ended_at IS NULL`
  test.each([
    ['a promoted member', `UPDATE members SET role = 'owner' WHERE name = 'rosa'`, 'The member'],
    ['a member under another name', `UPDATE members SET name = 'Mara' WHERE name = 'rosa'`, 'The member'],
    ['a swapped key', `UPDATE members SET enc_public_key = sign_public_key WHERE name = 'anton'`, 'The member'],
    ['somebody who came back', `UPDATE members SET removed_at = NULL WHERE name = 'jonas'`, 'The member'],
    ['somebody who is gone', `UPDATE members SET removed_at = '${start}' WHERE name = 'rosa'`, 'The member'],
    ['access that was raised', raising(4), 'The grant'],
    ['access that began anew', `UPDATE grants SET ended_at = NULL`, 'The grant'],
    ['access without an end', `UPDATE grants SET ends_at = NULL WHERE ended_at IS NULL`, 'The grant'],
    ['access that is gone', `DELETE FROM grants WHERE ended_at IS NULL`, 'The grant'],
    ['an open collection', `UPDATE collections SET restricted = 0 WHERE name = 'Security'`, 'The collection'],
    ['a renamed collection', `UPDATE collections SET name = 'Open' WHERE name = 'Security'`, 'The collection'],
    ['a longer lease', `UPDATE collections SET lease_minutes = 9999 WHERE name = 'Security'`, 'The collection'],
    ['an older epoch', `UPDATE collections SET epoch = 1 WHERE name = 'Security'`, 'The collection'],
    ['an invitation for more', `UPDATE invitations SET role = 'owner' WHERE name = 'lena'`, 'The invitation'],
    ['another link', `UPDATE invitations SET key = 'x' WHERE name = 'lena'`, 'The invitation'],
    ['an invitation that is open again', `UPDATE invitations SET revoked_at = NULL`, 'The invitation'],
    ['a policy', `UPDATE organizations SET single_admin = 1 WHERE slug = 'acme'`, 'The policy'],
    [
      'a key for a stranger',
      `UPDATE seed_wraps SET recipient_id = 'x' WHERE recipient_id = (SELECT account_id FROM members WHERE name = 'anton')`,
      'The key',
    ],
    ['a key that is lost', `DELETE FROM collection_epochs WHERE epoch = 2`, 'The epoch'],
    [
      'a kit',
      `INSERT INTO recovery_kits SELECT organization_id, id, 1, 2, 3, joined_at, id, NULL, NULL FROM members WHERE name = 'mara'`,
      'The recovery kit',
    ],
  ])('%s', async (_what, sql, kind) => {
    const vault = await withHistory()
    vault.db.exec(sql)
    const damage = checkLogs(vault.db)
    expect(damage).toHaveLength(1)
    expect(damage[0]).toMatch(new RegExp(`^${kind} .* of acme is not what its log says$`))
  })

  test.each([
    [
      'an entry that is gone',
      `DELETE FROM organization_log WHERE seq = 9`,
      'Entry 9 of the log of acme does not belong there: it is missing.',
    ],
    [
      'an entry that was changed',
      `UPDATE organization_log SET payload = replace(payload, 'reader', 'editor') WHERE type = 'invite.create' AND payload LIKE '%reader%'`,
      /^Entry \d+ of the log of acme does not belong there: The signature is not/,
    ],
    [
      'a signature',
      `UPDATE organization_log SET signature = CASE substr(signature, 1, 1) WHEN 'A' THEN 'B' ELSE 'A' END || substr(signature, 2) WHERE seq = 3`,
      /^Entry 3 of the log of acme does not belong there/,
    ],
    [
      'another hash',
      `UPDATE organization_log SET hash = '${'A'.repeat(43)}' WHERE seq = 4`,
      'Entry 4 of the log of acme has another hash',
    ],
    [
      'another organization’s log',
      `UPDATE organizations SET org_id = '${'A'.repeat(43)}' WHERE slug = 'acme'`,
      'The organization acme goes by another log’s name',
    ],
  ])('%s', async (_what, sql, words) => {
    const vault = await withHistory()
    vault.db.exec(`DROP TRIGGER log_is_append_only_update; DROP TRIGGER log_is_append_only_delete;`)
    vault.db.exec(
      sql.replace(
        'WHERE ',
        `WHERE ${sql.includes('organization_log') ? `organization_id = '${vault.acme.id}' AND ` : ''}`,
      ),
    )
    const damage = checkLogs(vault.db)
    expect(damage).toHaveLength(1)
    if (typeof words === 'string') expect(damage).toEqual([words])
    else expect(damage[0]).toMatch(words)
  })

  test('the log itself cannot be rewritten without taking its guards off', async () => {
    const vault = await withHistory()
    for (const sql of [`UPDATE organization_log SET payload = ''`, `DELETE FROM organization_log`]) {
      expect(() => vault.db.exec(sql)).toThrow('the organization log is never')
    }
  })
})
