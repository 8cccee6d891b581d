import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { v7 as uuidv7 } from 'uuid'
import { listMembers, listParties } from '#contract/organizations.ts'
import { assignReadingList, previewAssignment, type ListReference } from '#contract/reading-lists.ts'
import type { MemberId, PartyId, Role } from '#contract/values.ts'
import { query } from '../../platform/api.ts'
import { fieldErrorsOf } from '../../platform/failure.ts'
import { textIn } from '../../platform/form-text.ts'
import { isKeyHolder, useOrganization } from '../../platform/session.ts'
import { Button } from '../../ui/Button.tsx'
import { DateField, RadioGroup, Select } from '../../ui/choice-fields.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Form, FormActions, type FieldErrors } from '../../ui/Form.tsx'
import { PickField } from '../../ui/PickField.tsx'
import { toast } from '../../ui/Toast.tsx'
import { useDeed } from '../documents/deeds.ts'
import { ClosedItems } from './ClosedItems.tsx'
import { useOpening } from './use-opening.ts'

type Whom = 'person' | 'role' | 'party'
const roles: readonly { value: Role; label: string }[] = [
  { value: 'reader', label: 'Readers' },
  { value: 'editor', label: 'Editors' },
  { value: 'technician', label: 'Technicians' },
  { value: 'auditor', label: 'Auditors' },
  { value: 'admin', label: 'Admins' },
]

interface AssignListProps {
  slug: string
  list: ListReference
  title: string
  onClose: () => void
}

/** Gives a list to somebody, to a role or to a party, with a day; what they cannot see is opened to them, or knowingly not. */
export function AssignList({ slug, list, title, onClose }: AssignListProps) {
  const membership = useOrganization()
  const members = useQuery(query(listMembers, { slug })).data?.items.filter(({ removedAt }) => !removedAt) ?? []
  const parties = useQuery(query(listParties, { slug })).data?.items ?? []
  const [whom, setWhom] = useState<Whom>('person')
  const [memberId, setMemberId] = useState<string>()
  const [role, setRole] = useState<Role>('reader')
  const [partyId, setPartyId] = useState<string>()
  const [errors, setErrors] = useState<FieldErrors>({})
  const [id] = useState(() => uuidv7())
  const [isPending, setPending] = useState(false)
  const assigning = useDeed(assignReadingList)
  const party = partyId ?? parties[0]?.id
  const to =
    whom === 'person'
      ? memberId && { memberId: memberId as MemberId }
      : whom === 'role'
        ? { role }
        : party && { partyId: party as PartyId }
  const closed = useQuery({ ...query(previewAssignment, { slug, list, ...(to || {}) }), enabled: Boolean(to) })
  const people = closed.data?.people ?? []
  const mayOpen = isKeyHolder(membership)
  const opening = useOpening(people, undefined)

  const submit = (data: FormData) => {
    if (isPending || assigning.isPending) return
    const wrong = { ...(!to && { memberId: 'Choose somebody' }), ...(mayOpen && opening.mistakes) }
    // Not before it is known what would be shut.
    if (to && closed.isPending) Object.assign(wrong, { '': 'Looking what is open to them. Try again in a moment.' })
    setErrors(wrong)
    if (Object.keys(wrong).length > 0) return
    setPending(true)
    opened()
      .then((isDone) => isDone && give(data))
      .catch((error: unknown) => setErrors(fieldErrorsOf(error, ['endsAt'])))
      .finally(() => setPending(false))
  }
  /** @returns false where somebody turned back from unlocking. */
  const opened = async () => {
    if (!mayOpen || !opening.isOpening) return true
    const isDone = await opening.open()
    // If giving the list fails now, access is not given twice.
    if (isDone) await closed.refetch()
    return isDone
  }
  const give = (data: FormData) => {
    if (!to) return
    const dueOn = textIn(data, 'dueOn')
    assigning.mutate(
      { slug, list, id: id, ...to, ...(dueOn && { dueOn }) },
      {
        onSuccess: () => {
          toast({ words: `${list} given out` })
          onClose()
        },
        onError: (error) => setErrors(fieldErrorsOf(error, ['memberId', 'role', 'partyId', 'dueOn'])),
      },
    )
  }
  return (
    <Dialog isOpen onClose={onClose} title={`Give out ${title}`}>
      <Form onSubmit={submit} errors={errors} label="Give out a reading list">
        <RadioGroup
          label="To"
          value={whom}
          onChange={setWhom}
          options={[
            { value: 'person', label: 'One person' },
            { value: 'role', label: 'Everybody of a role, those who come later too' },
            { value: 'party', label: 'Everybody of a party, those who come later too' },
          ]}
        />
        {whom === 'person' && (
          <PickField
            label="Person"
            name="memberId"
            items={members.map((member) => ({ id: member.id, text: member.name, detail: member.party }))}
            value={memberId}
            onChange={setMemberId}
          />
        )}
        {whom === 'role' && <Select label="Role" name="role" value={role} onChange={setRole} options={roles} />}
        {whom === 'party' && (
          <Select
            label="Party"
            name="partyId"
            value={party ?? ''}
            onChange={setPartyId}
            options={parties.map(({ id: value, name }) => ({ value: value, label: name }))}
          />
        )}
        <DateField label="Until" name="dueOn" isOptional min={membership.today} />
        {people.length > 0 && (
          <ClosedItems
            people={people}
            ask={mayOpen ? undefined : closed.data?.keyHolders}
            opening={opening}
            timeZone={membership.timeZone}
            isForGroup={whom !== 'person'}
            onDecide={() => setErrors({})}
          />
        )}
        <FormActions>
          <Button variant="primary" type="submit" isPending={isPending || assigning.isPending}>
            {mayOpen && opening.isOpening ? 'Open and give it out' : 'Give it out'}
          </Button>
          <Button onClick={onClose}>Not now</Button>
        </FormActions>
      </Form>
    </Dialog>
  )
}
