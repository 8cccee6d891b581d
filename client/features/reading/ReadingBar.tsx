import { Link, useNavigate, useSearchParams } from 'react-router'
import { formatList, listNumber } from '#contract/reading-lists.ts'
import { Banner } from '../../ui/Banner.tsx'
import { Button } from '../../ui/Button.tsx'
import { useShortcut } from '../../ui/shortcuts.ts'
import { toast } from '../../ui/Toast.tsx'
import { documentPath } from '../documents/addresses.ts'
import { useAcknowledge, useReadingList } from './use-reading.ts'
import { itemAddress, progressWords } from './words.ts'

/** Above a document that was opened from a reading list: M marks it read and moves on. */
export function ReadingBar({ slug, reference }: { slug: string; reference: string }) {
  const [parameters] = useSearchParams()
  const number = listNumber(parameters.get('list') ?? '')
  return number === undefined ? null : <Bar slug={slug} reference={reference} list={formatList(number)} />
}

function Bar({ slug, reference, list }: { slug: string; reference: string; list: ReturnType<typeof formatList> }) {
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
    acknowledging.mutate(item, {
      onSuccess: ({ next, ...progress }) => {
        if (!next) toast({ words: `That was the last one. ${progressWords(progress)}` })
        goOn(next)
      },
    })
  }
  const isRead = item?.mine === 'read'
  useShortcut(item && !isRead && { keys: 'M', label: 'Mark read and go on', act: read })
  if (!answer.data || !item) return null
  return (
    <Banner
      tone="plain"
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
      {isRead ? 'You have read this.' : progressWords(answer.data)}
    </Banner>
  )
}
