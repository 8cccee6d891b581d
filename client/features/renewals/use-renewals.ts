import { useCallback } from 'react'
import { useQueries, type UseQueryResult } from '@tanstack/react-query'
import type { Membership } from '#contract/accounts.ts'
import { listContracts, type Contract } from '#contract/contracts.ts'
import { call } from '../../platform/api.ts'
import { renewalOf, type Renewal } from './renewals.ts'

export interface Renewals {
  isPending: boolean
  all: readonly Renewal[]
  /** Organizations that did not answer, and why. */
  failed: readonly { membership: Membership; error: Error }[]
  retry: () => void
}

/** All contracts in reach, of all organizations together. One that does not answer leaves the others be. */
export function useRenewals(within: readonly Membership[]): Renewals {
  const combine = useCallback(
    (answers: UseQueryResult<Contract[]>[]): Renewals => ({
      isPending: answers.some(({ isPending }) => isPending),
      all: answers.flatMap(({ data }, at) =>
        (data ?? []).map((contract) => renewalOf(contract, within[at] as Membership)),
      ),
      failed: answers.flatMap(({ error, data }, at) =>
        error && !data ? [{ membership: within[at] as Membership, error }] : [],
      ),
      retry: () => answers.forEach((answer) => void (answer.isError && answer.refetch())),
    }),
    [within],
  )
  return useQueries({
    queries: within.map(({ slug }) => ({
      queryKey: [listContracts.path, { slug }, 'all'],
      queryFn: ({ signal }: { signal: AbortSignal }) => everyPage(slug, signal),
    })),
    combine,
  })
}

/** Totals are of all of them, so all of them are asked for. */
async function everyPage(slug: string, signal: AbortSignal): Promise<Contract[]> {
  const items: Contract[] = []
  let after: string | undefined
  do {
    const page = await call(listContracts, { slug, limit: 200, ...(after !== undefined && { after }) }, { signal })
    items.push(...page.items)
    after = page.next
  } while (after !== undefined)
  return items
}
