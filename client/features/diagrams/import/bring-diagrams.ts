import { v7 as uuidv7 } from 'uuid'
import { addAttachment } from '#contract/attachments.ts'
import { emptyDrawing, type Drawing } from '#contract/diagrams.ts'
import { createDocument, listDocuments, saveDocument } from '#contract/documents.ts'
import { defaultIntervalDays, type Reference } from '#contract/values.ts'
import { call } from '../../../platform/api.ts'
import { failureOf } from '../../../platform/failure.ts'
import { upload } from '../../../platform/transfer.ts'
import type { Entry, Size } from './entries.ts'

export interface Brought {
  entry: Entry
  reference: string | undefined
  /** What became of it, and for what went wrong, what is to be done. */
  words: string
  isDone: boolean
}

export interface Target {
  slug: string
  collectionId: string
  ownerId: string
}

/**
 * Makes a diagram of every entry, one after the other. Pages of one file are related to each other.
 * @param onBrought told after each
 */
export async function bringDiagrams(
  entries: readonly Entry[],
  target: Target,
  onBrought: (brought: Brought) => void,
): Promise<void> {
  const ofFile = new Map<File, Reference[]>()
  for (const entry of entries) {
    const related = ofFile.get(entry.file) ?? []
    const brought = await bringOne(entry, target, related)
    if (brought.reference !== undefined) ofFile.set(entry.file, [...related, brought.reference as Reference])
    onBrought(brought)
  }
}

async function bringOne(
  entry: Entry,
  { slug, collectionId, ownerId }: Target,
  related: readonly Reference[],
): Promise<Brought> {
  const { what, file, page } = entry
  const content = what.is === 'drawing' ? what.drawing : emptyDrawing()
  const fields = {
    title: entry.title,
    summary: `From ${file.name}${page && `, page ${page}`}`.slice(0, 400),
    tags: [] as string[],
    collectionId,
    ownerId,
    criticality: 'normal',
    intervalDays: defaultIntervalDays('diagram', 'normal'),
    body: '',
  } as const
  let reference: Reference | undefined
  try {
    const made = await call(createDocument, {
      ...fields,
      slug,
      id: entry.id,
      kind: 'diagram',
      content,
      related: related.slice(-100),
    })
    reference = made.reference
    if (what.is === 'file') {
      const picture = await addPicture(slug, reference, file, what.size)
      await call(saveDocument, {
        ...fields,
        slug,
        reference,
        revision: made.revision,
        note: `Added ${file.name}`.slice(0, 200),
        content: { ...content, picture },
      })
    }
    return { entry, reference, words: `Brought in as ${reference}`, isDone: true }
  } catch (error) {
    const { title, detail } = failureOf(error)
    const why = detail ? `${title}. ${detail}` : title
    const words =
      reference === undefined
        ? `Not brought in: ${why}`
        : `${reference} is there, but without the file: ${why} Add the file on its page.`
    return { entry, reference, words, isDone: false }
  }
}

/** Where nothing is known of its size, a file gets the place of a sheet. */
const sheet: Size = { width: 800, height: 600 }

async function addPicture(
  slug: string,
  reference: Reference,
  file: File,
  size = sheet,
): Promise<NonNullable<Drawing['picture']>> {
  const { id } = await upload(addAttachment, { slug, reference, id: uuidv7(), name: nameOf(file) }, file)
  return { attachment: id, ...size }
}

/** As the contract takes names of files. */
const nameOf = ({ name }: File): string =>
  name
    .replace(refused, '-')
    .slice(-200)
    .replace(/\p{Surrogate}/gu, '')
    .trim() || 'file'
// eslint-disable-next-line no-control-regex -- what a name must not have
const refused = /[\\/:*?"<>|\u0000-\u001f\u202a-\u202e\u2066-\u2069]/g

/** The titles of the diagrams that one can see, folded, each with its reference: to point out what may be there already. */
export async function titlesOfDiagrams(slug: string, signal: AbortSignal): Promise<Map<string, string>> {
  const titles = new Map<string, string>()
  for (let after: string | undefined; ;) {
    const page = await call(
      listDocuments,
      { slug, kind: 'diagram', limit: 200, ...(after !== undefined && { after }) },
      { signal },
    )
    for (const { title, reference } of page.items) titles.set(folded(title), reference)
    if (!page.next) return titles
    after = page.next
  }
}

export const folded = (title: string): string => title.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim()
