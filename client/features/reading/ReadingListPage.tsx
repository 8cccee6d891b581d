import { lazy, Suspense, useState } from 'react'
import Archive from 'lucide-react/icons/archive'
import Pencil from 'lucide-react/icons/pencil'
import { useNavigate, useParams, useSearchParams } from 'react-router'
import {
  archiveReadingList,
  formatList,
  listNumber,
  restoreReadingList,
  type ReadingItem,
} from '#contract/reading-lists.ts'
import { Failed } from '../../platform/Failed.tsx'
import { NothingHere, useOrganization } from '../../platform/session.ts'
import { Badge } from '../../ui/Badge.tsx'
import { Button, IconButton } from '../../ui/Button.tsx'
import { Ellipsis } from '../../ui/icons.ts'
import { Menu } from '../../ui/Menu.tsx'
import { KeyLegend, PageBody, PageFrame, PageTitle } from '../../ui/PageFrame.tsx'
import { useShortcut } from '../../ui/shortcuts.ts'
import { LoadingText } from '../../ui/states.tsx'
import { Tabs } from '../../ui/Tabs.tsx'
import { toast } from '../../ui/Toast.tsx'
import { documentPath } from '../documents/addresses.ts'
import { failureWords, useDeed } from '../documents/deeds.ts'
import { isProblem } from '../../platform/query-client.ts'
import { ReadingItems } from './ReadingItems.tsx'
import { useAcknowledge, useReadingList } from './use-reading.ts'
import { itemAddress, progressWords, sizeWords } from './words.ts'
import css from './reading.module.css'

const ReadersPanel = lazy(async () => ({ default: (await import('./ReadersPanel.tsx')).ReadersPanel }))
const AssignDialog = lazy(async () => ({ default: (await import('./AssignList.tsx')).AssignList }))

/** One reading list: in order, with why each matters, and how far I am. Enter opens what is next, M marks it read. */
export default function ReadingListPage() {
  const { slug, organization } = useOrganization()
  const { list: written = '' } = useParams()
  const [parameters, setParameters] = useSearchParams()
  const navigate = useNavigate()
  const number = listNumber(written)
  if (number === undefined) throw new NothingHere()
  const list = formatList(number)
  const answer = useReadingList(slug, list)
  const acknowledging = useAcknowledge(slug, list)
  const archiving = useDeed(archiveReadingList)
  const restoring = useDeed(restoreReadingList)
  const [isAssigning, setAssigning] = useState(false)
  const data = answer.data
  const items = data?.sections.flatMap((section) => section.items) ?? []
  const next = items.find(({ id }) => id === data?.next)

  const open = (item: ReadingItem | undefined) => {
    const to = item && itemAddress(slug, list, item, documentPath)
    if (!to) return
    if (item.reference) void navigate(to)
    else window.open(to, '_blank', 'noopener,noreferrer')
  }
  useShortcut(next && { keys: 'Enter', label: 'Open what is next', act: () => open(next) })
  useShortcut(
    next && {
      keys: 'M',
      label: 'Mark what is next as read',
      act: () => !acknowledging.isPending && acknowledging.mutate(next),
    },
  )
  useShortcut(
    data?.mayEdit && { keys: 'E', label: 'Edit', act: () => void navigate(`/o/${slug}/reading/${list}/edit`) },
  )
  useShortcut({ keys: 'Esc', label: 'Up to the lists', act: () => void navigate(`/o/${slug}/reading`) })

  const frame = {
    title: [list, 'Reading', organization],
    crumbs: [
      { label: 'Reading', to: `/o/${slug}/reading` },
      { label: list, isReference: true },
    ],
  }
  if (answer.error && isProblem(answer.error, 'not-found')) throw new NothingHere()
  if (!data)
    return (
      <PageFrame {...frame}>
        <PageBody>
          {answer.error ? (
            <Failed what={list} error={answer.error} onRetry={() => void answer.refetch()} />
          ) : (
            <LoadingText what={list} />
          )}
        </PageBody>
      </PageFrame>
    )
  const archive = () =>
    archiving.mutate(
      { slug, list },
      {
        onSuccess: () =>
          toast({
            words: `${list} archived`,
            action: { label: 'Undo', onAct: () => restoring.mutate({ slug, list }) },
            forMs: 10_000,
          }),
        onError: (error) => toast({ words: failureWords(error) }),
      },
    )
  const content = (
    <ReadingItems
      slug={slug}
      list={list}
      ask={data.assignedBy}
      sections={data.sections}
      next={data.next}
      onRead={(item) => acknowledging.mutate(item)}
      isPending={acknowledging.isPending}
    />
  )
  return (
    <PageFrame
      {...frame}
      actions={
        <>
          {data.mayEdit && !data.archivedAt && (
            <>
              <Button onClick={() => setAssigning(true)}>Give to…</Button>
              <Menu
                label={`More for ${list}`}
                groups={[
                  [{ id: 'edit', label: 'Edit', icon: Pencil, keys: 'E', to: `/o/${slug}/reading/${list}/edit` }],
                  [{ id: 'archive', label: 'Archive', icon: Archive, onAct: archive }],
                ]}
              >
                <IconButton icon={Ellipsis} label="More" />
              </Menu>
            </>
          )}
          {data.mayEdit && data.archivedAt && <Button onClick={() => restoring.mutate({ slug, list })}>Restore</Button>}
          {next && (
            <Button variant="primary" keys="Enter" onClick={() => open(next)}>
              Open next
            </Button>
          )}
        </>
      }
      footer={
        next && (
          <KeyLegend
            keys={[
              [['Enter'], 'open next'],
              [['M'], 'mark read'],
            ]}
          />
        )
      }
    >
      <PageBody>
        <PageTitle
          meta={
            <span className={css['meta']}>
              {data.archivedAt && <Badge>Archived</Badge>}
              <strong role="status">{data.assigned || data.read > 0 ? progressWords(data) : sizeWords(data)}</strong>
              {data.assignedBy && <span className={css['aside']}>from {data.assignedBy}</span>}
              {data.requiredBy.length > 0 && (
                <span className={css['aside']}>
                  To be read before opening {data.requiredBy.map(({ name }) => name).join(', ')}
                </span>
              )}
            </span>
          }
        >
          {data.title}
        </PageTitle>
        {(data.assigned || data.read > 0) && (
          <progress className={css['bar']} value={data.read} max={Math.max(1, data.items)} aria-label="Read" />
        )}
        {data.intro && <p className={css['intro']}>{data.intro}</p>}
        {data.mayEdit ? (
          <div className={css['tabs']}>
            <Tabs
              label="Views of this list"
              selected={parameters.get('tab') === 'people' ? 'people' : 'list'}
              onSelect={(tab) => setParameters(tab === 'people' ? { tab } : {}, { replace: true })}
              tabs={[
                { id: 'list', label: 'List', content },
                {
                  id: 'people',
                  label: 'People',
                  content: (
                    <Suspense fallback={<LoadingText what="the people" />}>
                      <ReadersPanel slug={slug} list={list} title={data.title} onGive={() => setAssigning(true)} />
                    </Suspense>
                  ),
                },
              ]}
            />
          </div>
        ) : (
          content
        )}
      </PageBody>
      {isAssigning && (
        <Suspense>
          <AssignDialog slug={slug} list={list} title={data.title} onClose={() => setAssigning(false)} />
        </Suspense>
      )}
    </PageFrame>
  )
}
