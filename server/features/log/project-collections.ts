import { invalid, Problem } from '#contract/problems.ts'
import type { CollectionId } from '#contract/values.ts'
import type { Step } from './append.ts'
import type { Name } from './luggage.ts'
import type { Projections } from './project.ts'
import { projectionQueries } from './queries.ts'
import { keepEpoch } from './wraps.ts'

export const projectCollections: Projections<'collection.create' | 'collection.epoch' | 'recovery.set'> = {
  'collection.create'(step, { collection: id, custody: custodyId, name: hash, restricted }) {
    const { call, organizationId, pointer } = step
    const rows = projectionQueries(call.db)
    if (rows.collectionInUse({ id, custodyId })) throw taken(`${pointer}/collection`, 'Make another id.')
    const { name, salt, description } = nameOf(step, id, hash)
    rows.createCollection({ id, organizationId, name, salt, description, restricted, now: call.now, custodyId })
    return { on: ['collection', id], details: { name, restricted } }
  },

  'collection.epoch'(step, it) {
    keepEpoch(step, it)
    const { name } = projectionQueries(step.call.db).collectionText({ id: it.collection }) ?? {}
    return { on: ['collection', it.collection], details: { name, epoch: it.epoch } }
  },

  'recovery.set'({ call, organizationId, memberId: by }, { recovery: recoveryId, epoch, k, shares }) {
    const n = shares.length
    projectionQueries(call.db).setRecovery({ organizationId, recoveryId, epoch, k, n, now: call.now, by })
    return { on: ['organization', organizationId], details: { k, n, epoch } }
  },
}

/** What the hash in the log stands for: it comes along, and is nobody else's name here. */
export function nameOf({ call, organizationId, luggage, pointer }: Step, id: string, hash: string): Name {
  const found = luggage.takeName(id, hash)
  if (!found) throw invalid(`${pointer}/name`, 'The name comes along, with its salt.')
  const namesake = projectionQueries(call.db).collectionNamed({ organizationId, name: found.name })
  if (namesake && namesake.id !== (id as CollectionId)) {
    throw taken(`${pointer}/name`, 'There is a collection of this name.')
  }
  return found
}

const taken = (pointer: string, detail: string) => new Problem('already-exists', { errors: [{ pointer, detail }] })
