import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { listLateReaders } from '#contract/reading-lists.ts'
import { query } from '../../platform/api.ts'
import { formatDay } from '../../ui/format.ts'
import { FreshnessText } from '../../ui/FreshnessMark.tsx'
import { Person } from '../../ui/Person.tsx'
import { Reference } from '../../ui/Reference.tsx'
import css from './reading.module.css'

/** For those who write lists: who has not read to the end what was to be read by now. Nothing where nobody is late. */
export function LateReaders({ slug, isUnderName }: { slug: string; isUnderName: boolean }) {
  const late = useQuery(query(listLateReaders, { slug, scope: 'all' })).data?.items ?? []
  if (late.length === 0) return null
  const Heading = isUnderName ? 'h3' : 'h2'
  return (
    <>
      <Heading className={css['heading']}>Late</Heading>
      <ul className={css['lists']}>
        {late.map(({ list, title, person, dueOn, read, items }) => (
          <li key={`${list} ${person.id}`}>
            <Link to={`/o/${slug}/reading/${list}?tab=people`} className={css['list']}>
              <span className={css['title']}>
                <Person {...person} hasFirm />
              </span>
              <span>
                {title} <Reference>{list}</Reference>
              </span>
              <span className={css['aside']}>{`${read} of ${items} read`}</span>
              <FreshnessText state="overdue">{`Due ${formatDay(dueOn)}`}</FreshnessText>
            </Link>
          </li>
        ))}
      </ul>
    </>
  )
}
