import { createHash } from 'node:crypto'
import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { v7 as uuidv7 } from 'uuid'
import { addAttachment, FileName, listAttachments } from '#contract/attachments.ts'
import { Problem } from '#contract/problems.ts'
import type { AttachmentId, Reference } from '#contract/values.ts'
import { Unreachable } from '../../platform/api.ts'
import { explain } from '../failures.ts'
import type { Connection } from '../connection.ts'

/**
 * Pictures that texts of a folder show: they become attachments of the document, known again by their content, so that a
 * second run adds nothing and changes no text.
 */

/** What the server makes a picture of; SVG is none of them. */
const pictures = /\.(?:png|jpe?g|gif|webp|avif|heic|tiff?)$/i
const mostBytes = 50_000_000
const mostPerDocument = 150

export const isPicture = (name: string): boolean => pictures.test(name)

/** A picture of one text. */
export interface Picture {
  /** From the folder. */
  path: string
  id: AttachmentId
  /** Whether the document has it already. */
  isThere: boolean
}

/** The bytes of a file below the folder. Links are not followed, whatever became of it since it was listed. */
export function readPicture(root: string, name: string): Buffer | undefined {
  try {
    const descriptor = openSync(path.join(root, name), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
    try {
      const facts = fstatSync(descriptor)
      return facts.isFile() && facts.size > 0 && facts.size <= mostBytes ? readFileSync(descriptor) : undefined
    } finally {
      closeSync(descriptor)
    }
  } catch {
    return undefined
  }
}

/**
 * The ids that the pictures of a text have, or are to have: those of the same content that are on the document already,
 * removed ones too, and new ones for the rest.
 */
export async function placePictures(
  connection: Connection,
  slug: string,
  reference: Reference,
  root: string,
  paths: readonly string[],
): Promise<Map<string, Picture>> {
  const known = await contentsOf(connection, slug, reference)
  const placed = new Map<string, Picture>()
  for (const name of [...new Set(paths)].slice(0, mostPerDocument)) {
    const bytes = readPicture(root, name)
    if (!bytes) continue
    const digest = createHash('sha256').update(bytes).digest('hex')
    const id = known.get(digest)
    placed.set(name, { path: name, id: id ?? (uuidv7() as AttachmentId), isThere: id !== undefined })
    // The same picture twice in a text is one file.
    known.set(digest, (placed.get(name) as Picture).id)
  }
  return placed
}

/** By digest. A document that does not exist yet has none. */
async function contentsOf(
  connection: Connection,
  slug: string,
  reference: Reference,
): Promise<Map<string, AttachmentId>> {
  try {
    const { items } = await connection.call(listAttachments, { slug, reference, history: 'true' })
    const whole = items.filter(({ purgedAt }) => !purgedAt)
    // What is in its place is meant before what is history.
    return new Map(
      [...whole].sort((a, b) => Number(!a.removedAt) - Number(!b.removedAt)).map(({ sha256, id }) => [sha256, id]),
    )
  } catch (error) {
    if (error instanceof Problem && error.code === 'not-found') return new Map()
    throw error
  }
}

/** Sends those that are not there yet. @returns what was not taken, and why; one sentence each. @throws Unreachable. */
export async function sendPictures(
  connection: Connection,
  slug: string,
  reference: Reference,
  root: string,
  placed: Iterable<Picture>,
): Promise<string[]> {
  const notes: string[] = []
  for (const { path: name, id, isThere } of placed) {
    if (isThere) continue
    const bytes = readPicture(root, name)
    if (!bytes) {
      notes.push(`${name} could not be read any more`)
      continue
    }
    try {
      const input = { slug, reference, id, name: nameFor(name) }
      await connection.upload(addAttachment, input, new Blob([new Uint8Array(bytes)]))
    } catch (error) {
      if (error instanceof Unreachable) throw error
      notes.push(`${name} was not taken: ${explain(error, connection.origin).words}`)
    }
  }
  return notes
}

function nameFor(name: string): string {
  const last = path.basename(name)
  if (FileName.safeParse(last).success) return last
  return `Picture${path.extname(last)}`
}
