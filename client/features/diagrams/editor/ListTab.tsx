import { useId, useState, type KeyboardEvent, type ReactNode } from 'react'
import { labelOf } from '#contract/diagrams/twin.ts'
import type { GroupKind, Link, Shape } from '#contract/diagrams.ts'
import { Button } from '../../../ui/Button.tsx'
import { Select, TextField } from '../../../ui/fields.tsx'
import { plural } from '../../../ui/format.ts'
import { Reference } from '../../../ui/Reference.tsx'
import { VisuallyHidden } from '../../../ui/VisuallyHidden.tsx'
import { ShapeSign } from '../shapes/shapes.tsx'
import { isDevice, placedAt, type Placed } from './deeds.ts'
import { endOptions, groupOptions, kindOptions, shapeOptions } from './Fields.tsx'
import type { Editing } from './use-editing.ts'
import { mediumWords, nameOf } from './words.ts'
import css from './ListTab.module.css'

interface ListTabProps {
  editing: Editing
  onOpenFields: () => void
}

/** Rows that are drawn at once; the others come when they are asked for. */
const atOnce = 100

/** The text twin: everything of the drawing as tables, to be added to, changed and linked without a sheet. */
export function ListTab({ editing, onOpenFields }: ListTabProps) {
  const { drawing } = editing
  const [looked, setLooked] = useState('')
  const words = looked.trim().toLowerCase()
  const has = (...texts: readonly (string | undefined)[]) => texts.some((text) => text?.toLowerCase().includes(words))
  const nameIn = (id: string) => labelOf(placedAt(drawing, id))
  const devices = drawing.devices.filter((device) =>
    has(labelOf(device), nameOf(device.shape), ...device.addresses, device.notes),
  )
  const groups = drawing.groups.filter((group) => has(labelOf(group), nameOf(group.kind), ...group.addresses))
  const links = drawing.links.filter((link) =>
    has(nameIn(link.from), nameIn(link.to), link.label, link.speed, link.fromPort, link.toPort),
  )
  const open = (id: string) => {
    editing.select([id])
    onOpenFields()
  }
  const total = drawing.devices.length + drawing.groups.length + drawing.links.length
  return (
    <div className={css['list']}>
      {total > 8 && (
        <TextField
          label="Find in the list"
          width="medium"
          autoComplete="off"
          value={looked}
          onChange={(event) => setLooked(event.currentTarget.value)}
        />
      )}
      <Section heading="Devices" count={drawing.devices.length} add={<AddDevice editing={editing} />}>
        {devices.length > 0 && (
          <Rows label="Devices" columns={['Device', 'Addresses', 'Stands in', 'Stands for']} rows={devices}>
            {(device) => <PlacedRow key={device.id} element={device} editing={editing} onOpen={open} />}
          </Rows>
        )}
      </Section>
      <Section heading="Groups" count={drawing.groups.length} add={<AddGroup editing={editing} />}>
        {groups.length > 0 && (
          <Rows label="Groups" columns={['Group', 'Addresses', 'Stands in', 'Stands for']} rows={groups}>
            {(group) => <PlacedRow key={group.id} element={group} editing={editing} onOpen={open} />}
          </Rows>
        )}
      </Section>
      <Section heading="Links" count={drawing.links.length} add={<AddLink editing={editing} />}>
        {links.length > 0 && (
          <Rows label="Links" columns={['From', 'To', 'Kind', 'Label']} rows={links}>
            {(link) => <LinkRow key={link.id} link={link} editing={editing} onOpen={open} />}
          </Rows>
        )}
      </Section>
    </div>
  )
}

function Section({
  heading,
  count,
  add,
  children,
}: {
  heading: string
  count: number
  add: ReactNode
  children: ReactNode
}) {
  const id = useId()
  return (
    <section aria-labelledby={id} className={css['section']}>
      <h2 id={id}>
        {heading} <span>{count}</span>
      </h2>
      {children}
      {add}
    </section>
  )
}

