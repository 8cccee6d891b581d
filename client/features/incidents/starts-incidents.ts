import type { Membership } from '#contract/accounts.ts'

/** Auditors look on. The server decides; this only hides what would be refused. */
export const startsIncidents = ({ role }: Pick<Membership, 'role'>): boolean => role !== 'auditor'
