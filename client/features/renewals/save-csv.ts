import { csvOf } from '../../ui/csv.ts'
import { plural, today } from '../../ui/format.ts'
import { keepAsFile } from '../../ui/save-file.ts'
import { moneyToType } from '../vendors/contracts/money.ts'
import { decisionNames, stateNames } from '../vendors/contracts/words.ts'
import type { Renewal } from './renewals.ts'

const columns: readonly (readonly [header: string, value: (renewal: Renewal) => string | number | undefined])[] = [
  ['Organization', ({ organization }) => organization],
  ['Vendor', ({ vendor }) => vendor.title],
  ['Vendor reference', ({ vendor }) => vendor.reference],
  ['Contract', ({ reference }) => reference],
  ['Title', ({ title }) => title],
  ['Number', ({ number }) => number],
  ['State', ({ state }) => stateNames[state]],
  ['Notice by', ({ noticeBy }) => noticeBy],
  ['Act by', ({ actBy }) => actBy],
  ['Days left', ({ daysLeft }) => daysLeft],
  ['Term ends', ({ termEndsOn }) => termEndsOn],
  ['Renews by itself', ({ autoRenews }) => (autoRenews ? 'yes' : 'no')],
  ['By months', ({ autoRenews, renewalMonths }) => (autoRenews ? renewalMonths : undefined)],
  ['Notice', ({ notice }) => notice && `${notice.amount} ${notice.unit.replace('_', ' ')}`],
  ['Notice given', ({ notice }) => notice?.channel],
  ['Cost', ({ cost }) => cost && moneyToType(cost.minorUnits, cost.currency)],
  ['Currency', ({ cost }) => cost?.currency],
  ['Per', ({ cost }) => cost?.per],
  ['For what', ({ cost }) => cost?.note],
  ['Cost per year', ({ cost, perYear }) => (cost && perYear !== undefined ? moneyToType(perYear, cost.currency) : '')],
  ['Owner', ({ owner }) => owner?.name],
  ['Otherwise', ({ fallback }) => fallback?.name],
  ['Decision', ({ decision }) => decision && decisionNames[decision.decision]],
  ['Why', ({ decision }) => decision?.why],
  ['Decided by', ({ decision }) => decision?.by],
  ['Decided at', ({ decision }) => decision?.at],
]

export const renewalsCsv = (renewals: readonly Renewal[]): string =>
  csvOf(
    columns.map(([header]) => header),
    renewals.map((renewal) => columns.map(([, value]) => value(renewal))),
  )

/** Saves what the page shows. @returns what is now true, in words. */
export function saveCsv(renewals: readonly Renewal[], name: string): string {
  keepAsFile(`renewals-${name}-${today()}.csv`, renewalsCsv(renewals))
  return `${plural(renewals.length, 'contract')} saved`
}
