import { v7 as uuidv7 } from 'uuid'
import type { Party as SignedParty } from '#contract/log/statements.ts'
import { organizationSettings } from '#contract/organizations.ts'
import type { Role } from '#contract/values.ts'
import { call } from '../../platform/api.ts'
import { append, organizationIdOf } from '../../platform/organization-keys.ts'
import { theVault } from '../../platform/vault.ts'

/** A link that was just made. It is shown once: the server knows the public half of its secret, and nobody the rest. */
export interface InvitationLink {
  name: string
  link: string
  expiresAt: string
}

/**
 * Signs an invitation into the log, for an unlocked vault.
 * @param rekeys the member who comes back with new keys.
 * @throws Problem naming name, email, role or party.
 */
export async function makeInvitation(
  slug: string,
  of: { person: { name: string; email: string }; role: Role; party: SignedParty; rekeys?: string },
): Promise<InvitationLink> {
  const { invitationDays } = await call(organizationSettings, { slug })
  const organizationId = organizationIdOf(slug)
  // A minute less than the most: the server's clock may be a little ahead.
  const expiresAt = new Date(Date.now() + invitationDays * 86_400_000 - 60_000).toISOString()
  let secret = ''
  await append(slug, async () => {
    const { post, fragment } = await theVault().does('invite', {
      organizationId,
      invitation: uuidv7(),
      expiresAt,
      ...of,
    })
    secret = fragment
    return post
  })
  // After the `#`, which no browser sends: it comes into no log and no history of a server.
  return { name: of.person.name, link: `${location.origin}/join#${secret}`, expiresAt }
}
