import type { Cost } from '#contract/contracts.ts'

/** Amounts are kept in the smallest unit of their currency, and never added across currencies. */

const locale = 'en-GB'

/** Digits behind the point: 2 for pounds, 0 for yen. Unknown currencies have two. */
export function fractionDigits(currency: string): number {
  try {
    return new Intl.NumberFormat(locale, { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
  } catch {
    return 2
  }
}

/** 948000, GBP → `£9,480`. Pence stand there only where there are any. */
export function formatMoney(minorUnits: number, currency: string): string {
  const value = minorUnits / 10 ** fractionDigits(currency)
  try {
    const style = { style: 'currency', currency, trailingZeroDisplay: 'stripIfInteger' } as const
    return new Intl.NumberFormat(locale, style).format(value)
  } catch {
    return `${currency} ${value}`
  }
}

const per: Record<Cost['per'], string> = {
  month: 'a month',
  quarter: 'a quarter',
  year: 'a year',
  term: 'a term',
  once: 'once',
  use: 'by use',
}
export const perChoices = (Object.keys(per) as Cost['per'][]).map((value) => ({
  value,
  label: (per[value][0] ?? '').toUpperCase() + per[value].slice(1),
}))

/** `£9,480 a year (320 seats)` */
export function costWords({ minorUnits, currency, per: period, note }: Cost): string {
  const words = period === 'use' && minorUnits === 0 ? 'By use' : `${formatMoney(minorUnits, currency)} ${per[period]}`
  return note ? `${words} (${note})` : words
}

/**
 * What a contract costs in a year, in minor units; undefined where nobody can say: once, by use, or by a term whose length
 * is not known.
 */
export function perYear(contract: { cost?: Cost | undefined; renewalMonths?: number | undefined }): number | undefined {
  const { cost, renewalMonths } = contract
  if (!cost) return undefined
  const times = { month: 12, quarter: 4, year: 1, term: renewalMonths && 12 / renewalMonths, once: 0, use: 0 }[cost.per]
  return times ? Math.round(cost.minorUnits * times) : undefined
}

/** What a list of contracts costs in a year, by currency, the largest first; and how many could not be counted. */
export function totalPerYear(contracts: readonly Parameters<typeof perYear>[0][]) {
  const sums = new Map<string, number>()
  let uncounted = 0
  for (const contract of contracts) {
    const amount = perYear(contract)
    if (amount === undefined) uncounted += contract.cost ? 1 : 0
    else if (contract.cost) sums.set(contract.cost.currency, (sums.get(contract.cost.currency) ?? 0) + amount)
  }
  const totals = [...sums].map(([currency, minorUnits]) => ({ currency, minorUnits }))
  return { totals: totals.sort((a, b) => b.minorUnits - a.minorUnits), uncounted }
}

/** `£50,680 + €1,200`: side by side, never one sum; `by` 12 for a month. */
export const totalWords = (totals: readonly { currency: string; minorUnits: number }[], by = 1): string =>
  totals.map(({ currency, minorUnits }) => formatMoney(part(minorUnits, currency, by), currency)).join(' + ')

/** A twelfth of a sum in whole pounds: nobody pays it to the penny. */
function part(minorUnits: number, currency: string, by: number): number {
  const unit = 10 ** fractionDigits(currency)
  return by === 1 || minorUnits / by < 100 * unit
    ? Math.round(minorUnits / by)
    : Math.round(minorUnits / by / unit) * unit
}

/** For a field: 948000 → `9480`, 950 → `9.50`. */
export function moneyToType(minorUnits: number, currency: string): string {
  const digits = fractionDigits(currency)
  const value = minorUnits / 10 ** digits
  return Number.isInteger(value) ? String(value) : value.toFixed(digits)
}

/**
 * An amount as people write it: `9,480`, `£9 480.50`, `9.480,50`. The last comma or point parts pence only where as many
 * digits follow as the currency has, or fewer.
 * @returns minor units; undefined where it is no amount.
 */
export function readMoney(written: string, currency: string): number | undefined {
  const digits = fractionDigits(currency)
  const plain = written
    .replaceAll(/[\s\u00a0'’]|\p{Sc}/gu, '')
    .replace(new RegExp(`^${currency}|${currency}$`, 'i'), '')
  const match = /^([0-9][0-9.,]*?)(?:[.,]([0-9]+))?$/.exec(plain)
  if (!match) return undefined
  const [, whole = '', rest = ''] = match
  const isFraction = rest.length > 0 && rest.length <= digits
  const groups = `${whole}${rest && !isFraction ? `,${rest}` : ''}`.split(/[.,]/)
  if (groups.slice(1).some((group) => group.length !== 3) || (groups.length > 1 && (groups[0] ?? '').length > 3))
    return undefined
  const amount = Number(groups.join('')) * 10 ** digits + (isFraction ? Number(rest.padEnd(digits, '0')) : 0)
  return Number.isSafeInteger(amount) && amount <= 1_000_000_000_000 ? amount : undefined
}
