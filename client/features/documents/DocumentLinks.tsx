import { Link } from 'react-router'
import type { DocumentChip } from '#contract/documents.ts'
import { freshnessWords } from '../../ui/freshness.ts'
import { FreshnessMark } from '../../ui/FreshnessMark.tsx'
import { Reference } from '../../ui/Reference.tsx'
import { VisuallyHidden } from '../../ui/VisuallyHidden.tsx'
import { documentPath } from './addresses.ts'
import css from './DocumentLinks.module.css'

/** Documents in the rail: mark, title, reference; the state in words on hover and for screen readers. */
export function DocumentLinks({ slug, documents }: { slug: string; documents: readonly DocumentChip[] }) {
  return (
    <ul className={css['links']}>
      {documents.map((document) => {
        const state = document.archived ? 'Archived' : freshnessWords(document)
        return (
          <li key={document.reference}>
            <Link
              to={documentPath(slug, document.reference)}
              className={css['link']}
              data-archived={document.archived || undefined}
              data-tooltip={state}
            >
              {document.archived ? <span className={css['noMark']} /> : <FreshnessMark {...document} />}
              <span className={css['title']}>{document.title}</span>
              <Reference>{document.reference}</Reference>
              <VisuallyHidden>, {state}</VisuallyHidden>
            </Link>
          </li>
        )
      })}
    </ul>
  )
}
