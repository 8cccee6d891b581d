import { copyFileSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import type { Checkpoint } from '#contract/activity.ts'
import { auditEntryHash, chainStart, fromBase64url, sodiumReady, toBase64url } from '#contract/crypto/verify.ts'
import { sign } from '#contract/crypto/sodium.ts'
import { statementMessage } from '#contract/crypto/statements.ts'
import type { Instant, MemberId, OrganizationId } from '#contract/values.ts'
import { auditHead, record } from '../../server/access/audit.ts'
import { checkSigned, keepCheckpoints, seal } from '../../server/access/checkpoints.ts'
import { verifyAudit } from '../../server/administer/audit.ts'
import { backUp } from '../../server/administer/backup.ts'
import { restore } from '../../server/administer/restore.ts'
import { later, settableClock } from '../../server/platform/clock.ts'
import { readConfig } from '../../server/platform/config.ts'
import { dataFolder, takeDataFolder, type DataFolder } from '../../server/platform/data-folder.ts'
import { atomically, migrate, openDatabase, type Db } from '../../server/platform/database.ts'
import { jsonLog } from '../../server/platform/log.ts'
import { logKeyIn } from '../../server/platform/log-key.ts'
import { groupCommit } from '../../server/platform/writer.ts'
import { aFolder, filesIn, runkeep } from '../support/installation.ts'
import { identityOf, steadyId } from '../support/keys.ts'
import { readVectors } from '../vectors/read-vectors.ts'
import { anAccount, found, join, type Person, type Place } from '../support/log.ts'

await sodiumReady

const start = '2026-03-02T09:00:00.000Z' as Instant

/** A vault that is open as the server has it, and what the server's log says. */
function aChain() {
  const data = dataFolder(path.join(aFolder(), 'data'))
  takeDataFolder(data)()
  const db = openDatabase(data.database)
  migrate(db)
  const clock = settableClock(start)
  const lines: string[] = []
  const log = jsonLog('requests', (line) => void lines.push(line))
  const writer = groupCommit(db, log)
  const keeper = keepCheckpoints({ db, writer, clock, log, key: () => logKeyIn(data.logKey) })
  /** So many acts, a minute apart, each committed by itself. */
  const act = async (count: number) => {
    for (let done = 0; done < count; done++) {
      clock.set(later(clock.now(), { minutes: 1 }))
      await writer.write(() => anAct(db, clock.now()))
    }
  }
  const close = () => {
    keeper.stop()
    db.close()
  }
  return { data, db, clock, writer, log, lines, keeper, act, close }
}

const origin = { requestId: '019ca6b1-dc00-7000-8000-000000000000', address: '127.0.0.1', agent: 'test' }

function anAct(db: Db, now: Instant): void {
  const seq = (auditHead(db)?.seq ?? 0) + 1
  record({ db, now, origin }, { act: 'document.save', on: ['document', `d${seq}`], details: { revision: seq } })
}

/** Ten acts and a checkpoint: eleven entries are sealed, of which the eleventh names the key; then two that are not. */
async function aSealedChain() {
  const chain = aChain()
  await chain.act(10)
  await chain.keeper.seal()
  await chain.act(2)
  chain.close()
  return chain
}

/** Changes a database behind everybody's back, as somebody who has all of it would. */
function tamper(data: Pick<DataFolder, 'database'>, work: (db: Db) => void): void {
  const db = new Database(data.database)
  db.pragma('foreign_keys = OFF')
  for (const table of ['audit', 'checkpoints'])
    for (const deed of ['update', 'delete'])
      db.exec(`DROP TRIGGER ${table}_are_append_only_${deed}`.replace('audit_are', 'audit_is'))
  work(db)
  db.close()
}

/** Rebuilds every hash from an entry on, as somebody who knows how would. */
function rehash(db: Db, from = 1): void {
  const rows = db.prepare(`SELECT seq, payload FROM audit_events WHERE seq >= ? ORDER BY seq`).all(from) as {
    seq: number
    payload: string
  }[]
  let previous =
    (db
      .prepare(`SELECT hash FROM audit_events WHERE seq = ?`)
      .pluck()
      .get(from - 1) as string | undefined) ?? Buffer.from(chainStart).toString('hex')
  for (const { seq, payload } of rows) {
    const hash = auditEntryHash({ seq, previous: new Uint8Array(Buffer.from(previous, 'hex')), payload })
    previous = Buffer.from(hash).toString('hex')
    db.prepare(`UPDATE audit_events SET hash = ? WHERE seq = ?`).run(previous, seq)
  }
}

const checkpointsIn = (lines: readonly string[]): Checkpoint[] =>
  lines
    .map((line) => JSON.parse(line) as Checkpoint & { what: string })
    .filter(({ what }) => what === 'audit-checkpoint')

const faultsOf = async (data: DataFolder, question = {}) => (await verifyAudit(data.folder, question)).faults

describe('a chain as it was written', () => {
  test('verifies, with its checkpoint', async () => {
    const { data } = await aSealedChain()
    const verdict = await verifyAudit(data.folder)
    expect(verdict).toMatchObject({ faults: [], entries: 13, compared: [{ source: 'the vault', count: 1 }] })
    expect(verdict.notes).toEqual(['Entries after 11 are not sealed in the vault yet'])
  })

  test('verifies while the server writes to it', async () => {
    const chain = aChain()
    await chain.act(600)
    await chain.keeper.seal()
    const [verdict] = await Promise.all([verifyAudit(chain.data.folder), chain.act(5)])
    expect(verdict.faults).toEqual([])
    chain.close()
  })

  test('needs no checkpoint at all', async () => {
    const chain = aChain()
    await chain.act(3)
    chain.close()
    expect(await verifyAudit(chain.data.folder)).toMatchObject({ faults: [], entries: 3, compared: [] })
    expect(existsSync(chain.data.logKey)).toBe(false)
  })
})

describe('what was changed by SQL is found, and the first bad entry named', () => {
  const cases: [name: string, work: (db: Db) => void, says: RegExp][] = [
    [
      'audit-delete',
      (db) => db.exec(`DELETE FROM audit_events WHERE seq = 5`),
      /^Entry 5 is missing: entry 6 follows entry 4$/,
    ],
    [
      'audit-delete of the first, with the others moved up',
      (db) => db.exec(`DELETE FROM audit_events WHERE seq = 1; UPDATE audit_events SET seq = seq - 1`),
      /^Entry 1 is not as it was written$/,
    ],
    [
      'audit-edit of what was hashed',
      (db) =>
        db.exec(`UPDATE audit_events SET payload = replace(payload, 'document.save', 'document.read') WHERE seq = 4`),
      /^Entry 4 is not as it was written/,
    ],
    [
      'audit-edit with its own hash made anew',
      (db) => {
        const after = db.prepare(`SELECT hash FROM audit_events WHERE seq = 5`).pluck().get()
        db.exec(`UPDATE audit_events SET payload = replace(payload, 'document.save', 'document.read') WHERE seq = 4`)
        rehash(db, 4)
        db.prepare(`UPDATE audit_events SET hash = ? WHERE seq = 5`).run(after)
      },
      /^Entry 4 has another act in its column/,
    ],
    [
      'audit-edit of the act’s column',
      (db) => db.exec(`UPDATE audit_events SET act = 'x' WHERE seq = 7`),
      /^Entry 7 has another act/,
    ],
    [
      'audit-edit of who it was',
      (db) => db.exec(`UPDATE audit_events SET member_id = 'somebody' WHERE seq = 7`),
      /^Entry 7 has another memberId/,
    ],
    [
      'audit-edit of when it was',
      (db) => db.exec(`UPDATE audit_events SET at = '2025-01-01T00:00:00.000Z' WHERE seq = 9`),
      /^Entry 9 has another at/,
    ],
    [
      'audit-reorder',
      (db) =>
        db.exec(
          `UPDATE audit_events SET seq = 99 WHERE seq = 3; UPDATE audit_events SET seq = 3 WHERE seq = 6; UPDATE audit_events SET seq = 6 WHERE seq = 99`,
        ),
      /^Entry 3 is not in its place: it stands as entry 6$/,
    ],
    [
      'an entry put in between',
      (db) =>
        db.exec(
          `UPDATE audit_events SET seq = seq + 100 WHERE seq > 6; UPDATE audit_events SET seq = seq - 99 WHERE seq > 100;
           INSERT INTO audit_events SELECT 7, at, organization_id, account_id, member_id, act, subject_kind, subject_id, payload, hash FROM audit_events WHERE seq = 6`,
        ),
      /^Entry 7 is not in its place: it stands as entry 8$/,
    ],
    [
      'audit-fork: everything from an entry on written anew',
      (db) => {
        db.exec(`UPDATE audit_events SET payload = replace(payload, '"d6"', '"d7"'), subject_id = 'd7' WHERE seq = 6`)
        rehash(db, 6)
      },
      /^Entry 1 or a later one up to 11 is not the one that was written: entry 11 was sealed at \S+ as another \(the vault\)$/,
    ],
    [
      'the end cut off, and its checkpoint left',
      (db) => db.exec(`DELETE FROM audit_events WHERE seq > 8`),
      /^Entry 9 is missing: the log ends with entry 8, and 11 were sealed at \S+ \(the vault\)$/,
    ],
    [
      'a checkpoint that was changed',
      (db) => db.exec(`UPDATE audit_checkpoints SET time = '2026-01-01T00:00:00.000Z'`),
      /^The checkpoint of 11 entries is not signed by its key \(the vault\)$/,
    ],
  ]
  test.each(cases)('%s', async (_name, work, says) => {
    const { data } = await aSealedChain()
    tamper(data, work)
    expect((await faultsOf(data))[0]).toMatch(says)
  })

  test('a log that ends in a hash that is no text is named too', async () => {
    const { data } = await aSealedChain()
    tamper(data, (db) => db.exec(`UPDATE audit_events SET hash = '' WHERE seq = 13`))
    expect(await faultsOf(data)).toEqual(['Entry 13 is not as it was written, or entry 12 before it is not'])
  })

  test('somebody without the key cannot seal what they wrote', async () => {
    const { data } = await aSealedChain()
    const stranger = logKeyIn(path.join(aFolder(), 'stranger.key'))
    tamper(data, (db) => {
      db.exec(`DELETE FROM audit_checkpoints`)
      db.exec(`UPDATE audit_events SET payload = replace(payload, '"d6"', '"d7"'), subject_id = 'd7' WHERE seq = 6`)
      rehash(db, 6)
      atomically(db, () => seal(db, stranger, start))
    })
    expect(await faultsOf(data)).toEqual([
      'The checkpoint of 13 entries is under a key that the log does not know by then (the vault)',
    ])
  })
})

describe('a copy of a checkpoint shows what was cut off or written anew together with the vault’s own', () => {
  /** Everything that somebody with the whole folder can do about it. */
  const cut = (data: DataFolder) =>
    tamper(data, (db) => db.exec(`DELETE FROM audit_events WHERE seq > 8; DELETE FROM audit_checkpoints`))
  const rebuild = (data: DataFolder) =>
    tamper(data, (db) => {
      db.exec(`UPDATE audit_events SET payload = replace(payload, '"d2"', '"d3"'), subject_id = 'd3' WHERE seq = 2`)
      rehash(db)
      const key = logKeyIn(data.logKey)
      db.exec(`DELETE FROM audit_checkpoints`)
      atomically(db, () => seal(db, key, start))
    })

  test('the chain alone looks whole, which is why', async () => {
    for (const attack of [cut, rebuild]) {
      const { data } = await aSealedChain()
      attack(data)
      expect(await faultsOf(data)).toEqual([])
    }
  })

  test.each([
    ['a download', (checkpoints: Checkpoint[], _lines: string[]) => JSON.stringify({ items: checkpoints })],
    ['a download, laid out', (checkpoints: Checkpoint[]) => JSON.stringify({ items: checkpoints }, null, 2)],
    ['the server’s log', (_: Checkpoint[], lines: string[]) => lines.join('')],
    [
      'the log as a collector keeps it',
      (_: Checkpoint[], lines: string[]) =>
        `Mar 02 started {pid}\r\n${lines.map((line) => `Mar 02 09:10 vault runkeep[7]: ${line}`).join('')}`,
    ],
    ['a line that a backup printed', (checkpoints: Checkpoint[]) => `${JSON.stringify(checkpoints[0])}\n`],
  ])('%s', async (_name, write) => {
    const chain = await aSealedChain()
    const kept = filesIn({ 'kept.txt': write(checkpointsIn(chain.lines), chain.lines) })
    const files = [path.join(kept, 'kept.txt')]
    expect(await verifyAudit(chain.data.folder, { files })).toMatchObject({
      faults: [],
      compared: [{ source: 'the vault' }, { source: 'kept.txt', count: 1 }],
    })
    cut(chain.data)
    expect((await faultsOf(chain.data, { files }))[0]).toMatch(
      /^Entry 9 is missing: .* 11 were sealed at \S+ \(kept\.txt\)$/,
    )
  })

  test('a rebuilt chain, sealed anew with the server’s own key', async () => {
    const chain = await aSealedChain()
    const files = [path.join(filesIn({ log: chain.lines.join('') }), 'log')]
    rebuild(chain.data)
    expect((await faultsOf(chain.data, { files }))[0]).toMatch(/^Entry 1 or a later one up to 11 is not the one/)
  })

  test('an entry that somebody wrote down', async () => {
    const chain = await aSealedChain()
    const head = { seq: 13, hash: (await verifyAudit(chain.data.folder)).head?.hash ?? '' }
    expect(await faultsOf(chain.data, { head })).toEqual([])
    cut(chain.data)
    expect((await faultsOf(chain.data, { head }))[0]).toMatch(
      /^Entry 9 is missing: .* 13 were sealed \(what you wrote down\)/,
    )
  })

  test('a forged copy accuses nobody: it is named as forged', async () => {
    const chain = await aSealedChain()
    const [one] = checkpointsIn(chain.lines)
    const forged = { ...one, size: 12 }
    const files = [path.join(filesIn({ forged: JSON.stringify(forged) }), 'forged')]
    expect(await faultsOf(chain.data, { files })).toContain(
      'The checkpoint of 12 entries is not signed by its key (forged)',
    )
  })

  test('a file without any is refused, not passed over', async () => {
    const { data } = await aSealedChain()
    const files = [path.join(filesIn({ 'other.log': 'hello\n{"what":"request"}\n' }), 'other.log')]
    await expect(verifyAudit(data.folder, { files })).rejects.toThrow('There is no checkpoint in')
    await expect(verifyAudit(data.folder, { files: ['/nowhere'] })).rejects.toThrow('There is no file /nowhere')
  })
})

describe('the server seals', () => {
  test('a thousand entries at the latest, and tells its log', async () => {
    const chain = aChain()
    await chain.writer.write(() => {
      for (let n = 0; n < 999; n++) anAct(chain.db, start)
    })
    expect(checkpointsIn(chain.lines)).toEqual([])
    await chain.act(1)
    await expect.poll(() => checkpointsIn(chain.lines).map(({ size }) => size)).toEqual([1001])
    await chain.act(998)
    expect(checkpointsIn(chain.lines)).toHaveLength(1)
    await chain.act(3)
    await expect.poll(() => checkpointsIn(chain.lines).length).toBe(2)
    chain.close()
    for (const checkpoint of checkpointsIn(chain.lines)) checkSigned(checkpoint)
    expect(await faultsOf(chain.data)).toEqual([])
  })

  test('as any other implementation of Ed25519 would', () => {
    const [vector] = readVectors<{ checkpoints: Record<'key' | 'keySeed' | 'message' | 'signature', string>[] }>(
      'statements',
    ).checkpoints
    const file = path.join(aFolder(), 'log.key')
    writeFileSync(file, Buffer.from(vector?.keySeed ?? '', 'hex'))
    const key = logKeyIn(file)
    expect(Buffer.from(fromBase64url(key.publicKey)).toString('hex')).toBe(vector?.key)
    const signature = key.sign(Buffer.from(vector?.message ?? '', 'hex'))
    expect(Buffer.from(signature).toString('hex')).toBe(vector?.signature)
  })

  test('nothing twice, and nothing at all where nothing happened', async () => {
    const chain = aChain()
    await chain.keeper.seal()
    expect(chain.lines).toEqual([])
    await chain.act(1)
    await chain.keeper.seal()
    await chain.keeper.seal()
    expect(checkpointsIn(chain.lines)).toHaveLength(1)
    chain.close()
  })

  test('with a key that nobody else can read, and that no backup holds', async () => {
    const { data } = await aSealedChain()
    expect(statSync(data.logKey).mode & 0o777).toBe(0o600)
    const key = readFileSync(data.logKey)
    expect(key.length).toBe(32)
    const file = path.join(aFolder(), 'backup.db')
    backUp(data, file, start)
    const copy = readFileSync(file)
    for (const form of [key, Buffer.from(key.toString('base64url')), Buffer.from(key.toString('hex'))]) {
      expect(copy.includes(form)).toBe(false)
      expect(readFileSync(data.database).includes(form)).toBe(false)
    }
  })

  test('under a new key when the old one is lost, and the chain says from where on', async () => {
    const chain = await aSealedChain()
    rmSync(chain.data.logKey)
    const db = openDatabase(chain.data.database)
    const keeper = keepCheckpoints({
      ...chain,
      db,
      writer: groupCommit(db, chain.log),
      key: () => logKeyIn(chain.data.logKey),
    })
    await keeper.seal()
    keeper.stop()
    db.close()
    const verdict = await verifyAudit(chain.data.folder)
    expect(verdict.faults).toEqual([])
    expect(verdict.notes[0]).toMatch(
      /^The log has been sealed with 2 keys: \S+… from entry 11 on, \S+… from entry 14 on$/,
    )
  })

  test('nothing with a key that is damaged, and says so', async () => {
    const chain = aChain()
    await chain.act(1)
    writeFileSync(chain.data.logKey, 'short')
    await chain.keeper.seal()
    expect(chain.lines.join('')).toMatch(/audit-checkpoint-failed.*is damaged/)
    expect(await faultsOf(chain.data)).toEqual([])
    chain.close()
  })

  test('nobody changes or takes away a checkpoint', async () => {
    const { data } = await aSealedChain()
    const db = new Database(data.database)
    expect(() => db.exec(`UPDATE audit_checkpoints SET size = 1`)).toThrow('never changed')
    expect(() => db.exec(`DELETE FROM audit_checkpoints`)).toThrow('never deleted')
    db.close()
  })
})

describe('backups and restores', () => {
  test('a backup is sealed as it is, in itself, and tells its checkpoint', async () => {
    const { data } = await aSealedChain()
    const file = path.join(aFolder(), 'backup.db')
    const { checkpoint } = backUp(data, file, start)
    expect(checkpoint).toMatchObject({ size: 13 })
    checkSigned(checkpoint as Checkpoint)
    expect(await verifyAudit(file)).toMatchObject({ faults: [], compared: [{ count: 2 }] })
    expect(await verifyAudit(data.folder)).toMatchObject({ faults: [], compared: [{ count: 1 }] })
  })

  test('what a restore cut off is explained by its entry, and excused only by whoever did it', async () => {
    const chain = await aSealedChain()
    const file = path.join(aFolder(), 'backup.db')
    backUp(chain.data, file, start)
    // Life goes on, and is sealed; then the backup is put in its place.
    const db = openDatabase(chain.data.database)
    const writer = groupCommit(db, chain.log)
    const keeper = keepCheckpoints({ ...chain, db, writer, key: () => logKeyIn(chain.data.logKey) })
    for (let n = 0; n < 5; n++) await writer.write(() => anAct(db, chain.clock.now()))
    await keeper.seal()
    keeper.stop()
    db.close()
    restore(chain.data, file)

    const files = [path.join(filesIn({ log: chain.lines.join('') }), 'log')]
    expect(await faultsOf(chain.data)).toEqual([])
    const faults = await faultsOf(chain.data, { files })
    expect(faults[0]).toMatch(/^Entry 15 is missing: the log ends with entry 14, and 18 were sealed/)
    expect(faults[1]).toMatch(/^Entry 14 says that a backup .* cut off entries 14 to 18\. .* --restored 14$/)
    expect(await faultsOf(chain.data, { files, restores: [14] })).toEqual([])
    expect(await faultsOf(chain.data, { files, restores: [12] })).toHaveLength(2)
  })
})

describe('what people signed stands in the log as they signed it', () => {
  /** An organization with mara and rosa in it, and three reveals of rosa's, everything signed by them. */
  function aSignedVault() {
    const chain = aChain()
    const place: Place = { db: chain.db, config: readConfig({ LOG: 'silent' }), now: () => start }
    const organizationId = steadyId('acme') as OrganizationId
    const party = { id: steadyId('in_house'), name: 'Acme Joinery', side: 'in_house' } as const
    const collection = steadyId('General')
    const person = (name: string): Person => ({
      name,
      accountId: identityOf(name).accountId as Person['accountId'],
      memberId: steadyId(`member ${name}`) as MemberId,
      organizationId,
    })
    anAccount(place, 'mara')
    const organization = { id: organizationId, slug: 'acme', name: 'Acme Joinery', partyId: party.id }
    const seeds = new Map([[collection, found(place, person('mara'), organization, { id: collection })]])
    join(
      place,
      person('mara'),
      'acme',
      { name: 'rosa', memberId: person('rosa').memberId, role: 'reader', party },
      seeds,
    )
    const orgId = chain.db.prepare(`SELECT org_id FROM organizations`).pluck().get() as string
    for (const actorSeq of [1, 2, 3]) {
      const payload = JSON.stringify({
        v: 1,
        type: 'reveal',
        by: person('rosa').memberId,
        document: 'd',
        reason: 'Firmware',
        actorSeq,
      })
      const { privateKey } = identityOf('rosa').identity.sign
      const signature = toBase64url(sign(statementMessage('reveal', fromBase64url(orgId), payload), privateKey))
      const { accountId, memberId } = person('rosa')
      const by = { organizationId, accountId, memberId }
      const details = { reason: 'Firmware', statement: payload, signature }
      atomically(chain.db, () =>
        record(
          { db: chain.db, now: start, origin },
          { act: 'credential.reveal', on: ['document', 'd'], ...by, details },
        ),
      )
    }
    chain.close()
    const acts = (db: Db, act: string) =>
      db.prepare(`SELECT seq FROM audit_events WHERE act = ? ORDER BY seq`).pluck().all(act) as number[]
    return { data: chain.data, acts }
  }

  /** Takes an entry out, moves the others up, and makes all hashes anew: as a server that lies could. */
  function withhold(db: Db, seq: number): void {
    db.prepare(`DELETE FROM audit_events WHERE seq = ?`).run(seq)
    db.prepare(`UPDATE audit_events SET seq = seq - 1 WHERE seq > ?`).run(seq)
    rehash(db)
  }

  test('every signature is checked', async () => {
    const { data } = aSignedVault()
    const verdict = await verifyAudit(data.folder)
    expect(verdict.faults).toEqual([])
    // Of the log: genesis, a collection and its keys, an invitation, and that it was used.
    expect(verdict.statements).toBe(5 + 3)
  })

  test('a reveal with another reason, in a chain made anew, is not what its signer signed', async () => {
    const { data, acts } = aSignedVault()
    let seq = 0
    tamper(data, (db) => {
      seq = acts(db, 'credential.reveal')[1] ?? 0
      db.prepare(`UPDATE audit_events SET payload = replace(payload, 'Firmware', 'Holidays') WHERE seq = ?`).run(seq)
      rehash(db)
    })
    expect(await faultsOf(data)).toEqual([`Entry ${seq} embeds a statement that rosa did not sign`])
  })

  test.each([
    ['somebody else’s', { memberId: steadyId('member mara') }, 'embeds a statement of rosa as somebody else’s'],
    ['of another document', { subjectId: 'e' }, 'embeds a statement of rosa about another document'],
  ])('a reveal that is made out to be %s is named', async (_name, changes, says) => {
    const { data, acts } = aSignedVault()
    let seq = 0
    tamper(data, (db) => {
      seq = acts(db, 'credential.reveal')[0] ?? 0
      const { payload } = db.prepare(`SELECT payload FROM audit_events WHERE seq = ?`).get(seq) as { payload: string }
      const event: Record<string, unknown> = { ...(JSON.parse(payload) as object), ...changes }
      db.prepare(`UPDATE audit_events SET payload = ?, member_id = ?, subject_id = ? WHERE seq = ?`).run(
        JSON.stringify(event),
        event['memberId'],
        event['subjectId'],
        seq,
      )
      rehash(db)
    })
    expect(await faultsOf(data)).toEqual([`Entry ${seq} ${says}`])
  })

  test('a reveal that was withheld leaves a gap in the count of whoever signed it', async () => {
    const { data, acts } = aSignedVault()
    let seq = 0
    tamper(data, (db) => withhold(db, (seq = acts(db, 'credential.reveal')[1] ?? 0)))
    expect(await faultsOf(data)).toEqual([`Entry ${seq} is reveal 3 of rosa, and 1 has been recorded before it`])
  })

  test('nobody becomes a member without the signature of somebody who may let them in', async () => {
    const { data, acts } = aSignedVault()
    let seq = 0
    tamper(data, (db) => {
      seq = acts(db, 'member.add')[0] ?? 0
      const payload = db.prepare(`SELECT payload FROM audit_events WHERE seq = ?`).pluck().get(seq) as string
      const event = JSON.parse(payload) as { details: { payload: string } }
      event.details.payload = event.details.payload.replace('rosa@', 'evil@')
      db.prepare(`UPDATE audit_events SET payload = ? WHERE seq = ?`).run(JSON.stringify(event), seq)
      rehash(db)
    })
    expect((await faultsOf(data))[0]).toMatch(new RegExp(`^Entry ${seq} embeds a statement that does not stand`))
  })

  test('an entry of the organization’s log that was withheld is missed by the next', async () => {
    const { data, acts } = aSignedVault()
    let seq = 0
    tamper(data, (db) => withhold(db, (seq = acts(db, 'invite.create')[0] ?? 0)))
    const faults = await faultsOf(data)
    const next = Number(/^Entry (\d+) embeds a statement that does not stand/.exec(faults[0] ?? '')?.[1])
    expect(next).toBeGreaterThanOrEqual(seq)
  })

  test('the last entries of the organization’s log are missed in either place', async () => {
    const cut = aSignedVault()
    tamper(cut.data, (db) => {
      db.exec(`DROP TRIGGER log_is_append_only_delete`)
      db.exec(`DELETE FROM organization_log WHERE seq = (SELECT max(seq) FROM organization_log)`)
    })
    expect(await faultsOf(cut.data)).toEqual(['The log of acme has 4 entries, and the audit log tells of 5'])
  })
})

describe('runkeep audit verify', () => {
  test('says what it found, with exit codes', async () => {
    const chain = await aSealedChain()
    const log = path.join(filesIn({ log: chain.lines.join('') }), 'log')
    const whole = await runkeep(['audit', 'verify', chain.data.folder, '--checkpoints', log])
    expect(whole).toMatchObject({ exitCode: 0, stderr: '' })
    expect(whole.stdout).toMatch(/13 entries are as they were written/)
    expect(whole.stdout).toMatch(/1 checkpoints agree: the vault\n1 checkpoints agree: log\n/)

    const copy = dataFolder(aFolder())
    copyFileSync(chain.data.database, copy.database)
    tamper(copy, (db) => db.exec(`UPDATE audit_events SET act = 'x' WHERE seq = 4`))
    const bad = await runkeep(['audit', 'verify', copy.folder])
    expect(bad).toMatchObject({ exitCode: 1, stdout: '' })
    expect(bad.stderr).toMatch(/is not as it was written:\n {2}Entry 4 has another act in its column/)

    expect(await runkeep(['audit', 'verify', '--restored', 'x'])).toMatchObject({ exitCode: 2 })
    expect(await runkeep(['audit'])).toMatchObject({ exitCode: 2 })
    expect(await runkeep(['audit', 'verify', aFolder()])).toMatchObject({ exitCode: 1 })
  })
})
