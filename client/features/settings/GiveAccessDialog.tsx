import { useState } from 'react'
import { useMutation, useQueries, useQueryClient } from '@tanstack/react-query'
import { v7 as uuidv7 } from 'uuid'
import type { Membership } from '#contract/accounts.ts'
import {
  createGrant,
  listCollections,
  listGrants,
  listMembers,
  type Collection,
  type Member,
} from '#contract/organizations.ts'
import { call, query } from '../../platform/api.ts'
import { Failed } from '../../platform/Failed.tsx'
import { fieldErrorsOf } from '../../platform/failure.ts'
import { textIn } from '../../platform/form-text.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { DateField, RadioGroup, Select, TextField } from '../../ui/fields.tsx'
import { Form, FormActions, type FieldErrors } from '../../ui/Form.tsx'
import { formatDeadline } from '../../ui/format.ts'
import { EmptyState, LoadingRows } from '../../ui/states.tsx'
import { toast } from '../../ui/Toast.tsx'
import { useNow } from '../../ui/Time.tsx'
import { endChoices, endOf, type EndChoice } from './grant-end.ts'

/** Gives a person standing access to a collection or one document. */
export function GiveAccessDialog({ membership, onClose }: { membership: Membership; onClose: () => void }) {
  const { slug } = membership
  const [members, collections] = useQueries({
    queries: [query(listMembers, { slug }), query(listCollections, { slug })],
  })
  // Key holders reach everything already.
  const people = members.data?.items.filter(({ removedAt, role }) => !removedAt && role !== 'owner' && role !== 'admin')
  const error = members.error ?? collections.error
  return (
    <Dialog isOpen onClose={onClose} title="Give access">
      {error && (
        <Failed
          error={error}
          what="People and collections"
          onRetry={() => void Promise.all([members.refetch(), collections.refetch()])}
        />
      )}
      {!error && (!people || !collections.data) && <LoadingRows what="people and collections" rows={3} />}
      {people?.length === 0 && (
        <EmptyState>
          Owners and admins reach everything already, and there is nobody else yet. Invite people first.
        </EmptyState>
      )}
      {people && people.length > 0 && collections.data && (
        <GiveForm
          membership={membership}
          people={people}
          collections={collections.data.items.filter(({ archivedAt }) => !archivedAt)}
          onClose={onClose}
        />
      )}
    </Dialog>
  )
}

const fields = ['memberId', 'collectionId', 'reference', 'level', 'endsAt']

function GiveForm(props: {
  membership: Membership
  people: readonly Member[]
  collections: readonly Collection[]
  onClose: () => void
}) {
  const { membership, people, collections, onClose } = props
  const { slug, timeZone } = membership
  const queries = useQueryClient()
  const now = useNow()
  const [errors, setErrors] = useState<FieldErrors>({})
  const [memberId, setMemberId] = useState<string>(people[0]?.id ?? '')
  const [to, setTo] = useState<'collection' | 'document'>('collection')
  const [choice, setChoice] = useState<EndChoice>('1 day')
  const [day, setDay] = useState('')

  const person = people.find(({ id }) => id === memberId)
  const isOutside = person?.side !== 'in_house'
  const onlyReads = person?.role === 'auditor' || (isOutside && membership.role !== 'owner')
  const choices = endChoices(person?.role === 'technician')
  const chosen = choices.includes(choice) ? choice : '1 day'
  const endsAt = endOf(chosen, { now, day, timeZone })

  const give = useMutation({
    mutationFn: (data: FormData) =>
      call(createGrant, {
        slug,
        id: uuidv7(),
        memberId,
        ...(to === 'collection'
          ? { collectionId: textIn(data, 'collectionId') }
          : { reference: textIn(data, 'reference') }),
        level: onlyReads ? 'view' : (textIn(data, 'level') as 'view' | 'edit' | 'manage'),
        ...(endsAt && { endsAt }),
      }),
    onMutate: () => setErrors({}),
    onSuccess: async () => {
      toast({ words: `${person?.name} has access` })
      onClose()
      await queries.invalidateQueries({ queryKey: [listGrants.path] })
    },
    onError: (error) => setErrors(fieldErrorsOf(error, fields)),
  })
  function submit(data: FormData) {
    if (give.isPending) return
    const missing = {
      ...(to === 'document' &&
        textIn(data, 'reference').trim() === '' && { reference: 'Enter a reference, like RB-14' }),
      ...(chosen === 'on a day' && !day && { endsAt: 'Choose the last day' }),
    }
    setErrors(missing)
    if (Object.keys(missing).length === 0) give.mutate(data)
  }

  return (
    <Form onSubmit={submit} errors={errors} label="Give access">
      <Select
        label="Person"
        name="memberId"
        value={memberId}
        onChange={setMemberId}
        options={people.map(({ id, name, party }) => ({ value: id, label: `${name} (${party})` }))}
      />
      <RadioGroup
        label="To"
        value={to}
        onChange={setTo}
        options={[
          { value: 'collection', label: 'A collection, with everything in it' },
          { value: 'document', label: 'One document' },
        ]}
      />
      {to === 'collection' ? (
        <Select
          label="Collection"
          name="collectionId"
          options={collections.map(({ id, name }) => ({ value: id, label: name }))}
        />
      ) : (
        <TextField
          label="Reference"
          name="reference"
          width="short"
          isMono
          autoComplete="off"
          hint="Of the document, like RB-14."
        />
      )}
      {onlyReads ? (
        <p>{person?.name} can read. More than that for people who are not in-house is for owners to give.</p>
      ) : (
        <RadioGroup
          label="Can"
          name="level"
          defaultValue="view"
          options={[
            { value: 'view', label: 'Read' },
            { value: 'edit', label: 'Read and edit' },
            { value: 'manage', label: 'Manage', hint: 'Also archive, and decide about problems.' },
          ]}
        />
      )}
      <Select
        label="Ends"
        name="endsAt"
        width="medium"
        value={chosen}
        onChange={setChoice}
        hint={
          endsAt ? `${formatDeadline(endsAt, timeZone)}.` : chosen === 'never' ? 'Until somebody ends it.' : undefined
        }
        options={choices.map((each) => ({ value: each, label: endWords[each] }))}
      />
      {chosen === 'on a day' && (
        <DateField label="Last day" value={day} onChange={(e) => setDay(e.currentTarget.value)} />
      )}
      <FormActions>
        <Button type="submit" variant="primary" isPending={give.isPending}>
          Give access
        </Button>
        <Button onClick={onClose}>Cancel</Button>
      </FormActions>
    </Form>
  )
}

const endWords: Record<EndChoice, string> = {
  '4 hours': 'In 4 hours',
  '1 day': 'In 1 day',
  '7 days': 'In 7 days',
  '30 days': 'In 30 days',
  'on a day': 'On a certain day',
  never: 'With no end',
}