function Rows<Row extends { id: string }>(props: {
  label: string
  columns: readonly string[]
  rows: readonly Row[]
  children: (row: Row) => ReactNode
}) {
  const [most, setMost] = useState(atOnce)
  return (
    <>
      <table className={css['table']} aria-label={props.label}>
        <thead>
          <tr>
            {props.columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
            <th scope="col">
              <VisuallyHidden>Acts</VisuallyHidden>
            </th>
          </tr>
        </thead>
        <tbody>{props.rows.slice(0, most).map(props.children)}</tbody>
      </table>
      {props.rows.length > most && (
        <Button
          onClick={() => setMost(most + 500)}
        >{`Show ${plural(Math.min(500, props.rows.length - most), 'more row')}`}</Button>
      )}
    </>
  )
}

interface RowProps {
  editing: Editing
  onOpen: (id: string) => void
}

function PlacedRow({ element, editing, onOpen }: RowProps & { element: Placed }) {
  const { drawing, selection, remove } = editing
  const name = labelOf(element)
  const of = isDevice(element) ? element.shape : element.kind
  return (
    <tr data-chosen={selection.has(element.id) || undefined}>
      <th scope="row">
        <span className={css['name']}>
          <ShapeSign of={of} />
          <span>
            {name}
            {element.label !== '' && <small>{nameOf(of)}</small>}
          </span>
        </span>
      </th>
      <td className={css['mono']} data-empty={element.addresses.length === 0 || undefined}>
        {element.addresses.join(', ')}
      </td>
      <td data-empty={element.group === undefined || undefined}>
        {element.group !== undefined && labelOf(placedAt(drawing, element.group))}
      </td>
      <td data-empty={element.bound.length === 0 || undefined}>
        {element.bound.map((reference) => (
          <Reference key={reference}>{reference}</Reference>
        ))}
      </td>
      <Acts id={element.id} name={name} onOpen={onOpen} onRemove={() => remove(new Set([element.id]))} />
    </tr>
  )
}

function LinkRow({ link, editing, onOpen }: RowProps & { link: Link }) {
  const { drawing, selection, remove } = editing
  const [from, to] = [labelOf(placedAt(drawing, link.from)), labelOf(placedAt(drawing, link.to))]
  return (
    <tr data-chosen={selection.has(link.id) || undefined}>
      <th scope="row">
        {from}
        {link.fromPort && <small className={css['mono']}> {link.fromPort}</small>}
      </th>
      <td>
        {to}
        {link.toPort && <small className={css['mono']}> {link.toPort}</small>}
      </td>
      <td>{[mediumWords[link.medium], link.speed].filter(Boolean).join(', ')}</td>
      <td data-empty={link.label === '' || undefined}>{link.label}</td>
      <Acts id={link.id} name={`link ${from} to ${to}`} onOpen={onOpen} onRemove={() => remove(new Set([link.id]))} />
    </tr>
  )
}

function Acts(props: { id: string; name: string; onOpen: (id: string) => void; onRemove: () => void }) {
  return (
    <td className={css['acts']}>
      <Button variant="quiet" aria-label={`Edit ${props.name}`} onClick={() => props.onOpen(props.id)}>
        Edit
      </Button>
      <Button variant="quiet" aria-label={`Delete ${props.name}`} onClick={props.onRemove}>
        Delete
      </Button>
    </td>
  )
}

/** Enter adds, and leaves the focus where the next name is typed. */
function onEnter(act: () => void) {
  return (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    act()
  }
}

function AddDevice({ editing }: { editing: Editing }) {
  const [label, setLabel] = useState('')
  const [shape, setShape] = useState<Shape>('server')
  const [group, setGroup] = useState('')
  const isThere = editing.drawing.groups.some(({ id }) => id === group)
  const add = () => {
    editing.add(shape, { label: label.trim(), isAlone: !isThere, group: isThere ? group : undefined })
    setLabel('')
  }
  return (
    <div className={css['add']}>
      <TextField
        label="New device"
        maxLength={200}
        autoComplete="off"
        value={label}
        onChange={(event) => setLabel(event.currentTarget.value)}
        onKeyDown={onEnter(add)}
      />
      <Select label="Shape" value={shape} onChange={setShape} options={shapeOptions} />
      {editing.drawing.groups.length > 0 && (
        <Select
          label="Stands in"
          value={isThere ? group : ''}
          onChange={setGroup}
          options={groupOptions(editing.drawing, undefined)}
        />
      )}
      <Button onClick={add}>Add device</Button>
    </div>
  )
}

function AddGroup({ editing }: { editing: Editing }) {
  const [label, setLabel] = useState('')
  const [kind, setKind] = useState<GroupKind>('site')
  const add = () => {
    editing.add(kind, { label: label.trim(), isAlone: true })
    setLabel('')
  }
  return (
    <div className={css['add']}>
      <TextField
        label="New group"
        maxLength={200}
        autoComplete="off"
        value={label}
        onChange={(event) => setLabel(event.currentTarget.value)}
        onKeyDown={onEnter(add)}
      />
      <Select label="Kind" value={kind} onChange={setKind} options={kindOptions} />
      <Button onClick={add}>Add group</Button>
    </div>
  )
}

function AddLink({ editing }: { editing: Editing }) {
  const { drawing } = editing
  const [from, setFrom] = useState('')
  const [to, setTo] = useState('')
  const [error, setError] = useState<string>()
  if (drawing.devices.length + drawing.groups.length < 2) return null
  const isReady = placedAt(drawing, from) && placedAt(drawing, to) && from !== to
  const add = () => {
    if (!isReady) return setError('Choose two different ends')
    editing.link(from, to)
    setError(undefined)
    setTo('')
  }
  const options = [{ value: '', label: 'Choose' }, ...endOptions(drawing)]
  return (
    <div className={css['add']}>
      <Select label="New link from" value={placedAt(drawing, from) ? from : ''} onChange={setFrom} options={options} />
      <Select label="To" value={placedAt(drawing, to) ? to : ''} onChange={setTo} options={options} error={error} />
      <Button onClick={add}>Add link</Button>
    </div>
  )
}
