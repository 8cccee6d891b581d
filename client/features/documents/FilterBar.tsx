import { useEffect, useRef, useState } from 'react'
import { credentialFilters, type countDocuments } from '#contract/documents.ts'
import type { OutputOf } from '#contract/endpoint.ts'
import type { Collection } from '#contract/organizations.ts'
import { FreshnessState, type Kind } from '#contract/values.ts'
import { Chip } from '../../ui/Badge.tsx'
import { cx } from '../../ui/cx.ts'
import { Select, TextField } from '../../ui/fields.tsx'
import { formatCount } from '../../ui/format.ts'
import { stateNames } from '../../ui/freshness.ts'
import { FreshnessMark } from '../../ui/FreshnessMark.tsx'
import { MoreFilters } from '../../ui/FilterRow.tsx'
import { useMedia } from '../../ui/Sheet.tsx'
import { useShortcut } from '../../ui/shortcuts.ts'
import { classNames } from '../credentials/words.ts'
import { activeFilters, isCounted, type FilterName, type Filters, type useFilters } from './list-filters.ts'
import { criticalityNames, opensFilterWords, rotationFilterWords } from './words.ts'
import css from './FilterBar.module.css'

interface FilterBarProps {
  kind: Kind
  filters: Filters
  change: ReturnType<typeof useFilters>['change']
  counts: OutputOf<typeof countDocuments> | undefined
  collections: readonly Collection[]
  tags: readonly string[]
  /** Of a filter by a person's id: the name, where it is known. */
  ownerName: string | undefined
}

/** Everything that narrows the list, in sight and in the address. */
export function FilterBar(props: FilterBarProps) {
  const isWide = useMedia('(width >= 1560px)')
  // A credential has more to ask of than fits beside the chips.
  const isRoomy = isWide && props.kind !== 'credential'
  return (
    <div className={css['bar']} role="search" aria-label="Filters" data-no-print>
      <StateChips {...props} />
      <div className={css['fields']}>
        <TextFilter {...props} />
        {isRoomy ? <Selects {...props} /> : <FoldedFilters {...props} />}
      </div>
      <ActiveFilters {...props} isRoomy={isRoomy} />
    </div>
  )
}

const shelves = ['all', ...FreshnessState.options, 'noOwner', 'archived'] as const
type Shelf = (typeof shelves)[number]

function StateChips({ filters, change, counts }: FilterBarProps) {
  const current: Shelf = filters.isArchived
    ? 'archived'
    : (filters.state ?? (filters.owner === 'none' ? 'noOwner' : 'all'))
  const living = counts && FreshnessState.options.reduce((sum, state) => sum + counts[state], 0)
  const count = (shelf: Shelf) => (shelf === 'all' ? living : counts?.[shelf])
  const choose = (shelf: Shelf) => {
    const isState = shelf !== 'all' && shelf !== 'noOwner' && shelf !== 'archived'
    change({
      state: isState ? shelf : undefined,
      archived: shelf === 'archived' ? 'yes' : undefined,
      ...(shelf === 'noOwner' ? { owner: 'none' } : filters.owner === 'none' ? { owner: undefined } : {}),
    })
  }
  return (
    <div className={css['chips']} role="group" aria-label="State">
      {shelves
        // Nobody needs a chip for nothing, except the one that is on.
        .filter((shelf) => shelf === 'all' || shelf === current || (count(shelf) ?? 0) > 0)
        .map((shelf) => (
          <button
            key={shelf}
            type="button"
            className={cx(css['chip'], shelf === 'archived' && css['apart'])}
            aria-pressed={shelf === current}
            onClick={() => choose(shelf === current ? 'all' : shelf)}
          >
            {isState(shelf) && <FreshnessMark state={shelf} size={14} />}
            {shelfNames[shelf]}
            {isCounted(filters) && count(shelf) !== undefined && <span>{formatCount(count(shelf) ?? 0)}</span>}
          </button>
        ))}
    </div>
  )
}

const isState = (shelf: Shelf): shelf is FreshnessState => shelf in stateNames
const shelfNames: Record<Shelf, string> = { all: 'All', ...stateNames, noOwner: 'No owner', archived: 'Archived' }

