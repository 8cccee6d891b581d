import { Link } from 'react-router'
import { useQuery } from '@tanstack/react-query'
import type { Document } from '#contract/documents.ts'
import { systemGaps } from '#contract/gaps.ts'
import { levels } from '#contract/values.ts'
import { query } from '../../platform/api.ts'
import { useSession } from '../../platform/session.ts'
import { gapSentence, remedyOf } from './words.ts'
import css from './gaps.module.css'

/** What a critical system lacks, in one sentence, with the ways to make it. Nothing where nothing is missing. */
export function SystemGaps({ slug, system }: { slug: string; system: Document }) {
  const { reference, level, archivedAt } = system
  const me = useSession().account.name
  const facts = useQuery(query(systemGaps, { slug, reference })).data
  if (!facts || facts.gaps.length === 0 || archivedAt) return null
  const remedies = level >= levels.edit ? facts.gaps.flatMap((part) => remedyOf(part, slug, reference) ?? []) : []
  return (
    <section className={css['lacks']} aria-label="What is missing" data-no-print>
      <p>{gapSentence(facts, me)}</p>
      {remedies.length > 0 && (
        <ul>
          {remedies.map(({ words, to }) => (
            <li key={words}>
              <Link to={to}>{words}</Link>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
