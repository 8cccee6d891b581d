import { stringify } from 'csv-stringify/browser/esm/sync'
import { plural, today } from '../../ui/format.ts'
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

/** RFC 4180. What a spreadsheet would take for a formula is made text: nobody's title may run there. */
export function toCsv(renewals: readonly Renewal[]): string {
  const rows = renewals.map((renewal) => columns.map(([, value]) => value(renewal) ?? ''))
  return stringify([columns.map(([header]) => header), ...rows], { record_delimiter: 'windows', escape_formulas: true })
}

/** Saves what the page shows. @returns what is now true, in words. */
export function saveCsv(renewals: readonly Renewal[], name: string): string {
  // A spreadsheet takes a file for UTF-8 when it begins so.
  const address = URL.createObjectURL(new Blob(['\uFEFF', toCsv(renewals)], { type: 'text/csv' }))
  const link = document.createElement('a')
  link.href = address
  link.download = `renewals-${name}-${today()}.csv`
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
  return `${plural(renewals.length, 'contract')} saved`
}
