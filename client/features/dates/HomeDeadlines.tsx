import type { ReactNode } from 'react'
import type { Membership } from '#contract/accounts.ts'
import { DeadlineList } from './DeadlineList.tsx'
import { useDeadlines } from './use-deadlines.ts'

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
  return frame(<DeadlineList due={due.slice(0, mostAtHome)} hasSeveralOrganizations={within.length > 1} isShort />)
}
