import { Refused, replay } from '#contract/log/apply.ts'
import { refuse } from '#contract/log/refused.ts'
import { nameHash } from '#contract/log/names.ts'
import { keyOf, type LogState } from '#contract/log/state.ts'
import type { OrganizationId } from '#contract/values.ts'
import type { Db } from '../../platform/database.ts'
import { checkLogQueries, keyQueries, projectionQueries } from './queries.ts'
import { entriesAfter } from './states.ts'

/**
 * Reads every organization's log again, with every signature, and holds the rows of people and access against what it
 * says. @returns what is not as it was signed, each named; the first of every kind of row.
 */
export function checkLogs(db: Db): string[] {
  return checkLogQueries(db)
    .organizations()
    .flatMap(({ id, slug, orgId }) => {
      const { log, damage } = replayed(db, id as OrganizationId, String(slug))
      if (damage || !log) return [damage ?? `The organization ${String(slug)} has no log`]
      const named = log.orgId === orgId ? [] : [`The organization ${String(slug)} goes by another log’s name`]
      return [...named, ...differences(db, log).map((what) => `${what} of ${String(slug)} is not what its log says`)]
    })
}

function replayed(db: Db, organizationId: OrganizationId, slug: string): { log?: LogState; damage?: string } {
  const hashes = new Map<number, string>()
  let [read, unlike] = [0, 0]
  function* entries() {
    for (const { seq, payload, signature, hash } of entriesAfter(db, organizationId, 0)) {
      if (seq !== read + 1) refuse('unknown', 'it is missing.')
      hashes.set(seq, hash)
      yield { payload, signature }
    }
  }
  const each = ({ seq, head }: LogState) => {
    read = seq
    if (unlike === 0 && hashes.get(seq) !== head) unlike = seq
    hashes.delete(seq)
  }
  try {
    const log = replay(entries(), undefined, { each })
    if (unlike > 0) return { damage: `Entry ${unlike} of the log of ${slug} has another hash` }
    return log ? { log } : {}
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return { damage: `Entry ${read + 1} of the log of ${slug} does not belong there: ${error.message}` }
  }
}

/** The rows that are not what the log says, each by what it is and its id: the first of every kind. */
function differences(db: Db, log: LogState): string[] {
  const organizationId = log.organization as OrganizationId
  const rows = checkLogQueries(db)
  const kinds: [kind: string, expected: Facts[], found: Facts[]][] = [
    ['The member', membersOf(log), rows.members({ organizationId })],
    ['The invitation', invitationsOf(log), rows.invitations({ organizationId })],
    ['The collection', collectionsOf(log), rows.collections({ organizationId }).map(hashed)],
    // Access to what was purged is gone with it.
    ['The grant', grantsOf(db, log), rows.grants({ organizationId })],
    ['The policy', [{ id: log.organization, ...log.policies }], rows.policies({ organizationId })],
    ['The recovery kit', recoveryOf(log), rows.recovery({ organizationId })],
    ['The epoch', epochsOf(log), rows.epochs({ organizationId })],
  ]
  return [
    ...kinds.flatMap(([kind, expected, found]) => {
      const first = firstDifference(expected, found)
      return first === undefined ? [] : [`${kind} ${first}`]
    }),
    ...wrapsUnlike(db, log),
  ]
}

type Facts = Readonly<Record<string, unknown>>

function firstDifference(expected: readonly Facts[], found: readonly Facts[]): string | undefined {
  const [one, other] = [expected, found].map(
    (list) => new Map(list.map((facts) => [String(facts['id']), written(facts)])),
  )
  const ids = [...new Set([...(one?.keys() ?? []), ...(other?.keys() ?? [])])].sort()
  return ids.find((id) => one?.get(id) !== other?.get(id))
}

/** In the order of their names; what is absent and what is undefined are the same. */
const written = (facts: Facts): string =>
  JSON.stringify(
    Object.entries(facts)
      .filter(([, value]) => value !== undefined && value !== null)
      .sort(),
  )

const membersOf = (log: LogState): Facts[] =>
  [...log.members.values()].map(({ id, account, party, role, name, epoch, keys, removed }) => ({
    ...{ id, account, party, role, name, epoch, removed },
    enc: keys.enc,
    sign: keys.sign,
  }))

const invitationsOf = (log: LogState): Facts[] =>
  [...log.invitations.values()].map(({ id, key, name, email, role, party, expiresAt, by, rekeys, state }) => ({
    ...{ id, key, name, email, role, party: party.id, expiresAt, by, rekeys, state },
  }))

const collectionsOf = (log: LogState): Facts[] =>
  [...log.collections.values()].map(({ id, custodyId, name, restricted, archived, leaseMinutes, epoch }) => ({
    ...{ id, custodyId, name, restricted, archived, leaseMinutes, epoch },
  }))

/** The row has the name itself. */
const hashed = ({ salt, name, ...facts }: Facts): Facts => ({
  ...facts,
  name: nameHash(String(facts['id']), String(salt), String(name)),
})

function grantsOf(db: Db, log: LogState): Facts[] {
  const organizationId = log.organization as OrganizationId
  const isThere = (documentId: string | undefined) =>
    documentId === undefined || projectionQueries(db).document({ documentId, organizationId }) !== undefined
  return [...log.grants.values()]
    .filter(({ document }) => isThere(document))
    .map(({ id, member, collection, document, level, endsAt, by }) => ({
      ...{ id, member, collection, document, level, endsAt, by },
    }))
}

const recoveryOf = ({ organization, recovery }: LogState): Facts[] =>
  recovery
    ? [{ id: organization, recovery: recovery.id, epoch: recovery.epoch, k: recovery.k, n: recovery.shares.length }]
    : []

const epochsOf = (log: LogState): Facts[] =>
  [...log.collections.values()].flatMap(({ id, epoch }) =>
    Array.from({ length: epoch }, (_, index) => ({ id: `${id} ${index + 1}`, isWhole: true })),
  )

/** Keys that are on their way to somebody whom the log never entitled to them, or of an epoch that is over. */
function wrapsUnlike(db: Db, log: LogState): string[] {
  const organizationId = log.organization as OrganizationId
  const stray = keyQueries(db)
    .wraps({ organizationId })
    .find(({ collectionId, epoch, ...wrap }) => {
      const collection = log.collections.get(collectionId)
      const isCustodys = wrap.of === 'reveal' && wrap.to === collection?.custodyId
      return collection?.epoch !== epoch || !(isCustodys || collection.holders.has(keyOf(wrap)))
    })
  return stray ? [`The key of ${stray.collectionId} for ${stray.to}`] : []
}
