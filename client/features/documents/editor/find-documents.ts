import { useCallback, useMemo, useState } from 'react'
import { listDocuments, type Document, type DocumentChip, type DocumentLine } from '#contract/documents.ts'
import type { Kind } from '#contract/values.ts'
import { call } from '../../../platform/api.ts'

const most = 10

/** Documents by words of title, reference or tag; without words the ones that changed last. Nothing when offline. */
export async function findDocuments(slug: string, text: string, kind?: Kind): Promise<readonly DocumentLine[]> {
  try {
    const { items } = await call(listDocuments, {
      slug,
      limit: most,
      ...(kind && { kind }),
      ...(text ? { text: text.slice(0, 200), sort: 'title' } : { sort: 'changed', descending: 'true' }),
    })
    return items
  } catch {
    return []
  }
}

/** The same for the editor, remembering what was found, so that the preview shows it as a chip. */
export function useFindDocuments(slug: string, document: Document | undefined, system: Document | undefined) {
  const [seen, setSeen] = useState<ReadonlyMap<string, DocumentChip>>(new Map())
  const find = useCallback(
    async (text: string, kind?: Kind) => {
      const lines = await findDocuments(slug, text, kind)
      setSeen((before) => new Map([...before, ...lines.map((line) => [line.reference, chipOf(line)] as const)]))
      return lines
    },
    [slug],
  )
  const chips = useMemo(() => {
    const known = [...(document?.cited ?? []), ...(document?.related ?? []), ...(system ? [chipOf(system)] : [])]
    return [...new Map([...seen, ...known.map((chip) => [chip.reference as string, chip] as const)]).values()]
  }, [document, system, seen])
  const titles = useMemo(() => new Map(chips.map((chip) => [chip.reference as string, chip.title])), [chips])
  return { find, chips, titles }
}

const chipOf = (line: DocumentLine | Document): DocumentChip => ({
  reference: line.reference,
  kind: line.kind,
  title: line.title,
  state: line.state,
  ...(line.daysLeft !== undefined && { daysLeft: line.daysLeft }),
  intervalDays: line.intervalDays,
  criticality: line.criticality,
  updatedAt: line.updatedAt,
  archived: line.archivedAt !== undefined,
})
