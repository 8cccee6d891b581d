import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3'
import { v7 as uuidv7 } from 'uuid'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Instant } from '#contract/values.ts'
import { backUp } from '../../server/administer/backup.ts'
import { checkFiles } from '../../server/administer/check-files.ts'
import { repairFiles } from '../../server/administer/repair-files.ts'
import { restore } from '../../server/administer/restore.ts'
import { verify } from '../../server/administer/verify.ts'
import { dataFolder, FolderInUse, takeDataFolder } from '../../server/platform/data-folder.ts'
import { aRunbook } from '../support/documents.ts'
import { aFolder, runkeep } from '../support/installation.ts'
import { onDisk } from '../support/vault-on-disk.ts'
import { aVault } from '../support/vault.ts'

const now = () => new Date().toISOString() as Instant
type House = Awaited<ReturnType<typeof onDisk>>

/** Files as people add them: name → content. */
const contents = {
  'wiring.txt': 'patch panel 3, port 12\n',
  'large.bin': Buffer.alloc(2_500_000, 0).map((_, n) => (n * 31) & 255),
  'empty.txt': '',
}

async function attach(
  house: House,
  name: string,
  content: string | Uint8Array<ArrayBuffer>,
  replaces?: string,
): Promise<string> {
  const form = new FormData()
  const id = uuidv7()
  form.set('id', id)
  form.set('name', name)
  if (replaces) form.set('replaces', replaces)
  form.set('file', new Blob([content]), name)
  const response = await fetch(`${house.address}/api/v1/organizations/acme/documents/RB-01/attachments`, {
    method: 'POST',
    body: form,
    headers: { origin: house.address, cookie: house.cookieOf('jonas') },
  })
  if (response.status !== 200) throw new Error(await response.text())
  return id
}
async function take(house: House, id: string): Promise<Buffer | string> {
  const response = await fetch(`${house.address}/api/v1/organizations/acme/documents/RB-01/attachments/${id}/content`, {
    headers: { cookie: house.cookieOf('jonas') },
  })
  if (response.status !== 200) return ((await response.json()) as { type: string }).type
  return Buffer.from(await response.arrayBuffer())
}

const sameBytes = (one: string | Uint8Array, two: string | Uint8Array): boolean =>
  Buffer.from(one as string).equals(Buffer.from(two as string))

/** A stopped vault with those files, made once and copied for every test. */
let image: ReturnType<typeof dataFolder>
let ids: Record<string, string>
beforeAll(async () => {
  const vault = aVault()
  await aRunbook(vault, 'Open', {}, 'mara')
  const house = await onDisk(vault)
  ids = {}
  for (const [name, content] of Object.entries(contents)) ids[name] = await attach(house, name, content)
  await house.stop()
  image = house.data
})

const freshData = () => dataFolder(path.join(aFolder(), 'data'))
function aVaultFolder() {
  const data = freshData()
  takeDataFolder(data)()
  copyFileSync(image.database, data.database)
  for (const name of filesIn(image)) {
    mkdirSync(path.dirname(path.join(data.files, name)), { recursive: true })
    copyFileSync(path.join(image.files, name), path.join(data.files, name))
  }
  return data
}
function filesIn(data: ReturnType<typeof dataFolder>): string[] {
  return readdirSync(data.files, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(data.files, path.join(entry.parentPath, entry.name)))
    .sort()
}
const rowOf = (data: ReturnType<typeof dataFolder>, name: string) => {
  const db = new Database(data.database, { readonly: true })
  const row = db
    .prepare<[string], { file: string; lostAt: string | null }>(
      `SELECT b.file, b.lost_at AS lostAt FROM attachments a JOIN blobs b ON b.id = a.blob_id WHERE a.name = ?`,
    )
    .get(name)
  db.close()
  return row as { file: string; lostAt: string | null }
}
const pathOf = (data: ReturnType<typeof dataFolder>, name: string) => path.join(data.files, rowOf(data, name).file)
const check = (data: ReturnType<typeof dataFolder>) => {
  const db = new Database(data.database, { readonly: true })
  try {
    return checkFiles(data, db, true)
  } finally {
    db.close()
  }
}
/** The server on that folder, for one look. */
async function served<Result>(
  data: ReturnType<typeof dataFolder>,
  look: (house: House) => Promise<Result>,
): Promise<Result> {
  const house = await onDisk(aVault(), data)
  try {
    return await look(house)
  } finally {
    await house.stop()
  }
}

