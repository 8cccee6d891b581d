import type { SeedWrap } from '#contract/log.ts'
import { H, fromBase64url, toBase64url } from '#contract/crypto/verify.ts'
import { activeMember, entitled, keyOf, type LogState, type Recipient } from '#contract/log/state.ts'
import type { StatementOf } from '#contract/log/statements.ts'
import { invalid, Problem } from '#contract/problems.ts'
import type { Instant } from '#contract/values.ts'
import type { Db } from '../../platform/database.ts'
import type { Step, Stating } from './append.ts'
import { keyQueries } from './queries.ts'
import { beginsWith, wrapHeader } from './wrap-header.ts'

/**
 * Keeps the keys of a new epoch: one wrap for everybody whom the entry lists, with the hash that it names, and the seeds
 * before sealed under the new ones. The wraps of earlier epochs go.
 * @throws Problem 'invalid-input' at /wraps or /epochs.
 */
export function keepEpoch(step: Step, it: StatementOf<'collection.epoch'>): void {
  const { call, after, luggage, pointer } = step
  const keys = keyQueries(call.db)
  const { collection: collectionId, epoch } = it
  const carried = luggage.takeWraps(collectionId, epoch)
  const refuse = () => invalid(`${pointer}/wraps`, 'Every wrap that an epoch lists comes along with it, and no other.')
  if (carried.size !== it.wraps.length) throw refuse()
  const sealed = luggage.takeEpoch(collectionId, epoch)
  const has = { previousReveal: sealed?.previousReveal, previousCustody: sealed?.previousCustody }
  const isWhole = epoch === 1 ? !has.previousReveal && !has.previousCustody : has.previousReveal && has.previousCustody
  if (!isWhole) throw invalid(`${pointer}/epoch`, 'The seeds before come along, sealed, from the second epoch on.')

  keys.dropWraps({ collectionId })
  keys.addEpoch({ collectionId, epoch, ...has })
  keys.setEpoch({ collectionId, epoch })
  const permitted = recipientsOf(after, collectionId, it.at)
  const granter = granterOf(step, after)
  for (const note of it.wraps) {
    const wrap = carried.get(keyOf(note))
    const recipient = permitted.get(keyOf(note))
    if (!wrap || !recipient || hashOf(wrap.wrap) !== note.hash) throw refuse()
    keep(call.db, after, wrap, recipient, granter, refuse)
  }
}

/**
 * Keeps wraps of epochs in force for people who are entitled to them: of somebody who has just become a key holder or
 * was given a grant.
 * @throws Problem 'invalid-input' at /wraps/…; 'changed-meanwhile' for another epoch; 'not-permitted'.
 */
export function keepMissingWraps(
  { db, now, ...by }: { db: Db; now: Instant } & Stating,
  log: LogState,
  wraps: readonly SeedWrap[],
  at = '',
): void {
  if (wraps.length === 0) return
  const granter = granterOf(by, log)
  const recipients = new Map<string, Map<string, Recipient>>()
  wraps.forEach((wrap, index) => {
    const { collection: id, epoch } = wrap
    const refuse = (detail: string) => invalid(`${at}/wraps/${index}`, detail)
    const collection = log.collections.get(id)
    if (!collection || collection.archived || collection.epoch === 0) throw refuse('There is no such collection here.')
    if (collection.epoch !== epoch) throw new Problem('changed-meanwhile', { facts: { epoch: collection.epoch } })
    let known = recipients.get(id)
    if (!known) recipients.set(id, (known = recipientsOf(log, id, now)))
    const recipient = known.get(keyOf(wrap))
    if (!recipient || recipient.to === collection.custodyId) throw refuse('This one is not entitled to this key.')
    keep(db, log, wrap, recipient, granter, () => refuse('This is not the wrap that the log permits.'))
  })
}

function keep(
  db: Db,
  log: LogState,
  { collection: collectionId, epoch, of, to, toEpoch, wrap }: SeedWrap,
  recipient: Recipient,
  granter: { account: string; epoch: number },
  refuse: () => Problem,
): void {
  const custodyId = log.collections.get(collectionId)?.custodyId ?? ''
  const subject = { id: of === 'reveal' ? collectionId : custodyId, epoch }
  if (!beginsWith(wrap, wrapHeader(subject, recipient, granter))) throw refuse()
  keyQueries(db).addWrap({
    collectionId,
    epoch,
    of,
    to,
    toEpoch,
    granterId: granter.account,
    granterEpoch: granter.epoch,
    wrap,
  })
}

/** Everybody to whom a seed of the epoch in force may be wrapped, its own custody included, by `keyOf`. */
function recipientsOf(log: LogState, collectionId: string, at: string): Map<string, Recipient> {
  const collection = log.collections.get(collectionId)
  const custody = collection?.keys.at(-1)?.custody
  const recipients: Recipient[] = entitled(log, collectionId, at)
  if (collection && custody) {
    const { custodyId: to, epoch: toEpoch, hash: authHash } = collection
    recipients.push({ of: 'reveal', to, toEpoch, enc: custody.enc, authHash })
  }
  return new Map(recipients.map((recipient) => [keyOf(recipient), recipient]))
}

function granterOf({ memberId }: Stating, log: LogState): { account: string; epoch: number } {
  const member = activeMember(log, memberId)
  if (!member) throw new Problem('not-permitted', { detail: 'Only members hand over keys.' })
  return member
}

const hashOf = (wrap: string): string => toBase64url(H('wrap-bytes', fromBase64url(wrap)))
