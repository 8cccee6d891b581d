import { z } from 'zod'

// --- Ids and names -------------------------------------------------------------------------------------------------

/** UUIDv7 (RFC 9562), made by whoever makes the thing. Small letters only: one thing has one id. */
const uuid = () => z.uuidv7('This is not an id (UUIDv7)').regex(/^[0-9a-f-]*$/, 'Write the id in small letters')
export const AccountId = uuid().brand<'AccountId'>()
export type AccountId = z.infer<typeof AccountId>
export const OrganizationId = uuid().brand<'OrganizationId'>()
export type OrganizationId = z.infer<typeof OrganizationId>
export const MemberId = uuid().brand<'MemberId'>()
export type MemberId = z.infer<typeof MemberId>
export const PartyId = uuid().brand<'PartyId'>()
export type PartyId = z.infer<typeof PartyId>
export const CollectionId = uuid().brand<'CollectionId'>()
export type CollectionId = z.infer<typeof CollectionId>
export const DocumentId = uuid().brand<'DocumentId'>()
export type DocumentId = z.infer<typeof DocumentId>
export const GrantId = uuid().brand<'GrantId'>()
export type GrantId = z.infer<typeof GrantId>
export const FlagId = uuid().brand<'FlagId'>()
export type FlagId = z.infer<typeof FlagId>
export const RequestId = uuid().brand<'RequestId'>()
export type RequestId = z.infer<typeof RequestId>
export const LeaseId = uuid().brand<'LeaseId'>()
export type LeaseId = z.infer<typeof LeaseId>
export const InvitationId = uuid().brand<'InvitationId'>()
export type InvitationId = z.infer<typeof InvitationId>
export const SessionId = uuid().brand<'SessionId'>()
export type SessionId = z.infer<typeof SessionId>
export const AttachmentId = uuid().brand<'AttachmentId'>()
export type AttachmentId = z.infer<typeof AttachmentId>
export const ContractId = uuid().brand<'ContractId'>()
export type ContractId = z.infer<typeof ContractId>
export const WatchId = uuid().brand<'WatchId'>()
export type WatchId = z.infer<typeof WatchId>
export const ReadingListId = uuid().brand<'ReadingListId'>()
export type ReadingListId = z.infer<typeof ReadingListId>
export const ReadingItemId = uuid().brand<'ReadingItemId'>()
export type ReadingItemId = z.infer<typeof ReadingItemId>
export const LaneId = uuid().brand<'LaneId'>()
export type LaneId = z.infer<typeof LaneId>
export const LaneResultId = uuid().brand<'LaneResultId'>()
export type LaneResultId = z.infer<typeof LaneResultId>
export const AbsenceId = uuid().brand<'AbsenceId'>()
export type AbsenceId = z.infer<typeof AbsenceId>
export const IncidentId = uuid().brand<'IncidentId'>()
export type IncidentId = z.infer<typeof IncidentId>
export const FollowUpId = uuid().brand<'FollowUpId'>()
export type FollowUpId = z.infer<typeof FollowUpId>
export const RunId = uuid().brand<'RunId'>()
export type RunId = z.infer<typeof RunId>
export const EventId = uuid().brand<'EventId'>()
export type EventId = z.infer<typeof EventId>
export const HandoverId = uuid().brand<'HandoverId'>()
export type HandoverId = z.infer<typeof HandoverId>

/** The name of an organization in addresses. */
export const Slug = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/, 'Use 1 to 40 small letters, digits and hyphens, like calder-wick')
export type Slug = z.infer<typeof Slug>

// --- Text ----------------------------------------------------------------------------------------------------------

// Half of a surrogate pair is no character: it cannot be stored in UTF-8 and would silently become U+FFFD.
const wellFormed = (text: string) => !/\p{Surrogate}/u.test(text)
// eslint-disable-next-line no-control-regex -- control characters are what it looks for
const noControls = (text: string) => !/[\u0000-\u001f\u007f]/.test(text)

/** One line of text for people, trimmed. */
export const line = (maximum: number, minimum = 1) =>
  z
    .string()
    .trim()
    .min(minimum, minimum === 1 ? 'Enter something here' : `Enter at least ${minimum} characters`)
    .max(maximum, `Enter at most ${maximum} characters`)
    .refine(wellFormed, 'This has half of a character in it: type it anew')
    .refine(noControls, 'Use one line, without control characters')

/** Text of several lines, kept to the byte. */
export const text = (maximum: number) =>
  z
    .string()
    .max(maximum, `Enter at most ${maximum} characters`)
    .refine(wellFormed, 'This has half of a character in it: type it anew')
    .refine((value) => !value.includes('\u0000'), 'Leave out the NUL character')

/** E-mail address, folded to small letters: the one form in which it is unique. */
export const Email = z
  .string()
  .trim()
  .toLowerCase()
  .max(254)
  .pipe(z.email('Enter an e-mail address, like priya@calderwick.example.com'))
export type Email = z.infer<typeof Email>

/** Bytes as unpadded base64url text, in the one form that stands for them: bits left over at the end are zero. */
export const bytes = (length: number) => {
  const last = ['', '[AQgw]', '[AEIMQUYcgkosw048]'][length % 3] as string
  const characters = Math.ceil((length * 4) / 3) - (last ? 1 : 0)
  const form = new RegExp(`^[A-Za-z0-9_-]{${characters}}${last}$`)
  return z.string().regex(form, `Send ${length} bytes as base64url`)
}

