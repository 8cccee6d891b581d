import { lazy, Suspense } from 'react'
import type { Document } from '#contract/documents.ts'
import { Failed } from '../../../platform/Failed.tsx'
import { Badge } from '../../../ui/Badge.tsx'
import { ButtonLink } from '../../../ui/Button.tsx'
import { Markdown } from '../../../ui/Markdown.tsx'
import { LoadingText } from '../../../ui/states.tsx'
import { Time } from '../../../ui/Time.tsx'
import { picturesOf } from '../../attachments/pictures.tsx'
import { documentPath } from '../addresses.ts'
import { compareSearch } from './chosen.ts'
import { useVersion } from './CompareVersions.tsx'
import { RestoreVersion } from './RestoreVersion.tsx'
import css from './History.module.css'

const OldDrawing = lazy(() => import('../../diagrams/view/OldDrawing.tsx'))

/** One version as it was. */
export function OneVersion({ slug, document, revision }: { slug: string; document: Document; revision: number }) {
  const answer = useVersion(slug, document, revision)
  const version = answer.data
  const isCurrent = revision === document.revision
  return (
    <>
      <div className={css['head']}>
        <strong>
          Version {revision} of {document.revision}
        </strong>
        <div className={css['acts']}>
          {!isCurrent && (
            <ButtonLink to={compareSearch(revision, document.revision)}>
              {`Compare with version ${document.revision}`}
            </ButtonLink>
          )}
          <RestoreVersion slug={slug} document={document} revision={revision} />
        </div>
      </div>
      {version ? (
        <article className={css['old']} aria-label={`Version ${revision}`}>
          <h2>{version.title}</h2>
          <p className={css['meta']}>
            {isCurrent && document.revision === 1 ? 'The only version so far, saved' : 'Saved'}{' '}
            <Time at={version.savedAt} /> by {version.savedBy}
            {version.tags.map((tag) => (
              <Badge key={tag}>{tag}</Badge>
            ))}
          </p>
          {version.content?.format === 'diagram/1' && (
            <Suspense fallback={<LoadingText what="the drawing" />}>
              <OldDrawing
                slug={slug}
                reference={document.reference}
                drawing={version.content}
                label={`Version ${revision}`}
              />
            </Suspense>
          )}
          <Markdown
            text={version.body}
            title={version.title}
            chips={document.cited}
            linkTo={(chip) => documentPath(slug, chip.reference)}
            renderPicture={picturesOf(slug, document.reference)}
            idPrefix="old-"
          />
        </article>
      ) : answer.error ? (
        <Failed what={`Version ${revision}`} error={answer.error} onRetry={() => void answer.refetch()} />
      ) : (
        <LoadingText what={`version ${revision}`} />
      )}
    </>
  )
}
