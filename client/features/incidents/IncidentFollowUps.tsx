import Plus from 'lucide-react/icons/plus'
import { Button } from '../../ui/Button.tsx'
import { FollowUpList } from './FollowUpList.tsx'
import type { Incident } from './use-incident.ts'
import css from './incidents.module.css'

/** What is to be done so that it does not happen again. */
export function IncidentFollowUps(props: { slug: string; incident: Incident; onAdd: () => void }) {
  const { slug, incident, onAdd } = props
  const { followUps, isMine, mayEnd } = incident
  const mayAdd = isMine || mayEnd
  if (followUps.length === 0 && !mayAdd) return null
  return (
    <section aria-labelledby="follow-ups">
      <header className={css['header']}>
        <h2 id="follow-ups">Follow-ups</h2>
        {mayAdd && (
          <Button variant="quiet" icon={Plus} onClick={onAdd} data-no-print>
            Add follow-up
          </Button>
        )}
      </header>
      {followUps.length > 0 ? (
        <FollowUpList label="Follow-ups" followUps={followUps.map((each) => ({ ...each, slug }))} />
      ) : (
        <p className={css['aside']}>None yet.</p>
      )}
    </section>
  )
}
