import { useState } from 'react'
import type { Lane } from '#contract/responsibilities.ts'
import { Button } from '../../ui/Button.tsx'
import { RadioGroup } from '../../ui/choice-fields.tsx'
import { plural } from '../../ui/format.ts'
import { Time } from '../../ui/Time.tsx'
import { formOf, merged, parts, partWords, withParts, type LaneForm, type PartName } from './lane-form.ts'
import css from './responsibilities.module.css'

interface LaneConflictProps {
  base: LaneForm
  mine: LaneForm
  theirs: Lane
  nameOf: (id: { partyId?: string | undefined; memberId?: string | undefined }) => string
  /** What goes on in the editor; it is saved from there. */
  onChoose: (form: LaneForm) => void
}

/** Somebody saved meanwhile: what only one of you changed is taken, what both changed is chosen. Nothing is lost. */
export function LaneConflict({ base, mine, theirs, nameOf, onChoose }: LaneConflictProps) {
  const theirForm = formOf(theirs)
  const { form, disputed } = merged(base, mine, theirForm)
  const [choices, setChoices] = useState<ReadonlyMap<PartName, 'mine' | 'theirs'>>(new Map())
  const chosen = (name: PartName) => choices.get(name) ?? 'mine'
  return (
    <section className={css['conflict']} aria-labelledby="lane-conflict">
      <h2 id="lane-conflict" tabIndex={-1} ref={(heading) => heading?.focus()}>
        {theirs.updatedBy} saved version {theirs.revision} while you were writing
      </h2>
      <p>
        Theirs was saved <Time at={theirs.updatedAt} />. Nothing of yours is saved yet, and nothing of either is lost.{' '}
        {disputed.length === 0
          ? 'Nothing was changed twice: merging takes what each of you did.'
          : `Both of you changed ${plural(disputed.length, 'thing')}: choose for each.`}
      </p>
      {disputed.map((name) => (
        <RadioGroup
          key={name}
          label={parts[name].label}
          value={chosen(name)}
          onChange={(side) => setChoices((before) => new Map(before).set(name, side))}
          options={[
            { value: 'mine', label: 'Mine', hint: partWords(name, mine, nameOf) },
            { value: 'theirs', label: `${theirs.updatedBy}’s`, hint: partWords(name, theirForm, nameOf) },
          ]}
        />
      ))}
      <p className={css['acts']}>
        <Button
          variant="primary"
          onClick={() =>
            onChoose(
              withParts(
                form,
                theirForm,
                disputed.filter((name) => chosen(name) === 'theirs'),
              ),
            )
          }
        >
          Merge both in the editor
        </Button>
        <Button onClick={() => onChoose(mine)}>Go on with mine</Button>
        <Button onClick={() => onChoose(theirForm)}>{`Take ${theirs.updatedBy}’s`}</Button>
      </p>
    </section>
  )
}
