import { useInfiniteQuery } from '@tanstack/react-query'
import type { OutputOf } from '#contract/endpoint.ts'
import { listGaps } from '#contract/search.ts'
import { call } from '../../platform/api.ts'
import { Failed } from '../../platform/Failed.tsx'
import { isKeyHolder, useOrganization } from '../../platform/session.ts'
import { Banner } from '../../ui/Banner.tsx'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { formatCount, plural } from '../../ui/format.ts'
import { PageFrame } from '../../ui/PageFrame.tsx'
import { EmptyState, LoadingRows } from '../../ui/states.tsx'
import { Time } from '../../ui/Time.tsx'
import { VisuallyHidden } from '../../ui/VisuallyHidden.tsx'
import { listPath } from '../documents/addresses.ts'
import { SystemsWithGaps } from '../gaps/SystemsWithGaps.tsx'
import gapsCss from '../gaps/gaps.module.css'
import css from './GapsPage.module.css'

type Gap = OutputOf<typeof listGaps>['items'][number]

/** What is still to be written: systems that lack something, and what people searched for and did not find. */
export default function GapsPage() {
  const membership = useOrganization()
  const { organization, role } = membership
  const mayWrite = isKeyHolder(membership) || role === 'editor'
  return (
    <PageFrame title={['Gaps', organization]} heading="Documentation gaps">
      {mayWrite || role === 'auditor' ? (
        <>
          <SystemsWithGaps />
          {mayWrite && <Searches />}
        </>
      ) : (
        <EmptyState>Those who write in {organization}, and its auditors, can see what is missing.</EmptyState>
      )}
    </PageFrame>
  )
}

function Searches() {
  const membership = useOrganization()
  const { slug, organization } = membership
  const gaps = useInfiniteQuery({
    queryKey: [listGaps.path, slug],
    queryFn: ({ pageParam, signal }) => call(listGaps, { slug, ...(pageParam && { after: pageParam }) }, { signal }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
  })
  const items = gaps.data?.pages.flatMap((page) => page.items) ?? []
  const areTextsKept = gaps.data?.pages[0]?.textsKept ?? true
  return (
    <section aria-labelledby="vain-searches">
      <h2 id="vain-searches" className={gapsCss['heading']}>
        What people did not find
        {items.length > 0 && <span className={css['note']}>Last 90 days, what most people missed first</span>}
      </h2>
      {!areTextsKept && (
        <Banner
          tone="plain"
          actions={
            isKeyHolder(membership) && <ButtonLink to={`/o/${slug}/settings/organization`}>Change this</ButtonLink>
          }
        >
          {organization} does not keep the words of searches, so only their number is known.
        </Banner>
      )}
      {gaps.isPending ? (
        <LoadingRows what="what people did not find" rows={4} />
      ) : gaps.isError && items.length === 0 ? (
        <Failed what="The list" error={gaps.error} onRetry={() => void gaps.refetch()} />
      ) : items.length === 0 ? (
        <EmptyState>Everybody found what they searched for. What is missed from now on stands here.</EmptyState>
      ) : (
        <>
          <GapsTable items={items} newPath={`${listPath(slug, 'runbook')}/new`} />
          {gaps.hasNextPage && (
            <p className={css['more']}>
              <Button isPending={gaps.isFetchingNextPage} onClick={() => void gaps.fetchNextPage()}>
                Load more
              </Button>
            </p>
          )}
        </>
      )}
    </section>
  )
}

function GapsTable({ items, newPath }: { items: readonly Gap[]; newPath: string }) {
  return (
    <table className={css['gaps']} aria-label="Searches that led nowhere">
      <thead>
        <tr>
          <th scope="col">Searched for</th>
          <th scope="col" className={css['number']}>
            People
          </th>
          <th scope="col" className={css['outcome']}>
            What came of it
          </th>
          <th scope="col" className={css['last']}>
            Last
          </th>
          <th scope="col" className={css['act']}>
            <VisuallyHidden>Close the gap</VisuallyHidden>
          </th>
        </tr>
      </thead>
      <tbody>
        {items.map((gap) => (
          <tr key={gap.text ?? ''}>
            <th scope="row">{gap.text ? `“${gap.text}”` : <i>words not kept</i>}</th>
            <td className={css['number']}>
              {formatCount(gap.people)}
              <span className={css['unit']}> {gap.people === 1 ? 'person' : 'people'}</span>
            </td>
            <td className={css['outcome']}>{outcomeWords(gap)}</td>
            <td className={css['last']}>
              <Time at={gap.lastOn} />
            </td>
            <td className={css['act']}>
              {gap.text && (
                // The words travel beside the address, never in it.
                <ButtonLink to={newPath} state={{ title: sentence(gap.text) }}>
                  Write it
                  <VisuallyHidden>: {gap.text}</VisuallyHidden>
                </ButtonLink>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function outcomeWords({ withoutResult, withoutClick }: Gap): string {
  const nothing = withoutResult > 0 && `found nothing ${times(withoutResult)}`
  const useless = withoutClick > 0 && `opened nothing ${times(withoutClick)}`
  const words = [nothing, useless].filter(Boolean).join(', ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

const times = (count: number) => (count === 1 ? 'once' : plural(count, 'time'))
const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
