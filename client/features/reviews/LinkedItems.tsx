import { Link } from 'react-router'
import type { Document, DocumentChip } from '#contract/documents.ts'
import { plural } from '../../ui/format.ts'
import { freshnessWords } from '../../ui/freshness.ts'
import { FreshnessMark } from '../../ui/FreshnessMark.tsx'
import { Reference } from '../../ui/Reference.tsx'
import { Time } from '../../ui/Time.tsx'
import { documentPath } from '../documents/addresses.ts'
import css from './ReviewPeek.module.css'

/** Documents that this one leans on: those that changed since it was verified, or cannot be trusted themselves. */
export function LinkedItems({ slug, document }: { slug: string; document: Document }) {
  const linked = distinct([...document.cited, ...document.related])
  const news = linked.filter((chip) => isNews(chip, document.verifiedAt))
  const rest = linked.length - news.length
  if (linked.length === 0) return <p className={css['quiet']}>It links to nothing.</p>
  return (
    <>
      {news.length > 0 && (
        <ul className={css['linked']}>
          {news.map((chip) => (
            <li key={chip.reference}>
              {chip.archived ? <span className={css['noMark']} /> : <FreshnessMark {...chip} />}
              <Link to={documentPath(slug, chip.reference)}>{chip.title}</Link>
              <Reference>{chip.reference}</Reference>
              <span className={css['quiet']}>
                {chip.archived ? 'Archived' : freshnessWords(chip)}
                {hasChanged(chip, document.verifiedAt) && (
                  <>
                    , changed <Time at={chip.updatedAt} />
                  </>
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
      {rest > 0 && (
        <p className={css['quiet']}>
          {news.length === 0
            ? linked.length === 1
              ? 'The one linked document is as it was.'
              : `All ${plural(rest, 'linked document')} are as they were.`
            : `${plural(rest, 'other')} ${rest === 1 ? 'is as it was' : 'are as they were'}.`}
        </p>
      )}
    </>
  )
}

const hasChanged = (chip: DocumentChip, since: string | undefined): boolean =>
  since !== undefined && chip.updatedAt > since

const isNews = (chip: DocumentChip, since: string | undefined): boolean =>
  chip.archived || chip.state === 'suspect' || chip.state === 'overdue' || hasChanged(chip, since)

const distinct = (chips: readonly DocumentChip[]) => [...new Map(chips.map((chip) => [chip.reference, chip])).values()]
