import { useState } from 'react'
import { useMutation, useQueries, useQueryClient } from '@tanstack/react-query'
import { assignDocument } from '#contract/documents.ts'
import { listKeepers } from '#contract/organizations.ts'
import type { Person } from '#contract/values.ts'
import { call, query } from '../../platform/api.ts'
import { textIn } from '../../platform/form-text.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Select } from '../../ui/fields.tsx'
import { Form, FormActions } from '../../ui/Form.tsx'
import { toast } from '../../ui/Toast.tsx'
import { each, failure, named } from './archive.ts'
import { refresh } from './deeds.ts'

/** What the dialog needs of a document. */
export interface Assignable {
  reference: string
  title: string
  collectionId: string
  owner?: Person | undefined
  deputy?: Person | undefined
}

interface AssignDialogProps {
  slug: string
  documents: readonly Assignable[]
  onClose: () => void
  onDone?: (() => void) | undefined
}

const nobody = 'nobody'
const asItIs = 'as-it-is'

/** Names another owner and deputy: of one document, or the same for several. */
export function AssignDialog({ slug, documents, onClose, onDone }: AssignDialogProps) {
  const client = useQueryClient()
  const [only] = documents.length === 1 ? documents : []
  const keepers = useKeepers(slug, documents)
  const [error, setError] = useState<string>()
  const assign = useMutation({
    mutationFn: ({ owner, deputy }: { owner: string; deputy: string }) =>
      each(
        documents.map(({ reference }) => reference),
        (reference) => {
          const document = documents.find((document) => document.reference === reference)
          const ownerId = owner === asItIs ? document?.owner?.id : owner === nobody ? undefined : owner
          const deputyId = deputy === asItIs ? document?.deputy?.id : deputy === nobody ? undefined : deputy
          return call(assignDocument, { slug, reference, ...(ownerId && { ownerId }), ...(deputyId && { deputyId }) })
        },
      ),
    onSuccess: (outcome, { owner }) => {
      refresh(client)
      if (outcome.failed.length > 0) setError(failure('assigned', outcome))
      if (outcome.done.length === 0) return
      const name = keepers.people.find(({ id }) => id === owner)?.name
      toast({
        words: name
          ? `${named(outcome.done)} now ${outcome.done.length === 1 ? 'belongs' : 'belong'} to ${name}`
          : `${named(outcome.done)} assigned`,
        action: { label: 'Undo', onAct: () => giveBack.mutate(outcome.done) },
        forMs: 10_000,
      })
      if (outcome.failed.length > 0) return
      onDone?.()
      onClose()
    },
  })
  /** Everybody looks after what they looked after before. */
  const giveBack = useMutation({
    mutationFn: (done: readonly string[]) =>
      each(done, (reference) => {
        const before = documents.find((document) => document.reference === reference)
        const [ownerId, deputyId] = [before?.owner?.id, before?.deputy?.id]
        return call(assignDocument, { slug, reference, ...(ownerId && { ownerId }), ...(deputyId && { deputyId }) })
      }),
    onSuccess: (outcome) => {
      refresh(client)
      toast({
        words: outcome.failed.length > 0 ? failure('given back', outcome) : `${named(outcome.done)} as before`,
      })
    },
  })

  const submit = (data: FormData) => {
    const [owner, deputy] = [textIn(data, 'owner'), textIn(data, 'deputy')]
    if (owner === deputy && owner !== nobody && owner !== asItIs)
      return setError('Name another person as deputy, or nobody')
    setError(undefined)
    assign.mutate({ owner, deputy })
  }
  const people = keepers.people.map((person) => ({
    value: person.id,
    label: person.side === 'in_house' ? person.name : `${person.name} (${person.party})`,
  }))
  const options = [
    ...(only ? [] : [{ value: asItIs, label: 'As it is' }]),
    { value: nobody, label: 'Nobody' },
    ...people,
    ...goneKeepers(only, keepers.people),
  ]
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={only ? `Who looks after ${only.reference}?` : `Who looks after ${documents.length} documents?`}
    >
      {keepers.isReady ? (
        <Form onSubmit={submit} errors={error ? { '': error } : undefined}>
          <Select
            label="Owner"
            name="owner"
            autoFocus
            hint={only ? only.title : 'People who can see all of them'}
            defaultValue={only ? (only.owner?.id ?? nobody) : asItIs}
            options={options}
          />
          <Select
            label="Deputy"
            name="deputy"
            hint="Verifies when the owner is away"
            defaultValue={only ? (only.deputy?.id ?? nobody) : asItIs}
            options={options}
          />
          <FormActions>
            <Button variant="primary" type="submit" isPending={assign.isPending}>
              Assign
            </Button>
            <Button onClick={onClose}>Keep as it is</Button>
          </FormActions>
        </Form>
      ) : (
        <p>{keepers.isError ? 'The list of people could not be loaded.' : 'Looking up who can see it…'}</p>
      )}
    </Dialog>
  )
}

/** People who may keep every one of the documents: the keepers that all their collections share. */
function useKeepers(slug: string, documents: readonly Assignable[]) {
  const collections = [...new Set(documents.map(({ collectionId }) => collectionId))]
  return useQueries({
    queries: collections.map((collectionId) => query(listKeepers, { slug, collectionId: collectionId })),
    combine: (answers) => {
      const lists = answers.map(({ data }) => data?.items ?? [])
      const shared = (lists[0] ?? []).filter((person) => lists.every((list) => list.some(({ id }) => id === person.id)))
      return {
        isReady: answers.every(({ data }) => data !== undefined),
        isError: answers.some(({ isError }) => isError),
        people: shared.toSorted((a, b) => a.name.localeCompare(b.name)),
      }
    },
  })
}

/** Whoever is named now stands in the list, even if they may no longer see the document. */
function goneKeepers(document: Assignable | undefined, people: readonly Person[]) {
  return [document?.owner, document?.deputy]
    .filter((person) => person !== undefined && !people.some(({ id }) => id === person.id))
    .map((person) => ({ value: person?.id as string, label: `${person?.name} (cannot see it)` }))
}
