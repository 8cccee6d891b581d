import { useEffect } from 'react'
import { useQuery } from '@tanstack/react-query'
import type { Membership } from '#contract/accounts.ts'
import { listAbsences, listLanes } from '#contract/responsibilities.ts'
import { query } from '../../platform/api.ts'
import { useRing } from '../notices/rings.ts'
import { waitsForMe } from './words.ts'

const now = { staleTime: 60_000, refetchInterval: 300_000, retry: false } as const

/** Counts what waits for this person: versions to confirm, and covers that they were asked for. Draws nothing. */
export default function LanesWaiting(props: { membership: Membership; onCount: (count: number) => void }) {
  const { membership, onCount } = props
  const { slug } = membership
  const lanes = useQuery({ ...query(listLanes, { slug }), ...now })
  const absences = useQuery({ ...query(listAbsences, { slug }), ...now })
  useRing(() => {
    void lanes.refetch()
    void absences.refetch()
  })
  const count =
    (lanes.data?.items.filter(waitsForMe).length ?? 0) +
    (absences.data?.items.filter(({ asksMe }) => asksMe).length ?? 0)
  useEffect(() => {
    onCount(count)
    return () => onCount(0)
  }, [count, onCount])
  return null
}
