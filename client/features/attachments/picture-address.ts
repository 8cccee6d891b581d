import { previewAttachment } from '#contract/attachments.ts'
import { addressOf } from '#contract/endpoint.ts'

/** Where the server's own picture of a file is: made anew from its pixels, with nothing else of the file in it. */
export function pictureAddress(slug: string, reference: string, id: string, size: 'thumb' | 'view'): string {
  return `${addressOf(previewAttachment, { slug, reference, attachmentId: id }).path}?size=${size}`
}
