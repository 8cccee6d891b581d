import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { documentFields } from './documents.ts'
import {
  bytes,
  CollectionId,
  Cursor,
  Day,
  DocumentId,
  GrantId,
  Instant,
  LeaseId,
  line,
  MemberId,
  pageOf,
  PageSize,
  Person,
  Reference,
  sealed,
  Slug,
  text,
} from './values.ts'
import { wrapBytes } from './log.ts'

export { classNumbers, fieldNumbers, paddingOf } from './sealed/fields.ts'

const inOrganization = { slug: Slug }
const onDocument = { ...inOrganization, reference: Reference }

/** `standard`: recorded. `guarded`: asks a reason. `break_glass`: key holders only, all of them told, rotate after use. */
export const CredentialClass = z.enum(['standard', 'guarded', 'break_glass'])
export type CredentialClass = z.infer<typeof CredentialClass>
/** Days between rotations that a new credential starts with; after each use for break-glass. */
export const defaultRotationDays = { standard: 365, guarded: 180, break_glass: 365 } as const satisfies Record<
  CredentialClass,
  number
>

export const FieldKind = z.enum(['username', 'password', 'totp', 'note', 'text', 'secret', 'key', 'file'])
export type FieldKind = z.infer<typeof FieldKind>
export const SignedStatement = z.strictObject({ payload: z.string().min(1).max(100_000), signature: bytes(64) })
export type SignedStatement = z.infer<typeof SignedStatement>

export const FieldNumber = z.int().min(1).max(1_000)
/** A field, sealed: ENV under the field's own key. At most 64 KiB of content. */
export const SealedField = z.strictObject({ n: FieldNumber, kind: FieldKind, sealed: sealed(66_000) })
export type SealedField = z.infer<typeof SealedField>

/** The key of a secret on its way to one person, by a lease or a grant on the document: WRAP type 2, or 3 for one field. */
export const SecretWrap = z.strictObject({
  /** Account. */
  to: z.uuid(),
  toEpoch: z.int().min(1),
  leaseId: LeaseId.optional(),
  grantId: GrantId.optional(),
  /** Of a field key: which field; absent for the whole secret. */
  n: FieldNumber.optional(),
  wrap: bytes(wrapBytes),
})
export type SecretWrap = z.infer<typeof SecretWrap>

/**
 * The sealed half of a revision. The manifest is signed by the author with every revision; key and fields come with it
 * when the secret is a new one, and are left out when only what stands around it has changed.
 */
const SecretPart = z.strictObject({
  manifest: SignedStatement,
  /** ENV of the secret's key, 124 bytes. */
  sealedDek: bytes(124).optional(),
  fields: z.array(SealedField).max(60).optional(),
  wraps: z.array(SecretWrap).max(500).default([]),
})

const credentialFields = {
  ...documentFields,
  /** Addresses, one a line: what is not secret, and is found. It is the document's text. */
  address: text(4_000).default(''),
  class: CredentialClass,
  /** Days from one rotation to the next; absent: never by the calendar. */
  rotationDays: z.int().min(1).max(1825).optional(),
  secret: SecretPart,
}

export const createCredential = endpoint({
  method: 'POST',
  path: '/api/v1/organizations/:slug/credentials',
  summary: 'Keep a new credential; everything secret arrives sealed',
  input: z.strictObject({
    ...inOrganization,
    id: DocumentId,
    ...credentialFields,
    related: z.array(Reference).max(100).default([]),
    number: z.int().min(1).max(999_999).optional(),
    /** Brought in from another product: unverified, and looked at some day that is spread out. */
    imported: z.boolean().default(false),
    /** Of what was brought in: since when its secret is as it is. Rotation counts from there. */
    secretSince: Instant.optional(),
  }),
  output: z.object({ reference: Reference, revision: z.int() }),
  maxBodyBytes: 2_000_000,
})

/** `revision` is the one that was read; the manifest is for the next. */
export const saveCredential = endpoint({
  method: 'PUT',
  path: '/api/v1/organizations/:slug/documents/:reference/credential',
  summary: 'Save a credential as a new revision',
  input: z.strictObject({
    ...onDocument,
    revision: z.int().min(1),
    ...credentialFields,
    related: z.array(Reference).max(100).optional(),
    note: line(300, 0).default(''),
  }),
  output: z.object({ revision: z.int() }),
  maxBodyBytes: 2_000_000,
})

