import { useQuery } from '@tanstack/react-query'
import { countNotices } from '#contract/notices.ts'
import { query } from '../../platform/api.ts'

/** The stream tells when this changes; without one it is asked now and then. */
export const countQuery = { ...query(countNotices, {}), staleTime: 30_000, refetchInterval: 300_000 }

/** How many of this person's notices are unread, and how many of those wait for them. */
export function useNotices(): { waiting: number; unread: number } {
  return useQuery(countQuery).data ?? none
}
const none = { waiting: 0, unread: 0 }
