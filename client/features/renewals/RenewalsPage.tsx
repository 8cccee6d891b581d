import { useMemo } from 'react'
import { useMutation } from '@tanstack/react-query'
import Download from 'lucide-react/icons/download'
import { useParams } from 'react-router'
import { Failed } from '../../platform/Failed.tsx'
import { useSession } from '../../platform/session.ts'
import { Banner } from '../../ui/Banner.tsx'
import { Button } from '../../ui/Button.tsx'
import { formatDay, listWords, plural } from '../../ui/format.ts'
import { KeyLegend, PageFrame } from '../../ui/PageFrame.tsx'
import { LoadingRows } from '../../ui/states.tsx'
import { toast } from '../../ui/Toast.tsx'
import { CostBar } from './CostBar.tsx'
import { MonthStrip } from './MonthStrip.tsx'
import { fits, isInPeriod, memberIds, useRenewalFilters } from './renewal-filters.ts'
import { NothingToRenew } from './renewal-states.tsx'
import { RenewalFilterRow } from './RenewalFilterRow.tsx'
import { monthsFrom, sorted, type Renewal } from './renewals.ts'
import { RenewalTable } from './RenewalTable.tsx'
import { useRenewals } from './use-renewals.ts'
import css from './renewals.module.css'

/** Twelve months by notice date, over all organizations (`/renewals`) or of one (`/o/:org/renewals`). */
export default function RenewalsPage() {
  const { memberships } = useSession()
  const { org } = useParams()
  const { filters, change } = useRenewalFilters()
  const wanted = org ?? filters.organization
  const within = useMemo(() => {
    const one = memberships.filter(({ slug }) => slug === wanted)
    return one.length > 0 ? one : memberships
  }, [memberships, wanted])
  const { all, isPending, failed, retry } = useRenewals(within)

  const only = within.length === 1 ? within[0] : undefined
  const found = useMemo(() => {
    const me = memberIds(memberships)
    return all.filter((renewal) => fits(renewal, filters, me))
  }, [all, filters, memberships])
  const shown = sorted(
    found.filter((renewal) => isInPeriod(renewal, filters.period)),
    filters.sort.by,
    filters.sort.isDescending,
  )
  const today = within.map((membership) => membership.today).sort()[0] ?? ''
  const missed = shown.filter(({ state }) => state === 'missed').length
  const isNothingThere = !isPending && failed.length === within.length

  return (
    <PageFrame
      title={['Renewals', only?.organization ?? 'Runkeep']}
      heading="Renewals"
      summary={!isPending && summaryOf(shown, missed)}
      actions={shown.length > 0 && <SaveButton renewals={shown} name={only?.slug ?? 'all'} />}
      footer={shown.length > 0 && <KeyLegend keys={legend} />}
    >
      {failed.length > 0 && !isNothingThere && (
        <Banner tone="plain" isNews actions={<Button onClick={retry}>Try again</Button>}>
          The contracts of {listWords(failed.map(({ membership }) => membership.organization))} could not be loaded. The
          others are below.
        </Banner>
      )}
      <RenewalFilterRow filters={filters} change={change} memberships={org ? [] : memberships} people={peopleOf(all)} />
      {isPending ? (
        <LoadingRows what="the renewals" rows={12} />
      ) : isNothingThere ? (
        <Failed what="The renewals" error={failed[0]?.error} onRetry={retry} />
      ) : (
        <div>
          <p className={css['printHead']}>
            Renewals · {only?.organization ?? listWords(within.map(({ organization }) => organization))} ·{' '}
            {formatDay(today)}
          </p>
          {found.length > 0 && (
            <>
              <CostBar renewals={found} />
              <MonthStrip months={monthsFrom(today, found)} />
            </>
          )}
          {shown.length > 0 ? (
            <RenewalTable
              renewals={shown}
              sort={filters.sort}
              onSort={({ by, isDescending }) => change({ sort: `${isDescending ? '-' : ''}${by}` }, 'replace')}
              hasSeveralOrganizations={within.length > 1}
            />
          ) : (
            <NothingToRenew all={all} found={found} filters={filters} only={only} change={change} />
          )}
        </div>
      )}
    </PageFrame>
  )
}

const legend = [
  [['J', 'K'], 'move'],
  [['Enter'], 'open'],
  [['F'], 'filter'],
] as const

function summaryOf(shown: readonly Renewal[], missed: number): string | undefined {
  if (shown.length === 0) return undefined
  const next = shown
    .filter(({ state }) => state === 'soon' || state === 'open')
    .map(({ noticeBy }) => noticeBy ?? '')
    .sort()[0]
  const parts = [missed > 0 && `${missed} missed`, next && `Next notice date ${formatDay(next)}`]
  return [plural(shown.length, 'contract'), ...parts].filter(Boolean).join(' · ')
}

/** Owners and fallbacks of what is there, by name. */
function peopleOf(renewals: readonly Renewal[]): { id: string; name: string }[] {
  const people = new Map(
    renewals.flatMap(({ owner, fallback }) =>
      [owner, fallback].flatMap((person) => (person ? [[person.id as string, person.name] as const] : [])),
    ),
  )
  return [...people].map(([id, name]) => ({ id, name })).sort((a, b) => a.name.localeCompare(b.name))
}

function SaveButton({ renewals, name }: { renewals: readonly Renewal[]; name: string }) {
  const saving = useMutation({
    mutationFn: async () => (await import('./save-csv.ts')).saveCsv(renewals, name),
    onSuccess: (words) => void toast({ words }),
    onError: () => void toast({ words: 'The file could not be made. Load the page again.' }),
  })
  return (
    <Button icon={Download} isPending={saving.isPending} onClick={() => saving.mutate()}>
      Save as CSV
    </Button>
  )
}
