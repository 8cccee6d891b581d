import { useQueryString } from '../../platform/query-string.ts'
import type { Sort } from '../../ui/Table.tsx'

/** Search, sort and the open row of a settings list, all in the query string. */
export function useList(usualSort: string) {
  const { parameters, change } = useQueryString<'text' | 'sort' | 'open'>()
  const written = parameters.get('sort') ?? usualSort
  const sort: Sort = { by: written.replace(/^-/, ''), isDescending: written.startsWith('-') }
  return {
    text: parameters.get('text') ?? '',
    setText: (text: string) => change({ text }, 'replace'),
    sort,
    setSort: ({ by, isDescending }: Sort) => change({ sort: `${isDescending ? '-' : ''}${by}` }, 'replace'),
    /** The id of the row whose dialog is open. */
    open: parameters.get('open') ?? undefined,
    /** The address of this list with a row's dialog open. */
    to: (id: string) => {
      const next = new URLSearchParams(parameters)
      next.set('open', id)
      return `?${next}`
    },
    close: () => change({ open: undefined }),
  }
}

/** Rows whose words hold every word of the text, ordered by the column. */
export function listed<Row>(
  rows: readonly Row[],
  { text, sort }: { text: string; sort: Sort },
  words: (row: Row) => readonly (string | undefined)[],
  keys: Readonly<Record<string, (row: Row) => string | number | undefined>>,
): Row[] {
  const sought = text.toLowerCase().split(/\s+/).filter(Boolean)
  const found = rows.filter((row) => {
    const inRow = words(row).join(' ').toLowerCase()
    return sought.every((word) => inRow.includes(word))
  })
  const key = keys[sort.by]
  if (!key) return found
  const sign = sort.isDescending ? -1 : 1
  return found.sort((one, other) => {
    const [first, second] = [key(one), key(other)]
    // Rows without the thing come last in either direction.
    if (first === undefined || second === undefined) return Number(first === undefined) - Number(second === undefined)
    return sign * compare(first, second)
  })
}

function compare(one: string | number, other: string | number): number {
  if (typeof one === 'number' && typeof other === 'number') return one - other
  return collator.compare(String(one), String(other))
}

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })
