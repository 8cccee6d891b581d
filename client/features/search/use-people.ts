import { useQueries } from '@tanstack/react-query'
import type { Membership } from '#contract/accounts.ts'
import { listMembers } from '#contract/organizations.ts'
import { query } from '../../platform/api.ts'
import { plural } from '../../ui/format.ts'
import { listPath } from '../documents/addresses.ts'
import { mostPerGroup, type Names, type OptionGroup, type PersonOption } from './palette-options.ts'
import { tokensOf, wordsOf } from './words.ts'

export interface People {
  /** @param most of the group: all with `@`, a handful beside documents */
  matching(words: string, most?: number): OptionGroup
  isReady: boolean
  /** Nobody's list may be read in any of the organizations. */
  isRefused: boolean
}

/** The people of the organizations in scope, where the caller may list them; elsewhere there are none. */
export function usePeople(within: readonly Membership[], names: Names): People {
  return useQueries({
    queries: within.map(({ slug }) => ({ ...query(listMembers, { slug }), staleTime: 5 * 60_000, retry: false })),
    combine: (answers): People => {
      const people = answers.flatMap(({ data }, at) => {
        const { slug } = within[at] as Membership
        return (data?.items ?? [])
          .filter((member) => !member.removedAt)
          .map((member): PersonOption & { words: string[] } => ({
            is: 'person',
            id: `${slug} ${member.id}`,
            person: member,
            detail: `${member.party} · owns ${plural(member.owns, 'document')}`,
            organization: names.get(slug),
            to: `${listPath(slug, 'runbook')}?owner=${member.id}`,
            words: wordsOf(`${member.name} ${member.party}`).map(({ text }) => text),
          }))
      })
      return {
        isReady: answers.every(({ isPending }) => !isPending),
        isRefused: answers.length > 0 && answers.every(({ isError }) => isError),
        matching(words, most = mostPerGroup) {
          const tokens = tokensOf(words)
          const options = people.filter((one) =>
            tokens.every((token) => one.words.some((word) => word.startsWith(token))),
          )
          return { id: 'people', label: 'People', options: options.slice(0, most) }
        },
      }
    },
  })
}
