import { z } from 'zod'
import { Content } from './content.ts'
import { endpoint } from './endpoint.ts'
import {
  CollectionId,
  Criticality,
  Cursor,
  Day,
  DocumentId,
  Done,
  FlagId,
  FreshnessState,
  Instant,
  Kind,
  Level,
  line,
  MemberId,
  pageOf,
  PageSize,
  Person,
  QueryFlag,
  Reference,
  RunId,
  Slug,
  Tag,
  Tags,
  text,
} from './values.ts'

const inOrganization = { slug: Slug }
const onDocument = { ...inOrganization, reference: Reference }

/** Longest body of a document, in characters. */
export const maximumBody = 200_000
const documentBodyBytes = 1_000_000

// --- Shapes --------------------------------------------------------------------------------------------------------

/** Why a document is suspect (PRODUCT.md, "Freshness, exactly"). More causes arrive with their kinds. */
export const Cause = z.object({
  cause: z.enum([
    'flag',
    'cited_archived',
    'cited_purged',
    'cited_rotated',
    'cited_moved',
    'cited_vendor',
    'cited_diagram',
    'run_failed',
  ]),
  at: Instant,
  /** Of a flag: its id, sentence and author. */
  flagId: FlagId.optional(),
  /** Of a run: which steps, "Step 4". */
  text: z.string().optional(),
  by: z.string().optional(),
  runId: RunId.optional(),
  /** Of a citation: what was cited; absent where the caller may not see it. */
  reference: Reference.optional(),
  title: z.string().optional(),
})
export type Cause = z.infer<typeof Cause>

const freshness = {
  state: FreshnessState,
  /** Calendar days until the review is due, in the organization's zone: negative once overdue. Absent if never verified. */
  daysLeft: z.int().optional(),
  dueOn: Day.optional(),
  verifiedAt: Instant.optional(),
  intervalDays: z.int(),
  editedSinceVerified: z.boolean(),
  /** Of a suspect document: how many causes there are, and the newest. */
  causes: z.int(),
  cause: Cause.optional(),
}

const CredentialClassName = z.enum(['standard', 'guarded', 'break_glass'])
const Opens = z.enum(['open', 'request', 'none'])
/**
 * `now`: a rotation task is open. `overdue`: the day to change it is past. `due`: that day comes within a fifth of the
 * interval, at least 7 and at most 30 days.
 */
const Rotation = z.enum(['now', 'overdue', 'due'])

/** What lists and chips say of a credential beside the spine. `opens`: now, by asking for a lease, or not at all. */
export const CredentialLine = z.object({
  class: CredentialClassName,
  address: z.string(),
  /** The day it is due to change, and the days until then: below zero once it is late. */
  rotateOn: Day.optional(),
  rotateIn: z.int().optional(),
  /** A rotation task is open: it must be changed now. */
  mustRotate: z.boolean(),
  opens: Opens,
})
export type CredentialLine = z.infer<typeof CredentialLine>

/** What lists and chips say of a vendor: whom to call. */
export const VendorLine = z.object({
  phone: z.string().optional(),
  /** The first number that the vendor will ask for: "Circuit", "BRL-77120". */
  account: z.object({ label: z.string(), value: z.string() }).optional(),
})
export type VendorLine = z.infer<typeof VendorLine>

/** How a runbook did when it was used, drills included. `times`: runs that were carried through. */
export const RunFacts = z.object({
  times: z.int(),
  lastWorkedAt: Instant.optional(),
  /** It needed changes, or a step failed. */
  lastFailedAt: Instant.optional(),
})
export type RunFacts = z.infer<typeof RunFacts>

