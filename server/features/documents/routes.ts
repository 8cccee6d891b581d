import {
  archiveDocument,
  assignDocument,
  countDocuments,
  createDocument,
  importDocuments,
  listDocuments,
  listRevisions,
  listTags,
  listVerifications,
  openDocument,
  openRevision,
  pinDocument,
  purgeDocument,
  raiseFlag,
  reportOpens,
  reserveReferences,
  resolveFlag,
  restoreDocument,
  restoreRevision,
  saveDocument,
  snoozeDocument,
  verifyDocument,
} from '#contract/documents.ts'
import type { Reference } from '#contract/values.ts'
import { route } from '../../http/route.ts'
import { importFiles, reserve } from './import.ts'
import { counts, isLongWalk, list, tags } from './list.ts'
import {
  archive,
  assign,
  create,
  flag,
  noteOpens,
  open,
  pin,
  purge,
  resolve,
  restore,
  restoreOldRevision,
  revision,
  revisions,
  save,
  snooze,
  verifications,
  verify,
} from './rules.ts'

const on = (input: { reference: Reference }) => input.reference
const view = { level: 'view', on } as const
const edit = { level: 'edit', on } as const
/** Whoever may edit, and the document's owner and deputy. */
const vouch = { level: 'edit', on, keepers: true } as const

export const documentRoutes = [
  route(listDocuments, 'member', list, { effect: (input) => (isLongWalk(input) ? 'heavy' : 'read') }),
  route(countDocuments, 'member', counts, { effect: 'heavy' }),
  route(listTags, 'member', tags, { effect: 'heavy' }),
  route(createDocument, { level: 'edit', in: (input) => input.collectionId }, create),
  route(openDocument, view, open),
  route(saveDocument, edit, save),
  route(reserveReferences, { level: 'edit', in: (input) => input.collectionId }, reserve),
  route(importDocuments, { level: 'edit', in: (input) => input.collectionId }, importFiles),
  route(archiveDocument, vouch, archive),
  route(restoreDocument, vouch, restore),
  route(purgeDocument, { level: 'manage', on }, purge),
  route(assignDocument, vouch, assign),
  route(pinDocument, view, pin, { unaudited: 'a bookmark of one’s own' }),
  route(listRevisions, view, revisions),
  route(openRevision, view, revision),
  route(restoreRevision, edit, restoreOldRevision),
  route(verifyDocument, vouch, verify),
  route(listVerifications, view, verifications),
  route(raiseFlag, view, flag),
  route(resolveFlag, vouch, resolve),
  route(snoozeDocument, view, snooze, { unaudited: 'changes one’s own queue only' }),
  route(reportOpens, 'member', noteOpens, { unaudited: 'use is counted, not audited' }),
]
