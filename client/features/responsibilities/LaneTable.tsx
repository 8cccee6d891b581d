import type { LaneLine, ShownHolder } from '#contract/responsibilities.ts'
import { Badge } from '../../ui/Badge.tsx'
import { Button } from '../../ui/Button.tsx'
import { FreshnessMark, FreshnessText } from '../../ui/FreshnessMark.tsx'
import { Person } from '../../ui/Person.tsx'
import { Table, type Column } from '../../ui/Table.tsx'
import { listWords, plural } from '../../ui/format.ts'
import type { Place } from './AssignDialog.tsx'
import { Holder } from './Holder.tsx'
import { gapState, gapWords, holderName, lanePath, orderedGaps, shortGapWords } from './words.ts'
import css from './responsibilities.module.css'

interface LaneTableProps {
  slug: string
  lanes: readonly LaneLine[]
  mayEdit: boolean
  onAssign: (lane: LaneLine, place: Place) => void
}

/** One row per lane: who answers for it, who comes first, and how it stands, in words. */
export function LaneTable({ slug, lanes, mayEdit, onAssign }: LaneTableProps) {
  const place = (lane: LaneLine, name: Place, holder: ShownHolder | undefined, gap: boolean) =>
    holder ? (
      <Holder holder={holder} isBrief />
    ) : gap ? (
      <Nobody
        {...(mayEdit && !lane.retiredAt && { onAssign: () => onAssign(lane, name) })}
        what={`${lane.name}, ${name === 'accountable' ? 'accountable' : name === 'firstInHours' ? 'in hours' : 'out of hours'}`}
      />
    ) : (
      <span className={css['none']}>—</span>
    )
  const misses = (lane: LaneLine, hours: 'in' | 'out') =>
    lane.gaps.some((gap) => gap.cause === 'hours' && gap.hours === hours)
  const columns: Column<LaneLine>[] = [
    {
      id: 'mark',
      header: 'Mark',
      isHeaderHidden: true,
      slot: 'mark',
      width: 'mark',
      cell: (lane) => <FreshnessMark {...markOf(lane)} />,
    },
    {
      id: 'name',
      header: 'Function',
      slot: 'title',
      cell: (lane) => (
        <>
          {lane.name}
          {lane.isCritical && (
            <>
              {' '}
              <Badge>Critical</Badge>
            </>
          )}
        </>
      ),
    },
    {
      id: 'accountable',
      header: 'Accountable',
      slot: 'meta',
      width: 'medium',
      cell: (lane) =>
        lane.accountable.length > 1 ? (
          <Two lane={lane} {...(mayEdit && !lane.retiredAt && { onChoose: () => onAssign(lane, 'accountable') })} />
        ) : (
          place(lane, 'accountable', lane.accountable[0], true)
        ),
    },
    {
      id: 'in',
      header: 'In hours',
      width: 'medium',
      cell: (lane) => place(lane, 'firstInHours', lane.firstInHours, misses(lane, 'in')),
    },
    {
      id: 'out',
      header: 'Out of hours',
      width: 'medium',
      cell: (lane) => place(lane, 'firstOutOfHours', lane.firstOutOfHours, misses(lane, 'out')),
    },
    { id: 'state', header: 'State', slot: 'state', width: 'large', cell: (lane) => <State lane={lane} /> },
  ]
  return (
    <Table
      label="Responsibilities"
      rows={lanes}
      rowKey={({ id }) => id}
      columns={columns}
      to={({ id }) => lanePath(slug, id)}
    />
  )
}

/** The worst of what is missing; a lane without gaps is covered. */
function markOf({ gaps, retiredAt }: LaneLine) {
  const [worst] = orderedGaps(gaps)
  return { state: worst && !retiredAt ? gapState(worst) : ('verified' as const) }
}

function State({ lane }: { lane: LaneLine }) {
  if (lane.retiredAt) return <span>Retired</span>
  const [worst, ...others] = orderedGaps(lane.gaps)
  if (!worst) return <FreshnessText state="verified">Covered</FreshnessText>
  const more = others.length > 0 ? `, ${plural(others.length, 'more', 'more')}` : ''
  return (
    <span data-tooltip={listWords([worst, ...others].map((gap) => gapWords(gap, lane.target)))}>
      <FreshnessText state={gapState(worst)}>{`${shortGapWords(worst)}${more}`}</FreshnessText>
    </span>
  )
}

function Nobody({ what, onAssign }: { what: string; onAssign?: () => void }) {
  return (
    <span className={css['nobody']}>
      <b>nobody</b>
      {onAssign && (
        <Button variant="quiet" aria-label={`Assign ${what}`} onClick={onAssign} data-no-print>
          Assign
        </Button>
      )}
    </span>
  )
}

function Two({ lane, onChoose }: { lane: LaneLine; onChoose?: () => void }) {
  return (
    <span className={css['nobody']}>
      {lane.accountable.map((holder) => (
        <Person
          key={holder.person?.id ?? holder.partyId}
          name={holderName(holder)}
          side={holder.side}
          party={holder.party}
          isSquareOnly
        />
      ))}
      <b>{lane.accountable.length === 2 ? 'two' : 'several'}</b>
      {onChoose && (
        <Button variant="quiet" aria-label={`Choose one for ${lane.name}`} onClick={onChoose} data-no-print>
          Choose
        </Button>
      )}
    </span>
  )
}
