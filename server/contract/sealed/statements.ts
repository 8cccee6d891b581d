import * as z from 'zod/mini'

/**
 * What members sign about secrets (CRYPTO.md §5 and §6), as it stands in the signed bytes. `zod/mini`: the vault reads
 * them too. The message that is signed is `T("rk1/sig/" + type, orgId, payload)`.
 */

// As in ../log/statements.ts.
if (!('process' in globalThis)) z.config({ jitless: true })

const id = () => z.string().check(z.regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/))
const b32 = () => z.string().check(z.regex(/^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/))
/** 16 bytes. */
const b16 = () => z.string().check(z.regex(/^[A-Za-z0-9_-]{21}[AQgw]$/))
const instant = () => z.string().check(z.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/))
const line = (least: number, most: number) =>
  // eslint-disable-next-line no-control-regex -- control characters are what it looks for
  z.string().check(z.minLength(least), z.maxLength(most), z.regex(/^[^\u0000-\u001f\u007f]*$/))
const count = (most: number) => z.int().check(z.minimum(1), z.maximum(most))
const fieldNumbers = z.array(count(1_000)).check(z.minLength(1), z.maxLength(60))

const head = <Type extends string>(type: Type) => ({ v: z.literal(1), type: z.literal(type), by: id(), ts: instant() })

/** Signed by the author with each revision of a credential. */
export const Manifest = z.strictObject({
  ...head('manifest'),
  document: id(),
  revision: count(1_000_000_000),
  /** `manifestHash` of the revision before; absent in the first. */
  prev: z.optional(b32()),
  collection: id(),
  epoch: count(1_000_000),
  class: z.enum(['standard', 'guarded', 'break_glass']),
  dek: b16(),
  fields: z
    .array(
      z.strictObject({
        n: count(1_000),
        kind: z.enum(['username', 'password', 'totp', 'note', 'text', 'secret', 'key', 'file']),
        /** `H("field", sealed bytes)`. */
        hash: b32(),
      }),
    )
    .check(z.maxLength(60)),
  /** Numbers of the fields whose contents are other than in the revision before; all of them in the first. */
  changed: z.array(count(1_000)).check(z.maxLength(120)),
  /** `H("meta", title, address, class, collection)`. */
  meta: b32(),
})
export type Manifest = z.infer<typeof Manifest>

export const purposes = ['view', 'copy', 'totp', 'run', 'check', 'export'] as const

export const Reveal = z.strictObject({
  ...head('reveal'),
  document: id(),
  revision: count(1_000_000_000),
  fields: fieldNumbers,
  purpose: z.enum(purposes),
  reason: z.optional(line(8, 200)),
  ticket: z.optional(line(1, 80)),
  /** `statementHash` of the lease by which it is opened. */
  lease: z.optional(b32()),
  /** The document, mostly a runbook, from which it was opened. */
  from: z.optional(id()),
  /** Of break-glass: its reference, typed. */
  typed: z.optional(line(1, 20)),
  /** Counts the reveals of this member: a gap shows that one was withheld. */
  actorSeq: count(1_000_000_000),
  nonce: b16(),
})
export type Reveal = z.infer<typeof Reveal>

/** The bulk reveal of the health check. */
export const Check = z.strictObject({
  ...head('check'),
  documents: z.array(id()).check(z.minLength(1), z.maxLength(2_000)),
  actorSeq: count(1_000_000_000),
  nonce: b16(),
})
export type Check = z.infer<typeof Check>

export const Request = z.strictObject({
  ...head('request'),
  request: id(),
  document: id(),
  /** Absent: all fields. */
  fields: z.optional(fieldNumbers),
  reason: line(8, 200),
  ticket: z.optional(line(1, 80)),
  minutes: count(44_640),
  /** The lease that this would extend. */
  extends: z.optional(id()),
  nonce: b16(),
})
export type Request = z.infer<typeof Request>

export const Lease = z.strictObject({
  ...head('lease'),
  lease: id(),
  /** `statementHash` of the request that it answers; absent for standby, which nobody asked for. */
  request: z.optional(b32()),
  document: id(),
  /** The member who may open it. */
  holder: id(),
  fields: z.optional(fieldNumbers),
  notBefore: instant(),
  notAfter: instant(),
  maxReveals: z.optional(count(10_000)),
  /** Sleeps until the holder opens an incident between these two, then runs for so many minutes. */
  standby: z.optional(z.strictObject({ minutes: count(44_640) })),
  /** The lease that ends where this one begins. */
  extends: z.optional(id()),
})
export type Lease = z.infer<typeof Lease>

export const SecretStatement = z.discriminatedUnion('type', [Manifest, Reveal, Check, Request, Lease])
export type SecretStatement = z.infer<typeof SecretStatement>
