import { newcomerClaim } from '#contract/log/apply.ts'
import { entitled, keyOf, memberOfAccount, type LogCollection, type LogState } from '#contract/log/state.ts'
import type { Draft, LogEntry } from '#contract/log/statements.ts'
import { idBytes } from '#contract/crypto/encoding.ts'
import { insist } from '#contract/crypto/errors.ts'
import { fingerprintWords } from '#contract/crypto/fingerprint.ts'
import { firstEpoch, identityFrom, wipeIdentity, type Identity } from '#contract/crypto/keys.ts'
import { checkCard, combineCards, joinCards, makeKit, readCards, type Kit } from '#contract/crypto/recovery.ts'
import { fromBase64url, isSame, sign, toBase64url, wipe } from '#contract/crypto/sodium.ts'
import { statementMessage } from '#contract/crypto/statements.ts'
import { openWrap } from './collection-keys.ts'
import type { Opened } from './keyring.ts'
import { missingWraps, publicKeysOf, state, type Signer, type Wrap } from './log-writer.ts'
import { read, type Held, type Organizations, type Read } from './organizations.ts'
import type { CardFacts, RecoveryAnswer, RecoveryFacts, RecoveryWrap, SignedByKit, Taker } from './recovery.ts'
import { postFor } from './stating.ts'

/** The work of recovery.ts: apart from it, because it is seldom needed. */

export { readCards }

export async function newKit(
  organizations: Organizations,
  { organizationId, recovery, k, n }: { organizationId: string; recovery: string; k: number; n: number },
) {
  const held = organizations.of(organizationId)
  const me = organizations.signerIn(held)
  const before = held.log.recovery
  const epoch = (before?.epoch ?? 0) + 1
  const made = await makeKit({ orgId: fromBase64url(held.log.orgId), organizationId, epoch }, { k, n })
  const wish: Draft<'recovery.set'> = {
    type: 'recovery.set',
    recovery: before?.id ?? recovery,
    epoch,
    keys: { enc: toBase64url(made.encPublicKey), sign: toBase64url(made.signPublicKey) },
    k,
    shares: made.commitments.map(toBase64url),
  }
  return { post: postFor(held, me, [wish], organizations.now()), epoch, cards: made.cards }
}

export function checkOne(
  organizations: Organizations,
  { organizationId, card }: { organizationId: string; card: string },
): CardFacts {
  const { share, ...facts } = checkCard(card, kitIn(organizations.of(organizationId).log))
  wipe(share)
  return facts
}

export async function drill(
  organizations: Organizations,
  { organizationId, cards, wraps }: { organizationId: string; cards: string[]; wraps: RecoveryWrap[] },
): Promise<{ missing: string[] } | SignedByKit> {
  const held = organizations.of(organizationId)
  const { id: member } = organizations.signerIn(held)
  const kit = kitIn(held.log)
  const indexes = cards.map((card) => checkCard(card, kit).index).sort((one, other) => one - other)
  return withKit(held, cards, (identity) => {
    const missing: string[] = []
    const wanted = withKeys(held.log)
    for (const collection of wanted) {
      const seed = openForKit(held, collection, identity, wraps)
      if (seed) wipe(seed)
      else missing.push(collection.id)
    }
    if (missing.length > 0) return { missing }
    const { id: recovery, epoch } = recoveryIn(held.log)
    const said = { recovery, epoch, member, cards: indexes, collections: wanted.length, at: organizations.now() }
    return signed('drill', fromBase64url(held.log.orgId), said, identity)
  })
}

/** The log is not at hand yet, so the organization goes by the id on the cards. */
export async function prove(typed: string[], { origin, at }: { origin: string; at: string }): Promise<SignedByKit> {
  const { seed, cards } = await joinCards(typed)
  const identity = identityFrom(seed)
  wipe(seed)
  try {
    const [{ organizationId: organization, epoch }] = cards as [CardFacts]
    return signed('recovery', idBytes(organization), { organization, epoch, origin, at }, identity)
  } finally {
    wipeIdentity(identity)
  }
}

export async function readRecovery({
  cards,
  answer,
}: {
  cards: string[]
  answer: RecoveryAnswer
}): Promise<RecoveryFacts> {
  const found = read(undefined, answer.log, false)
  const { log } = found
  return withKit(found, cards, (identity) => {
    const wanted = withKeys(log)
    const seeds = wanted.flatMap((collection) => openForKit(found, collection, identity, answer.wraps) ?? [])
    wipe(...seeds)
    return {
      organizationId: log.organization,
      orgId: log.orgId,
      organization: log.name,
      fingerprint: fingerprintWords(fromBase64url(log.orgId)),
      people: [...log.members.values()]
        .filter(({ removed }) => !removed)
        .map(({ account, name, email, role }) => ({ account, name, email, role })),
      collections: wanted.length,
      opened: seeds.length,
    }
  })
}

