import { existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3'
import { beforeAll, describe, expect, test } from 'vitest'
import { mySession } from '#contract/accounts.ts'
import { beginSecondFactor, confirmSecondFactor, listMySessions } from '#contract/second-factor.ts'
import type { Instant } from '#contract/values.ts'
import { connect } from '../../client/cli/connection.ts'
import { signInAs } from '../../client/cli/sign-in.ts'
import { makeKeyring } from '../../client/vault/keyring.ts'
import { makeProfilePins } from '../../client/vault/profile-pins.ts'
import { backUp } from '../../server/administer/backup.ts'
import { restore } from '../../server/administer/restore.ts'
import { start } from '../../server/main.ts'
import { settableClock } from '../../server/platform/clock.ts'
import { readConfig } from '../../server/platform/config.ts'
import { dataFolder } from '../../server/platform/data-folder.ts'
import { keyFromFile } from '../../server/platform/key-file.ts'
import { jsonLog } from '../../server/platform/log.ts'
import { aFolder, anInstallation, email, filesIn, passphrase, runkeep, slug } from '../support/installation.ts'
import { codeFrom } from '../support/second-factor.ts'

// A second factor as whoever runs the server meets it: the command line, the key file, backups, somebody locked out.

/** In half-minutes, so that each code is a new one. */
const clock = settableClock(new Date().toISOString() as Instant)
const nextCode = () => {
  clock.set(new Date(Date.parse(clock.now()) + 30_000).toISOString() as Instant)
  return codeFrom(secret, clock.now())
}
let there: Awaited<ReturnType<typeof anInstallation>>
let secret: string
let recoveryCodes: string[]

beforeAll(async () => {
  there = await anInstallation(undefined, clock)
  const begun = await there.mara.call(beginSecondFactor, {})
  secret = begun.secret
  const confirmed = await there.mara.call(confirmSecondFactor, { code: codeFrom(secret, clock.now()) })
  recoveryCodes = confirmed.recoveryCodes
})

const noPins = () => makeProfilePins({ getItem: () => null, setItem: () => {} })
const enter = (codes: readonly string[], connection = connect(there.address)) => {
  const told: (string | undefined)[] = []
  const left = [...codes]
  const askForCode = (fault?: string) => {
    told.push(fault)
    return Promise.resolve(left.shift() ?? '')
  }
  const means = { connection, keyring: makeKeyring(), pins: noPins(), askForCode, now: () => clock.now() }
  return { told, connection, session: signInAs({ email, passphrase }, means) }
}

describe('on the command line', () => {
  test('the code is asked for, and asked for again after a slip', async () => {
    const { told, session, connection } = enter(['000000', nextCode()])
    expect((await session).account.email).toBe(email)
    expect(told).toEqual([undefined, expect.stringContaining('not the code of now')])
    expect((await connection.call(mySession, {})).account.email).toBe(email)
  })

  test('a recovery code does as well', async () => {
    expect((await enter([recoveryCodes[0] ?? '']).session).account.email).toBe(email)
  })

  test('after three that are wrong it gives up, without a session', async () => {
    const { told, session, connection } = enter(['000001', '000002', '000003', nextCode()])
    await expect(session).rejects.toMatchObject({ code: 'second-factor-failed' })
    expect(told).toHaveLength(3)
    expect(connection.hasSession()).toBe(false)
  })

  test('without a terminal there is nobody to ask, and it says so', async () => {
    const file = path.join(filesIn({ passphrase }), 'passphrase')
    const command = ['import', 'markdown', filesIn({ 'a.md': '# A' }), '--url', there.address, '--email', email]
    // The clock of the server is the test's: the process has the real one, so near that signing in allows it.
    const { exitCode, stderr } = await runkeep([
      ...command,
      '--organization',
      slug,
      '--collection',
      'General',
      '--passphrase-file',
      file,
    ])
    expect(exitCode).toBe(2)
    expect(stderr).toContain('This account has a second factor, and there is no terminal to ask for its code.')
  })

  test('this machine is known again by a cookie that opens nothing', async () => {
    const kept = new Map<string, string>()
    const store = {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
    }
    await enter([nextCode()], connect(there.address, store)).session
    expect([...kept.keys()]).toEqual([`device ${there.address}`])
    const { session, connection } = enter([nextCode()], connect(there.address, store))
    await session
    const { items } = await connection.call(listMySessions, {})
    expect(items.filter(({ device }) => device === 'Command line on Linux').length).toBe(items.length)
    const known = there.house.db
      .prepare(
        `SELECT json_extract(payload, '$.details.knownDevice') FROM audit_events WHERE act = 'session.start'
                 ORDER BY seq DESC LIMIT 2`,
      )
      .pluck()
      .all()
    expect(known).toEqual([1, 0])
    await expect(connect(there.address, store).call(mySession, {})).rejects.toMatchObject({ code: 'not-signed-in' })
  })
})

describe('the key file', () => {
  test('is readable by the server’s user only, and not in the database', () => {
    const file = dataFolder(there.data).secondFactorKey
    const key = readFileSync(file)
    expect([key.length, statSync(file).mode & 0o777]).toEqual([32, 0o600])
    const kept = there.house.db.serialize()
    for (const form of [key, ...(['hex', 'base64', 'base64url'] as const).map((as) => Buffer.from(key.toString(as)))]) {
      expect(kept.includes(form)).toBe(false)
    }
  })

  test('is made once, closed to others again, and never put in the place of a damaged one', () => {
    const file = path.join(aFolder(), 'a.key')
    const made = keyFromFile(file)
    expect(made.isNew).toBe(true)
    expect(keyFromFile(file)).toEqual({ key: Buffer.from(made.key), isNew: false })
    expect(existsSync(`${file}.new`)).toBe(false)
    writeFileSync(file, 'short')
    expect(() => keyFromFile(file)).toThrow(/is damaged: a key has 32 bytes, this has 5/)
    expect(readFileSync(file, 'utf8')).toBe('short')
  })
})

describe('with the server stopped', () => {
  beforeAll(() => there.stop())
  const data = () => dataFolder(there.data)
  const at = '2099-01-01T00:00:00.000Z' as Instant
  const aBackup = () => {
    const file = path.join(aFolder(), 'backup.db')
    backUp(data(), file, clock.now())
    return file
  }
  const change = (sql: string) => {
    const db = new Database(data().database)
    db.exec(sql)
    db.close()
  }
  const ask = (sql: string): unknown => {
    const db = new Database(data().database, { readonly: true })
    try {
      return db.prepare(sql).pluck().get()
    } finally {
      db.close()
    }
  }
  const usedCodes = () => ask(`SELECT count(*) FROM recovery_codes WHERE used_at IS NOT NULL`)

  test('a backup has no key, and codes that were used after it stay used when it is restored', () => {
    change(`INSERT INTO pending_sign_ins SELECT 'x', id, '${at}' FROM accounts LIMIT 1`)
    const file = aBackup()
    expect(readFileSync(file).includes(readFileSync(data().secondFactorKey))).toBe(false)
    const before = Number(usedCodes())
    change(
      `UPDATE recovery_codes SET used_at = '${at}' WHERE code_hash = (SELECT min(code_hash) FROM recovery_codes WHERE used_at IS NULL);
       UPDATE second_factors SET last_step = last_step + 1000`,
    )
    const step = ask(`SELECT last_step FROM second_factors`)
    expect(restore(data(), file).ended?.olderSecondFactors).toBe(0)
    expect(usedCodes()).toBe(before + 1)
    expect(ask(`SELECT last_step FROM second_factors`)).toBe(step)
    expect(ask(`SELECT count(*) FROM pending_sign_ins`)).toBe(0)
  })

  test('codes that were replaced after it are worth nothing in it', () => {
    const file = aBackup()
    change(`DELETE FROM recovery_codes; UPDATE second_factors SET codes_made_at = '${at}'`)
    expect(restore(data(), file).ended?.olderSecondFactors).toBe(0)
    expect(ask(`SELECT count(*) FROM recovery_codes`)).toBe(0)
  })

  test('what was turned off or moved after it is as it was then, and that is told', () => {
    const file = aBackup()
    change(`DELETE FROM second_factors`)
    expect(restore(data(), file).ended?.olderSecondFactors).toBe(1)
    expect(ask(`SELECT count(*) FROM second_factors`)).toBe(1)
    change(`UPDATE second_factors SET enrolled_at = '${at}'`)
    expect(restore(data(), file).ended?.olderSecondFactors).toBe(1)
    expect(ask(`SELECT enrolled_at FROM second_factors`)).not.toBe(at)
  })

  test('a key that is missing is made anew, and the log says what that means', async () => {
    const lines: string[] = []
    const log = jsonLog('events', (line) => lines.push(line))
    const config = readConfig({ DATA_DIR: there.data, PORT: '0', LOG: 'silent' })
    const aside = path.join(aFolder(), 'aside.key')
    renameSync(data().secondFactorKey, aside)
    await (await start(config, { log, clock })).stop()
    expect(lines.filter((line) => line.includes('second-factor-key-lost'))).toHaveLength(1)
    rmSync(data().secondFactorKey)
    renameSync(aside, data().secondFactorKey)
    lines.length = 0
    await (await start(config, { log, clock })).stop()
    expect(lines.join('')).not.toContain('second-factor-key-lost')
  })

  test('somebody who has lost app and codes is let in by whoever runs the server, on the record', async () => {
    const reset = (who: string) => runkeep(['reset-second-factor', who, '--data-dir', there.data])
    expect(await reset('nobody@example.com')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('Nobody here') as unknown,
    })
    change(`UPDATE sessions SET ended_at = NULL`)

    const config = readConfig({ DATA_DIR: there.data, PORT: '0', LOG: 'silent' })
    const running = await start(config, { clock })
    expect((await reset(email)).exitCode).toBe(3)
    await running.stop()

    expect(await reset(` ${email.toUpperCase()}`)).toMatchObject({ exitCode: 0 })
    expect(ask(`SELECT count(*) FROM second_factors`)).toBe(0)
    expect(ask(`SELECT count(*) FROM recovery_codes`)).toBe(0)
    expect(ask(`SELECT count(*) FROM sessions WHERE ended_at IS NULL`)).toBe(0)
    expect(ask(`SELECT act FROM audit_events ORDER BY seq DESC LIMIT 1`)).toBe('second-factor.reset')
    expect(await reset(email)).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('has no second factor') as unknown,
    })
  })
})
