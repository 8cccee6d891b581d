import { useId, type ReactNode } from 'react'
import ArrowRight from 'lucide-react/icons/arrow-right'
import { GroupKind, Medium, Shape, type Device, type Drawing, type Group, type Link } from '#contract/diagrams.ts'
import { labelOf } from '#contract/diagrams/twin.ts'
import type { Reference } from '#contract/values.ts'
import { Button } from '../../../ui/Button.tsx'
import { Select, TextArea, TextField } from '../../../ui/fields.tsx'
import { RelatedField } from '../../documents/editor/RelatedField.tsx'
import { boxOf } from '../geometry.ts'
import { AddressesField } from './AddressesField.tsx'
import * as deeds from './deeds.ts'
import { CornerFields, NumberField } from './NumberField.tsx'
import type { Editing } from './use-editing.ts'
import { mediumWords, nameOf } from './words.ts'
import css from './DrawingEditor.module.css'

export interface FieldsProps {
  editing: Editing
  slug: string
  /** Titles of what is bound, as far as they are known. */
  titles: ReadonlyMap<string, string>
}

export const shapeOptions = Shape.options.map((value) => ({ value, label: nameOf(value) }))
export const kindOptions = GroupKind.options.map((value) => ({ value, label: nameOf(value) }))
const mediumOptions = Medium.options.map((value) => ({ value, label: mediumWords[value] }))

/** The groups that an element may stand in: not itself, and nothing that stands in it. */
export function groupOptions(drawing: Drawing, id: string | undefined) {
  const not = id === undefined ? new Set<string>() : deeds.insideOf(drawing, new Set([id]))
  const groups = drawing.groups.filter((group) => group.id !== id && !not.has(group.id))
  return [{ value: '', label: 'No group' }, ...groups.map((group) => ({ value: group.id, label: labelOf(group) }))]
}

/** Devices and groups by name, for the ends of links. */
export function endOptions(drawing: Drawing, except?: string) {
  return [...drawing.devices, ...drawing.groups]
    .filter(({ id }) => id !== except)
    .map((element) => {
      const within = drawing.groups.find(({ id }) => id === element.group)
      return { value: element.id, label: labelOf(element) + (within ? `, in ${labelOf(within)}` : '') }
    })
    .sort((one, other) => one.label.localeCompare(other.label))
}

/** What devices and groups have in common. */
function PlacedFields({
  editing,
  slug,
  titles,
  element,
  children,
}: FieldsProps & { element: deeds.Placed; children: ReactNode }) {
  const { drawing, apply } = editing
  const { id } = element
  const change = (changes: Partial<Device> & Partial<Group>, act: string) =>
    apply(
      deeds.isDevice(element) ? deeds.changeDevice(drawing, id, changes) : deeds.changeGroup(drawing, id, changes),
      `${act} of ${id}`,
    )
  const box = boxOf(element)
  return (
    <>
      <TextField
        label="Label"
        maxLength={200}
        autoComplete="off"
        data-label-field
        placeholder={nameOf(deeds.isDevice(element) ? element.shape : element.kind)}
        value={element.label}
        onChange={(event) => change({ label: event.currentTarget.value }, 'label')}
      />
      {children}
      <AddressesField value={element.addresses} onChange={(addresses) => change({ addresses }, 'addresses')} />
      <RelatedField
        slug={slug}
        own={undefined}
        label="Stands for"
        name={`bound of ${id}`}
        value={element.bound}
        onChange={(bound) => change({ bound: bound.slice(0, 10) as Reference[] }, 'bound')}
        titles={titles}
        hint="A system, credential, vendor or runbook that opens from here"
      />
      <TextArea
        label="Notes"
        isOptional
        rows={3}
        maxLength={4_000}
        value={element.notes}
        onChange={(event) => change({ notes: event.currentTarget.value }, 'notes')}
      />
      <Select
        label="Stands in"
        value={element.group ?? ''}
        onChange={(group) => apply(deeds.moveInto(drawing, id, group || undefined))}
        options={groupOptions(drawing, id)}
      />
      <fieldset className={css['numbers']}>
        <legend>Place and size</legend>
        {(['x', 'y', 'width', 'height'] as const).map((name) => (
          <NumberField
            key={name}
            label={{ x: 'Left', y: 'Top', width: 'Width', height: 'Height' }[name]}
            value={box[name]}
            low={name === 'x' || name === 'y' ? -100_000 : 16}
            high={name === 'x' || name === 'y' ? 100_000 : 50_000}
            onChange={(value) => {
              if (name === 'width' || name === 'height') return change({ [name]: value }, name)
              const by = { x: 0, y: 0, [name]: value - element[name] }
              apply(deeds.move(drawing, new Map([[id, by]])), `${name} of ${id}`)
            }}
          />
        ))}
      </fieldset>
    </>
  )
}

