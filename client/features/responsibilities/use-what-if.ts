import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { OutputOf } from '#contract/endpoint.ts'
import { whatIfAway } from '#contract/responsibilities.ts'
import { query } from '../../platform/api.ts'
import { isDay } from './days.ts'

export type WhatIf = OutputOf<typeof whatIfAway>

/** What would be uncovered between two days, both included; asked as soon as both make sense. */
export function useWhatIf(of: {
  slug: string
  memberId: string | undefined
  from: string
  until: string
  coverId: string | undefined
}) {
  const { slug, memberId = '', from, until, coverId } = of
  return useQuery({
    ...query(whatIfAway, { slug, memberId, from, until, ...(coverId && { coverId }) }),
    enabled: memberId !== '' && isDay(from) && isDay(until) && from <= until,
    placeholderData: keepPreviousData,
  })
}
