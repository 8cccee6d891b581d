import { Select } from '../../ui/choice-fields.tsx'
import { Checkbox, TextArea, TextField } from '../../ui/text-fields.tsx'
import { RelatedField } from '../documents/editor/RelatedField.tsx'
import type { Reference } from '#contract/values.ts'
import { HolderField, HoldersField, PersonField } from './HoldersField.tsx'
import type { Nameable } from './holder-choices.tsx'
import type { LaneForm } from './lane-form.ts'
import css from './responsibilities.module.css'

interface LaneFieldsProps {
  slug: string
  form: LaneForm
  set: (changes: Partial<LaneForm>) => void
  nameable: Nameable
  titles: ReadonlyMap<string, string>
  goneNames: ReadonlyMap<string, string>
}

/** Everything that a lane says, in the order in which it is read. */
export function LaneFields({ slug, form, set, nameable, titles, goneNames }: LaneFieldsProps) {
  const text = (name: 'name' | 'outcome' | 'value' | 'unit' | 'everyDays' | 'intervalDays') => ({
    name,
    value: form[name],
    autoComplete: 'off' as const,
    onChange: (event: { currentTarget: { value: string } }) => set({ [name]: event.currentTarget.value }),
  })
  const people = { nameable, goneNames }
  /** Nobody is an absent field. */
  const put = <Name extends 'deputyId' | 'firstInHours' | 'firstOutOfHours'>(name: Name, value: LaneForm[Name]) =>
    set({ [name]: value })
  return (
    <>
      <TextField label="Function" maxLength={120} {...text('name')} hint="Like backup and restore test" />
      <TextArea
        label="What is part of it, and what is not"
        name="about"
        isOptional
        rows={3}
        maxLength={4_000}
        value={form.about}
        onChange={(event) => set({ about: event.currentTarget.value })}
      />
      <fieldset className={css['set']}>
        <legend>Who</legend>
        <HoldersField
          label="Accountable"
          name="accountable"
          hint="One person or party answers for it. More than one is shown as a collision until somebody decides."
          {...people}
          most={5}
          value={form.accountable}
          onChange={(accountable) => set({ accountable })}
        />
        <PersonField
          label="Deputy"
          name="deputyId"
          hint="Stands in while the others are away."
          {...people}
          value={form.deputyId}
          onChange={(person) => put('deputyId', person)}
        />
        <div className={css['pair']}>
          <HolderField
            label="First in hours"
            name="firstInHours"
            {...people}
            value={form.firstInHours}
            onChange={(holder) => put('firstInHours', holder)}
          />
          <HolderField
            label="First out of hours"
            name="firstOutOfHours"
            {...people}
            value={form.firstOutOfHours}
            onChange={(holder) => put('firstOutOfHours', holder)}
          />
        </div>
        <div className={css['pair']}>
          <HoldersField
            label="Consulted"
            name="consulted"
            {...people}
            most={20}
            value={form.consulted}
            onChange={(consulted) => set({ consulted })}
          />
          <HoldersField
            label="Informed"
            name="informed"
            {...people}
            most={20}
            value={form.informed}
            onChange={(informed) => set({ informed })}
          />
        </div>
      </fieldset>
      <fieldset className={css['set']}>
        <legend>For what</legend>
        <Checkbox
          label="Critical"
          hint="Then it needs a runbook, and somebody of it who can open its credentials."
          checked={form.isCritical}
          onChange={(event) => set({ isCritical: event.currentTarget.checked })}
        />
        <Checkbox
          label="Answers incidents of any system that has no lane of its own"
          checked={form.answersIncidents}
          onChange={(event) => set({ answersIncidents: event.currentTarget.checked })}
        />
        <RelatedField
          slug={slug}
          own={undefined}
          label="Systems"
          name="systems"
          hint="Without any it is of the whole organization."
          value={form.systems}
          titles={titles}
          onChange={(references) =>
            set({ systems: references.filter((each) => each.startsWith('SY-')) as Reference[] })
          }
        />
        <RelatedField
          slug={slug}
          own={undefined}
          label="What it takes"
          name="linked"
          hint="Runbooks, credentials, whatever else is needed to do it."
          value={form.linked}
          titles={titles}
          onChange={(references) => set({ linked: references as Reference[] })}
        />
      </fieldset>
      <fieldset className={css['set']}>
        <legend>How well</legend>
        <TextField
          label="Outcome aimed at"
          isOptional
          maxLength={400}
          {...text('outcome')}
          hint="Like: a restore test passes each quarter"
        />
        <div className={css['pair']}>
          <Select
            label="Measured as"
            name="measure"
            value={form.measure}
            onChange={(measure) => set({ measure })}
            options={[
              { value: 'none', label: 'Not measured' },
              { value: 'passed', label: 'Passed or not' },
              { value: 'at_most', label: 'A figure, at most' },
              { value: 'at_least', label: 'A figure, at least' },
            ]}
          />
          {(form.measure === 'at_most' || form.measure === 'at_least') && (
            <>
              <TextField label="Figure" inputMode="decimal" maxLength={14} {...text('value')} />
              <TextField label="Unit" isOptional maxLength={20} {...text('unit')} hint="Like days, or %" />
            </>
          )}
          {form.measure !== 'none' && (
            <TextField label="Every, in days" inputMode="numeric" maxLength={4} {...text('everyDays')} />
          )}
        </div>
        <TextField
          label="Each party looks at it every, in days"
          width="short"
          inputMode="numeric"
          maxLength={4}
          {...text('intervalDays')}
        />
      </fieldset>
    </>
  )
}
