import type { ReactNode } from 'react'
import type { Document } from '#contract/documents.ts'
import { Button } from '../../../ui/Button.tsx'
import { Select, TextArea } from '../../../ui/fields.tsx'
import { plural } from '../../../ui/format.ts'
import { ShapeSign } from '../shapes/shapes.tsx'
import { align, distribute, type Side } from './arrange.ts'
import { isDevice, linkAt, moveInto, placedAt } from './deeds.ts'
import { DeviceFields, GroupFields, groupOptions, LinkFields, type FieldsProps } from './Fields.tsx'
import { PictureField } from './PictureField.tsx'
import { nameOf } from './words.ts'
import css from './DrawingEditor.module.css'

export interface InspectorProps extends FieldsProps {
  document: Document | undefined
}

/** What is chosen, in fields; where nothing is, the drawing itself. */
export function Inspector(props: InspectorProps) {
  const { editing } = props
  const { drawing, selection } = editing
  const [only, ...more] = selection
  if (only === undefined) return <DrawingFields {...props} />
  if (more.length > 0) return <ManyFields {...props} />
  const link = linkAt(drawing, only)
  const element = placedAt(drawing, only)
  if (link)
    return (
      <Panel heading="Link" editing={editing}>
        <LinkFields key={link.id} editing={editing} link={link} />
      </Panel>
    )
  if (!element) return <DrawingFields {...props} />
  const of = isDevice(element) ? element.shape : element.kind
  return (
    <Panel
      editing={editing}
      heading={
        <>
          <ShapeSign of={of} /> {nameOf(of)}
        </>
      }
      extra={
        <Button onClick={() => editing.startLinking(element.id)} keys="L" tooltip="Then choose the other end" hidesKey>
          Link
        </Button>
      }
    >
      {isDevice(element) ? (
        <DeviceFields key={element.id} {...props} device={element} />
      ) : (
        <GroupFields key={element.id} {...props} group={element} />
      )}
    </Panel>
  )
}

function Panel(props: { heading: ReactNode; editing: FieldsProps['editing']; extra?: ReactNode; children: ReactNode }) {
  return (
    <>
      <header className={css['panelHead']}>
        <h2>{props.heading}</h2>
        {props.extra}
        <Button onClick={() => props.editing.remove()}>Delete</Button>
      </header>
      <div className={css['fields']}>{props.children}</div>
    </>
  )
}

const sides: readonly { side: Side; label: string }[] = [
  { side: 'left', label: 'Left' },
  { side: 'center', label: 'Center' },
  { side: 'right', label: 'Right' },
  { side: 'top', label: 'Top' },
  { side: 'middle', label: 'Middle' },
  { side: 'bottom', label: 'Bottom' },
]

function ManyFields({ editing }: InspectorProps) {
  const { drawing, selection, apply } = editing
  const placed = [...selection].filter((id) => placedAt(drawing, id))
  return (
    <Panel heading={`${plural(selection.size, 'element')} chosen`} editing={editing}>
      {placed.length > 1 && (
        <fieldset className={css['buttons']}>
          <legend>Align</legend>
          {sides.map(({ side, label }) => (
            <Button key={side} onClick={() => apply(align(drawing, selection, side))}>
              {label}
            </Button>
          ))}
        </fieldset>
      )}
      {placed.length > 2 && (
        <fieldset className={css['buttons']}>
          <legend>Same room between them</legend>
          <Button onClick={() => apply(distribute(drawing, selection, 'across'))}>Across</Button>
          <Button onClick={() => apply(distribute(drawing, selection, 'down'))}>Down</Button>
        </fieldset>
      )}
      {placed.length > 0 && drawing.groups.length > 0 && (
        <Select
          label="Move into"
          value="-"
          onChange={(group) => apply(placed.reduce((next, id) => moveInto(next, id, group || undefined), drawing))}
          options={[{ value: '-', label: 'Choose a group' }, ...groupOptions(drawing, undefined)]}
        />
      )}
    </Panel>
  )
}

function DrawingFields({ editing, slug, document }: InspectorProps) {
  const { drawing, apply } = editing
  return (
    <>
      <header className={css['panelHead']}>
        <h2>This diagram</h2>
      </header>
      <div className={css['fields']}>
        <p className={css['quiet']}>
          {[
            plural(drawing.devices.length, 'device'),
            plural(drawing.groups.length, 'group'),
            plural(drawing.links.length, 'link'),
          ].join(', ')}
        </p>
        <TextArea
          label="Above the drawing"
          isOptional
          rows={5}
          maxLength={20_000}
          hint="What somebody has to know before looking at it. Markdown works."
          value={drawing.notes}
          onChange={(event) => apply({ ...drawing, notes: event.currentTarget.value }, 'notes')}
        />
        <PictureField drawing={drawing} apply={apply} slug={slug} document={document} />
      </div>
    </>
  )
}
