import type { OutputOf } from '#contract/endpoint.ts'
import type { MissingPart, systemGaps } from '#contract/gaps.ts'
import { listWords } from '../../ui/format.ts'
import { editPath, listPath } from '../documents/addresses.ts'

type Facts = OutputOf<typeof systemGaps>

/** For the filter. */
export const missingNames: Record<MissingPart, string> = {
  runbook: 'No runbook',
  vendor: 'No vendor',
  diagram: 'No diagram',
  owner: 'No owner',
  second_reader: 'No second reader',
}

/** Why it matters. @param me the reader's own name */
export function reasonWords(part: MissingPart, { readers, onlyReader }: Facts, me: string): string {
  if (part === 'runbook') return 'No runbook: nobody knows what to do when it breaks'
  if (part === 'vendor') return 'No vendor: nobody knows whom to call'
  if (part === 'diagram') return 'No diagram: nobody sees what hangs on it'
  if (part === 'owner') return 'No owner: nobody answers for it'
  if (readers === 0) return 'Nobody has read it in 180 days'
  if (onlyReader === undefined) return 'Only one person has read it in 180 days'
  return `Only ${onlyReader === me ? 'you have' : `${onlyReader} has`} read it in 180 days`
}

/** `This critical system has no runbook and no diagram, and nobody but Tom has read it in 180 days.` */
export function gapSentence({ gaps, readers, onlyReader }: Facts, me: string): string {
  const parts = gaps.filter((part) => part !== 'second_reader').map((part) => `no ${part}`)
  const who =
    readers === 0
      ? 'nobody'
      : onlyReader === undefined
        ? 'only one person'
        : `nobody but ${onlyReader === me ? 'you' : onlyReader}`
  const lacks = parts.length > 0 && `This critical system has ${listWords(parts)}`
  if (!gaps.includes('second_reader')) return `${lacks || 'This critical system lacks nothing'}.`
  if (lacks) return `${lacks}, and ${who} has read it in 180 days.`
  return `${who.charAt(0).toUpperCase()}${who.slice(1)} has read about this critical system in 180 days.`
}

/** Where what is missing is made; undefined where nothing can be made: somebody has to read. */
export function remedyOf(
  part: MissingPart,
  slug: string,
  reference: string,
): { words: string; to: string } | undefined {
  if (part === 'runbook') return { words: 'Write runbook', to: `${listPath(slug, 'runbook')}/new?system=${reference}` }
  if (part === 'vendor') return { words: 'Add vendor', to: `${listPath(slug, 'vendor')}/new?system=${reference}` }
  if (part === 'diagram') return { words: 'Draw diagram', to: `${listPath(slug, 'diagram')}/new?system=${reference}` }
  if (part === 'owner') return { words: 'Name owner', to: editPath(slug, reference) }
  return undefined
}
