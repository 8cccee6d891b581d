import { openCredential } from '#contract/credentials.ts'
import { insist } from '#contract/crypto/errors.ts'
import { openDocument } from '#contract/documents.ts'
import { listCollections } from '#contract/organizations.ts'
import { call } from '../../platform/api.ts'
import { doing, organizationIdOf, readyFor, refresh, state } from '../../platform/organization-keys.ts'
import { insistGrantIs, insistInvitationIs, type ShownGrant } from '../../vault/shown-access.ts'
import { shownOf } from '../credentials/open-secret.ts'

/** Standing access by what stood on the screen: its reference and title are found to be what the log means. */
export interface GrantOnScreen extends Omit<ShownGrant, 'collection' | 'document'> {
  collection: { id: string; name: string } | undefined
  document: { reference: string; title: string } | undefined
}

/**
 * Ends standing access, for an unlocked vault or after asking: only if the log has what stood on the screen.
 * @returns false where the person turned back. @throws IntegrityError where the server showed something else.
 */
export async function endGrant(slug: string, shown: GrantOnScreen): Promise<boolean> {
  if (!(await insistOnGrant(slug, 'to end access', shown))) return false
  return state(slug, 'to end access', [{ type: 'grant.end', grant: shown.id }])
}

/** As {@link endGrant}, for whoever keeps it. */
export async function insistOnGrant(slug: string, why: string, shown: GrantOnScreen): Promise<boolean> {
  if (!(await readyFor(slug, why))) return false
  const { collection, document } = shown
  // What was signed a moment ago by somebody else counts too.
  const log = await refresh(slug)
  if (collection) await insistCollectionIs(slug, collection)
  const documentId = document && (await idOf(slug, document))
  insistGrantIs(log, { ...shown, collection: collection?.id, document: documentId })
  return true
}

/** Takes an invitation back, if the log has it under that name. @returns false where the person turned back. */
export async function cancelInvitation(slug: string, shown: { id: string; name: string }): Promise<boolean> {
  const why = 'to take an invitation back'
  if (!(await readyFor(slug, why))) return false
  insistInvitationIs(await refresh(slug), shown)
  return state(slug, why, [{ type: 'invite.cancel', invitation: shown.id }])
}

/** @throws IntegrityError where the collection was not signed under this name. For an unlocked vault. */
export async function insistCollectionIs(slug: string, shown: { id: string; name: string }): Promise<void> {
  const { items } = await call(listCollections, { slug })
  const listed = items.find(({ id }) => id === shown.id)
  insist(listed !== undefined, 'a collection bears the name that was signed')
  const { id, salt } = listed
  await doing(slug, 'checkNames', { organizationId: organizationIdOf(slug), names: [{ id, name: shown.name, salt }] })
}

/**
 * The id of a document on the screen, for an unlocked vault. Nothing signs which reference a document has, so of a
 * credential it is its title, which its author has signed, that says which one it is.
 * @throws Problem 'not-found'; IntegrityError where the server shows another credential under this name.
 */
export async function idOf(slug: string, shown: { reference: string; title: string }): Promise<string> {
  const { id, kind, reference } = await call(openDocument, { slug, reference: shown.reference })
  if (kind !== 'credential') return id
  const organizationId = organizationIdOf(slug)
  const credential = await call(openCredential, { slug, reference })
  const checked = { ...shownOf({ slug, organizationId, reference, title: shown.title }, credential), documentId: id }
  await doing(slug, 'checkCredential', { organizationId, shown: checked, version: credential.current })
  return id
}
