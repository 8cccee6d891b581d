import { Link } from 'react-router'
import { useQuery } from '@tanstack/react-query'
import { exposure, type ExposureRow } from '#contract/access.ts'
import { query } from '../../platform/api.ts'
import { Failed } from '../../platform/Failed.tsx'
import { LoadingRows } from '../../ui/states.tsx'
import { Time } from '../../ui/Time.tsx'
import { documentPath } from '../documents/addresses.ts'
import { PlainTable } from '../settings/PlainTable.tsx'
import css from './access.module.css'

const stateWords = {
  at_risk: 'At risk: seen, unchanged since',
  exposed: 'Exposed: could have been seen',
  closed: 'Closed: changed since',
}
const order: readonly ExposureRow['is'][] = ['at_risk', 'exposed', 'closed']

/** What a person, or a whole partner, has seen or could have; first what must be changed. */
export function Exposure({ slug, who }: { slug: string; who: { memberId?: string; partyId?: string } }) {
  const seen = useQuery(query(exposure, { slug, ...who }))
  const rows = seen.data?.items ?? []
  return (
    <section className={css['section']}>
      <h2>What they have seen, or could have</h2>
      {seen.error && <Failed what="The exposure" error={seen.error} onRetry={() => void seen.refetch()} />}
      {seen.isPending && <LoadingRows what="what they have seen" rows={3} />}
      {seen.data && rows.length === 0 && <p className={css['aside']}>Nothing: they never held a key here.</p>}
      {rows.length > 0 && (
        <PlainTable
          label="Exposure"
          rows={rows.toSorted((a, b) => order.indexOf(a.is) - order.indexOf(b.is))}
          rowKey={(row) => `${row.reference} ${row.member.id}`}
          columns={[
            {
              header: 'Credential',
              cell: (row) => (
                <Link to={documentPath(slug, row.reference)}>
                  {row.reference} {row.title}
                </Link>
              ),
            },
            { header: 'Who', cell: ({ member }) => member.name },
            { header: 'State', cell: (row) => stateWords[row.is] },
            { header: 'Seen', cell: ({ seenAt }) => (seenAt ? <Time at={seenAt} /> : 'never') },
            {
              header: 'Changed',
              cell: (row) =>
                row.is === 'closed' && row.changedAt ? <Time at={row.changedAt} /> : row.rotationId ? 'to rotate' : '—',
            },
          ]}
        />
      )}
    </section>
  )
}
