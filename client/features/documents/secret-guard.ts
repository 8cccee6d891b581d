import { useEffect, useRef } from 'react'
import { secretScanner } from './secret-scanner.ts'

/**
 * For a sentence that goes into a record which others read. What looks like a secret is said once; sent again as it is,
 * it goes.
 * @returns asks before sending: `tell` gets the words for the field, or `send` is called
 */
export function useSecretGuard() {
  const told = useRef<string>(undefined)
  // On its way while somebody writes.
  useEffect(() => void secretScanner(), [])
  return async (text: string, act: string, tell: (words: string) => void, send: () => void): Promise<void> => {
    const scanner = await secretScanner()
    const secret = scanner?.scanForSecrets(text)[0]
    if (!secret || told.current === text) return send()
    told.current = text
    tell(
      `This looks like ${secret.label}. Everybody who may read the document sees it, and it stays in the record. Take it out, or press ${act} again.`,
    )
  }
}
