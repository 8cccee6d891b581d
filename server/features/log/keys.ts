import type {
  addWraps as addEndpoint,
  CollectionKeys,
  keyWork as workEndpoint,
  myKeys as keysEndpoint,
} from '#contract/log.ts'
import type { OutputOf } from '#contract/endpoint.ts'
import { entitled, keyOf } from '#contract/log/state.ts'
import type { CollectionId } from '#contract/values.ts'
import { record } from '../../access/audit.ts'
import type { CallOf } from '../../access/call.ts'
import { isKeyHolder } from '../../access/guard.ts'
import { admissionQueries, keyQueries } from './queries.ts'
import { logState } from './states.ts'
import { keepMissingWraps } from './wraps.ts'

/** The wrapped seeds of what the caller opens by role or by a grant in force, and the way from there to older ones. */
export function myKeys({ db, actor, now, input }: CallOf<typeof keysEndpoint>): OutputOf<typeof keysEndpoint> {
  const { accountId: to, organizationId, id: memberId } = actor
  const keys = keyQueries(db)
  const log = logState(db, organizationId)
  const opensAll = isKeyHolder(actor)
  const granted = new Set(keys.revealedTo({ memberId, now }).map(({ collectionId }) => collectionId))
  const found = new Map<CollectionId, CollectionKeys>()
  for (const { collectionId, epoch, of, ...wrap } of keys.wrapsTo({ to, organizationId })) {
    if (input.collection !== undefined && input.collection !== collectionId) continue
    if (of === 'custody' ? !opensAll : !granted.has(collectionId)) continue
    const known = found.get(collectionId) ?? { collection: collectionId, epoch, wraps: [], previous: [] }
    known.wraps.push({ of, ...wrap })
    found.set(collectionId, known)
  }
  for (const [collectionId, known] of found) {
    known.previous = keys
      .previous({ collectionId })
      .map(({ previousCustody, ...sealed }) => (opensAll ? { ...sealed, previousCustody } : sealed))
    const custodyId = log.collections.get(collectionId)?.custodyId ?? ''
    const revealToCustody = opensAll ? keys.toCustody({ collectionId, custodyId }) : undefined
    if (revealToCustody) known.revealToCustody = revealToCustody
  }
  return { items: [...found.values()] }
}

/** What waits for a key holder's keys: people to let in, access to end, wraps that somebody lacks. */
export function keyWork({ db, actor, now }: CallOf<typeof workEndpoint>): OutputOf<typeof workEndpoint> {
  const { organizationId } = actor
  const log = logState(db, organizationId)
  const existing = new Map<string, Set<string>>()
  for (const { collectionId, ...wrap } of keyQueries(db).wraps({ organizationId })) {
    const known = existing.get(collectionId)
    if (known) known.add(keyOf(wrap))
    else existing.set(collectionId, new Set([keyOf(wrap)]))
  }
  const collections = [...log.collections.values()].flatMap(({ id, epoch, archived }) => {
    const has = existing.get(id) ?? new Set()
    if (epoch === 0 || archived || entitled(log, id, now).every((recipient) => has.has(keyOf(recipient)))) return []
    return [{ collection: id as CollectionId, epoch, has: [...has] }]
  })
  const admissions = admissionQueries(db).waiting({ organizationId })
  const lapsed = admissionQueries(db).lapsed({ organizationId, now })
  return { admissions, lapsed: lapsed.map(({ id }) => id), collections }
}

/** @throws Problem 'invalid-input' at the wrap that the log does not permit; 'changed-meanwhile' for another epoch. */
export function addWraps(call: CallOf<typeof addEndpoint>): Record<string, never> {
  const { db, actor, input } = call
  const { organizationId, accountId, id: memberId } = actor
  keepMissingWraps({ ...call, organizationId, accountId, memberId }, logState(db, organizationId), input.wraps)
  record(call, {
    act: 'keys.hand-over',
    on: ['organization', organizationId],
    details: { wraps: input.wraps.map(({ collection, epoch, of, to }) => ({ collection, epoch, of, to })) },
  })
  return {}
}
