import { useQuery } from '@tanstack/react-query'
import { workload, type Workload } from '#contract/responsibilities.ts'
import { query } from '../../platform/api.ts'
import { Failed } from '../../platform/Failed.tsx'
import { isKeyHolder, useOrganization } from '../../platform/session.ts'
import { formatDay, listWords, plural } from '../../ui/format.ts'
import { FreshnessMark } from '../../ui/FreshnessMark.tsx'
import { Person } from '../../ui/Person.tsx'
import { LoadingRows } from '../../ui/states.tsx'
import { Table, type Column } from '../../ui/Table.tsx'
import { useList, listed } from '../settings/use-list.ts'
import { Forbidden } from '../settings/Forbidden.tsx'
import { ResponsibilitiesFrame } from './ResponsibilitiesFrame.tsx'
import { whatIfPath } from './words.ts'
import css from './responsibilities.module.css'

/** What each person has on their hands, and what is too much on one of them, in words. */
export default function WorkloadPage() {
  const membership = useOrganization()
  if (!isKeyHolder(membership) && membership.role !== 'auditor')
    return <Forbidden title="Workload" what="You can see what is on your own hands on Home, but not on others’." />
  return <Everybody slug={membership.slug} />
}

function Everybody({ slug }: { slug: string }) {
  const answer = useQuery(query(workload, { slug }))
  const list = useList('-overdue')
  const people = answer.data?.people ?? []
  const rows = listed(people, list, ({ person }) => [person.name, person.party], sortKeys)
  const heavy = people.filter(({ tooMuch }) => tooMuch.length > 0)
  const nobodys = answer.data?.nobodys
  return (
    <ResponsibilitiesFrame
      heading="Workload"
      summary={
        answer.data && (
          <span>
            {heavy.length === 0
              ? 'Nobody has too much'
              : `${plural(heavy.length, 'person has', 'people have')} too much`}
          </span>
        )
      }
    >
      {answer.error && <Failed what="The workload" error={answer.error} onRetry={() => void answer.refetch()} />}
      {!answer.error && !answer.data && <LoadingRows what="the workload" />}
      {answer.data && (
        <>
          {heavy.length > 0 && (
            <ul className={css['heavy']} aria-label="Too much on one person">
              {heavy.map(({ person, tooMuch }) => (
                <li key={person.id}>
                  <FreshnessMark state="overdue" />
                  <span>
                    <b>{person.name}</b> {listWords(tooMuch.map(small))}.
                  </span>
                </li>
              ))}
            </ul>
          )}
          {nobodys && nobodys.documents + nobodys.lanes > 0 && (
            <p className={css['nobodys']}>On nobody’s hands: {listWords(nobodysWords(nobodys))}.</p>
          )}
          <Table
            label="Workload"
            rows={rows}
            rowKey={({ person }) => person.id}
            columns={columns}
            sort={list.sort}
            onSort={list.setSort}
            to={({ person }) => whatIfPath(slug, person.id)}
          />
        </>
      )}
    </ResponsibilitiesFrame>
  )
}

/** Goes on a sentence that began with the name. */
const small = (words: string): string => words.charAt(0).toLowerCase() + words.slice(1)

const nobodysWords = ({ documents, lanes }: { documents: number; lanes: number }): string[] => [
  ...(documents > 0 ? [plural(documents, 'document')] : []),
  ...(lanes > 0 ? [plural(lanes, 'lane')] : []),
]

const sortKeys: Record<string, (row: Workload) => string | number> = {
  name: ({ person }) => person.name,
  documents: ({ documents }) => documents,
  overdue: ({ overdue }) => overdue,
  lanes: ({ lanes }) => lanes,
  reviews: ({ reviewsThisMonth }) => reviewsThisMonth,
  followUps: ({ followUps }) => followUps,
}

const columns: Column<Workload>[] = [
  {
    id: 'name',
    header: 'Person',
    slot: 'title',
    isSortable: true,
    cell: ({ person, awayUntil }) => (
      <span className={css['holder']}>
        <Person {...person} hasFirm />
        {awayUntil && <small className={css['standing']}>away until {formatDay(awayUntil)}</small>}
      </span>
    ),
  },
  ...(
    [
      ['documents', 'Documents', ({ documents }: Workload) => documents],
      ['overdue', 'Overdue', ({ overdue }: Workload) => overdue],
      ['lanes', 'Lanes', ({ lanes }: Workload) => lanes],
      ['reviews', 'Reviews due', ({ reviewsThisMonth }: Workload) => reviewsThisMonth],
      ['followUps', 'Follow-ups', ({ followUps }: Workload) => followUps],
    ] as const
  ).map(([id, header, cell]): Column<Workload> => ({
    id,
    header,
    slot: 'meta',
    width: 'small',
    isNumeric: true,
    isSortable: true,
    cell: (row) => (
      <>
        <span className={css['onPhone']}>{header}: </span>
        {cell(row)}
      </>
    ),
  })),
]