/** A document in a list. */
export const DocumentLine = z.object({
  id: DocumentId,
  reference: Reference,
  kind: Kind,
  title: z.string(),
  summary: z.string(),
  collectionId: CollectionId,
  collection: z.string(),
  tags: z.array(z.string()),
  criticality: Criticality,
  owner: Person.optional(),
  deputy: Person.optional(),
  /** The system that it belongs to: the first related one. */
  system: z.object({ reference: Reference, title: z.string() }).optional(),
  revision: z.int(),
  updatedAt: Instant,
  updatedBy: z.string(),
  archivedAt: Instant.optional(),
  /** Opens in the last 90 days, once per person and day. */
  opened90: z.int(),
  pinned: z.boolean(),
  level: Level,
  credential: CredentialLine.optional(),
  vendor: VendorLine.optional(),
  /** Of a runbook that was run. */
  runs: RunFacts.optional(),
  ...freshness,
})
export type DocumentLine = z.infer<typeof DocumentLine>

/** A document as a chip or a link: what may be shown wherever it is mentioned. */
export const DocumentChip = z.object({
  reference: Reference,
  kind: Kind,
  title: z.string(),
  state: FreshnessState,
  daysLeft: z.int().optional(),
  intervalDays: z.int(),
  criticality: Criticality,
  /** What a reviewer asks of everything linked: has it changed since? */
  updatedAt: Instant,
  archived: z.boolean(),
  credential: CredentialLine.optional(),
  vendor: VendorLine.optional(),
})
export type DocumentChip = z.infer<typeof DocumentChip>

export const Document = DocumentLine.omit({ cause: true, causes: true }).extend({
  /** Markdown. Of a kind with structured content, its text (content.ts). */
  body: z.string(),
  content: Content.optional(),
  createdAt: Instant,
  createdBy: z.string(),
  verifiedBy: z.string().optional(),
  verificationNote: z.string().optional(),
  /** Every cause of doubt, newest first. */
  causes: z.array(Cause),
  /** Related documents, both ways. */
  related: z.array(DocumentChip),
  /** Documents whose text cites this one. */
  usedIn: z.array(DocumentChip),
  /** Documents that this text cites and the caller may see: everything else in [[…]] stays plain text. */
  cited: z.array(DocumentChip),
  /** Whether the caller verifies and resolves: owner, deputy, or somebody who may edit. */
  mayVerify: z.boolean(),
  /** While set, the owner sees it in the queue only from that day. */
  snoozedUntil: Day.optional(),
})
export type Document = z.infer<typeof Document>

const relatedDocuments = z.array(Reference).max(100, 'Relate at most 100 documents')

/** What a person writes of a document of any kind, beside its text; all of it is one revision. */
export const documentFields = {
  title: line(200),
  summary: line(400, 0).default(''),
  collectionId: CollectionId,
  tags: Tags.default([]),
  ownerId: MemberId.optional(),
  deputyId: MemberId.optional(),
  criticality: Criticality,
  intervalDays: z.int().min(1, 'Review at least every 1 day').max(1825, 'Review at least every 1825 days'),
}
/** Kinds with structured content send that and an empty body: their text is derived. */
const written = { ...documentFields, body: text(maximumBody), content: Content.optional() }

/** A place in what was written that looks like a secret, by the rule that matched (secret-scan/rules.ts); never the text. */
export const SecretWarning = z.object({
  rule: z.string(),
  field: z.enum(['title', 'summary', 'body', 'note']),
  line: z.int(),
})
export type SecretWarning = z.infer<typeof SecretWarning>

/** The checks that a person makes before saying that a document is right today. */
export const verificationChecks = {
  runbook: ['steps', 'links', 'phones'],
  credential: ['opens', 'people', 'address'],
  vendor: ['numbers', 'contacts', 'contracts'],
  diagram: ['devices', 'links', 'bindings'],
  system: ['facts', 'links', 'people'],
} as const satisfies Record<Kind, readonly [string, string, string]>

// --- Lists ---------------------------------------------------------------------------------------------------------

/** Filters that only credentials can match, of lists and of their counts alike. */
export const credentialFilters = { class: CredentialClassName, rotation: Rotation, opens: Opens }
const optionalCredentialFilters = {
  class: CredentialClassName.optional(),
  rotation: Rotation.optional(),
  opens: Opens.optional(),
}

