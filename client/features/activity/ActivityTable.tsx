import type { ActivityEntry } from '#contract/activity.ts'
import { formatExact } from '../../ui/format.ts'
import { Person } from '../../ui/Person.tsx'
import { Machine } from '../../ui/Reference.tsx'
import { Sentence } from './Sentence.tsx'
import css from './ActivityPage.module.css'

/** A real table; on a phone each entry is a card. Nothing opens: what can be opened is a link in its sentence. */
export function ActivityTable({ entries, slug }: { entries: readonly ActivityEntry[]; slug: string }) {
  return (
    <table className={css['table']} role="table" aria-label="Activity">
      <thead role="rowgroup">
        <tr role="row">
          <th role="columnheader" scope="col" className={css['when']}>
            When
          </th>
          <th role="columnheader" scope="col" className={css['who']}>
            Who
          </th>
          <th role="columnheader" scope="col">
            What
          </th>
          <th role="columnheader" scope="col" className={css['from']}>
            From
          </th>
        </tr>
      </thead>
      <tbody role="rowgroup">
        {entries.map((entry) => (
          <tr key={entry.seq} role="row" id={`entry-${entry.seq}`}>
            <td role="cell" data-cell="when">
              <time dateTime={entry.at} data-tooltip={`Entry ${entry.seq} of the audit log`}>
                {formatExact(entry.at)}
              </time>
            </td>
            <td role="cell" data-cell="who">
              {entry.by ? <Person {...entry.by} hasFirm /> : <span className={css['nobody']}>{doers[entry.doer]}</span>}
            </td>
            <th role="rowheader" scope="row" data-cell="what">
              <Sentence parts={entry.says} slug={slug} />
            </th>
            <td role="cell" data-cell="from">
              {entry.from && <Machine>{entry.from}</Machine>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Where nobody is named: it was nobody's act, or nobody knows whose. */
const doers = { person: 'Unknown', server: 'The server', stranger: 'Not signed in' } as const
