import { useQueries } from '@tanstack/react-query'
import { recoveryState, type RecoveryState } from '#contract/recovery.ts'
import { query } from '../../platform/api.ts'
import { formatDay } from '../../ui/format.ts'
import { FreshnessMark, FreshnessText } from '../../ui/FreshnessMark.tsx'
import { isDrillDue } from '../recovery/kit.ts'
import type { PartProps } from './frame.tsx'
import { WorkRow, WorkRows } from './WorkRow.tsx'

/** For owners: whether it can be recovered if nobody who holds keys is there, and when that was last tried. */
export default function HomeRecovery({ within, frame }: PartProps) {
  const owned = within.filter(({ role }) => role === 'owner')
  const states = useQueries({
    queries: owned.map(({ slug }) => ({ ...query(recoveryState, { slug }), staleTime: 60_000 })),
  })
  const known = owned.flatMap((membership, at) => {
    const data = states[at]?.data
    return data ? [{ membership, kit: data.kit }] : []
  })
  if (known.length === 0) return null
  return frame(
    <WorkRows>
      {known.map(({ membership: { slug, organization, today }, kit }) => {
        const isDue = !kit || isDrillDue(kit, today)
        return (
          <WorkRow
            key={slug}
            to={`/o/${slug}/settings/recovery`}
            mark={<FreshnessMark state={isDue ? 'overdue' : 'verified'} daysLeft={1} intervalDays={1} />}
            title={kit ? `Recovery cards, ${kit.k} of ${kit.n} open everything` : 'No recovery cards'}
            detail={[
              <FreshnessText key="tried" state={isDue ? 'overdue' : 'verified'}>
                {drillWords(kit)}
              </FreshnessText>,
              kit?.dueOn && (isDue ? `was due ${formatDay(kit.dueOn)}` : `again by ${formatDay(kit.dueOn)}`),
              within.length > 1 && organization,
            ]}
          />
        )
      })}
    </WorkRows>,
  )
}

function drillWords(kit: RecoveryState['kit']): string {
  if (!kit) return 'What only you can open is lost with you'
  if (!kit.drilledAt) return 'Nobody has tried them yet'
  return `Tried ${formatDay(kit.drilledAt)}${kit.drilledBy ? ` by ${kit.drilledBy}` : ''}`
}
