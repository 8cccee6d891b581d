import { useQueries } from '@tanstack/react-query'
import { outcomes } from '#contract/incidents.ts'
import type { OutputOf } from '#contract/endpoint.ts'
import { query } from '../../platform/api.ts'
import { plural } from '../../ui/format.ts'
import { Icon } from '../../ui/Icon.tsx'
import ChartColumn from 'lucide-react/icons/chart-column'
import History from 'lucide-react/icons/history'
import Hourglass from 'lucide-react/icons/hourglass'
import Tally3 from 'lucide-react/icons/tally-3'
import type { PartProps } from './frame.tsx'
import { WorkRow, WorkRows } from './WorkRow.tsx'

const months = 3

/** For auditors: where the proof is that it is looked after, and by whom. */
export default function HomeProof({ within, frame }: PartProps) {
  const audited = within.filter(({ role }) => role === 'auditor')
  const found = useQueries({
    queries: audited.map(({ slug }) => ({ ...query(outcomes, { slug, months }), staleTime: 300_000 })),
  })
  return frame(
    <WorkRows>
      {audited.flatMap(({ slug, organization }, at) => {
        const where = within.length > 1 && organization
        return [
          <WorkRow
            key={`${slug} outcomes`}
            to={`/o/${slug}/outcomes?months=${months}`}
            mark={<Icon of={ChartColumn} />}
            title="Outcomes over time"
            detail={[reviewWords(found[at]?.data), where]}
          />,
          <WorkRow
            key={`${slug} activity`}
            to={`/o/${slug}/activity`}
            mark={<Icon of={History} />}
            title="Activity"
            detail={['Who did what, when, from where and why', where]}
          />,
          <WorkRow
            key={`${slug} access`}
            to={`/o/${slug}/access?tab=who`}
            mark={<Icon of={Hourglass} />}
            title="Who can open what"
            detail={['Standing access and leases, with their ends', where]}
          />,
          <WorkRow
            key={`${slug} lanes`}
            to={`/o/${slug}/responsibilities`}
            mark={<Icon of={Tally3} />}
            title="Who does what"
            detail={['Lanes, confirmed by both parties', where]}
          />,
        ]
      })}
    </WorkRows>,
  )
}

/** `38 reviews in 3 months, 34 of them on time`. */
function reviewWords(data: OutputOf<typeof outcomes> | undefined): string {
  if (!data) return 'Reviews, freshness and incidents'
  const done = data.reviews.reduce((sum, month) => sum + month.done, 0)
  const onTime = data.reviews.reduce((sum, month) => sum + month.onTime, 0)
  return done === 0
    ? `No review in ${months} months`
    : `${plural(done, 'review')} in ${months} months, ${onTime === done ? 'all' : onTime} on time`
}
