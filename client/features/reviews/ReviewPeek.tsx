import type { ReactNode } from 'react'
import { useQuery } from '@tanstack/react-query'
import { openDocument, type Cause, type Document } from '#contract/documents.ts'
import { levels, type Reference } from '#contract/values.ts'
import { query } from '../../platform/api.ts'
import { Failed } from '../../platform/Failed.tsx'
import { isProblem } from '../../platform/query-client.ts'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { causeWords } from '../../ui/freshness.ts'
import { Markdown } from '../../ui/Markdown.tsx'
import { Reference as Mono } from '../../ui/Reference.tsx'
import { Sheet } from '../../ui/Sheet.tsx'
import { LoadingText } from '../../ui/states.tsx'
import { Time } from '../../ui/Time.tsx'
import { picturesOf } from '../attachments/pictures.tsx'
import { documentPath } from '../documents/addresses.ts'
import { DocumentMeta } from '../documents/DocumentMeta.tsx'
import { LinkedItems } from './LinkedItems.tsx'
import type { QueueRow } from './queue.ts'
import { SinceVerified } from './SinceVerified.tsx'
import css from './ReviewPeek.module.css'

interface ReviewPeekProps {
  slug: string
  reference: Reference
  /** The row it stands for; a link can lead to a document that no longer waits. */
  row: QueueRow | undefined
  organization: string | undefined
  onVerify: () => void
  onAssign: () => void
  onSnooze: () => void
  onClose: () => void
}

/** Everything a reviewer needs to decide, beside the queue: what changed, what it leans on, what was reported, the text. */
export function ReviewPeek(props: ReviewPeekProps) {
  const { slug, reference, row, organization, onClose } = props
  const answer = useQuery(query(openDocument, { slug, reference }))
  const document = answer.data
  return (
    <Sheet
      title={
        <>
          <Mono>{reference}</Mono>
          {organization && <> · {organization}</>}
        </>
      }
      onClose={onClose}
      actions={
        <>
          {row?.mayVerify && (
            <Button variant="primary" onClick={props.onVerify}>
              Verify
            </Button>
          )}
          {row && row.level >= levels.edit && <Button onClick={props.onAssign}>Assign</Button>}
          {row && <Button onClick={props.onSnooze}>Snooze</Button>}
          <ButtonLink to={documentPath(slug, reference)}>Open</ButtonLink>
        </>
      }
    >
      {document ? (
        <Review slug={slug} document={document} />
      ) : answer.error ? (
        isProblem(answer.error, 'not-found') ? (
          <p>There is nothing here under {reference}.</p>
        ) : isProblem(answer.error, 'not-permitted') ? (
          <p>{answer.error.facts.detail ?? `You can see ${reference} but not open it.`}</p>
        ) : (
          <Failed what={reference} error={answer.error} onRetry={() => void answer.refetch()} />
        )
      ) : (
        <LoadingText what={reference} />
      )}
    </Sheet>
  )
}

function Review({ slug, document }: { slug: string; document: Document }) {
  return (
    <article className={css['review']}>
      <h3 className={css['title']}>{document.title}</h3>
      <div className={css['meta']}>
        <DocumentMeta document={document} />
      </div>
      {document.causes.length > 0 && (
        <Part title="Why it is in doubt">
          <ul className={css['causes']}>
            {document.causes.map((cause) => (
              <li key={cause.flagId ?? `${cause.cause} ${cause.at}`}>
                <CauseLine cause={cause} />
              </li>
            ))}
          </ul>
        </Part>
      )}
      <Part title="Since it was last verified">
        <SinceVerified slug={slug} document={document} />
      </Part>
      <Part title="What it leans on">
        <LinkedItems slug={slug} document={document} />
      </Part>
      <Part title="Text">
        <Markdown
          key={document.reference}
          text={document.body}
          title={document.title}
          chips={document.cited}
          linkTo={(chip) => documentPath(slug, chip.reference)}
          renderPicture={picturesOf(slug, document.reference)}
          idPrefix="review-"
        />
      </Part>
    </article>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={css['part']}>
      <h4>{title}</h4>
      {children}
    </section>
  )
}

function CauseLine({ cause }: { cause: Cause }) {
  if (cause.cause !== 'flag') return <>{causeWords(cause)}</>
  return (
    <>
      <blockquote>{cause.text}</blockquote>
      <span className={css['quiet']}>
        {cause.by}, <Time at={cause.at} />
      </span>
    </>
  )
}
