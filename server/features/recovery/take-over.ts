import type { NewAccount } from '#contract/accounts.ts'
import type { OutputOf } from '#contract/endpoint.ts'
import { readStatement } from '#contract/log/apply.ts'
import { memberOfAccount } from '#contract/log/state.ts'
import type { StatementOf } from '#contract/log/statements.ts'
import { invalid, Problem } from '#contract/problems.ts'
import {
  RecoveryProof,
  type openRecovery as openEndpoint,
  type takeOver as takeOverEndpoint,
} from '#contract/recovery.ts'
import type { AccountId, OrganizationId } from '#contract/values.ts'
import { record } from '../../access/audit.ts'
import type { PublicCall, PublicCallOf } from '../../access/call.ts'
import { Refusal } from '../../access/refusal.ts'
import { askForCode, beginSession, countLinkAttempt, createAccount, replaceKeys, sessionOf } from '../accounts/rules.ts'
import { append, logState, refusing, wholeLog } from '../log/rules.ts'
import { keyHoldersOf, notify } from '../notices/rules.ts'
import { recoveryQueries } from './queries.ts'
import { wrapsToKit } from './rules.ts'
import { isSignedBy, readPayload } from './signed-by-kit.ts'

/**
 * Shows what the kit opens to whoever proves that enough cards are there, and tells the key holders. Whether it is the
 * organization or the proof that is wrong is nobody's business: both find nothing.
 * @throws Problem 'not-found', 'too-many-attempts', 'invalid-input' at /payload; 'not-possible-now' for cards of an older
 * kit, with when the newer ones were made.
 */
export function openRecovery(call: PublicCallOf<typeof openEndpoint>): OutputOf<typeof openEndpoint> {
  const { db, now, origins, input } = call
  const proof = readPayload(RecoveryProof, input.payload, now)
  if (!origins.includes(proof.origin)) throw invalid('/payload', `Bring the cards to ${origins.join(' or ')}.`)
  const takeBack = countLinkAttempt(call)
  const { organization: organizationId } = proof
  const found = recoveryQueries(db).organization({ organizationId })
  const kits = found ? kitsOf(call, organizationId) : []
  const kit = kits.find(({ epoch }) => epoch === proof.epoch)
  if (!found || !kit || !isSignedBy(kit.keys.sign, 'recovery', idOf(organizationId), input))
    throw new Refusal('not-found')
  takeBack()
  const [newest] = kits
  if (newest && newest.epoch !== kit.epoch) {
    throw new Problem('not-possible-now', {
      detail: `Newer cards were made on ${newest.at.slice(0, 10)}. Only those open the vault.`,
      facts: { olderKit: true, madeAt: newest.at },
    })
  }
  record(call, {
    act: 'recovery.open',
    on: ['organization', organizationId],
    organizationId,
    details: { epoch: kit.epoch, orgId: found.orgId, ...input },
  })
  notify(call, {
    to: keyHoldersOf(db, organizationId),
    kind: 'recovery.opened',
    facts: {},
    dedupe: `recovery opened ${organizationId} ${now.slice(0, 13)}`,
  })
  return { slug: found.slug, log: wholeLog(db, organizationId), wraps: wrapsToKit(db, organizationId) }
}

/** Newest first. */
const kitsOf = ({ db }: PublicCall, organizationId: OrganizationId): StatementOf<'recovery.set'>[] =>
  recoveryQueries(db)
    .kits({ organizationId })
    .map(({ payload }) => readStatement(payload) as StatementOf<'recovery.set'>)

const idOf = (id: string): Uint8Array => new Uint8Array(Buffer.from(id.replaceAll('-', ''), 'hex'))

/**
 * Makes somebody an owner by the kit's word, and tells everybody.
 * @throws Problem 'not-found' for an organization that is not there; as appending to the log, at /entry and /wraps;
 * 'already-exists' at /account/email; 'not-signed-in' without an account; 'too-many-attempts'.
 */
export function takeOver(call: PublicCallOf<typeof takeOverEndpoint>): OutputOf<typeof takeOverEndpoint> {
  const { db, now, input } = call
  const { organization: organizationId, entry, wraps } = input
  const takeBack = countLinkAttempt(call)
  if (!recoveryQueries(db).organization({ organizationId })) throw new Refusal('not-found')
  const { owner } = refusing('/entry', () => takeoverIn(entry.payload))
  const accountId = accountOf(call, owner)
  const by = { organizationId, accountId, memberId: owner.member as never, withKit: true }
  const before = logState(db, organizationId)
  append(call, by, before, { entries: [entry], wraps, epochs: [], names: [] }, { pointerOf: () => '/entry' })
  takeBack()
  notify(call, {
    to: recoveryQueries(db)
      .members({ organizationId })
      .map(({ id }) => id)
      .filter((id) => id !== by.memberId),
    kind: 'recovery.taken-over',
    facts: { memberId: owner.member },
    dedupe: `takeover ${organizationId} ${before.seq + 1}`,
  })
  if (!input.account && call.session) return sessionOf(db, accountId, call.session.tokenHash, now)
  return askForCode(call, accountId) ?? beginSession(call, accountId)
}

function takeoverIn(payload: string): StatementOf<'recovery.takeover'> {
  const statement = readStatement(payload)
  if (statement.type !== 'recovery.takeover') throw invalid('/entry/payload', 'A takeover is stated here.')
  return statement
}

/** Whose account takes over: a new one, the signed-in one, or, of a member who lost their keys, theirs with new ones. */
function accountOf(
  call: PublicCallOf<typeof takeOverEndpoint>,
  owner: StatementOf<'recovery.takeover'>['owner'],
): AccountId {
  const { account } = call.input
  if (!account) {
    if (!call.session) throw new Problem('not-signed-in')
    return call.session.accountId
  }
  const { id, email, name, keys } = account
  const isSame = owner.account === id && owner.email === email && owner.name === name
  if (!isSame || owner.keys.enc !== keys.encPublicKey || owner.keys.sign !== keys.signPublicKey) {
    throw invalid('/account', 'What is signed is about this account and its keys.')
  }
  if (memberOfAccount(logState(call.db, call.input.organization), id)) replaceTheirKeys(call, account)
  else createAccount(call, account)
  return id
}

/** The cards of one organization are no word for another. */
function replaceTheirKeys(call: PublicCallOf<typeof takeOverEndpoint>, account: NewAccount): void {
  const { db, input } = call
  const known = recoveryQueries(db).account({ accountId: account.id })
  if (known?.email !== account.email) throw invalid('/account/email', 'This account has another e-mail address.')
  if (recoveryQueries(db).elsewhere({ accountId: account.id, organizationId: input.organization })) {
    throw new Problem('not-permitted', {
      detail: 'This account belongs to other organizations too. Take over with another e-mail address.',
    })
  }
  replaceKeys(call, account)
}
