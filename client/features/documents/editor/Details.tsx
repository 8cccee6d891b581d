import { lazy, Suspense, useState } from 'react'
import type { Document } from '#contract/documents.ts'
import type { Kind, Person } from '#contract/values.ts'
import { plural } from '../../../ui/format.ts'
import type { FieldErrors } from '../../../ui/Form.tsx'
import type { useCollections } from '../use-library.ts'
import { criticalityNames, everyDays } from '../words.ts'
import type { Writing } from './writing.ts'
import css from './Editor.module.css'

// Folded away for most: under way with the page, and never in its way.
const fields = () => import('./DetailFields.tsx')
void fields().catch(() => undefined)
const DetailFields = lazy(async () => ({ default: (await fields()).DetailFields }))

interface DetailsProps {
  slug: string
  kind: Kind
  own: string | undefined
  writing: Writing
  change: (changes: Partial<Writing>) => void
  collections: ReturnType<typeof useCollections>
  document: Document | undefined
  titles: ReadonlyMap<string, string>
  errors: FieldErrors
}

const inside = ['collectionId', 'ownerId', 'deputyId', 'criticality', 'intervalDays', 'tags', 'related']

/** Everything beside the text in one line; open for a new document, and wherever something in it is wrong. */
export function Details(props: DetailsProps) {
  const { writing, document, collections, errors } = props
  const [isOpen, setOpen] = useState(props.own === undefined)
  const isWrong = inside.some((name) => name in errors)
  const here = collections.living.find(({ id }) => id === writing.collectionId)
  // It may stay where it is, even where one may not bring another.
  const choices = [...collections.writable, ...(here && !collections.writable.includes(here) ? [here] : [])]
  const keepers = [document?.owner, document?.deputy].filter((person): person is Person => person !== undefined)
  return (
    <details className={css['fold']} open={isOpen || isWrong} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <span className={css['foldName']}>Details</span>
        <span className={css['foldWords']}>
          {[
            here?.name,
            criticalityNames[writing.criticality],
            Number(writing.intervalDays) > 0 && `reviewed ${everyDays(Number(writing.intervalDays))}`,
            writing.tags.length > 0 && plural(writing.tags.length, 'tag'),
            writing.related.length > 0 && `${writing.related.length} related`,
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </summary>
      <Suspense>
        <DetailFields {...props} collections={choices} keepers={keepers} />
      </Suspense>
    </details>
  )
}
