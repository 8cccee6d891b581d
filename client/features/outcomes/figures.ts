import { formatDuration, formatShare } from '../../ui/format.ts'
import { useQueryString } from '../../platform/query-string.ts'

/** Figures over time: periods, months, scales. */

export const periods = [3, 6, 12, 24] as const
export type Period = (typeof periods)[number]

export const periodWords = (months: Period): string => (months === 24 ? '2 years' : `${months} months`)

export const outcomesPath = (slug: string) => `/o/${slug}/outcomes`

/** The period stands in the address; what makes no sense there is the usual year. */
export function usePeriod() {
  const { parameters, change } = useQueryString<'months'>()
  return {
    months: readPeriod(parameters.get('months')),
    setMonths: (months: Period) => change({ months: months === 12 ? undefined : String(months) }),
  }
}

export const readPeriod = (written: string | null): Period => periods.find((months) => String(months) === written) ?? 12

const names = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `2026-03` → `Mar`. */
export const shortMonth = (month: string): string => names[Number(month.slice(5)) - 1] ?? month
/** `2026-03` → `Mar 2026`. */
export const monthWords = (month: string): string => `${shortMonth(month)} ${month.slice(0, 4)}`

const minute = 60
const hour = 60 * minute
const day = 24 * hour
const roundSeconds = [
  ...[10, 20, 30, minute, 2 * minute, 5 * minute, 10 * minute, 20 * minute, 30 * minute],
  ...[hour, 2 * hour, 4 * hour, 8 * hour, 12 * hour, day, 2 * day, 4 * day, 7 * day, 14 * day, 30 * day, 60 * day],
]

/** The end of a scale of seconds: a round time that nothing is above. */
export function mostSeconds(values: readonly number[]): number {
  const most = Math.max(0, ...values)
  return roundSeconds.find((round) => round >= most) ?? Math.ceil(most / (30 * day)) * 30 * day
}

/** The end of a scale of counts: an even number, so that its half is one, too. */
export function mostCount(values: readonly number[]): number {
  const most = Math.max(2, ...values)
  const power = 10 ** Math.floor(Math.log10(most))
  const steps = [1, 2, 4, 6, 8, 10].map((step) => step * power).filter((step) => step % 2 === 0)
  return steps.find((step) => step >= most) ?? 10 * power
}

/** `42 min`; nothing where nothing was measured. */
export const secondsWords = (seconds: number | undefined): string =>
  seconds === undefined ? '—' : formatDuration(seconds * 1_000)

/** `84%`; nothing of nothing. */
export const shareWords = (part: number, whole: number): string => (whole === 0 ? '—' : formatShare(part / whole))

export const sumOf = <Item>(items: readonly Item[], value: (item: Item) => number): number =>
  items.reduce((sum, item) => sum + value(item), 0)
