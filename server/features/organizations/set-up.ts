import type { Session, setUp as setUpEndpoint, setupState as stateEndpoint } from '#contract/accounts.ts'
import type { OutputOf } from '#contract/endpoint.ts'
import { Problem } from '#contract/problems.ts'
import { record } from '../../access/audit.ts'
import type { PublicCall, PublicCallOf } from '../../access/call.ts'
import { Refusal } from '../../access/refusal.ts'
import { beginSession, countLinkAttempt, createAccount, hasAccounts } from '../accounts/rules.ts'
import { foundOrganization } from './found.ts'
import { isReachableFromOutside, isSetUpCode } from './set-up-code.ts'

export function setupState({ db, config }: PublicCallOf<typeof stateEndpoint>): OutputOf<typeof stateEndpoint> {
  const needed = !hasAccounts(db)
  return { needed, codeNeeded: needed && isReachableFromOutside(config) }
}

/**
 * Makes the first account, owner of the first organization. The data alone decides whether that is still open: as soon
 * as there is an account, it is not, whatever the configuration says.
 * @throws Problem 'already-set-up', 'invalid-input' at /code, 'too-many-attempts'.
 */
export function setUp(call: PublicCallOf<typeof setUpEndpoint>): Session {
  const { account, organization } = call.input
  if (hasAccounts(call.db)) throw new Problem('already-set-up')
  requireCode(call, call.input.code)
  createAccount(call, account)
  foundOrganization(call, { accountId: account.id, organization, at: '/organization' })
  return beginSession(call, account.id)
}

/** Whoever reads the server's log runs the server: nobody else may take a vault that waits on a network. */
function requireCode(call: PublicCall, code: string | undefined): void {
  if (!isReachableFromOutside(call.config)) return
  const takeBack = countLinkAttempt(call)
  if (!isSetUpCode(code ?? '')) {
    record(call, { act: 'installation.refuse', on: ['installation', 'set-up'] })
    const detail = 'Enter the code that the server wrote into its log when it started.'
    throw new Refusal('invalid-input', { errors: [{ pointer: '/code', detail }] })
  }
  takeBack()
}
