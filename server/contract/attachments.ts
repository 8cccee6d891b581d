import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { AttachmentId, Done, Instant, line, QueryFlag, Reference, Slug } from './values.ts'

/**
 * Files on documents. Whoever may view the document may take them; adding, replacing and removing need `edit`; purging is
 * for owners. Those of credentials arrive encrypted (STREAM, CRYPTO.md §4): name, type and content are inside a sealed
 * field of kind `file`, the server keeps a nameless blob and gives it out after a reveal only.
 */

const onDocument = { slug: Slug, reference: Reference }
const onAttachment = { ...onDocument, attachmentId: AttachmentId }

/** How it can be looked at here: a re-encoded picture, pages of a PDF in a sandbox, plain text, or not at all. */
export const Preview = z.enum(['image', 'pdf', 'text', 'none'])
export type Preview = z.infer<typeof Preview>

export const FileName = line(200).refine(
  // eslint-disable-next-line no-control-regex -- what it refuses
  (name) => !/[\\/:*?"<>|\u0000-\u001f\u202a-\u202e\u2066-\u2069]/.test(name) && !/^\.+$/.test(name),
  'Use a file name without slashes and signs like * ? " < > |',
)

export const Attachment = z.object({
  id: AttachmentId,
  name: z.string(),
  /** As detected from the content, never as told. */
  mediaType: z.string(),
  sizeBytes: z.int(),
  /** Of the content, hex. */
  sha256: z.string(),
  preview: Preview,
  /** Of pictures, in pixels. */
  width: z.int().optional(),
  height: z.int().optional(),
  /** Encrypted by the client: an attachment of a credential. */
  sealed: z.boolean(),
  addedAt: Instant,
  addedBy: z.string(),
  /** Counts from 1; a file that replaces another goes on counting, the one before stays in the history. */
  version: z.int(),
  replaces: AttachmentId.optional(),
  removedAt: Instant.optional(),
  removedBy: z.string().optional(),
  /** Its bytes were erased by an owner: the row is history. */
  purgedAt: Instant.optional(),
})
export type Attachment = z.infer<typeof Attachment>

export const AttachmentLimits = z.object({
  /** Of one file. */
  fileBytes: z.int(),
  perDocument: z.int(),
  /** Of the whole organization. */
  quotaBytes: z.int(),
  /** Of all files with bytes, those in the history too; rounded up for those who do not see all of the organization. */
  usedBytes: z.int(),
})
export type AttachmentLimits = z.infer<typeof AttachmentLimits>

export const listAttachments = endpoint({
  method: 'GET',
  path: '/api/v1/organizations/:slug/documents/:reference/attachments',
  summary: 'Files on a document; with `history`, also those that were replaced or removed',
  input: z.strictObject({ ...onDocument, history: QueryFlag.default(false) }),
  output: z.object({ items: z.array(Attachment), limits: AttachmentLimits }),
})

/**
 * One file, as multipart/form-data: the fields `id` (UUIDv7, made by the client), `name`, optionally `replaces`, and then
 * the part `file`. Sending the same id again gives the same answer, not a second file.
 */
export const addAttachment = endpoint({
  method: 'POST',
  path: '/api/v1/organizations/:slug/documents/:reference/attachments',
  summary: 'Add a file to a document, or replace one',
  body: 'file',
  input: z.strictObject({ ...onDocument, id: AttachmentId, name: FileName, replaces: AttachmentId.optional() }),
  output: Attachment,
})

/** The bytes, always as a download: `application/octet-stream`, checked against the digest before the first byte leaves. */
export const readAttachment = endpoint({
  method: 'GET',
  path: '/api/v1/organizations/:slug/documents/:reference/attachments/:attachmentId/content',
  summary: 'The bytes of a file, as a download',
  input: z.strictObject(onAttachment),
  output: z.instanceof(Uint8Array),
  mediaType: 'application/octet-stream',
})

/** A picture made anew from the file (WebP, no metadata): `thumb` at most 320 pixels wide, `view` at most 1,600. */
export const previewAttachment = endpoint({
  method: 'GET',
  path: '/api/v1/organizations/:slug/documents/:reference/attachments/:attachmentId/preview',
  summary: 'A picture of a file, made anew without metadata',
  input: z.strictObject({ ...onAttachment, size: z.enum(['thumb', 'view']).default('view') }),
  output: z.instanceof(Uint8Array),
  mediaType: 'image/webp',
})

export const renameAttachment = endpoint({
  method: 'PUT',
  path: '/api/v1/organizations/:slug/documents/:reference/attachments/:attachmentId/name',
  summary: 'Call a file something else',
  input: z.strictObject({ ...onAttachment, name: FileName }),
  output: Done,
})
export const removeAttachment = endpoint({
  method: 'POST',
  path: '/api/v1/organizations/:slug/documents/:reference/attachments/:attachmentId/removals',
  summary: 'Take a file off a document; it stays in the history',
  input: z.strictObject(onAttachment),
  output: Done,
})
export const restoreAttachment = endpoint({
  method: 'POST',
  path: '/api/v1/organizations/:slug/documents/:reference/attachments/:attachmentId/restorations',
  summary: 'Bring a removed or replaced file back',
  input: z.strictObject(onAttachment),
  output: Done,
})
export const purgeAttachment = endpoint({
  method: 'POST',
  path: '/api/v1/organizations/:slug/documents/:reference/attachments/:attachmentId/purges',
  summary: 'Erase the bytes of a removed file for good (owners, after entering the passphrase again)',
  input: z.strictObject({ ...onAttachment, confirm: line(200) }),
  output: Done,
})
