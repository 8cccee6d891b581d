import { useQuery } from '@tanstack/react-query'
import { listSecretVersions } from '#contract/credentials.ts'
import type { Document } from '#contract/documents.ts'
import { call } from '../../platform/api.ts'
import { Failed } from '../../platform/Failed.tsx'
import { listWords, plural } from '../../ui/format.ts'
import { LoadingText } from '../../ui/states.tsx'
import { FileFieldRow } from './FileFieldRow.tsx'
import { FieldRow } from './FieldRow.tsx'
import { useCredential } from './use-credential.ts'
import { useOpener } from './use-opener.ts'
import { fieldWords } from './words.ts'
import css from './credentials.module.css'

interface SecretVersionProps {
  slug: string
  document: Document
  revision: number
}

/**
 * What one version of a credential sealed: which fields changed with it, and its values, which open as today's do. For
 * standing access: a lease is for the secret in force.
 */
export default function SecretVersion({ slug, document, revision }: SecretVersionProps) {
  const { reference } = document
  const { credential, of, verified } = useCredential(slug, document)
  const opener = useOpener(of, credential, { revision })
  const answer = useQuery({
    queryKey: [listSecretVersions.path, { slug, reference }, 'version', revision],
    queryFn: ({ signal }) => findVersion(slug, reference, revision, signal),
    // Versions never change.
    staleTime: Infinity,
  })
  const version = answer.data
  if (answer.error) {
    return <Failed what={`Version ${revision}`} error={answer.error} onRetry={() => void answer.refetch()} />
  }
  if (!version || !credential) return <LoadingText what="what was sealed" />
  const fields = version.fields.map((field) => ({ ...field, label: verified?.labels[String(field.n)] }))
  const changed = fields.filter(({ n }) => version.changed.includes(n))
  return (
    <section className={css['section']} aria-label={`Sealed in version ${revision}`}>
      <h2>Sealed in version {revision}</h2>
      <p className={css['note']}>
        {revision === 1
          ? `${plural(fields.length, 'field')}, sealed for the first time.`
          : changed.length > 0
            ? `Changed with it: ${listWords(changed.map(fieldWords))}.`
            : 'Nothing that is sealed changed with it.'}{' '}
        Opening an old value is recorded like opening today’s.
      </p>
      <dl className={css['fields']}>
        {fields.map((field) =>
          field.kind === 'file' ? (
            <FileFieldRow
              key={field.n}
              field={field}
              of={of}
              credential={credential}
              revision={revision}
              isOpen={credential.opens === 'open'}
            />
          ) : (
            <FieldRow
              key={field.n}
              field={field}
              name={capitalized(fieldWords(field))}
              opener={opener}
              isOpen={credential.opens === 'open'}
            />
          ),
        )}
      </dl>
    </section>
  )
}

async function findVersion(slug: string, reference: string, revision: number, signal: AbortSignal) {
  let after: string | undefined
  do {
    const page = await call(listSecretVersions, { slug, reference, limit: 100, ...(after && { after }) }, { signal })
    const found = page.items.find((each) => each.revision === revision)
    if (found) return found
    after = page.next
  } while (after)
  throw new Error(`There is no version ${revision}`)
}

const capitalized = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1)
