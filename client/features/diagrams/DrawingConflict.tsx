import { lazy, Suspense, useEffect, useId, useMemo, useState } from 'react'
import type { Device, Drawing, Group, Link } from '#contract/diagrams.ts'
import { labelOf } from '#contract/diagrams/twin.ts'
import { plural } from '../../ui/format.ts'
import { RadioGroup } from '../../ui/fields.tsx'
import { LoadingText } from '../../ui/states.tsx'
import { deviceFields, groupFields, linkFields, namesIn, type Field } from './compare/element-fields.ts'
import { mergeDrawings, type AnyElement, type Dispute, type Side } from './merge.ts'
import css from './DrawingConflict.module.css'

const DrawingDifferences = lazy(() => import('./compare/DrawingDifferences.tsx'))

interface DrawingConflictProps {
  base: Drawing
  mine: Drawing
  theirs: Drawing
  /** Who saved meanwhile. */
  who: string
  /** What a merge comes to by now, told again after every choice. */
  onMerge: (merged: Drawing) => void
}

/** Two people drew at once: what each of them did, and a choice for every element that both changed. */
export default function DrawingConflict({ base, mine, theirs, who, onMerge }: DrawingConflictProps) {
  const [choices, setChoices] = useState<ReadonlyMap<string, Side>>(new Map())
  const merged = useMemo(() => mergeDrawings(base, mine, theirs, choices), [base, mine, theirs, choices])
  const { drawing, disputes, isNotesDisputed, isPictureDisputed, broughtBack } = merged
  useEffect(() => onMerge(drawing), [drawing, onMerge])
  const choose = (id: string, side: Side) => setChoices((before) => new Map(before).set(id, side))
  const names = namesIn(drawing)
  const open = disputes.length + Number(isNotesDisputed) + Number(isPictureDisputed)
  const headings = useId()
  const side = (id: string): Side => choices.get(id) ?? 'mine'
  return (
    <div className={css['conflict']}>
      <p className={css['summary']}>
        {open === 0
          ? 'Nothing was changed twice: merging takes what each of you did.'
          : `Both of you changed ${plural(open, 'thing')} in different ways. Choose for each; all the rest of both is taken.`}
        {broughtBack.length > 0 &&
          ` ${broughtBack.map(names).join(', ')} ${broughtBack.length === 1 ? 'stays' : 'stay'}, because the other one uses it.`}
      </p>
      {open > 0 && (
        <section aria-labelledby={`${headings}-twice`}>
          <h3 id={`${headings}-twice`}>Changed by both</h3>
          <div className={css['disputes']}>
            {disputes.map((dispute) => (
              <RadioGroup
                key={dispute.id}
                label={elementName(dispute, names)}
                value={side(dispute.id)}
                onChange={(chosen) => choose(dispute.id, chosen)}
                options={[
                  { value: 'mine', label: 'Mine', hint: whatOf(dispute, dispute.mine, mine) },
                  { value: 'theirs', label: `${who}’s`, hint: whatOf(dispute, dispute.theirs, theirs) },
                ]}
              />
            ))}
            {isNotesDisputed && (
              <RadioGroup
                label="The text above the drawing"
                value={side('notes')}
                onChange={(chosen) => choose('notes', chosen)}
                options={[
                  { value: 'mine', label: 'Mine', hint: mine.notes || 'None' },
                  { value: 'theirs', label: `${who}’s`, hint: theirs.notes || 'None' },
                ]}
              />
            )}
            {isPictureDisputed && (
              <RadioGroup
                label="The picture under the devices"
                value={side('picture')}
                onChange={(chosen) => choose('picture', chosen)}
                options={[
                  { value: 'mine', label: 'Mine', hint: mine.picture ? 'A picture' : 'None' },
                  { value: 'theirs', label: `${who}’s`, hint: theirs.picture ? 'A picture' : 'None' },
                ]}
              />
            )}
          </div>
        </section>
      )}
      <Suspense fallback={<LoadingText what="the changes" />}>
        <section aria-labelledby={`${headings}-theirs`}>
          <h3 id={`${headings}-theirs`}>{`What ${who} did`}</h3>
          <DrawingDifferences before={base} after={theirs} label={`What ${who} did`} />
        </section>
        <section aria-labelledby={`${headings}-mine`}>
          <h3 id={`${headings}-mine`}>What you did</h3>
          <DrawingDifferences before={base} after={mine} label="What you did" />
        </section>
      </Suspense>
    </div>
  )
}

function elementName({ list, mine, theirs, base }: Dispute, names: (id: string | undefined) => string): string {
  // As both knew it.
  const element = base ?? mine ?? theirs
  if (list !== 'links') return labelOf(element as Device | Group)
  const { from, to } = element as Link
  return `Link ${names(from)} to ${names(to)}`
}

/** What one of them made of the fields that both changed. */
function whatOf({ list, fields, base }: Dispute, element: AnyElement | undefined, drawing: Drawing): string {
  if (!element) return 'Deleted'
  const names = namesIn(drawing)
  const said = fieldsOf(list, element, names)
  if (fields.length === 0) {
    const before = base ? new Map(fieldsOf(list, base, names).map(({ name, key }) => [name, key])) : undefined
    const changed = said.filter(({ name, key }) => before?.get(name) !== key)
    return `Kept${changed.length > 0 ? `: ${changed.map(inWords).join('; ')}` : ', and moved'}`
  }
  const wanted = new Set(
    fields.map((field) => (list === 'links' && field === 'label' ? 'Label' : (fieldNames[field] ?? field))),
  )
  const words = said.filter(({ name }) => wanted.has(name)).map(inWords)
  if (fields.includes('place') && 'x' in element)
    words.push(`Place: ${Math.round(element.x)} from the left, ${Math.round(element.y)} from the top`)
  if (fields.includes('points') && 'points' in element)
    words.push(element.points.length === 0 ? 'Straight' : plural(element.points.length, 'corner'))
  return words.join('; ')
}

const inWords = ({ name, words }: Field): string => `${name}: ${words || 'none'}`

function fieldsOf(list: Dispute['list'], element: AnyElement, names: (id: string | undefined) => string): Field[] {
  if (list === 'links') return linkFields(element as Link, names)
  return list === 'groups' ? groupFields(element as Group, names) : deviceFields(element as Device, names)
}

/** As the comparison calls them. A place is told in numbers. */
const fieldNames: Record<string, string> = {
  label: 'Name',
  shape: 'Type',
  kind: 'Type',
  addresses: 'Addresses',
  bound: 'Bound to',
  notes: 'Notes',
  place: 'Stands in',
  from: 'From',
  to: 'To',
  fromPort: 'From port',
  toPort: 'To port',
  medium: 'Kind',
  speed: 'Speed',
}
