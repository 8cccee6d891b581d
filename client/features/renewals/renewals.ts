import type { Membership } from '#contract/accounts.ts'
import type { Contract } from '#contract/contracts.ts'
import { formatDay } from '../../ui/format.ts'
import { perYear } from '../vendors/contracts/money.ts'

/** A contract and the organization it is from. */
export interface Renewal extends Contract {
  slug: string
  organization: string
  /** Today there. */
  today: string
  /** `calder-wick/CT-04` */
  key: string
  /** What it costs in a year, in minor units of its currency. */
  perYear?: number | undefined
  /** By when something is to be said: the notice deadline, or, where none is agreed, the end. */
  on?: string | undefined
}

export function renewalOf(contract: Contract, { slug, organization, today }: Membership): Renewal {
  return {
    ...contract,
    slug,
    organization,
    today,
    key: `${slug}/${contract.reference}`,
    perYear: perYear(contract),
    on: contract.noticeBy ?? contract.termEndsOn,
  }
}

export interface Month {
  /** `2026-12` */
  id: string
  /** `Dec`, and in January its year too. */
  short: string
  /** `December 2026` */
  long: string
  renewals: Renewal[]
}

const names = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' })

/** Twelve months from today's on, with what is to be said in each; missed ones stand apart. */
export function monthsFrom(today: string, renewals: readonly Renewal[], count = 12): Month[] {
  const first = Number(today.slice(0, 4)) * 12 + Number(today.slice(5, 7)) - 1
  return Array.from({ length: count }, (_, at) => {
    const [year, month] = [Math.floor((first + at) / 12), ((first + at) % 12) + 1]
    const id = `${year}-${String(month).padStart(2, '0')}`
    return {
      id,
      long: monthName(id),
      short: `${formatDay(`${id}-01`).slice(2, 5)}${month === 1 ? ` ${year}` : ''}`,
      renewals: renewals.filter((one) => groupOf(one) === id),
    }
  })
}

export const monthName = (id: string): string => names.format(new Date(`${id}-01T12:00:00Z`))

/** Under which heading a row stands: what was missed, its month, or what has no day. */
export function groupOf({ state, on }: Renewal): string {
  if (state === 'missed') return 'missed'
  if (state === 'ended') return 'ended'
  return on?.slice(0, 7) ?? 'none'
}

export function groupName(id: string): string {
  if (id === 'missed') return 'Missed: the day for notice has gone by'
  if (id === 'ended') return 'Ended'
  return id === 'none' ? 'No end agreed' : monthName(id)
}

const groupRank = (id: string) => (id === 'missed' ? '0' : id === 'ended' ? '8' : id === 'none' ? '9' : `1${id}`)

export const sorts = ['notice', 'end', 'title', 'vendor', 'cost'] as const
export type SortName = (typeof sorts)[number]

/** In the order of the address. By notice, missed ones come first, whatever the direction of the months. */
export function sorted(renewals: readonly Renewal[], by: SortName, isDescending: boolean): Renewal[] {
  const sign = isDescending ? -1 : 1
  return renewals.toSorted((a, b) => {
    if (by === 'notice') {
      const [one, other] = [groupRank(groupOf(a)), groupRank(groupOf(b))]
      const isMonth = one.startsWith('1') && other.startsWith('1')
      if (one !== other) return (isMonth ? sign : 1) * (one < other ? -1 : 1)
    }
    return sign * compare(keyFor(a, by), keyFor(b, by)) || compare(a.key, b.key)
  })
}

function keyFor(renewal: Renewal, by: SortName): string | number {
  switch (by) {
    case 'notice':
      return renewal.actBy ?? renewal.on ?? ''
    case 'end':
      return renewal.termEndsOn ?? '9999'
    case 'title':
      return renewal.title
    case 'vendor':
      return renewal.vendor.title
    case 'cost':
      // Amounts of different currencies cannot be compared: each currency by itself.
      return `${renewal.cost?.currency ?? 'ZZZ'}${String(renewal.perYear ?? 0).padStart(16, '0')}`
  }
}

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })
const compare = (a: string | number, b: string | number) => collator.compare(String(a), String(b))