export const DocumentSort = z.enum(['title', 'reference', 'changed', 'due'])
export const listDocuments = endpoint({
  method: 'GET',
  path: '/api/v1/organizations/:slug/documents',
  summary: 'Documents that the caller reaches, filtered, sorted, by pages',
  input: z.strictObject({
    ...inOrganization,
    kind: Kind.optional(),
    collectionId: CollectionId.optional(),
    state: FreshnessState.optional(),
    /** A member's id, `me`, or `none` for documents without an owner. */
    owner: z.union([z.enum(['me', 'none']), MemberId]).optional(),
    tag: Tag.optional(),
    criticality: Criticality.optional(),
    system: Reference.optional(),
    ...optionalCredentialFilters,
    /** Words of the title, reference or a tag. */
    text: z.string().trim().max(200).optional(),
    archived: QueryFlag.default(false),
    sort: DocumentSort.default('title'),
    descending: QueryFlag.default(false),
    after: Cursor.optional(),
    limit: PageSize,
  }),
  output: pageOf(DocumentLine),
})

/** Counts of living documents by state, for the chips above a list; same filters as the list. */
export const countDocuments = endpoint({
  method: 'GET',
  path: '/api/v1/organizations/:slug/document-counts',
  summary: 'How many documents are in which state of freshness',
  input: z.strictObject({
    ...inOrganization,
    kind: Kind.optional(),
    collectionId: CollectionId.optional(),
    owner: z.enum(['me']).optional(),
    ...optionalCredentialFilters,
  }),
  output: z.object({
    verified: z.int(),
    due: z.int(),
    overdue: z.int(),
    unverified: z.int(),
    suspect: z.int(),
    noOwner: z.int(),
    archived: z.int(),
  }),
})

/** Tags in use, for autocomplete. */
export const listTags = endpoint({
  method: 'GET',
  path: '/api/v1/organizations/:slug/tags',
  summary: 'Tags of the documents that the caller reaches',
  input: z.strictObject(inOrganization),
  output: z.object({ items: z.array(z.object({ tag: z.string(), documents: z.int() })) }),
})

/** Title, reference and tags of everything the caller reaches: the palette searches it in memory. */
export const documentIndex = endpoint({
  method: 'GET',
  path: '/api/v1/organizations/:slug/document-index',
  summary: 'Titles, references and tags for the palette',
  input: z.strictObject({ ...inOrganization, after: Cursor.optional() }),
  output: z.object({
    items: z.array(
      z.object({
        reference: Reference,
        kind: Kind,
        title: z.string(),
        tags: z.array(z.string()),
        system: z.string().optional(),
        criticality: Criticality,
        state: FreshnessState,
        daysLeft: z.int().optional(),
        intervalDays: z.int(),
        pinned: z.boolean(),
        usedAt: Day.optional(),
      }),
    ),
    next: Cursor.optional(),
  }),
})
export type IndexEntry = z.infer<typeof documentIndex.output>['items'][number]

// --- One document --------------------------------------------------------------------------------------------------

export const createDocument = endpoint({
  method: 'POST',
  path: '/api/v1/organizations/:slug/documents',
  summary: 'Write a new document',
  input: z.strictObject({
    ...inOrganization,
    id: DocumentId,
    kind: Kind,
    ...written,
    related: relatedDocuments.default([]),
    /** Skips ahead, for those who bring numbers that people know by heart: higher than any given so far. */
    number: z.int().min(1).max(999_999).optional(),
  }),
  output: z.object({ reference: Reference, revision: z.int(), warnings: z.array(SecretWarning) }),
  maxBodyBytes: documentBodyBytes,
})

export const openDocument = endpoint({
  method: 'GET',
  path: '/api/v1/organizations/:slug/documents/:reference',
  summary: 'One document, whole',
  input: z.strictObject(onDocument),
  output: Document,
})

