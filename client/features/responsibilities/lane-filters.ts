import type { LaneLine } from '#contract/responsibilities.ts'
import { useQueryString } from '../../platform/query-string.ts'
import { isMine, isUnconfirmed } from './words.ts'

export const shows = ['all', 'gaps', 'mine', 'unconfirmed', 'retired'] as const
export type Show = (typeof shows)[number]

export const showNames: Record<Show, string> = {
  all: 'All',
  gaps: 'Gaps',
  mine: 'Mine',
  unconfirmed: 'Unconfirmed',
  retired: 'Retired',
}

/** What the list shows, in the query string. */
export function useLaneFilters() {
  const { parameters, change } = useQueryString<'show' | 'text'>()
  const written = parameters.get('show') as Show
  return {
    show: shows.includes(written) ? written : ('all' as const),
    text: parameters.get('text') ?? '',
    setShow: (show: Show) => change({ show: show === 'all' ? undefined : show }),
    setText: (text: string) => change({ text }, 'replace'),
    clear: () => change({ show: undefined, text: undefined }),
  }
}

export function matches(lane: LaneLine, show: Show, memberId: string): boolean {
  if (show === 'gaps') return lane.gaps.some(({ isGap }) => isGap)
  if (show === 'mine') return isMine(lane, memberId)
  if (show === 'unconfirmed') return isUnconfirmed(lane)
  return true
}

/** Every word somewhere: in its name, its people, its parties, its systems. */
export function hasWords(lane: LaneLine, text: string): boolean {
  const holders = [...lane.accountable, lane.deputy, lane.firstInHours, lane.firstOutOfHours]
  const words = [
    lane.name,
    lane.outcome,
    ...holders.map((holder) => `${holder?.person?.name ?? ''} ${holder?.party ?? ''}`),
    ...lane.systems.map(({ reference, title }) => `${reference} ${title}`),
  ]
    .join(' ')
    .toLowerCase()
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => words.includes(word))
}
