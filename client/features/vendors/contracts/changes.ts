import type { ContractTerms } from '#contract/contracts.ts'
import { formatDay } from '../../../ui/format.ts'
import { costWords } from './money.ts'
import { noticeWords, renewalWords } from './words.ts'

export type Terms = ContractTerms

/** What one version has other than the one before, in words; of the first, nothing. */
export function changesBetween(before: Terms | undefined, after: Terms): string[] {
  if (!before) return []
  return parts.flatMap(([name, words]) => {
    const [was, is] = [words(before), words(after)]
    return was === is ? [] : [`${name}: ${was || 'nothing'} → ${is || 'nothing'}`]
  })
}

const parts: readonly (readonly [name: string, words: (terms: Terms) => string])[] = [
  ['Title', ({ title }) => title],
  ['Number', ({ number }) => number],
  ['Start', ({ startsOn }) => (startsOn ? formatDay(startsOn) : '')],
  ['End', ({ endsOn }) => (endsOn ? formatDay(endsOn) : '')],
  ['Renewal', ({ autoRenews, renewalMonths }) => (autoRenews && renewalMonths ? renewalWords(renewalMonths) : '')],
  ['Notice', ({ notice }) => (notice ? [noticeWords(notice), notice.channel].filter(Boolean).join(', ') : '')],
  ['Cost', ({ cost }) => (cost ? costWords(cost) : '')],
  ['Notes', ({ notes }) => (notes.length > 60 ? `${notes.slice(0, 60)}…` : notes)],
]
