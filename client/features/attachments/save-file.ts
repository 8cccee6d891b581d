import { readAttachment, type Attachment } from '#contract/attachments.ts'
import { download } from '../../platform/transfer.ts'
import { fileNameFrom } from './file-words.ts'

/** The bytes of a file. @throws as `call`. */
export const bytesOf = (slug: string, reference: string, { id }: Pick<Attachment, 'id'>, signal?: AbortSignal) =>
  download(readAttachment, { slug, reference: reference, attachmentId: id }, { ...(signal && { signal }) })

/** Hands bytes to the browser to be kept as a file. They are never opened in a page: their type says nothing. */
export function keepAsFile(bytes: Uint8Array<ArrayBuffer>, name: string): void {
  const url = URL.createObjectURL(new Blob([bytes], { type: 'application/octet-stream' }))
  const link = document.createElement('a')
  link.href = url
  link.download = fileNameFrom(name)
  link.rel = 'noopener'
  link.click()
  // The browser takes it over in its own time.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}

/** @throws as `call`. */
export async function saveFile(slug: string, reference: string, file: Pick<Attachment, 'id' | 'name'>): Promise<void> {
  keepAsFile(await bytesOf(slug, reference, file), file.name)
}
