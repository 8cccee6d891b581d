import { lazy, Suspense, useEffect, useState } from 'react'
import { useNavigate } from 'react-router'
import Plus from 'lucide-react/icons/plus'
import type { DocumentLine } from '#contract/documents.ts'
import { FreshnessState, kinds, type Kind } from '#contract/values.ts'
import { Failed } from '../../platform/Failed.tsx'
import { useOrganization } from '../../platform/session.ts'
import { Button, ButtonLink, IconButton } from '../../ui/Button.tsx'
import { plural } from '../../ui/format.ts'
import { Ellipsis } from '../../ui/icons.ts'
import { Menu } from '../../ui/Menu.tsx'
import { KeyLegend, PageFrame } from '../../ui/PageFrame.tsx'
import { useMedia, usePhone } from '../../ui/Sheet.tsx'
import { useShortcut } from '../../ui/shortcuts.ts'
import { LoadingRows } from '../../ui/states.tsx'
import { Table } from '../../ui/Table.tsx'
import { documentPath, listPath } from './addresses.ts'
import { useArchive } from './archive.ts'
import { AssignDialog } from './AssignDialog.tsx'
import { columnsOf } from './columns.tsx'
import { FilterBar } from './FilterBar.tsx'
import { activeFilters, useFilters, writeSort } from './list-filters.ts'
import { EmptyLibrary, NoResults } from './list-states.tsx'
import { rememberList } from './neighbours.ts'
import { useCollections, useCounts, useDocumentLines, useTags } from './use-library.ts'
import { kindNames } from './words.ts'
import css from './DocumentsPage.module.css'

const peekSheet = () => import('./PeekSheet.tsx')
const PeekSheet = lazy(async () => ({ default: (await peekSheet()).PeekSheet }))

