import Plus from 'lucide-react/icons/plus'
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
  onRemove?: () => void
}

const none = new Map<string, string>()

/** One section: its items in their order, each with why it matters; moved by buttons, over the borders of sections. */
export function SectionFields({ slug, section, index, onChange, onMove, onRemove }: SectionFieldsProps) {
  const { items } = section
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
          <div key={item.id} className={css['item']} role="group" aria-label={called}>
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
                  maxLength={200}
                  autoComplete="off"
                  value={item.title}
                  onChange={(event) => put(item.id, { title: event.currentTarget.value })}
                />
                <TextField
                  label="Address"
                  isMono
                  maxLength={500}
                  autoComplete="off"
                  value={item.url}
                  onChange={(event) => put(item.id, { url: event.currentTarget.value })}
                />
                <TextField
                  label="Minutes"
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
                maxLength={200}
                autoComplete="off"
                value={item.why}
                onChange={(event) => put(item.id, { why: event.currentTarget.value })}
              />
              <span className={css['acts']}>
                <IconButton icon={ArrowUp} label={`Move ${called} up`} onClick={() => onMove(item.id, -1)} />
                <IconButton icon={ArrowDown} label={`Move ${called} down`} onClick={() => onMove(item.id, 1)} />
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
    </fieldset>
  )
}
