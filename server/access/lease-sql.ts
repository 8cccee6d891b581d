/** Whether a lease opens something at this moment. A standby lease sleeps until it is woken. */
export const leaseRuns = <L extends string>(lease: L) =>
  `(${lease}.ended_at IS NULL AND ${lease}.starts_at <= @now AND ${lease}.ends_at > @now
    AND (${lease}.standby_minutes IS NULL OR coalesce(${lease}.awake_until, '') > @now)
    AND (${lease}.most_reveals IS NULL OR ${lease}.reveals < ${lease}.most_reveals))` as const
