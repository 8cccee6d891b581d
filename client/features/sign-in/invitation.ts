import {
  acceptInvitation,
  lookUpInvitation,
  type NewAccount,
  type SecondFactorAsked,
  type Session,
} from '#contract/accounts.ts'
import type { InputOf, OutputOf } from '#contract/endpoint.ts'
import { v7 as uuidv7 } from 'uuid'
import type { z } from 'zod'
import { call } from '../../platform/api.ts'
import { theVault } from '../../platform/vault.ts'
import type { InvitationFacts } from '../../vault/joining.ts'

/** A link, `/join#<orgId>.<seed>`, and what it leads to: as the organization's log says it, which the link vouches for. */
export interface Invitation extends InvitationFacts {
  link: Link
  slug: string
  log: OutputOf<typeof lookUpInvitation>['log']
}

/** What stands after the `#`: no request and no log ever has it. */
export interface Link {
  orgId: string
  seed: string
}

export function linkIn(hash: string): Link | undefined {
  const [, orgId, seed] = /^#([A-Za-z0-9_-]{43})\.([A-Za-z0-9_-]{43})$/.exec(hash) ?? []
  return orgId !== undefined && seed !== undefined ? { orgId, seed } : undefined
}

/** @throws Problem 'not-found' for a link that leads nowhere; IntegrityError where the server shows something else. */
export async function lookUp(link: Link, signal: AbortSignal): Promise<Invitation> {
  const { orgId, seed } = link
  const { key } = await theVault().does('keyOfLink', { seed })
  const { log, slug } = await call(lookUpInvitation, { orgId, key }, { signal })
  const facts = await theVault().does('readInvitation', { orgId, seed, log })
  return { ...facts, link, slug, log }
}

/** Signs with the link and with the keys at hand, and sends it; with `account`, that account is made. */
export async function accept(
  { link, log }: Invitation,
  account?: z.input<typeof NewAccount>,
): Promise<Session | SecondFactorAsked> {
  const signed = await theVault().does('acceptInvitation', { ...link, log, memberId: uuidv7() })
  const input = { orgId: link.orgId, ...signed, ...(account && { account }) }
  return call(acceptInvitation, input as InputOf<typeof acceptInvitation>)
}