export function DeviceFields(props: FieldsProps & { device: Device }) {
  const { editing, device } = props
  return (
    <>
      <PlacedFields {...props} element={device}>
        <Select
          label="Shape"
          value={device.shape}
          onChange={(shape) => editing.apply(deeds.changeDevice(editing.drawing, device.id, { shape }))}
          options={shapeOptions}
        />
      </PlacedFields>
      <LinksOf editing={editing} id={device.id} />
    </>
  )
}

export function GroupFields(props: FieldsProps & { group: Group }) {
  const { editing, group } = props
  const inside = deeds.placedOf(editing.drawing).filter((element) => element.group === group.id)
  return (
    <>
      <PlacedFields {...props} element={group}>
        <Select
          label="Kind"
          value={group.kind}
          onChange={(kind) => editing.apply(deeds.changeGroup(editing.drawing, group.id, { kind }))}
          options={kindOptions}
        />
      </PlacedFields>
      {inside.length > 0 && (
        <Button onClick={() => editing.apply(deeds.fitted(editing.drawing, group.id))}>
          Make room for what is in it
        </Button>
      )}
      <LinksOf editing={editing} id={group.id} />
    </>
  )
}

/** The links of an element, and another one. */
function LinksOf({ editing, id }: { editing: Editing; id: string }) {
  const { drawing, select } = editing
  const heading = useId()
  const links = drawing.links.filter(({ from, to }) => from === id || to === id)
  return (
    <section className={css['links']} aria-labelledby={heading}>
      <h3 id={heading}>Links</h3>
      {links.length > 0 && (
        <ul>
          {links.map((link) => (
            <li key={link.id}>
              <button type="button" onClick={() => select([link.id])}>
                <span>{labelOf(deeds.placedAt(drawing, link.from === id ? link.to : link.from))}</span>
                <small>{[mediumWords[link.medium], link.label, link.speed].filter(Boolean).join(', ')}</small>
              </button>
            </li>
          ))}
        </ul>
      )}
      <Select
        label="Link to"
        value=""
        onChange={(to) => to && editing.link(id, to)}
        options={[{ value: '', label: 'Choose the other end' }, ...endOptions(drawing, id)]}
      />
    </section>
  )
}

export function LinkFields({ editing, link }: { editing: Editing; link: Link }) {
  const { drawing, apply } = editing
  const change = (changes: Partial<Link>, act?: string) =>
    apply(deeds.changeLink(drawing, link.id, changes), act && `${act} of ${link.id}`)
  const text = (name: 'label' | 'speed' | 'fromPort' | 'toPort', label: string, hint?: string) => (
    <TextField
      label={label}
      isOptional
      autoComplete="off"
      isMono={name === 'fromPort' || name === 'toPort'}
      maxLength={name === 'label' ? 200 : 60}
      {...(name === 'label' && { 'data-label-field': true })}
      {...(hint && { placeholder: hint })}
      value={link[name]}
      onChange={(event) => change({ [name]: event.currentTarget.value }, name)}
    />
  )
  return (
    <>
      <p className={css['ends']}>
        {labelOf(deeds.placedAt(drawing, link.from))} <ArrowRight size={14} strokeWidth={1.5} aria-label="to" />{' '}
        {labelOf(deeds.placedAt(drawing, link.to))}
      </p>
      {text('label', 'Label')}
      <Select label="Kind" value={link.medium} onChange={(medium) => change({ medium })} options={mediumOptions} />
      {text('speed', 'Speed', '1 Gbit/s')}
      <Select label="From" value={link.from} onChange={(from) => change({ from })} options={endOptions(drawing)} />
      {text('fromPort', 'Port there', 'port1')}
      <Select label="To" value={link.to} onChange={(to) => change({ to })} options={endOptions(drawing)} />
      {text('toPort', 'Port at that end', '48')}
      <TextArea
        label="Notes"
        isOptional
        rows={3}
        maxLength={2_000}
        value={link.notes}
        onChange={(event) => change({ notes: event.currentTarget.value }, 'notes')}
      />
      <CornerFields drawing={drawing} link={link} onChange={(points) => change({ points }, 'corners')} />
    </>
  )
}
