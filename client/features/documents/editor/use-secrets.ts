import { useEffect, useMemo, useRef, useState } from 'react'
import type { Content } from '#contract/content.ts'
import { useOrganization } from '../../../platform/session.ts'
import { keepNotSecrets, moveNotSecrets, notSecretsIn } from './not-secrets.ts'
import { secretsIn, secretsInSlices, type FoundSecret, type Texts } from './secrets-in-fields.ts'

const scanAfterMs = 300

export interface Secrets {
  /** What looks like a secret and was not said to be none, as of a moment ago. */
  found: readonly FoundSecret[]
  /** The texts in which they were found. */
  texts: Texts
  /** Saving was asked for and waits for a second word. */
  isHeld: boolean
  /** Goes on, unless somebody has not been told yet of what is there: then it is told, and the second time goes on. */
  askFirst: (goOn: () => void) => void
  /** "Not a secret": remembered for this document on this device. */
  dismiss: (secret: FoundSecret) => void
  /** A new document was given its reference. */
  keepFor: (reference: string) => void
}

/**
 * Watches what is being written for passwords, keys and tokens: a moment after the last change, in short slices; and at
 * once and whole when it is to be saved.
 * @param name of the document, as drafts are called: `RB-14`, `new runbook`
 */
export function useSecrets(written: Texts & { content: Content | undefined }, name: string): Secrets {
  const { title, summary, body, note, content } = written
  const { organizationId } = useOrganization()
  const place = `${organizationId}/${name}`
  const texts = useMemo(() => ({ title, summary, body, note, content }), [title, summary, body, note, content])
  const [seen, setSeen] = useState<{ texts: Texts; secrets: readonly FoundSecret[] }>({ texts, secrets: [] })
  const [dismissed, setDismissed] = useState(() => notSecretsIn(place))
  const [isHeld, setHeld] = useState(false)
  const told = useRef<ReadonlySet<string>>(new Set())

  useEffect(() => {
    const giveUp = new AbortController()
    const timer = setTimeout(() => {
      void scan(texts, giveUp.signal).then((found) => found && setSeen(found))
    }, scanAfterMs)
    return () => {
      clearTimeout(timer)
      giveUp.abort()
    }
  }, [texts])

  const found = useMemo(() => seen.secrets.filter(({ mark }) => !dismissed.has(mark)), [seen, dismissed])

  async function mustHold(): Promise<boolean> {
    const whole = await inWords(texts)
    const secrets = await secretsIn(whole)
    setSeen({ texts: whole, secrets })
    const open = secrets.filter(({ mark }) => !dismissed.has(mark))
    if (open.every(({ mark }) => told.current.has(mark))) return false
    told.current = new Set(open.map(({ mark }) => mark))
    setHeld(true)
    return true
  }

  function dismiss({ mark }: FoundSecret): void {
    const next = new Set(dismissed).add(mark)
    setDismissed(next)
    keepNotSecrets(place, next)
  }

  return {
    found,
    texts: seen.texts,
    isHeld: isHeld && found.length > 0,
    askFirst: (goOn) => void mustHold().then((isHeld) => (isHeld ? undefined : goOn())),
    dismiss,
    keepFor: (reference) => moveNotSecrets(place, `${organizationId}/${reference}`),
  }
}

type Written = Texts & { content: Content | undefined }

async function scan(written: Written, signal: AbortSignal) {
  const texts = await inWords(written)
  const secrets = signal.aborted ? undefined : await secretsInSlices(texts, signal)
  return secrets && { texts, secrets }
}

/** A drawing, or what is known of a vendor, is scanned as the text that others read. */
async function inWords({ content, ...texts }: Written): Promise<Texts> {
  return content ? { ...texts, body: (await import('./readable.ts')).readable({ body: '', content }) } : texts
}
