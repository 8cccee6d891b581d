import { Link } from 'react-router'
import type { RevisionLine } from '#contract/documents.ts'
import { Button } from '../../../ui/Button.tsx'
import { FreshnessLabel } from '../../../ui/FreshnessMark.tsx'
import { Time } from '../../../ui/Time.tsx'
import { compareSearch, showSearch, type Chosen } from './chosen.ts'
import type { useRevisions } from './use-revisions.ts'
import css from './History.module.css'

interface VersionListProps {
  revisions: ReturnType<typeof useRevisions>
  current: number
  chosen: Chosen
}

/** Every version with its author, its note and whether somebody vouched for it; each opens what it changed. */
export function VersionList({ revisions, current, chosen }: VersionListProps) {
  const standing = ({ revision }: RevisionLine) =>
    chosen.is === 'one' ? revision === chosen.revision : revision === chosen.from || revision === chosen.to
  return (
    <>
      <ol className={css['list']} reversed>
        {revisions.lines.map((line) => (
          <li key={line.revision} data-chosen={standing(line) || undefined}>
            <Link
              to={line.revision > 1 ? compareSearch(line.revision - 1, line.revision) : showSearch(1)}
              className={css['version']}
              aria-current={standing(line) ? 'true' : undefined}
            >
              <span className={css['number']}>
                Version {line.revision}
                {line.revision === current && <span className={css['aside']}> now</span>}
              </span>
              <span className={css['when']}>
                <Time at={line.savedAt} />
              </span>
              <span className={css['who']}>{line.savedBy}</span>
              {line.note && <span className={css['note']}>{line.note}</span>}
              {line.verifiedAt && (
                <span className={css['verified']}>
                  <FreshnessLabel state="verified">
                    Verified <Time at={line.verifiedAt} isAbsolute /> by {line.verifiedBy}
                  </FreshnessLabel>
                </span>
              )}
            </Link>
          </li>
        ))}
      </ol>
      {revisions.hasNextPage && (
        <Button isPending={revisions.isFetchingNextPage} onClick={() => void revisions.fetchNextPage()}>
          Load more
        </Button>
      )}
    </>
  )
}
