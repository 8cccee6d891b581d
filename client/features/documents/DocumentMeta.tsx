import type { Document } from '#contract/documents.ts'
import { Badge } from '../../ui/Badge.tsx'
import { plural } from '../../ui/format.ts'
import { freshnessWords } from '../../ui/freshness.ts'
import { FreshnessBadge } from '../../ui/FreshnessMark.tsx'
import { NoOwner, Person } from '../../ui/Person.tsx'
import { Time } from '../../ui/Time.tsx'
import { runWords } from '../runs/words.ts'
import css from './DocumentPage.module.css'

/** How it stands, who keeps it, which version it is and how much it is used: one line under the title. */
export function DocumentMeta({ document }: { document: Document }) {
  const { archivedAt, owner, deputy, criticality, revision, opened90, updatedAt, updatedBy, runs } = document
  return (
    <span className={css['meta']} data-no-print>
      {archivedAt ? <Badge>Archived</Badge> : <FreshnessBadge {...document}>{freshnessWords(document)}</FreshnessBadge>}
      {criticality === 'critical' && <Badge>Critical</Badge>}
      {owner ? (
        <Person {...owner} hasFirm />
      ) : deputy ? (
        <span className={css['deputy']}>
          <Person {...deputy} hasFirm /> deputy, no owner
        </span>
      ) : (
        <NoOwner />
      )}
      <span className={css['facts']} data-tooltip={`Opened ${times(opened90)} in 90 days. Last change by ${updatedBy}`}>
        Version {revision}
        {runs ? ` · ${runWords(runs)}` : opened90 > 0 && ` · opened ${times(opened90)}`} · changed{' '}
        <Time at={updatedAt} />
      </span>
    </span>
  )
}

const times = (count: number): string => (count === 1 ? 'once' : plural(count, 'time'))
