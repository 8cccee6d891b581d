import type { LaneLine, ShownHolder } from '#contract/responsibilities.ts'
import { useOrganization, useSession } from '../../platform/session.ts'
import { formatInstant } from '../../ui/format.ts'
import { useNow } from '../../ui/Time.tsx'
import { gapWords, holderName, orderedGaps, standingWords } from './words.ts'
import css from './responsibilities.module.css'

/** On paper only: every place of every lane, what is missing in full, and who printed it when. */
export function PrintedLanes({ lanes }: { lanes: readonly LaneLine[] }) {
  const { organization } = useOrganization()
  const { account } = useSession()
  const now = useNow()
  return (
    <div className={css['printed']} aria-hidden="true">
      <p>
        <strong>{organization}</strong> · Responsibilities. Printed {formatInstant(now.toISOString())} by {account.name}
        .
      </p>
      <table>
        <thead>
          <tr>
            <th>Function</th>
            <th>Accountable</th>
            <th>Deputy</th>
            <th>In hours</th>
            <th>Out of hours</th>
            <th>Missing</th>
          </tr>
        </thead>
        <tbody>
          {lanes.map((lane) => (
            <tr key={lane.id}>
              <th>
                {lane.name}
                {lane.isCritical && ' (critical)'}
              </th>
              <td>{lane.accountable.map(words).join(', ') || 'nobody'}</td>
              <td>{lane.deputy ? words(lane.deputy) : '—'}</td>
              <td>{lane.firstInHours ? words(lane.firstInHours) : '—'}</td>
              <td>{lane.firstOutOfHours ? words(lane.firstOutOfHours) : '—'}</td>
              <td>{missing(lane)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function words(holder: ShownHolder): string {
  const name =
    holder.person && holder.side !== 'in_house' ? `${holder.person.name} (${holder.party})` : holderName(holder)
  const why = standingWords(holder)
  return why ? `${name}, ${why}` : name
}

const missing = ({ gaps, target, retiredAt }: LaneLine): string =>
  retiredAt
    ? 'Retired'
    : orderedGaps(gaps)
        .map((gap) => `${gapWords(gap, target)}.`)
        .join(' ') || 'Nothing'
