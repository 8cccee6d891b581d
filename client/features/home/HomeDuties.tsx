import type { ReactNode } from 'react'
import { useQueries } from '@tanstack/react-query'
import { Link } from 'react-router'
import { listAbsences, listLanes, type LaneLine } from '#contract/responsibilities.ts'
import { query } from '../../platform/api.ts'
import { formatCount, formatDay } from '../../ui/format.ts'
import { FreshnessMark } from '../../ui/FreshnessMark.tsx'
import { Person } from '../../ui/Person.tsx'
import { isMine, lanePath, lanesPath, orderedGaps, shortGapWords, waitsForMe } from '../responsibilities/words.ts'
import type { PartProps } from './frame.tsx'
import { WorkRow, WorkRows } from './WorkRow.tsx'

const mostNamed = 3
// The shell counts what waits from the same answers.
const asTheShell = { staleTime: 60_000, retry: false } as const

/**
 * Of who does what: covers that I was asked for, versions that I am to confirm, and gaps: all of them for those who
 * write lanes and for auditors, my own for everybody else.
 */
export default function HomeDuties({ within, frame }: PartProps) {
  const lanes = useQueries({ queries: within.map(({ slug }) => ({ ...query(listLanes, { slug }), ...asTheShell })) })
  const absences = useQueries({
    queries: within.map(({ slug }) => ({ ...query(listAbsences, { slug }), ...asTheShell })),
  })
  const each = within.map((membership, at) => {
    const items = lanes[at]?.data?.items ?? []
    const toConfirm = items.filter(waitsForMe)
    // One that is to be confirmed says itself what it lacks.
    const isSaid = (lane: LaneLine) => toConfirm.length === 1 && toConfirm[0] === lane
    const overlooks = lanes[at]?.data?.mayEdit === true || membership.role === 'auditor'
    return {
      membership,
      asked: absences[at]?.data?.items.filter(({ asksMe }) => asksMe) ?? [],
      toConfirm,
      gaps: items
        .filter((lane) => hasGap(lane) && !isSaid(lane) && (overlooks || isMine(lane, membership.memberId)))
        .sort(criticalFirst),
    }
  })
  if (each.every(({ asked, toConfirm, gaps }) => asked.length + toConfirm.length + gaps.length === 0)) return null
  const isOne = within.length === 1
  const only = isOne ? each[0] : undefined
  return frame(
    <WorkRows>
      {each.map(({ membership: { slug, organization }, asked, toConfirm, gaps }) => {
        const where = isOne ? undefined : organization
        const [one, another] = toConfirm
        return (
          <Rows key={slug}>
            {asked.map(({ id, person, from, until }) => (
              <WorkRow
                key={id}
                to={`${lanesPath(slug)}/away`}
                mark={<Person {...person} isSquareOnly />}
                title={`${person.name} asks you to cover`}
                detail={[`${formatDay(from)} to ${formatDay(until)}`, where]}
              />
            ))}
            {one && !another && (
              <WorkRow
                to={lanePath(slug, one.id)}
                mark={<FreshnessMark state={hasGap(one) ? 'overdue' : 'unverified'} />}
                title={one.name}
                detail={['Waits for your confirmation', gapWordsOf(one), where]}
              />
            )}
            {another && (
              <WorkRow
                to={`${lanesPath(slug)}?show=unconfirmed`}
                mark={<FreshnessMark state="unverified" />}
                title={`${formatCount(toConfirm.length)} lanes to confirm`}
                detail={[namesOf(toConfirm), where]}
              />
            )}
            {gaps.slice(0, mostNamed).map((lane) => (
              <WorkRow
                key={lane.id}
                to={lanePath(slug, lane.id)}
                mark={<FreshnessMark state="overdue" />}
                title={lane.name}
                detail={[gapWordsOf(lane), where]}
              />
            ))}
          </Rows>
        )
      })}
    </WorkRows>,
    only && only.gaps.length > mostNamed && (
      <Link to={`${lanesPath(only.membership.slug)}?show=gaps`}>All {formatCount(only.gaps.length)} gaps</Link>
    ),
  )
}

const Rows = ({ children }: { children: ReactNode }) => children
const hasGap = ({ gaps, retiredAt }: LaneLine) => !retiredAt && gaps.some(({ isGap }) => isGap)
const criticalFirst = (a: LaneLine, b: LaneLine) => Number(b.isCritical) - Number(a.isCritical)

const gapWordsOf = ({ gaps }: LaneLine): string =>
  orderedGaps(gaps)
    .filter(({ isGap }) => isGap)
    .map(shortGapWords)
    .join(', ')

const namesOf = (lanes: readonly LaneLine[]) =>
  `${lanes
    .slice(0, 2)
    .map(({ name }) => name)
    .join(', ')}${lanes.length > 2 ? ' and others' : ''}`
