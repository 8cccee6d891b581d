import { lazy, Suspense, useState } from 'react'
import { useNavigate, useParams, useSearchParams } from 'react-router'
import Archive from 'lucide-react/icons/archive'
import Pencil from 'lucide-react/icons/pencil'
import Printer from 'lucide-react/icons/printer'
import { confirmLane, retireLane, reviveLane, type Lane } from '#contract/responsibilities.ts'
import { Failed } from '../../platform/Failed.tsx'
import { isProblem } from '../../platform/query-client.ts'
import { NothingHere, useOrganization } from '../../platform/session.ts'
import { Badge } from '../../ui/Badge.tsx'
import { Button, ButtonLink, IconButton } from '../../ui/Button.tsx'
import { formatDay } from '../../ui/format.ts'
import { FreshnessBadge } from '../../ui/FreshnessMark.tsx'
import { Ellipsis } from '../../ui/icons.ts'
import { Menu } from '../../ui/Menu.tsx'
import { PageBody, PageFrame, PageTitle } from '../../ui/PageFrame.tsx'
import { useShortcut } from '../../ui/shortcuts.ts'
import { LoadingText } from '../../ui/states.tsx'
import { Tabs } from '../../ui/Tabs.tsx'
import { Time } from '../../ui/Time.tsx'
import { toast } from '../../ui/Toast.tsx'
import { failureWords, useDeed } from '../documents/deeds.ts'
import type { Place } from './AssignDialog.tsx'
import { LaneGaps } from './LaneGaps.tsx'
import { LaneRail } from './LaneRail.tsx'
import { LaneText } from './LaneText.tsx'
import { useLane } from './use-lanes.ts'
import { gapState, gapWords, lanePath, lanesPath, orderedGaps, waitsForMe } from './words.ts'
import css from './responsibilities.module.css'

const AssignDialog = lazy(async () => ({ default: (await import('./AssignDialog.tsx')).AssignDialog }))
const LaneVersions = lazy(async () => ({ default: (await import('./LaneVersions.tsx')).LaneVersions }))
const LaneOutcome = lazy(async () => ({ default: (await import('./LaneOutcome.tsx')).LaneOutcome }))

/** One lane: what it says, whom to call now, what is missing and how to close it, who has confirmed it. */
export default function LanePage() {
  const { slug, organization } = useOrganization()
  const { lane: laneId = '' } = useParams()
  const answer = useLane(slug, laneId)
  const lane = answer.data
  const navigate = useNavigate()
  useShortcut({ keys: 'Esc', label: 'Up to the lanes', act: () => void navigate(lanesPath(slug)) })
  if (answer.error && isProblem(answer.error, 'not-found')) throw new NothingHere()
  if (answer.error && isProblem(answer.error, 'invalid-input')) throw new NothingHere()
  if (lane) return <OneLane slug={slug} organization={organization} lane={lane} />
  return (
    <PageFrame
      title={['Responsibilities', organization]}
      crumbs={[{ label: 'Responsibilities', to: lanesPath(slug) }, { label: 'Lane' }]}
    >
      <PageBody>
        {answer.error ? (
          <Failed what="The lane" error={answer.error} onRetry={() => void answer.refetch()} />
        ) : (
          <LoadingText what="the lane" />
        )}
      </PageBody>
    </PageFrame>
  )
}

