import type { ReactNode } from 'react'
import type { Membership } from '#contract/accounts.ts'
import { FreshnessMark, FreshnessText } from '../../ui/FreshnessMark.tsx'
import { WorkRow, WorkRows } from '../home/WorkRow.tsx'
import { useDeadlines } from './use-deadlines.ts'
import { deadlinePath, deadlineTitle, deedWords, markOf, referenceOf, soonWords } from './words.ts'

const mostAtHome = 3

interface HomeDeadlinesProps {
  within: readonly Membership[]
  /** The section around them; there is none where there is nothing to be done. */
  frame: (rows: ReactNode) => ReactNode
}

/** On the first page: the most urgent of what is mine to decide by a day. */
export default function HomeDeadlines({ within, frame }: HomeDeadlinesProps) {
  // Follow-ups stand there by themselves.
  const due = useDeadlines(within, 'mine').due.filter(({ kind }) => kind !== 'follow_up')
  if (due.length === 0) return null
  return frame(
    <WorkRows>
      {due.slice(0, mostAtHome).map((deadline) => (
        <WorkRow
          key={deadline.key}
          to={deadlinePath(deadline.slug, deadline)}
          mark={<FreshnessMark {...markOf(deadline)} />}
          title={deadlineTitle(deadline)}
          reference={referenceOf(deadline)}
          detail={[
            deedWords(deadline),
            <FreshnessText key="day" state={markOf(deadline).state}>
              {soonWords(deadline)}
            </FreshnessText>,
            within.length > 1 && deadline.organization,
          ]}
        />
      ))}
    </WorkRows>,
  )
}