function TextFilter({ filters, change }: FilterBarProps) {
  const field = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState(filters.text ?? '')
  const [known, setKnown] = useState(filters.text)
  // Back and "Clear filters" change the address without typing.
  if (known !== filters.text) {
    setKnown(filters.text)
    if (filters.text !== (typed.trim() || undefined)) setTyped(filters.text ?? '')
  }
  useEffect(() => {
    const wanted = typed.trim() || undefined
    if (wanted === filters.text) return
    const timer = setTimeout(() => change({ text: wanted }, 'replace'), 200)
    return () => clearTimeout(timer)
  })
  useShortcut({ keys: 'F', label: 'Filter', group: 'In lists', act: () => field.current?.select() })
  return (
    <div className={css['text']}>
      <TextField
        ref={field}
        label="Title, reference or tag"
        isLabelHidden
        isSmall
        type="search"
        placeholder="Filter titles, tags"
        maxLength={200}
        autoComplete="off"
        spellCheck={false}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          event.preventDefault()
          if (typed) setTyped('')
          else field.current?.blur()
        }}
      />
    </div>
  )
}

function Selects({ kind, filters, change, collections, tags, ownerName }: FilterBarProps) {
  const { owner, tag, collection } = filters
  const isPerson = owner !== undefined && owner !== 'me' && owner !== 'none'
  return (
    <>
      <Select
        label="Owner"
        isLabelHidden
        isSmall
        value={owner ?? ''}
        onChange={(value) => change({ owner: value || undefined })}
        options={[
          { value: '', label: 'Any owner' },
          { value: 'me', label: 'Mine' },
          { value: 'none', label: 'No owner' },
          ...(isPerson ? [{ value: owner, label: ownerName ?? 'One person' }] : []),
        ]}
      />
      {(tags.length > 0 || tag) && (
        <Select
          label="Tag"
          isLabelHidden
          isSmall
          value={tag ?? ''}
          onChange={(value) => change({ tag: value || undefined })}
          options={[
            { value: '', label: 'Any tag' },
            ...[...new Set([...(tag ? [tag] : []), ...tags])].sort().map((each) => ({ value: each, label: each })),
          ]}
        />
      )}
      {(collections.length > 1 || collection) && (
        <Select
          label="Collection"
          isLabelHidden
          isSmall
          value={collection ?? ''}
          onChange={(value) => change({ collection: value || undefined })}
          options={[
            { value: '', label: 'Any collection' },
            ...collections.map((each) => ({ value: each.id, label: each.name })),
          ]}
        />
      )}
      {kind === 'credential' && <CredentialSelects filters={filters} change={change} />}
    </>
  )
}

const credentialSelects = [
  { name: 'class', label: 'Class', any: 'Any class', words: classNames },
  { name: 'rotation', label: 'Rotation', any: 'Any rotation', words: rotationFilterWords },
  { name: 'opens', label: 'Who can open', any: 'Whoever can open it', words: opensFilterWords },
] as const

function CredentialSelects({ filters, change }: Pick<FilterBarProps, 'filters' | 'change'>) {
  return credentialSelects.map(({ name, label, any, words }) => (
    <Select<string>
      key={name}
      label={label}
      isLabelHidden
      isSmall
      value={filters[name] ?? ''}
      onChange={(value) => change({ [name]: value || undefined })}
      options={[
        { value: '', label: any },
        ...credentialFilters[name].options.map((value) => ({
          value,
          label: (words as Readonly<Record<string, string>>)[value] ?? value,
        })),
      ]}
    />
  ))
}

/** Filters that nothing else shows: none works unseen, and each can be taken away. */
function ActiveFilters({ filters, change, collections, ownerName, isRoomy }: FilterBarProps & { isRoomy: boolean }) {
  const { owner, tag, collection, criticality, system, class: secretClass, rotation, opens } = filters
  const folded = isRoomy
    ? []
    : ([
        ['owner', owner === 'me' ? 'Mine' : owner === 'none' ? undefined : owner && (ownerName ?? 'One person')],
        ['tag', tag && `Tag ${tag}`],
        ['collection', collection && (collections.find(({ id }) => id === collection)?.name ?? 'One collection')],
      ] as const)
  const shown = [
    ...folded,
    ['criticality', criticality && criticalityNames[criticality]] as const,
    ['system', system && `Of ${system}`] as const,
    ['class', secretClass && classNames[secretClass]] as const,
    ['rotation', rotation && rotationFilterWords[rotation]] as const,
    ['opens', opens && opensFilterWords[opens]] as const,
  ].filter(([, words]) => words)
  if (shown.length === 0) return null
  return (
    <div className={css['active']}>
      {shown.map(([name, words]) => (
        <Chip key={name} onRemove={() => change({ [name]: undefined })} removeLabel={`Take away the filter ${words}`}>
          {words}
        </Chip>
      ))}
    </div>
  )
}

const foldedNames: readonly FilterName[] = ['owner', 'tag', 'collection', 'class', 'rotation', 'opens']

function FoldedFilters(props: FilterBarProps) {
  const count = activeFilters(props.filters).filter((name) => foldedNames.includes(name)).length
  return (
    <MoreFilters on={count}>
      <Selects {...props} />
    </MoreFilters>
  )
}
