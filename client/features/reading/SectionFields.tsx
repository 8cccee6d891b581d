import { useState, type DragEvent } from 'react'
import GripVertical from 'lucide-react/icons/grip-vertical'
import Plus from 'lucide-react/icons/plus'
import { Icon } from '../../ui/Icon.tsx'
import { Button, IconButton } from '../../ui/Button.tsx'
import { ArrowDown, ArrowUp, X } from '../../ui/icons.ts'
import { Reference } from '../../ui/Reference.tsx'
import { TextField } from '../../ui/text-fields.tsx'
import { RelatedField } from '../documents/editor/RelatedField.tsx'
import { newItem, type FormItem, type FormSection } from './list-form.ts'
import css from './reading.module.css'

interface SectionFieldsProps {
  slug: string
  section: FormSection
  index: number
  onChange: (section: FormSection) => void
  onMove: (item: string, by: -1 | 1) => void
  /** Dragged here: before an item, or to the end of this section. */
  onPlace: (item: string, at: { before: string } | { endOf: string }) => void
  onRemove?: () => void
}

const none = new Map<string, string>()

/** What is being dragged, and nothing that comes from outside the page. */
const dragType = 'application/x-runkeep-reading-item'

/** One section: its items in their order, each with why it matters; dragged or moved by buttons, also to another section. */
export function SectionFields({ slug, section, index, onChange, onMove, onPlace, onRemove }: SectionFieldsProps) {
  const { items } = section
  const [over, setOver] = useState<string>()
  const takes = (at: { before: string } | { endOf: string }) => {
    const name = 'before' in at ? at.before : at.endOf
    return {
      'data-over': over === name || undefined,
      onDragOver: (event: DragEvent) => {
        if (!event.dataTransfer.types.includes(dragType)) return
        event.preventDefault()
        setOver(name)
      },
      onDragLeave: () => setOver(undefined),
      onDrop: (event: DragEvent) => {
        const id = event.dataTransfer.getData(dragType)
        setOver(undefined)
        if (!id) return
        event.preventDefault()
        onPlace(id, at)
      },
    }
  }
  const put = (id: string, changes: Partial<FormItem>) =>
    onChange({ ...section, items: items.map((item) => (item.id === id ? { ...item, ...changes } : item)) })
  const add = (item: FormItem) => onChange({ ...section, items: [...items, item] })
  return (
    <fieldset className={css['set']}>
      <legend>Section {index + 1}</legend>
      <div className={css['beside']}>
        <TextField
          label="Heading"
          name={`sections/${index}/title`}
          maxLength={120}
          autoComplete="off"
          value={section.title}
          onChange={(event) => onChange({ ...section, title: event.currentTarget.value })}
        />
        {onRemove && (
          <Button variant="quiet" onClick={onRemove}>
            Remove this section
          </Button>
        )}
      </div>
      {items.map((item, place) => {
        const called = item.title || item.reference || `item ${place + 1}`
        const isElsewhere = item.reference === '' && !item.isClosed
        return (
          <div
            key={item.id}
            className={css['item']}
            role="group"
            aria-label={called}
            data-item={item.id}
            {...takes({ before: item.id })}
          >
            {!isElsewhere && (
              <p className={css['name']}>
                {item.isClosed ? 'A document that you cannot see' : item.title}{' '}
                {item.reference && <Reference>{item.reference}</Reference>}
              </p>
            )}
            {isElsewhere && (
              <div className={css['pair']}>
                <TextField
                  label="What it is called"
                  name={`sections/${index}/items/${place}/title`}
                  maxLength={200}
                  autoComplete="off"
                  value={item.title}
                  onChange={(event) => put(item.id, { title: event.currentTarget.value })}
                />
                <TextField
                  label="Address"
                  name={`sections/${index}/items/${place}/url`}
                  isMono
                  maxLength={500}
                  autoComplete="off"
                  value={item.url}
                  onChange={(event) => put(item.id, { url: event.currentTarget.value })}
                />
                <TextField
                  label="Minutes"
                  name={`sections/${index}/items/${place}/minutes`}
                  isOptional
                  width="short"
                  inputMode="numeric"
                  maxLength={3}
                  autoComplete="off"
                  value={item.minutes}
                  onChange={(event) => put(item.id, { minutes: event.currentTarget.value.replace(/\D/g, '') })}
                />
              </div>
            )}
            <div className={css['beside']}>
              <TextField
                label="Why it matters"
                name={`sections/${index}/items/${place}/why`}
                maxLength={200}
                autoComplete="off"
                value={item.why}
                onChange={(event) => put(item.id, { why: event.currentTarget.value })}
              />
              <span className={css['acts']}>
                <span
                  className={css['grip']}
                  draggable
                  aria-hidden="true"
                  data-tooltip="Drag to another place"
                  onDragStart={(event) => {
                    event.dataTransfer.setData(dragType, item.id)
                    event.dataTransfer.effectAllowed = 'move'
                    const row = event.currentTarget.closest('[data-item]')
                    if (row) event.dataTransfer.setDragImage(row, 20, 20)
                  }}
                >
                  <Icon of={GripVertical} size={16} />
                </span>
                <IconButton
                  icon={ArrowUp}
                  label={`Move ${called} up`}
                  data-move="-1"
                  onClick={() => onMove(item.id, -1)}
                />
                <IconButton
                  icon={ArrowDown}
                  label={`Move ${called} down`}
                  data-move="1"
                  onClick={() => onMove(item.id, 1)}
                />
                <IconButton
                  icon={X}
                  label={`Take ${called} out`}
                  onClick={() => onChange({ ...section, items: items.filter(({ id }) => id !== item.id) })}
                />
              </span>
            </div>
          </div>
        )
      })}
      <div className={css['end']} {...takes({ endOf: section.id })}>
        <RelatedField
          slug={slug}
          own={undefined}
          name={`sections/${index}/add`}
          label="Add a document"
          value={[]}
          titles={none}
          hint="Its title or reference"
          onChange={() => undefined}
          onPick={({ reference, title }) => add(newItem({ reference, title }))}
        />
        <p>
          <Button icon={Plus} onClick={() => add(newItem())}>
            Add a page elsewhere
          </Button>
        </p>
      </div>
    </fieldset>
  )
}
