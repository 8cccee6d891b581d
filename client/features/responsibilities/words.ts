import type { LaneGap, LaneLine, ShownHolder, Target } from '#contract/responsibilities.ts'
import type { FreshnessState } from '#contract/values.ts'
import { formatCount, formatDay, plural } from '../../ui/format.ts'

/** Words of lanes: who, what is missing, how well the outcome is met. */

export const lanesPath = (slug: string) => `/o/${slug}/responsibilities`
export const lanePath = (slug: string, laneId: string) => `${lanesPath(slug)}/${laneId}`
export const whatIfPath = (slug: string, memberId: string) => `/o/${slug}/people/${memberId}/away`

/** A person by name; a party alone by its own. */
export const holderName = ({ person, party }: ShownHolder): string => person?.name ?? party

/** Why somebody does not count today: `away until 3 Dec 2026`. */
export function standingWords({ standing, awayUntil }: ShownHolder): string | undefined {
  if (standing === 'here') return undefined
  if (standing === 'gone') return 'has left'
  if (standing === 'suspended') return 'suspended'
  return awayUntil ? `away until ${formatDay(awayUntil)}` : 'away'
}

/** What is missing, as a sentence of its own. */
export function gapWords(gap: LaneGap, target?: Target): string {
  const { cause, person, party = 'A party', since, reference } = gap
  const who = person ?? gap.party ?? 'The accountable person'
  // A matter of care: the deputy stands in, or it is the deputy who is not there.
  const without = gap.isGap ? ', and nobody stands in' : ''
  switch (cause) {
    case 'nobody':
      return 'Nobody is accountable'
    case 'two':
      return 'More than one is accountable'
    case 'gone':
      return `${who} has left${without}`
    case 'suspended':
      return `${who} is suspended${without}`
    case 'away':
      return `${who} is away${untilWords(gap)}${without}`
    case 'hours':
      return hoursWords(gap)
    case 'no_runbook':
      return 'Critical, and no runbook is linked'
    case 'no_opener':
      return `Nobody of it who is here can open ${reference ?? 'a linked credential'}`
    case 'unconfirmed':
      return `${party} has not confirmed this version`
    case 'review':
      return since ? `Not confirmed again since ${formatDay(since)}` : 'To be confirmed again'
    case 'target':
      return targetGapWords(gap, target)
  }
}

const untilWords = ({ until }: LaneGap): string => (until ? ` until ${formatDay(until)}` : '')

/** Somebody may be named, and not be here. */
function hoursWords(gap: LaneGap): string {
  const when = gap.hours === 'in' ? 'in hours' : 'out of hours'
  const who = gap.person ?? gap.party
  if (!who) return `Nobody comes first ${when}`
  return `${who} comes first ${when}${gap.until ? `, is away${untilWords(gap)}` : ', is not here'}, and nobody stands in`
}

function targetGapWords({ since }: LaneGap, target: Target | undefined): string {
  if (since) return `Outcome not met on ${formatDay(since)}`
  return target ? `Outcome not measured, though due ${every(target.everyDays)}` : 'Outcome not met'
}

/** The same in a cell of the list. */
export function shortGapWords(gap: LaneGap): string {
  const { cause, person, party, until } = gap
  const first = person?.split(' ')[0] ?? 'The person'
  switch (cause) {
    case 'nobody':
      return 'Nobody accountable'
    case 'two':
      return 'Two accountable'
    case 'gone':
      return `${first} has left`
    case 'suspended':
      return `${first} is suspended`
    case 'away':
      return until ? `${first} away until ${formatDay(until).replace(/ \d{4}$/, '')}` : `${first} is away`
    case 'hours':
      return gap.hours === 'in' ? 'Nobody in hours' : 'Nobody out of hours'
    case 'no_runbook':
      return 'No runbook'
    case 'no_opener':
      return `Nobody opens ${gap.reference ?? 'it'}`
    case 'unconfirmed':
      return `${party ?? 'A party'} to confirm`
    case 'review':
      return 'To confirm again'
    case 'target':
      return 'Outcome not met'
  }
}

/** The mark of a lane: a gap is work at once, the rest is care. */
export const gapState = ({ isGap, cause }: LaneGap): FreshnessState =>
  isGap ? 'overdue' : cause === 'unconfirmed' ? 'unverified' : 'due'

const weight: Record<FreshnessState, number> = { overdue: 0, suspect: 1, unverified: 2, due: 3, verified: 4 }

/** What is wrong, worst first. */
export const orderedGaps = (gaps: readonly LaneGap[]): LaneGap[] =>
  [...gaps].sort((one, other) => weight[gapState(one)] - weight[gapState(other)])

export const isUnconfirmed = ({ confirmations, retiredAt }: LaneLine): boolean =>
  !retiredAt && confirmations.some(({ at }) => at === undefined)

/** That wait for me: a version that I may confirm, and nobody of my party has. */
export const waitsForMe = ({ confirmations, retiredAt }: LaneLine): boolean =>
  !retiredAt && confirmations.some(({ at, mine }) => mine && at === undefined)

/** Names me, in whatever place of it. */
export const isMine = (lane: LaneLine, memberId: string): boolean =>
  [...lane.accountable, lane.deputy, lane.firstInHours, lane.firstOutOfHours].some(
    (holder) => holder?.person?.id === memberId,
  )

/** `3 gaps, 1 collision, 2 versions to confirm`. */
export function summaryWords(of: { gaps: number; collisions: number; unconfirmed: number }): string {
  const parts = [
    of.gaps > 0 && plural(of.gaps, 'gap'),
    of.collisions > 0 && plural(of.collisions, 'collision'),
    of.unconfirmed > 0 && `${plural(of.unconfirmed, 'version')} to confirm`,
  ].filter(Boolean)
  return parts.length > 0 ? parts.join(', ') : 'No gaps'
}

/** `every 90 days`. */
export const every = (days: number): string =>
  ({ 1: 'every day', 7: 'every week', 365: 'every year' })[days] ?? `every ${plural(days, 'day')}`

/** `at most 7 days, measured every 30 days`. */
export function targetWords(target: Target): string {
  if (target.measure === 'passed') return `passed ${every(target.everyDays)}`
  const side = target.measure === 'at_most' ? 'at most' : 'at least'
  return `${side} ${valueWords(target.value, target.unit)}, measured ${every(target.everyDays)}`
}

/** `97%`, `6 days`. */
export const valueWords = (value: number, unit: string): string =>
  unit === '%' ? `${formatCount(value)}%` : `${formatCount(value)}${unit ? ` ${unit}` : ''}`

export function resultWords(
  result: { passed?: boolean | undefined; value?: number | undefined; met: boolean },
  target: Target | undefined,
): string {
  if (result.value !== undefined)
    return valueWords(result.value, target && target.measure !== 'passed' ? target.unit : '')
  return (result.passed ?? result.met) ? 'Passed' : 'Not passed'
}
