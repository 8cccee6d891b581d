import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { openDocument } from '#contract/documents.ts'
import { formatReference, levels, parseReference, type Reference } from '#contract/values.ts'
import { query } from '../../platform/api.ts'
import { failureOf } from '../../platform/failure.ts'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { Markdown } from '../../ui/Markdown.tsx'
import { Reference as Mono } from '../../ui/Reference.tsx'
import { Sheet } from '../../ui/Sheet.tsx'
import { LoadingText } from '../../ui/states.tsx'
import { picturesOf } from '../attachments/pictures.tsx'
import { documentPath, editPath } from './addresses.ts'
import { DocumentMeta } from './DocumentMeta.tsx'
import { VerifyDialog } from './VerifyDialog.tsx'
import css from './PeekSheet.module.css'

/** A look at a document beside the list, without leaving it. */
export function PeekSheet({ slug, reference, onClose }: { slug: string; reference: string; onClose: () => void }) {
  const parsed = parseReference(reference)
  if (!parsed) return null
  return <Peek slug={slug} reference={formatReference(parsed.kind, parsed.number)} onClose={onClose} />
}

function Peek({ slug, reference, onClose }: { slug: string; reference: Reference; onClose: () => void }) {
  const answer = useQuery(query(openDocument, { slug, reference }))
  const [isVerifying, setVerifying] = useState(false)
  const document = answer.data
  return (
    <Sheet
      title={<Mono>{reference}</Mono>}
      onClose={onClose}
      actions={
        document && (
          <div className={css['actions']}>
            <ButtonLink to={documentPath(slug, reference)} variant="primary">
              Open
            </ButtonLink>
            {document.mayVerify && !document.archivedAt && (
              <Button keys="V" onClick={() => setVerifying(true)}>
                Verify
              </Button>
            )}
            {document.level >= levels.edit && !document.archivedAt && (
              <ButtonLink to={editPath(slug, reference)} keys="E">
                Edit
              </ButtonLink>
            )}
          </div>
        )
      }
    >
      {document ? (
        <article>
          <h3 className={css['title']}>{document.title}</h3>
          <div className={css['meta']}>
            <DocumentMeta document={document} />
          </div>
          <Markdown
            key={reference}
            text={document.body}
            title={document.title}
            chips={document.cited}
            linkTo={(chip) => documentPath(slug, chip.reference)}
            renderPicture={picturesOf(slug, reference)}
            idPrefix="peek-"
          />
        </article>
      ) : answer.error ? (
        <p role="alert">
          {failureOf(answer.error).title}. {failureOf(answer.error).detail}
        </p>
      ) : (
        <LoadingText what={reference} />
      )}
      {document && isVerifying && <VerifyDialog slug={slug} document={document} onClose={() => setVerifying(false)} />}
    </Sheet>
  )
}
