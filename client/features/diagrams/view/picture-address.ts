import { previewAttachment } from '#contract/attachments.ts'
import { addressOf } from '#contract/endpoint.ts'

/** A picture made anew by the server, without what a hostile file may hide. */
export function pictureAddress(slug: string, reference: string, attachmentId: string): string {
  const { path } = addressOf(previewAttachment, { slug, reference, attachmentId })
  return `${path}?size=view`
}