/** Sealed bytes of a bounded, varying length, as base64url. */
export const sealed = (atMost: number) =>
  z
    .string()
    .max(Math.ceil((atMost * 4) / 3), `Send at most ${atMost} bytes`)
    .regex(/^[A-Za-z0-9_-]+$/, 'Send bytes as base64url')

export const Tag = line(40)
  .overwrite((tag) => tag.toLowerCase().replace(/\s+/g, '-'))
  .refine((tag) => !/[,"]/.test(tag), 'Leave commas and quotes out of a tag')
export const Tags = z
  .array(Tag)
  .max(30, 'Use at most 30 tags')
  .overwrite((tags) => [...new Set(tags)].sort())

// --- Time ----------------------------------------------------------------------------------------------------------

/** A moment, UTC with milliseconds: `2026-03-02T09:00:00.000Z`. Sorts as text. */
export const Instant = z.iso
  .datetime({ precision: 3, error: 'Send a time like 2026-03-02T09:00:00.000Z' })
  .brand<'Instant'>()
export type Instant = z.infer<typeof Instant>
/** A calendar day in the organization's time zone: `2026-03-02`. */
export const Day = z.iso.date('Send a day like 2026-03-02').brand<'Day'>()
export type Day = z.infer<typeof Day>
/** An IANA time zone that this machine knows. */
export const TimeZone = z.string().max(64).refine(isTimeZone, 'Enter an IANA time zone, like Europe/London')

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return /^[A-Za-z]+(?:\/[A-Za-z0-9_+-]+)*$/.test(name)
  } catch {
    return false
  }
}

// --- Documents -----------------------------------------------------------------------------------------------------

/** Kinds of document and the prefix of their references. */
export const kinds = {
  runbook: { prefix: 'RB', one: 'runbook', many: 'runbooks' },
  credential: { prefix: 'CR', one: 'credential', many: 'credentials' },
  vendor: { prefix: 'VN', one: 'vendor', many: 'vendors' },
  diagram: { prefix: 'DG', one: 'diagram', many: 'diagrams' },
  system: { prefix: 'SY', one: 'system', many: 'systems' },
} as const
export const Kind = z.enum(['runbook', 'credential', 'vendor', 'diagram', 'system'])
export type Kind = z.infer<typeof Kind>

const kindByPrefix = new Map<string, Kind>(Kind.options.map((kind) => [kinds[kind].prefix, kind]))

/** Reads a reference as people write it (`rb9`, `RB-09`, `RB 9`); undefined where it is none. */
export function parseReference(written: string): { kind: Kind; number: number } | undefined {
  const match = /^\s*([a-z]{2})[\s_-]?0*([1-9][0-9]{0,8})\s*$/i.exec(written)
  const kind = match && kindByPrefix.get((match[1] as string).toUpperCase())
  return match && kind ? { kind, number: Number(match[2]) } : undefined
}

const written = (kind: Kind, number: number) => `${kinds[kind].prefix}-${String(number).padStart(2, '0')}`

/** RB-14. Parsed generously, kept in its one form. */
export const Reference = z
  .string()
  .max(20)
  .refine((written) => parseReference(written) !== undefined, 'Enter a reference, like RB-14')
  .overwrite((text) => {
    const found = parseReference(text)
    return found ? written(found.kind, found.number) : text
  })
  .brand<'Reference'>()
export type Reference = z.infer<typeof Reference>

/** The one written form: prefix, hyphen, at least two digits. */
export const formatReference = (kind: Kind, number: number): Reference => written(kind, number) as Reference

export const Criticality = z.enum(['low', 'normal', 'high', 'critical'])
export type Criticality = z.infer<typeof Criticality>

/** PRODUCT.md, "Freshness, exactly". */
export const FreshnessState = z.enum(['verified', 'due', 'overdue', 'unverified', 'suspect'])
export type FreshnessState = z.infer<typeof FreshnessState>

/** How far a person reaches into a document; ordered. `list` shows reference, title, owner and freshness, no content. */
export const levels = { list: 0, view: 1, reveal: 2, edit: 3, manage: 4 } as const
export type LevelName = keyof typeof levels
export const LevelName = z.enum(['list', 'view', 'reveal', 'edit', 'manage'])
/** The number of a level, as it stands in answers. */
export const Level = z.int().min(0).max(4)

export const defaultIntervalDays = (kind: Kind, criticality: Criticality): number =>
  kind === 'system' || kind === 'vendor' ? 365 : kind === 'runbook' && criticality === 'critical' ? 90 : 180

export const Role = z.enum(['owner', 'admin', 'editor', 'reader', 'auditor', 'technician'])
export type Role = z.infer<typeof Role>
export const Side = z.enum(['in_house', 'partner', 'outside'])
export type Side = z.infer<typeof Side>

/** A member as other people see them. */
export const Person = z.object({
  id: MemberId,
  name: z.string(),
  side: Side,
  /** The name of the party whom the person works for. */
  party: z.string(),
})
export type Person = z.infer<typeof Person>

// --- Lists ---------------------------------------------------------------------------------------------------------

/** Where the next page starts: opaque to callers. */
export const Cursor = z.string().max(600)
export const PageSize = z.coerce.number().int().min(1).max(200).default(50)
export const pageOf = <Line extends z.ZodType>(item: Line) =>
  z.object({ items: z.array(item), next: Cursor.optional() })

/** A yes or no in a query string. */
export const QueryFlag = z.stringbool({ truthy: ['true', '1'], falsy: ['false', '0'] })
/** The answer of a deed that has nothing to tell. */
export const Done = z.object({})
