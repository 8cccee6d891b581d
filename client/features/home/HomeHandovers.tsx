import { useQueries } from '@tanstack/react-query'
import { listHandovers, type HandoverLine } from '#contract/handovers.ts'
import { query } from '../../platform/api.ts'
import { formatCount, formatDay } from '../../ui/format.ts'
import { FreshnessMark } from '../../ui/FreshnessMark.tsx'
import type { PartProps } from './frame.tsx'
import { WorkRow, WorkRows } from './WorkRow.tsx'

/** Handovers under way: who leaves, and how much is left. */
export default function HomeHandovers({ within, frame }: PartProps) {
  const underWay = useQueries({
    queries: within.map(({ slug }) => query(listHandovers, { slug })),
    combine: (answers) =>
      answers.flatMap(({ data }, at) => {
        const { slug, organization } = within[at] as (typeof within)[number]
        return (data?.items ?? [])
          .filter(({ closedAt }) => closedAt === undefined)
          .map((handover) => ({ ...handover, slug, organization: within.length > 1 ? organization : undefined }))
      }),
  })
  if (underWay.length === 0) return null
  return frame(
    <WorkRows>
      {underWay.map((handover) => (
        <WorkRow
          key={handover.id}
          to={`/o/${handover.slug}/handovers/${handover.id}`}
          mark={<FreshnessMark state={left(handover) === 0 ? 'verified' : 'due'} />}
          title={handover.person?.name ?? handover.party}
          detail={[leftWords(handover), `begun ${formatDay(handover.startedAt)}`, handover.organization]}
        />
      ))}
    </WorkRows>,
  )
}

const sum = (counts: HandoverLine['left']) => Object.values(counts).reduce((total, count) => total + count, 0)
const left = (handover: HandoverLine) => sum(handover.left)

const leftWords = (handover: HandoverLine): string =>
  left(handover) === 0
    ? 'Nothing left: to be signed'
    : `${formatCount(left(handover))} of ${formatCount(Math.max(left(handover), sum(handover.atStart)))} left`
