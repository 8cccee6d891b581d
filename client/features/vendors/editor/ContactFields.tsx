import { v7 as uuidv7 } from 'uuid'
import type { Day } from '#contract/values.ts'
import type { Contact, VendorFacts } from '#contract/vendors.ts'
import Plus from 'lucide-react/icons/plus'
import { useOrganization } from '../../../platform/session.ts'
import { Button, IconButton } from '../../../ui/Button.tsx'
import { Checkbox, TextArea, TextField } from '../../../ui/text-fields.tsx'
import { ArrowDown, ArrowUp, X } from '../../../ui/icons.ts'
import { without } from './without.ts'
import css from '../vendors.module.css'

type Optional = 'phone' | 'mobile' | 'email'

/** People at the vendor, in the order in which they are called. */
export function ContactFields({ vendor, set }: { vendor: VendorFacts; set: (changes: Partial<VendorFacts>) => void }) {
  const { today } = useOrganization()
  const { contacts } = vendor
  const put = (index: number, contact: Contact) =>
    set({ contacts: contacts.map((each, at) => (at === index ? contact : each)) })
  const move = (index: number, by: number) => {
    const next = [...contacts]
    next.splice(index + by, 0, ...next.splice(index, 1))
    set({ contacts: next })
  }
  return (
    <fieldset className={css['set']}>
      <legend>Contacts, in the order in which they are called</legend>
      {contacts.map((contact, index) => {
        const name = (field: string) => `content/contacts/${index}/${field}`
        const optional = (field: Optional) => ({
          name: name(field),
          value: contact[field] ?? '',
          isOptional: true,
          autoComplete: 'off' as const,
          onChange: ({ currentTarget: { value } }: { currentTarget: { value: string } }) =>
            put(index, value.trim() === '' ? without(contact, field) : { ...contact, [field]: value }),
        })
        const who = contact.name || `contact ${index + 1}`
        return (
          <div className={css['item']} key={contact.id} role="group" aria-label={who}>
            <div className={css['pair']}>
              <TextField
                label="Name"
                name={name('name')}
                maxLength={120}
                autoComplete="off"
                value={contact.name}
                onChange={(event) => put(index, { ...contact, name: event.currentTarget.value })}
              />
              <TextField
                label="What for"
                name={name('role')}
                isOptional
                maxLength={120}
                autoComplete="off"
                value={contact.role}
                onChange={(event) => put(index, { ...contact, role: event.currentTarget.value })}
              />
              <TextField label="Phone" {...optional('phone')} type="tel" maxLength={40} />
              <TextField label="Mobile" {...optional('mobile')} type="tel" maxLength={40} />
              <TextField label="Mail" {...optional('email')} maxLength={254} />
            </div>
            <TextArea
              label="Notes"
              name={name('notes')}
              isOptional
              rows={2}
              maxLength={2_000}
              value={contact.notes}
              onChange={(event) => put(index, { ...contact, notes: event.currentTarget.value })}
            />
            <div className={css['acts']}>
              <Checkbox
                label="I made sure today that this is right"
                checked={contact.confirmedOn === today}
                onChange={(event) =>
                  put(
                    index,
                    event.currentTarget.checked
                      ? { ...contact, confirmedOn: today as Day }
                      : without(contact, 'confirmedOn'),
                  )
                }
              />
              {index > 0 && <IconButton icon={ArrowUp} label={`Call ${who} earlier`} onClick={() => move(index, -1)} />}
              {index < contacts.length - 1 && (
                <IconButton icon={ArrowDown} label={`Call ${who} later`} onClick={() => move(index, 1)} />
              )}
              <IconButton
                icon={X}
                label={`Remove ${who}`}
                onClick={() => set({ contacts: contacts.filter((_, at) => at !== index) })}
              />
            </div>
          </div>
        )
      })}
      <p>
        <Button
          icon={Plus}
          onClick={() => set({ contacts: [...contacts, { id: uuidv7(), name: '', role: '', notes: '' }] })}
        >
          Add a contact
        </Button>
      </p>
    </fieldset>
  )
}
