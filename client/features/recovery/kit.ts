import type { RecoveryState } from '#contract/recovery.ts'

export type Kit = NonNullable<RecoveryState['kit']>

/** @param today in the organization's zone. A kit that nobody has tried is due at once. */
export const isDrillDue = ({ dueOn }: Pick<Kit, 'dueOn'>, today: string): boolean =>
  dueOn === undefined || dueOn <= today
