import { fromBase64url } from '#contract/crypto/verify.ts'
import type { OutputOf } from '#contract/endpoint.ts'
import { invalid, Problem } from '#contract/problems.ts'
import {
  Drill,
  type noteCardHolders as noteEndpoint,
  type recordDrill as drillEndpoint,
  type recoveryState as stateEndpoint,
  type recoveryWraps as wrapsEndpoint,
  type RecoveryWrap,
} from '#contract/recovery.ts'
import type { Instant, OrganizationId } from '#contract/values.ts'
import { record } from '../../access/audit.ts'
import type { CallOf, MemberCall } from '../../access/call.ts'
import { isKeyHolder } from '../../access/guard.ts'
import { addDays, dayIn, laterByDays } from '../../platform/clock.ts'
import { atomically, type Db } from '../../platform/database.ts'
import { logState, wrapsTo } from '../log/rules.ts'
import { recoveryQueries } from './queries.ts'
import { isSignedBy, readPayload } from './signed-by-kit.ts'

const takeoversShownDays = 30

/** Everybody learns of takeovers; how the kit is doing is for key holders. */
export function stateOf({ db, actor, now }: CallOf<typeof stateEndpoint>): OutputOf<typeof stateEndpoint> {
  const { organizationId } = actor
  const rows = recoveryQueries(db)
  const takeovers = rows.takeovers({ organizationId, since: laterByDays(now, -takeoversShownDays) })
  if (!isKeyHolder(actor)) return { takeovers }
  const kit = rows.kit({ organizationId })
  const keyHolders = rows.keyHolders({ organizationId })?.count ?? 0
  const drillDays = rows.drillDays({ organizationId })?.drillDays ?? 90
  const dueOn = kit?.drilledAt && addDays(dayIn(actor.timeZone, kit.drilledAt), drillDays)
  const cards = kit ? rows.cardHolders({ organizationId, epoch: kit.epoch }) : []
  const known = kit && { ...kit, ...(dueOn && { dueOn }), ...(cards.length > 0 && { cards }) }
  return { takeovers, keyHolders, drillDays, ...(known && { kit: known }) }
}

/**
 * Notes who holds which card. Where the cards are is for key holders to know: the log of acts says that it was noted,
 * and not what.
 * @throws Problem 'changed-meanwhile' where there are other cards by now; 'invalid-input' at /cards.
 */
export function noteCardHolders(call: CallOf<typeof noteEndpoint>): Record<string, never> {
  const { db, actor, now, input } = call
  const { organizationId } = actor
  const { epoch } = input
  const rows = recoveryQueries(db)
  return atomically(db, () => {
    const kit = rows.kit({ organizationId })
    if (!kit) throw new Problem('not-found')
    if (kit.epoch !== epoch) {
      throw new Problem('changed-meanwhile', { detail: 'There are other cards by now: note who holds those.' })
    }
    const cards = new Set(input.cards.map(({ card }) => card))
    if (cards.size !== input.cards.length) throw invalid('/cards', 'A card is with one person.')
    rows.forgetCardHolders({ organizationId })
    input.cards.forEach(({ card, holder, partyId }, at) => {
      if (card > kit.n) throw invalid(`/cards/${at}/card`, `There are ${kit.n} cards.`)
      if (partyId !== undefined && !rows.party({ organizationId, partyId }))
        throw invalid(`/cards/${at}/partyId`, 'There is no such party.')
      rows.noteCardHolder({ organizationId, epoch, card, holder, partyId, now, memberId: actor.id })
    })
    record(call, {
      act: 'recovery.cards',
      on: ['organization', organizationId],
      details: { epoch, cards: [...cards].sort((a, b) => a - b) },
    })
    return {}
  })
}

/** What the kit opens of the epochs in force: sealed to it, and to nobody who asks. */
export function wraps({ db, actor }: CallOf<typeof wrapsEndpoint>): { items: RecoveryWrap[] } {
  return { items: wrapsToKit(db, actor.organizationId) }
}

export function wrapsToKit(db: Db, organizationId: OrganizationId): RecoveryWrap[] {
  const kit = logState(db, organizationId).recovery
  if (!kit) return []
  return wrapsTo(db, organizationId, kit.id).map(({ collectionId: collection, of: _of, ...wrap }) => ({
    collection,
    ...wrap,
  }))
}

/**
 * Records a drill, which the kit itself has signed: that the cards were there and opened every collection.
 * @throws Problem 'changed-meanwhile' for cards of another kit, or where there are more collections by now;
 * 'invalid-input' at /payload.
 */
export function recordDrill(call: CallOf<typeof drillEndpoint>): Record<string, never> {
  const { db, actor, now, input } = call
  const { organizationId } = actor
  const drill = readPayload(Drill, input.payload, now)
  if (drill.member !== actor.id) throw invalid('/payload', 'Hand in what you did yourself.')
  const log = logState(db, organizationId)
  const kit = log.recovery
  if (!kit || kit.id !== drill.recovery || kit.epoch !== drill.epoch) {
    throw new Problem('changed-meanwhile', { detail: 'There are other cards by now: do the drill with those.' })
  }
  if (!isSignedBy(kit.keys.sign, 'drill', fromBase64url(log.orgId), input)) {
    throw invalid('/payload', 'The signature is not that of the recovery kit.')
  }
  const cards = new Set(drill.cards)
  if (cards.size !== drill.cards.length || cards.size < kit.k || Math.max(...cards) > kit.shares.length) {
    throw invalid('/payload', `A drill takes ${kit.k} of the ${kit.shares.length} cards.`)
  }
  const collections = [...log.collections.values()].filter(({ archived, epoch }) => !archived && epoch > 0).length
  if (drill.collections !== collections) {
    throw new Problem('changed-meanwhile', {
      detail: 'The collections have changed meanwhile: do the drill once more.',
    })
  }
  refuseTheSame(call, drill.at)
  recoveryQueries(db).drilled({ organizationId, epoch: kit.epoch, memberId: actor.id, now })
  record(call, {
    act: 'recovery.drill',
    on: ['organization', organizationId],
    details: { epoch: kit.epoch, cards: drill.cards, collections, orgId: log.orgId, ...input },
  })
  return {}
}

/** One drill counts once. */
function refuseTheSame({ db, actor }: MemberCall, at: Instant): void {
  const last = recoveryQueries(db).kit({ organizationId: actor.organizationId })?.drilledAt
  if (last && at <= last) throw new Problem('already-exists', { detail: 'This drill is recorded already.' })
}
