import { invalid } from '#contract/problems.ts'
import type { Agreed } from './terms.ts'

/** Far enough for every contract, near enough that a slip of the finger is noticed. */
const earliest = '1950-01-01'
const latest = '2199-12-31'

/** @throws Problem 'invalid-input' for what cannot be agreed at once. */
export function checkTerms({
  startsOn,
  endsOn,
  autoRenews,
  renewalMonths,
}: Agreed & { startsOn?: string | undefined }) {
  for (const [field, day] of Object.entries({ startsOn, endsOn })) {
    if (day !== undefined && (day < earliest || day > latest))
      throw invalid(`/${field}`, 'Enter a day between 1950 and 2199.')
  }
  if (startsOn && endsOn && endsOn < startsOn) throw invalid('/endsOn', 'Enter a day on or after the start.')
  if (!autoRenews) return
  if (!endsOn) throw invalid('/endsOn', 'Enter on which day the term ends: from then on it renews.')
  if (renewalMonths === undefined) throw invalid('/renewalMonths', 'Enter for how many months it goes on each time.')
}
