import { useRef, useState } from 'react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { listDocuments } from '#contract/documents.ts'
import type { Member } from '#contract/organizations.ts'
import { Failed } from '../../platform/Failed.tsx'
import { Button } from '../../ui/Button.tsx'
import { Select } from '../../ui/choice-fields.tsx'
import { formatCount, plural } from '../../ui/format.ts'
import { LoadingRows } from '../../ui/states.tsx'
import { failureWords, refresh } from '../documents/deeds.ts'
import { handOn, ownedBy, type HandedOn, type Owned } from './hand-on.ts'
import css from './access.module.css'

/** Everything that somebody who leaves answers for, documents and contracts, with one select for who takes it. */
export function HandOn({ slug, member, others }: { slug: string; member: Member; others: readonly Member[] }) {
  const client = useQueryClient()
  const owned = useQuery({
    queryKey: [listDocuments.path, { slug, owner: member.id }, 'to hand on'],
    queryFn: ({ signal }) => ownedBy(slug, member.id, signal),
  })
  const [to, setTo] = useState('')
  const [through, setThrough] = useState<{ of: number; count: number }>()
  const [handed, setHanded] = useState<HandedOn>()
  const isStopped = useRef(false)
  const things = owned.data ?? []
  if (owned.isPending) return <LoadingRows what={`what ${member.name} owns`} rows={2} />
  if (owned.isError)
    return <Failed what={`What ${member.name} owns`} error={owned.error} onRetry={() => void owned.refetch()} />
  if (things.length === 0 && !handed) return null
  const assign = async () => {
    isStopped.current = false
    setHanded(undefined)
    setThrough({ of: things.length, count: 0 })
    const answer = await handOn(things, to, {
      goesOn: () => !isStopped.current,
      onProgress: (count) => setThrough({ of: things.length, count }),
    })
    setHanded(answer)
    setThrough(undefined)
    refresh(client)
  }
  const takes = others.find(({ id }) => id === to)?.name ?? 'that person'
  return (
    <section className={css['section']}>
      <h2>{things.length > 0 ? `${countWords(things)} of ${member.name}` : `${member.name} owns nothing any more`}</h2>
      {things.length > 0 && (
        <div className={css['acts']}>
          <Select
            label="New owner"
            value={to}
            onChange={setTo}
            options={[
              { value: '', label: 'Choose a person' },
              ...others.map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
          <Button isPending={through !== undefined} onClick={() => to !== '' && void assign()}>
            Hand them on
          </Button>
          {through && <Button onClick={() => (isStopped.current = true)}>Stop here</Button>}
        </div>
      )}
      <p role="status" className={css['aside']}>
        {through && `${formatCount(through.count)} of ${formatCount(through.of)} handed on`}
        {handed && `${plural(handed.done, 'thing')} handed on. `}
        {handed?.left[0] &&
          `${plural(handed.left.length, 'thing')} could not be given to ${takes}: ${handed.left[0].reference}, ${failureWords(handed.left[0].error)}`}
      </p>
      <p className={css['aside']}>
        {things
          .slice(0, 12)
          .map(({ reference }) => reference)
          .join(', ')}
        {things.length > 12 && ' …'}
      </p>
    </section>
  )
}

/** `1,204 documents, 3 contracts` */
function countWords(things: readonly Owned[]): string {
  const names = { document: 'document', contract: 'contract', date: 'watched date' } as const
  return Object.entries(names)
    .map(([kind, name]) => [things.filter((thing) => thing.kind === kind).length, name] as const)
    .filter(([count]) => count > 0)
    .map(([count, name]) => plural(count, name))
    .join(', ')
}
