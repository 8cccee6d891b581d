import type { ReactNode } from 'react'
import type { Document } from '#contract/documents.ts'
import type { VendorFacts } from '#contract/vendors.ts'
import Plus from 'lucide-react/icons/plus'
import { Button, IconButton } from '../../../ui/Button.tsx'
import { X } from '../../../ui/icons.ts'
import { TextArea, TextField } from '../../../ui/text-fields.tsx'
import { ContactFields } from './ContactFields.tsx'
import { HoursFields } from './HoursFields.tsx'
import { PinField } from './PinField.tsx'
import { without } from './without.ts'
import css from '../vendors.module.css'

interface VendorFieldsProps {
  vendor: VendorFacts
  change: (vendor: VendorFacts) => void
  title: string
  collectionId: string
  document: Document | undefined
  status: ReactNode
}

/** What is known of a vendor, in the order in which it is needed on the phone. */
export function VendorFields({ vendor, change, title, collectionId, document, status }: VendorFieldsProps) {
  const set = (changes: Partial<VendorFacts>) => change({ ...vendor, ...changes })
  /** Empty is absent. */
  const setOptional = (name: 'phone' | 'email' | 'portal' | 'website') => (value: string) =>
    change(value.trim() === '' ? without(vendor, name) : { ...vendor, [name]: value })
  const text = (name: 'phone' | 'email' | 'portal' | 'website') => ({
    name: `content/${name}`,
    value: vendor[name] ?? '',
    autoComplete: 'off' as const,
    isOptional: true,
    onChange: (event: { currentTarget: { value: string } }) => setOptional(name)(event.currentTarget.value),
  })
  return (
    <div className={css['editor']}>
      <fieldset className={css['set']}>
        <legend>Call and ask</legend>
        <div className={css['pair']}>
          <TextField
            label="Number to call"
            {...text('phone')}
            type="tel"
            maxLength={40}
            hint="The one that answers at any hour, with its area code"
          />
          <TextField
            label="About that number"
            name="content/phoneNote"
            isOptional
            maxLength={200}
            autoComplete="off"
            value={vendor.phoneNote}
            onChange={(event) => set({ phoneNote: event.currentTarget.value })}
            hint="Choose 2 for faults"
          />
        </div>
        <Accounts vendor={vendor} set={set} />
        <PinField
          vendor={vendor}
          change={change}
          suggestedName={`${title.trim() || 'Vendor'} support PIN`}
          collectionId={collectionId}
          document={document}
        />
        <div className={css['pair']}>
          <TextField label="Portal" {...text('portal')} isMono maxLength={500} hint="Where tickets are opened" />
          <TextField label="Website" {...text('website')} isMono maxLength={500} />
        </div>
        <TextField label="Mail" {...text('email')} maxLength={254} width="long" />
      </fieldset>
      <HoursFields vendor={vendor} change={change} />
      <TextArea
        label="Service level"
        name="content/sla"
        isOptional
        rows={3}
        maxLength={4_000}
        value={vendor.sla}
        onChange={(event) => set({ sla: event.currentTarget.value })}
        hint="What was promised: answer in an hour, repair in four"
      />
      <ContactFields vendor={vendor} set={set} />
      <TextArea
        label="Notes"
        name="content/notes"
        isOptional
        rows={6}
        maxLength={50_000}
        value={vendor.notes}
        onChange={(event) => set({ notes: event.currentTarget.value })}
        hint="Markdown. [[SY-01]] becomes a link."
      />
      <p className={css['aside']} role="status">
        {status}
      </p>
    </div>
  )
}

/** Account, circuit and customer numbers: what is asked for first. */
function Accounts({ vendor, set }: { vendor: VendorFacts; set: (changes: Partial<VendorFacts>) => void }) {
  const { accounts } = vendor
  const put = (index: number, changes: Partial<(typeof accounts)[number]>) =>
    set({ accounts: accounts.map((each, at) => (at === index ? { ...each, ...changes } : each)) })
  return (
    <>
      {accounts.map((account, index) => (
        <div className={css['line']} key={index}>
          <TextField
            label="What it is"
            name={`content/accounts/${index}/label`}
            maxLength={60}
            autoComplete="off"
            value={account.label}
            onChange={(event) => put(index, { label: event.currentTarget.value })}
          />
          <TextField
            label="Number"
            name={`content/accounts/${index}/value`}
            isMono
            maxLength={200}
            autoComplete="off"
            spellCheck={false}
            value={account.value}
            onChange={(event) => put(index, { value: event.currentTarget.value })}
          />
          <IconButton
            icon={X}
            label={`Remove ${account.label || 'this number'}`}
            onClick={() => set({ accounts: accounts.filter((_, at) => at !== index) })}
          />
        </div>
      ))}
      <p>
        <Button
          icon={Plus}
          onClick={() =>
            set({ accounts: [...accounts, { label: accounts.length === 0 ? 'Account' : 'Circuit', value: '' }] })
          }
        >
          Add an account or circuit number
        </Button>
      </p>
    </>
  )
}
