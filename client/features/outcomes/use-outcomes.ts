import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { OutputOf } from '#contract/endpoint.ts'
import { outcomes } from '#contract/incidents.ts'
import { query } from '../../platform/api.ts'

export type Outcomes = OutputOf<typeof outcomes>

/** A minute old is new enough for what is told by months. While another period comes, the one before stays. */
export const useOutcomes = (slug: string, months: number) =>
  useQuery({ ...query(outcomes, { slug, months }), staleTime: 60_000, placeholderData: keepPreviousData })
