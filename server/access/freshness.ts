import type { Day } from '#contract/values.ts'
import { addDays } from '../platform/clock.ts'

/**
 * Freshness in SQL, exactly as PRODUCT.md has it; computed when asked, never stored as a state that can rot. The
 * document is named by its alias. Binds @today, the day in the organization's zone.
 */

/** A doubt that counts now: a flag until it is resolved, any other cause until the document is verified. */
const counts = <D extends string>(document: D) =>
  `x.document_id = ${document}.id AND x.ended_at IS NULL AND (x.cause = 'flag' OR x.at > ${document}.verified_at)` as const

export const isSuspect = <D extends string>(document: D) =>
  `EXISTS (SELECT 1 FROM doubts x WHERE ${counts(document)})` as const

/** `suspect`, `unverified`, `overdue`, `due` or `verified`: the first that matches. */
export const stateOf = <D extends string>(document: D) =>
  `CASE WHEN ${isSuspect(document)} THEN 'suspect'
        WHEN ${document}.verified_on IS NULL THEN 'unverified'
        WHEN @today > ${document}.due_on THEN 'overdue'
        WHEN @today >= ${document}.due_from THEN 'due'
        ELSE 'verified' END` as const

/** Calendar days until the review is due; negative once it is overdue; NULL if never verified. */
export const daysLeftOf = <D extends string>(document: D) =>
  `CAST(julianday(${document}.due_on) - julianday(@today) AS INTEGER)` as const

export const editedSinceVerified = <D extends string>(document: D) =>
  `(${document}.verified_revision IS NOT NULL AND ${document}.revision > ${document}.verified_revision)` as const

export const doubtsOf = counts

/** The first day of the ninety in which opening counts as use. */
export const useSince = (today: Day): Day => addDays(today, -90)

/** Opens in 90 days, once per person and day. Binds @useSince. */
export const opened90 = <D extends string>(document: D) =>
  `(SELECT count(*) FROM opens o WHERE o.document_id = ${document}.id AND o.opened_on >= @useSince)` as const
