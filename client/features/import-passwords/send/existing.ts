import type { Membership } from '#contract/accounts.ts'
import { openCredential } from '#contract/credentials.ts'
import { listDocuments, type DocumentLine } from '#contract/documents.ts'
import { call } from '../../../platform/api.ts'
import { doing } from '../../../platform/organization-keys.ts'
import type { ImportedItem } from '../imported-item.ts'
import { needingUsername, type ExistingCredential } from '../plan/duplicates.ts'

interface Known extends ExistingCredential {
  line: DocumentLine
}

const pageSize = 200
const mostOpened = 500
const atOnce = 4

/**
 * The credentials that the person can see, with the usernames of those that the file could be confused with: of several
 * under one name only the username says which is meant. Opening a username is no reveal.
 */
export async function existingCredentials(
  { slug, organizationId }: Pick<Membership, 'slug' | 'organizationId'>,
  items: readonly ImportedItem[],
  signal: AbortSignal,
): Promise<ExistingCredential[]> {
  const known: Known[] = []
  for (let after: string | undefined, isFirst = true; isFirst || after !== undefined; isFirst = false) {
    const page = await call(
      listDocuments,
      { slug, kind: 'credential', limit: pageSize, ...(after !== undefined && { after }) } as never,
      { signal },
    )
    known.push(...page.items.map(knownOf))
    after = page.next
  }
  const unclear = new Set(needingUsername(items, known).slice(0, mostOpened))
  const waiting = known.filter((each) => unclear.has(each))
  const openNext = async (): Promise<void> => {
    for (let next = waiting.pop(); next && !signal.aborted; next = waiting.pop()) {
      const username = await usernameOf(slug, organizationId, next.line, signal)
      if (username !== undefined) next.username = username
    }
  }
  await Promise.all(Array.from({ length: atOnce }, openNext))
  return known.map(({ line: _line, ...rest }) => rest)
}

const knownOf = (line: DocumentLine): Known => ({
  line,
  reference: line.reference,
  title: line.title,
  addresses: (line.credential?.address ?? '').split('\n').filter((address) => address !== ''),
})

/** Undefined where it may not be opened, or cannot: then the name and the address must do. */
async function usernameOf(
  slug: string,
  organizationId: string,
  line: DocumentLine,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    const { reference, title, collectionId } = line
    const credential = await call(openCredential, { slug, reference }, { signal })
    if (!credential.username) return undefined
    const { id: documentId, address, class: secretClass } = credential
    const shown = { documentId, title, address, class: secretClass, collectionId }
    return (await doing(slug, 'openUsername', { organizationId, shown, credential })).username
  } catch {
    return undefined
  }
}
