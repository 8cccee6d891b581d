import type { ReactNode } from 'react'
import type { Lane, LaneGap } from '#contract/responsibilities.ts'
import { isKeyHolder, useOrganization } from '../../platform/session.ts'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { FreshnessMark } from '../../ui/FreshnessMark.tsx'
import { documentPath } from '../documents/addresses.ts'
import type { Place } from './AssignDialog.tsx'
import { gapState, gapWords, lanePath, lanesPath, orderedGaps } from './words.ts'
import css from './responsibilities.module.css'

interface LaneGapsProps {
  slug: string
  lane: Lane
  onAssign: (place: Place) => void
  /** Where the reader may confirm for a party. */
  onConfirm?: () => void
}

/** What is missing, in words, each with the act that closes it. */
export function LaneGaps({ slug, lane, onAssign, onConfirm }: LaneGapsProps) {
  const membership = useOrganization()
  const { mayEdit } = lane
  const assign = (place: Place, words: string) =>
    mayEdit && (
      <Button aria-label={`${words}: ${lane.name}`} onClick={() => onAssign(place)}>
        {words}
      </Button>
    )
  const edit = (words: string, to = '') =>
    mayEdit && <ButtonLink to={`${lanePath(slug, lane.id)}/edit${to}`}>{words}</ButtonLink>
  const cover = isKeyHolder(membership) && <ButtonLink to={`${lanesPath(slug)}/away`}>Ask for cover</ButtonLink>
  const acts: Record<LaneGap['cause'], (gap: LaneGap) => ReactNode> = {
    nobody: () => assign('accountable', 'Assign'),
    two: () => assign('accountable', 'Choose one'),
    gone: () => assign('accountable', 'Name somebody else'),
    suspended: () => assign('accountable', 'Name somebody else'),
    away: () => (
      <>
        {cover}
        {assign('deputyId', 'Name a deputy')}
      </>
    ),
    hours: ({ hours, until }) => (
      <>
        {until && cover}
        {assign(hours === 'in' ? 'firstInHours' : 'firstOutOfHours', until ? 'Name somebody else' : 'Assign')}
      </>
    ),
    no_runbook: () => edit('Link a runbook', '?to=linked'),
    no_opener: ({ reference }) =>
      isKeyHolder(membership) ? (
        <ButtonLink to={`/o/${slug}/settings/access`}>Give access</ButtonLink>
      ) : (
        reference && <ButtonLink to={documentPath(slug, reference)}>See {reference}</ButtonLink>
      ),
    unconfirmed: ({ party }) =>
      onConfirm && lane.confirmations.some((each) => each.mine && !each.at && each.party === party) ? (
        <Button onClick={onConfirm}>{`Confirm for ${party}`}</Button>
      ) : (
        <span className={css['aside']}>They were asked</span>
      ),
    review: () => onConfirm && <Button onClick={onConfirm}>Confirm again</Button>,
    target: () => <span className={css['aside']}>See the outcome below</span>,
  }
  return (
    <section className={css['gaps']} aria-label="What is missing">
      <h2>{lane.gaps.length === 1 ? 'One thing is missing' : `${lane.gaps.length} things are missing`}</h2>
      <ul>
        {orderedGaps(lane.gaps).map((gap, index) => (
          <li key={index} data-state={gapState(gap)}>
            <FreshnessMark state={gapState(gap)} />
            <span className={css['gapWords']}>{gapWords(gap, lane.target)}</span>
            <span className={css['gapActs']} data-no-print>
              {acts[gap.cause](gap)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
