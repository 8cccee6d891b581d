import { Link } from 'react-router'
import { formatDay, plural } from '../../ui/format.ts'
import { FreshnessMark } from '../../ui/FreshnessMark.tsx'
import { contractPath, markOf } from '../vendors/contracts/words.ts'
import { totalPerYear, totalWords } from '../vendors/contracts/money.ts'
import type { Month, Renewal } from './renewals.ts'
import css from './renewals.module.css'

const mostInMonth = 3

/** Twelve months side by side: which vendors ask in which, and what is at stake. */
export function MonthStrip({ months }: { months: readonly Month[] }) {
  return (
    <ol className={css['months']} aria-label="By month of notice">
      {months.map(({ id, short, long, renewals }) => {
        const { totals } = totalPerYear(renewals)
        return (
          <li key={id} data-empty={renewals.length === 0 || undefined}>
            <h2 aria-label={`${long}: ${renewals.length === 0 ? 'nothing' : plural(renewals.length, 'contract')}`}>
              {short}
            </h2>
            <ul>
              {renewals.slice(0, mostInMonth).map((renewal) => (
                <li key={renewal.key}>
                  <Item renewal={renewal} />
                </li>
              ))}
            </ul>
            {renewals.length > mostInMonth && <p>and {renewals.length - mostInMonth} more</p>}
            {totals.length > 0 && <p>{totalWords(totals)} a year</p>}
          </li>
        )
      })}
    </ol>
  )
}

function Item({ renewal }: { renewal: Renewal }) {
  const { slug, vendor, reference, noticeBy, on } = renewal
  const mark = markOf(renewal)
  const day = on === undefined ? '' : formatDay(on).slice(0, -5)
  return (
    <Link to={contractPath(slug, vendor.reference, reference)} data-tooltip={`${vendor.title}: ${renewal.title}`}>
      {mark && <FreshnessMark {...mark} />}
      <span>{vendor.title}</span> <span className={css['day']}>{noticeBy ? `by ${day}` : `ends ${day}`}</span>
    </Link>
  )
}
