import { lazy, Suspense, useRef, useState } from 'react'
import Download from 'lucide-react/icons/download'
import GripVertical from 'lucide-react/icons/grip-vertical'
import ListPlus from 'lucide-react/icons/list-plus'
import Plus from 'lucide-react/icons/plus'
import Printer from 'lucide-react/icons/printer'
import { addUsualLanes, type LaneLine } from '#contract/responsibilities.ts'
import { Failed } from '../../platform/Failed.tsx'
import { useOrganization } from '../../platform/session.ts'
import { Button, ButtonLink, IconButton } from '../../ui/Button.tsx'
import { formatCount, listWords, plural } from '../../ui/format.ts'
import { TextField } from '../../ui/text-fields.tsx'
import { Ellipsis } from '../../ui/icons.ts'
import { usePhone } from '../../ui/media.ts'
import { Menu } from '../../ui/Menu.tsx'
import { KeyLegend } from '../../ui/PageFrame.tsx'
import { EmptyState, LoadingRows } from '../../ui/states.tsx'
import { useShortcut } from '../../ui/shortcuts.ts'
import { toast } from '../../ui/Toast.tsx'
import { useRing } from '../notices/rings.ts'
import { failureWords, useDeed } from '../documents/deeds.ts'
import type { Place } from './AssignDialog.tsx'
import { hasWords, matches, showNames, shows, useLaneFilters, type Show } from './lane-filters.ts'
import { LaneTable } from './LaneTable.tsx'
import { PrintedLanes } from './PrintedLanes.tsx'
import { ResponsibilitiesFrame } from './ResponsibilitiesFrame.tsx'
import { useLanes } from './use-lanes.ts'
import { isUnconfirmed, lanesPath, summaryWords, waitsForMe } from './words.ts'
import css from './responsibilities.module.css'

const AssignDialog = lazy(async () => ({ default: (await import('./AssignDialog.tsx')).AssignDialog }))
const OrderLanes = lazy(async () => ({ default: (await import('./OrderLanes.tsx')).OrderLanes }))

/** Who does what: one row per lane in the order of the organization, with what is missing in its place. */
export default function ResponsibilitiesPage() {
  const { slug, memberId } = useOrganization()
  const filters = useLaneFilters()
  const { show, text } = filters
  const living = useLanes(slug)
  const retired = useLanes(slug, true)
  useRing(() => void living.refetch())
  const [assigning, setAssigning] = useState<{ lane: LaneLine; place: Place }>()
  const [isOrdering, setOrdering] = useState(false)
  const isPhone = usePhone()
  const adding = useDeed(addUsualLanes)

  const mayEdit = living.data?.mayEdit ?? false
  const all = living.data?.items.filter(({ retiredAt }) => !retiredAt) ?? []
  const gone = retired.data?.items.filter(({ retiredAt }) => retiredAt) ?? []
  const shown = (show === 'retired' ? gone : all.filter((lane) => matches(lane, show, memberId))).filter(
    (lane) => text.trim() === '' || hasWords(lane, text.trim()),
  )
  const waiting = all.filter(waitsForMe)
  const add = () =>
    adding.mutate(
      { slug },
      {
        onSuccess: ({ added }) =>
          toast({ words: added > 0 ? `${plural(added, 'lane')} added` : 'All the usual lanes are here already' }),
        onError: (error) => toast({ words: failureWords(error) }),
      },
    )
  const failed = show === 'retired' ? retired : living
  const summary = living.data && all.length > 0 && (
    <span role="status">{summaryWords({ ...living.data, unconfirmed: all.filter(isUnconfirmed).length })}</span>
  )
  return (
    <ResponsibilitiesFrame
      heading="Responsibilities"
      summary={!isPhone && summary}
      actions={
        <>
          <Menu
            label="More for responsibilities"
            groups={[
              [
                {
                  id: 'csv',
                  label: 'Save as CSV',
                  icon: Download,
                  onAct: () => void import('./lanes-csv.ts').then(({ saveLanes }) => saveLanes(shown)),
                },
                { id: 'print', label: 'Print', icon: Printer, onAct: () => print() },
              ],
              mayEdit
                ? [
                    ...(all.length > 1
                      ? [
                          {
                            id: 'order',
                            label: 'Change the order',
                            icon: GripVertical,
                            onAct: () => {
                              filters.clear()
                              setOrdering(true)
                            },
                          },
                        ]
                      : []),
                    { id: 'usual', label: 'Add the usual lanes', icon: ListPlus, onAct: add },
                  ]
                : [],
            ]}
          >
            <IconButton icon={Ellipsis} label="More" />
          </Menu>
          {mayEdit && (
            <ButtonLink to={`${lanesPath(slug)}/new`} variant="primary" icon={Plus} keys="N">
              New lane
            </ButtonLink>
          )}
        </>
      }
      footer={
        !isOrdering &&
        shown.length > 0 && (
          <KeyLegend
            keys={[
              [['J', 'K'], 'move'],
              [['Enter'], 'open'],
              [['F'], 'filter'],
            ]}
          />
        )
      }
    >
      <PrintedLanes lanes={shown} />
      {isOrdering ? (
        <Suspense fallback={<LoadingRows what="the lanes" />}>
          <OrderLanes slug={slug} lanes={all} onDone={() => setOrdering(false)} />
        </Suspense>
      ) : (
        <>
          {isPhone && summary && (
            <p className={css['waits']} data-no-print>
              {summary}
            </p>
          )}
          {waiting.length > 0 && (
            <p className={css['waits']} data-no-print>
              {waiting.length === 1 ? 'One version waits' : `${formatCount(waiting.length)} versions wait`} for your
              confirmation: {listWords(waiting.slice(0, 3).map(({ name }) => name))}
              {waiting.length > 3 && ' and others'}.
            </p>
          )}
          <Filters filters={filters} counts={{ all, gone, memberId }} />
          {failed.error ? (
            <Failed what="The lanes" error={failed.error} onRetry={() => void failed.refetch()} />
          ) : !failed.data ? (
            <LoadingRows what="the lanes" />
          ) : shown.length > 0 ? (
            <div data-no-print>
              <LaneTable
                slug={slug}
                lanes={shown}
                mayEdit={mayEdit}
                onAssign={(lane, place) => setAssigning({ lane, place })}
              />
            </div>
          ) : (
            <Nothing {...{ show, text, mayEdit, slug }} onClear={filters.clear} onAdd={add} hasAny={all.length > 0} />
          )}
        </>
      )}
      {assigning && (
        <Suspense>
          <AssignDialog
            slug={slug}
            laneId={assigning.lane.id}
            place={assigning.place}
            onClose={() => setAssigning(undefined)}
          />
        </Suspense>
      )}
    </ResponsibilitiesFrame>
  )
}

