import { addAttachment, listAttachments, readAttachment, removeAttachment } from '#contract/attachments.ts'
import type { AttachmentId, Reference } from '#contract/values.ts'
import { call } from '../../platform/api.ts'
import { doing } from '../../platform/organization-keys.ts'
import { download, upload } from '../../platform/transfer.ts'
import type { OpenedFile, SecretFile } from '../../vault/secret-files.ts'
import { openFields, type OfCredential } from './open-secret.ts'
import type { SecretForm } from './secret-form.ts'

/** Files of a credential: sealed and sent before the revision that names them, fetched and opened after its reveal. */

interface Place {
  slug: string
  organizationId: string
  reference: string
  documentId: string
}

/**
 * Seals and sends the files that are new. @returns the form with what their fields say, and a way to take them back.
 * @throws as `upload`; then nothing of them stays.
 */
export async function sendFiles(
  place: Place,
  form: SecretForm,
): Promise<{ form: SecretForm; takeBack: () => Promise<void> }> {
  const { slug, organizationId, documentId } = place
  const reference = place.reference as Reference
  const sent: AttachmentId[] = []
  const takeBack = async () => {
    for (const attachmentId of sent)
      await call(removeAttachment, { slug, reference, attachmentId }).catch(() => undefined)
  }
  const files: SecretForm['files'][number][] = []
  try {
    for (const each of form.files) {
      if (!each.file) {
        files.push(each)
        continue
      }
      const content = new Uint8Array(await each.file.arrayBuffer())
      const about = { organizationId, documentId, name: each.name, type: each.file.type, content }
      const { attachment, text, sealed } = await doing(slug, 'sealFile', about)
      const id = attachment as AttachmentId
      await upload(addAttachment, { slug, reference, id, name: id }, new Blob([sealed as Uint8Array<ArrayBuffer>]))
      sent.push(id)
      const { n, name, size } = each
      files.push({ n, name, size, text })
    }
  } catch (error) {
    await takeBack()
    throw error
  }
  return { form: { ...form, files }, takeBack }
}

/**
 * Puts what no field names any more into the history: files that were taken off, and those of edits that were never saved.
 * A revision that is being written meanwhile will be refused, so that nothing it needs can be among them.
 */
export async function tidyFiles({ slug, reference: written }: Place, form: SecretForm): Promise<void> {
  const reference = written as Reference
  const kept = new Set(
    form.files.flatMap(({ text }) => (text === undefined ? [] : (JSON.parse(text) as SecretFile).attachment)),
  )
  const { items } = await call(listAttachments, { slug, reference })
  for (const { id, sealed } of items) {
    if (sealed && !kept.has(id))
      await call(removeAttachment, { slug, reference, attachmentId: id }).catch(() => undefined)
  }
}

/** A recorded reveal of the field, the ciphertext, and the vault. @throws as `openFields`, `download`, and IntegrityError. */
export async function openSealedFile(
  of: OfCredential,
  opening: Parameters<typeof openFields>[1],
  reason: Parameters<typeof openFields>[2],
): Promise<OpenedFile> {
  const { slug, organizationId, reference } = of
  const [field] = await openFields(of, opening, reason)
  const { text } = field as NonNullable<typeof field>
  const { attachment } = JSON.parse(text) as SecretFile
  const sealed = await download(readAttachment, { slug, reference, attachmentId: attachment })
  return doing(slug, 'openFile', { organizationId, documentId: opening.credential.id, text, sealed })
}
