import type { Membership } from '#contract/accounts.ts'
import { ContractState } from '#contract/contracts.ts'
import { useQueryString } from '../../platform/query-string.ts'
import { daysBetween } from '../../ui/format.ts'
import { sorts, type Renewal, type SortName } from './renewals.ts'

export const periods = ['3', '6', '12', 'all'] as const
export type Period = (typeof periods)[number]

export interface RenewalFilters {
  organization: string | undefined
  owner: string | undefined
  state: ContractState | undefined
  text: string
  period: Period
  sort: { by: SortName; isDescending: boolean }
}

/** Filters and order live in the address: every view can be kept, and Back works. */
export function useRenewalFilters() {
  const { parameters, change } = useQueryString<'organization' | 'owner' | 'state' | 'text' | 'period' | 'sort'>()
  return { filters: readFilters(parameters), change }
}

/** An address can be written by hand: what makes no sense is left out. */
export function readFilters(parameters: URLSearchParams): RenewalFilters {
  const oneOf = <Name extends string>(written: string | null, names: readonly Name[]) =>
    names.find((each) => each === written)
  const sort = parameters.get('sort') ?? ''
  return {
    organization: parameters.get('organization') ?? undefined,
    owner: parameters.get('owner') ?? undefined,
    state: oneOf(parameters.get('state'), ContractState.options),
    text: parameters.get('text') ?? '',
    period: oneOf(parameters.get('period'), periods) ?? '12',
    sort: { by: oneOf(sort.replace(/^-/, ''), sorts) ?? 'notice', isDescending: sort.startsWith('-') },
  }
}

export const isNarrow = ({ owner, state, text }: RenewalFilters): boolean =>
  owner !== undefined || state !== undefined || text.trim() !== ''

/** Whose, in which state, with which words; the period comes after, so that totals and the next date know the rest. */
export function fits(renewal: Renewal, { owner, state, text }: RenewalFilters, me: ReadonlySet<string>): boolean {
  // What has ended stands here only when asked for.
  if (state === undefined ? renewal.state === 'ended' : renewal.state !== state) return false
  const keepers = [renewal.owner?.id, renewal.fallback?.id]
  if (owner === 'none' && !renewal.noOwner) return false
  if (owner === 'me' && !keepers.some((id) => id !== undefined && me.has(id))) return false
  if (owner !== undefined && owner !== 'none' && owner !== 'me' && !keepers.includes(owner as never)) return false
  const { reference, title, number, vendor, organization } = renewal
  const words = [reference, title, number, vendor.reference, vendor.title, organization].join('\n').toLowerCase()
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => words.includes(word))
}

/** Missed ones always: they do not wait for their month. */
export function isInPeriod({ state, on, today }: Renewal, period: Period): boolean {
  if (period === 'all' || state === 'missed' || state === 'ended') return true
  if (on === undefined) return false
  const first = Number(today.slice(0, 4)) * 12 + Number(today.slice(5, 7))
  const month = Number(on.slice(0, 4)) * 12 + Number(on.slice(5, 7))
  return daysBetween(today, on) >= -366 && month - first < Number(period)
}

export const memberIds = (memberships: readonly Membership[]): ReadonlySet<string> =>
  new Set(memberships.map(({ memberId }) => memberId))
