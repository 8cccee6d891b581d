import {
  addAttachment,
  listAttachments,
  previewAttachment,
  purgeAttachment,
  readAttachment,
  removeAttachment,
  renameAttachment,
  restoreAttachment,
} from '#contract/attachments.ts'
import type { Reference } from '#contract/values.ts'
import { fileAnswerRoute, fileRoute, route } from '../../http/route.ts'
import { add, admit } from './add.ts'
import { inspect } from './inspect.ts'
import { preview, read } from './read.ts'
import { list, purge, remove, rename, restore } from './rules.ts'

const on = (input: { reference: Reference }) => input.reference
const view = { level: 'view', on } as const
const edit = { level: 'edit', on } as const

export const attachmentRoutes = [
  route(listAttachments, view, list),
  fileRoute(addAttachment, edit, { admit, inspect }, add),
  fileAnswerRoute(readAttachment, view, read),
  fileAnswerRoute(previewAttachment, view, preview),
  route(renameAttachment, edit, rename),
  route(removeAttachment, edit, remove),
  route(restoreAttachment, edit, restore),
  route(purgeAttachment, { level: 'manage', on }, purge),
]
