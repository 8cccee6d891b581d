import { useEffect, useState } from 'react'
import { theVault } from '../../platform/vault.ts'
import { ButtonLink } from '../../ui/Button.tsx'
import css from './Door.module.css'

export interface FoundedOrganization {
  orgId: string
  slug: string
  organization: string
}

/** What a founder is told once: by which words the organization is known, and what to do before anything else. */
export function Founded({ orgId, slug, organization }: FoundedOrganization) {
  const [words, setWords] = useState<string[]>([])
  useEffect(() => {
    let isThere = true
    void theVault()
      .does('fingerprint', { orgId })
      .then((found) => isThere && setWords(found.words))
      .catch(() => undefined)
    return () => void (isThere = false)
  }, [orgId])
  return (
    <>
      <p>
        These six words are the fingerprint of {organization}. They stand in its settings too. Whoever joins or recovers
        can compare them, and knows that it is this organization and not a copy of it.
      </p>
      <ol className={css['words']} aria-label="Fingerprint" aria-busy={words.length === 0}>
        {words.map((word) => (
          <li key={word}>{word}</li>
        ))}
      </ol>
      <p>
        <strong>You alone hold the keys now.</strong> If your passphrase is lost, so is everything that is encrypted.
        Two things prevent that:
      </p>
      <div className={css['submit']}>
        <ButtonLink variant="primary" to={`/o/${slug}/settings/members`}>
          Name a second key holder
        </ButtonLink>
        <ButtonLink to={`/o/${slug}/settings/recovery`}>Make recovery cards</ButtonLink>
        <ButtonLink to={`/o/${slug}`}>Later</ButtonLink>
      </div>
    </>
  )
}
