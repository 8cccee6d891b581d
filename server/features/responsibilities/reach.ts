import { Problem } from '#contract/problems.ts'
import type { LaneId } from '#contract/values.ts'
import { laneQueries, type LaneRow } from './queries.ts'
import { mayRead, sceneOf, type Looking, type Scene } from './scene.ts'

/** Lanes that the caller may read, in their order. */
export function readable(scene: Scene, retired = false): LaneRow[] {
  const { organizationId } = scene.actor
  return laneQueries(scene.db)
    .all({ organizationId, retired })
    .filter(({ content }) => mayRead(scene, content))
}

/** Ids of the lanes that somebody may read, retired ones too. */
export function lanesRead(looking: Looking): ReadonlySet<string> {
  const scene = sceneOf(looking)
  return new Set([...readable(scene), ...readable(scene, true)].map(({ id }) => id))
}

/** @throws Problem 'not-found' where it is none that the caller reads, as for a made-up id. */
export function reachLane(looking: Looking, id: LaneId): { scene: Scene; row: LaneRow } {
  const scene = sceneOf(looking)
  const row = laneQueries(looking.db).one({ id, organizationId: looking.actor.organizationId })
  if (!row || !mayRead(scene, row.content)) throw new Problem('not-found')
  return { scene, row }
}
