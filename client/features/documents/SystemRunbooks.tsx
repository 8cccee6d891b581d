import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import Plus from 'lucide-react/icons/plus'
import { listDocuments, type Document, type DocumentLine } from '#contract/documents.ts'
import { levels } from '#contract/values.ts'
import { query } from '../../platform/api.ts'
import { ButtonLink } from '../../ui/Button.tsx'
import { plural } from '../../ui/format.ts'
import { freshnessWords } from '../../ui/freshness.ts'
import { FreshnessMark, FreshnessText } from '../../ui/FreshnessMark.tsx'
import { Reference } from '../../ui/Reference.tsx'
import { LoadingRows } from '../../ui/states.tsx'
import { lastRunWords } from '../runs/words.ts'
import { documentPath, listPath } from './addresses.ts'
import css from './SystemRunbooks.module.css'

/** The runbooks of a system, most used first: where an incident starts. */
export function SystemRunbooks({ slug, system }: { slug: string; system: Document }) {
  const { reference } = system
  const runbooks = useQuery(query(listDocuments, { slug, kind: 'runbook', system: reference, limit: 200 }))
  const lines = runbooks.data?.items.toSorted(byUse)
  const newPath = `${listPath(slug, 'runbook')}/new?system=${reference}`
  return (
    <section className={css['section']} aria-labelledby="runbooks-of-system">
      <header className={css['header']}>
        <h2 id="runbooks-of-system">Runbooks</h2>
        {system.level >= levels.edit && !system.archivedAt && (
          <ButtonLink to={newPath} variant="quiet" icon={Plus} data-no-print>
            New runbook
          </ButtonLink>
        )}
      </header>
      {lines ? (
        lines.length > 0 ? (
          <ul className={css['list']}>
            {lines.map((line) => (
              <li key={line.reference}>
                <RunbookLine slug={slug} line={line} />
              </li>
            ))}
          </ul>
        ) : (
          <p className={css['none']}>No runbook belongs to {reference} yet: nobody knows what to do when it breaks.</p>
        )
      ) : (
        <LoadingRows what="its runbooks" rows={3} />
      )}
    </section>
  )
}

function RunbookLine({ slug, line }: { slug: string; line: DocumentLine }) {
  return (
    <Link to={documentPath(slug, line.reference)} className={css['line']}>
      <FreshnessMark {...line} />
      <span className={css['title']}>{line.title}</span>
      <Reference>{line.reference}</Reference>
      <span className={css['use']}>
        {lastRunWords(line.runs) ?? (line.opened90 > 0 && `used ${plural(line.opened90, 'time')}`)}
      </span>
      <span className={css['state']}>
        <FreshnessText state={line.state}>{freshnessWords(line)}</FreshnessText>
      </span>
    </Link>
  )
}

const weight = { critical: 3, high: 2, normal: 1, low: 0 } as const
const byUse = (a: DocumentLine, b: DocumentLine) =>
  b.opened90 - a.opened90 || weight[b.criticality] - weight[a.criticality] || a.title.localeCompare(b.title)
