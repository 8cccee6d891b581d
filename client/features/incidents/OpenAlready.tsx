import { useMemo } from 'react'
import { useNavigate } from 'react-router'
import { useSession } from '../../platform/session.ts'
import { Button } from '../../ui/Button.tsx'
import { listWords } from '../../ui/format.ts'
import { Reference } from '../../ui/Reference.tsx'
import { incidentPath } from './current.ts'
import { useOpenIncidents } from './use-open-incidents.ts'
import { useJoin } from './use-start.ts'
import css from './incidents.module.css'

/** Somebody may have started one already: two for the same outage help nobody. */
export function OpenAlready({ slug, onClose }: { slug: string; onClose: () => void }) {
  const { memberships } = useSession()
  const within = useMemo(() => memberships.filter((each) => each.slug === slug), [memberships, slug])
  const { open } = useOpenIncidents(within)
  const navigate = useNavigate()
  const join = useJoin()
  if (open.length === 0) return null
  return (
    <ul className={css['already']} aria-label="Under way">
      {open.map((line) => (
        <li key={line.id}>
          <span>
            <Reference>{line.reference}</Reference> {line.title} is under way,{' '}
            {listWords(line.people.map(({ name }) => name))} in it.
          </span>
          <Button
            isPending={join.isPending}
            onClick={() =>
              join.mutate(line, {
                onSuccess: () => {
                  onClose()
                  void navigate(incidentPath(slug, line.reference))
                },
              })
            }
          >
            {line.isMine ? 'Open it' : 'Join it'}
          </Button>
        </li>
      ))}
    </ul>
  )
}
