import { documentIndex, type IndexEntry } from '#contract/documents.ts'
import { Problem } from '#contract/problems.ts'
import { call } from '../../platform/api.ts'
import { today } from '../../ui/format.ts'
import { makePaletteIndex } from './palette-index.ts'
import type { FromPaletteWorker, ToPaletteWorker } from './palette-protocol.ts'

/** Holds the palette's index: fetches it, builds it and searches it, all away from the page. Lives as long as the page does. */

const entries = new Map<string, readonly IndexEntry[]>()
let index = makePaletteIndex(entries, today())
let loading: AbortController | undefined

addEventListener('message', ({ data }: MessageEvent<ToPaletteWorker>) => {
  switch (data.is) {
    case 'load':
      return void load(data.slugs)
    case 'find':
      return say({ is: 'found', id: data.id, found: index.find(data.text, data.slugs) })
    case 'recent':
      return say({ is: 'recent', id: data.id, hits: index.recent(data.visited, data.slugs) })
  }
})

async function load(slugs: readonly string[]): Promise<void> {
  loading?.abort()
  const { signal } = (loading = new AbortController())
  const fetched = await Promise.allSettled(slugs.map((slug) => fetchIndex(slug, signal)))
  if (signal.aborted) return
  for (const slug of entries.keys()) if (!slugs.includes(slug)) entries.delete(slug)
  const failed: string[] = []
  fetched.forEach((outcome, at) => {
    const slug = slugs[at] as string
    if (outcome.status === 'fulfilled') entries.set(slug, outcome.value)
    else failed.push(slug)
  })
  const isSignedOut = fetched.some(
    (outcome) =>
      outcome.status === 'rejected' && outcome.reason instanceof Problem && outcome.reason.code === 'not-signed-in',
  )
  if (isSignedOut) entries.clear()
  index = makePaletteIndex(entries, today())
  say({ is: 'loaded', failed, isSignedOut })
}

async function fetchIndex(slug: string, signal: AbortSignal): Promise<IndexEntry[]> {
  const all: IndexEntry[] = []
  let after: string | undefined
  do {
    const page = await call(documentIndex, { slug, ...(after !== undefined && { after }) }, { signal })
    all.push(...page.items)
    after = page.next
  } while (after !== undefined)
  return all
}

const say = (message: FromPaletteWorker): void => postMessage(message)
