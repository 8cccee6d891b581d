import { plural } from '../../ui/format.ts'
import { totalPerYear, totalWords } from '../vendors/contracts/money.ts'
import type { Renewal } from './renewals.ts'
import css from './renewals.module.css'

/** What the running contracts cost, a month and a year, each currency by itself. */
export function CostBar({ renewals }: { renewals: readonly Renewal[] }) {
  const running = renewals.filter(({ state }) => state !== 'ended')
  const { totals, uncounted } = totalPerYear(running)
  if (totals.length === 0) return null
  return (
    <div className={css['cost']}>
      <dl>
        {totals.map((total) => (
          <div key={total.currency}>
            <dt>
              Running contracts
              {totals.length > 1 && ` in ${total.currency}`}
            </dt>
            <dd>
              <b>{totalWords([total])}</b> a year <span>{totalWords([total], 12)} a month</span>
            </dd>
          </div>
        ))}
      </dl>
      {uncounted > 0 && <p>{plural(uncounted, 'contract')} by use, once or by term: not counted.</p>}
    </div>
  )
}