/** `revision` is the one that was read; if somebody saved since, `changed-meanwhile` carries theirs in `facts.current`. */
export const saveDocument = endpoint({
  method: 'PUT',
  path: '/api/v1/organizations/:slug/documents/:reference',
  summary: 'Save a document as a new revision',
  input: z.strictObject({
    ...onDocument,
    revision: z.int().min(1),
    ...written,
    /** Left out, they stay as they are. */
    related: relatedDocuments.optional(),
    note: line(300, 0).default(''),
    /** It says what it said: nobody who has read it needs to read it again. */
    isMinor: z.boolean().default(false),
  }),
  output: z.object({ revision: z.int(), warnings: z.array(SecretWarning) }),
  maxBodyBytes: documentBodyBytes,
})

/**
 * Before an import: every path of the source gets its reference, the same at every run, so that links between files can
 * become references in the very first text.
 */
export const reserveReferences = endpoint({
  method: 'POST',
  path: '/api/v1/organizations/:slug/import-references',
  summary: 'Give the files of an import source their references, once and for all',
  input: z.strictObject({
    ...inOrganization,
    collectionId: CollectionId,
    source: line(200),
    paths: z.array(line(400)).min(1).max(500),
  }),
  output: z.object({ items: z.array(z.object({ path: z.string(), reference: Reference })) }),
  maxBodyBytes: 400_000,
})

/** Brings files in, or up to date, by the path they came from: running it again never doubles. */
export const importDocuments = endpoint({
  method: 'POST',
  path: '/api/v1/organizations/:slug/imports',
  summary: 'Bring a few Markdown files in; running it again updates and never doubles',
  input: z.strictObject({
    ...inOrganization,
    collectionId: CollectionId,
    /** Names the folder that is imported: paths are unique within it. */
    source: line(200),
    files: z
      .array(
        z.strictObject({
          id: DocumentId,
          path: line(400),
          title: line(200),
          summary: line(400, 0),
          body: text(maximumBody),
          tags: Tags,
        }),
      )
      .min(1)
      .max(20)
      .refine(
        (files) => files.reduce((sum, { body }) => sum + body.length, 0) <= maximumBody + 50_000,
        'Send fewer files at once: 250,000 characters of text at most',
      ),
  }),
  output: z.object({
    files: z.array(
      z.object({
        path: z.string(),
        reference: Reference,
        /** `kept`: it was edited or archived here since the last import, and stays as it is; `reason` says so. */
        outcome: z.enum(['created', 'updated', 'unchanged', 'kept']),
        reason: z.string().optional(),
        warnings: z.array(SecretWarning),
      }),
    ),
  }),
  maxBodyBytes: 1_200_000,
})

export const archiveDocument = endpoint({
  method: 'POST',
  path: '/api/v1/organizations/:slug/documents/:reference/archivals',
  summary: 'Archive a document',
  input: z.strictObject(onDocument),
  output: Done,
})
export const restoreDocument = endpoint({
  method: 'POST',
  path: '/api/v1/organizations/:slug/documents/:reference/restorations',
  summary: 'Bring an archived document back; it comes back unverified',
  input: z.strictObject(onDocument),
  output: Done,
})
export const purgeDocument = endpoint({
  method: 'POST',
  path: '/api/v1/organizations/:slug/documents/:reference/purges',
  summary: 'Erase an archived document for good (owners, after entering the passphrase again)',
  input: z.strictObject({ ...onDocument, confirm: Reference }),
  output: Done,
})
/** Reassign: from the queue, or when somebody leaves. */
export const assignDocument = endpoint({
  method: 'POST',
  path: '/api/v1/organizations/:slug/documents/:reference/assignments',
  summary: 'Name another owner and deputy',
  input: z.strictObject({ ...onDocument, ownerId: MemberId.optional(), deputyId: MemberId.optional() }),
  output: Done,
})
export const pinDocument = endpoint({
  method: 'PUT',
  path: '/api/v1/organizations/:slug/documents/:reference/pin',
  summary: 'Keep a document at hand, or no longer',
  input: z.strictObject({ ...onDocument, pinned: z.boolean() }),
  output: Done,
})

