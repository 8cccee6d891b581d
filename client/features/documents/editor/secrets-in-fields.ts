import type { SecretMatch } from '#contract/secret-scan/scan.ts'
import { secretScanner } from '../secret-scanner.ts'
import { markOf } from './not-secrets.ts'

/** What of a document is written in sentences, and read by everybody who may read it. */
export type Texts = Readonly<Record<'title' | 'summary' | 'body' | 'note', string>>
export type TextField = keyof Texts
const fields: readonly TextField[] = ['title', 'summary', 'body', 'note']

export interface FoundSecret extends SecretMatch {
  field: TextField
  value: string
  /** To know it again: what was said to be no secret. */
  mark: string
}

const sliceMs = 5

/** Everything in the texts that looks like a secret, at once; nothing where the scanner cannot be fetched. */
export async function secretsIn(texts: Texts): Promise<FoundSecret[]> {
  const scanner = await secretScanner()
  if (!scanner) return []
  return fields.flatMap((field) => foundIn(texts, field, scanner.scanForSecrets(texts[field])))
}

/** The same in slices of 5 ms, so that typing goes on; undefined when it was given up. */
export async function secretsInSlices(texts: Texts, signal: AbortSignal): Promise<FoundSecret[] | undefined> {
  const scanner = await secretScanner()
  if (!scanner) return []
  const found: FoundSecret[] = []
  let until = performance.now() + sliceMs
  for (const field of fields) {
    const scan = scanner.scanning(texts[field])
    for (;;) {
      const { done, value } = scan.next()
      if (done) {
        found.push(...foundIn(texts, field, value))
        break
      }
      if (performance.now() < until) continue
      await new Promise((resolve) => setTimeout(resolve))
      if (signal.aborted) return undefined
      until = performance.now() + sliceMs
    }
  }
  return found
}

const foundIn = (texts: Texts, field: TextField, matches: readonly SecretMatch[]): FoundSecret[] =>
  matches.map((match) => {
    const value = texts[field].slice(match.from, match.to)
    return { ...match, field, value, mark: markOf(match.rule, value) }
  })
