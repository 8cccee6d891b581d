import type { laneVersions } from '#contract/responsibilities.ts'
import { targetText } from '#contract/lanes/words.ts'
import { partyOf, type Held } from '#contract/lanes/standing.ts'
import type { DocumentId } from '#contract/values.ts'
import type { CallOf } from '../../access/call.ts'
import { laneQueries, type StoredLane } from './queries.ts'
import { reachLane } from './reach.ts'
import { documentsOf, mayRead, type Documents, type Scene } from './scene.ts'
import { documentIn } from './show.ts'

/**
 * What changed from version to version, in words. Documents that the caller does not see are in none of them; a version
 * that a partner's people could not have read is not there for them, nor is what was before it.
 */
export function versions(call: CallOf<typeof laneVersions>) {
  const { scene, row } = reachLane(call, call.input.laneId)
  const all = laneQueries(call.db).versions({ id: row.id })
  const documents = documentsOf(
    call,
    all.map(({ content }) => content),
  )
  const { people, parties } = scene.staff
  return {
    items: all.flatMap((version, index) => {
      const { revision, savedAt, savedBy, content, confirmed } = version
      if (!mayRead(scene, content)) return []
      const before = all[index + 1]
      const changes =
        before && mayRead(scene, before.content) ? changesOf(scene, documents, before.content, content) : []
      const confirmations = confirmed.map(({ partyId, memberId, at }) => ({
        party: parties.get(partyId)?.name ?? '',
        by: people.get(memberId)?.name ?? '',
        at,
      }))
      return [{ revision, savedAt, savedBy, confirmations, changes }]
    }),
  }
}

function changesOf(scene: Scene, documents: Documents, before: StoredLane, after: StoredLane) {
  const [old, current] = [wordsOf(scene, documents, before), wordsOf(scene, documents, after)]
  return [...current].flatMap(([field, words]) => {
    const was = old.get(field) ?? ''
    return was === words ? [] : [{ field, before: was, after: words }]
  })
}

/** Every field by the name that it has on the screen; empty where there is nothing. */
function wordsOf(scene: Scene, documents: Documents, content: StoredLane): ReadonlyMap<string, string> {
  const { staff } = scene
  const holder = (held: Held | undefined) => (held ? holderText(scene, held) : '')
  const all = (held: readonly Held[]) => held.map(holder).join(', ')
  const titles = (ids: readonly DocumentId[]) =>
    ids
      .flatMap((id) => documentIn(documents, id))
      .map(({ reference, title }) => `${reference} ${title}`)
      .join(', ')
  const { deputyId, target, intervalDays } = content
  return new Map([
    ['Name', content.name],
    ['What is part of it', content.about],
    ['Systems', titles(content.systems)],
    ['Critical', yesOrNo(content.isCritical)],
    ['First response in incidents', yesOrNo(content.answersIncidents)],
    ['Accountable', all(content.accountable)],
    ['Deputy', (deputyId && staff.people.get(deputyId)?.name) ?? ''],
    ['First in hours', holder(content.firstInHours)],
    ['First out of hours', holder(content.firstOutOfHours)],
    ['Consulted', all(content.consulted)],
    ['Informed', all(content.informed)],
    ['Outcome', content.outcome],
    ['Target', target ? targetText(target) : ''],
    ['What it takes', titles(content.linked)],
    ['Confirmed again', `every ${intervalDays} ${intervalDays === 1 ? 'day' : 'days'}`],
  ])
}

/** "Priya Nair (Calder & Wick)", or the party alone. */
function holderText({ staff }: Scene, held: Held): string {
  const party = staff.parties.get(partyOf(staff, held))?.name ?? ''
  const person = held.memberId && staff.people.get(held.memberId)?.name
  return person ? `${person} (${party})` : party
}

const yesOrNo = (is: boolean) => (is ? 'Yes' : 'No')
