import type { Contract, ContractTerms, createContract, previewContract } from '#contract/contracts.ts'
import type { InputOf } from '#contract/endpoint.ts'
import { moneyToType, readMoney } from './money.ts'

/** A contract as it is typed: every field as text, so that nothing is lost on the way. */
export interface Typed {
  title: string
  number: string
  startsOn: string
  endsOn: string
  autoRenews: boolean
  renewalMonths: string
  amount: string
  unit: NonNullable<ContractTerms['notice']>['unit']
  channel: string
  minorUnits: string
  currency: string
  per: NonNullable<ContractTerms['cost']>['per']
  note: string
  ownerId: string
  fallbackId: string
  notes: string
}
export const fieldNames: (keyof Typed)[] = [
  'title',
  'number',
  'startsOn',
  'endsOn',
  'autoRenews',
  'renewalMonths',
  'amount',
  'unit',
  'channel',
  'minorUnits',
  'currency',
  'per',
  'note',
  'ownerId',
  'fallbackId',
  'notes',
]

export const nobody = ''

export function typedOf(contract: Contract | undefined, currency: string): Typed {
  const { notice, cost } = contract ?? {}
  return {
    title: contract?.title ?? '',
    number: contract?.number ?? '',
    startsOn: contract?.startsOn ?? '',
    endsOn: contract?.endsOn ?? '',
    autoRenews: contract?.autoRenews ?? false,
    renewalMonths: String(contract?.renewalMonths ?? 12),
    amount: notice ? String(notice.amount) : '',
    unit: notice?.unit ?? 'months',
    channel: notice?.channel ?? '',
    minorUnits: cost ? moneyToType(cost.minorUnits, cost.currency) : '',
    currency: cost?.currency ?? currency,
    per: cost?.per ?? 'year',
    note: cost?.note ?? '',
    ownerId: contract?.owner?.id ?? nobody,
    fallbackId: contract?.fallback?.id ?? nobody,
    notes: contract?.notes ?? '',
  }
}

type Sent = Omit<InputOf<typeof createContract>, 'slug' | 'reference' | 'id'>

/** What is sent of it, or what is wrong with it, by field. */
export function sentOf(typed: Typed): { terms: Sent } | { errors: Record<string, string> } {
  const errors: Record<string, string> = {}
  const renewalMonths = wholeIn(typed.renewalMonths)
  const amount = wholeIn(typed.amount)
  const currency = typed.currency.trim().toUpperCase()
  const minorUnits = typed.minorUnits.trim() === '' ? undefined : readMoney(typed.minorUnits, currency)
  if (typed.title.trim() === '') errors['title'] = 'Enter what it is for, like Leased line'
  if (typed.autoRenews && !typed.endsOn) errors['endsOn'] = 'Enter on which day the term ends: from then on it renews'
  if (typed.autoRenews && !renewalMonths) errors['renewalMonths'] = 'Enter for how many months it goes on, like 12'
  if (typed.amount.trim() !== '' && amount === undefined) errors['amount'] = 'Enter a whole number, like 3'
  if (typed.minorUnits.trim() !== '' && minorUnits === undefined)
    errors['minorUnits'] = 'Enter an amount, like 9,480.50'
  if (minorUnits !== undefined && !/^[A-Z]{3}$/.test(currency)) errors['currency'] = 'Enter three letters, like GBP'
  if (Object.keys(errors).length > 0) return { errors }
  const byUse = typed.per === 'use' && minorUnits === undefined && typed.note.trim() !== ''
  return {
    terms: {
      title: typed.title,
      number: typed.number,
      ...(typed.startsOn && { startsOn: typed.startsOn }),
      ...(typed.endsOn && { endsOn: typed.endsOn }),
      autoRenews: typed.autoRenews,
      ...(typed.autoRenews && { renewalMonths }),
      ...(amount !== undefined && { notice: { amount, unit: typed.unit, channel: typed.channel } }),
      ...((minorUnits !== undefined || byUse) && {
        cost: { minorUnits: minorUnits ?? 0, currency, per: typed.per, note: typed.note },
      }),
      ...(typed.ownerId && { ownerId: typed.ownerId }),
      ...(typed.fallbackId && { fallbackId: typed.fallbackId }),
      notes: typed.notes,
    },
  }
}

/** What the server is asked about while somebody types; undefined while there is nothing to say. */
export function previewOf(typed: Typed): Omit<InputOf<typeof previewContract>, 'slug'> | undefined {
  const renewalMonths = wholeIn(typed.renewalMonths)
  const noticeAmount = wholeIn(typed.amount)
  if (!typed.endsOn || (typed.autoRenews && !renewalMonths)) return undefined
  return {
    endsOn: typed.endsOn,
    autoRenews: String(typed.autoRenews),
    ...(typed.autoRenews && { renewalMonths }),
    ...(noticeAmount !== undefined && { noticeAmount, noticeUnit: typed.unit }),
  }
}

const wholeIn = (text: string): number | undefined => (/^\s*[0-9]{1,4}\s*$/.test(text) ? Number(text) : undefined)

/** Where nothing is known, what people pay with where they live. */
export function usualCurrency(): string {
  const { region } = new Intl.Locale(navigator.language).maximize()
  return { GB: 'GBP', US: 'USD', CH: 'CHF', JP: 'JPY', AU: 'AUD', CA: 'CAD', NZ: 'NZD' }[region ?? ''] ?? 'EUR'
}
