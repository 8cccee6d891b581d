import { existsSync } from 'node:fs'
import { v7 as uuidv7 } from 'uuid'
import { z } from 'zod'
import { AccountId, Instant } from '#contract/values.ts'
import { lastMoment, record } from '../access/audit.ts'
import { systemClock } from '../platform/clock.ts'
import { takeDataFolder, type DataFolder } from '../platform/data-folder.ts'
import { atomically, migrate, openDatabase, type Db } from '../platform/database.ts'
import { queries } from '../platform/sql.ts'
import { Refused } from './durably.ts'

const factorQueries = queries((sql) => ({
  all: sql.all(
    z.object({ accountId: AccountId, enrolledAt: Instant, codesMadeAt: Instant, lastStep: z.int() }),
    `SELECT account_id AS accountId, enrolled_at AS enrolledAt, codes_made_at AS codesMadeAt, last_step AS lastStep
       FROM second_factors`,
  ),
  raiseStep: sql.run(
    `UPDATE second_factors SET last_step = @lastStep WHERE account_id = @accountId AND last_step < @lastStep`,
  ),
  usedCodes: sql.all(
    z.object({ accountId: AccountId, codeHash: z.string(), usedAt: Instant }),
    `SELECT account_id AS accountId, code_hash AS codeHash, used_at AS usedAt FROM recovery_codes
      WHERE used_at IS NOT NULL`,
  ),
  useCode: sql.run(
    `UPDATE recovery_codes SET used_at = @usedAt
      WHERE account_id = @accountId AND code_hash = @codeHash AND used_at IS NULL`,
  ),
  dropCodes: sql.run(`DELETE FROM recovery_codes WHERE account_id = @accountId`),
  dropTickets: sql.run(`DELETE FROM pending_sign_ins`),
  dropEnrolments: sql.run(`DELETE FROM second_factor_enrolments`),

  account: sql.get(z.object({ id: AccountId }), `SELECT id FROM accounts WHERE email = @email`),
  end: sql.run(`DELETE FROM second_factors WHERE account_id = @accountId`),
  endEnrolment: sql.run(`DELETE FROM second_factor_enrolments WHERE account_id = @accountId`),
  endTickets: sql.run(`DELETE FROM pending_sign_ins WHERE account_id = @accountId`),
  endSessions: sql.run(`UPDATE sessions SET ended_at = @now WHERE account_id = @accountId AND ended_at IS NULL`),
}))

/** A vault from before there were second factors has nothing of theirs. */
const knowsSecondFactors = (db: Db): boolean =>
  db.prepare(`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'second_factors'`).get() !== undefined

/** Sign-ins and enrolments that were under way in a backup are over. */
export function endUnderWay(copy: Db): void {
  if (!knowsSecondFactors(copy)) return
  factorQueries(copy).dropTickets()
  factorQueries(copy).dropEnrolments()
}

/**
 * Codes that were used or replaced since a backup was made stay worth nothing in it.
 * @returns how many accounts have turned their second factor on or off or moved it since: the state of then is back.
 */
export function keepCodesUsed(copy: Db, present: Db): number {
  if (!knowsSecondFactors(present)) return 0
  const now = factorQueries(present)
  if (!knowsSecondFactors(copy)) return now.all().length
  const then = factorQueries(copy)
  const factors = new Map(then.all().map((factor) => [factor.accountId, factor]))
  let changed = 0
  for (const { accountId, enrolledAt, codesMadeAt, lastStep } of now.all()) {
    const before = factors.get(accountId)
    factors.delete(accountId)
    if (before?.enrolledAt !== enrolledAt) {
      changed += 1
      continue
    }
    then.raiseStep({ accountId, lastStep })
    if (codesMadeAt > before.codesMadeAt) then.dropCodes({ accountId })
  }
  for (const used of now.usedCodes()) then.useCode(used)
  return changed + factors.size
}

/**
 * Takes the second factor off an account, for somebody who has lost the device and the recovery codes; with the server
 * stopped. Whoever can do this has the database anyway, and the passphrase is still needed.
 * @throws FolderInUse; Refused for an address without an account, or an account without a second factor.
 */
export function resetSecondFactor(data: DataFolder, email: string): void {
  if (!existsSync(data.database)) throw new Refused(`There is no vault at ${data.database}.`)
  const giveBack = takeDataFolder(data)
  try {
    const db = openDatabase(data.database)
    try {
      migrate(db, data.backups)
      atomically(db, () => reset(db, email.trim().toLowerCase()))
    } finally {
      db.close()
    }
  } finally {
    giveBack()
  }
}

function reset(db: Db, email: string): void {
  const factors = factorQueries(db)
  const account = factors.account({ email })
  if (!account) throw new Refused(`Nobody here has the address ${email}.`)
  const { id: accountId } = account
  const now = systemClock(lastMoment(db) as Instant | undefined).now()
  if (factors.end({ accountId }) === 0) throw new Refused(`${email} has no second factor.`)
  factors.dropCodes({ accountId })
  factors.endEnrolment({ accountId })
  factors.endTickets({ accountId })
  factors.endSessions({ accountId, now })
  record(
    { db, now, origin: { requestId: uuidv7(), address: '', agent: 'runkeep reset-second-factor' } },
    { act: 'second-factor.reset', on: ['account', accountId], accountId },
  )
}
