import { copyFileSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3'
import { v7 as uuidv7 } from 'uuid'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { mySession } from '#contract/accounts.ts'
import { createDocument, openDocument, saveDocument } from '#contract/documents.ts'
import type { Draft, Party } from '#contract/log/statements.ts'
import { createParty } from '#contract/organizations.ts'
import type { CollectionId, Instant, MemberId } from '#contract/values.ts'
import { backUp } from '../../server/administer/backup.ts'
import { restore } from '../../server/administer/restore.ts'
import { verify } from '../../server/administer/verify.ts'
import { readConfig } from '../../server/platform/config.ts'
import { dataFolder, FolderInUse, takeDataFolder } from '../../server/platform/data-folder.ts'
import {
  aFolder,
  anInstallation,
  aServer,
  runkeep,
  signedIn,
  slug,
  type Installation,
} from '../support/installation.ts'
import { ask as askHere, join, logState, signed, signerOf, state, withCollection } from '../support/log.ts'

const now = () => new Date().toISOString() as Instant
const freshData = () => dataFolder(path.join(aFolder(), 'data'))

/** A vault with something in it, made once and copied for every test: a folder without a server. */
let image: string
let imageMembers: ReturnType<typeof addPeople> & { collectionId: CollectionId }
beforeAll(async () => {
  const there = await anInstallation()
  await write(there, 5)
  imageMembers = { ...addPeople(there), collectionId: there.collectionId }
  await there.stop()
  image = there.data
})

/** People who were invited and let in: a partner's technician, and an editor. */
function addPeople({ owner, place, seeds, log }: Installation) {
  const party = { id: uuidv7(), name: 'Northwind', side: 'partner' } as const
  askHere(place, owner, createParty, { slug, ...party })
  const [tariq, second] = [uuidv7() as MemberId, uuidv7() as MemberId]
  join(place, owner, slug, { name: 'tariq', memberId: tariq, role: 'technician', party }, seeds)
  const inHouse = [...log().parties.values()].find(({ side }) => side === 'in_house') as Party
  join(place, owner, slug, { name: 'second', memberId: second, role: 'editor', party: inHouse }, seeds)
  return { tariq, second, inHouse, owner, seeds: new Map(seeds) }
}

/** States something in a vault that no server has open, as its owner. */
function stateIn(file: string, drafts: Draft[]): void {
  const db = new Database(file)
  db.pragma('foreign_keys = ON')
  const { owner } = imageMembers
  const place = { db, config: readConfig({ LOG: 'silent' }), now }
  const entries = signed(logState(db, owner.organizationId), signerOf(owner), drafts, now())
  state(place, owner, slug, { entries })
  db.close()
}

async function write(
  { mara, collectionId }: Pick<Installation, 'mara' | 'collectionId'>,
  count: number,
): Promise<string[]> {
  const references: string[] = []
  for (let index = 0; index < count; index++) {
    const text = {
      title: `Runbook ${index}`,
      summary: '',
      body: `# Runbook ${index}\n\nWords of its own: w${index}.\n`,
      tags: ['net', `t${index}`],
      collectionId,
      criticality: 'normal',
      intervalDays: 90,
    } as const
    const { reference } = await mara.call(createDocument, {
      slug,
      id: uuidv7(),
      kind: 'runbook',
      ...text,
      tags: [...text.tags],
    })
    await mara.call(saveDocument, {
      slug,
      reference,
      revision: 1,
      ...text,
      tags: [...text.tags],
      body: `${text.body}More.\n`,
    })
    references.push(reference)
  }
  return references
}

/** A copy of that vault. */
function aVaultFolder() {
  const data = freshData()
  takeDataFolder(data)()
  copyFileSync(dataFolder(image).database, data.database)
  return data
}

/** Changes a database behind everybody's back, as a disk or a thief would. */
function tamper(file: string, sql: string): void {
  const db = new Database(file)
  db.pragma('foreign_keys = OFF')
  db.exec(`DROP TRIGGER audit_is_append_only_update; DROP TRIGGER audit_is_append_only_delete`)
  db.exec(sql)
  db.exec(`CREATE TRIGGER audit_is_append_only_update BEFORE UPDATE ON audit_events
BEGIN SELECT RAISE (ABORT, 'audit events are never changed'); END;
CREATE TRIGGER audit_is_append_only_delete BEFORE DELETE ON audit_events
BEGIN SELECT RAISE (ABORT, 'audit events are never deleted'); END;`)
  db.close()
}

const ask = <T>(file: string, sql: string): T => {
  const db = new Database(file, { readonly: true })
  const found = db.prepare(sql).pluck().get() as T
  db.close()
  return found
}

describe('a backup', () => {
  test('is one file with everything in it, for this user only, and says where the audit log ends', () => {
    const data = aVaultFolder()
    const file = path.join(aFolder(), 'backup.db')
    const made = backUp(data, file, now())
    expect(made).toMatchObject({ documents: 5, revisions: 10 })
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readdirSync(path.dirname(file))).toEqual(['backup.db'])
    expect(verify(file)).toMatchObject({ damage: [], documents: 5, revisions: 10, head: made.audit })
    expect(verify(data.folder).head).toEqual(made.audit)
  })

  test('never overwrites, and never leaves a part of itself', () => {
    const data = aVaultFolder()
    const folder = aFolder()
    const file = path.join(folder, 'backup.db')
    writeFileSync(file, 'something else')
    expect(() => backUp(data, file, now())).toThrow('exists. Backups are never overwritten')
    expect(readFileSync(file, 'utf8')).toBe('something else')
    expect(() => backUp(data, path.join(folder, 'no', 'such', 'folder.db'), now())).toThrow('There is no folder')
    expect(() => backUp(freshData(), path.join(folder, 'other.db'), now())).toThrow('There is no vault at')
    expect(readdirSync(folder)).toEqual(['backup.db'])
  })

  test('is refused where the vault itself is damaged', () => {
    const data = aVaultFolder()
    tamper(data.database, `UPDATE document_revisions SET body = body || '!' WHERE revision = 1 AND title = 'Runbook 2'`)
    const file = path.join(aFolder(), 'backup.db')
    expect(() => backUp(data, file, now())).toThrow('RB-03 of acme, revision 1, is not as it was saved')
    expect(existsSync(file)).toBe(false)
  })

  test('taken while people write holds all that was answered before it began, and one moment of the rest', async () => {
    const there = await anInstallation()
    const before = await write(there, 3)
    const state = { isDone: false }
    const written: string[] = []
    const writing = (async () => {
      while (!state.isDone) written.push(...(await write(there, 1)))
    })()
    const folder = aFolder()
    for (let round = 0; round < 3; round++) {
      const file = path.join(folder, `${round}.db`)
      const had = [...before, ...written]
      expect((await runkeep(['backup', file, '--data-dir', there.data])).exitCode).toBe(0)
      const count = ask<number>(file, `SELECT count(*) FROM documents`)
      expect(count).toBeGreaterThanOrEqual(had.length)
      expect(verify(file).damage).toEqual([])
    }
    state.isDone = true
    await writing
    expect(written.length).toBeGreaterThan(3)
    const live = await runkeep(['verify', there.data])
    expect(live).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('are as they were written') as unknown })
    await there.stop()
  })
})

