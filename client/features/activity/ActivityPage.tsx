import { useMutation, useQuery } from '@tanstack/react-query'
import Download from 'lucide-react/icons/download'
import { listMembers } from '#contract/organizations.ts'
import { query } from '../../platform/api.ts'
import { Failed } from '../../platform/Failed.tsx'
import { failureOf } from '../../platform/failure.ts'
import { readsAllActivity, useOrganization } from '../../platform/session.ts'
import { Button } from '../../ui/Button.tsx'
import { plural } from '../../ui/format.ts'
import { ChevronDown } from '../../ui/icons.ts'
import { Menu } from '../../ui/Menu.tsx'
import { PageFrame } from '../../ui/PageFrame.tsx'
import { EmptyState, LoadingRows } from '../../ui/states.tsx'
import { toast } from '../../ui/Toast.tsx'
import { filterInput, isFiltered, useActivityFilters } from './activity-filters.ts'
import { ActivityFilterRow } from './ActivityFilterRow.tsx'
import { ActivityTable } from './ActivityTable.tsx'
import { useActivity } from './use-activity.ts'
import css from './ActivityPage.module.css'

/** Who did what, newest first: all of it for owners, admins and auditors, one's own acts for everybody else. */
export default function ActivityPage() {
  const membership = useOrganization()
  const { slug, organization } = membership
  const isWide = readsAllActivity(membership)
  const { filters, change, clear } = useActivityFilters()
  const activity = useActivity(slug, filters)
  const members = useQuery({ ...query(listMembers, { slug }), enabled: isWide, staleTime: 60_000 })
  const { entries } = activity
  const title = isWide ? 'Activity' : 'My activity'

  return (
    <PageFrame
      title={[title, organization]}
      heading={title}
      summary={isWide ? undefined : 'What you did here'}
      actions={<ExportButton slug={slug} filters={filters} hasCheckpoints={isWide} />}
    >
      <ActivityFilterRow filters={filters} change={change} people={members.data?.items ?? []} />
      {activity.isPending ? (
        <LoadingRows what="the activity" rows={12} />
      ) : activity.isError && entries.length === 0 ? (
        <Failed what="The activity" error={activity.error} onRetry={() => void activity.refetch()} />
      ) : entries.length === 0 ? (
        <Nothing isNarrow={isFiltered(filters)} onClear={clear} />
      ) : (
        <div className={css['list']} data-stale={activity.isPlaceholderData || undefined}>
          <ActivityTable entries={entries} slug={slug} />
          {activity.hasNextPage && (
            <div className={css['more']}>
              <Button isPending={activity.isFetchingNextPage} onClick={() => void activity.fetchNextPage()}>
                Load more
              </Button>
              <span>{plural(entries.length, 'entry', 'entries')} shown</span>
            </div>
          )}
        </div>
      )}
    </PageFrame>
  )
}

function Nothing({ isNarrow, onClear }: { isNarrow: boolean; onClear: () => void }) {
  return isNarrow ? (
    <EmptyState actions={<Button onClick={onClear}>Clear filters</Button>}>Nothing that happened matches.</EmptyState>
  ) : (
    <EmptyState>Nothing has happened here yet. Every change will be recorded in this list.</EmptyState>
  )
}

type Exported = Pick<ReturnType<typeof useActivityFilters>, 'filters'> & { slug: string; hasCheckpoints: boolean }

/** What is exported is what the filters show. The export stands in the list itself. */
function ExportButton({ slug, filters, hasCheckpoints }: Exported) {
  const saving = useMutation({
    mutationFn: async (what: 'activity' | 'checkpoints') => {
      const { saveActivity, saveCheckpoints } = await import('./save.ts')
      return what === 'activity' ? saveActivity(slug, filterInput(filters)) : saveCheckpoints(slug)
    },
    onSuccess: (words) => void toast({ words }),
    onError: (error) => {
      const { title, detail } = failureOf(error)
      toast({ words: [title, detail].filter(Boolean).join('. ') })
    },
  })
  if (!hasCheckpoints)
    return (
      <Button icon={Download} isPending={saving.isPending} onClick={() => saving.mutate('activity')}>
        Export
      </Button>
    )
  return (
    <Menu
      label="Export"
      groups={[
        [
          {
            id: 'activity',
            label: isFiltered(filters) ? 'These entries, as CSV' : 'All entries, as CSV',
            detail: 'Recorded as an export',
            onAct: () => saving.mutate('activity'),
          },
          {
            id: 'checkpoints',
            label: 'Checkpoints',
            detail: 'Signed by the server. Kept elsewhere, they show if the log is ever cut or rewritten',
            onAct: () => saving.mutate('checkpoints'),
          },
        ],
      ]}
    >
      <Button icon={ChevronDown} isPending={saving.isPending}>
        Export
      </Button>
    </Menu>
  )
}
