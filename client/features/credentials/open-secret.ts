import { openCredential, reveal, type Credential } from '#contract/credentials.ts'
import { IntegrityError } from '#contract/crypto/errors.ts'
import { doing, readyFor } from '../../platform/organization-keys.ts'
import { call } from '../../platform/api.ts'
import { isProblem } from '../../platform/query-client.ts'
import { currentIncident } from '../incidents/current.ts'
import { askReason, type Reason } from './ask-reason.ts'

/**
 * Opening fields of a credential: unlock, reason, signed reveal, and the vault opens what comes back. The plain text is
 * the caller's for as long as it is shown, and is kept nowhere.
 */

export interface OfCredential {
  slug: string
  organizationId: string
  reference: string
  /** As it stands on the screen: the vault compares it with what the author signed. */
  title: string
}

/** As the vault compares it with what the author signed. */
export const shownOf = (of: OfCredential, { id, address, collectionId, class: secretClass }: Credential) => ({
  documentId: id,
  title: of.title,
  address,
  class: secretClass,
  collectionId,
})

interface Opening {
  credential: Credential
  /** Field numbers. */
  fields: number[]
  purpose: 'view' | 'copy' | 'totp' | 'export'
  /** Id of the document from which it is opened. */
  from?: string | undefined
  /** An earlier version instead of the one in force. */
  revision?: number | undefined
}

/**
 * What must be settled before anything is asked of the server: the keys, and the reason where the class wants one.
 * @returns undefined where the person turned back.
 */
export async function prepare(of: OfCredential, credential: Credential, why: string): Promise<Reason | undefined> {
  if (!(await readyFor(of.slug, why))) return undefined
  const { slug, reference, title } = of
  // Why was said when access was asked for: the lease carries it. In an incident that is the reason.
  const { lease } = credential
  if (lease && !currentIncident(slug) && lease.reason !== '')
    return { reason: lease.reason, ...(lease.ticket && { ticket: lease.ticket }) }
  return askReason({ slug, reference, title, secretClass: credential.class })
}

/** @returns the fields as text, in the order of the credential. @throws as `call`, and IntegrityError. */
export async function openFields(of: OfCredential, opening: Opening, reason: Reason) {
  const answer = await revealed(of, opening, reason)
  const { fields } = await doing(of.slug, 'openReveal', answer)
  return fields
}

/** The one-time code of now and the next one; the secret stays in the vault. */
export async function openCodes(of: OfCredential, opening: Omit<Opening, 'purpose'>, reason: Reason) {
  return doing(of.slug, 'openCodes', await revealed(of, { ...opening, purpose: 'totp' }, reason))
}

async function revealed(of: OfCredential, opening: Opening, reason: Reason) {
  const { slug, organizationId, reference } = of
  const { credential, fields, purpose, from } = opening
  const { id: documentId, current, wraps } = credential
  const { revision = current.revision } = opening
  const lease = wraps.find((wrap) => wrap.lease)?.lease
  const sign = (actorSeq: number) =>
    doing(slug, 'signReveal', {
      organizationId,
      documentId,
      revision,
      fields,
      purpose,
      ...reason,
      ...(lease && { lease: { payload: lease.payload, signature: lease.signature } }),
      ...(from && { from }),
      actorSeq,
    })
  const ask = async (actorSeq: number) => call(reveal, { slug, reference, ...(await sign(actorSeq)) })
  const seq = sequences.get(slug) ?? credential.nextActorSeq
  const answer = await ask(Math.max(seq, credential.nextActorSeq)).catch((error: unknown) => {
    const next = isProblem(error, 'changed-meanwhile') ? error.facts.facts?.['next'] : undefined
    if (typeof next !== 'number') throw error
    return ask(next)
  })
  sequences.set(slug, answer.nextActorSeq)
  if (answer.version.revision !== revision) throw new IntegrityError('the secret is of the version that was asked for')
  // An earlier version bears earlier words: they are not compared with what the screen shows.
  const shown = revision === current.revision ? shownOf(of, credential) : { documentId, isEarlier: true as const }
  return { organizationId, shown, answer, fields, wraps }
}

/** The number of the next reveal, by organization: another tab may be ahead, and the server says so. */
const sequences = new Map<string, number>()

/** Fresh: a chip in a text knows little of the credential behind it. */
export const fetchCredential = (slug: string, reference: string): Promise<Credential> =>
  call(openCredential, { slug, reference })
