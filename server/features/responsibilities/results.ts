import { v7 as uuidv7 } from 'uuid'
import type { addLaneResult, Target, withdrawLaneResult } from '#contract/responsibilities.ts'
import { targetText } from '#contract/lanes/words.ts'
import { invalid, Problem } from '#contract/problems.ts'
import type { Day, LaneId, LaneResultId } from '#contract/values.ts'
import { record } from '../../access/audit.ts'
import type { CallOf } from '../../access/call.ts'
import { atomically } from '../../platform/database.ts'
import { laneQueries } from './queries.ts'
import { lanesRead, reachLane, readable } from './reach.ts'
import { mayWrite, sceneOf, type Looking } from './scene.ts'
import { mayMeasure } from './show.ts'

/** How the outcome was met, judged by the target of today. Sending the same one again makes no second. */
export function addResult(call: CallOf<typeof addLaneResult>) {
  const { db, actor, input, now, today } = call
  return atomically(db, () => {
    const { scene, row } = reachLane(call, input.laneId)
    const { id, content, retiredAt } = row
    const { target } = content
    if (!mayMeasure(scene, content))
      throw new Problem('not-permitted', { detail: 'Those write results down who do something in this lane.' })
    if (retiredAt) throw new Problem('not-possible-now', { detail: `${content.name} is retired.` })
    if (!target) throw new Problem('not-possible-now', { detail: 'Say first how well the outcome is to be met.' })
    if (input.on > today) throw invalid('/on', 'Choose a day that has come.')
    const { resultId, on, note } = { ...input, resultId: input.id }
    const { passed, value } = input
    const taken = laneQueries(db).resultLane({ resultId })
    const met = isMet(target, passed, value)
    if (taken?.laneId === id) {
      // What it says now was not written down, so the log does not say it either.
      record(call, { act: 'lane.measure-again', on: ['lane', id], details: { name: content.name } })
      return {}
    }
    if (taken && lanesRead(call).has(taken.laneId)) throw new Problem('already-exists')
    const measured = target.measure === 'passed' ? { passed, value: undefined } : { passed: undefined, value }
    // An id that is in use elsewhere is nobody's business here.
    const newId = taken ? (uuidv7() as LaneResultId) : resultId
    laneQueries(db).addResult({ resultId: newId, id, on, ...measured, met, note, memberId: actor.id, now })
    record(call, {
      act: 'lane.measure',
      on: ['lane', id],
      details: { name: content.name, day: on, passed, value, met },
    })
    return {}
  })
}

function isMet(target: Target, passed: boolean | undefined, value: number | undefined): boolean {
  if (target.measure === 'passed') {
    if (passed === undefined) throw invalid('/passed', 'Say whether it passed.')
    return passed
  }
  if (value === undefined) throw invalid('/value', 'Enter the figure that was measured.')
  return target.measure === 'at_most' ? value <= target.value : value >= target.value
}

/** One's own; those who write lanes, anybody's. */
export function withdraw(call: CallOf<typeof withdrawLaneResult>) {
  const { db, actor, input, now } = call
  return atomically(db, () => {
    const { scene, row } = reachLane(call, input.laneId)
    const found = laneQueries(db)
      .results({ id: row.id })
      .find(({ id }) => id === input.resultId)
    if (!found) throw new Problem('not-found')
    if (found.byId !== actor.id && !mayWrite(scene))
      throw new Problem('not-permitted', { detail: `${found.by} wrote this down.` })
    laneQueries(db).withdrawResult({ resultId: found.id, id: row.id, now })
    record(call, { act: 'lane.withdraw', on: ['lane', row.id], details: { name: row.content.name, day: found.on } })
    return {}
  })
}

export interface LaneOutcome {
  id: LaneId
  name: string
  outcome: string
  /** In words: "at most 7 days, every 30 days". */
  target: string
  /** Of the values; empty where something passes or not. */
  unit: string
  /** Oldest first. */
  results: { on: Day; met: boolean; value?: number | undefined }[]
  /** The newest result missed the target. */
  missed: boolean
}

/** Of the lanes that the caller may read and that have a target: how they went since a day. */
export function laneOutcomes(looking: Looking, since: Day): LaneOutcome[] {
  const { organizationId } = looking.actor
  const results = laneQueries(looking.db).resultsSince({ organizationId, since })
  return readable(sceneOf(looking)).flatMap(({ id, content, result }) => {
    const { name, outcome, target } = content
    if (!target) return []
    const own = results.filter(({ laneId }) => laneId === id).map(({ laneId: _laneId, ...one }) => one)
    const unit = target.measure === 'passed' ? '' : target.unit
    return [{ id, name, outcome, target: targetText(target), unit, results: own, missed: result?.met === 0 }]
  })
}
