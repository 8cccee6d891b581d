import { v7 as uuidv7 } from 'uuid'
import { createContract, type ContractReference } from '#contract/contracts.ts'
import { createWatched, listWatched } from '#contract/dates.ts'
import type { InputOf } from '#contract/endpoint.ts'
import type { Reference, WatchId } from '#contract/values.ts'
import type { Name, Vault } from './vault.ts'

export type Terms = Partial<Omit<InputOf<typeof createContract>, 'slug' | 'reference' | 'id'>>

/** £9,480 a year to 30 September, renewed by a year, three months' notice: by 30 June. */
export const someTerms = {
  title: 'Leased line',
  endsOn: '2026-09-30',
  autoRenews: true,
  renewalMonths: 12,
  notice: { amount: 3, unit: 'months', channel: 'Registered letter' },
  cost: { minorUnits: 948_000, currency: 'GBP', per: 'year' },
} satisfies Terms

/** Adds a contract to a vendor as somebody who may; @returns its reference. */
export async function aContract(
  vault: Vault,
  vendor: Reference,
  terms: Terms = {},
  by: Name = 'mara',
): Promise<ContractReference> {
  const input = { ...someTerms, ...terms, reference: vendor, id: uuidv7() }
  const answer = await vault.as(by, createContract, input)
  if (answer.status !== 200) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`)
  return answer.body.contract
}

type Watch = Partial<Omit<InputOf<typeof createWatched>, 'slug' | 'reference' | 'id'>>

/** Watches a date of a system or vendor; @returns its id. */
export async function aWatchedDate(
  vault: Vault,
  reference: Reference,
  fields: Watch = {},
  by: Name = 'mara',
): Promise<WatchId> {
  const id = uuidv7() as WatchId
  const usual = { kind: 'domain', name: 'acme.example.com', on: '2026-04-01', leadDays: 30 } as const
  const answer = await vault.as(by, createWatched, { ...usual, ...fields, reference, id })
  if (answer.status !== 200) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`)
  return id
}

export const watchedOf = async (vault: Vault, reference: Reference, by: Name = 'mara') =>
  (await vault.as(by, listWatched, { reference })).body.items
