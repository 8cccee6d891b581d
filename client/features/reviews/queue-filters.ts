import { FreshnessState, Kind } from '#contract/values.ts'
import { useQueryString } from '../../platform/query-string.ts'

export const orders = ['risk', 'state', 'owner'] as const
export type Order = (typeof orders)[number]

export interface QueueFilters {
  scope: 'mine' | 'all'
  state: FreshnessState | undefined
  kind: Kind | undefined
  /** Slug of the one organization to look at. */
  organization: string | undefined
  order: Order
}

/** Filters, order and the peeked row live in the address: every view can be kept, and Back works. */
export function useQueueFilters() {
  const { parameters, change } = useQueryString<'scope' | 'state' | 'kind' | 'organization' | 'order' | 'peek'>()
  return { filters: readFilters(parameters), peek: parameters.get('peek') ?? undefined, change }
}

/** An address can be written by hand: what makes no sense is left out. */
export function readFilters(parameters: URLSearchParams): QueueFilters {
  const oneOf = <Name extends string>(name: string, names: readonly Name[]) =>
    names.find((each) => each === parameters.get(name))
  return {
    scope: oneOf('scope', ['all'] as const) ?? 'mine',
    state: oneOf('state', FreshnessState.options),
    kind: oneOf('kind', Kind.options),
    organization: parameters.get('organization') ?? undefined,
    order: oneOf('order', orders) ?? 'risk',
  }
}
