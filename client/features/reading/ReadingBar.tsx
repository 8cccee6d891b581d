import { Link, useNavigate, useSearchParams } from 'react-router'
import { useQuery } from '@tanstack/react-query'
import { formatList, listNumber, readingOf, type ListReference } from '#contract/reading-lists.ts'
import { query } from '../../platform/api.ts'
import { Banner } from '../../ui/Banner.tsx'
import { Button } from '../../ui/Button.tsx'
import { useShortcut } from '../../ui/shortcuts.ts'
import { toast } from '../../ui/Toast.tsx'
import { documentPath, historyPath } from '../documents/addresses.ts'
import { useAcknowledge, useReadingList } from './use-reading.ts'
import { itemAddress, progressWords } from './words.ts'

interface BarProps {
  slug: string
  reference: string
  /** Of the document as it is shown. */
  revision: number
}

/** Above a document that was opened from a reading list, or waits in one: M marks it read and moves on. */
export function ReadingBar({ slug, reference, revision }: BarProps) {
  const [parameters] = useSearchParams()
  const number = listNumber(parameters.get('list') ?? '')
  const asked = query(readingOf, { slug, reference })
  const waiting = useQuery({ ...asked, enabled: number === undefined })
  const list = number === undefined ? waiting.data?.lists[0] : formatList(number)
  return list ? <Bar {...{ slug, reference, revision, list }} isPassing={number === undefined} /> : null
}

/** @param isPassing the document was opened from elsewhere: its reader stays with it. */
function Bar(props: BarProps & { list: ListReference; isPassing: boolean }) {
  const { slug, reference, revision, list, isPassing } = props
  const navigate = useNavigate()
  const answer = useReadingList(slug, list)
  const acknowledging = useAcknowledge(slug, list)
  const items = answer.data?.sections.flatMap(({ items: each }) => each) ?? []
  const item = items.find((each) => each.reference === reference)
  const home = `/o/${slug}/reading/${list}`
  const goOn = (nextId: string | undefined) => {
    const next = items.find(({ id }) => id === nextId)
    const to = next?.reference && itemAddress(slug, list, next, documentPath)
    void navigate(to ?? home)
  }
  const read = () => {
    if (!item || acknowledging.isPending) return
    // What was in front of the reader, even where somebody has saved since.
    acknowledging.mutate(
      { ...item, revision },
      {
        onSuccess: ({ isRead, next, ...progress }) => {
          if (!isRead) {
            toast({ words: `${reference} was changed while you were reading. This is how it stands now.` })
            return
          }
          if (isPassing) {
            toast({ words: `${reference} is read. ${list}: ${progressWords(progress)}.` })
            return
          }
          if (!next) toast({ words: `That was the last one. ${progressWords(progress)}` })
          goOn(next)
        },
      },
    )
  }
  const isRead = item?.mine === 'read'
  useShortcut(
    item &&
      !item.isArchived &&
      !isRead && {
        keys: 'M',
        label: isPassing ? 'Mark read' : 'Mark read and go on',
        act: read,
      },
  )
  // Archived meanwhile, or taken out of the list: nothing is asked of the reader.
  if (!answer.data || !item || item.isArchived) return null
  return (
    <Banner
      tone="plain"
      label="Reading list"
      actions={
        isRead ? (
          <Button onClick={() => goOn(answer.data.next)}>{answer.data.next ? 'Next' : 'To the list'}</Button>
        ) : (
          <Button variant="primary" keys="M" isPending={acknowledging.isPending} onClick={read}>
            Mark read
          </Button>
        )
      }
    >
      <Link to={home}>{answer.data.title}</Link>: {item.why}.{' '}
      {item.mine === 'again' && item.readRevision !== undefined && (
        <>
          Changed since you read version {item.readRevision}.{' '}
          <Link to={`${historyPath(slug, reference)}?from=${item.readRevision}&to=${item.revision ?? ''}`}>
            See what changed
          </Link>
          .{' '}
        </>
      )}
      {isRead ? 'You have read this.' : `${progressWords(answer.data)}.`}
    </Banner>
  )
}
