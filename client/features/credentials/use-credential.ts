import { useEffect, useMemo, useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { openCredential, type Credential } from '#contract/credentials.ts'
import type { Document } from '#contract/documents.ts'
import { query } from '../../platform/api.ts'
import { doing, readyFor } from '../../platform/organization-keys.ts'
import { useOrganization } from '../../platform/session.ts'
import { useIsUnlocked } from '../../platform/vault.ts'
import { useRing } from '../notices/rings.ts'
import { shownOf, type OfCredential } from './open-secret.ts'

const waitingPollMs = 5_000

/** A credential as its page needs it, with what the vault says of it once it is unlocked. */
export function useCredential(slug: string, document: Pick<Document, 'reference' | 'title'>) {
  const { organizationId } = useOrganization()
  const { reference, title } = document
  const answer = useQuery({
    ...query(openCredential, { slug, reference: reference }),
    // Whoever waits to be let in should not have to press reload.
    refetchInterval: ({ state }) => (state.data?.waiting ? waitingPollMs : false),
  })
  // Somebody may have let the reader in, or ended it.
  useRing(() => void answer.refetch())
  const of = useMemo<OfCredential>(
    () => ({ slug, organizationId, reference, title }),
    [slug, organizationId, reference, title],
  )
  return { answer, credential: answer.data, of, ...useVerified(of, answer.data) }
}

/** What the vault made of it: the username and labels, or the finding that something was tampered with. */
type Verified =
  | { username?: string | undefined; labels: Readonly<Record<string, string>>; author?: string | undefined }
  | { error: Error }

function useVerified(of: OfCredential, credential: Credential | undefined) {
  const isUnlocked = useIsUnlocked()
  const [verified, setVerified] = useState<{ of: Credential; is: Verified }>()
  useEffect(() => {
    if (!isUnlocked || !credential) return
    let isWanted = true
    verify(of, credential).then(
      (is) => isWanted && is && setVerified({ of: credential, is }),
      (error: unknown) => isWanted && setVerified({ of: credential, is: { error: error as Error } }),
    )
    return () => void (isWanted = false)
  }, [isUnlocked, of, credential])
  // Gone with the lock, and never of another revision.
  const is = isUnlocked && verified?.of === credential ? verified?.is : undefined
  const isGenuine = is !== undefined && !('error' in is)
  return { verified: isGenuine ? is : undefined, integrity: is && 'error' in is ? is.error : undefined, isUnlocked }
}

async function verify(of: OfCredential, credential: Credential): Promise<Verified | undefined> {
  if (!(await readyFor(of.slug, 'to open secrets'))) return undefined
  const shown = shownOf(of, credential)
  const { organizationId } = of
  if (credential.username) return doing(of.slug, 'openUsername', { organizationId, shown, credential })
  const { author } = await doing(of.slug, 'checkCredential', { organizationId, shown, version: credential.current })
  return { labels: {}, author }
}