describe('verify names', () => {
  let data: ReturnType<typeof aVaultFolder>
  beforeEach(() => (data = aVaultFolder()))
  const body = `UPDATE document_revisions SET body = 'x' || substr(body, 2) WHERE title = 'Runbook 1' AND revision = 1`

  test.each([
    ['a changed revision', body, 'RB-02 of acme, revision 1, is not as it was saved'],
    [
      'a document unlike its revision',
      `UPDATE documents SET body = body || '!' WHERE number = 3`,
      'RB-03 of acme is not what its newest revision says, or a revision is missing',
    ],
    [
      'a revision that is missing',
      `DELETE FROM document_revisions WHERE revision = 1 AND title = 'Runbook 0'`,
      'RB-01 of acme is not what its newest revision says, or a revision is missing',
    ],
    [
      'a tag that leads nowhere',
      `DELETE FROM document_tags WHERE tag = 't4'`,
      'RB-05 of acme has other tags in the index of tags',
    ],
    [
      'a row that names nothing',
      `DELETE FROM parties WHERE side = 'in_house'`,
      'names a row of parties that is not there',
    ],
    [
      'an edited audit entry',
      `UPDATE audit_events SET payload = replace(payload, 'Runbook 1', 'Runbook 9') WHERE seq = (SELECT min(seq) FROM audit_events WHERE payload LIKE '%Runbook 1%')`,
      /^Audit entry \d+ is not as it was written/,
    ],
    [
      'a column unlike what was hashed',
      `UPDATE audit_events SET organization_id = NULL WHERE seq = (SELECT min(seq) FROM audit_events WHERE organization_id IS NOT NULL)`,
      /^Audit entry \d+ has another organizationId in its column/,
    ],
    [
      'a payload that is no JSON any more',
      `DROP INDEX audit_about_member; DROP INDEX audit_about_document; PRAGMA ignore_check_constraints = ON; UPDATE audit_events SET payload = substr(payload, 2) WHERE seq = 4`,
      'Audit entry 4 is not as it was written',
    ],
    ['a deleted audit entry', `DELETE FROM audit_events WHERE seq = 3`, 'Audit entry 3 is missing'],
    [
      'two that changed places',
      `UPDATE audit_events SET seq = -1 WHERE seq = 6; UPDATE audit_events SET seq = 6 WHERE seq = 7; UPDATE audit_events SET seq = 7 WHERE seq = -1`,
      'Audit entry 6 is not in its place: it stands as entry 7',
    ],
    [
      'an index that misses a document',
      `INSERT INTO text_index (text_index, rowid, reference, title, tags, headings, summary, body, parts, scope) SELECT 'delete', row_id, reference, title, tags, headings, summary, body, parts, scope FROM searchable WHERE row_id = 1`,
      'The search index text_index does not agree with the documents',
    ],
  ])('%s', (_, sql, words) => {
    expect(verify(data.folder).damage).toEqual([])
    tamper(data.database, sql)
    const { damage } = verify(data.folder)
    if (typeof words === 'string') expect(damage.join('\n')).toContain(words)
    else expect(damage).toContainEqual(expect.stringMatching(words))
  })

  test('a log whose end was cut off, or that was rebuilt, by the entry that somebody wrote down', () => {
    const { head } = verify(data.folder)
    expect(verify(data.folder, head).damage).toEqual([])
    tamper(data.database, `DELETE FROM audit_events WHERE seq > ${(head?.seq ?? 0) - 2}`)
    expect(verify(data.folder).damage).toEqual([]) // a chain alone cannot show it
    expect(verify(data.folder, head).damage).toEqual([
      `Audit entry ${head?.seq} is not the one that was written down: the log was cut off or rebuilt`,
    ])
  })

  test('every flipped bit in what people wrote', () => {
    const original = readFileSync(data.database)
    const text = Buffer.from('Words of its own: w')
    let at = original.indexOf(text)
    const flips: number[] = []
    for (; at >= 0; at = original.indexOf(text, at + 1)) flips.push(at + 3)
    expect(flips.length).toBeGreaterThan(5)
    for (const at of flips) {
      const damaged = Buffer.from(original)
      damaged[at] = (damaged[at] as number) ^ 1
      writeFileSync(data.database, damaged)
      expect(verify(data.folder).damage.length, `byte ${at}`).toBeGreaterThan(0)
    }
  })

  test('and ends with 1, or with 0 where all is well', async () => {
    expect((await runkeep(['verify', data.folder])).exitCode).toBe(0)
    tamper(data.database, body)
    const { exitCode, stdout, stderr } = await runkeep(['verify', data.folder])
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' })
    expect(stderr).toBe(`${data.database} is damaged:\n  RB-02 of acme, revision 1, is not as it was saved\n`)
  })

  test('nothing changes by looking', () => {
    const before = readFileSync(data.database)
    verify(data.folder)
    expect(readFileSync(data.database).equals(before)).toBe(true)
    expect(readdirSync(data.backups)).toEqual([])
  })
})