/** All runbooks, or all systems, of an organization. */
export default function DocumentsPage({ kind }: { kind: Kind }) {
  const { slug, organization } = useOrganization()
  const navigate = useNavigate()
  const { filters, change, peek } = useFilters(kind)
  const list = useDocumentLines(slug, kind, filters)
  const counts = useCounts(slug, kind, filters).data
  const collections = useCollections(slug)
  const tags = useTags(slug)
  const [current, setCurrent] = useState<string>()
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const [assigning, setAssigning] = useState<readonly DocumentLine[]>()
  const archive = useArchive(slug)
  const isRoomy = useMedia('(width >= 1000px)')

  const { many } = kindNames[kind]
  const { lines } = list
  // Rows that a filter took away cannot be acted upon.
  const chosen = lines.filter((line) => selected.has(line.reference))
  const targets = chosen.length > 0 ? chosen : lines.filter((line) => line.reference === current)
  const isPeeking = peek !== undefined && isRoomy
  const mayWrite = (kind === 'credential' ? collections.forCredentials : collections.writable).length > 0
  const isSelectable = mayWrite && !filters.isArchived

  useEffect(() => rememberList(slug, list.lines), [slug, list.lines])
  useEffect(() => {
    // Fetched once the list has time, so that Space peeks at once.
    const timer = setTimeout(() => void peekSheet(), 1_000)
    return () => clearTimeout(timer)
  }, [])
  const clear = () => setSelected(new Set())
  const moveTo = (reference: string) => {
    setCurrent(reference)
    if (peek && reference !== peek) change({ peek: reference }, 'replace')
  }
  const assign = () => targets.length > 0 && setAssigning(targets)
  useShortcut(isSelectable && lines.length > 0 && { keys: 'A', label: 'Assign', group: 'In lists', act: assign })

  const rows = (
    <Table
      label={many}
      rows={lines}
      rowKey={(line) => line.reference}
      columns={columnsOf(kind, { isArchived: filters.isArchived, isSlim: isPeeking })}
      to={(line) => documentPath(slug, line.reference)}
      sort={filters.sort}
      onSort={(sort) => change({ sort: writeSort(sort) })}
      current={current}
      onCurrent={moveTo}
      onPeek={(line) => change({ peek: line.reference === peek ? undefined : line.reference }, 'replace')}
      selection={
        isSelectable
          ? { selected: new Set(chosen.map(({ reference }) => reference)), onChange: setSelected }
          : undefined
      }
      selectionActions={
        <>
          <Button onClick={assign}>Assign</Button>
          <Button
            isPending={archive.isPending}
            onClick={() =>
              archive.mutate(
                chosen.map(({ reference }) => reference),
                { onSuccess: clear },
              )
            }
          >
            Archive
          </Button>
        </>
      }
    />
  )

  return (
    <PageFrame
      title={[many, organization]}
      heading={many}
      summary={counts && summaryOf(counts)}
      actions={
        mayWrite && (
          <>
            <LibraryActs slug={slug} kind={kind} />
            <ButtonLink to={`${listPath(slug, kind)}/new`} variant="primary" icon={Plus} keys="N">
              {`New ${kinds[kind].one}`}
            </ButtonLink>
          </>
        )
      }
      footer={
        <KeyLegend
          keys={[
            [['J', 'K'], 'move'],
            [['Enter'], 'open'],
            [['Space'], 'peek'],
            ...(isSelectable
              ? ([
                  [['X'], 'select'],
                  [['A'], 'assign'],
                ] as const)
              : []),
            [['F'], 'filter'],
          ]}
        />
      }
    >
      <FilterBar
        kind={kind}
        filters={filters}
        change={change}
        counts={counts}
        collections={collections.living}
        tags={tags}
        ownerName={lines[0]?.owner?.name}
      />
      {list.isPending ? (
        <LoadingRows what={many.toLowerCase()} rows={12} />
      ) : list.isError && lines.length === 0 ? (
        <Failed what={`The ${many.toLowerCase()}`} error={list.error} onRetry={() => void list.refetch()} />
      ) : lines.length === 0 ? (
        isEmptyOf(counts) && activeFilters(filters).length === 0 ? (
          <EmptyLibrary kind={kind} newPath={mayWrite ? `${listPath(slug, kind)}/new` : undefined} />
        ) : (
          <NoResults
            kind={kind}
            filters={filters}
            collections={collections.living}
            onClear={() => void navigate('?')}
          />
        )
      ) : (
        <div
          className={css['list']}
          data-peek={isPeeking || undefined}
          data-stale={list.isPlaceholderData || undefined}
        >
          {rows}
          {list.hasNextPage && (
            <div className={css['more']}>
              <Button isPending={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                Load more
              </Button>
              <span>{plural(lines.length, kinds[kind].one)} shown</span>
            </div>
          )}
        </div>
      )}
      {peek && (
        <Suspense>
          <PeekSheet slug={slug} reference={peek} onClose={() => change({ peek: undefined }, 'replace')} />
        </Suspense>
      )}
      {assigning && (
        <AssignDialog slug={slug} documents={assigning} onClose={() => setAssigning(undefined)} onDone={clear} />
      )}
    </PageFrame>
  )
}

/** What is done with a kind as a whole. A phone has room for one button. */
function LibraryActs({ slug, kind }: { slug: string; kind: Kind }) {
  const isPhone = usePhone()
  const navigate = useNavigate()
  const acts = actsOf[kind]?.(slug) ?? []
  if (acts.length === 0) return null
  if (!isPhone)
    return acts.map(({ id, label, to }) => (
      <ButtonLink key={id} to={to}>
        {label}
      </ButtonLink>
    ))
  return (
    <Menu label="More" groups={[acts.map(({ id, label, to }) => ({ id, label, onAct: () => void navigate(to) }))]}>
      <IconButton icon={Ellipsis} label="More" />
    </Menu>
  )
}

const actsOf: Partial<Record<Kind, (slug: string) => { id: string; label: string; to: string }[]>> = {
  credential: (slug) => [
    { id: 'health', label: 'Health', to: `${listPath(slug, 'credential')}/health` },
    { id: 'import', label: 'Bring in', to: `/o/${slug}/import` },
  ],
  vendor: (slug) => [
    { id: 'renewals', label: 'Renewals', to: `/o/${slug}/renewals` },
    { id: 'import', label: 'Bring in', to: `${listPath(slug, 'vendor')}/import` },
  ],
  system: (slug) => [{ id: 'gaps', label: 'Gaps', to: `/o/${slug}/gaps` }],
  diagram: (slug) => [{ id: 'import', label: 'Bring in', to: `${listPath(slug, 'diagram')}/import` }],
}

type Counts = NonNullable<ReturnType<typeof useCounts>['data']>

const livingOf = (counts: Counts) => FreshnessState.options.reduce((sum, state) => sum + counts[state], 0)

const summaryOf = (counts: Counts) =>
  livingOf(counts) > 0 && `${counts.verified + counts.due} of ${livingOf(counts)} can be trusted`

const isEmptyOf = (counts: Counts | undefined) =>
  counts !== undefined && livingOf(counts) === 0 && counts.archived === 0
