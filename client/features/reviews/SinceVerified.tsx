import { useMemo } from 'react'
import { Link } from 'react-router'
import { useQuery } from '@tanstack/react-query'
import { listRevisions, openRevision, type Document, type RevisionLine } from '#contract/documents.ts'
import { query } from '../../platform/api.ts'
import { plural } from '../../ui/format.ts'
import { Time } from '../../ui/Time.tsx'
import { VisuallyHidden } from '../../ui/VisuallyHidden.tsx'
import { historyPath } from '../documents/addresses.ts'
import { changedLines } from './changed-lines.ts'
import css from './ReviewPeek.module.css'

const mostLines = 16
const mostSaves = 4

/** What happened to the text since somebody last stated that it was right. */
export function SinceVerified({ slug, document }: { slug: string; document: Document }) {
  const { verifiedAt, verifiedBy, editedSinceVerified } = document
  if (!verifiedAt) return <p className={css['quiet']}>Nobody has verified it yet, so all of it is to be read.</p>
  if (!editedSinceVerified)
    return (
      <p className={css['quiet']}>
        Not changed since {verifiedBy ?? 'somebody'} verified it <Time at={verifiedAt} />.
      </p>
    )
  return <Changes slug={slug} document={document} />
}

function Changes({ slug, document }: { slug: string; document: Document }) {
  const { reference, revision, verifiedBy, verifiedAt } = document
  const saves = useQuery(query(listRevisions, { slug, reference })).data?.items
  const verified = saves?.find((save) => save.verifiedAt !== undefined)
  const later = saves?.filter((save) => save.revision > (verified?.revision ?? 0)) ?? []
  const compare = `${historyPath(slug, reference)}?from=${verified?.revision ?? 1}&to=${revision}`
  return (
    <>
      {saves && (
        <ul className={css['saves']}>
          {later.slice(0, mostSaves).map((save) => (
            <li key={save.revision}>
              Version {save.revision} by {save.savedBy}, <Time at={save.savedAt} />
              {save.note && <>: {save.note}</>}
            </li>
          ))}
          {later.length > mostSaves && <li>{plural(later.length - mostSaves, 'earlier save')}</li>}
        </ul>
      )}
      {verified && <Lines slug={slug} document={document} verified={verified} />}
      <p>
        <Link to={compare}>
          {verified ? `Compare version ${verified.revision} with ${revision}` : 'See every version'}
        </Link>
        {verifiedBy && verifiedAt && (
          <span className={css['quiet']}>
            {' '}
            Verified by {verifiedBy}, <Time at={verifiedAt} />
          </span>
        )}
      </p>
    </>
  )
}

function Lines({ slug, document, verified }: { slug: string; document: Document; verified: RevisionLine }) {
  const { reference, body } = document
  const before = useQuery({
    ...query(openRevision, { slug, reference, revision: verified.revision }),
    staleTime: Infinity,
  }).data?.body
  const changes = useMemo(() => (before === undefined ? undefined : changedLines(before, body)), [before, body])
  if (!changes) return null
  const { lines, added, removed } = changes
  if (lines.length === 0)
    return <p className={css['quiet']}>The text itself is the same: title, tags or people changed.</p>
  const shown = lines.slice(0, mostLines)
  const left = lines.slice(mostLines).filter(({ is }) => is !== 'gap').length
  return (
    <>
      <p className={css['quiet']}>
        {plural(added, 'line')} added, {plural(removed, 'line')} taken out
      </p>
      <div className={css['diff']}>
        {shown.map((line, at) =>
          line.is === 'gap' ? (
            <div key={at} className={css['gap']} />
          ) : (
            <div key={at} className={css[line.is]}>
              <VisuallyHidden>{line.is === 'added' ? 'Added: ' : 'Taken out: '}</VisuallyHidden>
              {line.text}
            </div>
          ),
        )}
        {left > 0 && <div className={css['left']}>and {plural(left, 'more line')}</div>}
      </div>
    </>
  )
}
