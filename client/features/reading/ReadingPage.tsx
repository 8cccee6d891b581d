import { lazy, Suspense } from 'react'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from 'react-router'
import Plus from 'lucide-react/icons/plus'
import type { Membership } from '#contract/accounts.ts'
import { listReadingLists, type ReadingListLine } from '#contract/reading-lists.ts'
import { Failed } from '../../platform/Failed.tsx'
import { query } from '../../platform/api.ts'
import { useSession } from '../../platform/session.ts'
import { ButtonLink } from '../../ui/Button.tsx'
import { plural } from '../../ui/format.ts'
import { PageFrame } from '../../ui/PageFrame.tsx'
import { Reference } from '../../ui/Reference.tsx'
import { EmptyState, LoadingRows } from '../../ui/states.tsx'
import { progressWords } from './words.ts'
import css from './reading.module.css'

const LateReaders = lazy(async () => ({ default: (await import('./LateReaders.tsx')).LateReaders }))

/** What I have to read, in every organization (`/reading`), or the lists of one (`/o/:org/reading`). */
export default function ReadingPage() {
  const { memberships } = useSession()
  const { org } = useParams()
  const within = memberships.filter(({ slug }) => org === undefined || slug === org)
  const only = within.length === 1 ? within[0] : undefined
  const mayWrite = only !== undefined && writesLists(only)
  return (
    <PageFrame
      title={['Reading', only?.organization ?? 'Runkeep']}
      heading="Reading"
      actions={
        mayWrite && (
          <ButtonLink to={`/o/${only.slug}/reading/new`} variant="primary" icon={Plus} keys="N">
            New list
          </ButtonLink>
        )
      }
    >
      <div className={css['page']}>
        {within.map((membership) => (
          <OfOne key={membership.slug} membership={membership} isNamed={within.length > 1} />
        ))}
      </div>
    </PageFrame>
  )
}

export const writesLists = ({ role }: Pick<Membership, 'role'>): boolean =>
  role === 'owner' || role === 'admin' || role === 'editor'

function OfOne({ membership, isNamed }: { membership: Membership; isNamed: boolean }) {
  const { slug, organization } = membership
  const mayWrite = writesLists(membership)
  const mine = useQuery(query(listReadingLists, { slug }))
  const all = useQuery({ ...query(listReadingLists, { slug, scope: 'all', limit: 200 }), enabled: mayWrite })
  if (mine.error) return <Failed what="The reading lists" error={mine.error} onRetry={() => void mine.refetch()} />
  // Nothing is said to be missing before both have answered.
  if (!mine.data || all.isLoading) return <LoadingRows what="the reading lists" rows={3} />
  const given = mine.data.items
  const others = (all.data?.items ?? []).filter(({ id }) => !given.some((each) => each.id === id))
  if (given.length === 0 && others.length === 0)
    return isNamed ? (
      <section aria-label={organization}>
        <h2>{organization}</h2>
        <p className={css['aside']}>{mayWrite ? 'No reading lists yet.' : 'Nothing was given to you to read.'}</p>
      </section>
    ) : (
      <EmptyState
        actions={
          mayWrite && (
            <ButtonLink to={`/o/${slug}/reading/new`} variant="primary">
              New list
            </ButtonLink>
          )
        }
      >
        {mayWrite
          ? 'No reading lists yet. Write down what a newcomer reads in the first two weeks.'
          : 'Nothing was given to you to read.'}
      </EmptyState>
    )
  return (
    <section aria-label={organization}>
      {isNamed && <h2>{organization}</h2>}
      {given.length > 0 && <Lists slug={slug} lists={given} title="For you to read" isUnderName={isNamed} />}
      {others.length > 0 && (
        <Lists
          slug={slug}
          lists={others}
          title={given.length > 0 ? 'All other lists' : 'Lists'}
          isUnderName={isNamed}
        />
      )}
      {mayWrite && others.length + given.length > 0 && (
        <Suspense>
          <LateReaders slug={slug} isUnderName={isNamed} />
        </Suspense>
      )}
    </section>
  )
}

function Lists(props: { slug: string; lists: readonly ReadingListLine[]; title: string; isUnderName: boolean }) {
  const { slug, lists, title } = props
  const Heading = props.isUnderName ? 'h3' : 'h2'
  return (
    <>
      <Heading className={css['heading']}>{title}</Heading>
      <ul className={css['lists']}>
        {lists.map((list) => (
          <li key={list.id}>
            <Link to={`/o/${slug}/reading/${list.reference}`} className={css['list']}>
              <span className={css['title']}>{list.title}</span>
              <Reference>{list.reference}</Reference>
              <span className={css['aside']}>{list.assigned ? progressWords(list) : peopleWords(list)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </>
  )
}

function peopleWords({ people = 0, peopleDone = 0, items }: ReadingListLine): string {
  const has = people === 0 ? 'given to nobody' : `${peopleDone} of ${plural(people, 'person', 'people')} through`
  return `${plural(items, 'item')}, ${has}`
}
