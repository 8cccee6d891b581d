import { z } from 'zod'
import { AccountId, Instant } from '#contract/values.ts'
import { requiresSecondFactor } from '../../access/second-factor.ts'
import { queries } from '../../platform/sql.ts'

export const secondFactorQueries = queries((sql) => ({
  any: sql.get(z.object({ accountId: AccountId }), `SELECT account_id AS accountId FROM second_factors LIMIT 1`),
  factor: sql.get(
    z.object({ sealedSecret: z.string(), enrolledAt: Instant, codesMadeAt: Instant }),
    `SELECT sealed_secret AS sealedSecret, enrolled_at AS enrolledAt, codes_made_at AS codesMadeAt
       FROM second_factors WHERE account_id = @accountId`,
  ),
  enrol: sql.run(
    `INSERT INTO second_factors (account_id, sealed_secret, enrolled_at, last_step, codes_made_at)
     VALUES (@accountId, @sealedSecret, @now, @step, @now)
     ON CONFLICT (account_id) DO UPDATE SET sealed_secret = excluded.sealed_secret, enrolled_at = excluded.enrolled_at,
       last_step = excluded.last_step, codes_made_at = excluded.codes_made_at`,
  ),
  /** Changes a row only for a step that is newer than any whose code was taken. */
  useStep: sql.run(`UPDATE second_factors SET last_step = @step WHERE account_id = @accountId AND last_step < @step`),
  end: sql.run(`DELETE FROM second_factors WHERE account_id = @accountId`),

  enrolment: sql.get(
    z.object({ sealedSecret: z.string() }),
    `SELECT sealed_secret AS sealedSecret FROM second_factor_enrolments
      WHERE account_id = @accountId AND session_id = @sessionId AND expires_at > @now`,
  ),
  beginEnrolment: sql.run(
    `INSERT INTO second_factor_enrolments (account_id, session_id, sealed_secret, expires_at)
     VALUES (@accountId, @sessionId, @sealedSecret, @expiresAt)
     ON CONFLICT (account_id) DO UPDATE SET session_id = excluded.session_id, sealed_secret = excluded.sealed_secret,
       expires_at = excluded.expires_at`,
  ),
  dropEnrolment: sql.run(`DELETE FROM second_factor_enrolments WHERE account_id = @accountId`),

  addRecoveryCode: sql.run(`INSERT INTO recovery_codes (account_id, code_hash) VALUES (@accountId, @codeHash)`),
  dropRecoveryCodes: sql.run(`DELETE FROM recovery_codes WHERE account_id = @accountId`),
  noteRecoveryCodes: sql.run(`UPDATE second_factors SET codes_made_at = @now WHERE account_id = @accountId`),
  recoveryCodesLeft: sql.get(
    z.object({ count: z.int() }),
    `SELECT count(*) AS count FROM recovery_codes WHERE account_id = @accountId AND used_at IS NULL`,
  ),
  recoveryCode: sql.get(
    z.object({ usedAt: Instant.optional() }),
    `SELECT used_at AS usedAt FROM recovery_codes WHERE account_id = @accountId AND code_hash = @codeHash`,
  ),
  /** Changes a row only for a code that nobody has used. */
  useRecoveryCode: sql.run(
    `UPDATE recovery_codes SET used_at = @now
      WHERE account_id = @accountId AND code_hash = @codeHash AND used_at IS NULL`,
  ),

  /** Organizations that ask a second factor of this person. */
  requiredBy: sql.all(
    z.object({ name: z.string() }),
    `SELECT o.name FROM members m JOIN organizations o ON o.id = m.organization_id
      WHERE m.account_id = @accountId AND m.removed_at IS NULL AND m.role IN ('owner', 'admin')
        AND ${requiresSecondFactor('o')}
      ORDER BY o.name COLLATE NOCASE, o.id`,
  ),

  addTicket: sql.run(
    `INSERT INTO pending_sign_ins (ticket_hash, account_id, expires_at) VALUES (@ticketHash, @accountId, @expiresAt)`,
  ),
  ticket: sql.get(
    z.object({ accountId: AccountId }),
    `SELECT p.account_id AS accountId FROM pending_sign_ins p JOIN accounts a ON a.id = p.account_id
      WHERE p.ticket_hash = @ticketHash AND p.expires_at > @now AND a.disabled_at IS NULL`,
  ),
  takeTicket: sql.run(`DELETE FROM pending_sign_ins WHERE ticket_hash = @ticketHash`),
  dropTickets: sql.run(`DELETE FROM pending_sign_ins WHERE account_id = @accountId`),

  // Housekeeping, a few rows at a time.
  dropExpiredTickets: sql.run(
    `DELETE FROM pending_sign_ins WHERE ticket_hash IN
       (SELECT ticket_hash FROM pending_sign_ins WHERE expires_at <= @now ORDER BY expires_at LIMIT 20)`,
  ),
  dropExpiredEnrolments: sql.run(
    `DELETE FROM second_factor_enrolments WHERE account_id IN
       (SELECT account_id FROM second_factor_enrolments WHERE expires_at <= @now ORDER BY expires_at LIMIT 20)`,
  ),
}))
