import { useMemo } from 'react'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import Siren from 'lucide-react/icons/siren'
import { listIncidents } from '#contract/incidents.ts'
import { call } from '../../platform/api.ts'
import { Failed } from '../../platform/Failed.tsx'
import { useOrganization } from '../../platform/session.ts'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { plural } from '../../ui/format.ts'
import { KeyLegend, PageFrame } from '../../ui/PageFrame.tsx'
import { EmptyState, LoadingRows } from '../../ui/states.tsx'
import { Table } from '../../ui/Table.tsx'
import { useRing } from '../notices/rings.ts'
import { incidentPath, useCurrentIncident } from './current.ts'
import { askIncident } from './dialogs.ts'
import { filterInput, isNarrow, sorted, useIncidentFilters, type IncidentFilters } from './incident-filters.ts'
import { incidentColumns } from './incident-columns.tsx'
import { IncidentFilterRow } from './IncidentFilterRow.tsx'
import { startsIncidents } from './starts-incidents.ts'
import css from './incidents.module.css'

/** What broke, when, how long it took and who was there; what is under way stands first. */
export default function IncidentsPage() {
  const membership = useOrganization()
  const { slug, organization } = membership
  const { filters, change, clear } = useIncidentFilters()
  const incidents = useIncidents(slug, filters)
  const isIn = useCurrentIncident() !== undefined
  const { lines } = incidents
  const shown = sorted(lines, filters.sort)
  const open = lines.filter(({ closedAt }) => closedAt === undefined).length
  const start = () => askIncident({ is: 'start', slug })

  return (
    <PageFrame
      title={['Incidents', organization]}
      heading="Incidents"
      summary={lines.length > 0 && (open > 0 ? `${open} under way` : 'None under way')}
      actions={
        <>
          {lines.length > 0 && <ButtonLink to={`/o/${slug}/outcomes`}>Outcomes</ButtonLink>}
          {startsIncidents(membership) && (
            <Button variant="primary" icon={Siren} onClick={start}>
              Start incident
            </Button>
          )}
        </>
      }
      footer={lines.length > 0 && !isIn && <KeyLegend keys={legend} />}
    >
      <IncidentFilterRow slug={slug} filters={filters} change={change} />
      {incidents.isPending ? (
        <LoadingRows what="the incidents" />
      ) : incidents.isError && lines.length === 0 ? (
        <Failed what="The incidents" error={incidents.error} onRetry={() => void incidents.refetch()} />
      ) : lines.length === 0 ? (
        isNarrow(filters) ? (
          <EmptyState actions={<Button onClick={clear}>Clear filters</Button>}>No incident matches.</EmptyState>
        ) : (
          <EmptyState>
            Nothing has broken yet, or nobody wrote it down. Start an incident when something does: the timeline then
            writes itself.
          </EmptyState>
        )
      ) : (
        <>
          <Table
            label="Incidents"
            rows={shown}
            rowKey={({ reference }) => reference}
            columns={incidentColumns}
            to={({ reference }) => incidentPath(slug, reference)}
            sort={filters.sort}
            onSort={({ by, isDescending }) => change({ sort: `${isDescending ? '-' : ''}${by}` }, 'replace')}
          />
          {incidents.hasNextPage && (
            <div className={css['more']}>
              <Button isPending={incidents.isFetchingNextPage} onClick={() => void incidents.fetchNextPage()}>
                Load more
              </Button>
              <span>{plural(lines.length, 'incident')} shown</span>
            </div>
          )}
        </>
      )}
    </PageFrame>
  )
}

const legend = [
  [['J', 'K'], 'move'],
  [['Enter'], 'open'],
  [['F'], 'filter'],
  [['I'], 'start an incident'],
] as const

function useIncidents(slug: string, filters: IncidentFilters) {
  const input = { slug, ...filterInput(filters) }
  const pages = useInfiniteQuery({
    queryKey: [listIncidents.path, input, 'pages'],
    queryFn: ({ pageParam, signal }) =>
      call(listIncidents, { ...input, ...(pageParam && { after: pageParam }) }, { signal }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
  })
  useRing(() => void pages.refetch())
  const lines = useMemo(() => pages.data?.pages.flatMap(({ items }) => items) ?? [], [pages.data])
  return { ...pages, lines }
}
