import { Link } from 'react-router'
import { useQuery } from '@tanstack/react-query'
import { listLanes } from '#contract/responsibilities.ts'
import type { Document } from '#contract/documents.ts'
import { query } from '../../platform/api.ts'
import { FreshnessMark, FreshnessText } from '../../ui/FreshnessMark.tsx'
import { CallNow, useWhoToCall } from './WhoToCall.tsx'
import { gapState, lanePath, orderedGaps, shortGapWords } from './words.ts'
import css from './SystemDuties.module.css'

/** On the page of a system: whom to call about it now, and its lanes with what is missing in them. */
export function SystemDuties({ slug, system }: { slug: string; system: Document }) {
  const { reference } = system
  const call = useWhoToCall(slug, { reference })
  const lanes = useQuery(query(listLanes, { slug, system: reference })).data?.items ?? []
  if (!call.data) return null
  return (
    <section className={css['section']} aria-labelledby="who-to-call-now">
      <h2 id="who-to-call-now">Who to call now</h2>
      <CallNow slug={slug} answer={call.data} />
      {lanes.length > 0 && (
        <ul className={css['lanes']} aria-label="Responsibilities for it">
          {lanes.map((lane) => {
            const [worst] = orderedGaps(lane.gaps)
            const state = worst ? gapState(worst) : 'verified'
            return (
              <li key={lane.id}>
                <FreshnessMark state={state} />
                <Link to={lanePath(slug, lane.id)}>{lane.name}</Link>
                <FreshnessText state={state}>{worst ? shortGapWords(worst) : 'Covered'}</FreshnessText>
              </li>
            )
          })}
        </ul>
      )}
    </section>
  )
}