function OneLane({ slug, organization, lane }: { slug: string; organization: string; lane: Lane }) {
  const [parameters, setParameters] = useSearchParams()
  const [assigning, setAssigning] = useState<Place>()
  const confirming = useDeed(confirmLane)
  const retiring = useDeed(retireLane)
  const reviving = useDeed(reviveLane)
  const { id: laneId, name, retiredAt, mayEdit } = lane
  const waits = waitsForMe(lane)
  const mayConfirm = !retiredAt && lane.confirmations.some(({ mine }) => mine)
  const [worst] = orderedGaps(lane.gaps)
  const fail = (error: Error) => toast({ words: failureWords(error) })

  const confirm = () =>
    confirming.mutate(
      { slug, laneId, revision: lane.revision },
      {
        onSuccess: () => toast({ words: `Version ${lane.revision} confirmed` }),
        onError: (error) =>
          isProblem(error, 'changed-meanwhile')
            ? toast({ words: 'Somebody saved another version meanwhile. Read it, then confirm.' })
            : fail(error),
      },
    )
  const retire = () =>
    retiring.mutate(
      { slug, laneId },
      {
        onSuccess: () =>
          toast({
            words: `${name} retired`,
            action: { label: 'Undo', onAct: () => reviving.mutate({ slug, laneId }, { onError: fail }) },
            forMs: 10_000,
          }),
        onError: fail,
      },
    )
  const revive = () =>
    reviving.mutate({ slug, laneId }, { onSuccess: () => toast({ words: `${name} is back` }), onError: fail })

  return (
    <PageFrame
      title={[name, 'Responsibilities', organization]}
      crumbs={[{ label: 'Responsibilities', to: lanesPath(slug) }, { label: name }]}
      railLabel="Whom to call, who confirmed"
      rail={
        <LaneRail
          slug={slug}
          lane={lane}
          {...(mayConfirm && { onConfirm: confirm })}
          isPending={confirming.isPending}
        />
      }
      actions={
        <>
          <Menu
            label={`More for ${name}`}
            groups={[
              [{ id: 'print', label: 'Print', icon: Printer, onAct: () => print() }],
              mayEdit && !retiredAt ? [{ id: 'retire', label: 'Retire', icon: Archive, onAct: retire }] : [],
            ]}
          >
            <IconButton icon={Ellipsis} label="More" />
          </Menu>
          {mayEdit && !retiredAt && (
            <ButtonLink to={`${lanePath(slug, laneId)}/edit`} icon={Pencil} keys="E">
              Edit
            </ButtonLink>
          )}
          {mayEdit && retiredAt && (
            <Button isPending={reviving.isPending} onClick={revive}>
              Bring it back
            </Button>
          )}
          {waits && (
            <Button variant="primary" keys="V" isPending={confirming.isPending} onClick={confirm}>
              Confirm
            </Button>
          )}
        </>
      }
    >
      <PageBody>
        <PageTitle
          meta={
            <>
              {retiredAt ? (
                <Badge>
                  Retired <Time at={retiredAt} />
                </Badge>
              ) : worst ? (
                <FreshnessBadge state={gapState(worst)}>{gapWords(worst, lane.target)}</FreshnessBadge>
              ) : (
                <FreshnessBadge state="verified">Covered</FreshnessBadge>
              )}
              {lane.isCritical && <Badge>Critical</Badge>}
              {lane.answersIncidents && <Badge>Answers incidents of any system</Badge>}
              <span>Version {lane.revision}</span>
              {lane.reviewOn && <span>Review on {formatDay(lane.reviewOn)}</span>}
            </>
          }
        >
          {name}
        </PageTitle>
        {!retiredAt && lane.gaps.length > 0 && (
          <LaneGaps slug={slug} lane={lane} onAssign={setAssigning} {...(mayConfirm && { onConfirm: confirm })} />
        )}
        <Tabs
          label="Views of this lane"
          selected={parameters.get('tab') === 'versions' ? 'versions' : 'lane'}
          onSelect={(tab) => setParameters(tab === 'versions' ? { tab } : {}, { replace: true })}
          tabs={[
            {
              id: 'lane',
              label: 'Lane',
              content: (
                <div className={css['tab']}>
                  <LaneText slug={slug} lane={lane} />
                  <Suspense fallback={<LoadingText what="the outcome" />}>
                    <LaneOutcome slug={slug} lane={lane} />
                  </Suspense>
                </div>
              ),
            },
            {
              id: 'versions',
              label: 'Versions',
              content: (
                <div className={css['tab']}>
                  <Suspense fallback={<LoadingText what="the versions" />}>
                    <LaneVersions slug={slug} laneId={laneId} />
                  </Suspense>
                </div>
              ),
            },
          ]}
        />
      </PageBody>
      {assigning && (
        <Suspense>
          <AssignDialog slug={slug} laneId={laneId} place={assigning} onClose={() => setAssigning(undefined)} />
        </Suspense>
      )}
    </PageFrame>
  )
}
