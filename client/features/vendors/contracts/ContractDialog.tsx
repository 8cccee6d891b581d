import { useDeferredValue, useState } from 'react'
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { v7 as uuidv7 } from 'uuid'
import {
  createContract,
  listContracts,
  previewContract,
  saveContract,
  type Contract,
  type ContractTerms,
} from '#contract/contracts.ts'
import type { Document } from '#contract/documents.ts'
import { listKeepers } from '#contract/organizations.ts'
import { Problem } from '#contract/problems.ts'
import { call, query } from '../../../platform/api.ts'
import { fieldErrorsOf } from '../../../platform/failure.ts'
import { Button } from '../../../ui/Button.tsx'
import { Dialog } from '../../../ui/Dialog.tsx'
import { Checkbox, DateField, Select, TextArea, TextField } from '../../../ui/fields.tsx'
import { Form, FormActions, type FieldErrors } from '../../../ui/Form.tsx'
import { FreshnessLabel } from '../../../ui/FreshnessMark.tsx'
import { toast } from '../../../ui/Toast.tsx'
import { refresh } from '../../documents/deeds.ts'
import { changesBetween } from './changes.ts'
import { fieldNames, nobody, previewOf, sentOf, typedOf, usualCurrency, type Typed } from './contract-form.ts'
import { perChoices } from './money.ts'
import { markOf, standingWords, unitChoices } from './words.ts'
import css from './contracts.module.css'

interface ContractDialogProps {
  slug: string
  vendor: Pick<Document, 'reference' | 'title' | 'collectionId'>
  /** The one to change; without it, a new one. */
  contract?: Contract
  onClose: () => void
}

/** Adds a contract or changes one, and says while typing until when notice must be given. */
export function ContractDialog({ slug, vendor, contract, onClose }: ContractDialogProps) {
  const client = useQueryClient()
  const [id] = useState(() => uuidv7())
  const [typed, setTyped] = useState(() => typedOf(contract, currencyIn(client, slug)))
  const [revision, setRevision] = useState(contract?.revision ?? 0)
  const [theirs, setTheirs] = useState<Contract>()
  const [errors, setErrors] = useState<FieldErrors>({})
  const set = (changes: Partial<Typed>) => {
    setTyped((before) => ({ ...before, ...changes }))
    // Checked on submit, then as it is put right.
    const left = Object.entries(errors).filter(([name]) => !(name in changes))
    if (left.length < Object.keys(errors).length) setErrors(Object.fromEntries(left))
  }

  const save = useMutation({
    mutationFn: async (over: number) => {
      const sent = sentOf(typed)
      if ('errors' in sent) throw new Unfit(sent.errors)
      const { reference } = vendor
      if (!contract) return (await call(createContract, { slug, reference, id, ...sent.terms })).contract
      await call(saveContract, { slug, contract: contract.reference, revision: over, ...sent.terms })
      return contract.reference
    },
    onMutate: () => setErrors({}),
    onSuccess: (made) => {
      onClose()
      toast({ words: contract ? `${made} saved` : `${made} added` })
      refresh(client)
    },
    onError: (error) => {
      if (error instanceof Unfit) return setErrors(error.errors)
      const current = error instanceof Problem && error.code === 'changed-meanwhile' && error.facts.facts?.['current']
      if (current) return setTheirs(current as Contract)
      return setErrors(fieldErrorsOf(error, fieldNames))
    },
  })

  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="wide"
      title={contract ? `Change ${contract.reference}` : `New contract of ${vendor.title}`}
    >
      <Form
        label={contract ? `Change ${contract.reference}` : 'New contract'}
        errors={errors}
        onSubmit={() => !save.isPending && save.mutate(revision)}
      >
        {theirs && contract && (
          <Conflict
            before={contract}
            theirs={theirs}
            onMine={() => {
              setTheirs(undefined)
              setRevision(theirs.revision)
              save.mutate(theirs.revision)
            }}
            onTheirs={() => {
              setTheirs(undefined)
              setRevision(theirs.revision)
              setTyped(typedOf(theirs, typed.currency))
            }}
          />
        )}
        <Fields slug={slug} vendor={vendor} typed={typed} set={set} />
        <FormActions>
          <Button type="submit" variant="primary" isPending={save.isPending}>
            {contract ? 'Save contract' : 'Add contract'}
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </FormActions>
      </Form>
    </Dialog>
  )
}

/** What the form itself knows to be wrong. */
class Unfit extends Error {
  readonly errors: FieldErrors
  constructor(errors: FieldErrors) {
    super('The form is not complete')
    this.errors = errors
  }
}

interface FieldsProps {
  slug: string
  vendor: ContractDialogProps['vendor']
  typed: Typed
  set: (changes: Partial<Typed>) => void
}

