import { isKeyHolderRole } from '#contract/log/rights.ts'
import { activeMember, type LogState } from '#contract/log/state.ts'
import type { Keys, Statement } from '#contract/log/statements.ts'

/**
 * Who could write what, and with which keys, at any time: read off the log as it is replayed. What somebody signed is
 * judged by what they were then, not by what they are now.
 */
export interface RightsHistory {
  /** By member id, oldest first; each holds until the next. */
  members: Map<string, Standing[]>
  /** When each epoch of a collection began, from epoch 1. */
  epochs: Map<string, string[]>
}

interface Standing {
  /** An Instant, by the clock of whoever signed the entry. */
  from: string
  isKeyHolder: boolean
  /** Absent once removed. */
  keys: Keys | undefined
  /** Grants of `edit` or more. */
  edits: { id: string; collection: string | undefined; document: string | undefined; endsAt: string | undefined }[]
}

export const emptyHistory = (): RightsHistory => ({ members: new Map(), epochs: new Map() })

const edit = 3
/** Two clocks may each be five minutes off. */
const toleranceMs = 10 * 60_000

/** @param log the state after the statement. */
export function note(history: RightsHistory, log: LogState, statement: Statement): void {
  if (statement.type === 'collection.epoch') {
    const begun = history.epochs.get(statement.collection) ?? []
    history.epochs.set(statement.collection, [...begun, statement.at])
    return
  }
  for (const id of concerned(history, log, statement)) stand(history, log, id, statement.at)
}

function concerned(history: RightsHistory, log: LogState, statement: Statement): string[] {
  switch (statement.type) {
    case 'genesis':
      return [statement.founder.member]
    case 'recovery.takeover':
      return [statement.owner.member]
    case 'member.add':
    case 'member.rekey':
      return [...log.members.values()].filter(({ hash }) => hash === log.head).map(({ id }) => id)
    case 'member.role':
    case 'member.remove':
    case 'grant.set':
      return [statement.member]
    case 'grant.end':
      return withGrant(history, ({ id }) => id === statement.grant)
    case 'policy.set': {
      const archived = 'collection' in statement.for && statement.for.set.archived ? statement.for.collection : ''
      return archived ? withGrant(history, ({ collection }) => collection === archived) : []
    }
    default:
      return []
  }
}

const withGrant = ({ members }: RightsHistory, is: (grant: Standing['edits'][number]) => boolean): string[] =>
  [...members].filter(([, standings]) => standings.at(-1)?.edits.some(is)).map(([id]) => id)

function stand(history: RightsHistory, log: LogState, id: string, from: string): void {
  const member = activeMember(log, id)
  const grants = [...log.grants.values()].filter((grant) => grant.member === id && grant.level >= edit)
  const standing: Standing = {
    from,
    isKeyHolder: member !== undefined && isKeyHolderRole(member.role),
    keys: member?.keys,
    edits: grants.map(({ id: grant, collection, document, endsAt }) => ({ id: grant, collection, document, endsAt })),
  }
  history.members.set(id, [...(history.members.get(id) ?? []), standing])
}

/** The public keys that a member ever signed with, newest first. */
export function keysEver({ members }: RightsHistory, memberId: string): Keys[] {
  const all = (members.get(memberId) ?? []).flatMap(({ keys }) => keys ?? [])
  return all.filter((keys, at) => all.findIndex(({ sign }) => sign === keys.sign) === at).reverse()
}

export const wasKeyHolder = (history: RightsHistory, memberId: string, at?: string): boolean =>
  around(history, memberId, at).some(({ isKeyHolder }) => isKeyHolder)

/** Whether a member could change a secret of the collection, or the one document, at a moment. */
export function couldWrite(
  history: RightsHistory,
  memberId: string,
  on: { collection: string; document: string },
  at: string,
): boolean {
  return around(history, memberId, at).some(
    ({ isKeyHolder, edits }) =>
      isKeyHolder ||
      edits.some(
        ({ collection, document, endsAt }) =>
          (collection === on.collection || document === on.document) &&
          (endsAt === undefined || Date.parse(endsAt) > Date.parse(at) - toleranceMs),
      ),
  )
}

/** Whether an epoch had begun by then. */
export function hadBegun({ epochs }: RightsHistory, collectionId: string, epoch: number, at: string): boolean {
  const begun = epochs.get(collectionId)?.[epoch - 1]
  return begun !== undefined && Date.parse(begun) <= Date.parse(at) + toleranceMs
}

/** What a member was at a moment, give or take the clocks; all that they ever were where no moment is given. */
function around({ members }: RightsHistory, memberId: string, at?: string): Standing[] {
  const standings = members.get(memberId) ?? []
  if (at === undefined) return standings
  const [earliest, latest] = [Date.parse(at) - toleranceMs, Date.parse(at) + toleranceMs]
  return standings.filter(({ from }, index) => {
    const next = standings[index + 1]
    return Date.parse(from) <= latest && (next === undefined || Date.parse(next.from) >= earliest)
  })
}
