import { PhoneForm } from './PhoneForm.tsx'
import { useNameable } from './use-lanes.ts'
import css from './responsibilities.module.css'

/** Under which number each party is called, where nobody of it is named. */
export function PartyNumbers({ slug }: { slug: string }) {
  const nameable = useNameable(slug)
  const parties = nameable.data?.parties ?? []
  if (parties.length === 0) return null
  return (
    <div className={css['numbers']}>
      <h3>Numbers to call</h3>
      <p className={css['aside']}>
        Called where a lane names the party and nobody of it by name, or somebody without a number.
      </p>
      {parties.map(({ id, name, phone }) => (
        <PhoneForm
          key={`${id} ${phone ?? ''}`}
          slug={slug}
          of={{ partyId: id }}
          name={name}
          phone={phone}
          label={name}
        />
      ))}
    </div>
  )
}
