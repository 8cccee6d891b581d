import type { Lane } from '#contract/responsibilities.ts'
import { Button } from '../../ui/Button.tsx'
import { formatDay } from '../../ui/format.ts'
import { FreshnessMark } from '../../ui/FreshnessMark.tsx'
import { RailCard } from '../../ui/PageFrame.tsx'
import { Time } from '../../ui/Time.tsx'
import { every } from './words.ts'
import { WhoToCall } from './WhoToCall.tsx'
import css from './responsibilities.module.css'

interface LaneRailProps {
  slug: string
  lane: Lane
  /** Where the reader may confirm for a party. */
  onConfirm?: () => void
  isPending: boolean
}

/** Beside a lane: whom to call now, what each party says of this version, when it is looked at again. */
export function LaneRail({ slug, lane, onConfirm, isPending }: LaneRailProps) {
  return (
    <>
      {!lane.retiredAt && <WhoToCall slug={slug} laneId={lane.id} />}
      <RailCard title={`Version ${lane.revision}, confirmed by`}>
        {lane.confirmations.length === 0 ? (
          <p className={css['aside']}>It names no party yet.</p>
        ) : (
          <ul className={css['confirmations']}>
            {lane.confirmations.map(({ partyId, party, by, at, mine }) => (
              <li key={partyId}>
                <FreshnessMark state={at ? 'verified' : 'unverified'} />
                <span>
                  <b>{party}</b>
                  {at ? (
                    <small>
                      {by && `${by}, `}
                      <Time at={at} />
                    </small>
                  ) : (
                    <small>has not confirmed it</small>
                  )}
                </span>
                {mine && !at && onConfirm && (
                  <Button isPending={isPending} aria-label={`Confirm for ${party}`} onClick={onConfirm} data-no-print>
                    Confirm
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
      </RailCard>
      <RailCard title="Review">
        <p className={css['aside']}>
          {lane.reviewOn ? `On ${formatDay(lane.reviewOn)}, then ` : 'Not confirmed by all yet; then '}
          {every(lane.intervalDays)}. Last changed <Time at={lane.updatedAt} /> by {lane.updatedBy}.
        </p>
      </RailCard>
    </>
  )
}
