import { Select } from '../../../ui/fields.tsx'
import { plural } from '../../../ui/format.ts'
import type { CollectionTarget } from '../plan/choices.ts'
import css from '../import-passwords.module.css'

const rest = ''
const make = 'new'

/** Which collection each outermost folder goes to: one that is there, a new one, or the one for the rest. */
export function FolderTargets(props: {
  folders: readonly { key: string; name: string; count: number }[]
  collections: readonly { id: string; name: string }[]
  mayMake: boolean
  collectionOf: ReadonlyMap<string, CollectionTarget>
  onChange: (collectionOf: ReadonlyMap<string, CollectionTarget>) => void
}) {
  const { folders, collections, mayMake, collectionOf, onChange } = props
  const choose = (key: string, name: string, value: string) => {
    const next = new Map(collectionOf)
    if (value === rest) next.delete(key)
    else next.set(key, value === make ? { newName: name } : { id: value })
    onChange(next)
  }
  return (
    <fieldset className={css['targets']}>
      <legend>Where each folder goes</legend>
      {folders.map(({ key, name, count }) => {
        const target = collectionOf.get(key)
        return (
          <Select
            key={key}
            label={`${name} (${plural(count, 'entry', 'entries')})`}
            options={[
              { value: rest, label: 'With the rest' },
              ...(mayMake ? [{ value: make, label: `New collection “${name}”` }] : []),
              ...collections.map(({ id, name: collection }) => ({ value: id, label: collection })),
            ]}
            value={target === undefined ? rest : 'id' in target ? target.id : make}
            onChange={(value) => choose(key, name, value)}
          />
        )
      })}
    </fieldset>
  )
}
