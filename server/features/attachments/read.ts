import type { previewAttachment, readAttachment } from '#contract/attachments.ts'
import { Problem } from '#contract/problems.ts'
import type { DocumentCall, DocumentCallOf } from '../../access/call.ts'
import type { FileAnswer } from '../../http/files.ts'
import type { House } from '../../http/house.ts'
import { later } from '../../platform/clock.ts'
import { Damaged, wholeFile, type Whole } from '../../platform/send-file.ts'
import { hasRevealedSince, opensNow } from '../credentials/rules.ts'
import { previewOf, type PreviewSize } from './previews.ts'
import type { Stored } from './queries.ts'
import { requireAttachment, trace } from './rules.ts'

/** So long after a reveal its files can be taken. */
const revealedForMinutes = 10

/** The bytes, to whoever may view the document; those of a credential to whoever has just revealed it. */
export function read(call: DocumentCallOf<typeof readAttachment>): FileAnswer {
  const found = requireBytes(call)
  if (found.sealed) requireReveal(call)
  return {
    ready: async (house) => {
      const whole = await wholeOr(house, call, found)
      return { fileName: found.name, sizeBytes: found.sizeBytes, pour: whole.pour }
    },
  }
}

/** @throws Problem 'not-found' for what has no picture. */
export function preview(call: DocumentCallOf<typeof previewAttachment>): FileAnswer {
  const found = requireBytes(call)
  if (found.sealed || found.width === undefined) throw new Problem('not-found')
  const size: PreviewSize = call.input.size
  return {
    ready: async (house) => {
      const made = await previewOf(house, found, size, () => wholeOr(house, call, found))
      return { fileName: `${size}.webp`, ...made }
    },
  }
}

function requireBytes(call: DocumentCallOf<typeof readAttachment> | DocumentCallOf<typeof previewAttachment>) {
  const found = requireAttachment(call, call.input.attachmentId)
  const { file } = found
  if (file === undefined) {
    throw new Problem('not-possible-now', { detail: `${found.name} was erased for good by an owner.` })
  }
  return { ...found, file }
}

function requireReveal(call: DocumentCall): void {
  const { document, now } = call
  if (!opensNow(call)) {
    throw new Problem('not-permitted', {
      detail: `You can see ${document.reference} but not open it.${document.owner ? ` ${document.owner} owns it.` : ''}`,
    })
  }
  if (hasRevealedSince(call, later(now, { minutes: -revealedForMinutes }))) return
  throw new Problem('not-permitted', {
    detail: `Reveal ${document.reference} first: its files can be taken for ${revealedForMinutes} minutes after.`,
    facts: { reveal: document.reference },
  })
}

async function wholeOr(house: House, call: DocumentCall, found: Stored & { file: string }): Promise<Whole> {
  try {
    return await wholeFile(house.files.pathOf(found.file), found)
  } catch (error) {
    if (!(error instanceof Damaged)) throw error
    await tell(house, call, found, error.message)
    throw new Problem('file-damaged', {
      detail: `${found.name}, version ${found.version}, is not on the disk as it was saved. Tell whoever runs this server: a backup may have it.`,
      facts: { attachmentId: found.id, name: found.name },
    })
  }
}

const toldOf = new WeakMap<House, Map<string, string>>()

/** Written down once a day, however often somebody tries. */
async function tell(house: House, call: DocumentCall, found: Stored, why: string): Promise<void> {
  const told = toldOf.get(house) ?? new Map<string, string>()
  toldOf.set(house, told)
  const today = call.now.slice(0, 10)
  if (told.get(found.id) === today) return
  told.set(found.id, today)
  house.log.event('file-damaged', { detail: found.file ?? '', error: why })
  await house.writer.write(() => trace(call, 'attachment.damaged', found, { why }))
}
