import { useCallback } from 'react'
import { useQueries, type UseQueryResult } from '@tanstack/react-query'
import type { Membership } from '#contract/accounts.ts'
import type { OutputOf } from '#contract/endpoint.ts'
import { listMembers } from '#contract/organizations.ts'
import { query } from '../../platform/api.ts'
import { plural } from '../../ui/format.ts'
import { listPath } from '../documents/addresses.ts'
import type { Names, OptionGroup, PersonOption } from './palette-options.ts'
import { tokensOf, wordsOf } from './words.ts'

export interface People {
  all: readonly (PersonOption & { words: readonly string[] })[]
  isReady: boolean
  /** Nobody's list may be read in any of the organizations. */
  isRefused: boolean
}

/** The people of the organizations in scope, where the caller may list them; elsewhere there are none. */
export function usePeople(within: readonly Membership[], names: Names): People {
  const combine = useCallback(
    (answers: UseQueryResult<OutputOf<typeof listMembers>>[]): People => ({
      all: answers.flatMap(({ data }, at) => {
        const { slug } = within[at] as Membership
        return (data?.items ?? [])
          .filter((member) => !member.removedAt)
          .map(({ id, name, side, party, owns }) => ({
            is: 'person' as const,
            id: `${slug} ${id}`,
            person: { name, side, party },
            detail: `${party} · owns ${plural(owns, 'document')}`,
            organization: names.get(slug),
            to: `${listPath(slug, 'runbook')}?owner=${id}`,
            words: wordsOf(`${name} ${party}`).map(({ text }) => text),
          }))
      }),
      isReady: answers.every(({ isPending }) => !isPending),
      isRefused: answers.length > 0 && answers.every(({ isError }) => isError),
    }),
    [within, names],
  )
  return useQueries({
    queries: within.map(({ slug }) => ({ ...query(listMembers, { slug }), staleTime: 5 * 60_000, retry: false })),
    combine,
  })
}

/** @param most all of them after `@`, a handful beside documents */
export function peopleGroup({ all }: People, words: string, most: number): OptionGroup {
  const tokens = tokensOf(words)
  const options = all.filter((one) => tokens.every((token) => one.words.some((word) => word.startsWith(token))))
  return { id: 'people', label: 'People', options: options.slice(0, most) }
}
