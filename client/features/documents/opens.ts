import { reportOpens } from '#contract/documents.ts'
import { call } from '../../platform/api.ts'

/**
 * Counts use: every document that was opened is reported once a day, in batches, in a request of its own. What could
 * not be sent waits in this tab for the next time.
 */
interface Kept {
  /** The day in the organization's zone that the rest is about. */
  day: string
  sent: string[]
  waiting: string[]
}

const storageKey = (slug: string) => `runkeep.opens.${slug}`
const batchMs = 3_000
const mostAtOnce = 50
const timers = new Map<string, ReturnType<typeof setTimeout>>()

/** @param day today, in the organization's zone */
export function noteOpen(slug: string, reference: string, day: string): void {
  const kept = read(slug, day)
  if (kept.sent.includes(reference)) return
  if (!kept.waiting.includes(reference)) write(slug, { ...kept, waiting: [...kept.waiting, reference] })
  if (timers.size === 0) document.addEventListener('visibilitychange', flushWhenHidden)
  clearTimeout(timers.get(slug))
  timers.set(
    slug,
    setTimeout(() => void flush(slug), batchMs),
  )
}

function flushWhenHidden(): void {
  if (document.visibilityState === 'hidden') for (const slug of [...timers.keys()]) void flush(slug)
}

async function flush(slug: string): Promise<void> {
  clearTimeout(timers.get(slug))
  timers.delete(slug)
  if (timers.size === 0) document.removeEventListener('visibilitychange', flushWhenHidden)
  const { waiting } = read(slug)
  const references = waiting.slice(0, mostAtOnce)
  if (references.length === 0) return
  try {
    await call(reportOpens, { slug, references: references })
  } catch {
    return // use is a statistic: it waits, and nobody is bothered with it
  }
  const kept = read(slug)
  write(slug, {
    ...kept,
    sent: [...new Set([...kept.sent, ...references])],
    waiting: kept.waiting.filter((reference) => !references.includes(reference)),
  })
}

function read(slug: string, day?: string): Kept {
  try {
    const kept = JSON.parse(sessionStorage.getItem(storageKey(slug)) ?? '') as Kept
    if (day === undefined || kept.day === day) return kept
    return { day, sent: [], waiting: kept.waiting }
  } catch {
    return { day: day ?? '', sent: [], waiting: [] }
  }
}

function write(slug: string, kept: Kept): void {
  try {
    sessionStorage.setItem(storageKey(slug), JSON.stringify(kept))
  } catch {
    // Storage can be forbidden; use is then reported at every opening, and the server counts it once.
  }
}
