import { Temporal } from 'temporal-polyfill'
import type { ContractState, Decision, NoticePeriod } from '#contract/contracts.ts'
import type { Day } from '#contract/values.ts'

/**
 * What a contract comes to on a day. Pure: plain days in the organization's zone, no clock.
 *
 * **Terms.** The first ends on `endsOn`, the last day included. A contract that renews itself runs `renewalMonths` more,
 * again and again, each end counted from the first one, so that none drifts: a term that ends on the last day of its
 * month is followed by terms that do (31 Jan → 28 or 29 Feb → 31 Mar; 28 Feb → 31 Mar), any other keeps its day of the
 * month, or takes the month's last where it has no such day (30 Jan → 28 Feb → 30 Mar).
 *
 * **Notice.** The day on which notice arrives is not counted; the whole period lies after it, the term's last day
 * included. 30 days before 31 Mar is 1 Mar. Months are counted back on the calendar and end with the month where it has
 * no such day: three months before 31 May is 28 Feb (29 in a leap year), and notice on that day counts. Where lengths of
 * months leave room for doubt, this is the earlier reading (three months before 30 Jun is 30 Mar). Business days leave
 * out Saturdays, Sundays and holidays; such a deadline is a business day itself. The deadline day is still in time.
 *
 * **Acting.** Letters are not written on Sundays: `actBy` is the deadline if it is a business day, or else the last one
 * before it. It is what is counted down to; `missed` it is only when the deadline itself has gone by.
 *
 * **Decisions** belong to the end of a term. *Renew* and *renegotiate* settle the deadline of that term, and the next one
 * asks again; *cancel* makes it the last one: after it the contract is `ended`. A decision about a day on which no term
 * ends (the contract was changed since) settles nothing.
 */
export interface Agreed {
  endsOn?: Day | undefined
  autoRenews: boolean
  renewalMonths?: number | undefined
  notice?: Pick<NoticePeriod, 'amount' | 'unit'> | undefined
}
/** The newest decision about each end of a term that was not taken back. No day: about a contract without an end. */
export interface Decided {
  decision: Decision
  termEndsOn?: Day | undefined
}
export interface Standing {
  state: ContractState
  termEndsOn?: Day
  noticeBy?: Day
  actBy?: Day
  /** Until `actBy`. */
  daysLeft?: number
  /** It goes on after this term unless something is done. */
  rollsOn: boolean
}

/** So many days before one has to act it is work. */
export const noticeLeadDays = 60

export function standingOn(
  today: Day,
  agreed: Agreed,
  decisions: readonly Decided[],
  holidays: ReadonlySet<string>,
): Standing {
  if (!agreed.endsOn) {
    const isDecided = decisions.some(({ termEndsOn }) => termEndsOn === undefined)
    return { state: isDecided ? 'decided' : 'none', rollsOn: true }
  }
  const rollsOn = agreed.autoRenews && agreed.renewalMonths !== undefined
  const cancelled = decisions.flatMap(({ decision, termEndsOn }) =>
    decision === 'cancel' && termEndsOn !== undefined && termEndsOn < today && isEnd(agreed, termEndsOn)
      ? [termEndsOn]
      : [],
  )
  const last = cancelled.sort()[0]
  if (last !== undefined) return { state: 'ended', termEndsOn: last, rollsOn: false }
  const termEndsOn = endOfTermOn(today, agreed)
  if (termEndsOn < today) return { state: 'ended', termEndsOn, rollsOn: false }
  const decided = decisions.find((one) => one.termEndsOn === termEndsOn)
  const standing = { termEndsOn, rollsOn: rollsOn && decided?.decision !== 'cancel' }
  if (!agreed.notice) return { ...standing, state: decided ? 'decided' : 'none' }
  const noticeBy = noticeDay(termEndsOn, agreed.notice, holidays)
  const actBy = businessDayOnOrBefore(noticeBy, holidays)
  const daysLeft = daysBetween(today, actBy)
  const deadline = { noticeBy, actBy, daysLeft }
  if (decided) return { ...standing, ...deadline, state: 'decided' }
  if (noticeBy < today) return { ...standing, ...deadline, state: 'missed' }
  return { ...standing, ...deadline, state: daysLeft <= noticeLeadDays ? 'soon' : 'open' }
}

/** The last day of the term that runs on `today`: of the last term where it is over. */
export function endOfTermOn(today: Day, { endsOn, autoRenews, renewalMonths }: Agreed): Day {
  const first = endsOn as Day
  if (!autoRenews || renewalMonths === undefined || first >= today) return first
  const { months } = Temporal.PlainDate.from(first).until(today, { largestUnit: 'month' })
  let terms = Math.max(0, Math.floor(months / renewalMonths) - 1)
  let end = endAfter(first, terms * renewalMonths)
  while (end < today) end = endAfter(first, ++terms * renewalMonths)
  return end
}

function isEnd(agreed: Agreed, day: Day): boolean {
  return agreed.endsOn !== undefined && day >= agreed.endsOn && endOfTermOn(day, agreed) === day
}

function endAfter(first: Day, months: number): Day {
  const day = Temporal.PlainDate.from(first)
  const then = day.add({ months })
  return (day.day === day.daysInMonth ? then.with({ day: then.daysInMonth }) : then).toString() as Day
}

/** The last day on which notice for that end counts. */
export function noticeDay(
  end: Day,
  { amount, unit }: Pick<NoticePeriod, 'amount' | 'unit'>,
  holidays: ReadonlySet<string>,
): Day {
  if (unit === 'business_days') return businessDaysBefore(end, amount, holidays)
  return Temporal.PlainDate.from(end)
    .subtract({ [unit]: amount })
    .toString() as Day
}

export const businessDayOnOrBefore = (day: Day, holidays: ReadonlySet<string>): Day =>
  businessDaysBefore(day, 0, holidays)

/** The last business day after which `amount` more lie up to `end`, that day included. */
function businessDaysBefore(end: Day, amount: number, holidays: ReadonlySet<string>): Day {
  let day = Temporal.PlainDate.from(end)
  let after = 0
  // Whole weeks at once: a long period must not cost a step for every day of it.
  for (let weeks = Math.floor(amount / 5); weeks > 0; weeks = Math.floor((amount - after) / 5)) {
    const before = day.subtract({ weeks })
    after += weeks * 5 - holidaysOnWeekdays(before.toString(), day.toString(), holidays)
    day = before
  }
  for (;;) {
    const isBusiness = isWeekday(day) && !holidays.has(day.toString())
    if (isBusiness && after >= amount) return day.toString() as Day
    if (isBusiness) after += 1
    day = day.subtract({ days: 1 })
  }
}

const isWeekday = (day: Temporal.PlainDate) => day.dayOfWeek <= 5

/** After `from`, up to `until` and on it. */
function holidaysOnWeekdays(from: string, until: string, holidays: ReadonlySet<string>): number {
  return [...holidays].filter((day) => day > from && day <= until && isWeekday(Temporal.PlainDate.from(day))).length
}

export function daysBetween(from: Day, to: Day): number {
  return Temporal.PlainDate.from(from).until(to).days
}