// --- Revisions -----------------------------------------------------------------------------------------------------

export const RevisionLine = z.object({
  revision: z.int(),
  savedAt: Instant,
  savedBy: z.string(),
  title: z.string(),
  note: z.string(),
  /** Whether somebody stated that this revision was right, and when last. */
  verifiedAt: Instant.optional(),
  verifiedBy: z.string().optional(),
})
export type RevisionLine = z.infer<typeof RevisionLine>
export const listRevisions = endpoint({
  method: 'GET',
  path: '/api/v1/organizations/:slug/documents/:reference/revisions',
  summary: 'All revisions, newest first',
  input: z.strictObject({ ...onDocument, after: Cursor.optional(), limit: PageSize }),
  output: pageOf(RevisionLine),
})
export const Revision = RevisionLine.extend({
  summary: z.string(),
  body: z.string(),
  tags: z.array(z.string()),
  content: Content.optional(),
})
export type Revision = z.infer<typeof Revision>
export const openRevision = endpoint({
  method: 'GET',
  path: '/api/v1/organizations/:slug/documents/:reference/revisions/:revision',
  summary: 'One revision, whole',
  input: z.strictObject({ ...onDocument, revision: z.coerce.number().int().min(1).max(1_000_000_000) }),
  output: Revision,
})
export const restoreRevision = endpoint({
  method: 'POST',
  path: '/api/v1/organizations/:slug/documents/:reference/revisions/:revision/restorations',
  summary: 'Make an old text the newest revision',
  input: z.strictObject({
    ...onDocument,
    revision: z.coerce.number().int().min(1).max(1_000_000_000),
    current: z.int().min(1),
  }),
  output: z.object({ revision: z.int() }),
})

// --- Trust ---------------------------------------------------------------------------------------------------------

/** The owner or deputy states that this revision is right today. */
export const verifyDocument = endpoint({
  method: 'POST',
  path: '/api/v1/organizations/:slug/documents/:reference/verifications',
  summary: 'State that a document is right today',
  input: z.strictObject({
    ...onDocument,
    revision: z.int().min(1),
    checks: z.array(z.string().max(40)).length(3, 'Make all three checks'),
    note: line(400, 0).default(''),
  }),
  output: Done,
})
export const Verification = z.object({ at: Instant, by: z.string(), revision: z.int(), note: z.string() })
export const listVerifications = endpoint({
  method: 'GET',
  path: '/api/v1/organizations/:slug/documents/:reference/verifications',
  summary: 'Who verified it, when',
  input: z.strictObject({ ...onDocument, after: Cursor.optional(), limit: PageSize }),
  output: pageOf(Verification),
})
export const raiseFlag = endpoint({
  method: 'POST',
  path: '/api/v1/organizations/:slug/documents/:reference/flags',
  summary: 'Report a problem with a document',
  input: z.strictObject({ ...onDocument, text: line(500, 3) }),
  output: Done,
})
export const resolveFlag = endpoint({
  method: 'POST',
  path: '/api/v1/organizations/:slug/documents/:reference/flags/:flagId/resolutions',
  summary: 'Close a reported problem, saying what was done',
  input: z.strictObject({ ...onDocument, flagId: FlagId, note: line(500, 0).default('') }),
  output: Done,
})
export const snoozeDocument = endpoint({
  method: 'POST',
  path: '/api/v1/organizations/:slug/documents/:reference/snoozes',
  summary: 'Hide a document from my queue for 1 to 14 days, or with 0 bring it back; its state stays',
  input: z.strictObject({ ...onDocument, days: z.int().min(0).max(14, 'Snooze for at most 14 days') }),
  output: Done,
})
/** Opening counts as use: once per person and day, reported in batches by the page itself. */
export const reportOpens = endpoint({
  method: 'POST',
  path: '/api/v1/organizations/:slug/opens',
  summary: 'Report documents that the caller has opened',
  input: z.strictObject({ ...inOrganization, references: z.array(Reference).min(1).max(50) }),
  output: Done,
})
