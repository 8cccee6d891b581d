import { useQuery } from '@tanstack/react-query'
import { listReadingLists, requiredReading, requireReading } from '#contract/reading-lists.ts'
import type { CollectionId } from '#contract/values.ts'
import { query } from '../../platform/api.ts'
import { Select } from '../../ui/choice-fields.tsx'
import { toast } from '../../ui/Toast.tsx'
import { failureWords, useDeed } from '../documents/deeds.ts'

/** "Read before you open": what technicians have to have read before they ask for what a collection keeps. */
export function RequiredReading({ slug, collectionId }: { slug: string; collectionId: CollectionId }) {
  const lists = useQuery(query(listReadingLists, { slug, scope: 'all', limit: 200 })).data?.items
  const required = useQuery(query(requiredReading, { slug, collectionId })).data
  const deed = useDeed(requireReading)
  if (!lists || !required || (lists.length === 0 && !required.list)) return null
  return (
    <Select
      label="Read before you open"
      hint="Technicians read this list before they ask for, or open, anything that is kept here."
      value={required.list ?? ''}
      onChange={(list) =>
        deed.mutate(
          { slug, collectionId, ...(list && { list: list }) },
          {
            onSuccess: () => toast({ words: list ? `${list} has to be read first` : 'Nothing has to be read first' }),
            onError: (error) => toast({ words: failureWords(error) }),
          },
        )
      }
      options={[
        { value: '', label: 'Nothing' },
        ...lists.map(({ reference, title }) => ({ value: reference, label: `${title} (${reference})` })),
      ]}
    />
  )
}
