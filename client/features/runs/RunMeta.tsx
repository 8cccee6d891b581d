import { Link } from 'react-router'
import type { RunLine } from '#contract/runs.ts'
import type { Person as PersonShape } from '#contract/values.ts'
import { Badge } from '../../ui/Badge.tsx'
import { listWords } from '../../ui/format.ts'
import { Person } from '../../ui/Person.tsx'
import { incidentPath } from '../incidents/current.ts'
import { Timer } from '../incidents/Timer.tsx'
import { durationWords, momentWords, outcomeNames, stepsWords } from './words.ts'
import css from './runs.module.css'

/** How far it is, for how long, with whom: one line under the title. */
export function RunMeta({ slug, run }: { slug: string; run: RunLine & { here: PersonShape[] } }) {
  const { isDrill, incident, startedAt, finishedAt, outcome, seconds, people, here, revision } = run
  return (
    <span className={css['meta']}>
      {isDrill && <Badge>Drill</Badge>}
      {incident && <Link to={incidentPath(slug, incident)}>{incident}</Link>}
      <span className={css['facts']}>
        {finishedAt && outcome ? (
          `${outcomeNames[outcome]} after ${durationWords(seconds)}`
        ) : (
          <>
            Since {momentWords(startedAt)}, <Timer since={startedAt} />
          </>
        )}
        {' · '}
        {stepsWords(run)} · version {revision}
      </span>
      <span className={css['people']}>
        {people.map((person) => (
          <Person key={person.id} {...person} isSquareOnly />
        ))}
      </span>
      {here.length > 0 && !finishedAt && (
        <span className={css['facts']} role="status">
          {listWords(here.map(({ name }) => name))} {here.length === 1 ? 'has' : 'have'} it open
        </span>
      )}
    </span>
  )
}
