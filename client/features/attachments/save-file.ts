import { readAttachment, type Attachment } from '#contract/attachments.ts'
import { download } from '../../platform/transfer.ts'
import { keepAsFile } from '../../ui/save-file.ts'

/** The bytes of a file. @throws as `call`. */
export const bytesOf = (slug: string, reference: string, { id }: Pick<Attachment, 'id'>, signal?: AbortSignal) =>
  download(readAttachment, { slug, reference: reference, attachmentId: id }, { ...(signal && { signal }) })

/** @throws as `call`. */
export async function saveFile(slug: string, reference: string, file: Pick<Attachment, 'id' | 'name'>): Promise<void> {
  keepAsFile(file.name, await bytesOf(slug, reference, file))
}
