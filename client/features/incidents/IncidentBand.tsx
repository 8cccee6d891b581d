import { Link } from 'react-router'
import { useSession } from '../../platform/session.ts'
import { Button } from '../../ui/Button.tsx'
import { FreshnessMark } from '../../ui/FreshnessMark.tsx'
import { Kbd } from '../../ui/Kbd.tsx'
import { Reference } from '../../ui/Reference.tsx'
import { usePhone } from '../../ui/media.ts'
import { useShortcut } from '../../ui/shortcuts.ts'
import { incidentPath, type CurrentIncident } from './current.ts'
import { askIncident } from './dialogs.ts'
import { Timer } from './Timer.tsx'
import css from './IncidentBand.module.css'

/** Over every page while in an incident: which, how long, and the two acts that are always at hand. */
export default function IncidentBand({ incident }: { incident: CurrentIncident }) {
  const { slug, reference, title, openedAt } = incident
  const { memberships } = useSession()
  const isPhone = usePhone()
  const organization = memberships.find((each) => each.slug === slug)?.organization
  const note = () => askIncident({ is: 'note', slug, reference })
  // N makes something new on lists; in an incident it is the note, wherever one is.
  useShortcut({ keys: 'N', label: 'Add note', act: note, outranks: true })
  return (
    <section className={css['band']} aria-label={`Incident ${reference}`} data-no-print>
      <span className={css['mark']}>
        <FreshnessMark state="overdue" size={16} />
      </span>
      <Link to={incidentPath(slug, reference)} className={css['what']}>
        {!isPhone && 'Incident '}
        <Reference>{reference}</Reference>
        {!isPhone && <span className={css['title']}> · {title}</span>}
      </Link>
      <Timer since={openedAt} />
      {isPhone ? (
        <span className={css['where']}>{organization}</span>
      ) : (
        <>
          <span className={css['words']}>
            {memberships.length > 1 ? organization : `Copies and reveals are logged to ${reference}`}
          </span>
          <Button onClick={note} aria-keyshortcuts="N">
            Add note
            <span aria-hidden="true" className={css['key']}>
              <Kbd keys="N" />
            </span>
          </Button>
          <Button onClick={() => askIncident({ is: 'end', slug, reference })}>End</Button>
        </>
      )}
    </section>
  )
}