function Fields({ slug, vendor, typed, set }: FieldsProps) {
  const keepers = useQuery(query(listKeepers, { slug, collectionId: vendor.collectionId }))
  const people = [
    { value: nobody, label: 'Nobody' },
    ...(keepers.data?.items ?? []).map((person) => ({
      value: person.id,
      label: person.side === 'in_house' ? person.name : `${person.name} (${person.party})`,
    })),
  ]
  const on = (name: keyof Typed) => ({
    name,
    value: String(typed[name]),
    onChange: (event: { currentTarget: { value: string } }) => set({ [name]: event.currentTarget.value }),
  })
  return (
    <>
      <div className={css['pair']}>
        <TextField label="What for" {...on('title')} maxLength={200} autoComplete="off" autoFocus />
        <TextField label="The vendor’s number" {...on('number')} isOptional isMono maxLength={120} autoComplete="off" />
      </div>
      <div className={css['pair']}>
        <DateField label="Start" {...on('startsOn')} isOptional width="full" hint="Its first day" />
        <DateField label="End of the term" {...on('endsOn')} isOptional width="full" hint="Its last day" />
      </div>
      <Checkbox
        label="Renews by itself"
        checked={typed.autoRenews}
        onChange={(event) => set({ autoRenews: event.currentTarget.checked })}
        hint="It goes on after the term, again and again, unless notice is given."
      />
      {typed.autoRenews && (
        <TextField label="By how many months each time" {...on('renewalMonths')} width="short" inputMode="numeric" />
      )}
      <div className={css['notice']}>
        <TextField label="Notice" {...on('amount')} isOptional inputMode="numeric" autoComplete="off" />
        <Select
          label="Counted in"
          name="unit"
          value={typed.unit}
          onChange={(unit) => set({ unit })}
          options={unitChoices}
        />
        <TextField
          label="How it is given"
          {...on('channel')}
          isOptional
          maxLength={200}
          placeholder="Registered letter to …"
        />
      </div>
      <Preview slug={slug} typed={typed} />
      <div className={css['cost']}>
        <TextField label="Cost" {...on('minorUnits')} isOptional inputMode="decimal" autoComplete="off" />
        <TextField label="Currency" {...on('currency')} maxLength={3} isMono autoComplete="off" />
        <Select label="Per" name="per" value={typed.per} onChange={(per) => set({ per })} options={perChoices} />
        <TextField label="For what" {...on('note')} isOptional maxLength={120} placeholder="320 seats" />
      </div>
      <div className={css['pair']}>
        <Select
          label="Owner"
          name="ownerId"
          hint="Decides in time"
          value={typed.ownerId}
          onChange={(ownerId) => set({ ownerId })}
          options={withGone(people, typed.ownerId)}
        />
        <Select
          label="Otherwise"
          name="fallbackId"
          hint="Decides when the owner is away"
          value={typed.fallbackId}
          onChange={(fallbackId) => set({ fallbackId })}
          options={withGone(people, typed.fallbackId)}
        />
      </div>
      <TextArea label="Notes" {...on('notes')} isOptional rows={3} maxLength={20_000} />
    </>
  )
}

/** While the list of people is on its way, whoever is chosen is in it. */
const withGone = (people: readonly { value: string; label: string }[], chosen: string) =>
  people.some(({ value }) => value === chosen) ? people : [...people, { value: chosen, label: 'As it is' }]

/** The server counts: it knows the organization's day and its holidays. */
function Preview({ slug, typed }: { slug: string; typed: Typed }) {
  const asked = useDeferredValue(JSON.stringify(previewOf(typed) ?? null))
  const input = JSON.parse(asked) as ReturnType<typeof previewOf> | null
  const preview = useQuery({
    ...query(previewContract, { slug, ...input }),
    enabled: input !== null,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    retry: false,
  })
  if (input === null || preview.isError || !preview.data) return <p className={css['preview']} aria-live="polite" />
  const { rollsOn: autoRenews, ...standing } = preview.data
  const mark = markOf(standing)
  const words = standingWords({ ...standing, autoRenews })
  return (
    <p className={css['preview']} aria-live="polite">
      {mark ? <FreshnessLabel {...mark}>{words}</FreshnessLabel> : words}
    </p>
  )
}

function Conflict(props: { before: Contract; theirs: Contract; onMine: () => void; onTheirs: () => void }) {
  const { before, theirs } = props
  const changes = changesBetween(termsOf(before), termsOf(theirs))
  return (
    <div className={css['conflict']} role="alert">
      <p>
        <strong>
          {theirs.updatedBy} saved version {theirs.revision} while you were writing.
        </strong>{' '}
        What you typed is still here.
      </p>
      {changes.length > 0 && (
        <ul>
          {changes.map((words) => (
            <li key={words}>{words}</li>
          ))}
        </ul>
      )}
      <div className={css['acts']}>
        <Button onClick={props.onMine}>Save mine over it</Button>
        <Button onClick={props.onTheirs}>Take theirs</Button>
      </div>
    </div>
  )
}

const termsOf = (contract: Contract): ContractTerms => contract

/** What the organization pays its other vendors with. */
function currencyIn(client: ReturnType<typeof useQueryClient>, slug: string): string {
  const known = client.getQueriesData<{ items?: Contract[] }>({ queryKey: [listContracts.path] })
  for (const [key, data] of known) {
    if ((key[1] as { slug?: string } | undefined)?.slug !== slug) continue
    const found = data?.items?.find(({ cost }) => cost)?.cost?.currency
    if (found) return found
  }
  return usualCurrency()
}
