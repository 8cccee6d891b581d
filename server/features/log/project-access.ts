import type { StatementOf } from '#contract/log/statements.ts'
import { invalid, Problem } from '#contract/problems.ts'
import { levels, type LevelName } from '#contract/values.ts'
import { requireFreshSignIn } from '../../access/sessions.ts'
import type { Step } from './append.ts'
import { nameOf } from './project-collections.ts'
import type { Projections, Told } from './project.ts'
import { projectionQueries } from './queries.ts'

export const projectGrants: Projections<'grant.set' | 'grant.end' | 'policy.set'> = {
  'grant.set'(step, { grant: id, member: memberId, on, level, endsAt }) {
    const { call, organizationId, memberId: grantedBy, pointer } = step
    const rows = projectionQueries(call.db)
    const collectionId = 'collection' in on ? on.collection : undefined
    const documentId = 'document' in on ? on.document : undefined
    if (documentId !== undefined && !rows.document({ documentId, organizationId })) {
      throw invalid(`${pointer}/document`, 'There is no such document here.')
    }
    if (rows.grantInUse({ id })) {
      throw new Problem('already-exists', { errors: [{ pointer: `${pointer}/grant`, detail: 'Make another id.' }] })
    }
    const row = { id, organizationId, memberId, collectionId, documentId, level, grantedBy, now: call.now, endsAt }
    rows.grant(row)
    return {
      on: ['grant', id],
      about: memberId,
      details: { memberId, collectionId, documentId, level: levelName(level), endsAt },
    }
  },

  'grant.end'({ before }, { grant: id }) {
    const { member: memberId, collection: collectionId, document: documentId } = before?.grants.get(id) ?? {}
    return { on: ['grant', id], about: memberId, details: { memberId, collectionId, documentId } }
  },

  'policy.set'(step, it) {
    return 'organization' in it.for ? setOrganization(step, it.for.organization) : setCollection(step, it.for)
  },
}

type Policies = StatementOf<'policy.set'>['for']

function setOrganization(
  { call, organizationId, accountId, before, after }: Step,
  set: Extract<Policies, { organization: unknown }>['organization'],
): Told {
  const { db, now, session } = call
  if (set.secondFactor !== undefined && set.secondFactor !== before?.policies.secondFactor) {
    if (!session) throw new Problem('not-signed-in')
    requireFreshSignIn({ session, now })
    // Nobody asks of others what they have not done themselves: so one key holder at least can go on working.
    if (set.secondFactor && !projectionQueries(db).secondFactor({ accountId })) {
      throw new Problem('not-possible-now', { detail: 'Set up your own second factor first.' })
    }
  }
  projectionQueries(db).setPolicies({ organizationId, ...after.policies })
  return { on: ['organization', organizationId], details: { before: before?.policies, after: after.policies } }
}

function setCollection(step: Step, { collection: id, set }: Extract<Policies, { collection: string }>): Told {
  const { call, before, after } = step
  const rows = projectionQueries(call.db)
  const [was, is] = [before?.collections.get(id), after.collections.get(id)]
  const text = rows.collectionText({ id })
  if (!was || !is || !text) throw new Error(`The log and the rows know different collections: ${id}`)
  if (set.archived) requireEmpty(step, id, text.name)
  if (set.name !== undefined) {
    const { name, salt, description } = nameOf(step, id, set.name)
    rows.nameCollection({ id, name, salt, description })
  }
  const { restricted, leaseMinutes, archived } = is
  rows.changeCollection({ id, restricted, leaseMinutes, archived, now: call.now })
  const now = rows.collectionText({ id })
  return {
    on: ['collection', id],
    details: {
      name: now?.name,
      before: { ...text, restricted: was.restricted, leaseMinutes: was.leaseMinutes },
      after: { ...now, restricted, leaseMinutes },
      ...(archived && { archived }),
    },
  }
}

/** Archived documents keep their collection: restored, they need a home. */
function requireEmpty({ call }: Step, collectionId: string, name: string): void {
  const { documents = 0, archived = 0 } = projectionQueries(call.db).contents({ collectionId }) ?? {}
  if (documents === 0) return
  throw new Problem('not-possible-now', {
    detail: `${name} is not empty: move ${documents === 1 ? 'its document' : `its ${documents} documents`} first${archived > 0 ? ` (${archived} archived)` : ''}.`,
    facts: { documents, archived },
  })
}

const names = Object.fromEntries(Object.entries(levels).map(([name, level]) => [level, name as LevelName]))
const levelName = (level: number): LevelName => names[level] ?? 'list'