// --- Backup and restore ------------------------------------------------------------------------------------------------------

describe('backup and restore', () => {
  test('a backup has the files, and gives them back somewhere else', async () => {
    const backup = path.join(aFolder(), 'b.db')
    expect(backUp(aVaultFolder(), backup, now()).files).toBe(3)
    expect(verify(backup)).toMatchObject({ damage: [], files: 3 })
    const elsewhere = freshData()
    expect(restore(elsewhere, backup)).toMatchObject({ filesLost: 0 })
    expect(verify(elsewhere.folder)).toMatchObject({ damage: [], files: 3 })
    // The vault itself does not carry them.
    expect(
      new Database(elsewhere.database, { readonly: true })
        .prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'backup_files'`)
        .get(),
    ).toBeUndefined()
    await served(elsewhere, async (house) => {
      for (const [name, content] of Object.entries(contents)) {
        expect(Buffer.from(content as string).equals((await take(house, ids[name] as string)) as Buffer)).toBe(true)
      }
    })
  })

  test('a restore over the present vault keeps the files of both, so that it can be undone', () => {
    const data = aVaultFolder()
    const backup = path.join(aFolder(), 'b.db')
    backUp(data, backup, now())
    const db = new Database(data.database)
    db.exec(
      `UPDATE blobs SET file = '${'cc/' + 'c'.repeat(32)}' WHERE sha256 = (SELECT sha256 FROM attachments WHERE name = 'wiring.txt')`,
    )
    db.close()
    mkdirSync(path.join(data.files, 'cc'), { recursive: true })
    writeFileSync(path.join(data.files, 'cc', 'c'.repeat(32)), contents['wiring.txt'])
    const { undo } = restore(data, backup)
    expect(check(data)).toMatchObject({ whole: 3, damaged: [], orphans: [], keptForUndo: 1 })
    expect(restore(data, undo as string)).toMatchObject({ filesLost: 0 })
    expect(check(data)).toMatchObject({ whole: 3, damaged: [], orphans: [] })
  })

  test('a file that was damaged here is made whole by the restore', () => {
    const data = aVaultFolder()
    const backup = path.join(aFolder(), 'b.db')
    backUp(data, backup, now())
    writeFileSync(pathOf(data, 'wiring.txt'), 'patch panel 3, port 13\n')
    restore(data, backup)
    expect(verify(data.folder)).toMatchObject({ damage: [], files: 3 })
  })

  test('a backup with a flipped bit in a file is refused, and nothing changes', () => {
    const data = aVaultFolder()
    const backup = path.join(aFolder(), 'b.db')
    backUp(data, backup, now())
    const db = new Database(backup)
    db.exec(`UPDATE backup_files SET bytes = zeroblob(length(bytes)) WHERE n = 1`)
    db.close()
    expect(verify(backup).damage.join()).toMatch(/“large.bin” of RB-01 in acme .* is not in the backup as it was saved/)
    const before = readFileSync(data.database)
    expect(() => restore(data, backup)).toThrow(/damaged/)
    expect(readFileSync(data.database).equals(before)).toBe(true)
  })

  test('a prepared backup writes nowhere but into the folder of files', () => {
    const backup = path.join(aFolder(), 'b.db')
    backUp(aVaultFolder(), backup, now())
    const outside = path.join(aFolder(), 'outside')
    const db = new Database(backup)
    db.exec(
      `UPDATE blobs SET file = '../../${path.basename(path.dirname(outside))}/outside' WHERE size_bytes = 23; UPDATE backup_files SET file = (SELECT file FROM blobs WHERE size_bytes = 23) WHERE length(bytes) = 23; DROP TABLE backup_manifest`,
    )
    db.close()
    expect(() => restore(freshData(), backup)).toThrow()
    expect(existsSync(outside)).toBe(false)
  })

  test('a damaged file makes no backup, until it is put back or marked as lost', () => {
    const data = aVaultFolder()
    rmSync(pathOf(data, 'wiring.txt'))
    const backup = path.join(aFolder(), 'b.db')
    expect(() => backUp(data, backup, now())).toThrow(/“wiring.txt” of RB-01 in acme .* is not there/)
    expect(existsSync(backup)).toBe(false)
    expect(repairFiles(data).lost).toBe(1)
    expect(backUp(data, backup, now()).files).toBe(2)
    expect(verify(backup).damage).toEqual([])
  })

  test('while somebody adds and erases, a backup is of one moment: every row has its file', async () => {
    const house = await onDisk(aVault(), aVaultFolder())
    const state = { isDone: false }
    const goesOn = () => !state.isDone
    let written = 0
    const writing = (async () => {
      for (let n = 0; goesOn(); n++) {
        await attach(house, `n${n}.txt`, `number ${n}`)
        written += 1
      }
    })()
    const acknowledged: number[] = []
    for (let round = 0; round < 3; round++) {
      acknowledged.push(written)
      const backup = path.join(aFolder(), 'b.db')
      const { exitCode, stderr } = await runkeep(['backup', backup, '--data-dir', house.data.folder])
      expect([exitCode, stderr]).toEqual([0, ''])
      const { damage, files } = verify(backup)
      expect(damage).toEqual([])
      expect(files).toBeGreaterThanOrEqual(3 + (acknowledged[round] ?? 0))
    }
    state.isDone = true
    await writing
    await house.stop()
    expect(verify(house.data.folder).damage).toEqual([])
  })
})

// --- Damage, and repairing it -----------------------------------------------------------------------------------------------------

const damages: [string, (data: ReturnType<typeof dataFolder>) => void][] = [
  [
    'a flipped bit',
    (data) => {
      const bytes = readFileSync(pathOf(data, 'large.bin'))
      bytes[1_234_567] = (bytes[1_234_567] as number) ^ 1
      writeFileSync(pathOf(data, 'large.bin'), bytes)
    },
  ],
  ['cut off', (data) => truncateSync(pathOf(data, 'large.bin'), 1_000_000)],
  ['grown', (data) => writeFileSync(pathOf(data, 'large.bin'), 'more', { flag: 'a' })],
  [
    'swapped with another',
    (data) => {
      const [one, two] = [pathOf(data, 'large.bin'), pathOf(data, 'wiring.txt')]
      renameSync(one, `${one}.x`)
      renameSync(two, one)
      renameSync(`${one}.x`, two)
    },
  ],
  ['deleted', (data) => rmSync(pathOf(data, 'large.bin'))],
  [
    'a link to another file',
    (data) => {
      const file = pathOf(data, 'large.bin')
      const aside = path.join(aFolder(), 'elsewhere')
      renameSync(file, aside)
      symlinkSync(aside, file)
    },
  ],
  [
    'a folder',
    (data) => {
      rmSync(pathOf(data, 'large.bin'))
      mkdirSync(pathOf(data, 'large.bin'))
    },
  ],
]

describe.each(damages)('a file that is %s', (what, damage) => {
  test('is never given out: a problem names it, the log has it once, verify lists it, repair marks it', async () => {
    const data = aVaultFolder()
    damage(data)
    await served(data, async (house) => {
      const id = ids['large.bin'] as string
      for (let times = 0; times < 2; times++) {
        const response = await fetch(
          `${house.address}/api/v1/organizations/acme/documents/RB-01/attachments/${id}/content`,
          {
            headers: { cookie: house.cookieOf('rosa') },
          },
        )
        const body = (await response.json()) as Record<string, unknown>
        expect([response.status, body['type']]).toEqual([500, '/problems/file-damaged'])
        expect(body['detail']).toContain('large.bin')
      }
      const { db } = house.server.house
      expect(
        db.prepare<[], number>(`SELECT count(*) FROM audit_events WHERE act = 'attachment.damaged'`).pluck().get(),
      ).toBe(1)
    })
    expect(verify(data.folder).damage.join('\n')).toMatch(
      /“large.bin” of RB-01 in acme \([0-9a-f/]+\) is not (there|as it was saved)/,
    )

    const { lost } = repairFiles(data)
    if (what === 'swapped with another') {
      expect([lost, verify(data.folder).damage]).toEqual([0, []])
      return
    }
    expect(lost).toBe(1)
    expect(rowOf(data, 'large.bin').lostAt).not.toBeNull()
    expect(verify(data.folder).damage).toEqual([])
    expect(check(data)).toMatchObject({ damaged: [], orphans: [], halves: [] })

    // Sent once more, it is there again, for whoever has it.
    await served(data, async (house) => {
      expect(await take(house, ids['large.bin'] as string)).toBe('/problems/file-damaged')
      await attach(house, 'again.bin', contents['large.bin'])
      expect(sameBytes(contents['large.bin'], await take(house, ids['large.bin'] as string))).toBe(true)
    })
    expect(check(data).lost.length).toBe(lost - 1)
  })
})

describe('check-files', () => {
  test('a sound folder has nothing to tell', async () => {
    const data = aVaultFolder()
    const { exitCode, stdout } = await runkeep(['check-files', data.folder])
    expect([exitCode, stdout]).toEqual([0, `${data.files}: 3 files are as they were saved, and there are no others\n`])
  })

  test('what nobody knows is set apart, what did not arrive whole goes, and nothing else is touched', async () => {
    const data = aVaultFolder()
    const orphan = `dd/${'d'.repeat(32)}`
    mkdirSync(path.join(data.files, 'dd'), { recursive: true })
    writeFileSync(path.join(data.files, orphan), 'orphan')
    writeFileSync(path.join(data.files, 'notes.txt'), 'put here by hand')
    mkdirSync(path.join(data.files, 'tmp'), { recursive: true })
    writeFileSync(path.join(data.files, 'tmp', 'half'), 'half of')
    const { exitCode, stdout } = await runkeep(['check-files', data.folder, '--repair'])
    expect(exitCode).toBe(0)
    expect(stdout).toContain('Took away 1 that had not arrived whole')
    expect(filesIn(data).filter((name) => !/^[0-9a-f]{2}\//.test(name))).toEqual([
      `lost/dd_${'d'.repeat(32)}`,
      'lost/notes.txt',
    ])
    expect(check(data)).toMatchObject({ whole: 3, damaged: [], orphans: [], halves: [] })
    const db = new Database(data.database, { readonly: true })
    expect(db.prepare(`SELECT act FROM audit_events WHERE act = 'files.repair'`).all().length).toBe(1)
    db.close()
    expect(verify(data.folder).damage).toEqual([])
    // A second time there is nothing to do, and nothing to write down.
    expect(repairFiles(data)).toMatchObject({ done: [], lost: 0 })
  })

  test('what was damaged comes back from an older backup', async () => {
    const data = aVaultFolder()
    const backup = path.join(aFolder(), 'b.db')
    backUp(data, backup, now())
    rmSync(pathOf(data, 'large.bin'))
    writeFileSync(pathOf(data, 'wiring.txt'), 'patch panel 3, port 13\n')
    const { exitCode, stderr } = await runkeep(['check-files', data.folder])
    expect(exitCode).toBe(1)
    expect(stderr).toMatch(/“large.bin”.*is not there/)
    expect(stderr).toMatch(/“wiring.txt”.*is not as it was saved/)
    const repaired = await runkeep(['check-files', data.folder, '--repair', '--from', backup])
    expect(repaired.exitCode).toBe(0)
    expect(verify(data.folder)).toMatchObject({ damage: [], files: 3 })
  })

  test('what was marked as lost is found again when somebody puts it back by hand', () => {
    const data = aVaultFolder()
    const file = pathOf(data, 'wiring.txt')
    rmSync(file)
    expect(repairFiles(data).lost).toBe(1)
    mkdirSync(path.join(data.files, 'lost'), { recursive: true })
    writeFileSync(path.join(data.files, 'lost', 'from-a-stick'), contents['wiring.txt'])
    expect(repairFiles(data)).toMatchObject({ lost: 0, done: [expect.stringContaining('Found again “wiring.txt”')] })
    expect(verify(data.folder)).toMatchObject({ damage: [], files: 3 })
  })

  test('repairing needs the server to be stopped; looking does not', async () => {
    const house = await onDisk(aVault(), aVaultFolder())
    expect(() => repairFiles(house.data)).toThrow(FolderInUse)
    expect((await runkeep(['check-files', house.data.folder])).exitCode).toBe(0)
    expect((await runkeep(['check-files', house.data.folder, '--repair'])).exitCode).toBe(3)
    await house.stop()
  })

  test('a sum that is not right is counted anew', () => {
    const data = aVaultFolder()
    const db = new Database(data.database)
    db.exec('UPDATE file_usage SET bytes = 1')
    db.close()
    expect(check(data).sums.length).toBe(1)
    repairFiles(data)
    expect(check(data).sums).toEqual([])
  })
})
