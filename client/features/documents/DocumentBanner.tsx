import { Link } from 'react-router'
import type { Cause, Document } from '#contract/documents.ts'
import { Banner } from '../../ui/Banner.tsx'
import { Button } from '../../ui/Button.tsx'
import { formatDay } from '../../ui/format.ts'
import { Reference } from '../../ui/Reference.tsx'
import { Time } from '../../ui/Time.tsx'
import { documentPath } from './addresses.ts'
import { useRestore } from './archive.ts'
import { doubtWords } from '../../ui/freshness.ts'
import css from './DocumentPage.module.css'

interface DocumentBannerProps {
  slug: string
  document: Document
  onResolve: (flag: Cause) => void
}

/** Why somebody should look twice. The text below stays usable. */
export function DocumentBanner(props: DocumentBannerProps) {
  const { document } = props
  if (document.archivedAt) return <ArchivedBanner {...props} archivedAt={document.archivedAt} />
  if (document.state === 'suspect') return <DoubtBanner {...props} />
  if (document.state === 'overdue' && document.dueOn)
    return (
      <Banner tone="overdue">
        Overdue since {formatDay(document.dueOn)}. Check each step before you act on it.
        {document.verifiedBy && document.verifiedAt && (
          <span className={css['aside']}>
            {' '}
            Last checked by {document.verifiedBy} <Time at={document.verifiedAt} />.
          </span>
        )}
      </Banner>
    )
  return null
}

function ArchivedBanner({ slug, document, archivedAt }: DocumentBannerProps & { archivedAt: string }) {
  const restore = useRestore(slug)
  return (
    <Banner
      tone="plain"
      actions={
        document.mayVerify && (
          <Button isPending={restore.isPending} onClick={() => restore.mutate(document.reference)}>
            Restore
          </Button>
        )
      }
    >
      Archived <Time at={archivedAt} />. It is kept whole, and left out of lists and search.
    </Banner>
  )
}

/** Every cause of doubt, each with what it is about, and a way to close what a person has reported. */
function DoubtBanner({ slug, document, onResolve }: DocumentBannerProps) {
  return (
    <Banner tone="suspect">
      <ul className={css['causes']} aria-label="Why this is in doubt">
        {document.causes.map((cause) => (
          <li key={cause.flagId ?? cause.runId ?? `${cause.cause} ${cause.reference} ${cause.at}`}>
            <span>
              <CauseWords slug={slug} cause={cause} />
            </span>
            {cause.cause === 'flag' && document.mayVerify && <Button onClick={() => onResolve(cause)}>Resolve</Button>}
          </li>
        ))}
      </ul>
    </Banner>
  )
}

function CauseWords({ slug, cause }: { slug: string; cause: Cause }) {
  if (cause.cause === 'flag')
    return (
      <>
        <strong>Problem reported:</strong> {cause.text}{' '}
        <span className={css['aside']}>
          {cause.by}, <Time at={cause.at} />
        </span>
      </>
    )
  if (cause.cause === 'run_failed')
    return (
      <>
        {cause.text ?? 'A step'} failed <Time at={cause.at} />
        {cause.by && ` in a run that ${cause.by} finished`}.{' '}
        {cause.runId && <Link to={`/o/${slug}/runs/${cause.runId}`}>See the run</Link>} and verify once the text is
        right again.
      </>
    )
  const isErased = cause.cause === 'cited_purged'
  const isGone = isErased || cause.cause === 'cited_archived'
  const name = cause.reference && (
    <>
      <Reference>{cause.reference}</Reference>
      {cause.title && ` ${cause.title}`}
    </>
  )
  return (
    <>
      {!name ? (
        'A document that it refers to'
      ) : isErased || !cause.reference ? (
        name
      ) : (
        <Link to={documentPath(slug, cause.reference)}>{name}</Link>
      )}{' '}
      was {doubtWords[cause.cause]} <Time at={cause.at} />
      {cause.by && ` by ${cause.by}`}.{' '}
      {isGone ? 'Verify once the text holds without it.' : 'Verify once the text is right again.'}
    </>
  )
}
