import type { listLanes, openLane } from '#contract/responsibilities.ts'
import type { CallOf } from '../../access/call.ts'
import { reachDocument } from '../../access/guard.ts'
import { reachLane, readable } from './reach.ts'
import { documentsOf, mayWrite, openersOf, sceneOf } from './scene.ts'
import { lineOf, wholeOf } from './show.ts'

/** For other features: whom to call, lanes that name somebody, lanes to be looked at again, and how they went. */
export { whoToCallFor } from './who-to-call.ts'
export { lanesNaming, replaceInLanes, type NamedIn } from './hand-on.ts'
export { lanesRead } from './reach.ts'
export { laneReviews } from './reviews.ts'
export { laneOutcomes } from './results.ts'
export { addUsualLanesTo } from './usual.ts'

export function list(call: CallOf<typeof listLanes>) {
  const { input } = call
  const system = input.system && reachDocument(call, input.system, 'list').id
  const scene = sceneOf(call)
  const rows = readable(scene, input.retired).filter(
    ({ content }) => system === undefined || content.systems.includes(system),
  )
  const contents = rows.map(({ content }) => content)
  const documents = documentsOf(call, contents)
  const openers = openersOf(
    scene,
    contents.filter(({ isCritical }) => isCritical),
    documents,
  )
  const items = rows.map((row) => lineOf(scene, row, documents, openers))
  const has = (isOne: (cause: string, isGap: boolean) => boolean) =>
    items.filter(({ gaps }) => gaps.some(({ cause, isGap }) => isOne(cause, isGap))).length
  return {
    items,
    mayEdit: mayWrite(scene),
    gaps: has((cause, isGap) => isGap && cause !== 'two'),
    collisions: has((cause) => cause === 'two'),
  }
}

export function open(call: CallOf<typeof openLane>) {
  const { scene, row } = reachLane(call, call.input.laneId)
  const documents = documentsOf(call, [row.content])
  return wholeOf(scene, row, documents, openersOf(scene, [row.content], documents))
}
