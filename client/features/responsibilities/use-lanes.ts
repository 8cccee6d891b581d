import { useQuery } from '@tanstack/react-query'
import {
  laneVersions,
  listAbsences,
  listLanes,
  listPeopleToName,
  openLane,
  type Lane,
  type LaneContent,
  type ShownHolder,
} from '#contract/responsibilities.ts'
import { query } from '../../platform/api.ts'
import { useRing } from '../notices/rings.ts'

/** What several screens of this feature ask for. */

export const useLanes = (slug: string, isRetired = false) =>
  useQuery(query(listLanes, { slug, ...(isRetired && { retired: 'true' }) }))

export function useLane(slug: string, laneId: string) {
  const lane = useQuery(query(openLane, { slug, laneId }))
  useRing(() => void lane.refetch())
  return lane
}

export const useVersions = (slug: string, laneId: string) => useQuery(query(laneVersions, { slug, laneId }))

/** Who is away now and later. */
export function useAbsences(slug: string) {
  const absences = useQuery(query(listAbsences, { slug }))
  useRing(() => void absences.refetch())
  return absences
}

export const usePastAbsences = (slug: string, enabled: boolean) =>
  useQuery({ ...query(listAbsences, { slug, past: 'true' }), enabled })

export const useNameable = (slug: string) => useQuery({ ...query(listPeopleToName, { slug }), staleTime: 60_000 })

/** What somebody wrote of a lane, from what a page shows of it. Of what the reader may not see, the server keeps its own. */
export function contentOf(lane: Lane): LaneContent {
  const { name, about, isCritical, answersIncidents, outcome, target, intervalDays } = lane
  const { deputy, firstInHours, firstOutOfHours } = lane
  return {
    name,
    about,
    isCritical,
    answersIncidents,
    outcome,
    intervalDays,
    systems: lane.systems.map(({ reference }) => reference),
    linked: lane.linked.map(({ reference }) => reference),
    accountable: lane.accountable.map(sentHolder),
    consulted: lane.consulted.map(sentHolder),
    informed: lane.informed.map(sentHolder),
    ...(target && { target }),
    ...(deputy?.person && { deputyId: deputy.person.id }),
    ...(firstInHours && { firstInHours: sentHolder(firstInHours) }),
    ...(firstOutOfHours && { firstOutOfHours: sentHolder(firstOutOfHours) }),
  }
}

export const sentHolder = ({ partyId, person }: ShownHolder) => ({ partyId, ...(person && { memberId: person.id }) })