/** Where a value stands in a row. In the text of the schema it may be the beginning of a word: `second_factors`. */
function placeOf(file: Buffer, value: string): number {
  const isWord = (at: number) => /[a-z_ ]/.test(file.toString('latin1', at + value.length, at + value.length + 1))
  let at = file.indexOf(value)
  while (at >= 0 && isWord(at)) at = file.indexOf(value, at + 1)
  return at
}

describe('a flipped bit in a backup', () => {
  test('is found wherever it hits content', () => {
    const data = aVaultFolder()
    const file = path.join(aFolder(), 'backup.db')
    backUp(data, file, now())
    const original = readFileSync(file)
    // Things that have no digest of their own: names, roles, keys, dates.
    const db = new Database(file, { readonly: true })
    const values = db
      .prepare<[], string>(
        `SELECT sealed_uak FROM accounts UNION SELECT name FROM members UNION SELECT name FROM organizations UNION SELECT id FROM grants`,
      )
      .pluck()
      .all()
    db.close()
    for (const value of values) {
      const at = placeOf(original, value)
      const damaged = Buffer.from(original)
      damaged[at] = (damaged[at] as number) ^ 2
      const broken = path.join(aFolder(), 'broken.db')
      writeFileSync(broken, damaged)
      expect(() => restore(freshData(), broken), value).toThrow('This backup is damaged, and nothing was changed')
    }
  })
})