/** What a client needs to check and open one version of a secret. */
export const SecretVersion = z.object({
  revision: z.int(),
  manifest: z.object({ payload: z.string(), signature: z.string() }),
  /** Members, for their keys in the log. */
  author: MemberId,
})

/** How far the caller gets: `open` now; `request` a lease; `none`: neither, by role or class. */
export const Opens = z.enum(['open', 'request', 'none'])

export const Lease = z.object({
  id: LeaseId,
  reference: Reference,
  request: z.string(),
  holder: Person,
  approvedBy: Person,
  startsAt: Instant,
  endsAt: Instant,
  /** Field numbers that it opens; absent: all. */
  fields: z.array(z.int()).optional(),
  reason: z.string(),
  ticket: z.string(),
  state: z.enum(['waiting', 'active', 'expired', 'revoked', 'ended']),
  endedAt: Instant.optional(),
  standby: z.boolean(),
  extendable: z.boolean(),
  reveals: z.int(),
})
export type Lease = z.infer<typeof Lease>

export const Credential = z.object({
  reference: Reference,
  id: DocumentId,
  collectionId: CollectionId,
  address: z.string(),
  class: CredentialClass,
  rotationDays: z.int().optional(),
  /** When the secret last changed, and the day it is due to change. */
  rotatedAt: Instant,
  rotateOn: Day.optional(),
  /** Days until then; below zero once it is late. */
  rotateIn: z.int().optional(),
  /** Open rotation tasks, newest first: why this must be changed now. */
  rotations: z.array(z.object({ id: z.string(), cause: z.string(), at: Instant, about: z.string() })),
  opens: Opens,
  /** A technician reads this before asking or opening, because the collection asks for it: RL-02, and what is left of it. */
  readFirst: z.object({ list: z.string(), title: z.string(), left: z.int(), minutesLeft: z.int() }).optional(),
  /** Which fields it has. */
  fields: z.array(z.object({ n: z.int(), kind: FieldKind })),
  /** Whether the caller holds the keys that a new secret here is sealed with: a grant on the one document gives none. */
  seals: z.boolean(),
  current: SecretVersion,
  /** At level reveal, and never of break-glass: the username field with the labels of custom fields, and the key. */
  username: z.object({ sealed: z.string() }).optional(),
  sealedDek: z.string().optional(),
  /** The caller's own wraps of the key, by a lease or a grant on the document. */
  wraps: z.array(
    z.object({
      granter: z.string(),
      granterEpoch: z.int(),
      toEpoch: z.int(),
      leaseId: LeaseId.optional(),
      grantId: GrantId.optional(),
      n: z.int().optional(),
      wrap: z.string(),
      /** The signed lease that permits it, and its approver. */
      lease: z.object({ payload: z.string(), signature: z.string(), approver: MemberId }).optional(),
    }),
  ),
  /** The caller's lease on it, if one runs; and the request that waits. */
  lease: Lease.optional(),
  waiting: z.object({ reference: z.string(), since: Instant }).optional(),
  /** Minutes that can be asked for at most. */
  longestMinutes: z.int(),
  /** The number that the caller's next reveal bears. */
  nextActorSeq: z.int(),
  /** For who may save: everybody to wrap a new key for. */
  holders: z.array(
    z.object({
      account: z.string(),
      leaseId: LeaseId.optional(),
      grantId: GrantId.optional(),
      fields: z.array(z.int()).optional(),
      lease: z.object({ payload: z.string(), signature: z.string(), approver: MemberId }).optional(),
    }),
  ),
  lastReveal: z.object({ by: Person, at: Instant, purpose: z.string() }).optional(),
})
export type Credential = z.infer<typeof Credential>

export const openCredential = endpoint({
  method: 'GET',
  path: '/api/v1/organizations/:slug/documents/:reference/credential',
  summary: 'What is kept around a secret, and what the caller may do with it; nothing that opens without a reveal',
  input: z.strictObject(onDocument),
  output: Credential,
})

/**
 * Signed by the caller: `reveal` of sealed/statements.ts. Recorded in the audit chain and on disk before anything is
 * returned; no other answer holds these fields.
 */
