import { useState } from 'react'
import type { Holder } from '#contract/responsibilities.ts'
import { Chip } from '../../ui/Badge.tsx'
import { FieldGroup } from '../../ui/Field.tsx'
import { PickField } from '../../ui/PickField.tsx'
import { holderItems, holderOf, idOfHolder, personItems, type Nameable } from './holder-choices.tsx'
import type { MemberId } from '#contract/values.ts'
import css from './responsibilities.module.css'

interface Common {
  label: string
  name: string
  hint?: string
  nameable: Nameable
  /** Names of those who are in the lane and can no longer be named. */
  goneNames: ReadonlyMap<string, string>
}

/** One person or party, or nobody. */
export function HolderField(
  props: Common & { value: Holder | undefined; onChange: (holder: Holder | undefined) => void },
) {
  const { nameable, goneNames, value, onChange, ...field } = props
  const id = value && idOfHolder(value)
  const gone = id && !holderOf(id, nameable) ? [{ id, text: goneNames.get(id) ?? 'Somebody who has left' }] : []
  return (
    <PickField
      {...field}
      isOptional
      placeholder="Nobody"
      items={[...gone, ...holderItems(nameable)]}
      value={id}
      onChange={(chosen) => onChange(chosen === undefined ? undefined : (holderOf(chosen, nameable) ?? value))}
    />
  )
}

/** One person, or nobody. */
export function PersonField(
  props: Common & { value: MemberId | undefined; onChange: (person: MemberId | undefined) => void },
) {
  const { nameable, goneNames, value, onChange, ...field } = props
  const isGone = value && !nameable.people.some(({ person }) => person.id === value)
  const gone = isGone ? [{ id: value, text: goneNames.get(`member ${value}`) ?? 'Somebody who has left' }] : []
  return (
    <PickField
      {...field}
      isOptional
      placeholder="Nobody"
      items={[...gone, ...personItems(nameable)]}
      value={value}
      onChange={(chosen) => onChange(chosen as MemberId | undefined)}
    />
  )
}

/** Several: chips, and a field that adds. */
export function HoldersField(
  props: Common & { value: readonly Holder[]; onChange: (holders: Holder[]) => void; most: number },
) {
  const { nameable, goneNames, value, onChange, most, label, name, hint } = props
  // The field is anew after each choice.
  const [round, setRound] = useState(0)
  const ids = value.map(idOfHolder)
  const items = holderItems(nameable)
  const textOf = (id: string) =>
    items.find((item) => item.id === id)?.text ?? goneNames.get(id) ?? 'Somebody who has left'
  return (
    <FieldGroup label={label} name={name} hint={hint} isOptional className={css['several']}>
      {value.length > 0 && (
        <p className={css['chosen']}>
          {ids.map((id, index) => (
            <Chip
              key={id}
              removeLabel={`Remove ${textOf(id)}`}
              onRemove={() => onChange(value.filter((_, at) => at !== index))}
            >
              {textOf(id)}
            </Chip>
          ))}
        </p>
      )}
      {value.length < most && (
        <PickField
          key={round}
          label={`${label}: add`}
          isLabelHidden
          placeholder={value.length === 0 ? 'Nobody' : 'Add another'}
          items={items.filter(({ id }) => !ids.includes(id))}
          value={undefined}
          onChange={(chosen) => {
            const holder = chosen && holderOf(chosen, nameable)
            if (!holder) return
            onChange([...value, holder])
            setRound(round + 1)
          }}
        />
      )}
    </FieldGroup>
  )
}
