import { useEffect } from 'react'
import { Link } from 'react-router'
import { Button, ButtonLink } from '../../../ui/Button.tsx'
import { plural } from '../../../ui/format.ts'
import { announce } from '../../../ui/LiveAnnouncer.tsx'
import { documentPath, listPath } from '../../documents/addresses.ts'
import { PlainTable } from '../../settings/PlainTable.tsx'
import type { Brought } from './bring-diagrams.ts'
import css from './import.module.css'

/** What came and what did not, while it goes on and when it is over. */
export function BroughtReport(props: {
  slug: string
  brought: readonly Brought[]
  of: number
  isOver: boolean
  onRestart: () => void
}) {
  const { slug, brought, of, isOver } = props
  const failed = brought.filter(({ isDone }) => !isDone).length
  const words = `${brought.length - failed} of ${plural(of, 'diagram')} brought in${failed > 0 ? `, ${failed} failed` : ''}`
  useEffect(() => announce(words), [words])
  return (
    <div className={css['page']}>
      <p id="bringing">
        <strong>{words}</strong>
        {isOver ? '. Look at each, bind its devices to records, and verify it.' : '. Leave this page open.'}
      </p>
      {!isOver && (
        <progress className={css['progress']} value={brought.length} max={Math.max(1, of)} aria-labelledby="bringing" />
      )}
      {isOver && (
        <div className={css['row']}>
          <ButtonLink to={listPath(slug, 'diagram')} variant="primary">
            Show the diagrams
          </ButtonLink>
          <Button onClick={props.onRestart}>Bring in more files</Button>
        </div>
      )}
      {brought.length > 0 && (
        <PlainTable
          label="Report"
          rows={brought}
          rowKey={({ entry }) => entry.id}
          columns={[
            {
              header: 'Title',
              cell: ({ entry, reference }) =>
                reference === undefined ? entry.title : <Link to={documentPath(slug, reference)}>{entry.title}</Link>,
            },
            {
              header: 'From',
              cell: ({ entry }) => (
                <span className={css['machine']}>{[entry.file.name, entry.page].filter(Boolean).join(', ')}</span>
              ),
            },
            {
              header: 'What became of it',
              cell: ({ entry, words: outcome, isDone }) => (
                <>
                  <strong>{outcome}</strong>
                  {isDone &&
                    entry.left.map(({ words: each }) => (
                      <span key={each} className={css['names']}>
                        {each}
                      </span>
                    ))}
                </>
              ),
            },
          ]}
        />
      )}
    </div>
  )
}
