import type { LaneLine, ShownHolder } from '#contract/responsibilities.ts'
import { csvOf } from '../../ui/csv.ts'
import { plural, today } from '../../ui/format.ts'
import { keepAsFile } from '../../ui/save-file.ts'
import { toast } from '../../ui/Toast.tsx'
import { gapWords, holderName, orderedGaps, resultWords, targetWords } from './words.ts'

const name = (holder: ShownHolder | undefined) => holder && holderName(holder)

const columns: readonly (readonly [header: string, value: (lane: LaneLine) => string | number | undefined])[] = [
  ['Function', ({ name: called }) => called],
  ['Critical', ({ isCritical }) => (isCritical ? 'yes' : 'no')],
  ['Systems', ({ systems }) => systems.map(({ reference }) => reference).join(' ')],
  ['Accountable', ({ accountable }) => accountable.map(holderName).join(', ')],
  ['Accountable party', ({ accountable }) => accountable.map(({ party }) => party).join(', ')],
  ['Deputy', ({ deputy }) => name(deputy)],
  ['First in hours', ({ firstInHours }) => name(firstInHours)],
  ['First out of hours', ({ firstOutOfHours }) => name(firstOutOfHours)],
  [
    'Missing',
    ({ gaps, target }) =>
      orderedGaps(gaps)
        .map((gap) => gapWords(gap, target))
        .join('; '),
  ],
  ['Outcome', ({ outcome }) => outcome],
  ['Target', ({ target }) => target && targetWords(target)],
  ['Last result', ({ result, target }) => result && resultWords(result, target)],
  ['Last result on', ({ result }) => result?.on],
  ['Version', ({ revision }) => revision],
  [
    'Confirmed by',
    ({ confirmations }) =>
      confirmations
        .filter(({ at }) => at)
        .map(({ party, by }) => (by ? `${by} (${party})` : party))
        .join(', '),
  ],
  ['Review on', ({ reviewOn }) => reviewOn],
  ['Retired', ({ retiredAt }) => retiredAt],
]

export const lanesCsv = (lanes: readonly LaneLine[]): string =>
  csvOf(
    columns.map(([header]) => header),
    lanes.map((lane) => columns.map(([, value]) => value(lane))),
  )

/** Saves what the page shows. */
export function saveLanes(lanes: readonly LaneLine[]): void {
  keepAsFile(`responsibilities-${today()}.csv`, lanesCsv(lanes))
  toast({ words: `${plural(lanes.length, 'lane')} saved` })
}
