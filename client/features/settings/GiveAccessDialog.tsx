import { useState } from 'react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { v7 as uuidv7 } from 'uuid'
import type { Membership } from '#contract/accounts.ts'
import { openDocument, type Document } from '#contract/documents.ts'
import { listCollections, listGrants, type Collection } from '#contract/organizations.ts'
import { formatReference, levels, parseReference, type Reference } from '#contract/values.ts'
import { call, query } from '../../platform/api.ts'
import { Failed } from '../../platform/Failed.tsx'
import { fieldErrorsOf } from '../../platform/failure.ts'
import { textIn } from '../../platform/form-text.ts'
import { doing, organizationIdOf, state, work } from '../../platform/organization-keys.ts'
import { isProblem } from '../../platform/query-client.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { DateField, RadioGroup, Select, TextField } from '../../ui/fields.tsx'
import { Form, FormActions, type FieldErrors } from '../../ui/Form.tsx'
import { formatDeadline } from '../../ui/format.ts'
import { EmptyState, LoadingRows } from '../../ui/states.tsx'
import { toast } from '../../ui/Toast.tsx'
import { useNow } from '../../ui/Time.tsx'
import type { LogPerson, LogSummary } from '../../vault/log-summary.ts'
import { endChoices, endOf, type EndChoice } from './grant-end.ts'
import { NeedsLog } from './NeedsLog.tsx'
import { idOf } from './shown-grant.ts'

const why = 'to give access'

/** Gives a person standing access to a collection or one document. */
export function GiveAccessDialog({ membership, onClose }: { membership: Membership; onClose: () => void }) {
  return (
    <Dialog isOpen onClose={onClose} title="Give access">
      <NeedsLog slug={membership.slug} why={why}>
        {(log) => <WithCollections membership={membership} log={log} onClose={onClose} />}
      </NeedsLog>
    </Dialog>
  )
}

/** People as the log has them; collections by the names that were signed. */
function WithCollections(props: { membership: Membership; log: LogSummary; onClose: () => void }) {
  const { membership, log, onClose } = props
  const { slug } = membership
  const asked = query(listCollections, { slug })
  const collections = useQuery({
    queryKey: [...asked.queryKey, 'checked', log.seq],
    queryFn: async ({ signal }) => {
      const { items } = await asked.queryFn({ signal })
      const living = items.filter(({ archivedAt }) => !archivedAt)
      const names = living.map(({ id, name, salt }) => ({ id, name, salt }))
      await doing(slug, 'checkNames', { organizationId: organizationIdOf(slug), names })
      return living
    },
  })
  // Key holders reach everything already.
  const people = log.members.filter(({ removed, role }) => !removed && role !== 'owner' && role !== 'admin')
  if (people.length === 0)
    return (
      <EmptyState>
        Owners and admins reach everything already, and there is nobody else yet. Invite people first.
      </EmptyState>
    )
  if (collections.isError)
    return <Failed error={collections.error} what="Collections" onRetry={() => void collections.refetch()} />
  if (!collections.data) return <LoadingRows what="collections" rows={3} />
  return <GiveForm membership={membership} people={people} collections={collections.data} onClose={onClose} />
}

const fields = ['member', 'collection', 'document', 'level', 'endsAt']

function GiveForm(props: {
  membership: Membership
  people: readonly LogPerson[]
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
  const [reference, setReference] = useState('')

  const named = useNamedDocument(slug, to === 'document' ? reference : '')

  const person = people.find(({ id }) => id === memberId)
  const isOutside = person?.side !== 'in_house'
  const onlyReads = person?.role === 'auditor' || (isOutside && membership.role !== 'owner')
  const choices = endChoices(person?.role === 'technician')
  const chosen = choices.includes(choice) ? choice : '1 day'
  const endsAt = endOf(chosen, { now, day, timeZone })

  const give = useMutation({
    mutationFn: async (data: FormData) => {
      const on =
        to === 'collection'
          ? { collection: textIn(data, 'collection') }
          : { document: await idOf(slug, named ?? (await call(openDocument, { slug, reference }))) }
      const level = levels[onlyReads ? 'view' : (textIn(data, 'level') as 'view' | 'reveal' | 'edit' | 'manage')]
      const grant = { grant: uuidv7(), member: memberId, on, level, ...(endsAt && { endsAt }) }
      return state(slug, why, [{ type: 'grant.set', ...grant }])
    },
    onMutate: () => setErrors({}),
    onSuccess: async (isDone) => {
      if (!isDone) return
      // The keys of a single credential go to the person apart.
      if (to === 'document') void work(slug).catch(() => undefined)
      toast({ words: `${person?.name} has access` })
      onClose()
      await queries.invalidateQueries({ queryKey: [listGrants.path] })
    },
    onError: (error) =>
      setErrors(
        isProblem(error, 'not-found')
          ? { document: 'There is no document of this reference here' }
          : fieldErrorsOf(error, fields),
      ),
  })
  function submit(data: FormData) {
    if (give.isPending) return
    const missing = {
      ...(to === 'document' && reference.trim() === '' && { document: 'Enter a reference, like RB-14' }),
      ...(chosen === 'on a day' && !day && { endsAt: 'Choose the last day' }),
    }
    setErrors(missing)
    if (Object.keys(missing).length === 0) give.mutate(data)
  }

  return (
    <Form onSubmit={submit} errors={errors} label="Give access">
      <Select
        label="Person"
        name="member"
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
          name="collection"
          options={collections.map(({ id, name }) => ({ value: id, label: name }))}
        />
      ) : (
        <TextField
          label="Reference"
          name="document"
          width="short"
          isMono
          autoComplete="off"
          value={reference}
          onChange={(event) => setReference(event.currentTarget.value)}
          hint={named ? `${named.reference} ${named.title}` : 'Of the document, like RB-14.'}
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
            { value: 'view', label: 'Read', hint: 'Sees that a credential is there, and can ask to open it.' },
            { value: 'reveal', label: 'Read and open secrets', hint: 'Each time is recorded. Never break-glass.' },
            {
              value: 'edit',
              label: 'Read and edit',
              hint:
                to === 'collection'
                  ? 'Opens and changes secrets too.'
                  : 'Opens a secret too, and changes what stands around it. To save a new one takes access to its collection.',
            },
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

/** The document of a typed reference, to be read before access to it is given. */
function useNamedDocument(slug: string, typed: string): Document | undefined {
  const parsed = parseReference(typed)
  const reference = parsed && formatReference(parsed.kind, parsed.number)
  const asked = query(openDocument, { slug, reference: reference as Reference })
  return useQuery({ ...asked, enabled: reference !== undefined, retry: false }).data
}

const endWords: Record<EndChoice, string> = {
  '4 hours': 'In 4 hours',
  '1 day': 'In 1 day',
  '7 days': 'In 7 days',
  '30 days': 'In 30 days',
  'on a day': 'On a certain day',
  never: 'With no end',
}
