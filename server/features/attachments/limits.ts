import type { AttachmentLimits } from '#contract/attachments.ts'
import { mostStreamBytes } from '#contract/sealed/fields.ts'
import type { DocumentCall } from '../../access/call.ts'
import { isKeyHolder } from '../../access/guard.ts'
import { attachmentQueries } from './queries.ts'

/** What an installation lets in, in bytes, and how much of it an organization has. */
export function limitsOf({ db, actor, config, document }: DocumentCall): AttachmentLimits {
  const { FILE_MEGABYTES, FILES_PER_DOCUMENT, FILES_GIGABYTES } = config
  return {
    // Clients hold the files of credentials in memory to seal and open them.
    fileBytes: Math.min(
      Math.floor(FILE_MEGABYTES * 1e6),
      document.kind === 'credential' ? mostStreamBytes : Number.MAX_SAFE_INTEGER,
    ),
    perDocument: FILES_PER_DOCUMENT,
    quotaBytes: Math.floor(FILES_GIGABYTES * 1e9),
    usedBytes: attachmentQueries(db).usage({ organizationId: actor.organizationId })?.bytes ?? 0,
  }
}

/** As it is told: to the byte, it would tell those who see a part of the vault what is put into the rest. */
export function shownLimits(call: DocumentCall): AttachmentLimits {
  const limits = limitsOf(call)
  if (isKeyHolder(call.actor)) return limits
  const step = Math.max(1, Math.ceil(limits.quotaBytes / 100))
  return { ...limits, usedBytes: Math.ceil(limits.usedBytes / step) * step }
}
