import { useQuery } from '@tanstack/react-query'
import { readIncident } from '#contract/incidents.ts'
import type { OutputOf } from '#contract/endpoint.ts'
import { query } from '../../platform/api.ts'
import { useRing } from '../notices/rings.ts'

export type Incident = OutputOf<typeof readIncident>

/** The bell tells of every change; where the stream is lost, it is looked for now and then. */
const lookEveryMs = 15_000

/** One incident with its timeline, live for everybody who has it open. */
export function useIncident(slug: string, incident: string) {
  const answer = useQuery({
    ...query(readIncident, { slug, incident }),
    staleTime: 1_000,
    refetchInterval: ({ state }) => (state.data?.closedAt === undefined ? lookEveryMs : false),
  })
  useRing(() => void answer.refetch())
  return answer
}
