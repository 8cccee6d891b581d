import { useQuery } from '@tanstack/react-query'
import type { LogSummary } from '../vault/log-summary.ts'
import { logKey, refresh } from './organization-keys.ts'
import { useIsUnlocked } from './vault.ts'

/**
 * What the verified log of an organization says: names of people, their rights, collections, grants, policies. Names
 * that stand where somebody grants, approves or removes come from here. Nothing while the vault is locked.
 */
export function useOrganizationLog(slug: string): { log: LogSummary | undefined; error: Error | null } {
  const isUnlocked = useIsUnlocked()
  const { data, error } = useQuery({
    queryKey: logKey(slug),
    queryFn: () => refresh(slug),
    enabled: isUnlocked,
    staleTime: 60_000,
    retry: false,
  })
  return { log: isUnlocked ? data : undefined, error: isUnlocked ? error : null }
}
