import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { listDocumentationGaps, MissingPart } from '#contract/gaps.ts'
import { Criticality } from '#contract/values.ts'
import { call } from '../../platform/api.ts'
import { Failed } from '../../platform/Failed.tsx'
import { useQueryString } from '../../platform/query-string.ts'
import { useOrganization } from '../../platform/session.ts'
import { Button } from '../../ui/Button.tsx'
import { Select, TextField } from '../../ui/fields.tsx'
import { EmptyState, LoadingRows } from '../../ui/states.tsx'
import { criticalityNames } from '../documents/words.ts'
import { SystemsTable } from './SystemsTable.tsx'
import { missingNames } from './words.ts'
import css from './gaps.module.css'

/** Systems whose documentation lacks something, worst first; what narrows them stands in the address. */
export function SystemsWithGaps() {
  const { slug } = useOrganization()
  const { parameters, change } = useQueryString<'text' | 'criticality' | 'missing'>()
  // An address can be written by hand: what makes no sense is left out.
  const criticality = Criticality.options.find((each) => each === parameters.get('criticality'))
  const missing = MissingPart.options.find((each) => each === parameters.get('missing'))
  const text = parameters.get('text') ?? ''
  const input = {
    slug,
    ...(criticality && { criticality }),
    ...(missing && { missing }),
    ...(text.trim() && { text: text.slice(0, 200) }),
  }
  const systems = useInfiniteQuery({
    queryKey: [listDocumentationGaps.path, input],
    queryFn: ({ pageParam, signal }) =>
      call(listDocumentationGaps, { ...input, ...(pageParam && { after: pageParam }) }, { signal }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
  })
  const items = systems.data?.pages.flatMap((page) => page.items) ?? []
  const isNarrow = criticality !== undefined || missing !== undefined || text.trim() !== ''
  const clear = () => change({ text: undefined, criticality: undefined, missing: undefined })
  return (
    <section aria-labelledby="systems-with-gaps">
      <h2 id="systems-with-gaps" className={css['heading']}>
        Systems that lack something
      </h2>
      {(isNarrow || items.length > 0) && (
        <div className={css['filters']} role="search" aria-label="Filters" data-no-print>
          <TextField
            label="Search systems"
            isLabelHidden
            isSmall
            type="search"
            placeholder="System or reference"
            value={text}
            onChange={(event) => change({ text: event.currentTarget.value }, 'replace')}
          />
          <Select
            label="Missing"
            isLabelHidden
            isSmall
            value={missing ?? ''}
            onChange={(chosen: string) => change({ missing: chosen || undefined })}
            options={[
              { value: '', label: 'Anything missing' },
              ...MissingPart.options.map((value) => ({ value, label: missingNames[value] })),
            ]}
          />
          <Select
            label="Criticality"
            isLabelHidden
            isSmall
            value={criticality ?? ''}
            onChange={(chosen: string) => change({ criticality: chosen || undefined })}
            options={[
              { value: '', label: 'Any criticality' },
              ...Criticality.options.toReversed().map((value) => ({ value, label: criticalityNames[value] })),
            ]}
          />
        </div>
      )}
      {systems.isPending ? (
        <LoadingRows what="systems that lack something" rows={4} />
      ) : systems.isError && items.length === 0 ? (
        <Failed what="The list" error={systems.error} onRetry={() => void systems.refetch()} />
      ) : items.length > 0 ? (
        <SystemsTable slug={slug} items={items} />
      ) : isNarrow ? (
        <EmptyState actions={<Button onClick={clear}>Clear filters</Button>}>No such system lacks anything.</EmptyState>
      ) : (
        <EmptyState>Every system has a runbook, a vendor, a diagram, an owner and two people who read it.</EmptyState>
      )}
      {systems.hasNextPage && (
        <p className={css['more']}>
          <Button isPending={systems.isFetchingNextPage} onClick={() => void systems.fetchNextPage()}>
            Load more systems
          </Button>
        </p>
      )}
    </section>
  )
}
