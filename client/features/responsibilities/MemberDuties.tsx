import { Link } from 'react-router'
import type { Membership } from '#contract/accounts.ts'
import { isKeyHolder } from '../../platform/session.ts'
import { formatDay } from '../../ui/format.ts'
import { FreshnessText } from '../../ui/FreshnessMark.tsx'
import { PhoneForm } from './PhoneForm.tsx'
import { useNameable } from './use-lanes.ts'
import { whatIfPath } from './words.ts'
import css from './responsibilities.module.css'

/** At one person: the number to call, whether they are here, and what would be uncovered without them. */
export function MemberDuties(props: { membership: Membership; member: { id: string; name: string } }) {
  const { membership, member } = props
  const { slug } = membership
  const nameable = useNameable(slug)
  const known = nameable.data?.people.find(({ person }) => person.id === member.id)
  if (!known) return null
  const manages = isKeyHolder(membership)
  return (
    <section className={css['duties']} aria-label={`${member.name}: number and absence`}>
      {manages ? (
        <PhoneForm
          key={known.phone}
          slug={slug}
          of={{ memberId: member.id }}
          name={member.name}
          phone={known.phone}
          label="Number to call"
          hint="With its area code, like 01632 960 118"
        />
      ) : (
        known.phone && <p>Number to call: {known.phone}</p>
      )}
      {known.standing === 'away' && (
        <p>
          <FreshnessText state="due">
            {known.awayUntil ? `Away until ${formatDay(known.awayUntil)}` : 'Away'}
          </FreshnessText>
        </p>
      )}
      {manages && (
        <p>
          <Link to={whatIfPath(slug, member.id)}>What if {member.name} is away for two weeks?</Link>
        </p>
      )}
    </section>
  )
}
