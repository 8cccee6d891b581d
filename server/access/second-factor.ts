import { Problem } from '#contract/problems.ts'
import type { Actor } from './call.ts'

/**
 * The one place that knows where the policy is kept: whether the organization asks its key holders for a second factor.
 * @param organization the alias of a row of `organizations`.
 */
export const requiresSecondFactor = <Alias extends string>(organization: Alias) =>
  `${organization}.requires_second_factor` as const

/** SQL: the member is a key holder of an organization that asks for a second factor, and has none. */
export const lacksSecondFactor = <Member extends string, Organization extends string>(
  member: Member,
  organization: Organization,
) =>
  `(${requiresSecondFactor(organization)} AND ${member}.role IN ('owner', 'admin')
     AND NOT EXISTS (SELECT 1 FROM second_factors f WHERE f.account_id = ${member}.account_id))` as const

/**
 * A key holder without the second factor that the organization asks for can read and change nothing: whoever has stolen
 * a passphrase alone must not get at what key holders can do, and the runbook at 02:00 must stay readable.
 * @throws Problem 'second-factor-needed', naming the organization.
 */
export function requireSecondFactor(actor: Actor): void {
  if (!actor.lacksSecondFactor) return
  throw new Problem('second-factor-needed', {
    detail: `${actor.organization} asks its key holders for a second factor. Until you have one you can read, and change nothing.`,
    facts: { organization: actor.organization, slug: actor.slug },
  })
}
