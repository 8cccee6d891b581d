import { useCallback } from 'react'
import { useQueries, useQueryClient, type UseQueryResult } from '@tanstack/react-query'
import type { Membership } from '#contract/accounts.ts'
import type { DocumentLine } from '#contract/documents.ts'
import type { OutputOf } from '#contract/endpoint.ts'
import { home, type ReviewLine } from '#contract/reviews.ts'
import { query } from '../../platform/api.ts'
import { useRing } from '../notices/rings.ts'
import { summed, type Counts } from '../reviews/FreshnessSummary.tsx'
import type { Also } from './order.ts'

/** A document and the organization it is from. */
export type From<Line> = Line & { membership: Membership; key: string }

export interface HomeState {
  isPending: boolean
  /** Organizations that did not answer, and why. */
  failed: readonly { membership: Membership; error: Error }[]
  retry: () => void
  counts: Counts
  waiting: number
  also: Also
  reviews: readonly From<ReviewLine>[]
  systems: readonly From<DocumentLine>[]
  pinned: readonly From<DocumentLine>[]
  recent: readonly From<DocumentLine>[]
  /** Organizations that keep nothing yet. */
  empty: readonly Membership[]
}

type Answer = OutputOf<typeof home>
const mostReviews = 3
const mostSystems = 9
const mostLines = 8

/** The first page, of one organization or of all of them together. One that does not answer leaves the others be. */
export function useHome(within: readonly Membership[]): HomeState {
  const client = useQueryClient()
  useRing(() => void client.invalidateQueries({ queryKey: [home.path] }))
  const combine = useCallback(
    (answers: UseQueryResult<Answer>[]): HomeState => {
      const got = answers.flatMap(({ data }, at) => (data ? [{ membership: within[at] as Membership, data }] : []))
      const all = <Line extends DocumentLine>(pick: (answer: Answer) => readonly Line[]): From<Line>[] =>
        turnByTurn(
          got.map(({ membership, data }) =>
            pick(data).map((line) => ({ ...line, membership, key: `${membership.slug}/${line.reference}` })),
          ),
        )
      return {
        isPending: answers.some(({ isPending }) => isPending),
        failed: answers.flatMap(({ error, data }, at) =>
          error && !data ? [{ membership: within[at] as Membership, error }] : [],
        ),
        retry: () => answers.forEach((answer) => void (answer.isError && answer.refetch())),
        counts: summed(got.map(({ data }) => data.counts)),
        waiting: got.reduce((sum, { data }) => sum + data.waiting, 0),
        also: together(got.map(({ data }) => data.also)),
        reviews: all(({ reviews }) => reviews)
          .sort((a, b) => b.risk - a.risk)
          .slice(0, mostReviews),
        systems: all(({ systems }) => important(systems))
          .sort(worstFirst)
          .slice(0, mostSystems),
        pinned: all(({ pinned }) => pinned).slice(0, mostLines),
        recent: all(({ recent }) => recent).slice(0, mostLines),
        empty: got.filter(({ data }) => isEmpty(data)).map(({ membership }) => membership),
      }
    },
    [within],
  )
  return useQueries({
    // The shell counts waiting reviews from the same answers.
    queries: within.map(({ slug }) => ({ ...query(home, { slug }), staleTime: 15_000 })),
    combine,
  })
}

function together(all: readonly Also[]): Also {
  const sum = (name: keyof Also) => all.reduce((total, also) => total + also[name], 0)
  return {
    reading: sum('reading'),
    requests: sum('requests'),
    access: sum('access'),
    followUps: sum('followUps'),
    handovers: sum('handovers'),
  }
}

/** Of an organization: its critical systems; where none is critical, those of high criticality. */
function important(systems: readonly DocumentLine[]): readonly DocumentLine[] {
  const critical = systems.filter(({ criticality }) => criticality === 'critical')
  return critical.length > 0 ? critical : systems
}

/** Critical before high, then what is used most. */
const worstFirst = (a: DocumentLine, b: DocumentLine): number =>
  Number(b.criticality === 'critical') - Number(a.criticality === 'critical') || b.opened90 - a.opened90

const isEmpty = ({ counts }: Answer): boolean => Object.values(counts).reduce((sum, count) => sum + count, 0) === 0

/** The first of each, then the second of each: every organization has its own order. */
function turnByTurn<Line>(lists: readonly (readonly Line[])[]): Line[] {
  const longest = Math.max(0, ...lists.map((list) => list.length))
  return Array.from({ length: longest }, (_, at) => lists.flatMap((list) => list.slice(at, at + 1))).flat()
}