function Filters(props: {
  filters: ReturnType<typeof useLaneFilters>
  counts: { all: readonly LaneLine[]; gone: readonly LaneLine[]; memberId: string }
}) {
  const { filters, counts } = props
  const row = useRef<HTMLDivElement>(null)
  useShortcut({
    keys: 'F',
    label: 'Filter',
    group: 'In lists',
    act: () => row.current?.querySelector('input')?.focus(),
  })
  const countOf = (show: Show) =>
    show === 'retired' ? counts.gone.length : counts.all.filter((lane) => matches(lane, show, counts.memberId)).length
  return (
    <div ref={row} className={css['filters']} role="search" aria-label="Filters" data-no-print>
      <div className={css['search']}>
        <TextField
          label="Search lanes"
          isLabelHidden
          isSmall
          type="search"
          placeholder="Function, person, party, system"
          value={filters.text}
          onChange={(event) => filters.setText(event.currentTarget.value)}
        />
      </div>
      <div className={css['chips']} role="group" aria-label="Show">
        {shows
          .filter((show) => show !== 'retired' || counts.gone.length > 0 || filters.show === 'retired')
          .map((show) => (
            <button key={show} type="button" aria-pressed={filters.show === show} onClick={() => filters.setShow(show)}>
              {showNames[show]} <span>{countOf(show)}</span>
            </button>
          ))}
      </div>
    </div>
  )
}

function Nothing(props: {
  show: Show
  text: string
  slug: string
  mayEdit: boolean
  hasAny: boolean
  onClear: () => void
  onAdd: () => void
}) {
  const { show, text, mayEdit, hasAny } = props
  if (text || (hasAny && show !== 'gaps' && show !== 'unconfirmed') || show === 'retired')
    return (
      <EmptyState actions={<Button onClick={props.onClear}>Clear filters</Button>}>
        No lane matches {text ? `“${text}”` : `“${showNames[show]}”`}
        {text && show !== 'all' ? ` and ${showNames[show]}` : ''}.
      </EmptyState>
    )
  if (hasAny)
    return (
      <EmptyState actions={<Button onClick={props.onClear}>Show all lanes</Button>}>
        {show === 'gaps' ? 'No gaps: every lane has somebody, at every hour.' : 'Every version is confirmed.'}
      </EmptyState>
    )
  return (
    <EmptyState
      actions={
        mayEdit && (
          <>
            <Button variant="primary" onClick={props.onAdd}>
              Add the usual lanes
            </Button>
            <ButtonLink to={`${lanesPath(props.slug)}/new`}>Write one</ButtonLink>
          </>
        )
      }
    >
      {mayEdit
        ? 'No lanes yet. A lane is one function, like backup and restore test, and who answers for it.'
        : 'No lane names you or your party.'}
    </EmptyState>
  )
}
