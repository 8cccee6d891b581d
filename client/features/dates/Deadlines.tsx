import { useState } from 'react'
import type { Membership } from '#contract/accounts.ts'
import { Button } from '../../ui/Button.tsx'
import { formatCount } from '../../ui/format.ts'
import { DeadlineList } from './DeadlineList.tsx'
import { useDeadlines } from './use-deadlines.ts'
import css from './dates.module.css'

const atFirst = 4

/** Above the review queue: notices, ends of contracts, rotations and dates to watch that are work. Nothing where none is. */
export function Deadlines({ within, scope }: { within: readonly Membership[]; scope: 'mine' | 'all' }) {
  const { due } = useDeadlines(within, scope)
  const [isWhole, setWhole] = useState(false)
  if (due.length === 0) return null
  const shown = isWhole ? due : due.slice(0, atFirst)
  return (
    <section className={css['deadlines']} aria-labelledby="deadlines" data-deadlines>
      <h2 id="deadlines">
        Deadlines <span className={css['aside']}>{formatCount(due.length)}</span>
      </h2>
      <DeadlineList due={shown} hasSeveralOrganizations={within.length > 1} />
      {due.length > shown.length && <Button onClick={() => setWhole(true)}>Show all {formatCount(due.length)}</Button>}
    </section>
  )
}