describe('a restore', () => {
  function aBackup(): string {
    const file = path.join(aFolder(), 'backup.db')
    backUp(aVaultFolder(), file, now())
    return file
  }

  test('into an empty folder gives the same vault, for this user only', async () => {
    const data = freshData()
    const restored = restore(data, aBackup())
    expect(restored).toMatchObject({ documents: 5 })
    expect(restored.undo).toBeUndefined()
    expect(statSync(data.database).mode & 0o777).toBe(0o600)
    expect(verify(data.folder)).toMatchObject({ damage: [], documents: 5, revisions: 10, head: restored.audit })
    const server = await aServer(data.folder)
    const mara = await signedIn(server.address)
    const found = await mara.call(openDocument, { slug, reference: 'RB-03' })
    expect(found.body).toBe('# Runbook 2\n\nWords of its own: w2.\nMore.\n')
    await server.stop()
  })

  test('keeps what stood there, and can be undone', () => {
    const data = aVaultFolder()
    const file = aBackup()
    tamper(data.database, `UPDATE organizations SET name = 'Later'`)
    const { undo = '' } = restore(data, file)
    expect(path.dirname(undo)).toBe(data.backups)
    expect(statSync(undo).mode & 0o777).toBe(0o600)
    expect(ask(data.database, `SELECT name FROM organizations`)).toBe('Acme')
    expect(ask(undo, `SELECT name FROM organizations`)).toBe('Later')
    restore(data, undo)
    expect(ask(data.database, `SELECT name FROM organizations`)).toBe('Later')
  })

  test('ends every session, and writes down that it happened, with both heads of the log', () => {
    const data = aVaultFolder()
    const file = aBackup()
    expect(ask(file, `SELECT count(*) FROM sessions WHERE ended_at IS NULL`)).toBeGreaterThan(0)
    const { head } = verify(data.folder)
    restore(data, file)
    expect(ask(data.database, `SELECT count(*) FROM sessions WHERE ended_at IS NULL`)).toBe(0)
    expect(ask(data.database, `SELECT count(*) FROM challenges`)).toBe(0)
    const event = JSON.parse(ask(data.database, `SELECT payload FROM audit_events ORDER BY seq DESC LIMIT 1`)) as {
      act: string
      details: Record<string, unknown>
    }
    expect(event.act).toBe('installation.restore')
    expect(event.details).toMatchObject({ from: head, replaced: head })
    expect(ask(data.database, `SELECT count(*) FROM sqlite_schema WHERE name LIKE 'backup%'`)).toBe(0)
  })

  test('gives back no calendar address that has ended, and sends no letter of then', () => {
    const data = aVaultFolder()
    const write = (text: string) => {
      const db = new Database(data.database)
      db.exec(text)
      db.close()
    }
    const [mara, tariq] = [`name = 'mara' OR email LIKE 'mara%'`, `name = 'tariq'`]
    const feed = (who: string, hash: string) =>
      `INSERT INTO calendar_feeds (account_id, token_hash, created_at) SELECT id, '${hash}', '2026-01-01' FROM accounts WHERE ${who};`
    write(feed(mara, 'first') + feed(tariq, 'kept'))
    write(`INSERT INTO letters (id, account_id, kind, facts, created_at, next_try_at)
           SELECT 'l', id, 'test', '{}', '2026-01-01', '2026-01-01' FROM accounts LIMIT 1`)
    const file = path.join(aFolder(), 'backup.db')
    backUp(data, file, now())
    write(`UPDATE calendar_feeds SET token_hash = 'second' WHERE token_hash = 'first'`)
    restore(data, file)
    expect(ask(data.database, `SELECT group_concat(token_hash) FROM calendar_feeds`)).toBe('kept')
    expect(ask(data.database, `SELECT count(*) FROM letters`)).toBe(0)
  })

  const grantTo = (member: MemberId, collection: string): Draft & { grant: string } => ({
    type: 'grant.set',
    grant: uuidv7(),
    member,
    on: { collection },
    level: 1,
    endsAt: new Date(Date.now() + 86_400_000).toISOString(),
  })

  test('people and access stay as they are now, for their log goes on; documents go back', () => {
    const data = aVaultFolder()
    const { tariq, second, collectionId } = imageMembers
    const [first, later] = [grantTo(tariq, collectionId), grantTo(tariq, collectionId)]
    stateIn(data.database, [first])
    const file = path.join(aFolder(), 'backup.db')
    backUp(data, file, now())
    const at = '2026-03-02T09:00:00.000Z'
    tamper(data.database, `UPDATE accounts SET disabled_at = '${at}' WHERE name = 'tariq'`)
    stateIn(data.database, [
      { type: 'grant.end', grant: first.grant },
      { type: 'member.remove', member: second },
      later,
      { type: 'policy.set', for: { organization: { drillDays: 30 } } },
      { type: 'policy.set', for: { collection: collectionId, set: { restricted: true } } },
    ])
    const head = ask<number>(data.database, `SELECT max(seq) FROM organization_log`)
    const { ended } = restore(data, file)
    expect(ended).toMatchObject({ grants: 1, members: 1, accounts: 1, invitations: 0, carried: 1, olderPassphrases: 0 })
    expect(ask(data.database, `SELECT max(seq) FROM organization_log`)).toBe(head)
    const inForce = `SELECT group_concat(id) FROM grants WHERE ended_at IS NULL`
    expect(ask(data.database, inForce)).toBe(later.grant)
    expect(ask(data.database, `SELECT count(*) FROM members WHERE removed_at IS NOT NULL AND name = 'second'`)).toBe(1)
    expect(ask(data.database, `SELECT disabled_at FROM accounts WHERE name = 'tariq'`)).toBe(at)
    expect(ask(data.database, `SELECT drill_days FROM organizations`)).toBe(30)
    expect(ask(data.database, `SELECT restricted FROM collections WHERE id = '${collectionId}'`)).toBe(1)
    // The rows are what the log says, and it is whole.
    expect(verify(data.folder).damage).toEqual([])
  })

  test('who came, and what was made, since the backup is there after it too', () => {
    const data = aVaultFolder()
    const file = aBackup()
    const { owner, inHouse, seeds } = imageMembers
    const db = new Database(data.database)
    const place = { db, config: readConfig({ LOG: 'silent' }), now }
    const third = { name: 'third', memberId: uuidv7(), role: 'admin', party: inHouse } as const
    join(place, owner, slug, third, seeds)
    const made = withCollection(
      logState(db, owner.organizationId),
      signerOf(owner),
      { id: uuidv7(), name: 'Since', restricted: true },
      now(),
    )
    state(place, owner, slug, made.stated)
    const keys = `SELECT group_concat(wrap) FROM (SELECT wrap FROM seed_wraps ORDER BY wrap)`
    const before = db.prepare(keys).pluck().get()
    db.close()
    expect(restore(data, file).ended).toMatchObject({ carried: 1, grants: 0, members: 0 })
    expect(ask(data.database, `SELECT role FROM members WHERE name = 'third' AND removed_at IS NULL`)).toBe('admin')
    expect(ask(data.database, `SELECT count(*) FROM accounts WHERE name = 'third'`)).toBe(1)
    expect(ask(data.database, `SELECT count(*) FROM collections WHERE name = 'Since'`)).toBe(1)
    expect(ask(data.database, keys)).toBe(before)
    expect(verify(data.folder).damage).toEqual([])
  })

  test('an access to a document that is gone by it goes along', () => {
    const data = aVaultFolder()
    const file = aBackup()
    // Written since the backup.
    const id = uuidv7()
    tamper(
      data.database,
      `INSERT INTO documents (id, organization_id, kind, number, collection_id, title, summary, body, tags, criticality, interval_days, revision, created_at, created_by, updated_at, updated_by)
         SELECT '${id}', organization_id, kind, 99, collection_id, title, summary, body, '[]', criticality, interval_days, 1, created_at, created_by, updated_at, updated_by FROM documents LIMIT 1`,
    )
    stateIn(data.database, [{ ...grantTo(imageMembers.tariq, ''), on: { document: id } } as Draft])
    restore(data, file)
    expect(ask(data.database, `SELECT count(*) FROM grants`)).toBe(0)
    expect(verify(data.folder).damage).toEqual([])
  })

  test('an owner who came since stays one, and the one who left stays out', () => {
    const data = aVaultFolder()
    const file = aBackup()
    const { second, inHouse, owner } = imageMembers
    stateIn(data.database, [
      { type: 'member.role', member: second, role: 'owner', party: inHouse },
      { type: 'member.remove', member: owner.memberId },
    ])
    expect(restore(data, file).ended).toMatchObject({ members: 1, carried: 1 })
    const owners = `SELECT group_concat(name) FROM members WHERE role = 'owner' AND removed_at IS NULL`
    expect(ask(data.database, owners)).toBe('second')
  })

  test('a backup with another log is not mixed with it: what has ended stays ended, and verify says so', () => {
    const data = aVaultFolder()
    const { tariq, second, collectionId } = imageMembers
    const other = aVaultFolder()
    stateIn(other.database, [grantTo(tariq, collectionId)])
    const file = path.join(aFolder(), 'backup.db')
    backUp(other, file, now())
    stateIn(data.database, [{ type: 'member.remove', member: second }])
    expect(restore(data, file).ended).toMatchObject({ members: 1, carried: 0 })
    expect(ask(data.database, `SELECT count(*) FROM members WHERE name = 'second' AND removed_at IS NOT NULL`)).toBe(1)
    expect(verify(data.folder).damage).toEqual([`The member ${second} of acme is not what its log says`])
  })

  test('tells whose passphrase of then works again', () => {
    const data = aVaultFolder()
    const file = aBackup()
    tamper(data.database, `UPDATE accounts SET keys_changed_at = '2099-01-01T00:00:00.000Z' WHERE name = 'Mara'`)
    expect(restore(data, file).ended?.olderPassphrases).toBe(1)
  })

  test('is refused while the server runs', async () => {
    const there = await anInstallation()
    const file = aBackup()
    expect(() => restore(dataFolder(there.data), file)).toThrow(FolderInUse)
    const { exitCode, stderr } = await runkeep(['restore', file, '--data-dir', there.data])
    expect(exitCode).toBe(3)
    expect(stderr).toContain('Another Runkeep is using')
    await there.mara.call(mySession, {})
    await there.stop()
  })

  const trigger = `CREATE TRIGGER help AFTER INSERT ON grants BEGIN UPDATE members SET role = 'owner'; END`
  test.each([
    [
      'a trigger of somebody else',
      (db: Database.Database) => db.exec(trigger),
      "It has a trigger help that is not Runkeep's.",
    ],
    [
      'a changed trigger',
      (db: Database.Database) =>
        db.exec(
          `DROP TRIGGER audit_is_append_only_update; CREATE TRIGGER audit_is_append_only_update BEFORE UPDATE ON audit_events BEGIN SELECT 1; END`,
        ),
      'It has a trigger audit_is_append_only_update',
    ],
    ['a view more', (db: Database.Database) => db.exec(`CREATE VIEW extra AS SELECT 1`), 'It has a view extra'],
    [
      'a missing index',
      (db: Database.Database) => db.exec(`DROP INDEX documents_by_title`),
      'It lacks the index documents_by_title.',
    ],
    ['a newer schema', (db: Database.Database) => db.pragma('user_version = 9999'), 'It is from a newer Runkeep'],
    [
      'another program’s database',
      (db: Database.Database) => db.pragma('user_version = 0'),
      'It is no vault of Runkeep.',
    ],
    [
      'a log that was edited',
      (db: Database.Database) =>
        db.exec(`DROP TRIGGER audit_is_append_only_delete; DELETE FROM audit_events WHERE seq = 2; CREATE TRIGGER audit_is_append_only_delete BEFORE DELETE ON audit_events
BEGIN SELECT RAISE (ABORT, 'audit events are never deleted'); END`),
      'Audit entry 2 is missing',
    ],
    [
      'a promoted member',
      (db: Database.Database) => db.exec(`UPDATE members SET role = 'owner'`),
      'The table members is not as it was copied',
    ],
  ])('refuses %s, and the vault stays to the byte', (_, change, words) => {
    const data = aVaultFolder()
    const file = aBackup()
    const db = new Database(file)
    change(db)
    db.close()
    const before = readFileSync(data.database)
    expect(() => restore(data, file)).toThrow(words)
    expect(readFileSync(data.database).equals(before)).toBe(true)
    expect(readdirSync(data.folder).sort()).toEqual(['backups', 'files', 'server.lock', 'vault.db'])
    expect(readdirSync(data.backups)).toEqual([])
  })

  test.each([
    ['a text', Buffer.from('no database at all\n'.repeat(100))],
    ['nothing', Buffer.alloc(0)],
    ['half of one', undefined],
  ])('refuses %s', (_, content) => {
    const data = aVaultFolder()
    const file = path.join(aFolder(), 'file.db')
    const whole = readFileSync(aBackup())
    writeFileSync(file, content ?? whole.subarray(0, whole.length / 2))
    const before = readFileSync(data.database)
    expect(() => restore(data, file)).toThrow(/no vault of Runkeep|damaged/)
    expect(readFileSync(data.database).equals(before)).toBe(true)
  })

  test('refuses a database that somebody has open, and a backup without the entry that was written down', () => {
    const data = aVaultFolder()
    const file = aBackup()
    writeFileSync(`${file}-wal`, 'x')
    expect(() => restore(freshData(), file)).toThrow('is a database in use')
    const hash = 'a'.repeat(64)
    expect(() => restore(data, aBackup(), { seq: 3, hash })).toThrow(
      'Audit entry 3 is not the one that was written down',
    )
  })

  test('works where the vault is past reading, and keeps its ruins', () => {
    const data = aVaultFolder()
    writeFileSync(data.database, 'ruins')
    writeFileSync(`${data.database}-wal`, 'more of them')
    const { undo = '', ended } = restore(data, aBackup())
    expect(ended).toBeUndefined()
    expect(readFileSync(undo, 'utf8')).toBe('ruins')
    expect(readFileSync(`${undo}-wal`, 'utf8')).toBe('more of them')
    expect(verify(data.folder).damage).toEqual([])
    expect(existsSync(`${data.database}-wal`)).toBe(false)
  })

  test('takes in what was still in the log beside the vault before it is kept', () => {
    const data = aVaultFolder()
    const db = new Database(data.database)
    db.pragma('journal_mode = WAL')
    db.pragma('wal_autocheckpoint = 0')
    db.exec(`UPDATE organizations SET name = 'In the log'`)
    const copy = freshData()
    takeDataFolder(copy)()
    // As it lies there after a kill: the change is in the log alone.
    for (const ending of ['', '-wal']) copyFileSync(data.database + ending, copy.database + ending)
    db.close()
    const { undo = '' } = restore(copy, aBackup())
    expect(existsSync(`${undo}-wal`)).toBe(false)
    expect(ask(undo, `SELECT name FROM organizations`)).toBe('In the log')
    expect(ask(copy.database, `SELECT name FROM organizations`)).toBe('Acme')
  })
})
