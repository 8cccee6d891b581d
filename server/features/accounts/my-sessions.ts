import type { OutputOf } from '#contract/endpoint.ts'
import { Problem } from '#contract/problems.ts'
import type { endMyOtherSessions, endMySession, listMySessions } from '#contract/second-factor.ts'
import { record } from '../../access/audit.ts'
import type { AccountCall, AccountCallOf } from '../../access/call.ts'
import { endOtherSessions, endSessionById, liveSessions } from '../../access/sessions.ts'
import { deviceWords } from './device-words.ts'

export function mySessions({ db, config, session, now }: AccountCall): OutputOf<typeof listMySessions> {
  const items = liveSessions(db, config, session, now).map(({ agent, ...each }) => ({
    ...each,
    device: deviceWords(agent),
  }))
  return { items: [...items.filter(({ isThis }) => isThis), ...items.filter(({ isThis }) => !isThis)] }
}

/**
 * Ending asks for no fresh sign-in: it takes away and gives nothing, and whoever sees a stranger there shall be quick.
 * @throws Problem 'not-found' for what is not one's own, or over.
 */
export function endOneSession(call: AccountCallOf<typeof endMySession>): Record<string, never> {
  const { db, config, session, now, input, cookies } = call
  const { accountId } = session
  const { sessionId: id } = input
  if (!endSessionById(db, config, { accountId, id, now })) throw new Problem('not-found')
  if (id === session.id) {
    cookies.endSession()
    record(call, { act: 'session.end', on: ['account', accountId] })
  } else {
    record(call, { act: 'session.end-one', on: ['session', id] })
  }
  return {}
}

export function endAllOtherSessions(
  call: AccountCallOf<typeof endMyOtherSessions>,
): OutputOf<typeof endMyOtherSessions> {
  const { db, session, now } = call
  const { accountId } = session
  const ended = endOtherSessions(db, accountId, session.tokenHash, now)
  record(call, { act: 'session.end-others', on: ['account', accountId], details: { ended } })
  return { ended }
}
