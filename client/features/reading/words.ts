import type { ReadingItem, ReadingListLine } from '#contract/reading-lists.ts'
import { formatDay, plural } from '../../ui/format.ts'

/** `3 of 12 read, 40 min left, until 4 Dec 2026` */
export function progressWords({
  items,
  read,
  minutesLeft,
  dueOn,
}: Pick<ReadingListLine, 'items' | 'read' | 'minutesLeft' | 'dueOn'>): string {
  if (items === 0) return 'Nothing to read yet'
  if (read === items) return `All ${plural(items, 'item')} read`
  return [`${read} of ${items} read`, `${minutesWords(minutesLeft)} left`, dueOn && `until ${formatDay(dueOn)}`]
    .filter(Boolean)
    .join(', ')
}

/** `12 items, 44 min`: of a list that nobody asks the reader to read. */
export const sizeWords = ({ items, minutes }: Pick<ReadingListLine, 'items' | 'minutes'>): string =>
  `${plural(items, 'item')}, ${minutesWords(minutes)}`

export const minutesWords = (minutes: number): string =>
  minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h${minutes % 60 ? ` ${minutes % 60} min` : ''}`

/** Where an item leads; nowhere where the reader may not see it. */
export function itemAddress(
  slug: string,
  list: string,
  item: ReadingItem,
  path: (slug: string, reference: string) => string,
): string | undefined {
  if (item.reference) return `${path(slug, item.reference)}?list=${list}&item=${item.id}`
  return item.url
}
