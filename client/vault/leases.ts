import type { Credential } from '#contract/credentials.ts'
import { activeMember } from '#contract/log/state.ts'
import { isKeyHolderRole } from '#contract/log/rights.ts'
import type { SecretFieldKind } from '#contract/sealed/fields.ts'
import type { Request } from '#contract/sealed/statements.ts'
import { insist } from '#contract/crypto/errors.ts'
import { randomBytes, sodiumReady, toBase64url, wipe } from '#contract/crypto/sodium.ts'
import type { LogPerson } from './log-summary.ts'
import {
  leaseHash,
  readManifest,
  readRequest,
  requestHash,
  signStatement,
  type Shown,
  type Signed,
} from './manifests.ts'
import type { Held, Organizations } from './organizations.ts'
import { openDek, wrapTo, type NewSecretWrap } from './secret-keys.ts'
import { KeyMissing } from './vault-errors.ts'

/** Time-boxed access (CRYPTO.md §6): what is asked for is signed, and what is given is signed and sealed to one person. */

/** A request as it was signed, and who signed it by the log. The screen shows this and nothing that the server says. */
export interface RequestFacts {
  request: string
  requester: Pick<LogPerson, 'id' | 'name' | 'email' | 'side' | 'party'>
  fields: number[] | undefined
  reason: string
  ticket: string
  minutes: number
  extends: string | undefined
  /** When it was signed. */
  at: string
}

type Asked = Pick<Request, 'request' | 'reason' | 'minutes'> & {
  fields?: number[]
  ticket?: string
  extends?: string
}
type OfCredential = Pick<Credential, 'current' | 'sealedDek'>

export function makeLeases(organizations: Organizations) {
  /** Asks for access. @param input `request`: a new id. */
  async function signRequest(input: { organizationId: string; documentId: string } & Asked): Promise<Signed> {
    await sodiumReady
    const { organizationId, documentId: document, ...asked } = input
    const { held, me, at } = start(organizationId)
    return signStatement(held, me, at, { type: 'request', document, ...asked, nonce: toBase64url(randomBytes(16)) })
  }

  /**
   * What somebody asks for, once it is what they signed and the credential is the one that its author signed.
   * @returns also `ofFields`: what there is to be opened, as the author of the credential says.
   * @throws IntegrityError for another requester, document or wording than were signed.
   */
  async function checkRequest(
    input: RequestIn,
  ): Promise<RequestFacts & { ofFields: { n: number; kind: SecretFieldKind }[] }> {
    await sodiumReady
    const { held } = start(input.organizationId)
    const { request, facts } = read(held, input)
    const { fields } = readManifest(held, input.credential.current, input.shown)
    return { ...facts, extends: request.extends, ofFields: fields.map(({ n, kind }) => ({ n, kind })) }
  }

  /**
   * Approves: signs the lease and seals the key of the secret, or of the fields that are given, to the requester alone.
   * @param input `lease`: a new id. `minutes` and `fields` may be less than was asked for.
   * @throws IntegrityError as {@link checkRequest}; KeyMissing where this member has not the collection's keys.
   */
  async function signLease(
    input: RequestIn & { lease: string; minutes: number; fields?: number[]; maxReveals?: number },
  ): Promise<{ lease: Signed; wraps: NewSecretWrap[] }> {
    await sodiumReady
    const { held, me, at } = start(input.organizationId)
    const { request } = read(held, input)
    requireMayGive(held, me.id, request.by)
    const fields = input.fields ?? request.fields
    insist(input.minutes <= request.minutes, 'no more time is given than was asked for')
    const isWithin = !request.fields || (fields?.every((n) => request.fields?.includes(n)) ?? false)
    insist(isWithin, 'no other fields are given than were asked for')
    const says = {
      request: requestHash(held, input.request),
      ...(input.maxReveals !== undefined && { maxReveals: input.maxReveals }),
      ...(request.extends !== undefined && { extends: request.extends }),
      notBefore: at,
      notAfter: later(at, input.minutes),
    }
    return give(held, me, at, { ...input, holder: request.by, fields, says })
  }

  /** Access in advance for a named person, which sleeps between two instants until that person opens an incident. */
  async function signStandby(input: {
    organizationId: string
    shown: Shown
    credential: OfCredential
    lease: string
    holder: string
    fields?: number[]
    notBefore: string
    notAfter: string
    minutes: number
  }): Promise<{ lease: Signed; wraps: NewSecretWrap[] }> {
    await sodiumReady
    const { held, me, at } = start(input.organizationId)
    requireMayGive(held, me.id, input.holder)
    const { notBefore, notAfter, minutes, fields } = input
    const says = { notBefore, notAfter, standby: { minutes } }
    return give(held, me, at, { ...input, fields, says })
  }

  function give(
    held: Held,
    me: ReturnType<typeof start>['me'],
    at: string,
    input: {
      shown: Shown
      credential: OfCredential
      lease: string
      holder: string
      fields: number[] | undefined
      says: Record<string, unknown>
    },
  ): { lease: Signed; wraps: NewSecretWrap[] } {
    const { shown, credential, lease: id, holder, fields, says } = input
    const manifest = readManifest(held, credential.current, shown)
    insist(manifest.class !== 'break_glass', 'break-glass is for key holders only')
    if (credential.sealedDek === undefined) throw new KeyMissing('no-key')
    const dek = openDek(held, me, manifest, credential.sealedDek)
    try {
      const { documentId: document } = shown
      const statement = { type: 'lease', lease: id, document, holder, ...(fields && { fields }), ...says }
      const lease = signStatement(held, me, at, statement)
      const wraps = wrapTo(held, me, manifest.dek, dek, holder, fields, leaseHash(held, lease))
      return { lease, wraps: wraps.map((wrap) => ({ ...wrap, leaseId: id })) }
    } finally {
      wipe(dek)
    }
  }

  function start(organizationId: string) {
    const held = organizations.of(organizationId)
    return { held, me: organizations.signerIn(held), at: organizations.now() }
  }

  return { signRequest, checkRequest, signLease, signStandby }
}

export interface RequestIn {
  organizationId: string
  shown: Shown
  credential: OfCredential
  /** `requester` as the server says it: only the log decides who that is. */
  request: Signed & { requester: string }
}

function read(held: Held, { request: signed, shown }: RequestIn): { request: Request; facts: RequestFacts } {
  const request = readRequest(held, signed, signed.requester)
  const member = activeMember(held.log, request.by)
  insist(member !== undefined, 'the requester is a member by the log')
  insist(request.document === shown.documentId, 'the request is about this document')
  const { id, name, email, side } = member
  const party = held.log.parties.get(member.party)?.name ?? ''
  const { fields, reason, ticket = '', minutes, ts } = request
  const requester = { id, name, email, side, party }
  const facts = {
    request: request.request,
    requester,
    fields,
    reason,
    ticket,
    minutes,
    extends: request.extends,
    at: ts,
  }
  return { request, facts }
}

/** @throws IntegrityError where the server would have somebody approve for themselves, or who holds no keys. */
function requireMayGive({ log }: Held, approver: string, holder: string): void {
  const member = activeMember(log, approver)
  insist(member !== undefined && isKeyHolderRole(member.role), 'a key holder approves')
  insist(approver !== holder || log.policies.singleAdmin, 'the approver is somebody else')
}

/** An instant plus minutes needs no calendar. */
const later = (at: string, minutes: number): string => new Date(Date.parse(at) + minutes * 60_000).toISOString()
