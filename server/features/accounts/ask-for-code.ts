import type { SecondFactorAsked } from '#contract/accounts.ts'
import type { AccountId } from '#contract/values.ts'
import { record } from '../../access/audit.ts'
import type { PublicCall } from '../../access/call.ts'
import { hashToken, newToken } from '../../access/sessions.ts'
import { later } from '../../platform/clock.ts'
import { secondFactorQueries } from './second-factor-queries.ts'

const ticketMinutes = 5

/**
 * Where the account has a second factor: asks for the code, against a ticket for the half that is done.
 * @returns undefined where it has none.
 */
export function askForCode(call: PublicCall, accountId: AccountId): SecondFactorAsked | undefined {
  const { db, now } = call
  const queries = secondFactorQueries(db)
  if (!queries.factor({ accountId })) return undefined
  const ticket = newToken()
  const expiresAt = later(now, { minutes: ticketMinutes })
  queries.addTicket({ ticketHash: hashToken(ticket), accountId, expiresAt })
  record(call, { act: 'second-factor.ask', on: ['account', accountId], accountId })
  return { secondFactor: 'needed', ticket, expiresAt }
}
