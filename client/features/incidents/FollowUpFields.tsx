import Plus from 'lucide-react/icons/plus'
import type { Person } from '#contract/values.ts'
import { Button, IconButton } from '../../ui/Button.tsx'
import { DateField, Select } from '../../ui/choice-fields.tsx'
import { X } from '../../ui/icons.ts'
import { TextField } from '../../ui/text-fields.tsx'
import { personOptions, usePeopleToName } from './use-people-to-name.ts'
import css from './incidents.module.css'

export interface FollowUpDraft {
  id: string
  text: string
  ownerId: string
  dueOn: string
}

/** What is still to be done afterwards: each with who and by when. */
export function FollowUpFields(props: {
  slug: string
  people: readonly Person[]
  drafts: readonly FollowUpDraft[]
  onChange: (drafts: readonly FollowUpDraft[]) => void
  onAdd: () => void
}) {
  const { slug, drafts, onChange, onAdd } = props
  const people = usePeopleToName(slug, props.people)
  const change = (id: string, changes: Partial<FollowUpDraft>) =>
    onChange(drafts.map((draft) => (draft.id === id ? { ...draft, ...changes } : draft)))
  return (
    <fieldset className={css['followUps']}>
      <legend>Follow-ups</legend>
      {drafts.map((draft, index) => (
        <div key={draft.id} className={css['draft']}>
          <TextField
            label={`Follow-up ${index + 1}`}
            name={`text-${draft.id}`}
            value={draft.text}
            autoFocus
            autoComplete="off"
            maxLength={400}
            placeholder="Ask Brightline for a second line"
            onChange={(event) => change(draft.id, { text: event.currentTarget.value })}
          />
          <Select
            label="Who"
            name={`owner-${draft.id}`}
            value={draft.ownerId}
            onChange={(ownerId: string) => change(draft.id, { ownerId })}
            options={personOptions(people)}
          />
          <DateField
            label="By"
            name={`due-${draft.id}`}
            isOptional
            value={draft.dueOn}
            onChange={(event) => change(draft.id, { dueOn: event.currentTarget.value })}
          />
          <IconButton
            icon={X}
            label={`Take follow-up ${index + 1} out`}
            onClick={() => onChange(drafts.filter(({ id }) => id !== draft.id))}
          />
        </div>
      ))}
      <div>
        <Button icon={Plus} onClick={onAdd}>
          Add follow-up
        </Button>
      </div>
    </fieldset>
  )
}
