import { useSyncExternalStore } from 'react'
import { v7 as uuidv7 } from 'uuid'
import { addAttachment, listAttachments } from '#contract/attachments.ts'
import { failureOf } from '../../platform/failure.ts'
import { isProblem, queryClient } from '../../platform/query-client.ts'
import { upload } from '../../platform/transfer.ts'
import type { AttachmentId, Reference } from '#contract/values.ts'

/**
 * Files on their way to the server, by the document that they are for. They outlive the page that began them: what is
 * pasted into the editor goes on while the text is read again. Each has its id from the start, so that a text can name
 * it before it has arrived, and trying again makes no second file.
 */

export interface Upload {
  id: AttachmentId
  name: string
  file: File
  replaces?: AttachmentId | undefined
  /** `held`: waits for its document to be saved for the first time. */
  is: 'held' | 'waiting' | 'sending' | 'failed'
  /** 0 to 1, of the bytes. */
  share: number
  /** Why it failed, in a sentence or two. */
  why?: string | undefined
  /** Whether trying the same again can help. */
  isWorthRetrying?: boolean | undefined
  /** Of a picture: an address within this page. */
  url?: string | undefined
}

/** Where files go. A new document has no reference yet: its files are held under a name of the editor's. */
export interface Place {
  slug: string
  reference: string
}

const atOnce = 3
const placeOf = ({ slug, reference }: Place) => `${slug} ${reference}`
const none: readonly Upload[] = []
const uploads = new Map<string, readonly Upload[]>()
const cancels = new Map<string, AbortController>()
const listeners = new Set<() => void>()

/** What is on its way to a document, the oldest first. */
export function useUploads(place: Place): readonly Upload[] {
  return useSyncExternalStore(subscribe, () => uploadsFor(place))
}
export const uploadsFor = (place: Place): readonly Upload[] => uploads.get(placeOf(place)) ?? none

/**
 * Sends files, a few at a time; with `isHeld` they wait for {@link release}.
 * @param files with the names that they are to have.
 * @returns their ids, in order.
 */
export function addUploads(
  place: Place,
  files: readonly { file: File; name: string; replaces?: AttachmentId | undefined }[],
  { isHeld = false, mostBytes }: { isHeld?: boolean; mostBytes?: number | undefined } = {},
): AttachmentId[] {
  const added = files.map(({ file, name, replaces }): Upload => {
    const isTooLarge = mostBytes !== undefined && file.size > mostBytes
    return {
      id: uuidv7() as AttachmentId,
      name,
      file,
      replaces,
      share: 0,
      ...(file.type.startsWith('image/') && { url: URL.createObjectURL(file) }),
      ...(file.size === 0
        ? { is: 'failed', why: 'There is nothing in it. A folder has to be packed first.', isWorthRetrying: false }
        : isTooLarge
          ? { is: 'failed', why: tooLargeWords(file.size, mostBytes), isWorthRetrying: false }
          : { is: isHeld ? 'held' : 'waiting' }),
    }
  })
  put(place, [...uploadsFor(place), ...added])
  goOn(place)
  return added.map(({ id }) => id)
}

const tooLargeWords = (bytes: number, most: number) => {
  const inMegabytes = (size: number) => `${(size / 1e6).toLocaleString('en-GB', { maximumFractionDigits: 1 })} MB`
  return `It has ${inMegabytes(bytes)}, and files up to ${inMegabytes(most)} are taken here.`
}

/** The document has been saved: what was held for it goes, as far as its text still shows it. */
export function release(from: Place, to: Place, text: string): void {
  for (const { id } of uploadsFor(from)) if (!text.includes(id)) drop(from, id)
  const held = uploadsFor(from)
  if (held.length === 0) return
  put(from, [])
  put(to, [...uploadsFor(to), ...held.map((each) => (each.is === 'held' ? { ...each, is: 'waiting' as const } : each))])
  goOn(to)
}

/** Takes a file out of the queue, whether it is on its way or has failed. */
export function drop(place: Place, id: string): void {
  const found = uploadsFor(place).find((each) => each.id === id)
  if (found?.url) URL.revokeObjectURL(found.url)
  put(
    place,
    uploadsFor(place).filter((each) => each.id !== id),
  )
  cancels.get(id)?.abort()
}

export function retry(place: Place, id: string): void {
  change(place, id, { is: 'waiting', share: 0, why: undefined })
  goOn(place)
}

function goOn(place: Place): void {
  const all = uploadsFor(place)
  let room = atOnce - all.filter(({ is }) => is === 'sending').length
  for (const { id, is } of all) {
    if (is !== 'waiting' || room-- <= 0) continue
    change(place, id, { is: 'sending' })
    void send(place, id)
  }
}

async function send(place: Place, id: AttachmentId): Promise<void> {
  const found = uploadsFor(place).find((each) => each.id === id)
  if (!found) return
  const { file, name, replaces } = found
  const cancel = new AbortController()
  cancels.set(id, cancel)
  try {
    const { slug } = place
    const reference = place.reference as Reference
    await upload(addAttachment, { slug, reference, id, name, ...(replaces && { replaces }) }, file, {
      signal: cancel.signal,
      onProgress: (share) => change(place, id, { share }),
    })
    // The list first, so that the file does not vanish in between.
    await queryClient.invalidateQueries({ queryKey: [listAttachments.path] })
    drop(place, id)
  } catch (error) {
    if (cancel.signal.aborted) return
    const { title, detail, isWorthRetrying } = failureOf(error)
    // Somebody who was signed out goes on where they were.
    const canRetry = isWorthRetrying || isProblem(error, 'not-signed-in') || isProblem(error, 'too-slow')
    change(place, id, { is: 'failed', why: detail ? `${title}. ${detail}` : title, isWorthRetrying: canRetry })
  } finally {
    cancels.delete(id)
    goOn(place)
  }
}

function change(place: Place, id: string, changes: Partial<Upload>): void {
  put(
    place,
    uploadsFor(place).map((each) => (each.id === id ? { ...each, ...changes } : each)),
  )
}

function put(place: Place, next: readonly Upload[]): void {
  if (next.length === 0) uploads.delete(placeOf(place))
  else uploads.set(placeOf(place), next)
  const isBusy = [...uploads.values()].some((all) => all.some(({ is }) => is !== 'failed'))
  if (isBusy) addEventListener('beforeunload', warn)
  else removeEventListener('beforeunload', warn)
  listeners.forEach((listener) => listener())
}

/** Closing the tab would lose what is on its way. */
const warn = (event: BeforeUnloadEvent) => event.preventDefault()

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}
