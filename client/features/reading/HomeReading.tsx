import { useQueries } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { Membership } from '#contract/accounts.ts'
import { listReadingLists } from '#contract/reading-lists.ts'
import { query } from '../../platform/api.ts'
import { Reference } from '../../ui/Reference.tsx'
import { progressWords } from './words.ts'
import css from './reading.module.css'

/** On the first page: lists that are not read to the end. Nothing where there is none. */
export default function HomeReading({
  within,
  frame,
}: {
  within: readonly Membership[]
  frame: (rows: ReactNode) => ReactNode
}) {
  const lists = useQueries({
    queries: within.map(({ slug }) => query(listReadingLists, { slug })),
    combine: (answers) =>
      answers.flatMap((answer, index) =>
        (answer.data?.items ?? [])
          .filter(({ read, items }) => read < items)
          .map((list) => ({ ...list, slug: within[index]?.slug ?? '' })),
      ),
  })
  if (lists.length === 0) return null
  return frame(
    <ul className={css['lists']}>
      {lists.slice(0, 3).map((list) => (
        <li key={list.id}>
          <Link to={`/o/${list.slug}/reading/${list.reference}`} className={css['list']}>
            <span className={css['title']}>{list.title}</span>
            <Reference>{list.reference}</Reference>
            <span className={css['aside']}>{progressWords(list)}</span>
          </Link>
        </li>
      ))}
    </ul>,
  )
}