export const reveal = endpoint({
  method: 'POST',
  path: '/api/v1/organizations/:slug/documents/:reference/reveals',
  summary: 'Open fields of a secret: recorded first, then returned sealed',
  input: z.strictObject({ ...onDocument, payload: z.string().min(1).max(4_000), signature: bytes(64) }),
  output: z.object({
    version: SecretVersion,
    fields: z.array(SealedField),
    sealedDek: z.string(),
    /** The next one. */
    nextActorSeq: z.int(),
    /** Where this reveal stands in the audit chain. */
    event: z.int(),
  }),
})

/** The local health check: one statement and one event for all; never break-glass. */
export const revealForCheck = endpoint({
  method: 'POST',
  path: '/api/v1/organizations/:slug/checks',
  summary: 'Open the passwords of many credentials for a health check on this device',
  input: z.strictObject({ ...inOrganization, payload: z.string().min(1).max(200_000), signature: bytes(64) }),
  output: z.object({
    items: z.array(
      z.object({
        reference: Reference,
        id: DocumentId,
        collectionId: CollectionId,
        version: SecretVersion,
        field: SealedField.optional(),
        sealedDek: z.string(),
        rotatedAt: Instant,
      }),
    ),
    nextActorSeq: z.int(),
  }),
  maxBodyBytes: 400_000,
})

/** Beside `keyWork`: who lacks the key of a secret that was opened to them alone, by a lease or a grant on it. */
export const secretKeyWork = endpoint({
  method: 'GET',
  path: '/api/v1/organizations/:slug/secret-key-work',
  summary: 'Keys of single secrets that wait for an owner or admin to hand them over',
  input: z.strictObject(inOrganization),
  output: z.object({
    items: z.array(
      z.object({
        reference: Reference,
        holders: z.array(z.object({ account: z.string(), leaseId: LeaseId.optional(), grantId: GrantId.optional() })),
      }),
    ),
  }),
})

/** For holders of leases and grants who lack the key of the secret in force. A wrap that is there already is replaced. */
export const addSecretWraps = endpoint({
  method: 'POST',
  path: '/api/v1/organizations/:slug/documents/:reference/secret-wraps',
  summary: 'Hand over keys of a secret that were missing',
  input: z.strictObject({ ...onDocument, wraps: z.array(SecretWrap).min(1).max(500) }),
  output: z.object({}),
  maxBodyBytes: 500_000,
})

export const listSecretVersions = endpoint({
  method: 'GET',
  path: '/api/v1/organizations/:slug/documents/:reference/secret-versions',
  summary: 'Earlier versions of a secret: who changed it, when and why',
  input: z.strictObject({ ...onDocument, after: Cursor.optional(), limit: PageSize }),
  output: pageOf(
    z.object({
      revision: z.int(),
      savedAt: Instant,
      savedBy: z.string(),
      note: z.string(),
      fields: z.array(z.object({ n: z.int(), kind: FieldKind })),
      /** Numbers of the fields that changed with it; none where only what stands around the secret did. */
      changed: z.array(z.int()),
    }),
  ),
})

/** Who opened what, when and why. */
export const RevealLine = z.object({
  event: z.int(),
  at: Instant,
  by: Person,
  purpose: z.string(),
  fields: z.array(z.int()),
  reason: z.string(),
  ticket: z.string(),
  revision: z.int(),
  /** The runbook from which it was opened. */
  from: Reference.optional(),
})

export const listReveals = endpoint({
  method: 'GET',
  path: '/api/v1/organizations/:slug/documents/:reference/reveals',
  summary: 'Who opened what of a credential, when and why',
  input: z.strictObject({ ...onDocument, after: Cursor.optional(), limit: PageSize }),
  output: pageOf(RevealLine),
})

/** One who can open it, by what, until when. */
export const Opener = z.object({
  member: Person,
  by: z.enum(['role', 'collection', 'document', 'lease', 'standby']),
  level: z.int(),
  endsAt: Instant.optional(),
  leaseId: LeaseId.optional(),
  grantId: GrantId.optional(),
  lastOpenedAt: Instant.optional(),
})
export const listOpeners = endpoint({
  method: 'GET',
  path: '/api/v1/organizations/:slug/documents/:reference/openers',
  summary: 'Who can open a credential, by what right and until when',
  input: z.strictObject(onDocument),
  output: z.object({ items: z.array(Opener) }),
})
