import { useState } from 'react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { previewAssignment, type ListReference } from '#contract/reading-lists.ts'
import type { Person } from '#contract/values.ts'
import { query } from '../../platform/api.ts'
import { Failed } from '../../platform/Failed.tsx'
import { fieldErrorsOf } from '../../platform/failure.ts'
import { useOrganization } from '../../platform/session.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Form, FormActions, type FieldErrors } from '../../ui/Form.tsx'
import { EmptyState, LoadingRows } from '../../ui/states.tsx'
import { toast } from '../../ui/Toast.tsx'
import { refresh } from '../documents/deeds.ts'
import { ClosedItems } from './ClosedItems.tsx'
import { useOpening } from './use-opening.ts'

interface OpenItemsProps {
  slug: string
  list: ListReference
  person: Person
  onClose: () => void
}

/** Opens to somebody who has the list what is shut in it: for who came after it was given, and what was added since. */
export function OpenItems({ slug, list, person, onClose }: OpenItemsProps) {
  const { timeZone } = useOrganization()
  const client = useQueryClient()
  const answer = useQuery(query(previewAssignment, { slug, list, memberId: person.id }))
  const people = answer.data?.people ?? []
  const opening = useOpening(people, 'documents')
  const [errors, setErrors] = useState<FieldErrors>({})
  const [isPending, setPending] = useState(false)
  const submit = async () => {
    setErrors(opening.mistakes)
    if (isPending || Object.keys(opening.mistakes).length > 0) return
    setPending(true)
    try {
      if (!(await opening.open())) return
      refresh(client)
      toast({ words: `${person.name} can read it now` })
      onClose()
    } catch (error) {
      setErrors(fieldErrorsOf(error, ['endsAt']))
    } finally {
      setPending(false)
    }
  }
  return (
    <Dialog isOpen onClose={onClose} title={`Open ${list} to ${person.name}`}>
      {answer.error ? (
        <Failed what={list} error={answer.error} onRetry={() => void answer.refetch()} />
      ) : !answer.data ? (
        <LoadingRows what={list} rows={3} />
      ) : people.length === 0 ? (
        <EmptyState>Everything in it that you can see is open to {person.name}.</EmptyState>
      ) : (
        <Form onSubmit={() => void submit()} errors={errors} label="Open what is shut">
          <ClosedItems
            {...{ people, opening, timeZone }}
            ask={undefined}
            isForGroup={false}
            isGiven
            onDecide={() => setErrors({})}
          />
          <FormActions>
            <Button variant="primary" type="submit" isPending={isPending}>
              Give access
            </Button>
            <Button onClick={onClose}>Not now</Button>
          </FormActions>
        </Form>
      )}
    </Dialog>
  )
}