/** Signs the takeover with the kit, and gives the new owner the keys of every collection that the kit opens. */
export async function takeOver(
  { cards, answer, taker }: { cards: string[]; answer: RecoveryAnswer; taker: Taker },
  { accountId: account, identity: own }: Opened,
  at: string,
): Promise<{ entry: LogEntry; log: LogState; wraps: Wrap[] }> {
  const found = read(undefined, answer.log, false)
  return withKit(found, cards, (identity) => {
    const { log } = found
    const owner = ownerFrom(log, account, own, taker)
    const claim = statementMessage('newcomer', fromBase64url(log.orgId), newcomerClaim(owner))
    const proof = toBase64url(sign(claim, own.sign.privateKey))
    const { id: recovery } = recoveryIn(log)
    const stated = state(log, { id: recovery, identity }, { type: 'recovery.takeover', recovery, owner, proof }, at)
    const me: Signer = { id: owner.member, account, epoch: owner.epoch, identity: own }
    const wraps = withKeys(log).flatMap((collection) => {
      const custody = openForKit(found, collection, identity, answer.wraps)
      if (!custody) return []
      const others = entitled(stated.log, collection.id, at).filter(({ of, to }) => of !== 'custody' || to !== account)
      const seeds = { custody, reveal: new Uint8Array(32) } // nothing but custody is wrapped here
      const made = missingWraps(stated.log, me, collection.id, seeds, new Set(others.map(keyOf)), at)
      wipe(custody)
      return made
    })
    return { ...stated, wraps }
  })
}

/** Somebody who is a member already comes back, perhaps with new keys; anybody else joins. */
function ownerFrom(log: LogState, account: string, own: Identity, { name, email, memberId }: Taker) {
  const party = [...log.parties.values()].find(({ side }) => side === 'in_house')
  insist(party !== undefined, 'an organization has its in-house party')
  const keys = publicKeysOf(own)
  const known = memberOfAccount(log, account)
  if (!known) return { member: memberId, account, name, email, epoch: firstEpoch, keys, party }
  const isNew = known.keys.sign !== keys.sign
  const epoch = isNew ? known.epoch + 1 : known.epoch
  return { member: known.id, account, name: known.name, email: known.email, epoch, keys, party }
}

/** Does something with the kit's identity, which is gone afterwards. @throws CardError, IntegrityError. */
async function withKit<Answer>(
  { log }: Pick<Held, 'log'>,
  cards: string[],
  act: (identity: Identity) => Answer,
): Promise<Answer> {
  const seed = await combineCards(cards, kitIn(log))
  const identity = identityFrom(seed)
  wipe(seed)
  try {
    insist(isSame(identity.sign.publicKey, fromBase64url(recoveryIn(log).keys.sign)), 'the kit signs with its own key')
    return act(identity)
  } finally {
    wipeIdentity(identity)
  }
}

/** @returns 32 bytes; nothing where there is no wrap of the epoch in force. @throws IntegrityError for a wrong one. */
function openForKit(
  found: Read,
  collection: LogCollection,
  identity: Identity,
  wraps: RecoveryWrap[],
): Uint8Array | undefined {
  const { id: recipientId, epoch: recipientEpoch, hash: authHash } = recoveryIn(found.log)
  const wrap = wraps.find(
    (each) => each.collection === collection.id && each.epoch === collection.epoch && each.toEpoch === recipientEpoch,
  )
  const to = { recipientId, recipientEpoch, authHash, pair: identity.enc }
  return wrap && openWrap(found, collection, 'custody', { ...wrap, ...to })
}

const withKeys = (log: LogState): LogCollection[] =>
  [...log.collections.values()].filter(({ archived, epoch }) => !archived && epoch > 0)

function recoveryIn({ recovery }: LogState) {
  insist(recovery !== undefined, 'the organization has a recovery kit')
  return recovery
}

function kitIn(log: LogState): Kit {
  const { epoch, keys, k, shares } = recoveryIn(log)
  return {
    orgId: fromBase64url(log.orgId),
    organizationId: log.organization,
    epoch,
    k,
    commitments: shares.map(fromBase64url),
    encPublicKey: fromBase64url(keys.enc),
  }
}

function signed(type: 'drill' | 'recovery', orgId: Uint8Array, said: object, identity: Identity): SignedByKit {
  const payload = JSON.stringify({ v: 1, type, ...said })
  return { payload, signature: toBase64url(sign(statementMessage(type, orgId, payload), identity.sign.privateKey)) }
}
