import { useEffect, useRef } from 'react'
import type { FieldErrors } from '../../ui/Form.tsx'
import { secretInField } from './secret-scanner.ts'

/** Who reads what is written, and for how long. */
const documentReaders = 'Everybody who may read the document sees it, and it stays in the record.'
export const accessLogReaders = 'It goes into the access log, where it can never be taken out.'

/**
 * For sentences that go into a record which others read. What looks like a secret is said once; sent again as it is, it
 * goes.
 * @returns what to say beside which field; nothing where it can be sent
 */
export function useSecretWarnings(readers = documentReaders) {
  const told = useRef(new Set<string>())
  // On its way while somebody writes.
  useEffect(() => void secretInField(''), [])
  return async (texts: Readonly<Record<string, string>>, act: string): Promise<FieldErrors> => {
    const warnings: Record<string, string> = {}
    for (const [field, text] of Object.entries(texts)) {
      const secret = told.current.has(text) ? undefined : await secretInField(text)
      if (!secret) continue
      told.current.add(text)
      warnings[field] = `This looks like ${secret.label}. ${readers} Take it out, or press ${act} again.`
    }
    return warnings
  }
}

/** The same for one sentence: `tell` gets the words for its field, or `send` is called. */
export function useSecretGuard(readers?: string) {
  const warningsFor = useSecretWarnings(readers)
  return async (text: string, act: string, tell: (words: string) => void, send: () => void): Promise<void> => {
    const { text: words } = await warningsFor({ text }, act)
    if (words === undefined) send()
    else tell(words)
  }
}
