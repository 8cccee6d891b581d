import { useQuery } from '@tanstack/react-query'
import { listKeepers } from '#contract/organizations.ts'
import type { Collection } from '#contract/organizations.ts'
import { Criticality, defaultIntervalDays, kinds, type Kind, type Person } from '#contract/values.ts'
import { query } from '../../../platform/api.ts'
import { Select, TextField } from '../../../ui/fields.tsx'
import { TagsField } from '../../../ui/TagsField.tsx'
import { useTags } from '../use-library.ts'
import { criticalityNames } from '../words.ts'
import { RelatedField } from './RelatedField.tsx'
import type { Writing } from './writing.ts'
import css from './Editor.module.css'

interface DetailFieldsProps {
  slug: string
  kind: Kind
  own: string | undefined
  writing: Writing
  change: (changes: Partial<Writing>) => void
  /** Collections that it may be kept in. */
  collections: readonly Collection[]
  /** Who keeps it now: stays in the list even if they can no longer see it. */
  keepers: readonly Person[]
  titles: ReadonlyMap<string, string>
}

/** Where it belongs, who looks after it, how often: everything but the text. */
export function DetailFields(props: DetailFieldsProps) {
  const { slug, kind, own, writing, change, collections, titles } = props
  const tags = useTags(slug)
  const people = usePeople(slug, writing.collectionId, props.keepers)
  const usual = defaultIntervalDays(kind, writing.criticality)
  const changeCriticality = (criticality: Criticality) => {
    // An interval that nobody has chosen follows.
    const isUsual = writing.intervalDays === String(usual)
    change({
      criticality,
      ...(isUsual && { intervalDays: String(defaultIntervalDays(kind, criticality)) }),
    })
  }
  return (
    <div className={css['details']}>
      <Select
        label="Collection"
        name="collectionId"
        value={writing.collectionId}
        onChange={(collectionId) => change({ collectionId })}
        options={[
          ...(writing.collectionId === '' ? [{ value: '', label: 'Choose a collection' }] : []),
          ...collections.map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      <Select
        label="Owner"
        name="ownerId"
        value={writing.ownerId}
        onChange={(ownerId) => change({ ownerId })}
        options={people}
      />
      <Select
        label="Deputy"
        name="deputyId"
        value={writing.deputyId}
        onChange={(deputyId) => change({ deputyId })}
        options={people}
      />
      <Select
        label="Criticality"
        name="criticality"
        value={writing.criticality}
        onChange={changeCriticality}
        options={Criticality.options.toReversed().map((value) => ({ value, label: criticalityNames[value] }))}
      />
      <TextField
        label="Days between reviews"
        name="intervalDays"
        inputMode="numeric"
        maxLength={4}
        autoComplete="off"
        value={writing.intervalDays}
        onChange={(event) => change({ intervalDays: event.currentTarget.value.trim() })}
        hint={
          writing.intervalDays === String(usual)
            ? undefined
            : `Usual for a ${writing.criticality === 'critical' ? 'critical ' : ''}${kinds[kind].one}: ${usual}`
        }
      />
      <div className={css['wide']}>
        <TagsField
          label="Tags"
          name="tags"
          isOptional
          value={writing.tags}
          onChange={(next) => change({ tags: next.toSorted() })}
          suggestions={tags}
        />
      </div>
      <div className={css['wide']}>
        <RelatedField
          slug={slug}
          own={own}
          value={writing.related}
          onChange={(related) => change({ related })}
          titles={titles}
          hint={kind === 'runbook' ? 'The first system is the one that it belongs to' : 'Shown on both'}
        />
      </div>
    </div>
  )
}

/** Who may be named: whoever can see the documents of the collection. */
function usePeople(slug: string, collectionId: string, now: readonly Person[]) {
  const keepers = useQuery({
    ...query(listKeepers, { slug, collectionId: collectionId }),
    enabled: collectionId !== '',
    staleTime: 60_000,
  })
  const known = keepers.data?.items
  const gone = now.filter(({ id }) => !known?.some((person) => person.id === id))
  return [
    { value: '', label: 'Nobody' },
    ...(known ?? [])
      .toSorted((a, b) => a.name.localeCompare(b.name))
      .map((person) => ({ value: person.id, label: nameOf(person) })),
    ...gone.map((person) => ({
      value: person.id,
      label: known ? `${nameOf(person)}, cannot see this collection` : nameOf(person),
    })),
  ]
}

const nameOf = ({ name, side, party }: Person): string => (side === 'in_house' ? name : `${name} (${party})`)
