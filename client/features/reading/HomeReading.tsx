import { useQueries } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { Membership } from '#contract/accounts.ts'
import { listReadingLists, type ReadingListLine } from '#contract/reading-lists.ts'
import { query } from '../../platform/api.ts'
import { ButtonLink } from '../../ui/Button.tsx'
import { Reference } from '../../ui/Reference.tsx'
import { documentPath } from '../documents/addresses.ts'
import { useReadingList } from './use-reading.ts'
import { itemAddress, minutesWords, progressWords } from './words.ts'
import css from './reading.module.css'

interface HomeReadingProps {
  within: readonly Membership[]
  frame: (rows: ReactNode) => ReactNode
  /** To somebody new it is the work itself: the first list says what is next, and leads there in one press. */
  isWork?: boolean
}

/** On the first page: lists that are not read to the end. Nothing where there is none. */
export default function HomeReading({ within, frame, isWork }: HomeReadingProps) {
  const lists = useQueries({
    queries: within.map(({ slug }) => query(listReadingLists, { slug })),
    combine: (answers) =>
      answers
        .flatMap((answer, index) =>
          (answer.data?.items ?? [])
            .filter(({ read, items }) => read < items)
            .map((list) => ({ ...list, slug: within[index]?.slug ?? '' })),
        )
        // What is due first is read first.
        .sort((a, b) => (a.dueOn ?? '9').localeCompare(b.dueOn ?? '9')),
  })
  const [first] = lists
  if (!first) return null
  const listed = (isWork ? lists.slice(1) : lists).slice(0, 3)
  return frame(
    <>
      {isWork && <Continue slug={first.slug} list={first} />}
      {listed.length > 0 && (
        <ul className={css['lists']}>
          {listed.map((list) => (
            <li key={list.id}>
              <Link to={`/o/${list.slug}/reading/${list.reference}`} className={css['list']}>
                <span className={css['title']}>{list.title}</span>
                <Reference>{list.reference}</Reference>
                <span className={css['aside']}>{progressWords(list)}</span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </>,
  )
}

/** The list, how far I am, and what comes next with why it matters. */
function Continue({ slug, list }: { slug: string; list: ReadingListLine }) {
  const { reference, title, items, read } = list
  const { data } = useReadingList(slug, reference)
  const all = data?.sections.flatMap((section) => section.items) ?? []
  const next = all.find(({ id }) => id === data?.next)
  const to = next?.reference && itemAddress(slug, reference, next, documentPath)
  const ofList = `/o/${slug}/reading/${reference}`
  return (
    <div className={css['work']}>
      <p className={css['meta']}>
        <Link to={ofList} className={css['title']}>
          {title}
        </Link>
        <Reference>{reference}</Reference>
      </p>
      <progress className={css['bar']} max={items} value={read} aria-label={`${read} of ${items} read`} />
      <p className={css['aside']}>{progressWords(list)}</p>
      {next?.title && (
        <p className={css['next']}>
          Next: <strong>{next.title}</strong>, {minutesWords(next.minutes)}. {next.why}
        </p>
      )}
      <ButtonLink variant="primary" to={to || ofList}>
        {read === 0 ? 'Start' : 'Continue'}
      </ButtonLink>
    </div>
  )
}
