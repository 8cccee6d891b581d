import type { Criticality, Kind } from '#contract/values.ts'
import { plural } from '../../ui/format.ts'
import type { CredentialFilter } from './list-filters.ts'

/** A kind as it stands at the start of a heading or button. */
export const kindNames: Record<Kind, { one: string; many: string }> = {
  runbook: { one: 'Runbook', many: 'Runbooks' },
  credential: { one: 'Credential', many: 'Credentials' },
  vendor: { one: 'Vendor', many: 'Vendors' },
  diagram: { one: 'Diagram', many: 'Diagrams' },
  system: { one: 'System', many: 'Systems' },
}

export const criticalityNames: Record<Criticality, string> = {
  critical: 'Critical',
  high: 'High',
  normal: 'Normal',
  low: 'Low',
}

/** Filters of credentials, as they stand on their chips and in a sentence. */
export const rotationFilterWords: Record<CredentialFilter<'rotation'>, string> = {
  now: 'Rotate now',
  overdue: 'Rotation late',
  due: 'Rotation due soon',
}
export const opensFilterWords: Record<CredentialFilter<'opens'>, string> = {
  open: 'I can open',
  request: 'I can ask for',
  none: 'I cannot open',
}

/** What somebody states by verifying; in the order of `verificationChecks`. */
export const checkWords: Record<Kind, Readonly<Record<string, string>>> = {
  runbook: {
    steps: 'The steps are right, and in the right order',
    links: 'Linked documents are the right ones',
    phones: 'Phone numbers and addresses are current',
  },
  credential: {
    opens: 'It opens what it says it opens',
    people: 'The right people can open it, and nobody else',
    address: 'Address, name and class are right',
  },
  vendor: {
    numbers: 'The number to call and the account numbers are right',
    contacts: 'The contacts still work there, in this order',
    contracts: 'Contracts, dates and cost are what was agreed',
  },
  diagram: {
    devices: 'Every device that matters is drawn, and none that is gone',
    links: 'Links, ports and addresses are as they are plugged in',
    bindings: 'What the devices are bound to is the right thing',
  },
  system: {
    facts: 'Addresses, names and versions are right',
    links: 'Linked runbooks are the right ones',
    people: 'The people and numbers to call are current',
  },
}

/** `every 90 days`, `every day` */
export const everyDays = (days: number): string => (days === 1 ? 'every day' : `every ${plural(days, 'day')}`)
