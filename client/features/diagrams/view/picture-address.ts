import { pictureAddress as addressOf } from '../../attachments/picture-address.ts'

/** Where the picture is that lies under the devices of a diagram: made anew by the server, 1,600 pixels wide at most. */
export const pictureAddress = (slug: string, reference: string, attachmentId: string): string =>
  addressOf(slug, reference, attachmentId, 'view')
