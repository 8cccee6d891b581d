import type { Session } from '#contract/accounts.ts'

/** Hands a new session over to the signed-in pages. */
export async function enter(session: Session): Promise<void> {
  const { beginSession } = await import('../../platform/begin-session.ts')
  beginSession(session)
}
