import { useQuery } from '@tanstack/react-query'
import { listAttachments, type Attachment } from '#contract/attachments.ts'
import { query } from '../../platform/api.ts'

/** The files of a document; with `history` those that were replaced or removed too. */
export function useFiles(slug: string, reference: string, { history = false, isOn = true } = {}) {
  return useQuery({ ...query(listAttachments, { slug, reference, ...(history && { history: '1' }) }), enabled: isOn })
}

/**
 * What a text means by an id: the file itself, or the one that stands in its place now. Undefined for what was removed,
 * erased, or never was on this document.
 * @param files with the history
 */
export function fileMeant(files: readonly Attachment[], id: string): Attachment | undefined {
  const followed = new Set<string>()
  let at = files.find((file) => file.id === id)
  while (at?.removedAt && !followed.has(at.id)) {
    const { id: before } = at
    followed.add(before)
    at = files.find(({ replaces }) => replaces === before)
  }
  return at && !at.removedAt && !at.purgedAt ? at : undefined
}
