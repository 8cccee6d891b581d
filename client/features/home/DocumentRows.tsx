import { Link } from 'react-router'
import type { DocumentLine } from '#contract/documents.ts'
import { freshnessWords } from '../../ui/freshness.ts'
import { FreshnessMark, FreshnessText } from '../../ui/FreshnessMark.tsx'
import { Reference } from '../../ui/Reference.tsx'
import { documentPath } from '../documents/addresses.ts'
import type { From } from './use-home.ts'
import css from './HomePage.module.css'

/** Documents as links: mark, title, reference, state; the organization where there are several. */
export function DocumentRows<Line extends From<DocumentLine>>(props: {
  lines: readonly Line[]
  hasSeveralOrganizations: boolean
  /** On a second line: why it is here. */
  detail?: (line: Line) => string
  /** For a thumb at night. */
  isLarge?: boolean
}) {
  const { lines, hasSeveralOrganizations, detail, isLarge } = props
  return (
    <ul className={css['rows']} data-large={isLarge ? '' : undefined}>
      {lines.map((line) => {
        const second = [hasSeveralOrganizations && line.membership.organization, detail?.(line)]
          .filter(Boolean)
          .join(' · ')
        return (
          <li key={line.key}>
            <Link to={documentPath(line.membership.slug, line.reference)} className={css['row']}>
              <FreshnessMark {...line} />
              <span className={css['title']}>{line.title}</span>
              <span className={css['reference']}>
                <Reference>{line.reference}</Reference>
              </span>
              <span className={css['foot']}>
                <span className={css['state']}>
                  <FreshnessText state={line.state}>
                    {freshnessWords({ ...line, editedSinceVerified: false })}
                  </FreshnessText>
                </span>
                {second && <span className={css['second']}>{second}</span>}
              </span>
            </Link>
          </li>
        )
      })}
    </ul>
  )
}
