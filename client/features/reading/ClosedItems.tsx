import type { ClosedTo } from '#contract/reading-lists.ts'
import { DateField, RadioGroup, Select } from '../../ui/choice-fields.tsx'
import { formatDeadline, listWords, plural } from '../../ui/format.ts'
import type { EndChoice } from '../settings/grant-end.ts'
import type { OpenTo } from './open-to.ts'
import { endChoicesFor, type Opening } from './use-opening.ts'
import css from './reading.module.css'

const oneOf = new Intl.ListFormat('en-GB', { type: 'disjunction' })

interface ClosedItemsProps {
  people: readonly ClosedTo[]
  /** Whom to ask, where the reader of this may not give access; undefined for who may. */
  ask: readonly { name: string }[] | undefined
  opening: Opening
  timeZone: string
  /** Those who come to the role or party later get none of it. */
  isForGroup: boolean
  onDecide: () => void
  /** The list is theirs already: leaving things shut is to close the dialog. */
  isGiven?: boolean
}

/** Who cannot see what is in the list; for key holders, to be opened in the same step. */
export function ClosedItems({ people, ask, opening, timeZone, isForGroup, isGiven, onDecide }: ClosedItemsProps) {
  const { choice, change, endsAt, isOpening } = opening
  const documents = new Set(people.flatMap(({ items }) => items.map(({ reference }) => reference)))
  const collections = new Set(people.flatMap(({ items }) => items.map(({ collection }) => collection.name)))
  return (
    <div className={css['set']}>
      <div role="status">
        <p>
          <strong>Not everything in it is open to them.</strong> They {isGiven ? 'see' : 'would see'} that something is
          there, and not what.
        </p>
        <ul className={css['closed']}>
          {people.map(({ person, items }) => (
            <li key={person.id}>
              {person.name}: {listWords(items.map(({ reference, title }) => `${title} (${reference})`))}
            </li>
          ))}
        </ul>
      </div>
      {ask ? (
        <p>
          {ask.length > 0
            ? `Ask ${oneOf.format(ask.slice(0, 3).map(({ name }) => name))} to give access: what is shut opens to them as soon as they have it.`
            : 'Key holders give access.'}
        </p>
      ) : (
        <>
          <RadioGroup<OpenTo | 'nothing'>
            label="Open it to them?"
            name="opening"
            {...(choice.to && { value: choice.to })}
            onChange={(to) => {
              change({ ...choice, to })
              onDecide()
            }}
            options={[
              { value: 'documents', label: `Let them read ${documents.size === 1 ? 'it' : `these ${documents.size}`}` },
              {
                value: 'collections',
                label: `Let them read everything in ${listWords([...collections])}`,
                hint: 'What is added there later too.',
              },
              ...(isGiven
                ? []
                : [
                    {
                      value: 'nothing' as const,
                      label: `Give the list without ${documents.size === 1 ? 'it' : 'them'}`,
                    },
                  ]),
            ]}
          />
          {isOpening && (
            <Select
              label="Access ends"
              name="endsAt"
              width="medium"
              value={choice.ends}
              onChange={(ends) => change({ ...choice, ends })}
              hint={
                endsAt
                  ? `${formatDeadline(endsAt, timeZone)}.`
                  : choice.ends === 'never'
                    ? 'Until somebody ends it.'
                    : undefined
              }
              options={endChoicesFor(people).map((each) => ({ value: each, label: endWords[each] }))}
            />
          )}
          {isOpening && choice.ends === 'on a day' && (
            <DateField
              label="Last day"
              name="lastDay"
              value={choice.day}
              onChange={(event) => change({ ...choice, day: event.currentTarget.value })}
            />
          )}
          {isOpening && isForGroup && (
            <p className={css['aside']}>
              For the {plural(people.length, 'person', 'people')} named here. Whoever comes later is let in on their
              own.
            </p>
          )}
        </>
      )}
    </div>
  )
}

const endWords: Record<EndChoice, string> = {
  '4 hours': 'In 4 hours',
  '1 day': 'In 1 day',
  '7 days': 'In 7 days',
  '30 days': 'In 30 days',
  'on a day': 'On a certain day',
  never: 'With no end',
}
